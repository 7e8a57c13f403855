//! UTX 1.11 and 1.2: a tab-separated dictionary with a header of its own.
//!
//! UTF-8 without a mark, CRLF at the ends of lines. The header needs a date: the latest one the entries themselves carry, so
//! that the same glossary always gives the same file.

mod validate;

use std::io;

use gloss_core::model::{Concept, PartOfSpeech, Status};

use super::{
    Ending, FormatSpec, ImportItem, Input, Loss, Read, ReadError, ReadOptions, Reading, Selection, Shape, Write, cell,
    pairs,
    parts::PART_OF_SPEECH,
    standard::Validator,
    table::{self, Comments, Kind, Separator},
};

/// The format.
#[derive(Debug, Clone, Copy)]
struct Utx;

/// The format.
pub(super) static UTX: FormatSpec = FormatSpec {
    name: "utx",
    title: "UTX",
    endings: &[Ending::other("utx")],
    roots: &[],
    begins: Some(|head| head.starts_with("#UTX")),
    read: Some(Reading::Text(&Utx)),
    shapes: &[Shape {
        name: "utx",
        about: "UTX 1.2",
        settings: &[],
        holds: &[&PART_OF_SPEECH],
        writer: &Utx,
        units: None,
    }],
    validator: Some(Validator::Text(validate::validate)),
};

impl Read for Utx {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        let kind = Kind { separator: Separator::Tab, comments: Comments::Any, safe: false };
        table::read(kind, input, wanted, found)
    }
}

impl Write for Utx {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        let (from, to) = (&selection.pair.from, &selection.pair.to);
        let concepts = selection.sorted();
        let date = concepts.iter().flat_map(|concept| dates(concept)).max().unwrap_or("1970-01-01");
        write!(out, "#UTX 1.2; {from}/{to}; {date}T00:00:00Z; bidirectional; Dictionary ID: gloss;\r\n")?;
        write!(out, "#src\ttgt\tsrc:pos\tterm status\tconcept ID\r\n")?;
        for concept in concepts {
            let rows = pairs::renderings(concept, selection.pair);
            if rows.is_empty() {
                loss.add("concepts without a term in both languages", &concept.id);
            }
            for row in &rows {
                let (from, to) = (cell(&row.from.text), cell(&row.to.text));
                if from.starts_with('#') {
                    loss.add("terms that begin with #, which begins a comment", &concept.id);
                    continue;
                }
                let (pos, status) = (pos(concept.pos), status(row.about.status));
                write!(out, "{from}\t{to}\t{pos}\t{status}\t{}\r\n", cell(&concept.id))?;
            }
            if concept.pos.is_none() {
                loss.add("unknown parts of speech, which the format needs: written as noun", &concept.id);
            }
        }
        Ok(loss)
    }
}

/// The days on which something was decided about a concept.
fn dates(concept: &Concept) -> impl Iterator<Item = &str> {
    let is_date = |text: &&str| text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    concept.history.iter().filter_map(|line| line.get(..10)).filter(is_date)
}

fn pos(pos: Option<PartOfSpeech>) -> &'static str {
    match pos {
        Some(PartOfSpeech::Verb) => "verb",
        Some(PartOfSpeech::Adjective) => "adjective",
        Some(PartOfSpeech::Adverb) => "adverb",
        Some(PartOfSpeech::Other) => "sentence",
        Some(PartOfSpeech::Noun) | None => "noun",
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Preferred | Status::Admitted => "approved",
        Status::Deprecated => "non-standard",
        Status::Forbidden => "forbidden",
    }
}
