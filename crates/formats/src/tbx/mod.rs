//! TBX-Basic: v2 (ISO 30042:2008, `martif`), which is what CAT tools read, and v3 (ISO 30042:2019) in both styles.

mod categories;
mod read;
mod validate;
mod write;

use std::io;

use super::{
    Ending, FormatSpec, ImportItem, Input, Loss, Part, Read, ReadError, ReadOptions, Reading, Selection, Shape, Write,
    parts::{DEFINITION, DOMAIN, NOTE, OTHER_LANGUAGE, PART_OF_SPEECH, SOURCE, TERM_NOTE, TERM_TYPE},
    standard::{Standard, Validator},
};

/// The three shapes of TBX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// `martif`, no namespace.
    V2,
    /// v3, data categories as attributes.
    Dca,
    /// v3, data categories as elements.
    Dct,
}

/// TermBase eXchange.
#[derive(Debug, Clone, Copy)]
struct Tbx(Dialect);

/// The format.
pub(super) static TBX: FormatSpec = FormatSpec {
    name: "tbx",
    title: "TBX",
    endings: &[Ending::other("tbx")],
    roots: &["martif", "tbx"],
    begins: None,
    read: Some(Reading::Text(&Tbx(Dialect::V2))),
    shapes: &[
        Shape {
            name: "tbx",
            about: "TermBase eXchange",
            settings: &[],
            holds: HOLDS,
            writer: &Tbx(Dialect::V2),
            units: None,
        },
        Shape {
            name: "tbx-dca",
            about: "Version 3, data categories as attributes",
            settings: &["tbx=dca"],
            holds: HOLDS,
            writer: &Tbx(Dialect::Dca),
            units: None,
        },
        Shape {
            name: "tbx-dct",
            about: "Version 3, data categories as elements",
            settings: &["tbx=dct"],
            holds: HOLDS,
            writer: &Tbx(Dialect::Dct),
            units: None,
        },
    ],
    validator: Some(Validator::Xml(&[
        Standard {
            name: "TBX v2",
            is_root: |root| root.local() == "martif",
            schema: include_str!("v2.rnc"),
            rules: |root| Box::new(validate::Rules::new(root)),
        },
        Standard {
            name: "TBX v3",
            is_root: |root| root.local() == "tbx",
            schema: include_str!("v3.rnc"),
            rules: |root| Box::new(validate::Rules::new(root)),
        },
    ])),
};

/// What an entry and its terms have categories for.
static HOLDS: &[&Part] =
    &[&DOMAIN, &PART_OF_SPEECH, &TERM_TYPE, &DEFINITION, &NOTE, &TERM_NOTE, &SOURCE, &OTHER_LANGUAGE];

impl Write for Tbx {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write::write(self.0, selection, out)
    }
}

/// Whatever the dialect.
impl Read for Tbx {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
