//! Edit distance (Levenshtein) between one query and many segments, over token numbers.
//!
//! Bit-parallel after Myers (1999) and Hyyrö (2003): a column of the distance table is a row of bits, with 64 tokens of the
//! query in a machine word. The masks of the query are computed once.

/// How many tokens of a query share a machine word.
const TOKENS_PER_WORD: usize = 64;

/// Marks a free slot: no token has this number.
const NO_TOKEN: u32 = u32::MAX;

/// A query as bit masks: the places of each of its tokens.
#[derive(Debug)]
pub(super) struct Pattern {
    len: usize,
    words: usize,
    /// A hash table with open addressing, its size a power of two: a token number, and where its masks begin.
    slots: Vec<(u32, u32)>,
    shift: u32,
    /// `words` masks for each distinct token; the first ones belong to all tokens that the query does not have.
    masks: Vec<u64>,
}

/// A column of the distance table, kept for reuse.
#[derive(Debug, Default)]
pub(super) struct Column(Vec<(u64, u64)>);

/// The edit distance of two lists of hashes. Cost: a few nanoseconds for each token and each 64 tokens of the other list.
pub(crate) fn distance(a: &[u64], b: &[u64]) -> u32 {
    let mut numbers = std::collections::HashMap::new();
    let mut number = |hash: &u64| {
        let next = numbers.len() as u32;
        *numbers.entry(*hash).or_insert(next)
    };
    let query: Vec<Option<u32>> = a.iter().map(|hash| Some(number(hash))).collect();
    let other: Vec<u32> = b.iter().map(number).collect();
    if query.is_empty() {
        return other.len() as u32;
    }
    let max_edits = query.len().max(other.len());
    let distance = Pattern::new(&query).distance(other.iter().copied(), other.len(), max_edits, &mut Column::default());
    distance.unwrap_or(max_edits) as u32
}

impl Pattern {
    /// Computes the masks of a query. `None` stands for a token that no segment has.
    pub(super) fn new(tokens: &[Option<u32>]) -> Self {
        let (len, words) = (tokens.len(), tokens.len().div_ceil(TOKENS_PER_WORD).max(1));
        let size = (4 * len).next_power_of_two().max(16);
        let mut pattern = Self {
            len,
            words,
            slots: vec![(NO_TOKEN, 0); size],
            shift: u32::BITS - size.trailing_zeros(),
            masks: vec![0; words],
        };
        for (at, token) in tokens.iter().enumerate() {
            let Some(token) = *token else { continue };
            let slot = pattern.slot(token);
            if pattern.slots[slot].0 == NO_TOKEN {
                pattern.slots[slot] = (token, pattern.masks.len() as u32);
                pattern.masks.resize(pattern.masks.len() + words, 0);
            }
            let start = pattern.slots[slot].1 as usize;
            pattern.masks[start + at / TOKENS_PER_WORD] |= 1 << (at % TOKENS_PER_WORD);
        }
        pattern
    }

    fn slot(&self, token: u32) -> usize {
        let mut slot = (token.wrapping_mul(0x9e37_79b9) >> self.shift) as usize;
        while self.slots[slot].0 != token && self.slots[slot].0 != NO_TOKEN {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    fn masks(&self, token: u32) -> &[u64] {
        let (found, start) = self.slots[self.slot(token)];
        let start = if found == token { start as usize } else { 0 };
        &self.masks[start..start + self.words]
    }

    /// The distance to a segment of `count` tokens, if it is at most `max_edits`. Cost: a few nanoseconds for each token and
    /// each 64 tokens of the query; stops as soon as the distance must exceed `max_edits`.
    pub(super) fn distance(
        &self,
        tokens: impl Iterator<Item = u32>,
        count: usize,
        max_edits: usize,
        column: &mut Column,
    ) -> Option<usize> {
        let edits = if self.words == 1 {
            self.distance_in_one_word(tokens, count, max_edits)?
        } else {
            self.distance_in_words(tokens, count, max_edits, column)?
        };
        (edits <= max_edits).then_some(edits)
    }

    /// For a query of at most 64 tokens. `None` once `max_edits` is out of reach.
    fn distance_in_one_word(&self, tokens: impl Iterator<Item = u32>, count: usize, max_edits: usize) -> Option<usize> {
        let last = self.len.saturating_sub(1);
        let (mut up, mut down, mut edits) = (!0u64, 0u64, self.len);
        // Each following token lowers the last row of a column by at most one.
        for (token, reach) in tokens.zip((max_edits..=max_edits + count).rev()) {
            if edits > reach {
                return None;
            }
            let mask = self.masks(token)[0];
            let diagonal = (((mask & up).wrapping_add(up)) ^ up) | mask | down;
            let (more, less) = (down | !(diagonal | up), diagonal & up);
            edits += (more >> last & 1) as usize;
            edits -= (less >> last & 1) as usize;
            let more = more << 1 | 1;
            up = less << 1 | !(diagonal | more);
            down = more & diagonal;
        }
        Some(edits)
    }

    /// For a longer query. `None` once `max_edits` is out of reach.
    fn distance_in_words(
        &self,
        tokens: impl Iterator<Item = u32>,
        count: usize,
        max_edits: usize,
        column: &mut Column,
    ) -> Option<usize> {
        let last = (self.len - 1) % TOKENS_PER_WORD;
        let column = &mut column.0;
        column.clear();
        column.resize(self.words, (!0, 0));
        let mut edits = self.len;
        for (token, reach) in tokens.zip((max_edits..=max_edits + count).rev()) {
            if edits > reach {
                return None;
            }
            let (mut more_before, mut less_before) = (1, 0);
            for (at, ((up, down), &mask)) in column.iter_mut().zip(self.masks(token)).enumerate() {
                // The last word ends with the query's last token.
                let top = if at + 1 == self.words { last } else { TOKENS_PER_WORD - 1 };
                let matched = mask | less_before;
                let diagonal = (((matched & *up).wrapping_add(*up)) ^ *up) | matched | *down;
                let (more, less) = (*down | !(diagonal | *up), diagonal & *up);
                let (more_in, less_in) = (more << 1 | more_before, less << 1 | less_before);
                (more_before, less_before) = (more >> top & 1, less >> top & 1);
                *up = less_in | !(diagonal | more_in);
                *down = more_in & diagonal;
            }
            edits += more_before as usize;
            edits -= less_before as usize;
        }
        Some(edits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_distance_agrees_with_a_plain_implementation(
            query in prop::collection::vec(0u32..6, 1..200),
            other in prop::collection::vec(0u32..7, 1..200),
            most in 0usize..200,
        ) {
            // Letters stand for the tokens, so that strsim can compute the distance.
            let letters = |tokens: &[u32]| tokens.iter().filter_map(|t| char::from_u32('a' as u32 + t)).collect::<String>();
            let known: Vec<Option<u32>> = query.iter().map(|&token| (token != 0).then_some(token)).collect();
            let other: Vec<u32> = other.into_iter().map(|token| token + 1).collect();
            let wanted = strsim::levenshtein(&letters(&query), &letters(&other));
            let wanted = (wanted <= most).then_some(wanted);
            let found = Pattern::new(&known).distance(other.iter().copied(), other.len(), most, &mut Column::default());
            prop_assert_eq!(found, wanted);
        }
    }
}
