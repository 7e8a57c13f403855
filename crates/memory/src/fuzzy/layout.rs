//! The parts of an index file, and how a segment is encoded in it.

use gloss_core::block::sealed::FileKind;

use super::super::Threshold;

/// The head of the file, with the place of each part.
pub(super) type Head = gloss_core::block::sealed::Head<{ Part::COUNT }>;

pub(super) const KIND: FileKind = FileKind { magic: b"GLOSSTMX", version: 1 };

/// The parts of the file, in order. An *entry* is a distinct sequence of tokens; entries are sorted by length. Tokens are
/// numbered from the most frequent to the rarest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The number of the first unit and the one after the last, 64 bits each.
    Range,
    /// A hash table of the tokens' hashes, with open addressing; 0 marks a free slot.
    Hashes,
    /// The token number of each slot of [`Part::Hashes`].
    Numbers,
    /// Where the posting list of each token begins in [`Part::Rare`].
    RareStarts,
    /// Posting lists: the short entries that have the token among their rarest, by [`prefix`] at 70 per cent.
    Rare,
    /// Where the posting list of each token begins in [`Part::More`].
    MoreStarts,
    /// Posting lists: the short entries that have the token among their rarest at 50 per cent but not at 70.
    More,
    /// Where the posting list of each bucket of runs begins in [`Part::Runs`].
    RunStarts,
    /// Posting lists: the long entries that chose a run of the bucket ([`super::grams`]).
    Runs,
    /// Pairs: a number of tokens, and the first entry with that many.
    Lengths,
    /// The [`signature`] of each entry, the low half first.
    Signatures,
    /// Where the tokens of each entry begin in [`Part::Tokens`].
    TokenStarts,
    /// The token numbers of the entries, seven bits in each byte.
    Tokens,
    /// Where the units of each entry begin in [`Part::Units`].
    UnitStarts,
    /// The units of the entries, counted from the first unit.
    Units,
}

impl Part {
    pub(super) const COUNT: usize = Self::Units as usize + 1;
}

/// At this threshold and above, the posting lists in [`Part::Rare`] and [`Part::Runs`] suffice.
pub(super) const RARE_TOKENS_LIMIT: Threshold = Threshold::DEFAULT;

/// At this threshold and above, [`Part::Rare`] and [`Part::More`] suffice; below, all entries of suitable length are read.
pub(super) const MORE_TOKENS_LIMIT: Threshold = Threshold::HALF;

/// How many of a segment's rarest tokens must be looked up so that no match is missed. Each edit removes at most one of the
/// segment's tokens, so of any `edits + 1` tokens a match has at least one.
pub(super) fn prefix(length: usize, threshold: Threshold) -> usize {
    (threshold.edits(length) + 1).min(length)
}

/// A set of 128 bits with one bit set for each token. A bit that only one of two segments has stands for a token that must be
/// edited.
pub(super) fn signature(hashes: &[u64]) -> [u64; 2] {
    let mut halves = [0; 2];
    for hash in hashes {
        halves[(hash >> 63) as usize] |= 1 << (hash >> 57 & 63);
    }
    halves
}

/// Appends a number, seven bits in each byte.
pub(super) fn push_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads back the numbers that [`push_number`] wrote.
pub(super) fn read_numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut bytes = bytes.iter();
    std::iter::from_fn(move || {
        let first = *bytes.next()?;
        if first < 0x80 {
            return Some(u32::from(first));
        }
        let (mut number, mut shift) = (u32::from(first & 0x7f), 7);
        for &byte in bytes.by_ref() {
            number |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        Some(number)
    })
}
