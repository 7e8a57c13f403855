//! A file as memory: the one place of this crate that is not safe Rust.

use std::{fs::File, io};

/// A file mapped for reading.
#[derive(Debug)]
pub(super) struct Mapped(memmap2::Mmap);

impl Mapped {
    /// Maps a file of the index cache.
    pub(super) fn of(file: &File) -> io::Result<Self> {
        // SAFETY: what is mapped must not change or shrink while it is. Files of the cache are only ever replaced, by
        // renaming a finished one over them, and a file that is open keeps its content then. Another program that cuts one
        // in place would end this process with a bus error, as it would any that maps files; one that changes bytes in
        // place is met by reading them with care: every length is checked, every answer derived again.
        #[expect(unsafe_code, reason = "mapping a file is unsafe for the reason above, and reading 200 MB is too slow")]
        unsafe { memmap2::Mmap::map(file) }.map(Self)
    }
}

impl AsRef<[u8]> for Mapped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
