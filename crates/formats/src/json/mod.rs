//! The glossary as JSON, schema `gloss.glossary/1`: everything in it.

mod read;
mod write;

use std::io;

use super::{
    Ending, FormatSpec, ImportItem, Input, Loss, Part, Read, ReadError, ReadOptions, Reading, Selection, Shape, Write,
    parts::{
        DEFINITION, DOMAIN, FLAGS, HISTORY, NOT_WITH, NOTE, OTHER_LANGUAGE, PART_OF_SPEECH, SEEN, SOURCE, TERM_NOTE,
        TERM_TYPE, VALIDITY,
    },
};

/// The format.
#[derive(Debug, Clone, Copy)]
struct Json;

/// The format.
pub(super) static JSON: FormatSpec = FormatSpec {
    name: "json",
    title: "JSON",
    endings: &[Ending::other("json")],
    roots: &[],
    begins: Some(|head| head.starts_with('{')),
    read: Some(Reading::Text(&Json)),
    shapes: &[Shape {
        name: "json",
        about: "Everything, schema gloss.glossary/1",
        settings: &[],
        holds: HOLDS,
        writer: &Json,
        units: None,
    }],
    validator: None,
};

/// Everything but the examples of checks.
static HOLDS: &[&Part] = &[
    &DOMAIN,
    &PART_OF_SPEECH,
    &TERM_TYPE,
    &FLAGS,
    &NOT_WITH,
    &DEFINITION,
    &NOTE,
    &TERM_NOTE,
    &SOURCE,
    &VALIDITY,
    &SEEN,
    &HISTORY,
    &OTHER_LANGUAGE,
];

impl Write for Json {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write::write(selection, out)
    }
}

impl Read for Json {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
