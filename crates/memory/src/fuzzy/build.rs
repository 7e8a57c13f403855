//! Builds a fuzzy index.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use gloss_core::{
    block::{IndexError, bytes::u32_bytes, sealed},
    text,
};

use rayon::prelude::*;

use super::{
    grams::{self, MIN_LONG_TOKENS, RunChooser},
    layout::{KIND, MORE_TOKENS_LIMIT, Part, RARE_TOKENS_LIMIT, prefix, push_number, signature},
};

/// How many counters estimate the frequency of runs; runs with the same low bits share one.
const RUN_COUNTERS: usize = 1 << 22;

/// About how many entries are sampled for these counts, evenly spread.
const SAMPLED_ENTRIES: usize = 50_000;

/// Hashes for tables keyed by a hash: only mixes the bits.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct PrehashedKey(u64);

impl Hasher for PrehashedKey {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = text::hash(bytes);
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(20);
    }
}

/// Posting lists: where the list of each key begins, and all lists one after the other.
type PostingLists = (Vec<u32>, Vec<u32>);

type HashKeyedMap<T> = HashMap<u64, T, BuildHasherDefault<PrehashedKey>>;

/// Collects segments and builds an index from them.
///
/// Memory: about 150 bytes for a segment of ten tokens. Cost: about two microseconds a segment.
#[derive(Debug)]
pub struct Builder {
    first: u64,
    /// The number of each token by its hash, in order of first occurrence.
    token_numbers: HashKeyedMap<u32>,
    /// The hash of each token by its number.
    hashes: Vec<u64>,
    /// The token numbers of all entries, one after the other.
    tokens: Vec<u32>,
    /// Where the tokens of each entry end, after a leading 0.
    ends: Vec<usize>,
    /// The first entry by the combined hash of its tokens.
    by_tokens: HashKeyedMap<u32>,
    /// Pairs of entry and unit, for each unit with at least one token.
    units: Vec<(u32, u32)>,
}

impl Builder {
    /// An empty builder; units are counted from `first`.
    pub fn new(first: u64) -> Self {
        Self {
            first,
            token_numbers: HashKeyedMap::default(),
            hashes: Vec::new(),
            tokens: Vec::new(),
            ends: vec![0],
            by_tokens: HashKeyedMap::default(),
            units: Vec::new(),
        }
    }

    /// Adds a unit with the hashes of its tokens. A unit without tokens cannot be found and is skipped.
    ///
    /// # Errors
    /// [`IndexError::TooLarge`] if the unit is more than 32 bits away from the first one.
    pub fn push(&mut self, unit: u64, hashes: &[u64]) -> Result<(), IndexError> {
        if hashes.is_empty() {
            return Ok(());
        }
        let unit =
            unit.checked_sub(self.first).and_then(|unit| u32::try_from(unit).ok()).ok_or(IndexError::TooLarge)?;
        let start = self.tokens.len();
        for &hash in hashes {
            let next = self.hashes.len() as u32;
            let token = *self.token_numbers.entry(hash).or_insert(next);
            if token == next {
                self.hashes.push(hash);
            }
            self.tokens.push(token);
        }
        let all = hashes.iter().fold(0, |all, &hash| text::combine_hashes(all, hash));
        let next = self.ends.len() as u32 - 1;
        let entry = *self.by_tokens.entry(all).or_insert(next);
        if entry != next && self.tokens[self.tokens_of(entry)] == self.tokens[start..] {
            self.tokens.truncate(start);
            self.units.push((entry, unit));
        } else {
            self.ends.push(self.tokens.len());
            self.units.push((next, unit));
        }
        Ok(())
    }

    /// Where the tokens of an entry are.
    fn tokens_of(&self, entry: u32) -> Range<usize> {
        self.ends[entry as usize]..self.ends[entry as usize + 1]
    }

    /// Builds the index of all units before `end` and returns its bytes.
    ///
    /// # Errors
    /// [`IndexError::TooLarge`] if a part of it would exceed four gigabytes.
    pub fn finish(mut self, end: u64, fingerprint: u64) -> Result<Vec<u8>, IndexError> {
        let order = self.renumber();
        let mut parts = [const { Vec::new() }; Part::COUNT];
        let mut put = |part: Part, bytes: Vec<u8>| parts[part as usize] = bytes;
        put(Part::Range, [self.first, end].iter().flat_map(|number| number.to_le_bytes()).collect());
        let (hashes, numbers) = self.token_table();
        put(Part::Hashes, hashes);
        put(Part::Numbers, numbers);
        let [rare, more] = self.token_postings(&order)?;
        put(Part::RareStarts, u32_bytes(&rare.0));
        put(Part::Rare, u32_bytes(&rare.1));
        put(Part::MoreStarts, u32_bytes(&more.0));
        put(Part::More, u32_bytes(&more.1));
        let (starts, runs) = self.run_postings(&order)?;
        put(Part::RunStarts, u32_bytes(&starts));
        put(Part::Runs, u32_bytes(&runs));
        let (mut lengths, mut signatures, mut length) = (Vec::new(), Vec::with_capacity(order.len() * 16), 0);
        let (mut token_starts, mut tokens, mut hashes) = (vec![0], Vec::new(), Vec::new());
        for (entry, number) in order.iter().zip(0u32..) {
            let entry_tokens = &self.tokens[self.tokens_of(*entry)];
            if entry_tokens.len() != length {
                length = entry_tokens.len();
                lengths.extend([u32::try_from(length).map_err(|_| IndexError::TooLarge)?, number]);
            }
            hashes.clear();
            hashes.extend(entry_tokens.iter().map(|&token| self.hashes[token as usize]));
            signatures.extend(signature(&hashes).iter().flat_map(|half| half.to_le_bytes()));
            entry_tokens.iter().for_each(|&token| push_number(token, &mut tokens));
            token_starts.push(u32::try_from(tokens.len()).map_err(|_| IndexError::TooLarge)?);
        }
        put(Part::Lengths, u32_bytes(&lengths));
        put(Part::Signatures, signatures);
        put(Part::TokenStarts, u32_bytes(&token_starts));
        put(Part::Tokens, tokens);
        let (starts, units) = self.unit_lists(&order);
        put(Part::UnitStarts, u32_bytes(&starts));
        put(Part::Units, u32_bytes(&units));
        Ok(sealed::write(KIND, &parts, fingerprint))
    }

    /// Numbers the tokens by frequency, the most frequent first, and returns the entries sorted by length.
    fn renumber(&mut self) -> Vec<u32> {
        let mut counts = vec![0u32; self.hashes.len()];
        self.tokens.iter().for_each(|&token| counts[token as usize] += 1);
        let mut order: Vec<u32> = (0..self.hashes.len() as u32).collect();
        order.sort_unstable_by_key(|&token| (std::cmp::Reverse(counts[token as usize]), self.hashes[token as usize]));
        let mut numbers = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&token, number)| numbers[token as usize] = number);
        self.tokens.iter_mut().for_each(|token| *token = numbers[*token as usize]);
        self.hashes = order.iter().map(|&token| self.hashes[token as usize]).collect();
        let mut entries: Vec<u32> = (0..self.ends.len() as u32 - 1).collect();
        entries.sort_by_key(|&entry| self.tokens_of(entry).len());
        entries
    }

    /// The hash table of the tokens: hashes and token numbers by slot.
    fn token_table(&self) -> (Vec<u8>, Vec<u8>) {
        let size = (self.hashes.len() * 3 / 2 + 1).next_power_of_two();
        let (mut hashes, mut numbers) = (vec![0u64; size], vec![0u32; size]);
        for (&hash, number) in self.hashes.iter().zip(0..) {
            let mut slot = hash as usize & (size - 1);
            while hashes[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            (hashes[slot], numbers[slot]) = (hash, number);
        }
        (hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect(), u32_bytes(&numbers))
    }

    /// The posting lists [`Part::Rare`] and [`Part::More`] of the short entries.
    fn token_postings(&self, order: &[u32]) -> Result<[PostingLists; 2], IndexError> {
        let mut pairs = [Vec::new(), Vec::new()];
        let mut tokens = Vec::new();
        let is_short = |entry: u32| self.tokens_of(entry).len() < MIN_LONG_TOKENS;
        for (entry, number) in order.iter().zip(0u32..).take_while(|(entry, _)| is_short(**entry)) {
            tokens.clear();
            tokens.extend_from_slice(&self.tokens[self.tokens_of(*entry)]);
            tokens.sort_unstable_by_key(|&token| std::cmp::Reverse(token));
            let (rare, more) = (prefix(tokens.len(), RARE_TOKENS_LIMIT), prefix(tokens.len(), MORE_TOKENS_LIMIT));
            for at in (0..more).filter(|&at| at == 0 || tokens[at] != tokens[at - 1]) {
                pairs[usize::from(at >= rare)].push((tokens[at], number));
            }
        }
        let [rare, more] = pairs;
        Ok([posting_lists(&[rare], self.hashes.len())?, posting_lists(&[more], self.hashes.len())?])
    }

    /// The posting lists [`Part::Runs`] of the long entries.
    fn run_postings(&self, order: &[u32]) -> Result<PostingLists, IndexError> {
        let first = order.partition_point(|&entry| self.tokens_of(entry).len() < MIN_LONG_TOKENS);
        let long = &order[first..];
        let read_hashes = |entry: u32, hashes: &mut Vec<u64>| {
            hashes.clear();
            hashes.extend(self.tokens[self.tokens_of(entry)].iter().map(|&token| self.hashes[token as usize]));
        };
        // A rough estimate of the frequencies is enough.
        let (mut counts, mut hashes) = (vec![0u32; RUN_COUNTERS], Vec::new());
        for entry in long.iter().step_by(long.len() / SAMPLED_ENTRIES + 1) {
            read_hashes(*entry, &mut hashes);
            grams::for_each_run(&hashes, |run, _, _| counts[counter_of(run)] += 1);
        }
        let runs: usize = long.iter().map(|&entry| grams::runs_needed(self.tokens_of(entry).len())).sum();
        let buckets = grams::bucket_count(runs);
        const ENTRIES_PER_CHUNK: usize = 1 << 12;
        let choose = |(chunk, entries): (usize, &[u32])| {
            let (mut chooser, mut hashes, mut pairs) = (RunChooser::default(), Vec::new(), Vec::new());
            for (entry, number) in entries.iter().zip((first + chunk * ENTRIES_PER_CHUNK) as u32..) {
                read_hashes(*entry, &mut hashes);
                let cost = |run: u64| u64::from(counts[counter_of(run)]);
                chooser.choose(&hashes, cost, &mut |run| pairs.push((grams::bucket(run, buckets), number)));
            }
            pairs
        };
        let pairs: Vec<Vec<(u32, u32)>> = long.par_chunks(ENTRIES_PER_CHUNK).enumerate().map(choose).collect();
        posting_lists(&pairs, buckets)
    }

    /// For each entry the list of its units.
    fn unit_lists(&self, order: &[u32]) -> (Vec<u32>, Vec<u32>) {
        let mut numbers = vec![0u32; order.len()];
        order.iter().zip(0..).for_each(|(&entry, number)| numbers[entry as usize] = number);
        let mut units: Vec<(u32, u32)> =
            self.units.iter().map(|&(entry, unit)| (numbers[entry as usize], unit)).collect();
        units.sort_unstable();
        let mut starts = vec![0u32; order.len() + 1];
        units.iter().for_each(|(entry, _)| starts[*entry as usize + 1] += 1);
        (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
        (starts, units.into_iter().map(|(_, unit)| unit).collect())
    }
}

/// Which counter counts a run.
fn counter_of(run: u64) -> usize {
    run as usize >> 1 & (RUN_COUNTERS - 1)
}

/// Sorts pairs of key and entry into posting lists; the entries of each key keep their order.
fn posting_lists(pairs: &[Vec<(u32, u32)>], keys: usize) -> Result<PostingLists, IndexError> {
    let count = pairs.iter().map(Vec::len).sum();
    u32::try_from(count).map_err(|_| IndexError::TooLarge)?;
    let mut starts = vec![0u32; keys + 1];
    pairs.iter().flatten().for_each(|(key, _)| starts[*key as usize + 1] += 1);
    (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
    let (mut next, mut entries) = (starts.clone(), vec![0; count]);
    for &(key, entry) in pairs.iter().flatten() {
        entries[next[key as usize] as usize] = entry;
        next[key as usize] += 1;
    }
    Ok((starts, entries))
}
