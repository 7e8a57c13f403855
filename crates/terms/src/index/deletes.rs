//! The deletion table: finds keys within one or two edits of a query by symmetric deletion. Two similar words become equal
//! when one or two letters are deleted from each, so the table lists every key under all its shortened forms, and a query
//! looks up all of its own shortened forms.
//!
//! Only the first eight letters of a key are shortened. Sorted keys with the same first letters form a *group*, and one
//! four-byte entry leads to the whole group: a million keys make fifteen million entries instead of thirty-five. (With seven
//! letters the table is a fifth smaller, but twice as many keys must be compared; nine letters do the opposite.) The hash of
//! a shortened form selects the bucket of an entry. The entry holds the group and as many other bits of the hash as fit, so
//! false candidates are rare. The caller compares every candidate with the query letter by letter.
//!
//! No match is lost. Without edits, the first letters of both words are equal. Each edit among them costs at most one
//! deletion on each side (a substitution or transposition costs one on both), and a letter that an insertion pushes past the
//! end of the first letters costs one deletion on the other side.

use std::ops::Range;

use gloss_core::block::bytes::U32s;

/// Number of letters at the start of a key that are shortened.
pub(super) const SHORTENED_LETTERS: usize = 8;
/// Upper limit of the edits that can be found.
pub(super) const MAX_EDITS: usize = 2;

/// The table as stored in an index file.
#[derive(Debug, Clone, Copy)]
pub(super) struct DeletionTable<'b> {
    /// The first key of each group, and the end of the last.
    pub(super) groups: U32s<'b>,
    /// The first entry of each bucket, and the end of the last.
    pub(super) buckets: U32s<'b>,
    pub(super) entries: U32s<'b>,
}

/// The arrays of a new table.
#[derive(Debug, Default, Clone)]
pub(super) struct NewDeletionTable {
    pub(super) groups: Vec<u32>,
    pub(super) buckets: Vec<u32>,
    pub(super) entries: Vec<u32>,
}

impl<'b> DeletionTable<'b> {
    /// Candidates within `most` edits of the query, as ranges of key numbers; each range is a group.
    pub(super) fn candidates(&self, query: &str, most: usize) -> Vec<Range<u32>> {
        let Some((buckets, bits)) = self.buckets.len().checked_sub(1).zip(self.group_bits()) else { return Vec::new() };
        let mut groups = Vec::new();
        for form in shortened(query, most.min(MAX_EDITS)) {
            let (bucket, tag) = bucket_and_tag(form, buckets, bits);
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
        self.groups.len().checked_sub(1).map(bits_for_groups)
    }
}

/// Builds the table of sorted, distinct keys. Cost: about four microseconds per group, on all cores.
pub(super) fn build(keys: &[&str]) -> NewDeletionTable {
    use rayon::prelude::*;

    let mut groups: Vec<u32> = Vec::new();
    let mut before = None;
    for (number, key) in (0u32..).zip(keys) {
        let first = first_letters(key);
        if before != Some(first) {
            groups.push(number);
            before = Some(first);
        }
    }
    let bits = bits_for_groups(groups.len());
    let forms: Vec<Vec<u64>> = groups.par_iter().map(|&first| shortened(keys[first as usize], MAX_EDITS)).collect();
    groups.push(u32::try_from(keys.len()).unwrap_or(u32::MAX));
    let buckets = (forms.iter().map(Vec::len).sum::<usize>() / 2).next_power_of_two();
    // Counting sort: count the entries of each bucket, compute where each bucket begins, place the entries.
    let mut starts = vec![0u32; buckets + 1];
    let all = || (0u32..).zip(&forms).flat_map(|(group, forms)| forms.iter().map(move |&form| (group, form)));
    all().for_each(|(_, form)| starts[bucket_and_tag(form, buckets, bits).0 + 1] += 1);
    for bucket in 0..buckets {
        starts[bucket + 1] += starts[bucket];
    }
    let mut next = starts.clone();
    let mut entries = vec![0; starts[buckets] as usize];
    for (group, form) in all() {
        let (bucket, tag) = bucket_and_tag(form, buckets, bits);
        entries[next[bucket] as usize] = tag | group;
        next[bucket] += 1;
    }
    NewDeletionTable { groups, buckets: starts, entries }
}

/// The number of bits that hold any group number.
fn bits_for_groups(groups: usize) -> u32 {
    (usize::BITS - groups.leading_zeros()).min(31)
}

fn mask(bits: u32) -> u32 {
    (1 << bits) - 1
}

/// The bucket of a shortened form, and the bits of its hash that an entry stores above the group number.
fn bucket_and_tag(form: u64, buckets: usize, bits: u32) -> (usize, u32) {
    let bucket = (form >> 32) as usize & (buckets - 1);
    (bucket, form as u32 & !mask(bits))
}

/// The first letters of a key, on which its deletions are formed.
pub(super) fn first_letters(key: &str) -> &str {
    key.char_indices().nth(SHORTENED_LETTERS).map_or(key, |(end, _)| &key[..end])
}

/// The distinct hashes of a word's first letters with up to `most` of them deleted.
fn shortened(word: &str, most: usize) -> Vec<u64> {
    let mut letters = ['\0'; SHORTENED_LETTERS];
    let mut len = 0;
    for c in word.chars().take(SHORTENED_LETTERS) {
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

/// A multiplicative hash over characters, its high bits mixed into the low ones.
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let mixed =
        letters.fold(start, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(27));
    (mixed ^ mixed >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) ^ mixed >> 29
}
