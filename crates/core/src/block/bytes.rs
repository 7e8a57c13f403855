//! Reads numbers and byte strings from an index file in place. Out-of-range reads return nothing, so a damaged file gives
//! fewer answers but no panic.

use std::{ops::Range, sync::Arc};

/// The bytes of an index, in memory or from a memory-mapped file.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A range of the bytes that keeps all of them alive; fsts are opened on it.
#[derive(Clone)]
pub struct Part {
    /// All the bytes.
    pub bytes: Bytes,
    /// Which of them are the part.
    pub range: Range<usize>,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        (*self.bytes).as_ref().get(self.range.clone()).unwrap_or_default()
    }
}

/// An array of little-endian 32-bit numbers.
#[derive(Debug, Clone, Copy)]
pub struct U32s<'b>(pub &'b [u8]);

impl<'b> U32s<'b> {
    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// How many numbers there are.
    pub fn len(self) -> usize {
        self.0.len() / 4
    }

    #[inline]
    /// The one at a place, if there is one.
    pub fn get(self, at: usize) -> Option<u32> {
        let four = self.0.get(at.checked_mul(4)?..)?.first_chunk()?;
        Some(u32::from_le_bytes(*four))
    }

    /// The numbers `from..to`; none if the range is not inside the array.
    pub fn slice(self, from: usize, to: usize) -> impl Iterator<Item = u32> + 'b {
        let bytes = self.0.get(from.saturating_mul(4)..to.saturating_mul(4)).unwrap_or_default();
        bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four))
    }
}

/// Consecutive byte strings: string `i` lies between offsets `i` and `i + 1` of the blob.
#[derive(Debug, Clone, Copy)]
pub struct Pieces<'b> {
    /// Where each piece begins, and where the last one ends.
    pub offsets: U32s<'b>,
    /// The pieces, end to end.
    pub blob: &'b [u8],
}

impl<'b> Pieces<'b> {
    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// How many pieces there are.
    pub fn len(self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    #[inline]
    /// The one at a place, if there is one.
    pub fn get(self, at: usize) -> Option<&'b [u8]> {
        let (from, to) = (self.offsets.get(at)?, self.offsets.get(at + 1)?);
        self.blob.get(from as usize..to as usize)
    }
}

impl Pieces<'_> {
    /// The length of a piece in bytes, without reading it.
    #[inline]
    pub fn size(self, at: usize) -> usize {
        let ends = self.offsets.get(at).zip(self.offsets.get(at + 1));
        ends.map_or(0, |(from, to)| to.saturating_sub(from) as usize)
    }
}

/// Collects [`Pieces`] for a new file.
#[derive(Debug)]
pub struct PiecesBuilder {
    /// Where each piece begins, and where the last one ends.
    pub offsets: Vec<u32>,
    /// The pieces, end to end.
    pub blob: Vec<u8>,
}

impl Default for PiecesBuilder {
    fn default() -> Self {
        Self { offsets: vec![0], blob: Vec::new() }
    }
}

impl PiecesBuilder {
    /// Adds a piece; `None` if the blob exceeds four gigabytes.
    pub fn push(&mut self, piece: &[u8]) -> Option<()> {
        self.blob.extend_from_slice(piece);
        self.offsets.push(u32::try_from(self.blob.len()).ok()?);
        Some(())
    }

    /// Adds the pieces of another builder; `None` if the blob exceeds four gigabytes.
    pub fn append(&mut self, other: &Self) -> Option<()> {
        let before = u32::try_from(self.blob.len()).ok()?;
        self.blob.extend_from_slice(&other.blob);
        u32::try_from(self.blob.len()).ok()?;
        self.offsets.extend(other.offsets.iter().skip(1).map(|offset| before + offset));
        Some(())
    }
}

/// Numbers as little-endian bytes.
pub fn u32_bytes(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}
