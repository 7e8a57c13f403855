//! What a format says of its validation: the standards its files may follow, and the rules no schema can state.

use gloss_core::report::Rule;

use super::{
    Input, ReadError,
    input::Position,
    rules::{EXCHANGE_TOOLS, EXCHANGE_VALUE},
    xml::reader::Tag,
};

/// Something that is the matter with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule it breaks.
    pub rule: &'static Rule,
    /// Where.
    pub position: Position,
    /// What, and what to do.
    pub message: String,
}

/// How the files of a format are validated.
pub(super) enum Validator {
    /// XML, against the standard that its root element belongs to.
    Xml(&'static [Standard]),
    /// Text, line by line.
    Text(fn(Input<'_>, &mut ProblemSink<'_>) -> Result<(), ReadError>),
}

/// A standard, or a version of one.
pub(super) struct Standard {
    /// What a document is called that follows it.
    pub(super) name: &'static str,
    /// Whether a root element of the format begins a document of this version.
    pub(super) is_root: fn(&Tag<'_>) -> bool,
    /// Its schema, in RELAX NG's compact syntax.
    pub(super) schema: &'static str,
    /// What the schema cannot state, for a document with this root element.
    pub(super) rules: fn(&Tag<'_>) -> Box<dyn Rules>,
}

/// Tells problems at the place that is looked at.
pub(super) struct ProblemSink<'f> {
    pub(super) told: &'f mut dyn FnMut(Problem),
    /// Where the next problem is.
    pub(super) position: Position,
}

impl ProblemSink<'_> {
    pub(super) fn problem(&mut self, rule: &'static Rule, message: String) {
        (self.told)(Problem { rule, position: self.position, message });
    }

    /// The standard's rules are broken.
    pub(super) fn value(&mut self, message: impl Into<String>) {
        self.problem(&EXCHANGE_VALUE, message.into());
    }

    /// Valid, but some programs refuse or misread it.
    pub(super) fn tools(&mut self, message: impl Into<String>) {
        self.problem(&EXCHANGE_TOOLS, message.into());
    }

    /// The standard's rules are broken at a place.
    pub(super) fn at(&mut self, place: Position, message: impl Into<String>) {
        self.position = place;
        self.value(message);
    }
}

/// The rules of a format that its schema cannot state. Elements are seen whether or not the schema allows them.
pub(super) trait Rules {
    /// A start tag; `path` holds the names of the elements around it and its own, without prefixes.
    fn start(&mut self, tag: &Tag<'_>, path: &[String], told: &mut ProblemSink<'_>);
    /// A piece of text.
    fn text(&mut self, _piece: &str, _path: &[String], _told: &mut ProblemSink<'_>) {}
    /// An end tag; `path` still ends with its name.
    fn end(&mut self, path: &[String], told: &mut ProblemSink<'_>);
    /// The end of the document.
    fn finish(&mut self, _told: &mut ProblemSink<'_>) {}
}

/// The rules of a format whose schema says all.
pub(super) struct NoRules;

impl Rules for NoRules {
    fn start(&mut self, _: &Tag<'_>, _: &[String], _: &mut ProblemSink<'_>) {}
    fn end(&mut self, _: &[String], _: &mut ProblemSink<'_>) {}
}
