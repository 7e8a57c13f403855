//! Keys a few edits away.
//!
//! Edits are counted between folded keys, where a wrong tone costs nothing; the letters as written then order the answers.

use std::sync::LazyLock;

use fst::{IntoStreamer, Streamer};
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};

use super::{
    Index,
    deletes::MOST,
    distance::{Pattern, beginning},
};

static BUILDERS: LazyLock<[LevenshteinAutomatonBuilder; MOST]> =
    LazyLock::new(|| [1, 2].map(|distance| LevenshteinAutomatonBuilder::new(distance, true)));

/// Queries longer than this (in bytes) are no slips of a term; an automaton for them would be large.
const LONGEST: usize = 120;

/// How many edits a query of so many letters may be away.
pub(super) fn allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => MOST,
    }
}

/// A folded key near a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near<'i> {
    /// How many edits it is away; a transposition of neighbours is one.
    pub edits: usize,
    /// Its number in the index.
    pub(super) number: u32,
    /// The key.
    pub key: &'i str,
}

impl Index {
    /// The folded keys within `most` (at most 2) edits of a folded query, nearest first.
    ///
    /// Cost: with the table of shortened forms a few microseconds among ten thousand keys, some tens among a million;
    /// without it the fst is walked, thirty times slower.
    pub fn near(&self, query: &str, most: usize) -> Vec<Near<'_>> {
        if query.len() > LONGEST {
            return Vec::new();
        }
        let most = most.min(MOST);
        let mut found =
            if self.deletes().is_some() { self.by_table(query, most) } else { self.by_automaton(query, most) };
        found.sort_unstable();
        found
    }

    fn by_table(&self, query: &str, most: usize) -> Vec<Near<'_>> {
        let Some(table) = self.deletes() else { return Vec::new() };
        let (pattern, keys) = (Pattern::new(query), self.keys());
        let mut found = Vec::new();
        for range in table.candidates(query, most) {
            let Some(first) = keys.get(range.start) else { continue };
            let shared = beginning(first);
            let column = pattern.read(pattern.start(), shared);
            for number in range.start..range.end.min(keys.count()) {
                if keys.size(number) + most < pattern.len() {
                    continue; // it has at most as many letters as bytes
                }
                let Some(key) = keys.get(number).filter(|key| key.starts_with(shared)) else { break };
                found.extend(pattern.distance_from(column, shared, key, most).map(|edits| Near { edits, number, key }));
            }
        }
        found
    }

    /// `levenshtein_automata` walks the fst; fst's own automaton misses matches in text with multi-byte letters.
    fn by_automaton(&self, query: &str, most: usize) -> Vec<Near<'_>> {
        let keys = self.keys();
        let Some(builder) = most.checked_sub(1).and_then(|i| BUILDERS.get(i)) else {
            let number = self.folded.get(query).and_then(|number| u32::try_from(number).ok());
            let key = number.and_then(|number| Some((number, keys.get(number)?)));
            return key.into_iter().map(|(number, key)| Near { edits: 0, number, key }).collect();
        };
        let dfa = builder.build_dfa(query);
        let mut found = Vec::new();
        let mut stream = self.folded.map().search(&dfa).into_stream();
        while let Some((bytes, number)) = stream.next() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            if let (Distance::Exact(edits), Some(key)) = (dfa.eval(bytes), keys.get(number)) {
                found.push(Near { edits: usize::from(edits), number, key });
            }
        }
        found
    }

    /// The keys nearest to a query, up to a third of its letters away. Cost: one pass over the keys of about its length, 30
    /// milliseconds for a million.
    pub(super) fn nearest(&self, query: &str, count: usize) -> Vec<Near<'_>> {
        if query.len() > LONGEST {
            return Vec::new();
        }
        let pattern = Pattern::new(query);
        let most = pattern.len().div_ceil(3);
        let keys = self.keys();
        let all = (0..u32::try_from(self.key_count()).unwrap_or(u32::MAX)).filter_map(|number| {
            let key = keys.get(number)?;
            Some(Near { edits: pattern.distance(key, most)?, number, key })
        });
        let mut found: Vec<Near<'_>> = all.collect();
        found.sort_unstable();
        found.truncate(count);
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{
        index::Fuzzy,
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
        /// The table, the automaton and brute force find the same: a transposition is one edit, but there are never edits
        /// between its letters.
        #[test]
        fn finds_exactly_what_brute_force_finds(
            terms in prop::collection::vec("[abdđếồक ]{1,11}", 1..40), query in "[abdđếồक ]{1,11}", most in 0usize..=2
        ) {
            let concepts: Vec<Concept> = terms.iter().map(|term| concept(term)).collect();
            let query = key::folded(&query);
            let mut wanted: Vec<(usize, String)> = terms
                .iter()
                .map(|term| key::folded(term))
                .filter(|key| !key.is_empty())
                .map(|key| (strsim::osa_distance(&query, &key), key))
                .filter(|(edits, _)| *edits <= most)
                .collect();
            wanted.sort();
            wanted.dedup();
            for fuzzy in [Fuzzy::Table, Fuzzy::Fst] {
                let index = Index::build(&concepts, fuzzy).expect("an index");
                let found: Vec<(usize, String)> =
                    index.near(&query, most).into_iter().map(|near| (near.edits, near.key.to_owned())).collect();
                prop_assert_eq!(&found, &wanted, "{:?}", fuzzy);
            }
        }
    }
}
