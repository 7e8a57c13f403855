//! Phrases as numbers: an open-addressing table from the hash of a run of words to what is known of that run.

/// The phrases of a set of terms and all their beginnings. Eight bytes a slot, at most two thirds of them used.
///
/// A slot holds 24 bits of the phrase's hash, eight bits that tell which words may follow it in a longer phrase, and the
/// number of its terms; with the bits that the slot's place stands for, more than forty bits tell two phrases apart. That
/// is no proof: whoever finds a phrase compares the terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Phrases {
    slots: Vec<u64>,
    shift: u32,
    /// A bit for each hash of a first word, small enough for the nearest cache: most words of a text begin no term.
    firsts: Vec<u64>,
}

/// What is known of a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// The group of terms that it is, if it is one.
    pub(super) group: Option<u32>,
    /// One bit for each kind of word that may follow.
    next: u8,
}

impl Known {
    /// Whether a longer phrase may go on with a word. A no is certain.
    #[inline]
    pub(super) fn may_go_on(self, word: u64) -> bool {
        self.next & kind(word) != 0
    }
}

/// Words are of eight kinds.
#[inline]
fn kind(word: u64) -> u8 {
    1 << (word >> 40 & 7)
}

const TAG: u64 = !0 << 40;

impl Phrases {
    /// An empty table with room for `count` phrases.
    pub(super) fn with_room(count: usize) -> Self {
        let bits = (count * 3 / 2 + 2).next_power_of_two().trailing_zeros();
        Self { slots: vec![0; 1 << bits], shift: 64 - bits, firsts: vec![0; 1 << bits.saturating_sub(3)] }
    }

    /// Notes that a phrase begins with a word.
    pub(super) fn add_first(&mut self, word: u64) {
        let (block, bit) = self.first(word);
        self.firsts[block] |= bit;
    }

    /// Whether a phrase may begin with a word. A no is certain.
    #[inline]
    pub(super) fn may_begin(&self, word: u64) -> bool {
        let (block, bit) = self.first(word);
        self.firsts.get(block).is_some_and(|bits| bits & bit != 0)
    }

    fn first(&self, word: u64) -> (usize, u64) {
        ((word >> 6) as usize & (self.firsts.len() - 1), 1 << (word >> 58))
    }

    /// Notes that a longer phrase begins with this one and goes on with a word.
    pub(super) fn add_prefix(&mut self, hash: u64, word: u64) {
        *self.slot(hash) |= u64::from(kind(word)) << 32;
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
        Known { group: (slot as u32).checked_sub(1), next: (slot >> 32) as u8 }
    }
}

/// The lowest bits of a hash, where a slot keeps them; its highest bits choose the slot.
fn tag(hash: u64) -> u64 {
    hash << 40
}

#[cfg(test)]
mod tests {
    use crate::text::{hash, mix};

    use super::*;

    #[test]
    fn what_goes_in_is_found_and_nothing_else() {
        let phrase = |n: u64| mix(mix(0, hash(&n.to_le_bytes())), 7);
        let mut phrases = Phrases::with_room(20_000);
        let next = |n: u64| hash(&[n as u8]);
        for n in 0..10_000 {
            phrases.add_group(phrase(n), n as u32);
            phrases.add_prefix(phrase(n + 5_000), next(n));
            phrases.add_first(next(n));
        }
        for n in 0..30_000 {
            let known = phrases.find(phrase(n));
            assert_eq!(known.group, (n < 10_000).then_some(n as u32), "{n}");
            assert!(n >= 10_000 || phrases.may_begin(next(n)));
            let is_prefix = (5_000..15_000).contains(&n);
            assert!(!is_prefix || known.may_go_on(next(n - 5_000)), "{n}");
            assert_eq!(known.next.count_ones(), u32::from(is_prefix), "{n}");
        }
    }
}
