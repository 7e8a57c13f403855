//! Reading exchange formats.

use std::io;

use crate::{
    lang::{Lang, LangPair},
    memory::Unit,
    model::Concept,
};

use super::{
    Delimited, Dialect, Encoding, GlossMl, Input, Json, MultiTerm, OmegatGlossary, Po, ReadError, Tbx, Tmx, Utx, Xliff,
};

/// What a file holds, piece by piece in its order.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A concept of a termbase.
    Concept(Box<Concept>),
    /// A unit of a memory.
    Unit(Box<Unit>),
    /// Something that gives neither, and why.
    Skipped(String),
    /// Something the user should know; nothing is lost by it.
    Warning(String),
    /// The name of something the model has no place for.
    LeftOut(String),
}

/// Which languages are wanted of a file that may have many, or that does not say which it has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The language translated from; without it, the one the file names, else its first.
    pub from: Option<Lang>,
    /// The language translated into; without it, all others.
    pub to: Option<Lang>,
    /// If neither is named: the only languages that matter; all if it is empty.
    pub among: Vec<Lang>,
    /// Units without a translation too, with an empty target; otherwise they are told as skipped.
    pub untranslated: bool,
    /// The units of a document (XLIFF) with the sources around them; at its ends with an empty one.
    pub context: bool,
    /// Each row of a table as a unit, from its cell in one language to that in the other; otherwise as terms of a concept.
    pub each_row: bool,
    /// The segments with their places in the file.
    pub places: bool,
    /// The languages of a table that names none; without them it is refused.
    pub usual: Option<LangPair>,
}

impl Wanted {
    /// The languages of the columns of a table that names none.
    pub(super) fn of_table(&self) -> [Option<Lang>; 2] {
        let usual = self.usual.as_ref().map(|pair| [&pair.from, &pair.to]);
        let or_usual = |named: &Option<Lang>, at: usize| named.clone().or_else(|| usual.map(|both| both[at].clone()));
        [or_usual(&self.from, 0), or_usual(&self.to, 1)]
    }

    /// Whether terms of a language are wanted; all are if none is named.
    pub(super) fn takes(&self, lang: &Lang) -> bool {
        let mut named = [&self.from, &self.to].into_iter().flatten().peekable();
        let is_it = |one: &Lang| one.primary() == lang.primary();
        if named.peek().is_some() { named.any(is_it) } else { self.among.is_empty() || self.among.iter().any(is_it) }
    }

    /// Where `lang` stands among languages: the same tag, else the same language with another region.
    pub(super) fn position<'l>(langs: &(impl Iterator<Item = &'l Lang> + Clone), lang: &Lang) -> Option<usize> {
        let near = || langs.clone().position(|other| other.primary() == lang.primary());
        langs.clone().position(|other| other == lang).or_else(near)
    }
}

/// An exchange format that can be read.
pub trait Read {
    /// Reads a file as a stream: calls `found` with the line of each piece. Memory does not grow with the file, but for
    /// formats whose entries may be scattered over it.
    ///
    /// # Errors
    /// [`ReadError`] at the first place from which nothing more can be read; what was found before it has been told.
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError>;
}

/// Reads any exchange file; [`reader_of`] says how it is known.
///
/// # Errors
/// [`ReadError`] if it cannot be opened, is nothing known, or cannot be read to its end.
pub fn read_file(
    name: &str,
    mut file: impl io::Read + io::Seek + Send,
    encoding: Option<Encoding>,
    wanted: &Wanted,
    found: &mut dyn FnMut(usize, Found),
) -> Result<(), ReadError> {
    if name.to_lowercase().ends_with(".xlsx") {
        return workbook(name, &mut file, wanted, found);
    }
    let mut input = Input::open(name, file, encoding)?;
    let reader = reader_of(&mut input)?;
    input.notes().iter().for_each(|note| found(1, Found::Warning(note.clone())));
    reader.read(input, wanted, found)
}

#[cfg(feature = "xlsx")]
fn workbook(
    name: &str,
    file: &mut dyn io::Read,
    wanted: &Wanted,
    found: &mut dyn FnMut(usize, Found),
) -> Result<(), ReadError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    super::Xlsx::read(name, bytes, wanted, found)
}

#[cfg(not(feature = "xlsx"))]
fn workbook(_: &str, _: &mut dyn io::Read, _: &Wanted, _: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
    let message = "this gloss was built without workbooks; save it as CSV, or install with `--features xlsx`";
    Err(ReadError::new(0, message))
}

/// What a file is, by its name and by how it begins.
///
/// A table is what its name says: `.tsv`, `.csv`, `.txt` and `.utf8` (OmegaT), `.utx`. XML is known by its root element,
/// whatever it is called.
///
/// # Errors
/// [`ReadError`] if it is nothing that can be read.
pub fn reader_of(input: &mut Input<'_>) -> Result<Box<dyn Read>, ReadError> {
    let name = input.name().to_lowercase();
    let head = input.peek()?.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with('<') {
        return match root(head) {
            Some("tmx") => Ok(Box::new(Tmx::default())),
            Some("martif" | "tbx") => Ok(Box::new(Tbx(Dialect::V2))),
            Some("xliff") => Ok(Box::new(Xliff::V1)),
            Some("mtf") => Ok(Box::new(MultiTerm)),
            Some("glossary") => Ok(Box::new(GlossMl)),
            Some("srx") => Err(ReadError::new(1, "SRX holds rules for segmentation, neither terms nor units")),
            Some(other) => Err(ReadError::new(1, format!("the root element is `{}`, {KNOWN}", short(other)))),
            None => Err(ReadError::new(1, format!("there is no root element in the first block, {KNOWN}"))),
        };
    }
    if head.is_empty() {
        return Err(ReadError::new(0, "the file is empty"));
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    Ok(match ending {
        _ if head.starts_with("#UTX") => Box::new(Utx),
        _ if head.starts_with('{') => Box::new(Json),
        _ if head.starts_with("msgid ") || head.contains("\nmsgid ") => Box::new(Po),
        "json" => Box::new(Json),
        "po" | "pot" => Box::new(Po),
        "csv" => Box::new(Delimited::Csv),
        "tsv" | "tab" => Box::new(Delimited::Tsv),
        "txt" | "utf8" => Box::new(OmegatGlossary::Txt),
        "utx" => Box::new(Utx),
        "tmx" | "tbx" | "xlf" | "xliff" | "sdlxliff" | "mqxliff" | "xml" | "gml" => {
            return Err(ReadError::new(1, "the file does not begin with `<`; it is no XML document"));
        }
        _ => return Err(ReadError::new(0, format!("nothing tells what the file is, {KNOWN}"))),
    })
}

const KNOWN: &str = "and that is nothing known; TMX, TBX, XLIFF, MultiTerm XML, GlossML, PO, JSON, UTX and tables (.tsv, .csv, \
                     .txt) can be read";

/// The beginning of a name that may be endless.
fn short(name: &str) -> String {
    name.chars().take(40).collect()
}

/// The name of the first element.
fn root(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        let tag = &rest[rest.find('<')?..];
        let closing = match tag.as_bytes() {
            [b'<', b'?', ..] => "?>",
            [b'<', b'!', b'-', ..] => "-->",
            // A DOCTYPE may have declarations in brackets.
            [b'<', b'!', ..] if tag.find('[').is_some_and(|at| tag.find('>').is_none_or(|end| at < end)) => "]>",
            [b'<', b'!', ..] => ">",
            _ => {
                let name = tag[1..].split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
                return Some(super::xml::reader::local(name));
            }
        };
        rest = &tag[tag.find(closing)? + closing.len()..];
    }
}
