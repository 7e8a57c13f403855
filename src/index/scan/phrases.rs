//! Phrases as numbers: an open-addressing table from the hash of a run of words to what is known of that run.

/// The phrases of a set of terms and all their beginnings. Eight bytes a slot, at most two thirds of them used.
///
/// A slot holds 31 bits of the phrase's hash, whether a longer phrase begins with it, and the number of its terms; with the
/// bits that the slot's place stands for, about fifty bits tell two phrases apart. That is no proof: whoever finds a
/// phrase compares letters.
#[derive(Debug, Clone, Default)]
pub(super) struct Phrases {
    slots: Vec<u64>,
    shift: u32,
}

/// What is known of a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// Whether a longer phrase begins with it.
    pub(super) prefix: bool,
    /// The group of terms that it is, if it is one.
    pub(super) group: Option<u32>,
}

const PREFIX: u64 = 1 << 32;
const TAG: u64 = !0 << 33;

impl Phrases {
    /// An empty table with room for `count` phrases.
    pub(super) fn with_room(count: usize) -> Self {
        let bits = (count * 3 / 2 + 2).next_power_of_two().trailing_zeros();
        Self { slots: vec![0; 1 << bits], shift: 64 - bits }
    }

    /// Notes that a longer phrase begins with this one.
    pub(super) fn add_prefix(&mut self, hash: u64) {
        *self.slot(hash) |= PREFIX;
    }

    /// Gives a phrase its group of terms.
    pub(super) fn add_group(&mut self, hash: u64, group: u32) {
        *self.slot(hash) |= u64::from(group) + 1;
    }

    fn slot(&mut self, hash: u64) -> &mut u64 {
        let at = self.find_slot(hash);
        let slot = &mut self.slots[at];
        *slot |= tag(hash);
        slot
    }

    fn find_slot(&self, hash: u64) -> usize {
        let mut at = (hash >> self.shift) as usize;
        while self.slots[at] != 0 && self.slots[at] & TAG != tag(hash) {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    /// What is known of a phrase. Cost: one look into the table, seldom two.
    #[inline]
    pub(super) fn find(&self, hash: u64) -> Known {
        let slot = self.slots[self.find_slot(hash)];
        Known { prefix: slot & PREFIX != 0, group: (slot as u32).checked_sub(1) }
    }
}

/// The lowest bits of a hash, where a slot keeps them; its highest bits choose the slot.
fn tag(hash: u64) -> u64 {
    hash << 33
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of some bytes, eight at a time. Never 0.
#[inline]
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let mut blocks = bytes.chunks_exact(8);
    for block in &mut blocks {
        hash = mix(hash, u64::from_le_bytes(block.try_into().unwrap_or_default()));
    }
    let mut last = [0; 8];
    let rest = blocks.remainder();
    last[..rest.len()].copy_from_slice(rest);
    mix(hash, u64::from_le_bytes(last)) | 1
}

/// The hash of a phrase that goes on with one more word; the empty phrase is 0.
#[inline]
pub(super) fn mix(phrase: u64, word: u64) -> u64 {
    let mixed = (phrase.rotate_left(23) ^ word).wrapping_mul(MULTIPLIER);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_is_found_and_nothing_else() {
        let phrase = |n: u64| mix(mix(0, hash(&n.to_le_bytes())), 7);
        let mut phrases = Phrases::with_room(20_000);
        for n in 0..10_000 {
            phrases.add_group(phrase(n), n as u32);
            phrases.add_prefix(phrase(n + 5_000));
        }
        for n in 0..30_000 {
            let wanted = Known { prefix: (5_000..15_000).contains(&n), group: (n < 10_000).then_some(n as u32) };
            assert_eq!(phrases.find(phrase(n)), wanted, "{n}");
        }
    }

    #[test]
    fn words_of_equal_beginnings_and_lengths_differ() {
        let words = ["", "a", "a\0", "houses", "house", "housess", "administration", "administratios"];
        let mut hashes: Vec<u64> = words.iter().map(|word| hash(word.as_bytes())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), words.len());
    }
}
