//! XLIFF 1.2 and 2.x, and what Trados (SDLXLIFF) and memoQ (MQXLIFF) make of 1.2.

mod inline;
mod read;
mod write;

use std::io;

use crate::memory::Unit;

use super::{
    Found, Input, Loss, Read, ReadError, Renderings, Selection, UnitsOf, Wanted, Write, WriteUnits,
    units::write_glossary,
};

/// The versions that are written; any is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Xliff {
    /// What most tools read.
    V1,
    /// OASIS 2.0, which readers of 2.1 and 2.2 take as well.
    V2,
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
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
