//! Finds every similar segment among millions.
//!
//! A [`Fuzzy`] index is built once from a range of units, never changes, and is read straight from memory or a mapped file. It
//! finds exactly what a comparison with every segment would find, because each step only skips what cannot be a match:
//!
//! 1. A short match shares at least one of the query's rarest tokens, and that token is among its own rarest ones too, so only
//!    the posting lists of these few tokens are read ([`layout::prefix`]). A long match shares a run of tokens ([`grams`]).
//! 2. Entries are numbered by length, so the entries of suitable lengths are a range of each posting list.
//! 3. A signature of 128 bits, one bit for each token, gives a lower bound of the edits.
//! 4. The remaining entries are compared, 64 tokens at a time.

mod build;
mod grams;
mod kernel;
mod layout;

pub use build::Builder;
pub(super) use kernel::distance;

use std::{fmt, ops::Range, sync::Arc};

use gloss_core::block::{
    IndexError,
    bytes::{Bytes, Pieces, U32s},
    sealed,
};

use super::{Score, Threshold};
use kernel::{Column, Pattern};
use layout::{Head, KIND, MORE_TOKENS_LIMIT, Part, RARE_TOKENS_LIMIT, prefix, read_numbers, signature};

/// An index of one side of some units, all in one language.
pub struct Fuzzy {
    bytes: Bytes,
    head: Head,
}

/// A unit that reaches the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Its number in the memory.
    pub unit: u64,
    /// How similar it is to the query.
    pub score: Score,
}

impl Fuzzy {
    /// Opens an index. Cost: constant.
    ///
    /// # Errors
    /// [`IndexError`] if another version built it, if it has another fingerprint, or if it is truncated.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static, fingerprint: u64) -> Result<Self, IndexError> {
        let head = sealed::open(KIND, bytes.as_ref(), fingerprint)?;
        Ok(Self { bytes: Arc::new(bytes), head })
    }

    /// Verifies the checksum of the whole index. Cost: one pass.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if a bit has changed.
    pub fn verify(&self) -> Result<(), IndexError> {
        sealed::verify((*self.bytes).as_ref(), &self.head)
    }

    /// Calls `found` with every unit that reaches the threshold, in no particular order. `query` holds the hashes of its tokens
    /// ([`super::Tokens::hashes`]).
    ///
    /// Cost: at 70 per cent, tens of microseconds among a million segments; at 50, a few times that; below 50, one look at
    /// every segment of a suitable length.
    pub fn search(&self, query: &[u64], threshold: Threshold, found: &mut dyn FnMut(Near)) {
        if query.is_empty() {
            return;
        }
        let Some(search) = Search::new(self, query, threshold) else { return };
        let mut candidates = Vec::new();
        search.collect_candidates(&mut candidates);
        candidates.sort_unstable();
        candidates.dedup();
        search.compare(&candidates, found);
    }

    fn part(&self, part: Part) -> &[u8] {
        (*self.bytes).as_ref().get(self.head.range(part as usize)).unwrap_or_default()
    }

    fn numbers(&self, part: Part) -> U32s<'_> {
        U32s(self.part(part))
    }

    /// The number of the token with a hash.
    fn token_number(&self, hash: u64) -> Option<u32> {
        let slots = self.part(Part::Hashes).as_chunks::<8>().0;
        let mut slot = hash as usize & slots.len().checked_sub(1)?;
        // A damaged table may have no free slot.
        for _ in 0..slots.len() {
            match u64::from_le_bytes(*slots.get(slot)?) {
                0 => return None,
                stored if stored == hash => return self.numbers(Part::Numbers).get(slot),
                _ => slot = (slot + 1) & (slots.len() - 1),
            }
        }
        None
    }
}

impl fmt::Debug for Fuzzy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fuzzy").field("bytes", &(*self.bytes).as_ref().len()).finish_non_exhaustive()
    }
}

/// One search: the query and the lengths its matches can have.
struct Search<'f> {
    index: &'f Fuzzy,
    threshold: Threshold,
    hashes: &'f [u64],
    tokens: Vec<Option<u32>>,
    signature: [u64; 2],
    /// The lengths a match can have, in ascending order.
    groups: Vec<LengthGroup>,
}

/// All entries with one number of tokens.
struct LengthGroup {
    length: usize,
    entries: Range<u32>,
    /// The highest edit distance at which they match.
    max_edits: u32,
}

impl<'f> Search<'f> {
    /// `None` if no entry has a suitable length.
    fn new(index: &'f Fuzzy, query: &'f [u64], threshold: Threshold) -> Option<Self> {
        let (shortest, longest) = threshold.lengths(query.len());
        let lengths = index.numbers(Part::Lengths);
        let entries = Pieces { offsets: index.numbers(Part::TokenStarts), blob: &[] }.len() as u32;
        let count = lengths.len() / 2;
        let length_of = |at: usize| lengths.get(2 * at).map_or(usize::MAX, |length| length as usize);
        let first = partition_point(count, |at| length_of(at) < shortest);
        let group = |at: usize| {
            let length = length_of(at);
            let start = lengths.get(2 * at + 1)?;
            let end = lengths.get(2 * at + 3).unwrap_or(entries);
            let max_edits = threshold.edits(length.max(query.len())) as u32;
            Some(LengthGroup { length, entries: start..end, max_edits })
        };
        let groups: Vec<LengthGroup> =
            (first..count).take_while(|&at| length_of(at) <= longest).filter_map(group).collect();
        if groups.is_empty() {
            return None;
        }
        let tokens = query.iter().map(|&hash| index.token_number(hash)).collect();
        Some(Self { index, threshold, hashes: query, tokens, signature: signature(query), groups })
    }

    /// Collects the entries that can be a match.
    fn collect_candidates(&self, candidates: &mut Vec<u32>) {
        let (short, long): (Vec<&LengthGroup>, Vec<&LengthGroup>) =
            self.groups.iter().partition(|group| group.length < grams::MIN_LONG_TOKENS);
        if self.threshold >= MORE_TOKENS_LIMIT {
            self.add_by_rarest_tokens(&short, candidates);
        } else {
            self.add_all(&short, candidates);
        }
        if self.threshold >= RARE_TOKENS_LIMIT {
            self.add_by_runs(&long, candidates);
        } else {
            self.add_all(&long, candidates);
        }
    }

    fn add_all(&self, groups: &[&LengthGroup], candidates: &mut Vec<u32>) {
        for group in groups {
            candidates.extend(group.entries.clone().filter(|&entry| self.passes_signature(entry, group.max_edits)));
        }
    }

    fn add_by_rarest_tokens(&self, groups: &[&LengthGroup], candidates: &mut Vec<u32>) {
        // The rarest first. A token that no segment has is the rarest of all.
        let mut rarest = self.tokens.clone();
        rarest.sort_unstable_by_key(|token| (token.is_some(), std::cmp::Reverse(*token)));
        rarest.truncate(prefix(rarest.len(), self.threshold));
        rarest.dedup();
        for token in rarest.into_iter().flatten() {
            self.add_from_list(token, (Part::RareStarts, Part::Rare), groups, candidates);
            if self.threshold < RARE_TOKENS_LIMIT {
                self.add_from_list(token, (Part::MoreStarts, Part::More), groups, candidates);
            }
        }
    }

    fn add_by_runs(&self, groups: &[&LengthGroup], candidates: &mut Vec<u32>) {
        let buckets = self.index.numbers(Part::RunStarts).len().saturating_sub(1);
        if groups.is_empty() || buckets == 0 {
            return;
        }
        let mut keys = Vec::with_capacity(3 * self.hashes.len());
        grams::for_each_run(self.hashes, |run, _, _| keys.push(grams::bucket(run, buckets)));
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| self.add_from_list(key, (Part::RunStarts, Part::Runs), groups, candidates));
    }

    /// Adds the entries of one posting list that belong to the length groups and pass the signature test.
    fn add_from_list(
        &self,
        key: u32,
        (starts, list): (Part, Part),
        groups: &[&LengthGroup],
        candidates: &mut Vec<u32>,
    ) {
        let (starts, list) = (self.index.numbers(starts), self.index.numbers(list));
        let range = starts.get(key as usize).zip(starts.get(key as usize + 1));
        let Some((start, end)) = range.map(|(start, end)| (start as usize, end as usize)) else { return };
        let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return };
        let skipped = partition_point(end.saturating_sub(start), |at| {
            list.get(start + at).is_some_and(|entry| entry < first.entries.start)
        });
        let mut groups = groups.iter();
        let mut group = first;
        for entry in list.slice(start + skipped, end).take_while(|&entry| entry < last.entries.end) {
            while entry >= group.entries.end {
                let Some(next) = groups.next() else { return };
                group = next;
            }
            if self.passes_signature(entry, group.max_edits) {
                candidates.push(entry);
            }
        }
    }

    /// Whether the signatures allow a match within `max_edits`.
    #[inline]
    fn passes_signature(&self, entry: u32, max_edits: u32) -> bool {
        let at = 16 * entry as usize;
        let bytes = self.index.part(Part::Signatures);
        let Some(both) = bytes.get(at..at + 16) else { return false };
        let half = |at: usize| u64::from_le_bytes(both[at..at + 8].try_into().unwrap_or_default());
        let (low, high) = (half(0), half(8));
        let missing = (self.signature[0] & !low).count_ones() + (self.signature[1] & !high).count_ones();
        let added = (low & !self.signature[0]).count_ones() + (high & !self.signature[1]).count_ones();
        missing <= max_edits && added <= max_edits
    }

    /// Compares the candidates, sorted, and calls `found` with the units of those that match.
    fn compare(&self, candidates: &[u32], found: &mut dyn FnMut(Near)) {
        let (pattern, mut column) = (Pattern::new(&self.tokens), Column::default());
        let entry_tokens =
            Pieces { offsets: self.index.numbers(Part::TokenStarts), blob: self.index.part(Part::Tokens) };
        let (unit_starts, units) = (self.index.numbers(Part::UnitStarts), self.index.numbers(Part::Units));
        let range = self.index.part(Part::Range);
        let base = range.first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
        let mut groups = self.groups.iter();
        let Some(mut group) = groups.next() else { return };
        for &entry in candidates {
            while entry >= group.entries.end {
                let Some(next) = groups.next() else { return };
                group = next;
            }
            let Some(tokens) = entry_tokens.get(entry as usize) else { continue };
            let max_edits = group.max_edits as usize;
            let distance = pattern.distance(read_numbers(tokens), group.length, max_edits, &mut column);
            let Some(distance) = distance else { continue };
            let score = Score { distance: distance as u32, length: group.length.max(self.tokens.len()) as u32 };
            let at = entry as usize;
            let (start, end) = unit_starts.get(at).zip(unit_starts.get(at + 1)).unwrap_or_default();
            units.slice(start as usize, end as usize).for_each(|unit| {
                found(Near { unit: base + u64::from(unit), score });
            });
        }
    }
}

/// The first of `count` places at which a condition fails, if it holds at all places before and at none after.
fn partition_point(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
