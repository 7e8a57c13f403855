//! Hashes of words and of runs of words, for tables in memory and in indexes: fast, not secret, and free to change with the
//! version of the index files. What is stored for good has [`super::stable_hash()`].

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

use std::hash::{BuildHasherDefault, Hasher};

/// The hash of some bytes, eight at a time. Never 0.
#[inline]
pub fn hash(bytes: &[u8]) -> u64 {
    let (blocks, rest) = bytes.as_chunks();
    let start = bytes.len() as u64;
    let hash = blocks.iter().fold(start, |hash, block| combine_hashes(hash, u64::from_le_bytes(*block)));
    let last = match (bytes.last_chunk(), rest.len()) {
        (_, 0) => 0,
        // The bytes before the rest are shifted out.
        (Some(eight), rest) => u64::from_le_bytes(*eight) >> (64 - 8 * rest),
        (None, _) => few(rest),
    };
    combine_hashes(hash, last) | 1
}

/// Less than eight bytes as a number. Overlapping reads spare a loop.
#[inline]
fn few(bytes: &[u8]) -> u64 {
    let last = bytes.len() - 1;
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(low), Some(high)) => {
            u64::from(u32::from_le_bytes(*low)) | u64::from(u32::from_le_bytes(*high)) << (8 * (last - 3))
        }
        _ => {
            let middle = last.div_ceil(2);
            u64::from(bytes[0]) | u64::from(bytes[middle]) << (8 * middle) | u64::from(bytes[last]) << (8 * last)
        }
    }
}

/// The hash of a phrase that goes on with one more word; the empty phrase is 0.
#[inline]
pub fn combine_hashes(phrase: u64, word: u64) -> u64 {
    let mixed = (phrase.rotate_left(23) ^ word).wrapping_mul(MULTIPLIER);
    mixed ^ (mixed >> 29)
}

/// For maps whose keys are hashes already.
pub type BuildPrehashed = BuildHasherDefault<PrehashedHasher>;

/// Takes a hash as it is.
#[derive(Debug, Default)]
pub struct PrehashedHasher(u64);

impl Hasher for PrehashedHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_of_equal_beginnings_and_lengths_differ() {
        let words = [
            "",
            "a",
            "a\0",
            "houses",
            "house",
            "housess",
            "administration",
            "administratios",
            "ab",
            "ba",
            "abc",
            "acb",
        ];
        let hashes: HashSet<u64> = words.iter().map(|word| hash(word.as_bytes())).collect();
        assert_eq!(hashes.len(), words.len());
    }

    #[test]
    fn every_byte_counts() {
        for length in 1..40 {
            let bytes: Vec<u8> = (0..length).collect();
            let others = (0..bytes.len()).map(|at| {
                let mut other = bytes.clone();
                other[at] ^= 0x40;
                hash(&other)
            });
            let hashes: HashSet<u64> = others.chain([hash(&bytes)]).collect();
            assert_eq!(hashes.len(), bytes.len() + 1, "{length}");
        }
    }
}
