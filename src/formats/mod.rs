//! Files of other programs: exchange formats to write, documents to read.
//!
//! Each exchange format is one file with one type that implements [`Write`]. A format holds less than the termbase does:
//! what it leaves out is counted in a [`Loss`], never dropped in silence. Output is deterministic: entries by id, NFC, no
//! clock.

mod delimited;
mod dictionary;
pub mod documents;
mod fault;
mod glossml;
pub mod input;
mod json;
mod list;
mod loss;
mod memoq;
mod multiterm;
mod omegat;
mod pairs;
mod po;
mod profile;
mod read;
mod schema;
mod table;
mod tbx;
mod tmx;
mod utx;
mod vale;
mod validate;
mod words;
mod xliff;
mod xml;

pub use delimited::Delimited;
pub use dictionary::Dictionary;
pub use fault::ReadError;
pub use glossml::GlossMl;
pub use input::{Encoding, Input};
pub use json::Json;
pub use list::List;
pub use loss::Loss;
pub use memoq::MemoQ;
pub use multiterm::MultiTerm;
pub use omegat::OmegatGlossary;
pub use po::Po;
pub use profile::Profile;
pub use read::{Found, Read, Wanted, reader_of};
pub use tbx::{Dialect, Tbx};
pub use tmx::Tmx;
pub use utx::Utx;
pub use vale::Vale;
pub use validate::{Problem, validate};
pub use xliff::Xliff;

use std::io;

use unicode_normalization::UnicodeNormalization;

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

/// Text for a cell of a table that knows no quoting: on one line, one space between words, no control character.
fn cell(text: &str) -> String {
    let plain: String = text.nfc().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
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
    /// An OmegaT glossary.
    Omegat,
    /// UTX 1.2.
    Utx,
    /// Two columns for a machine translation service.
    Dictionary(Dictionary),
    /// MultiTerm XML.
    MultiTerm,
    /// Everything, as JSON.
    Json,
    /// A Vale rule.
    Vale,
    /// A list for people.
    List(List),
    /// A gettext catalogue.
    Po,
    /// XLIFF.
    Xliff(Xliff),
}

impl Format {
    /// The writer of the format.
    pub fn writer(self) -> Box<dyn Write> {
        match self {
            Self::Tmx => Box::new(Tmx),
            Self::Tbx(dialect) => Box::new(Tbx(dialect)),
            Self::Tsv => Box::new(Delimited::Tsv),
            Self::Csv => Box::new(Delimited::Csv),
            Self::Omegat => Box::new(OmegatGlossary),
            Self::Utx => Box::new(Utx),
            Self::Dictionary(shape) => Box::new(shape),
            Self::MultiTerm => Box::new(MultiTerm),
            Self::Json => Box::new(Json),
            Self::Vale => Box::new(Vale),
            Self::List(shape) => Box::new(shape),
            Self::Po => Box::new(Po),
            Self::Xliff(version) => Box::new(version),
        }
    }
}
