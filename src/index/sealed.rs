//! A block of bytes in named parts, which knows whether it is whole: what every index is as a file.
//!
//! ```text
//! MAGIC 8 bytes  version u32  parts u32  fingerprint u64  body checksum u32  head checksum u32
//! for each part: offset u64, length u64
//! the parts, each at a multiple of 8
//! ```
//!
//! All numbers are little-endian, checksums CRC-32. The fingerprint is that of what the index was made from. Opening checks
//! the head and that every part lies within the file; the body's checksum is [`verify`]'s business, for a pass over some
//! hundred megabytes is no price for a look-up.
//!
//! The file is a cache: anything unexpected in it is an error, and the answer to an error is to build it again.

use std::ops::Range;

/// A kind of index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// What its files begin with.
    pub(crate) magic: &'static [u8; 8],
    /// The version of its layout. Any change to it, or to what a part means, is a new one.
    pub(crate) version: u32,
}

const FIXED: usize = 32;

const fn head_size(count: usize) -> usize {
    FIXED + 16 * count
}

/// Why an index cannot be used or made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// It was written for something else or by another version, or is no index at all.
    #[error("the index was made for something else or by another version; it is built again")]
    Stale,
    /// Its bytes were changed or cut.
    #[error("the index is damaged; it is built again")]
    Damaged,
    /// An fst in it cannot be opened or built.
    #[error("the index is damaged; it is built again")]
    Fst(#[from] fst::Error),
    /// A part of it would be larger than four gigabytes.
    #[error("this is too much for one index; split the glossary into several")]
    TooLarge,
}

/// What the head of a file says.
#[derive(Debug, Clone)]
pub(crate) struct Head<const COUNT: usize> {
    ranges: [Range<usize>; COUNT],
    body: u32,
}

impl<const COUNT: usize> Head<COUNT> {
    /// Where a part lies.
    pub(crate) fn range(&self, part: usize) -> Range<usize> {
        self.ranges.get(part).cloned().unwrap_or_default()
    }
}

/// Puts the parts into one block.
pub(crate) fn write<const COUNT: usize>(kind: Kind, parts: &[Vec<u8>; COUNT], fingerprint: u64) -> Vec<u8> {
    let start = head_size(COUNT);
    let mut places = Vec::with_capacity(16 * COUNT);
    let mut out = Vec::with_capacity(start + parts.iter().map(|part| part.len() + 8).sum::<usize>());
    out.resize(start, 0);
    for part in parts {
        places.extend_from_slice(&(out.len() as u64).to_le_bytes());
        places.extend_from_slice(&(part.len() as u64).to_le_bytes());
        out.extend_from_slice(part);
        out.resize(out.len().next_multiple_of(8), 0);
    }
    let mut head = kind.magic.to_vec();
    head.extend_from_slice(&kind.version.to_le_bytes());
    head.extend_from_slice(&(COUNT as u32).to_le_bytes());
    head.extend_from_slice(&fingerprint.to_le_bytes());
    head.extend_from_slice(&crc32fast::hash(&out[start..]).to_le_bytes());
    let checksum = head_checksum(&head, &places);
    head.extend_from_slice(&checksum.to_le_bytes());
    head.extend_from_slice(&places);
    out[..start].copy_from_slice(&head);
    out
}

fn head_checksum(fixed: &[u8], places: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(fixed);
    hasher.update(places);
    hasher.finalize()
}

/// Reads the head of a block made from what has this fingerprint.
pub(crate) fn open<const COUNT: usize>(kind: Kind, bytes: &[u8], fingerprint: u64) -> Result<Head<COUNT>, IndexError> {
    let (head, _) = bytes.split_at_checked(head_size(COUNT)).ok_or(IndexError::Damaged)?;
    let number = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().unwrap_or_default());
    if !head.starts_with(kind.magic) || number(8) != u64::from(kind.version) | (COUNT as u64) << 32 {
        return Err(IndexError::Stale);
    }
    let checksums = number(24);
    if (checksums >> 32) as u32 != head_checksum(&head[..FIXED - 4], &head[FIXED..]) {
        return Err(IndexError::Damaged);
    }
    if number(16) != fingerprint {
        return Err(IndexError::Stale);
    }
    let mut ranges = [const { 0..0 }; COUNT];
    let mut end = head_size(COUNT);
    for (i, range) in ranges.iter_mut().enumerate() {
        let part = |at: usize| usize::try_from(number(FIXED + 16 * i + at)).map_err(|_| IndexError::Damaged);
        let (start, length) = (part(0)?, part(8)?);
        if start != end || length > bytes.len() {
            return Err(IndexError::Damaged);
        }
        *range = start..start + length;
        end = range.end.next_multiple_of(8);
    }
    if end == bytes.len() { Ok(Head { ranges, body: checksums as u32 }) } else { Err(IndexError::Damaged) }
}

/// Compares the checksum of everything behind the head. Cost: one pass over the file, some gigabytes a second.
pub(crate) fn verify<const COUNT: usize>(bytes: &[u8], head: &Head<COUNT>) -> Result<(), IndexError> {
    let body = bytes.get(head_size(COUNT)..).ok_or(IndexError::Damaged)?;
    if crc32fast::hash(body) == head.body { Ok(()) } else { Err(IndexError::Damaged) }
}
