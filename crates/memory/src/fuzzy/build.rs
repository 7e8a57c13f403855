//! Making an index.

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

use super::grams::{self, Chooser, LONG};
use super::layout::{KIND, MORE, Part, RARE, prefix, push_number, signature};

/// Places in which the runs of tokens are counted.
const COUNTED: usize = 1 << 22;

/// How many entries are sampled, evenly spread.
const SAMPLE_ENTRIES: usize = 50_000;

/// Hashes are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
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

/// Where the list of each key begins, and the lists one behind the other.
type Lists = (Vec<u32>, Vec<u32>);

type BuildPrehashed<T> = HashMap<u64, T, BuildHasherDefault<AsIs>>;

/// Collects segments and makes an index of them.
///
/// Memory: about 150 bytes a segment of ten tokens. Cost: about two microseconds a segment.
#[derive(Debug)]
pub struct Builder {
    first: u64,
    /// The number of each token by its hash, in the order in which they came, …
    known: BuildPrehashed<u32>,
    /// … and the other way round.
    hashes: Vec<u64>,
    /// The tokens of all entries, one behind the other.
    tokens: Vec<u32>,
    /// Where each entry's end, behind a 0.
    ends: Vec<usize>,
    /// The first entry with a hash of tokens.
    by_tokens: BuildPrehashed<u32>,
    /// The entry of each unit that has any tokens.
    units: Vec<(u32, u32)>,
}

impl Builder {
    /// Nothing yet; units will be counted from `first`.
    pub fn new(first: u64) -> Self {
        Self {
            first,
            known: BuildPrehashed::default(),
            hashes: Vec::new(),
            tokens: Vec::new(),
            ends: vec![0],
            by_tokens: BuildPrehashed::default(),
            units: Vec::new(),
        }
    }

    /// Adds a unit with the hashes of its tokens. A unit without any cannot be found and is left out.
    ///
    /// # Errors
    /// [`IndexError::TooLarge`] if the unit is too far from the first one.
    pub fn push(&mut self, unit: u64, hashes: &[u64]) -> Result<(), IndexError> {
        if hashes.is_empty() {
            return Ok(());
        }
        let unit =
            unit.checked_sub(self.first).and_then(|unit| u32::try_from(unit).ok()).ok_or(IndexError::TooLarge)?;
        let start = self.tokens.len();
        for &hash in hashes {
            let next = self.hashes.len() as u32;
            let token = *self.known.entry(hash).or_insert(next);
            if token == next {
                self.hashes.push(hash);
            }
            self.tokens.push(token);
        }
        let all = hashes.iter().fold(0, |all, &hash| text::combine_hashes(all, hash));
        let next = self.ends.len() as u32 - 1;
        let entry = *self.by_tokens.entry(all).or_insert(next);
        if entry != next && self.tokens[self.of(entry)] == self.tokens[start..] {
            self.tokens.truncate(start);
            self.units.push((entry, unit));
        } else {
            self.ends.push(self.tokens.len());
            self.units.push((next, unit));
        }
        Ok(())
    }

    fn of(&self, entry: u32) -> Range<usize> {
        self.ends[entry as usize]..self.ends[entry as usize + 1]
    }

    /// The index as bytes, of all units before `end`.
    ///
    /// # Errors
    /// [`IndexError::TooLarge`] if a part of it would pass four gigabytes.
    pub fn finish(mut self, end: u64, fingerprint: u64) -> Result<Vec<u8>, IndexError> {
        let order = self.number();
        let mut parts = [const { Vec::new() }; Part::COUNT];
        let mut put = |part: Part, bytes: Vec<u8>| parts[part as usize] = bytes;
        put(Part::Range, [self.first, end].iter().flat_map(|number| number.to_le_bytes()).collect());
        let (hashes, numbers) = self.table();
        put(Part::Hashes, hashes);
        put(Part::Numbers, numbers);
        let [rare, more] = self.postings(&order)?;
        put(Part::RareStarts, u32_bytes(&rare.0));
        put(Part::Rare, u32_bytes(&rare.1));
        put(Part::MoreStarts, u32_bytes(&more.0));
        put(Part::More, u32_bytes(&more.1));
        let (starts, runs) = self.runs(&order)?;
        put(Part::RunStarts, u32_bytes(&starts));
        put(Part::Runs, u32_bytes(&runs));
        let (mut lengths, mut signatures, mut length) = (Vec::new(), Vec::with_capacity(order.len() * 16), 0);
        let (mut token_starts, mut tokens, mut hashes) = (vec![0], Vec::new(), Vec::new());
        for (entry, number) in order.iter().zip(0u32..) {
            let of = &self.tokens[self.of(*entry)];
            if of.len() != length {
                length = of.len();
                lengths.extend([u32::try_from(length).map_err(|_| IndexError::TooLarge)?, number]);
            }
            hashes.clear();
            hashes.extend(of.iter().map(|&token| self.hashes[token as usize]));
            signatures.extend(signature(&hashes).iter().flat_map(|half| half.to_le_bytes()));
            of.iter().for_each(|&token| push_number(token, &mut tokens));
            token_starts.push(u32::try_from(tokens.len()).map_err(|_| IndexError::TooLarge)?);
        }
        put(Part::Lengths, u32_bytes(&lengths));
        put(Part::Signatures, signatures);
        put(Part::TokenStarts, u32_bytes(&token_starts));
        put(Part::Tokens, tokens);
        let (starts, units) = self.units(&order);
        put(Part::UnitStarts, u32_bytes(&starts));
        put(Part::Units, u32_bytes(&units));
        Ok(sealed::write(KIND, &parts, fingerprint))
    }

    /// Numbers the tokens by how often they occur, the most frequent first; gives the entries in order of their lengths.
    fn number(&mut self) -> Vec<u32> {
        let mut counts = vec![0u32; self.hashes.len()];
        self.tokens.iter().for_each(|&token| counts[token as usize] += 1);
        let mut order: Vec<u32> = (0..self.hashes.len() as u32).collect();
        order.sort_unstable_by_key(|&token| (std::cmp::Reverse(counts[token as usize]), self.hashes[token as usize]));
        let mut numbers = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&token, number)| numbers[token as usize] = number);
        self.tokens.iter_mut().for_each(|token| *token = numbers[*token as usize]);
        self.hashes = order.iter().map(|&token| self.hashes[token as usize]).collect();
        let mut entries: Vec<u32> = (0..self.ends.len() as u32 - 1).collect();
        entries.sort_by_key(|&entry| self.of(entry).len());
        entries
    }

    fn table(&self) -> (Vec<u8>, Vec<u8>) {
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

    /// For each token the entries of which it is one of the rarest, and those of which it is one only when more count.
    fn postings(&self, order: &[u32]) -> Result<[Lists; 2], IndexError> {
        let mut pairs = [Vec::new(), Vec::new()];
        let mut tokens = Vec::new();
        for (entry, number) in order.iter().zip(0u32..).take_while(|(entry, _)| self.of(**entry).len() < LONG) {
            tokens.clear();
            tokens.extend_from_slice(&self.tokens[self.of(*entry)]);
            tokens.sort_unstable_by_key(|&token| std::cmp::Reverse(token));
            let (rare, more) = (prefix(tokens.len(), RARE), prefix(tokens.len(), MORE));
            for at in (0..more).filter(|&at| at == 0 || tokens[at] != tokens[at - 1]) {
                pairs[usize::from(at >= rare)].push((tokens[at], number));
            }
        }
        let [rare, more] = pairs;
        Ok([by_key(&[rare], self.hashes.len())?, by_key(&[more], self.hashes.len())?])
    }

    /// For each bucket of runs the long entries that chose one of it.
    fn runs(&self, order: &[u32]) -> Result<Lists, IndexError> {
        let first = order.partition_point(|&entry| self.of(entry).len() < LONG);
        let long = &order[first..];
        let hashes = |entry: u32, hashes: &mut Vec<u64>| {
            hashes.clear();
            hashes.extend(self.tokens[self.of(entry)].iter().map(|&token| self.hashes[token as usize]));
        };
        // How frequent a run is need only be known roughly.
        let (mut counts, mut of_entry) = (vec![0u32; COUNTED], Vec::new());
        for entry in long.iter().step_by(long.len() / SAMPLE_ENTRIES + 1) {
            hashes(*entry, &mut of_entry);
            grams::each(&of_entry, |run, _, _| counts[run as usize >> 1 & (COUNTED - 1)] += 1);
        }
        let needed: usize = long.iter().map(|&entry| grams::needed(self.of(entry).len())).sum();
        let buckets = grams::buckets(needed);
        const CHUNK: usize = 1 << 12;
        let choose = |(chunk, entries): (usize, &[u32])| {
            let (mut chooser, mut of_entry, mut pairs) = (Chooser::default(), Vec::new(), Vec::new());
            for (entry, number) in entries.iter().zip((first + chunk * CHUNK) as u32..) {
                hashes(*entry, &mut of_entry);
                let cost = |run: u64| u64::from(counts[run as usize >> 1 & (COUNTED - 1)]);
                chooser.choose(&of_entry, cost, &mut |run| pairs.push((grams::bucket(run, buckets), number)));
            }
            pairs
        };
        let pairs: Vec<Vec<(u32, u32)>> = long.par_chunks(CHUNK).enumerate().map(choose).collect();
        by_key(&pairs, buckets)
    }

    /// For each entry its units.
    fn units(&self, order: &[u32]) -> (Vec<u32>, Vec<u32>) {
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

/// Entries in order, by key: where each key's begin, and they.
fn by_key(pairs: &[Vec<(u32, u32)>], keys: usize) -> Result<Lists, IndexError> {
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
