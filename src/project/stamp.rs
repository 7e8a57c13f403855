//! What a file looked like: enough to see that it was changed without reading it.

use std::{
    fs::{self, Metadata},
    io,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

/// Size and times of a file, and on Unix which file it is. Equal stamps mean the same content, unless the file is *racy*:
/// changed so shortly before it was looked at that a further change leaves no trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified: u128,
    /// Times and number that a program cannot put back; 0 where there are none.
    changed: i128,
    inode: u64,
}

/// File systems write times in steps of up to two seconds.
const STEP: u128 = 2_000_000_000;

impl Stamp {
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|metadata| Self::from(&metadata))
    }

    pub(super) fn from(metadata: &Metadata) -> Self {
        let modified = metadata.modified().map_or(0, nanos);
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
            Self { size: metadata.len(), modified, changed, inode: metadata.ino() }
        }
        #[cfg(not(unix))]
        Self { size: metadata.len(), modified, changed: 0, inode: 0 }
    }

    /// Whether the file may have changed after it was looked at without its stamp showing it.
    pub(super) fn is_racy(&self, looked_at: u128) -> bool {
        let changed = u128::try_from(self.changed).unwrap_or_default();
        self.modified.max(changed) + STEP >= looked_at
    }

    /// As four words of a line.
    pub(super) fn write(&self) -> String {
        format!("{} {} {} {}", self.size, self.modified, self.changed, self.inode)
    }

    /// Reads what [`Stamp::write`] wrote, from the next four words.
    pub(super) fn read<'w>(words: &mut impl Iterator<Item = &'w str>) -> Option<Self> {
        Some(Self {
            size: words.next()?.parse().ok()?,
            modified: words.next()?.parse().ok()?,
            changed: words.next()?.parse().ok()?,
            inode: words.next()?.parse().ok()?,
        })
    }
}

/// Now, in nanoseconds since 1970.
pub(super) fn now() -> u128 {
    nanos(SystemTime::now())
}

fn nanos(time: SystemTime) -> u128 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
