//! Which files paths and folders name, and what each is to be read as.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};

use gloss_check::Bitext;
use gloss_core::lang::Article;
use gloss_formats::documents;

use super::{
    super::{
        ProjectError,
        bitexts::{self, Named, is_job, is_translation},
    },
    document,
};

/// Whether files of translations are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Translations {
    With,
    Without,
}

/// A file to be read.
#[derive(Debug)]
pub(super) enum Source {
    Document(PathBuf),
    /// A document that can be read once only.
    Pipe(PathBuf),
    Translation(PathBuf),
    Aligned([PathBuf; 2]),
}

/// What was read of one.
pub(super) enum Read {
    Article(Article),
    /// Nothing, if it is one for one language only.
    Bitext(Option<Box<Bitext>>),
}

impl Read {
    pub(super) fn of(bitext: Option<Bitext>) -> Self {
        Self::Bitext(bitext.map(Box::new))
    }
}

impl Source {
    pub(super) fn read(&self, root: &Path, named: &Named) -> Result<Read, ProjectError> {
        match self {
            Self::Document(path) | Self::Pipe(path) => {
                let name = path.strip_prefix(root).unwrap_or(path);
                let bytes = fs::read(path).map_err(ProjectError::read(path))?;
                document(&name.to_string_lossy(), &bytes).map(Read::Article)
            }
            Self::Translation(path) => {
                let name = path.strip_prefix(root).unwrap_or(path);
                bitexts::read(path, &name.to_string_lossy(), named).map(Read::of)
            }
            Self::Aligned([source, target]) => bitexts::aligned([source, target], named).map(Some).map(Read::of),
        }
    }
}

/// Files that paths name, and what went wrong on the way to them.
#[derive(Debug, Default)]
pub(super) struct FoundFiles {
    pub(super) sources: Vec<Source>,
    /// Where they really are: the same file by two ways is one file.
    seen: BTreeSet<PathBuf>,
    pairs: BTreeSet<[PathBuf; 2]>,
    pub(super) errors: Vec<ProjectError>,
}

impl FoundFiles {
    /// Adds a file, or the files of a folder in order of their names, those that git ignores left out.
    pub(super) fn add(&mut self, path: &Path, translations: Translations) {
        let with = translations == Translations::With;
        let real = fs::canonicalize(path);
        if path.is_file() {
            let is_translation = with && is_translation(&path.to_string_lossy());
            let source = if is_translation { Source::Translation } else { Source::Document };
            self.add_once(real.unwrap_or_else(|_| path.to_owned()), source(path.to_owned()));
            return;
        }
        if is_pipe(path) {
            return self.sources.push(Source::Pipe(path.to_owned()));
        }
        let Ok(real) = real else { return self.errors.push(ProjectError::Missing(path.to_owned())) };
        let mut sources = Vec::new();
        for entry in WalkBuilder::new(path).build() {
            match entry {
                Ok(entry) => sources.extend(source_in(path, &real, entry, with)),
                Err(error) => self.errors.push(ProjectError::read(path)(io::Error::other(error))),
            }
        }
        if sources.is_empty() {
            return self.errors.push(ProjectError::NoText(path.to_owned()));
        }
        sources.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        sources.into_iter().for_each(|(_, real, source)| self.add_once(real, source));
    }

    /// Two texts that are read together are not read alone as well.
    pub(super) fn add_pair(&mut self, pair: [PathBuf; 2]) {
        let real = pair.each_ref().map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.clone()));
        if self.pairs.insert(real.clone()) {
            self.seen.extend(real);
            self.sources.push(Source::Aligned(pair));
        }
    }

    fn add_once(&mut self, real: PathBuf, source: Source) {
        if self.seen.insert(real) {
            self.sources.push(source);
        }
    }
}

/// Whether something is a pipe, as the shell makes one of `<(command)`. Devices are none: they may never end.
#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}

/// What an entry of a folder is to be read as, if it is, with its path and where it really is.
fn source_in(folder: &Path, real: &Path, entry: DirEntry, with: bool) -> Option<(PathBuf, PathBuf, Source)> {
    let kind = entry.file_type()?;
    let found = entry.into_path();
    // As git and others name it.
    let path = found.strip_prefix(".").map_or_else(|_| found.clone(), Path::to_path_buf);
    let name = path.to_string_lossy();
    let source = match () {
        () if documents::is_document(&name) => Source::Document(path.clone()),
        () if with && is_job(&name) => Source::Translation(path.clone()),
        () => return None,
    };
    // Links are few, and asking the system where each file is takes longer than reading it.
    let real = match found.strip_prefix(folder) {
        Ok(inside) if kind.is_file() => real.join(inside),
        _ if kind.is_symlink() && path.is_file() => fs::canonicalize(&path).ok()?,
        _ => return None,
    };
    Some((path, real, source))
}
