//! Errors of a translation memory.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why an operation on a translation memory failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MemoryError {
    /// The file is not a translation memory.
    #[error("{} is not a gloss translation memory", .0.display())]
    Other(PathBuf),
    /// A later version of gloss created the file.
    #[error("{} was made by a later version of gloss; install that one, or export the memory with it", .0.display())]
    Later(PathBuf),
    /// There is no file at this path.
    #[error("no translation memory at {}; `gloss tm import FILE` creates one", .0.display())]
    Missing(PathBuf),
    /// Another process has been writing for too long.
    #[error("another process is writing to the memory; try again when it is done")]
    Busy,
    /// The disk is full.
    #[error("the disk is full; everything up to the last completed batch is saved, the rest is not")]
    Full,
    /// No active unit has this number.
    #[error("no unit {0} in the memory; `gloss tm search TEXT` shows their numbers")]
    NoUnit(u64),
    /// No session has this number.
    #[error("no session {0} in the memory; `gloss tm sessions` lists them")]
    NoSession(u64),
    /// The session is already undone.
    #[error("session {0} is already undone")]
    Undone(u64),
    /// The session is no longer open, so nothing can be added to it.
    #[error("session {0} was closed or undone by another process; start a new one")]
    NotOpen(u64),
    /// The unit cannot be stored.
    #[error("{0}")]
    Refused(&'static str),
    /// The index cannot be built.
    #[error(transparent)]
    Index(#[from] gloss_core::block::IndexError),
    /// Any other error of SQLite.
    #[error("the memory cannot be used: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for MemoryError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Sqlite(error),
        }
    }
}
