//! Files of other programs: exchange formats to write, documents to read.
//!
//! Each exchange format is one file with one type that implements [`Write`]. A format holds less than the termbase does:
//! what it leaves out is counted in a [`Loss`], never dropped in silence. Output is deterministic: entries by id, NFC, no
//! clock.

mod delimited;
mod dictionary;
pub mod documents;
mod fault;
mod fill;
mod glossml;
pub mod input;
mod json;
mod list;
mod loss;
mod memoq;
mod multiterm;
mod omegat;
mod pairs;
mod parts;
mod po;
mod profile;
mod read;
mod schema;
mod srx;
mod table;
mod tbx;
mod tmx;
mod units;
mod utx;
mod vale;
mod validate;
mod words;
mod xliff;
#[cfg(feature = "xlsx")]
mod xlsx;
mod xml;

pub use delimited::Delimited;
pub use dictionary::Dictionary;
pub use fault::ReadError;
pub use fill::{Fill, Filled, Filling, fill};
pub use glossml::GlossMl;
pub use input::{Encoding, Input};
pub use json::Json;
pub use list::List;
pub use loss::Loss;
pub use memoq::MemoQ;
pub use multiterm::MultiTerm;
pub use omegat::OmegatGlossary;
pub use po::Po;
pub use profile::{Profile, Shape};
pub use read::{Found, Read, Wanted, read_file, reader_of};
pub use srx::{Srx, rules as srx_rules};
pub use tbx::{Dialect, Tbx};
pub use tmx::{Codes, Tmx};
pub use units::{Renderings, UnitKind, UnitsOf, WriteUnits};
pub use utx::Utx;
pub use vale::Vale;
pub use validate::{Problem, RULES, validate};
pub use xliff::Xliff;
#[cfg(feature = "xlsx")]
pub use xlsx::Xlsx;
pub(crate) use xml::escape;

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

/// The exchange formats that are written, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Translation Memory eXchange 1.4.
    Tmx(Tmx),
    /// TermBase eXchange.
    Tbx(Dialect),
    /// A table with a header.
    Table(Delimited),
    /// An OmegaT glossary.
    Omegat(OmegatGlossary),
    /// UTX 1.2.
    Utx,
    /// Two columns for a machine translation service.
    Dictionary(Dictionary),
    /// MultiTerm XML.
    MultiTerm,
    /// memoQ's CSV.
    MemoQ,
    /// GlossML.
    GlossMl,
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
    /// Segmentation rules.
    Srx,
    /// A workbook.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

/// Each format's name on the command line and in `profiles.tsv`, and what it is.
pub const FORMATS: &[(&str, &str, Format)] = &[
    ("tmx", "Translation memory, preferred term to preferred term", Format::Tmx(Tmx::PREFERRED)),
    ("tbx", "TermBase eXchange", Format::Tbx(Dialect::V2)),
    ("tsv", "A table with a header, a row a rendering", Format::Table(Delimited::Tsv)),
    ("csv", "The same with commas, safe for spreadsheets", Format::Table(Delimited::Csv)),
    #[cfg(feature = "xlsx")]
    ("xlsx", "The same as a workbook", Format::Xlsx),
    ("omegat", "OmegaT glossary: save as .txt", Format::Omegat(OmegatGlossary::Txt)),
    ("utx", "UTX 1.2", Format::Utx),
    ("deepl", "Two columns with tabs, as DeepL takes them", Format::Dictionary(Dictionary::Tsv)),
    ("google", "Two columns with commas, as Google takes them", Format::Dictionary(Dictionary::Csv)),
    ("multiterm", "MultiTerm XML", Format::MultiTerm),
    ("memoq", "memoQ's CSV: a row an entry, alternatives between |", Format::MemoQ),
    ("glossml", "GlossML", Format::GlossMl),
    ("json", "Everything, schema gloss.glossary/1", Format::Json),
    ("po", "gettext catalogue", Format::Po),
    ("xliff", "XLIFF 1.2", Format::Xliff(Xliff::V1)),
    ("xliff2", "XLIFF 2.0", Format::Xliff(Xliff::V2)),
    ("vale", "A Vale rule that flags what should not be written", Format::Vale),
    ("markdown", "A list for people", Format::List(List::Markdown)),
    ("html", "A page for people", Format::List(List::Html)),
    ("srx", "Segmentation rules for Vietnamese and English", Format::Srx),
];

/// Shapes of formats that only profiles name.
const SHAPES: &[(&str, Format)] = &[
    ("tmx-regions", Format::Tmx(Tmx { codes: Codes::Regional, ..Tmx::PREFERRED })),
    ("csv-excel", Format::Table(Delimited::ExcelCsv)),
    ("omegat-utf8", Format::Omegat(OmegatGlossary::Utf8)),
    ("omegat-csv", Format::Omegat(OmegatGlossary::Csv)),
];

impl Format {
    /// The format of a name.
    pub fn named(name: &str) -> Option<Self> {
        let plain = FORMATS.iter().find(|(known, ..)| *known == name).map(|(.., format)| *format);
        plain.or_else(|| SHAPES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format))
    }

    /// Writes the selection and says what could not be held.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn write(self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = self.writer().write(selection, out)?;
        loss.merge(self.leaves_out(selection));
        Ok(loss)
    }

    /// The writer of the format, which counts the terms that it leaves out.
    fn writer(self) -> Box<dyn Write> {
        match self {
            Self::Tmx(tmx) => Box::new(tmx),
            Self::Tbx(dialect) => Box::new(Tbx(dialect)),
            Self::Table(delimited) => Box::new(delimited),
            Self::Omegat(glossary) => Box::new(glossary),
            Self::Utx => Box::new(Utx),
            Self::Dictionary(shape) => Box::new(shape),
            Self::MultiTerm => Box::new(MultiTerm),
            Self::MemoQ => Box::new(MemoQ),
            Self::GlossMl => Box::new(GlossMl),
            Self::Json => Box::new(Json),
            Self::Vale => Box::new(Vale),
            Self::List(shape) => Box::new(shape),
            Self::Po => Box::new(Po),
            Self::Xliff(version) => Box::new(version),
            Self::Srx => Box::new(Srx),
            #[cfg(feature = "xlsx")]
            Self::Xlsx => Box::new(Xlsx),
        }
    }
}
