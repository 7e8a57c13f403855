//! The file format of every index: a head with checksums, then sections.
//!
//! ```text
//! magic 8 bytes  version u32  section count u32  fingerprint u64  body checksum u32  head checksum u32
//! for each section: offset u64, length u64
//! the sections, each at a multiple of 8
//! ```
//!
//! Numbers are little-endian, checksums are CRC-32. The fingerprint identifies what the index was built from. Opening a file
//! checks the head and the bounds of every section. It does not check the body, because a pass over hundreds of megabytes
//! would be too slow for a look-up; [`verify`] does.
//!
//! The file is a cache. Anything unexpected in it is an error, and the remedy for every error is to build the file again.

use std::ops::Range;

/// A kind of index file.
#[derive(Debug, Clone, Copy)]
pub struct FileKind {
    /// The first bytes of its files.
    pub magic: &'static [u8; 8],
    /// The version of its layout. Increment it with every change to the layout or to the meaning of a section.
    pub version: u32,
}

/// Size of the head before its table of sections.
const FIXED_HEAD_BYTES: usize = 32;

const fn head_size(section_count: usize) -> usize {
    FIXED_HEAD_BYTES + 16 * section_count
}

/// Why an index cannot be opened or built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The file was built from other texts or by another version, or it is not an index.
    #[error("the index is out of date; gloss builds it again")]
    Stale,
    /// The file was changed or truncated.
    #[error("the index is damaged; gloss builds it again")]
    Damaged,
    /// An fst in the file cannot be opened or built.
    #[error("the index is damaged; gloss builds it again")]
    Fst(#[from] fst::Error),
    /// A section would exceed four gigabytes.
    #[error("too much data for one index; split the glossary or translation memory into several")]
    TooLarge,
}

/// The head of an index file.
#[derive(Debug, Clone)]
pub struct Head<const COUNT: usize> {
    ranges: [Range<usize>; COUNT],
    body_checksum: u32,
}

impl<const COUNT: usize> Head<COUNT> {
    /// The byte range of a section.
    pub fn range(&self, section: usize) -> Range<usize> {
        self.ranges.get(section).cloned().unwrap_or_default()
    }
}

/// The bytes of an index file with these sections.
pub fn write<const COUNT: usize>(kind: FileKind, sections: &[Vec<u8>; COUNT], fingerprint: u64) -> Vec<u8> {
    let body_start = head_size(COUNT);
    let mut section_table = Vec::with_capacity(16 * COUNT);
    let mut out = Vec::with_capacity(body_start + sections.iter().map(|section| section.len() + 8).sum::<usize>());
    out.resize(body_start, 0);
    for section in sections {
        section_table.extend_from_slice(&(out.len() as u64).to_le_bytes());
        section_table.extend_from_slice(&(section.len() as u64).to_le_bytes());
        out.extend_from_slice(section);
        out.resize(out.len().next_multiple_of(8), 0);
    }
    let mut head = kind.magic.to_vec();
    head.extend_from_slice(&kind.version.to_le_bytes());
    head.extend_from_slice(&(COUNT as u32).to_le_bytes());
    head.extend_from_slice(&fingerprint.to_le_bytes());
    head.extend_from_slice(&crc32fast::hash(&out[body_start..]).to_le_bytes());
    let checksum = head_checksum(&head, &section_table);
    head.extend_from_slice(&checksum.to_le_bytes());
    head.extend_from_slice(&section_table);
    out[..body_start].copy_from_slice(&head);
    out
}

/// The checksum of the head without the field that holds it.
fn head_checksum(fixed: &[u8], section_table: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(fixed);
    hasher.update(section_table);
    hasher.finalize()
}

/// Reads and checks the head of an index file; `fingerprint` is the expected one.
pub fn open<const COUNT: usize>(kind: FileKind, bytes: &[u8], fingerprint: u64) -> Result<Head<COUNT>, IndexError> {
    let (head, _) = bytes.split_at_checked(head_size(COUNT)).ok_or(IndexError::Damaged)?;
    let number = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().unwrap_or_default());
    if !head.starts_with(kind.magic) || number(8) != u64::from(kind.version) | (COUNT as u64) << 32 {
        return Err(IndexError::Stale);
    }
    let checksums = number(24);
    if (checksums >> 32) as u32 != head_checksum(&head[..FIXED_HEAD_BYTES - 4], &head[FIXED_HEAD_BYTES..]) {
        return Err(IndexError::Damaged);
    }
    if number(16) != fingerprint {
        return Err(IndexError::Stale);
    }
    let mut ranges = [const { 0..0 }; COUNT];
    let mut end = head_size(COUNT);
    for (i, range) in ranges.iter_mut().enumerate() {
        let field =
            |at: usize| usize::try_from(number(FIXED_HEAD_BYTES + 16 * i + at)).map_err(|_| IndexError::Damaged);
        let (start, length) = (field(0)?, field(8)?);
        if start != end || length > bytes.len() {
            return Err(IndexError::Damaged);
        }
        *range = start..start + length;
        end = range.end.next_multiple_of(8);
    }
    if end == bytes.len() { Ok(Head { ranges, body_checksum: checksums as u32 }) } else { Err(IndexError::Damaged) }
}

/// Checks the checksum of the body. Cost: one pass over the file, some gigabytes per second.
pub fn verify<const COUNT: usize>(bytes: &[u8], head: &Head<COUNT>) -> Result<(), IndexError> {
    let body = bytes.get(head_size(COUNT)..).ok_or(IndexError::Damaged)?;
    if crc32fast::hash(body) == head.body_checksum { Ok(()) } else { Err(IndexError::Damaged) }
}
