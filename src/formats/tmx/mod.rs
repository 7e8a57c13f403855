//! TMX: a memory of preferred ↔ preferred, for CAT tools that insert terms as translations, and memories as they come.

mod read;
mod write;

use std::io;

use super::{Found, Input, Loss, Read, ReadError, Selection, Wanted, Write};

/// Translation Memory eXchange.
#[derive(Debug, Clone, Copy)]
pub struct Tmx;

impl Write for Tmx {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write::write(selection, out)
    }
}

impl Read for Tmx {
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
