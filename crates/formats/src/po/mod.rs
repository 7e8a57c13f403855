//! gettext catalogues.

mod entries;
mod read;
mod validate;
mod write;

use std::io;

use gloss_core::model::Unit;

use super::{
    Ending, FormatSpec, ImportItem, Input, Loss, Read, ReadError, ReadOptions, Reading, Selection, Shape, UnitsOf,
    Write, WriteUnits,
    parts::{DEFINITION, NOTE},
    standard::Validator,
    units::{Renderings, write_glossary},
};

pub(super) use entries::{Entries, Entry};
pub(super) use write::escaped;

/// A catalogue.
#[derive(Debug, Clone, Copy)]
struct Po;

/// The format.
pub(super) static PO: FormatSpec = FormatSpec {
    name: "po",
    title: "PO",
    endings: &[Ending::job("po"), Ending::other("pot")],
    roots: &[],
    begins: Some(|head| head.starts_with("msgid ") || head.contains("\nmsgid ")),
    read: Some(Reading::Text(&Po)),
    shapes: &[Shape {
        name: "po",
        about: "gettext catalogue",
        settings: &[],
        holds: &[&DEFINITION, &NOTE],
        writer: &Po,
        units: Some(&Po),
    }],
    validator: Some(Validator::Text(validate::validate)),
};

impl Write for Po {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write_glossary(self, Renderings::Preferred, selection, out)
    }
}

impl WriteUnits for Po {
    fn write_units(
        &self,
        of: &UnitsOf,
        units: &mut dyn Iterator<Item = Unit>,
        out: &mut dyn io::Write,
    ) -> io::Result<Loss> {
        write::write(of, units, out)
    }
}

impl Read for Po {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
