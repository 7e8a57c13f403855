//! XLIFF 1.2 and 2.x, and what Trados (SDLXLIFF) and memoQ (MQXLIFF) make of 1.2.

mod inline;
mod read;
mod write;

use std::io;

use super::{Found, Input, Loss, Read, ReadError, Selection, Wanted, Write};

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
        self.glossary(selection, out)
    }
}

/// Whatever the version.
impl Read for Xliff {
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
