//! TMX: a memory of preferred ↔ preferred, for CAT tools that insert terms as translations, and memories as they come.

mod read;
mod write;

use std::io;

use crate::{lang::Lang, memory::Unit};

use super::{
    Found, Input, Loss, Read, ReadError, Renderings, Selection, UnitsOf, Wanted, Write, WriteUnits,
    units::write_glossary,
};

/// Translation Memory eXchange, and how it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tmx {
    /// Which renderings of a concept are written.
    pub renderings: Renderings,
    /// How languages are named.
    pub codes: Codes,
}

impl Tmx {
    /// One target for each source, languages as they are.
    pub const PREFERRED: Self = Self { renderings: Renderings::OnePerSource, codes: Codes::Plain };
}

/// Language codes in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Codes {
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
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
