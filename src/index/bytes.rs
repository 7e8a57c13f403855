//! Numbers and texts in an index file, read where they stand. Whatever does not fit is simply not there: a damaged file
//! answers less, it does not panic.

use std::{ops::Range, sync::Arc};

/// The bytes of an index: read into memory, or a mapped file.
pub(crate) type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A part of the file that keeps the whole alive; what an fst is opened on.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) bytes: Bytes,
    pub(crate) range: Range<usize>,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        (*self.bytes).as_ref().get(self.range.clone()).unwrap_or_default()
    }
}

/// Little-endian numbers of 32 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct U32s<'b>(pub(crate) &'b [u8]);

impl<'b> U32s<'b> {
    pub(crate) fn len(self) -> usize {
        self.0.len() / 4
    }

    #[inline]
    pub(crate) fn get(self, at: usize) -> Option<u32> {
        let four = self.0.get(at.checked_mul(4)?..)?.first_chunk()?;
        Some(u32::from_le_bytes(*four))
    }

    /// The numbers from `from` to before `to`; none if that is no part of them.
    pub(crate) fn slice(self, from: usize, to: usize) -> impl Iterator<Item = u32> + 'b {
        let bytes = self.0.get(from.saturating_mul(4)..to.saturating_mul(4)).unwrap_or_default();
        bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four))
    }
}

/// Pieces of a blob, one behind the other: piece `i` lies between offsets `i` and `i + 1`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pieces<'b> {
    pub(crate) offsets: U32s<'b>,
    pub(crate) blob: &'b [u8],
}

impl<'b> Pieces<'b> {
    pub(crate) fn len(self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    #[inline]
    pub(crate) fn get(self, at: usize) -> Option<&'b [u8]> {
        let (from, to) = (self.offsets.get(at)?, self.offsets.get(at + 1)?);
        self.blob.get(from as usize..to as usize)
    }
}

impl Pieces<'_> {
    /// The size of a piece, without looking at it.
    #[inline]
    pub(crate) fn size(self, at: usize) -> usize {
        let ends = self.offsets.get(at).zip(self.offsets.get(at + 1));
        ends.map_or(0, |(from, to)| to.saturating_sub(from) as usize)
    }
}

/// Pieces on their way into a file.
#[derive(Debug)]
pub(crate) struct PiecesBuilder {
    pub(crate) offsets: Vec<u32>,
    pub(crate) blob: Vec<u8>,
}

impl PiecesBuilder {
    pub(crate) fn new() -> Self {
        Self { offsets: vec![0], blob: Vec::new() }
    }

    /// Adds a piece; `None` if the blob grows over four gigabytes.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Option<()> {
        self.blob.extend_from_slice(piece);
        self.offsets.push(u32::try_from(self.blob.len()).ok()?);
        Some(())
    }

    /// Adds the pieces of another one; `None` as for [`PiecesBuilder::push`].
    pub(crate) fn append(&mut self, other: &Self) -> Option<()> {
        let before = u32::try_from(self.blob.len()).ok()?;
        self.blob.extend_from_slice(&other.blob);
        u32::try_from(self.blob.len()).ok()?;
        self.offsets.extend(other.offsets.iter().skip(1).map(|offset| before + offset));
        Some(())
    }
}

/// Numbers as bytes.
pub(crate) fn u32_bytes(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}
