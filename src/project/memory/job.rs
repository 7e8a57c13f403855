//! The segments of a file that is to be translated.

use std::{
    fs::{self, File},
    path::Path,
};

use gloss_core::{
    lang::{self, LangPair, sentences},
    model::Segment,
};
use gloss_formats::{ImportItem, ReadOptions, documents, read_file};

use super::{super::ProjectError, TranslationMemory};

/// A segment with its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobSegment {
    /// The segment.
    pub segment: Segment,
    /// The one before it; empty at the beginning.
    pub previous: String,
    /// The one behind it; empty at the end.
    pub next: String,
    /// Its translation, if the file has one.
    pub target: Option<Segment>,
}

impl TranslationMemory {
    /// The segments of a file, in order: the sentences of a document, or the units of an exchange file, translated or not.
    ///
    /// # Errors
    /// [`ProjectError`] if the file cannot be read.
    pub fn segments(&self, path: &Path, pair: &LangPair) -> Result<Vec<JobSegment>, ProjectError> {
        segments_of(&self.base.join(path), pair)
    }
}

fn segments_of(path: &Path, pair: &LangPair) -> Result<Vec<JobSegment>, ProjectError> {
    let name = path.to_string_lossy();
    let segments = if documents::is_document(&name) {
        let document = documents::read(&name, &fs::read(path).map_err(ProjectError::read(path))?)?;
        let text = document.text();
        // A text is in one of the two languages; which one decides the direction.
        let detected = lang::detect_language(text);
        let lang = if detected.primary() == pair.to.primary() { &pair.to } else { &pair.from };
        sentences(text, lang).iter().map(|span| (Segment::new(lang.clone(), span.of(text)), None)).collect()
    } else {
        units_of(path, pair)?
    };
    let texts: Vec<String> = segments.iter().map(|(segment, _)| segment.text.clone()).collect();
    let neighbour = |at: Option<usize>| at.and_then(|at| texts.get(at)).cloned().unwrap_or_default();
    let in_context = |(at, (segment, target)): (usize, (Segment, Option<Segment>))| JobSegment {
        segment,
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(Some(at + 1)),
        target,
    };
    Ok(segments.into_iter().enumerate().map(in_context).collect())
}

fn units_of(path: &Path, pair: &LangPair) -> Result<Vec<(Segment, Option<Segment>)>, ProjectError> {
    let name = path.to_string_lossy();
    let wanted = ReadOptions { to: Some(pair.to.clone()), untranslated: true, ..ReadOptions::default() };
    let file = File::open(path).map_err(ProjectError::read(path))?;
    let mut segments = Vec::new();
    let read = read_file(&name, file, None, &wanted, &mut |_, found| {
        if let ImportItem::Unit(unit) = found {
            let target = Some(unit.target).filter(|target| !target.text.is_empty());
            segments.push((unit.source, target));
        }
    });
    read.map_err(|error| ProjectError::Exchange { name: name.into_owned(), error })?;
    Ok(segments)
}
