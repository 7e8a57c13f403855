//! The glossary as JSON, schema `gloss.glossary/1`: everything in it.

mod read;
mod write;

use std::io;

use super::{Found, Input, Loss, Read, ReadError, Selection, Wanted, Write};

/// The format.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl Write for Json {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write::write(selection, out)
    }
}

impl Read for Json {
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
