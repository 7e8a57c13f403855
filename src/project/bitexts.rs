//! Reading translations: exchange files with units, tables, aligned texts.

use std::{
    fs::File,
    io::{Cursor, Read, Seek},
    path::Path,
};

use gloss_check::{Bitext, Escapes};
use gloss_core::lang::{Lang, LangPair};
use gloss_formats::{Content, FormatSpec, ImportItem, Input, ReadOptions, reader_of};

use super::{ProjectError, aligned::Aligned};

/// Whether a file holds translations, by its name.
pub(super) fn is_translation(name: &str) -> bool {
    let name = name.to_lowercase();
    let content = FormatSpec::of_name(name.strip_suffix(".gz").unwrap_or(&name)).map(|(_, content)| content);
    matches!(content, Some(Content::Job | Content::Translations))
}

/// Whether a file is one that people translate: those of a folder are checked with it, tables and memories are not.
pub(super) fn is_job(name: &str) -> bool {
    FormatSpec::of_name(name).is_some_and(|(_, content)| content == Content::Job)
}

/// The languages of files that do not name theirs, and the direction of tables.
#[derive(Debug, Clone)]
pub struct Named {
    /// The language translated from.
    pub from: Option<Lang>,
    /// The language translated into.
    pub to: Option<Lang>,
    /// The direction of a table that has both.
    pub pair: LangPair,
}

impl Default for Named {
    fn default() -> Self {
        Self { from: None, to: None, pair: LangPair { from: Lang::vi(), to: Lang::en() } }
    }
}

/// Two aligned texts.
pub(super) fn aligned([source, target]: [&Path; 2], named: &Named) -> Result<Bitext, ProjectError> {
    Ok(Aligned::read([source, target], [named.from.as_ref(), named.to.as_ref()], None)?.bitext())
}

/// The units of a file that reports call by a name; none if it has none.
pub(super) fn read(path: &Path, name: &str, named: &Named) -> Result<Option<Bitext>, ProjectError> {
    let file = File::open(path).map_err(ProjectError::read(path))?;
    of_input(name, file, named)
}

/// The units of a file that was read already.
pub(super) fn of_bytes(name: &str, bytes: &[u8], named: &Named) -> Result<Option<Bitext>, ProjectError> {
    of_input(name, Cursor::new(bytes), named)
}

fn of_input(name: &str, bytes: impl Read + Seek + Send, named: &Named) -> Result<Option<Bitext>, ProjectError> {
    let failed = |error| ProjectError::Exchange { name: name.to_owned(), error };
    let text = Input::open(name, bytes, None).and_then(Input::whole).map_err(failed)?;
    of_text(name, &text, named)
}

/// The units of a text.
pub(super) fn of_text(name: &str, text: &str, named: &Named) -> Result<Option<Bitext>, ProjectError> {
    let failed = |error| ProjectError::Exchange { name: name.to_owned(), error };
    let head = text.trim_start_matches('\u{feff}').trim_start();
    let escapes = match () {
        () if head.starts_with('<') => Escapes::Xml,
        () if name.ends_with(".po") || name.ends_with(".po.gz") => Escapes::Po,
        () => Escapes::Cells,
    };
    let (from, to) = (named.from.clone(), named.to.clone());
    let usual = Some(named.pair.clone());
    let wanted =
        ReadOptions { from, to, untranslated: true, each_row: true, places: true, usual, ..ReadOptions::default() };
    // Decoded as it is now, whatever it was packed in or declares itself to be.
    let inner = name.strip_suffix(".gz").unwrap_or(name);
    let mut units = Vec::new();
    let mut take = |line: usize, found: ImportItem| match found {
        ImportItem::Unit(unit) => units.push((line, *unit)),
        ImportItem::Concept(_) | ImportItem::Skipped(_) | ImportItem::Warning(_) | ImportItem::LeftOut(_) => {}
    };
    let mut input = Input::open(inner, Cursor::new(text.as_bytes()), None).map_err(failed)?;
    reader_of(&mut input).and_then(|reader| reader.read(input, &wanted, &mut take)).map_err(failed)?;
    Ok(Bitext::new(name, text, escapes, units))
}
