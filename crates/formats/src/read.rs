//! Reading exchange formats.

use std::io;

use gloss_core::{
    lang::{Lang, LangPair},
    model::{Concept, Unit},
};

use super::{Encoding, FormatSpec, Input, ReadError, Reading, spec::choice_to_read};

/// What a file holds, piece by piece in its order.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportItem {
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
pub struct ReadOptions {
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

impl ReadOptions {
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
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError>;
}

/// Reads any exchange file; [`reader_of`] says how it is known.
///
/// # Errors
/// [`ReadError`] if it cannot be opened, is not a format that gloss reads, or cannot be read to its end.
pub fn read_file(
    name: &str,
    mut file: impl io::Read + io::Seek + Send,
    encoding: Option<Encoding>,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let format = FormatSpec::of_name(name).map(|(format, _)| format);
    if let Some(Reading::Bytes(read)) = format.and_then(|format| format.read) {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        return read(name, bytes, wanted, found);
    }
    #[cfg(not(feature = "xlsx"))]
    if name.to_lowercase().ends_with(".xlsx") {
        let message = "this gloss was built without workbooks; save it as CSV, or install with `--features xlsx`";
        return Err(ReadError::new(0, message));
    }
    let mut input = Input::open(name, file, encoding)?;
    let reader = reader_of(&mut input)?;
    input.notes().iter().for_each(|note| found(1, ImportItem::Warning(note.clone())));
    reader.read(input, wanted, found)
}

/// The reader of a file, by how the file begins and by its name.
///
/// # Errors
/// [`ReadError`] if it is not a format that gloss reads.
pub fn reader_of(input: &mut Input<'_>) -> Result<&'static dyn Read, ReadError> {
    if input.peek()?.trim_start_matches('\u{feff}').trim_start().is_empty() {
        return Err(ReadError::new(0, "the file is empty"));
    }
    let format = FormatSpec::of(input, choice_to_read)?;
    match format.read {
        Some(Reading::Text(reader)) => Ok(reader),
        Some(Reading::Bytes(_)) => Err(ReadError::new(0, format!("{} is not a text format", format.title))),
        None => Err(ReadError::new(1, format!("{} files hold neither terms nor units", format.title))),
    }
}
