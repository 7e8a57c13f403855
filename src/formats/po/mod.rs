//! gettext catalogues.

mod entries;

mod read;
mod write;

use std::io;

use super::{Found, Input, Loss, Read, ReadError, Selection, Wanted, Write};

pub(super) use entries::{Entries, Entry};

/// A catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Po;

impl Write for Po {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write::write(selection, out)
    }
}

impl Read for Po {
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
