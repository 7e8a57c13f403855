//! Files of other programs: exchange formats to write, documents to read.
//!
//! Each exchange format is one file with one type that implements [`Write`]. A format holds less than the termbase does:
//! what it leaves out is counted in a [`Loss`], never dropped in silence. Output is deterministic: entries by id, NFC, no
//! clock.

mod delimited;
pub mod documents;
mod loss;
mod pairs;
mod tbx;
mod tmx;
mod xml;

pub use delimited::Delimited;
pub use loss::Loss;
pub use tbx::{Dialect, Tbx};
pub use tmx::Tmx;

use std::io;

use crate::{lang::LangPair, model::Concept};

/// What to write.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// The concepts, in any order.
    pub concepts: &'a [&'a Concept],
    /// The direction. Formats that hold whole concepts write both languages.
    pub pair: &'a LangPair,
}

impl Selection<'_> {
    /// The concepts in the order of their ids.
    fn sorted(&self) -> Vec<&Concept> {
        let mut sorted = self.concepts.to_vec();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        sorted
    }
}

/// An exchange format that can be written.
pub trait Write {
    /// Writes the selection and says what could not be held.
    ///
    /// # Errors
    /// Whatever `out` reports.
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss>;
}

/// The exchange formats by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Translation Memory eXchange 1.4.
    Tmx,
    /// TermBase eXchange.
    Tbx(Dialect),
    /// Tab-separated values.
    Tsv,
    /// Comma-separated values, safe for spreadsheets.
    Csv,
}

impl Format {
    /// The writer of the format.
    pub fn writer(self) -> Box<dyn Write> {
        match self {
            Self::Tmx => Box::new(Tmx),
            Self::Tbx(dialect) => Box::new(Tbx(dialect)),
            Self::Tsv => Box::new(Delimited::Tsv),
            Self::Csv => Box::new(Delimited::Csv),
        }
    }
}
