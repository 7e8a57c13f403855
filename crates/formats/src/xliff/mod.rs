//! XLIFF 1.2 and 2.x, and what Trados (SDLXLIFF) and memoQ (MQXLIFF) make of 1.2.

pub(super) mod inline;
mod read;
mod validate;
mod write;

use std::io;

use gloss_core::model::Unit;

use super::{
    Ending, FormatSpec, ImportItem, Input, Loss, Read, ReadError, ReadOptions, Reading, Selection, Shape, UnitsOf,
    Write, WriteUnits,
    parts::{DEFINITION, NOTE},
    standard::{Standard, Validator},
    units::{Renderings, write_glossary},
    xml::reader::Tag,
};

/// The versions that are written; any is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Xliff {
    /// What most tools read.
    V1,
    /// OASIS 2.0, which readers of 2.1 and 2.2 take as well.
    V2,
}

/// The format.
pub(super) static XLIFF: FormatSpec = FormatSpec {
    name: "xliff",
    title: "XLIFF",
    endings: &[Ending::job("xlf"), Ending::job("xliff"), Ending::job("sdlxliff"), Ending::job("mqxliff")],
    roots: &["xliff"],
    begins: None,
    read: Some(Reading::Text(&Xliff::V1)),
    shapes: &[
        Shape {
            name: "xliff",
            about: "XLIFF 1.2",
            settings: &[],
            holds: &[&DEFINITION, &NOTE],
            writer: &Xliff::V1,
            units: Some(&Xliff::V1),
        },
        Shape {
            name: "xliff2",
            about: "XLIFF 2.0",
            settings: &[],
            holds: &[&DEFINITION, &NOTE],
            writer: &Xliff::V2,
            units: Some(&Xliff::V2),
        },
    ],
    validator: Some(Validator::Xml(&[
        Standard {
            name: "XLIFF 1.2",
            is_root: |root| !is_version_2(root),
            schema: include_str!("v12.rnc"),
            rules: |_| Box::new(validate::V1::default()),
        },
        Standard {
            name: "XLIFF 2",
            is_root: is_version_2,
            schema: include_str!("v2.rnc"),
            rules: |_| Box::new(validate::V2::default()),
        },
    ])),
};

pub(crate) fn is_version_2(root: &Tag<'_>) -> bool {
    root.get("version").is_some_and(|version| version.starts_with('2'))
}

impl Write for Xliff {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write_glossary(self, Renderings::Preferred, selection, out)
    }
}

impl WriteUnits for Xliff {
    fn write_units(
        &self,
        of: &UnitsOf,
        units: &mut dyn Iterator<Item = Unit>,
        out: &mut dyn io::Write,
    ) -> io::Result<Loss> {
        write::write(*self, of, units, out)
    }
}

/// Whatever the version.
impl Read for Xliff {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
