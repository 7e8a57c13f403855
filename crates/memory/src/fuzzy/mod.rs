//! Finding all segments that are alike enough, among millions.
//!
//! A [`Fuzzy`] index is made once of some units, never changed, and used as it stands in memory or in a mapped file. What it
//! finds is what a comparison with every segment would find, for each step only leaves out what cannot be a match:
//!
//! 1. a short match shares at least one of the query's rarest tokens, and has it among its own rarest ones, so only the
//!    entries of these few tokens are read ([`layout::prefix`]); a long one has a run of tokens in common ([`grams`]);
//! 2. entries are numbered by their lengths, so those of a fitting length are a part of each list;
//! 3. two words of bits, one for each token, tell how many tokens must be edited at least;
//! 4. what is left is compared, 64 tokens at a time.

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
use layout::{Head, KIND, MORE, Part, RARE, numbers, prefix, signature};

/// Some units of a memory in one language, ready to be searched.
pub struct Fuzzy {
    bytes: Bytes,
    head: Head,
}

/// A unit that is alike enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Its number in the memory.
    pub unit: u64,
    /// How alike.
    pub score: Score,
}

impl Fuzzy {
    /// Opens an index. Cost: constant.
    ///
    /// # Errors
    /// [`IndexError`] if it is another version's or was made under another fingerprint, or was cut.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static, fingerprint: u64) -> Result<Self, IndexError> {
        let head = sealed::open(KIND, bytes.as_ref(), fingerprint)?;
        Ok(Self { bytes: Arc::new(bytes), head })
    }

    /// Compares the checksum of the whole. Cost: one pass.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if a bit is not what was written.
    pub fn verify(&self) -> Result<(), IndexError> {
        sealed::verify((*self.bytes).as_ref(), &self.head)
    }

    /// Calls `found` with every unit whose score with the query reaches the threshold, in no order. `query` holds the
    /// hashes of its tokens ([`super::Tokens::hashes`]).
    ///
    /// Cost: at 70 per cent among a million segments some tens of microseconds; at 50 some times that; below it, a look at
    /// every segment of a fitting length.
    pub fn search(&self, query: &[u64], threshold: Threshold, found: &mut dyn FnMut(Near)) {
        if query.is_empty() {
            return;
        }
        let Some(search) = Search::new(self, query, threshold) else { return };
        let mut near = Vec::new();
        search.candidates(&mut near);
        near.sort_unstable();
        near.dedup();
        search.compare(&near, found);
    }

    fn part(&self, part: Part) -> &[u8] {
        (*self.bytes).as_ref().get(self.head.range(part as usize)).unwrap_or_default()
    }

    fn numbers(&self, part: Part) -> U32s<'_> {
        U32s(self.part(part))
    }

    fn token(&self, hash: u64) -> Option<u32> {
        let slots = self.part(Part::Hashes).as_chunks::<8>().0;
        let mut slot = hash as usize & slots.len().checked_sub(1)?;
        // A damaged table might have no free slot.
        for _ in 0..slots.len() {
            match u64::from_le_bytes(*slots.get(slot)?) {
                0 => return None,
                known if known == hash => return self.numbers(Part::Numbers).get(slot),
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

/// One query.
struct Search<'f> {
    index: &'f Fuzzy,
    threshold: Threshold,
    hashes: &'f [u64],
    tokens: Vec<Option<u32>>,
    signature: [u64; 2],
    /// Runs of entries of one length: the length, its entries, the most edits.
    runs: Vec<Run>,
}

struct Run {
    length: usize,
    entries: Range<u32>,
    edits: u32,
}

impl<'f> Search<'f> {
    /// `None` if no entry has a fitting length.
    fn new(index: &'f Fuzzy, query: &'f [u64], threshold: Threshold) -> Option<Self> {
        let (least, most) = threshold.lengths(query.len());
        let lengths = index.numbers(Part::Lengths);
        let entries = Pieces { offsets: index.numbers(Part::TokenStarts), blob: &[] }.len() as u32;
        let count = lengths.len() / 2;
        let length_of = |at: usize| lengths.get(2 * at).map_or(usize::MAX, |length| length as usize);
        let first = partition(count, |at| length_of(at) < least);
        let run = |at: usize| {
            let length = length_of(at);
            let start = lengths.get(2 * at + 1)?;
            let end = lengths.get(2 * at + 3).unwrap_or(entries);
            Some(Run { length, entries: start..end, edits: threshold.edits(length.max(query.len())) as u32 })
        };
        let runs: Vec<Run> = (first..count).take_while(|&at| length_of(at) <= most).filter_map(run).collect();
        if runs.is_empty() {
            return None;
        }
        let tokens = query.iter().map(|&hash| index.token(hash)).collect();
        Some(Self { index, threshold, hashes: query, tokens, signature: signature(query), runs })
    }

    /// Entries that may be near.
    fn candidates(&self, near: &mut Vec<u32>) {
        let (short, long): (Vec<&Run>, Vec<&Run>) = self.runs.iter().partition(|run| run.length < grams::LONG);
        if self.threshold >= MORE {
            self.by_rarest_tokens(&short, near);
        } else {
            self.all_of(&short, near);
        }
        if self.threshold >= RARE {
            self.by_runs(&long, near);
        } else {
            self.all_of(&long, near);
        }
    }

    fn all_of(&self, runs: &[&Run], near: &mut Vec<u32>) {
        for run in runs {
            near.extend(run.entries.clone().filter(|&entry| self.may_be(entry, run.edits)));
        }
    }

    fn by_rarest_tokens(&self, runs: &[&Run], near: &mut Vec<u32>) {
        // The rarest first; what no segment has is rarer than anything.
        let mut rarest = self.tokens.clone();
        rarest.sort_unstable_by_key(|token| (token.is_some(), std::cmp::Reverse(*token)));
        rarest.truncate(prefix(rarest.len(), self.threshold));
        rarest.dedup();
        for token in rarest.into_iter().flatten() {
            self.of_list(token, (Part::RareStarts, Part::Rare), runs, near);
            if self.threshold < RARE {
                self.of_list(token, (Part::MoreStarts, Part::More), runs, near);
            }
        }
    }

    fn by_runs(&self, runs: &[&Run], near: &mut Vec<u32>) {
        let buckets = self.index.numbers(Part::RunStarts).len().saturating_sub(1);
        if runs.is_empty() || buckets == 0 {
            return;
        }
        let mut keys = Vec::with_capacity(3 * self.hashes.len());
        grams::each(self.hashes, |run, _, _| keys.push(grams::bucket(run, buckets)));
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| self.of_list(key, (Part::RunStarts, Part::Runs), runs, near));
    }

    /// The entries of one list that may be near, of those in some runs of entries.
    fn of_list(&self, key: u32, (starts, list): (Part, Part), runs: &[&Run], near: &mut Vec<u32>) {
        let (starts, list) = (self.index.numbers(starts), self.index.numbers(list));
        let range = starts.get(key as usize).zip(starts.get(key as usize + 1));
        let Some((start, end)) = range.map(|(start, end)| (start as usize, end as usize)) else { return };
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return };
        let skipped = partition(end.saturating_sub(start), |at| {
            list.get(start + at).is_some_and(|entry| entry < first.entries.start)
        });
        let mut runs = runs.iter();
        let mut run = first;
        for entry in list.slice(start + skipped, end).take_while(|&entry| entry < last.entries.end) {
            while entry >= run.entries.end {
                let Some(next) = runs.next() else { return };
                run = next;
            }
            if self.may_be(entry, run.edits) {
                near.push(entry);
            }
        }
    }

    /// Whether the signatures leave a chance.
    #[inline]
    fn may_be(&self, entry: u32, edits: u32) -> bool {
        let at = 16 * entry as usize;
        let bytes = self.index.part(Part::Signatures);
        let Some(both) = bytes.get(at..at + 16) else { return false };
        let half = |at: usize| u64::from_le_bytes(both[at..at + 8].try_into().unwrap_or_default());
        let (low, high) = (half(0), half(8));
        let missing = (self.signature[0] & !low).count_ones() + (self.signature[1] & !high).count_ones();
        missing <= edits && (low & !self.signature[0]).count_ones() + (high & !self.signature[1]).count_ones() <= edits
    }

    fn compare(&self, near: &[u32], found: &mut dyn FnMut(Near)) {
        let (pattern, mut column) = (Pattern::new(&self.tokens), Column::default());
        let texts = Pieces { offsets: self.index.numbers(Part::TokenStarts), blob: self.index.part(Part::Tokens) };
        let (unit_starts, units) = (self.index.numbers(Part::UnitStarts), self.index.numbers(Part::Units));
        let range = self.index.part(Part::Range);
        let base = range.first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
        let mut runs = self.runs.iter();
        let Some(mut run) = runs.next() else { return };
        for &entry in near {
            while entry >= run.entries.end {
                let Some(next) = runs.next() else { return };
                run = next;
            }
            let Some(tokens) = texts.get(entry as usize) else { continue };
            let most = run.edits as usize;
            let Some(distance) = pattern.distance(numbers(tokens), run.length, most, &mut column) else { continue };
            let score = Score { distance: distance as u32, length: run.length.max(self.tokens.len()) as u32 };
            let at = entry as usize;
            let of = unit_starts.get(at).zip(unit_starts.get(at + 1)).unwrap_or_default();
            units.slice(of.0 as usize, of.1 as usize).for_each(|unit| {
                found(Near { unit: base + u64::from(unit), score });
            });
        }
    }
}

/// The first place at which a condition does not hold, if it holds up to some place.
fn partition(count: usize, holds: impl Fn(usize) -> bool) -> usize {
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
