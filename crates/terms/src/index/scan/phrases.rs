//! The phrase table: an open-addressing hash table from the hash of a run of words to the terms with that phrase and the words
//! that may follow.

/// The phrases of a set of terms and the prefixes of these phrases. Eight bytes per slot, at most half of them used.
///
/// A slot holds 24 bits of the phrase hash, eight bits that say which words may follow in a longer phrase, and the group of
/// terms. The position of the slot represents further bits of the hash, so in a table of a million phrases another run of
/// words is mistaken for a phrase about once in a hundred million; the caller must compare letters. Two phrases of the table
/// are never mistaken for each other, because the stored bits are chosen to differ.
#[derive(Debug, Clone, Default)]
pub(super) struct PhraseTable {
    slots: Vec<u64>,
    /// Right shift that turns a hash into a slot position.
    position_shift: u32,
    /// Left shift that selects the bits of a hash that a slot stores.
    tag_shift: u32,
    /// A bit for each hash of a first word. Most words of a text begin no term, and this filter fits into the fastest cache.
    first_words: Vec<u64>,
}

/// An entry to add to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The hash of the words.
    pub(super) hash: u64,
    /// The group of terms with this phrase; `None` if it is only the prefix of longer ones.
    pub(super) group: Option<u32>,
    /// The [`word_bit`]s of the words that may follow in a longer phrase.
    pub(super) next_words: u8,
}

/// What the table knows about a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PhraseInfo {
    /// The group of terms with this phrase, if there is one.
    pub(super) group: Option<u32>,
    /// The [`word_bit`]s of the words that may follow in a longer phrase.
    next_words: u8,
}

impl PhraseInfo {
    /// Whether a longer phrase may continue with this word. `false` is certain.
    #[inline]
    pub(super) fn may_continue_with(self, word: u64) -> bool {
        self.next_words & word_bit(word) != 0
    }
}

/// One of eight bits, selected by the hash of a word; 0 for a paragraph break.
#[inline]
pub(super) fn word_bit(word: u64) -> u8 {
    ((word & 1) as u8) << (word >> 40 & 7)
}

/// The bits of a slot that hold bits of the hash.
const TAG_MASK: u64 = !0 << 40;

impl PhraseTable {
    /// Builds the table from distinct phrases and the hashes of their first words.
    pub(super) fn build(phrases: &[Phrase], first_words: impl Iterator<Item = u64>) -> Self {
        let mut bits = (phrases.len() * 2 + 2).next_power_of_two().trailing_zeros();
        let mut table = loop {
            // Phrases with equal tags must not meet. In a table of a million phrases one choice of bits in ten fails.
            let tag_shifts = (64 - 24 - bits.min(39)..=40).rev();
            let empty_tables = tag_shifts.map(|tag_shift| Self::empty(bits, tag_shift));
            if let Some(table) = empty_tables.into_iter().find_map(|table| table.filled(phrases)) {
                break table;
            }
            bits += 1;
        };
        table.first_words = vec![0; 1 << bits.saturating_sub(3)];
        for word in first_words {
            let (block, bit) = table.first_word_bit(word);
            table.first_words[block] |= bit;
        }
        table
    }

    fn empty(bits: u32, tag_shift: u32) -> Self {
        Self { slots: vec![0; 1 << bits], position_shift: 64 - bits, tag_shift, first_words: Vec::new() }
    }

    /// The table filled with phrases; `None` if two of them would be mistaken for each other.
    fn filled(mut self, phrases: &[Phrase]) -> Option<Self> {
        for phrase in phrases {
            let at = self.find_slot(phrase.hash);
            if self.slots[at] != 0 {
                return None;
            }
            let group = phrase.group.map_or(0, |group| u64::from(group) + 1);
            self.slots[at] = self.tag_of(phrase.hash) | u64::from(phrase.next_words) << 32 | group;
        }
        Some(self)
    }

    fn tag_of(&self, hash: u64) -> u64 {
        hash << self.tag_shift & TAG_MASK
    }

    /// Whether a phrase may start with this word. `false` is certain.
    #[inline]
    pub(super) fn may_start_with(&self, word: u64) -> bool {
        let (block, bit) = self.first_word_bit(word);
        self.first_words.get(block).is_some_and(|bits| bits & bit != 0)
    }

    /// The block and mask of a word in the filter of first words.
    fn first_word_bit(&self, word: u64) -> (usize, u64) {
        ((word >> 6) as usize & (self.first_words.len() - 1), 1 << (word >> 58))
    }

    /// The slot that holds a phrase, or the free slot where it would be.
    #[inline]
    fn find_slot(&self, hash: u64) -> usize {
        let tag = self.tag_of(hash);
        let mut at = (hash >> self.position_shift) as usize;
        while self.slots[at] != 0 && self.slots[at] & TAG_MASK != tag {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    /// Looks up a run of words. Cost: one table access, seldom two.
    #[inline]
    pub(super) fn find(&self, hash: u64) -> PhraseInfo {
        let slot = self.slots[self.find_slot(hash)];
        PhraseInfo { group: (slot as u32).checked_sub(1), next_words: (slot >> 32) as u8 }
    }
}

#[cfg(test)]
mod tests {
    use gloss_core::text::{combine_hashes, hash};

    use super::*;

    fn word(n: u64) -> u64 {
        hash(&n.to_le_bytes())
    }

    #[test]
    fn finds_exactly_the_added_phrases() {
        let phrase = |n: u64| Phrase {
            hash: combine_hashes(combine_hashes(0, word(n)), 7),
            group: (n < 10_000).then_some(n as u32),
            next_words: if n < 5_000 { 0 } else { word_bit(word(n)) },
        };
        let phrases: Vec<Phrase> = (0..15_000).map(phrase).collect();
        let table = PhraseTable::build(&phrases, (0..15_000).map(word));
        for n in 0..30_000 {
            let info = table.find(phrase(n).hash);
            assert_eq!(info.group, (n < 10_000).then_some(n as u32), "{n}");
            assert_eq!(info.may_continue_with(word(n)), (5_000..15_000).contains(&n), "{n}");
            assert!(n >= 15_000 || table.may_start_with(word(n)), "{n}");
        }
        assert!(!table.find(phrase(6_000).hash).may_continue_with(0), "no phrase crosses a paragraph break");
    }

    #[test]
    fn bug_phrases_with_the_same_bits_in_one_slot_lost_their_terms() {
        // Equal in the bits that the first choice stores, and neighbours in the table.
        let hashes = [0x8000_0000_0012_3457, 0x8000_0100_0012_3457, 0x8000_0200_0012_3457];
        let phrases =
            hashes.map(|hash| Phrase { hash, group: Some(hash as u32 >> 4 ^ (hash >> 40) as u32), next_words: 0 });
        assert!(PhraseTable::empty(3, 40).filled(&phrases).is_none());
        let table = PhraseTable::build(&phrases, std::iter::empty());
        for phrase in phrases {
            assert_eq!(table.find(phrase.hash).group, phrase.group);
        }
    }
}
