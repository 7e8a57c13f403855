//! Reading and writing files.

mod found;
mod glossary;
mod inputs;
mod shelf;
mod write;

pub use inputs::{InputSources, Inputs};
pub use shelf::TextStore;
pub use write::{write_file, write_file_with};

pub(super) use glossary::{glossary_files, glossary_paths, rejected_file};
pub(super) use write::TEMPORARY;

use std::{
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use gloss_check::Bitext;
use gloss_core::lang::{self, Article};
use gloss_formats::documents;

use super::{
    ProjectError,
    bitexts::{self, Named, is_translation},
};
use found::{FoundFiles, Read, Translations};

/// Texts that were read, and those that could not be.
#[derive(Debug, Default)]
pub struct Files {
    /// The texts, each with its language.
    pub articles: Vec<Article>,
    /// The translations.
    pub bitexts: Vec<Bitext>,
    /// What went wrong with the others.
    pub errors: Vec<ProjectError>,
}

impl Files {
    /// Reads files and the documents in folders (files that git ignores left out), in order of their names.
    ///
    /// A file that cannot be read does not keep the others from being read. Files are read on all cores.
    pub fn read(paths: &[PathBuf]) -> Self {
        Self::read_under(Path::new(""), paths)
    }

    /// As [`Files::read`], for paths inside a folder; names are relative to it, so that they mean the same from everywhere.
    pub(in crate::project) fn read_under(root: &Path, paths: &[PathBuf]) -> Self {
        let mut found = FoundFiles::default();
        paths.iter().for_each(|path| found.add(&root.join(path), Translations::Without));
        let mut files = Self { errors: found.errors, ..Self::default() };
        let read: Vec<_> = found.sources.par_iter().map(|source| source.read(root, &Named::default())).collect();
        read.into_iter().for_each(|read| files.take(read));
        files
    }

    /// Adds a text under a name, which decides how it is read.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.take(document(name, bytes).map(Read::Article));
    }

    fn take(&mut self, read: Result<Read, ProjectError>) {
        match read {
            Ok(Read::Article(article)) => self.articles.push(article),
            Ok(Read::Bitext(bitext)) => self.bitexts.extend(bitext.map(|bitext| *bitext)),
            Err(error) => self.errors.push(error),
        }
    }

    /// Adds a text or a file of translations that is not, or not yet, as it is on disk.
    pub fn add_text(&mut self, name: &str, text: &str) {
        if is_translation(name) {
            self.take(bitexts::of_text(name, text, &Named::default()).map(Read::of));
        } else {
            self.add(name, text.as_bytes());
        }
    }

    /// As [`Files::add`], of a text or a file of translations.
    pub(super) fn add_with_translations(&mut self, name: &str, bytes: &[u8], named: &Named) {
        if is_translation(name) {
            self.take(bitexts::of_bytes(name, bytes, named).map(Read::of));
        } else {
            self.add(name, bytes);
        }
    }
}

fn document(name: &str, bytes: &[u8]) -> Result<Article, ProjectError> {
    let document = documents::read(name, bytes)?;
    let lang = lang::language_of_file(name).unwrap_or_else(|| lang::detect_language(document.text()));
    Ok(Article { document, lang })
}

/// The text of a file, if there is one.
pub fn text_of(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}
