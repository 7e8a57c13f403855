//! What can go wrong with a memory.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why a memory could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MemoryError {
    /// The file is something else.
    #[error("{} is not a gloss translation memory", .0.display())]
    Other(PathBuf),
    /// A later version of this program made it.
    #[error("{} was made by a later version of gloss; install that one, or export the memory with it", .0.display())]
    Later(PathBuf),
    /// There is none.
    #[error("no translation memory at {}; `gloss tm import FILE` makes one", .0.display())]
    Missing(PathBuf),
    /// Another process is writing and does not come to an end.
    #[error("another process is writing to the memory; try again when it is done")]
    Busy,
    /// There is no room for more.
    #[error("the disk is full; what was acknowledged before is in the memory, the rest is not")]
    Full,
    /// No unit has this id.
    #[error("no unit {0} in the memory; `gloss tm search TEXT` shows their numbers")]
    NoUnit(u64),
    /// No session has this id.
    #[error("no session {0} in the memory; `gloss tm sessions` lists them")]
    NoSession(u64),
    /// A session that cannot be undone.
    #[error("session {0} is already undone")]
    Undone(u64),
    /// A session that nothing more can be brought by.
    #[error("session {0} was closed or undone by another process; start a new one")]
    NotOpen(u64),
    /// A unit that cannot be kept.
    #[error("{0}")]
    Refused(&'static str),
    /// The index cannot be made.
    #[error(transparent)]
    Index(#[from] gloss_core::block::IndexError),
    /// Anything else that SQLite says.
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
