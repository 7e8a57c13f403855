//! The parts of an index file, and how a segment is stored in it.

use gloss_core::block::sealed::FileKind;

use super::super::Threshold;

/// The parts together.
pub(super) type Head = gloss_core::block::sealed::Head<{ Part::COUNT }>;

pub(super) const KIND: FileKind = FileKind { magic: b"GLOSSTMX", version: 1 };

/// The parts of the file, in order. *Entries* are the distinct segments by their tokens, in order of their lengths; tokens
/// are numbered from the most frequent to the rarest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The first unit and the one behind the last, as numbers of 64 bits.
    Range,
    /// A table of tokens by their hashes, open addressing, 0 for a free slot, …
    Hashes,
    /// … and their numbers.
    Numbers,
    /// Where the entries of each token begin among the …
    RareStarts,
    /// … short entries of which it is one of the rarest tokens: [`prefix`] at 70 per cent.
    Rare,
    /// The same for the …
    MoreStarts,
    /// … tokens that are among the rarest only at 50 per cent.
    More,
    /// Where the entries of each bucket of runs begin among the …
    RunStarts,
    /// … long entries that have chosen a run of this bucket ([`super::grams`]).
    Runs,
    /// Pairs: a number of tokens, the first entry that has so many.
    Lengths,
    /// For each entry its [`signature`], the low and the high half.
    Signatures,
    /// Where the tokens of each entry begin, …
    TokenStarts,
    /// … the tokens' numbers, seven bits a byte.
    Tokens,
    /// Where the units of each entry begin, …
    UnitStarts,
    /// … the units, counted from the first.
    Units,
}

impl Part {
    pub(super) const COUNT: usize = Self::Units as usize + 1;
}

/// Down to this threshold only the rarest tokens are looked at.
pub(super) const RARE: Threshold = Threshold::DEFAULT;

/// Down to this one more of them; below, all entries of fitting length are.
pub(super) const MORE: Threshold = Threshold::HALF;

/// How many of a segment's rarest tokens must be looked at so that no match is missed: a match shares all but so many
/// tokens as there may be edits, so it has one of any one more.
pub(super) fn prefix(length: usize, threshold: Threshold) -> usize {
    (threshold.edits(length) + 1).min(length)
}

/// A bit for each token: what one segment's has and another's has not is a token that must be edited.
pub(super) fn signature(hashes: &[u64]) -> [u64; 2] {
    let mut both = [0; 2];
    for hash in hashes {
        both[(hash >> 63) as usize] |= 1 << (hash >> 57 & 63);
    }
    both
}

/// Appends a number, seven bits a byte.
pub(super) fn push_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The numbers of some bytes.
pub(super) fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
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
