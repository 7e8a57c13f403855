//! `gloss.where/1`.

use serde::Serialize;

use gloss_core::model::Status;

use super::super::{UsedAt, WhereReport};

/// Every place where a term or another rendering of its concepts is used.
#[derive(Debug, Clone, Serialize)]
pub struct Places<'a> {
    /// `gloss.where/1`.
    pub schema: &'static str,
    /// The term as typed.
    pub term: &'a str,
    /// The ids of its concepts; none if the glossary does not know it.
    pub concepts: &'a [String],
    /// The places, in order of the files.
    pub places: Vec<UsedPlace<'a>>,
}

/// A place where a term is used.
#[derive(Debug, Clone, Serialize)]
pub struct UsedPlace<'a> {
    /// The file.
    pub file: &'a str,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// The term as printed.
    pub text: &'a str,
    /// Its language.
    pub lang: &'a str,
    /// The term as the glossary has it.
    pub term: &'a str,
    /// Its status; none if the glossary does not know it.
    pub status: Option<&'a str>,
}

impl WhereReport {
    /// The report about a term.
    pub fn report<'a>(&'a self, term: &'a str) -> Places<'a> {
        let place = |used: &'a UsedAt| UsedPlace {
            file: &used.place.file,
            line: used.place.line,
            column: used.place.column,
            start: used.place.span.start,
            end: used.place.span.end,
            text: &used.place.text,
            lang: used.lang.as_str(),
            term: &used.term,
            status: used.status.map(Status::as_str),
        };
        Places {
            schema: "gloss.where/1",
            term,
            concepts: &self.concepts,
            places: self.places.iter().map(place).collect(),
        }
    }
}
