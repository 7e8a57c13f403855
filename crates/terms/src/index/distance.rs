//! The edit distance of one query to many keys. Insertions, deletions, substitutions and transpositions of neighbours cost one
//! each; a transposed pair is not edited again (optimal string alignment).
//!
//! Bit-parallel after Hyyrö (2003): two machine words hold a column of the distance table, so a key costs a dozen
//! instructions per character. The masks of the query are built once, and keys with the same first letters share the columns
//! of those letters.

/// Upper limit of the query length in characters for the bit-parallel algorithm.
const MAX_PATTERN_CHARS: usize = 64;

/// A query prepared for comparison with many keys.
#[derive(Debug)]
pub struct Pattern<'q> {
    query: &'q str,
    len: usize,
    /// The bit of the last row of the table; 0 for an empty query, which has no rows, and for one that is too long.
    last: u64,
    ascii: [u64; 128],
    /// The masks of other characters; few queries have any, because keys are folded.
    others: Vec<(char, u64)>,
}

/// A column of the distance table: the state after the characters of a key read so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    ups: u64,
    downs: u64,
    diagonal: u64,
    before: u64,
    edits: usize,
}

impl<'q> Pattern<'q> {
    /// Prepares a query. Cost: clears a kilobyte.
    pub fn new(query: &'q str) -> Self {
        let len = query.chars().count();
        let last = if (1..=MAX_PATTERN_CHARS).contains(&len) { 1 << (len - 1) } else { 0 };
        let mut pattern = Self { query, len, last, ascii: [0; 128], others: Vec::new() };
        if len <= MAX_PATTERN_CHARS {
            for (i, c) in query.chars().enumerate() {
                *pattern.mask_mut(c) |= 1 << i;
            }
        }
        pattern
    }

    fn mask_mut(&mut self, c: char) -> &mut u64 {
        if c.is_ascii() {
            return &mut self.ascii[c as usize];
        }
        let at = self.others.iter().position(|(other, _)| *other == c).unwrap_or_else(|| {
            self.others.push((c, 0));
            self.others.len() - 1
        });
        &mut self.others[at].1
    }

    fn mask(&self, c: char) -> u64 {
        match self.ascii.get(c as usize) {
            Some(&mask) => mask,
            None => self.others.iter().find(|(other, _)| *other == c).map_or(0, |(_, mask)| *mask),
        }
    }

    /// The query's length in characters.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The column before the first character of a key.
    pub(super) fn start(&self) -> Column {
        Column { ups: !0, downs: 0, diagonal: 0, before: 0, edits: self.len }
    }

    /// The column after some more letters of a key.
    #[inline]
    pub(super) fn read(&self, mut column: Column, letters: &str) -> Column {
        if self.last == 0 {
            column.edits += letters.chars().count();
        } else if letters.is_ascii() {
            letters.bytes().for_each(|byte| self.step(&mut column, self.ascii[usize::from(byte & 0x7f)]));
        } else {
            letters.chars().for_each(|c| self.step(&mut column, self.mask(c)));
        }
        column
    }

    #[inline]
    fn step(&self, column: &mut Column, mask: u64) {
        let swapped = ((!column.diagonal & mask) << 1) & column.before;
        let diagonal = (((mask & column.ups).wrapping_add(column.ups)) ^ column.ups) | mask | column.downs | swapped;
        let more = column.downs | !(diagonal | column.ups);
        let less = diagonal & column.ups;
        // The last row holds the distance.
        column.edits += usize::from(more & self.last != 0);
        column.edits -= usize::from(less & self.last != 0);
        let more = more << 1 | 1;
        column.ups = (less << 1) | !(diagonal | more);
        column.downs = more & diagonal;
        column.diagonal = diagonal;
        column.before = mask;
    }

    /// The edit distance to a key, if it is at most `most`. Cost: none for a key whose length differs by more than `most`, else
    /// a few nanoseconds per character; strsim compares queries of more than 64 characters.
    pub fn distance(&self, key: &str, most: usize) -> Option<usize> {
        if !self.is_near_in_length(key, most) {
            return None;
        }
        let edits = if self.len > MAX_PATTERN_CHARS {
            strsim::osa_distance(self.query, key)
        } else {
            self.read(self.start(), key).edits
        };
        (edits <= most).then_some(edits)
    }

    /// As [`Pattern::distance`], for a key whose first letters, `first_letters`, have been read into `column`.
    pub(super) fn distance_from(&self, column: Column, first_letters: &str, key: &str, most: usize) -> Option<usize> {
        if self.len > MAX_PATTERN_CHARS {
            return self.distance(key, most);
        }
        if !self.is_near_in_length(key, most) {
            return None;
        }
        let edits = self.read(column, key.get(first_letters.len()..)?).edits;
        (edits <= most).then_some(edits)
    }

    /// Whether the lengths allow a distance of at most `most`.
    fn is_near_in_length(&self, key: &str, most: usize) -> bool {
        let len = if key.is_ascii() { key.len() } else { key.chars().count() };
        len.abs_diff(self.len) <= most
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::deletes::first_letters, *};

    proptest! {
        #[test]
        fn distances_are_those_of_the_plain_table(a in "[abcđế ]{0,70}", b in "[abcđế ]{0,70}", most in 0usize..80) {
            let wanted = strsim::osa_distance(&a, &b);
            let pattern = Pattern::new(&a);
            prop_assert_eq!(pattern.distance(&b, most), (wanted <= most).then_some(wanted));
            let first = first_letters(&b);
            let column = pattern.read(pattern.start(), first);
            prop_assert_eq!(pattern.distance_from(column, first, &b, most), (wanted <= most).then_some(wanted));
        }
    }
}
