//! Keys within one or two edits, by symmetric deletion: two words that are near become equal when a letter or two is taken
//! out of each, so every key is found under all its shortened forms, and a query asks for all of its own.
//!
//! Only the first eight letters of a key are shortened. Sorted keys that begin alike stand together and share one number
//! (a *group*), so an entry of four bytes leads to all of them: at a million keys fifteen million entries, not thirty-five.
//! (With seven letters the table is a fifth smaller and twice as many keys must be compared; nine do the opposite.) An
//! entry's bucket is given by the first bits of the hash of a shortened form; the entry holds the group and as many further
//! bits of the hash as there is room for, so that hardly any other form is mistaken for it. Whatever is found is compared
//! with the query letter by letter.
//!
//! No match is lost: were it not for edits, the two beginnings would be equal letter by letter. Each edit among them costs
//! at most one deletion on each side (a substitution or transposition one on both), and what an insertion on one side
//! pushes over the end of the other's beginning is one deletion there.

use std::ops::Range;

use super::bytes::U32s;

/// So many letters of a key are shortened.
pub(super) const PREFIX: usize = 8;
/// So many edits can be found.
pub(super) const MOST: usize = 2;

/// The table as it stands in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deletes<'b> {
    /// The first key of each group, and the end of the last.
    pub(super) groups: U32s<'b>,
    /// The first entry of each bucket, and the end of the last.
    pub(super) buckets: U32s<'b>,
    pub(super) entries: U32s<'b>,
}

/// The parts of a new table, as they are written.
#[derive(Debug, Default, Clone)]
pub(super) struct Built {
    pub(super) groups: Vec<u32>,
    pub(super) buckets: Vec<u32>,
    pub(super) entries: Vec<u32>,
}

impl<'b> Deletes<'b> {
    /// The keys that may be within `most` edits of the query: ranges of key numbers, each range of keys that begin alike.
    pub(super) fn candidates(&self, query: &str, most: usize) -> Vec<Range<u32>> {
        let Some((buckets, bits)) = self.buckets.len().checked_sub(1).zip(self.group_bits()) else { return Vec::new() };
        let mut groups = Vec::new();
        for form in shortened(query, most.min(MOST)) {
            let (bucket, tag) = place(form, buckets, bits);
            let entries = self.buckets.get(bucket).zip(self.buckets.get(bucket + 1));
            let Some((from, to)) = entries else { continue };
            let found = self.entries.slice(from as usize, to as usize);
            groups.extend(found.filter(|entry| entry & !mask(bits) == tag).map(|entry| entry & mask(bits)));
        }
        groups.sort_unstable();
        groups.dedup();
        let keys = |group: u32| Some(self.groups.get(group as usize)?..self.groups.get(group as usize + 1)?);
        groups.into_iter().filter_map(keys).collect()
    }

    fn group_bits(&self) -> Option<u32> {
        self.groups.len().checked_sub(1).map(bits_for)
    }
}

/// Makes the table of sorted, distinct keys. Cost: about four microseconds a group on all cores.
pub(super) fn build(keys: &[&str]) -> Built {
    use rayon::prelude::*;

    let mut groups: Vec<u32> = Vec::new();
    let mut before = None;
    for (number, key) in (0u32..).zip(keys) {
        let first = super::distance::beginning(key);
        if before != Some(first) {
            groups.push(number);
            before = Some(first);
        }
    }
    let bits = bits_for(groups.len());
    let forms: Vec<Vec<u64>> = groups.par_iter().map(|&first| shortened(keys[first as usize], MOST)).collect();
    groups.push(u32::try_from(keys.len()).unwrap_or(u32::MAX));
    let buckets = (forms.iter().map(Vec::len).sum::<usize>() / 2).next_power_of_two();
    // Counting sort: how many entries each bucket has, where each begins, then every entry to its place.
    let mut starts = vec![0u32; buckets + 1];
    let all = || (0u32..).zip(&forms).flat_map(|(group, forms)| forms.iter().map(move |&form| (group, form)));
    all().for_each(|(_, form)| starts[place(form, buckets, bits).0 + 1] += 1);
    for bucket in 0..buckets {
        starts[bucket + 1] += starts[bucket];
    }
    let mut next = starts.clone();
    let mut entries = vec![0; starts[buckets] as usize];
    for (group, form) in all() {
        let (bucket, tag) = place(form, buckets, bits);
        entries[next[bucket] as usize] = tag | group;
        next[bucket] += 1;
    }
    Built { groups, buckets: starts, entries }
}

/// How many bits the number of a group takes.
fn bits_for(groups: usize) -> u32 {
    (usize::BITS - groups.leading_zeros()).min(31)
}

fn mask(bits: u32) -> u32 {
    (1 << bits) - 1
}

/// The bucket of a shortened form, and the bits of its hash that an entry holds above the group.
fn place(form: u64, buckets: usize, bits: u32) -> (usize, u32) {
    let bucket = (form >> 32) as usize & (buckets - 1);
    (bucket, form as u32 & !mask(bits))
}

/// The hashes of a word's first letters with up to `most` of them taken out, each once.
fn shortened(word: &str, most: usize) -> Vec<u64> {
    let mut letters = ['\0'; PREFIX];
    let mut len = 0;
    for c in word.chars().take(PREFIX) {
        letters[len] = c;
        len += 1;
    }
    let letters = &letters[..len];
    let without =
        |a: usize, b: usize| hash(letters.iter().enumerate().filter(|&(i, _)| i != a && i != b).map(|(_, c)| *c));
    let mut forms = vec![without(len, len)];
    if most > 0 {
        forms.extend((0..len).map(|a| without(a, len)));
    }
    if most > 1 {
        forms.extend((0..len).flat_map(|a| (a + 1..len).map(move |b| (a, b))).map(|(a, b)| without(a, b)));
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// FNV-1a over characters, its high bits mixed into the low ones.
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let mixed =
        letters.fold(start, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(27));
    (mixed ^ mixed >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) ^ mixed >> 29
}
