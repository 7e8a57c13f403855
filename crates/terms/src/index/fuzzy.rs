//! Finds keys a few edits away from a query.
//!
//! The distance is between folded keys, so a wrong tone costs nothing here; ranking then compares the original letters.

use std::sync::LazyLock;

use fst::{IntoStreamer, Streamer};
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};

use super::{
    Index,
    deletes::{DeletionTable, MAX_EDITS, first_letters},
    distance::Pattern,
};

static AUTOMATON_BUILDERS: LazyLock<[LevenshteinAutomatonBuilder; MAX_EDITS]> =
    LazyLock::new(|| [1, 2].map(|distance| LevenshteinAutomatonBuilder::new(distance, true)));

/// Upper limit of a fuzzy query in bytes. A longer one is not a misspelt term, and its automaton would be large.
const MAX_FUZZY_BYTES: usize = 120;

/// The number of edits allowed in a query of this many letters and digits.
pub(super) fn allowed_edits(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => MAX_EDITS,
    }
}

/// A folded key similar to a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearKey<'i> {
    /// Its edit distance; a transposition of neighbours counts as one edit.
    pub edits: usize,
    /// The number of the key.
    pub(super) number: u32,
    /// The key.
    pub key: &'i str,
}

impl Index {
    /// The folded keys within `most` (at most 2) edits of a folded query, nearest first.
    ///
    /// Cost: with the deletion table a few microseconds for ten thousand keys, some tens of microseconds for a million;
    /// without it thirty times as much, to walk the fst.
    pub fn near(&self, query: &str, most: usize) -> Vec<NearKey<'_>> {
        if query.len() > MAX_FUZZY_BYTES {
            return Vec::new();
        }
        let most = most.min(MAX_EDITS);
        let mut near = match self.deletion_table() {
            Some(table) => self.near_by_table(table, query, most),
            None => self.near_by_automaton(query, most),
        };
        near.sort_unstable();
        near
    }

    fn near_by_table(&self, table: DeletionTable<'_>, query: &str, most: usize) -> Vec<NearKey<'_>> {
        let (pattern, keys) = (Pattern::new(query), self.keys());
        let mut near = Vec::new();
        for range in table.candidates(query, most) {
            let Some(first) = keys.get(range.start) else { continue };
            let shared = first_letters(first);
            let column = pattern.read(pattern.start(), shared);
            for number in range.start..range.end.min(keys.count()) {
                if keys.size(number) + most < pattern.len() {
                    continue; // a key has at most as many letters as bytes, so this one is too short
                }
                let Some(key) = keys.get(number).filter(|key| key.starts_with(shared)) else { break };
                near.extend(pattern.distance_from(column, shared, key, most).map(|edits| NearKey {
                    edits,
                    number,
                    key,
                }));
            }
        }
        near
    }

    /// Walks the fst with `levenshtein_automata`, because the automaton of `fst` misses matches with multi-byte letters.
    fn near_by_automaton(&self, query: &str, most: usize) -> Vec<NearKey<'_>> {
        let keys = self.keys();
        let Some(builder) = most.checked_sub(1).and_then(|i| AUTOMATON_BUILDERS.get(i)) else {
            let number = self.folded.get(query).and_then(|number| u32::try_from(number).ok());
            let key = number.and_then(|number| Some((number, keys.get(number)?)));
            return key.into_iter().map(|(number, key)| NearKey { edits: 0, number, key }).collect();
        };
        let dfa = builder.build_dfa(query);
        let mut near = Vec::new();
        let mut stream = self.folded.map().search(&dfa).into_stream();
        while let Some((bytes, number)) = stream.next() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            if let (Distance::Exact(edits), Some(key)) = (dfa.eval(bytes), keys.get(number)) {
                near.push(NearKey { edits: usize::from(edits), number, key });
            }
        }
        near
    }

    /// The `count` keys nearest to a folded query, with edits in at most a third of its letters. Cost: one pass over all keys,
    /// which compares those of similar length; 30 milliseconds for a million keys.
    pub(super) fn nearest(&self, query: &str, count: usize) -> Vec<NearKey<'_>> {
        if query.len() > MAX_FUZZY_BYTES {
            return Vec::new();
        }
        let pattern = Pattern::new(query);
        let most = pattern.len().div_ceil(3);
        let keys = self.keys();
        let all_near = (0..keys.count()).filter_map(|number| {
            let key = keys.get(number)?;
            Some(NearKey { edits: pattern.distance(key, most)?, number, key })
        });
        let mut nearest: Vec<NearKey<'_>> = all_near.collect();
        nearest.sort_unstable();
        nearest.truncate(count);
        nearest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::index::FuzzyMethod;
    use gloss_core::{
        lang::Lang,
        model::{Concept, Status, Term},
        text::key,
    };

    use super::*;

    fn concept(term: &str) -> Concept {
        let mut concept = Concept::new(term, "general");
        concept.terms.insert(Lang::vi(), vec![Term::new(term, Status::Preferred)]);
        concept
    }

    proptest! {
        /// A transposition counts as one edit in the table, the automaton and brute force, and is not edited again.
        #[test]
        fn table_and_automaton_find_what_brute_force_finds(
            terms in prop::collection::vec("[abdđếồक ]{1,11}", 1..40), query in "[abdđếồक ]{1,11}", most in 0usize..=2
        ) {
            let concepts: Vec<Concept> = terms.iter().map(|term| concept(term)).collect();
            let query = key::folded(&query);
            let mut expected: Vec<(usize, String)> = terms
                .iter()
                .map(|term| key::folded(term))
                .filter(|key| !key.is_empty())
                .map(|key| (strsim::osa_distance(&query, &key), key))
                .filter(|(edits, _)| *edits <= most)
                .collect();
            expected.sort();
            expected.dedup();
            for fuzzy in [FuzzyMethod::DeletionTable, FuzzyMethod::Fst] {
                let index = Index::build(&concepts, fuzzy).expect("an index");
                let found: Vec<(usize, String)> =
                    index.near(&query, most).into_iter().map(|near| (near.edits, near.key.to_owned())).collect();
                prop_assert_eq!(&found, &expected, "{:?}", fuzzy);
            }
        }
    }
}
