//! The index as a file.
//!
//! ```text
//! GLOSSIDX  version u32  sections u32  fingerprint u64  body checksum u32  head checksum u32
//! for each section: offset u64, length u64
//! the sections, each at a multiple of 8
//! ```
//!
//! All numbers are little-endian, checksums CRC-32. The fingerprint is that of the texts the index was made from. Opening
//! checks the head and that every section lies within the file; the body's checksum is [`verify`]'s business, for a pass
//! over some hundred megabytes is no price for a look-up.
//!
//! The file is a cache: anything unexpected in it is an error, and the answer to an error is to build it again.

use std::ops::Range;

/// The parts of the file, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Where each concept's record begins.
    ConceptOffsets,
    /// The records: checksum, then the concept.
    Concepts,
    /// Where each folded key begins.
    KeyOffsets,
    /// The folded keys of all terms, sorted.
    Keys,
    /// For each key the concepts that have it.
    KeyLists,
    /// Lists of concepts: a count, then their numbers.
    Lists,
    /// Folded key → its number.
    Folded,
    /// Other ways to name a whole term (acronym, base form, `i` for `y`) → concepts.
    Aliases,
    /// Single folded word → concepts.
    Words,
    /// Id → concept.
    Ids,
    /// The table of shortened forms: groups of keys, …
    Groups,
    /// … buckets, …
    Buckets,
    /// … entries.
    Entries,
}

impl Section {
    /// Every section with its name, in the order of the file.
    pub(super) const ALL: [(Self, &'static str); 13] = [
        (Self::ConceptOffsets, "concept offsets"),
        (Self::Concepts, "concepts"),
        (Self::KeyOffsets, "key offsets"),
        (Self::Keys, "keys"),
        (Self::KeyLists, "key lists"),
        (Self::Lists, "lists"),
        (Self::Folded, "fst of keys"),
        (Self::Aliases, "fst of aliases"),
        (Self::Words, "fst of words"),
        (Self::Ids, "fst of ids"),
        (Self::Groups, "fuzzy groups"),
        (Self::Buckets, "fuzzy buckets"),
        (Self::Entries, "fuzzy entries"),
    ];
}

const MAGIC: &[u8; 8] = b"GLOSSIDX";
/// The version of this layout. Any change to it, or to what a section means, is a new one.
pub(super) const VERSION: u32 = 3;
const COUNT: usize = Section::ALL.len();
const FIXED: usize = 32;
const HEAD: usize = FIXED + 16 * COUNT;

/// Why an index cannot be used or made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// It was written for another text or by another version, or is no index at all.
    #[error("the index was made for another glossary or version; it is built again from the glossary")]
    Stale,
    /// Its bytes were changed or cut.
    #[error("the index is damaged; it is built again from the glossary")]
    Damaged,
    /// An fst in it cannot be opened or built.
    #[error("the index is damaged; it is built again from the glossary")]
    Fst(#[from] fst::Error),
    /// A part of it would be larger than four gigabytes.
    #[error("the glossary is too large for one index; split it into several glossaries")]
    TooLarge,
}

/// What the head of a file says.
#[derive(Debug, Clone)]
pub(super) struct Head {
    ranges: [Range<usize>; COUNT],
    body: u32,
}

impl Head {
    pub(super) fn range(&self, section: Section) -> Range<usize> {
        self.ranges[section as usize].clone()
    }
}

/// Puts the sections into one file.
pub(super) fn write(sections: &[Vec<u8>; COUNT], fingerprint: u64) -> Vec<u8> {
    let mut places = Vec::with_capacity(16 * COUNT);
    let mut body = Vec::with_capacity(sections.iter().map(|section| section.len() + 8).sum());
    for section in sections {
        places.extend_from_slice(&((HEAD + body.len()) as u64).to_le_bytes());
        places.extend_from_slice(&(section.len() as u64).to_le_bytes());
        body.extend_from_slice(section);
        body.resize(body.len().next_multiple_of(8), 0);
    }
    let mut head = MAGIC.to_vec();
    head.extend_from_slice(&VERSION.to_le_bytes());
    head.extend_from_slice(&(COUNT as u32).to_le_bytes());
    head.extend_from_slice(&fingerprint.to_le_bytes());
    head.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
    let checksum = head_checksum(&head, &places);
    let mut out = Vec::with_capacity(HEAD + body.len());
    out.extend_from_slice(&head);
    out.extend_from_slice(&checksum.to_le_bytes());
    out.extend_from_slice(&places);
    out.extend_from_slice(&body);
    out
}

fn head_checksum(fixed: &[u8], places: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(fixed);
    hasher.update(places);
    hasher.finalize()
}

/// Reads the head of a file made for the texts with this fingerprint.
pub(super) fn open(bytes: &[u8], fingerprint: u64) -> Result<Head, IndexError> {
    let (head, _) = bytes.split_at_checked(HEAD).ok_or(IndexError::Damaged)?;
    let number = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().unwrap_or_default());
    if !head.starts_with(MAGIC) || number(8) != u64::from(VERSION) | (COUNT as u64) << 32 {
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
    let mut end = HEAD;
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
pub(super) fn verify(bytes: &[u8], head: &Head) -> Result<(), IndexError> {
    let body = bytes.get(HEAD..).ok_or(IndexError::Damaged)?;
    if crc32fast::hash(body) == head.body { Ok(()) } else { Err(IndexError::Damaged) }
}
