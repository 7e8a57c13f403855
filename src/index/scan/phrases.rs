//! Phrases as numbers: an open-addressing table from the hash of a run of words to what is known of that run.

/// The phrases of a set of terms and all their beginnings. Eight bytes a slot, at most half of them used.
///
/// A slot holds 24 bits of the phrase's hash, eight bits that tell which words may follow it in a longer phrase, and the
/// number of its terms. Its place stands for further bits, so in a table of a million another run of words is mistaken for
/// a phrase once in some hundred millions: whoever finds a phrase compares letters. The phrases themselves are never
/// mistaken for each other; the bits that are kept are chosen so.
#[derive(Debug, Clone, Default)]
pub(super) struct Phrases {
    slots: Vec<u64>,
    /// So far a hash is moved to give a place.
    place: u32,
    /// So far a hash is moved to give the bits that a slot keeps.
    tag: u32,
    /// A bit for each hash of a first word, small enough for the nearest cache: most words of a text begin no term.
    firsts: Vec<u64>,
}

/// A phrase on its way into the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Its hash.
    pub(super) hash: u64,
    /// Its terms, if it is one.
    pub(super) group: Option<u32>,
    /// The kinds of words that may follow.
    pub(super) next: u8,
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

/// Words are of eight kinds; a paragraph's end is of none, having no bit set.
#[inline]
pub(super) fn kind(word: u64) -> u8 {
    ((word & 1) as u8) << (word >> 40 & 7)
}

const TAG: u64 = !0 << 40;

impl Phrases {
    /// The table of some phrases, each given once, and of the words that begin them.
    pub(super) fn of(phrases: &[Phrase], firsts: impl Iterator<Item = u64>) -> Self {
        let mut bits = (phrases.len() * 2 + 2).next_power_of_two().trailing_zeros();
        let mut table = loop {
            // In a table of a million one choice in ten puts two phrases with the same bits side by side.
            let choices = (64 - 24 - bits.min(39)..=40).rev();
            if let Some(table) = choices.map(|tag| Self::empty(bits, tag)).find_map(|table| table.filled(phrases)) {
                break table;
            }
            bits += 1;
        };
        table.firsts = vec![0; 1 << bits.saturating_sub(3)];
        for word in firsts {
            let (block, bit) = table.first(word);
            table.firsts[block] |= bit;
        }
        table
    }

    fn empty(bits: u32, tag: u32) -> Self {
        Self { slots: vec![0; 1 << bits], place: 64 - bits, tag, firsts: Vec::new() }
    }

    /// The table with some phrases in it; nothing if two of them could not be told apart.
    fn filled(mut self, phrases: &[Phrase]) -> Option<Self> {
        for phrase in phrases {
            let at = self.find_slot(phrase.hash);
            if self.slots[at] != 0 {
                return None;
            }
            let group = phrase.group.map_or(0, |group| u64::from(group) + 1);
            self.slots[at] = self.tag_of(phrase.hash) | u64::from(phrase.next) << 32 | group;
        }
        Some(self)
    }

    fn tag_of(&self, hash: u64) -> u64 {
        hash << self.tag & TAG
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

    #[inline]
    fn find_slot(&self, hash: u64) -> usize {
        let tag = self.tag_of(hash);
        let mut at = (hash >> self.place) as usize;
        while self.slots[at] != 0 && self.slots[at] & TAG != tag {
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

#[cfg(test)]
mod tests {
    use crate::text::{hash, mix};

    use super::*;

    fn word(n: u64) -> u64 {
        hash(&n.to_le_bytes())
    }

    #[test]
    fn what_goes_in_is_found_and_nothing_else() {
        let of = |n: u64| Phrase {
            hash: mix(mix(0, word(n)), 7),
            group: (n < 10_000).then_some(n as u32),
            next: if n < 5_000 { 0 } else { kind(word(n)) },
        };
        let phrases: Vec<Phrase> = (0..15_000).map(of).collect();
        let table = Phrases::of(&phrases, (0..15_000).map(word));
        for n in 0..30_000 {
            let known = table.find(of(n).hash);
            assert_eq!(known.group, (n < 10_000).then_some(n as u32), "{n}");
            assert_eq!(known.may_go_on(word(n)), (5_000..15_000).contains(&n), "{n}");
            assert!(n >= 15_000 || table.may_begin(word(n)), "{n}");
        }
        assert!(!table.find(of(6_000).hash).may_go_on(0), "nothing goes on over a paragraph's end");
    }

    #[test]
    fn bug_phrases_with_the_same_bits_in_one_slot_lost_their_terms() {
        // Equal in the bits that a first choice keeps, and neighbours in the table.
        let hashes = [0x8000_0000_0012_3457, 0x8000_0100_0012_3457, 0x8000_0200_0012_3457];
        let phrases = hashes.map(|hash| Phrase { hash, group: Some(hash as u32 >> 4 ^ (hash >> 40) as u32), next: 0 });
        assert!(Phrases::empty(3, 40).filled(&phrases).is_none());
        let table = Phrases::of(&phrases, std::iter::empty());
        for phrase in phrases {
            assert_eq!(table.find(phrase.hash).group, phrase.group);
        }
    }
}
