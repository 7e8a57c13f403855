//! TBX-Basic: v2 (ISO 30042:2008, `martif`), which is what CAT tools read, and v3 (ISO 30042:2019) in both styles.

pub(super) mod categories;
mod read;
mod write;

use std::io;

use super::{Found, Input, Loss, Read, ReadError, Selection, Wanted, Write};

/// The three shapes of TBX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `martif`, no namespace.
    V2,
    /// v3, data categories as attributes.
    Dca,
    /// v3, data categories as elements.
    Dct,
}

/// TermBase eXchange.
#[derive(Debug, Clone, Copy)]
pub struct Tbx(pub Dialect);

impl Write for Tbx {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        write::write(self.0, selection, out)
    }
}

/// Whatever the dialect.
impl Read for Tbx {
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        read::read(input, wanted, found)
    }
}
