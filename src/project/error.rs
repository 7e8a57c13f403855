//! What can go wrong around the files of a project.

use std::{io, path::PathBuf};

use gloss_formats::{ReadError, documents::DocumentError};
use gloss_terms::glossary::edit::EditError;

/// Why a journey could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// A file could not be read or written.
    #[error("cannot {what} {}", path.display())]
    Io {
        /// "read" or "write".
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// `gloss.toml` is not as it should be.
    #[error("{}: {message}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        message: String,
    },
    /// A document could not be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// An exchange file could not be read.
    #[error("{name}: {error}")]
    Exchange {
        /// The file.
        name: String,
        /// What is wrong with it, and where.
        error: ReadError,
    },
    /// An entry could not be changed.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// A file is not any more what it was when it was first read.
    #[error("{} has changed while it was checked; check it again", .0.display())]
    Changed(PathBuf),
    /// The name of a file is no UTF-8, and another is shown by the same name.
    #[error("{} is shown like another file, since its name is not UTF-8; rename it", .0.display())]
    SameName(PathBuf),
    /// There is nothing at a path.
    #[error("no such file or folder: {}", .0.display())]
    Missing(PathBuf),
    /// A folder holds nothing to read.
    #[error("no text in {}: gloss reads .txt, .md, .html and .docx files; translations are read by `check`, of a folder XLIFF and PO, others where they are named", .0.display())]
    NoText(PathBuf),
    /// The glossary has no such id.
    #[error("no entry with the id `{0}`; `gloss lookup --format json TERM` shows ids")]
    NoEntry(String),
    /// There is no glossary to write to.
    #[error("no glossary to write to here; name one with --glossary FOLDER, or start a project with `gloss init`")]
    NoGlossary,
    /// There is no place for a translation memory.
    #[error("no data folder found on this system; name a memory with --memory")]
    NoMemory,
    /// A journey that only a project has.
    #[error(
        "no `gloss.toml` here or above; `gloss init` makes one in the folder that holds your glossary and articles"
    )]
    NoProject,
    /// The translation memory cannot be used.
    #[cfg(feature = "tm")]
    #[error(transparent)]
    Memory(#[from] gloss_memory::MemoryError),
    /// Something asked for is not possible.
    #[error("{0}")]
    Refused(String),
}

impl ProjectError {
    pub(super) fn read(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what: "read", path: path.into(), source }
    }

    /// The message with what lies behind it.
    pub fn explained(&self) -> String {
        let mut message = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            message.push_str(&format!(": {error}"));
            cause = error.source();
        }
        message
    }

    pub(super) fn write(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what: "write", path: path.into(), source }
    }
}
