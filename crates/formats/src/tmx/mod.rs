//! TMX: a memory of preferred ↔ preferred, for CAT tools that insert terms as translations, and memories as they come.

mod read;
mod validate;
mod write;

use std::io;

use gloss_core::{lang::Lang, model::Unit};

use super::{
    Ending, FormatSpec, ImportItem, Input, Loss, Part, Read, ReadError, ReadOptions, Reading, Selection, Shape,
    UnitsOf, Write, WriteUnits,
    parts::{DEFINITION, DOMAIN, NOTE},
    standard::{Standard, Validator},
    units::{Renderings, write_glossary},
    xml::reader::Tag,
};

/// Translation Memory eXchange, and how it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tmx {
    /// Which renderings of a concept are written.
    renderings: Renderings,
    /// How languages are named.
    codes: Codes,
}

/// Language codes in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Codes {
    /// As they are.
    #[default]
    Plain,
    /// With the region most of their speakers live in, for programs that know no language without one.
    Regional,
}

impl Codes {
    pub(super) fn of(self, lang: &Lang) -> Lang {
        match self {
            Self::Plain => lang.clone(),
            Self::Regional => lang.with_region(),
        }
    }
}

/// The format.
pub(super) static TMX: FormatSpec = FormatSpec {
    name: "tmx",
    title: "TMX",
    endings: &[Ending::translations("tmx")],
    roots: &["tmx"],
    begins: None,
    read: Some(Reading::Text(&Tmx { renderings: Renderings::OnePerSource, codes: Codes::Plain })),
    shapes: &[
        Shape {
            name: "tmx",
            about: "Translation memory, preferred term to preferred term",
            settings: &[],
            holds: HOLDS,
            writer: &Tmx { renderings: Renderings::OnePerSource, codes: Codes::Plain },
            units: Some(&Tmx { renderings: Renderings::OnePerSource, codes: Codes::Plain }),
        },
        Shape {
            name: "tmx-regions",
            about: "With languages that have a region",
            settings: &["regions"],
            holds: HOLDS,
            writer: &Tmx { renderings: Renderings::OnePerSource, codes: Codes::Regional },
            units: Some(&Tmx { renderings: Renderings::OnePerSource, codes: Codes::Regional }),
        },
        Shape {
            name: "tmx-all",
            about: "With every accepted rendering",
            settings: &["all-renderings"],
            holds: HOLDS,
            writer: &Tmx { renderings: Renderings::All, codes: Codes::Plain },
            units: Some(&Tmx { renderings: Renderings::All, codes: Codes::Plain }),
        },
        Shape {
            name: "tmx-all-regions",
            about: "With every accepted rendering and languages that have a region",
            settings: &["all-renderings", "regions"],
            holds: HOLDS,
            writer: &Tmx { renderings: Renderings::All, codes: Codes::Regional },
            units: Some(&Tmx { renderings: Renderings::All, codes: Codes::Regional }),
        },
    ],
    validator: Some(Validator::Xml(&[
        Standard {
            name: "TMX",
            is_root: |root| !is_old(root),
            schema: include_str!("v14.rnc"),
            rules: |_| Box::new(validate::Rules::default()),
        },
        Standard {
            name: "TMX",
            is_root: is_old,
            schema: include_str!("v11.rnc"),
            rules: |_| Box::new(validate::Rules::default()),
        },
    ])),
};

/// What a unit has notes and properties for.
static HOLDS: &[&Part] = &[&DOMAIN, &DEFINITION, &NOTE];

/// TMX 1.1 to 1.3.
fn is_old(root: &Tag<'_>) -> bool {
    root.get("version").is_some_and(|version| matches!(version.as_ref(), "1.1" | "1.2" | "1.3"))
}

impl Write for Tmx {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write_glossary(self, self.renderings, selection, out)
    }
}

impl WriteUnits for Tmx {
    fn write_units(
        &self,
        of: &UnitsOf,
        units: &mut dyn Iterator<Item = Unit>,
        out: &mut dyn io::Write,
    ) -> io::Result<Loss> {
        write::write(self.codes, of, units, out)
    }
}

impl Read for Tmx {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
