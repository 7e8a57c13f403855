//! gettext catalogues.

mod entries;

mod read;
mod write;

use std::io;

use crate::memory::Unit;

use super::{
    Found, Input, Loss, Read, ReadError, Renderings, Selection, UnitsOf, Wanted, Write, WriteUnits,
    units::write_glossary,
};

pub(super) use entries::{Entries, Entry};
pub(super) use write::escaped;

/// A catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Po;

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
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
