//! Files of other programs: exchange formats to read, write and validate, documents to read.
//!
//! A format is one folder, or one file if it is small, with a [`FormatSpec`] in it, and one line in [`FORMATS`]. A format
//! holds less than the termbase does: what it leaves out is counted in a [`Loss`], never dropped in silence. Output is
//! deterministic: entries by id, NFC, no clock.

mod delimited;
pub mod documents;
mod fault;
mod fill;
mod glossml;
pub mod input;
mod json;
mod list;
mod loss;
mod multiterm;
mod pairs;
mod parts;
mod po;
mod read;
mod root;
mod rules;
mod schema;
mod spec;
mod srx;
mod standard;
mod table;
mod tbx;
mod tmx;
mod tools;
mod units;
mod utx;
mod vale;
mod validate;
mod words;
mod xliff;
#[cfg(feature = "xlsx")]
mod xlsx;
mod xml;

pub use fault::ReadError;
pub use fill::{Fill, FillReport, Suggestion, fill};
pub use input::{Encoding, Input};
pub use loss::Loss;
pub use parts::Part;
pub use read::{ImportItem, Read, ReadOptions, read_file, reader_of};
pub use rules::RULES;
pub use spec::{Content, Ending, FormatSpec, ReadBytes, Reading, Shape, readable, validatable};
pub use srx::rules as srx_rules;
pub use standard::Problem;
pub use tools::{Taken, Tool};
pub use units::{UnitKind, UnitsOf, WriteUnits};
pub use validate::validate;

use std::io;

use unicode_normalization::UnicodeNormalization;

use gloss_core::{lang::LangPair, model::Concept};

/// Every format, in the order in which they are listed and tried.
pub static FORMATS: &[&FormatSpec] = &[
    &tmx::TMX,
    &tbx::TBX,
    &delimited::TSV,
    &delimited::CSV,
    #[cfg(feature = "xlsx")]
    &xlsx::XLSX,
    &delimited::TXT,
    &utx::UTX,
    &multiterm::MULTITERM,
    &glossml::GLOSSML,
    &json::JSON,
    &po::PO,
    &xliff::XLIFF,
    &vale::VALE,
    &list::MARKDOWN,
    &list::HTML,
    &srx::SRX,
];

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
