//! Edit distance over an fst.
//!
//! `levenshtein_automata` walks the dictionary; fst's own automaton misses matches in text with multi-byte letters. The
//! walk is over folded keys, where a wrong tone costs nothing; the accented distance then orders the answers.

use std::sync::LazyLock;

use fst::{IntoStreamer, Streamer};
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};

use super::{Index, Tier};

static BUILDERS: LazyLock<[LevenshteinAutomatonBuilder; 2]> =
    LazyLock::new(|| [1, 2].map(|distance| LevenshteinAutomatonBuilder::new(distance, true)));

/// Queries longer than this (in bytes) are no slips of a term; an automaton for them would be large.
const LONGEST: usize = 120;

/// How many edits a query of so many letters may be away.
pub(super) fn allowed(letters: usize) -> u8 {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The posting lists of all folded keys within `distance` edits (1 or 2, transpositions count one) of `key`, with the
/// distance of each.
pub(super) fn within(index: &Index, key: &str, distance: u8) -> Vec<(u8, u64)> {
    if key.len() > LONGEST {
        return Vec::new();
    }
    let Some(builder) = usize::from(distance).checked_sub(1).and_then(|i| BUILDERS.get(i)) else { return Vec::new() };
    let dfa = builder.build_dfa(key);
    let mut found = Vec::new();
    let mut stream = index.map(Tier::Folded).search(&dfa).into_stream();
    while let Some((bytes, list)) = stream.next() {
        if let Distance::Exact(edits) = dfa.eval(bytes) {
            found.push((edits, list));
        }
    }
    found
}

/// The posting lists of the folded keys nearest to `key`, whatever their distance. Cost: one pass over all keys.
pub(super) fn nearest(index: &Index, key: &str, count: usize) -> Vec<u64> {
    if key.len() > LONGEST {
        return Vec::new();
    }
    let mut all: Vec<(usize, u64)> = Vec::new();
    let mut stream = index.map(Tier::Folded).stream();
    while let Some((bytes, list)) = stream.next() {
        if let Ok(other) = std::str::from_utf8(bytes) {
            all.push((strsim::osa_distance(key, other), list));
        }
    }
    all.sort_unstable();
    let near = key.chars().count().div_ceil(3);
    all.into_iter().take_while(|&(edits, _)| edits <= near).take(count).map(|(_, list)| list).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn index_of(keys: &[String]) -> Index {
        let mut sorted: Vec<&String> = keys.iter().collect();
        sorted.sort();
        sorted.dedup();
        let map = |used: bool| {
            let pairs: Vec<(&String, u64)> = if used { sorted.iter().copied().zip(0..).collect() } else { Vec::new() };
            fst::Map::from_iter(pairs).expect("sorted")
        };
        Index { maps: Tier::ALL.map(|tier| map(tier == Tier::Folded)).into(), postings: Vec::new() }
    }

    proptest! {
        /// The automaton counts a transposition as one edit, but never edits between its letters, as `osa_distance` does.
        #[test]
        fn finds_exactly_what_brute_force_finds(
            keys in prop::collection::vec("[abdđếồ ]{1,8}", 1..40), query in "[abdđếồ ]{1,8}", distance in 1u8..=2
        ) {
            let index = index_of(&keys);
            let mut sorted = keys.clone();
            sorted.sort();
            sorted.dedup();
            let expected: Vec<(u8, u64)> = (0u64..)
                .zip(&sorted)
                .filter_map(|(i, key)| {
                    let edits = u8::try_from(strsim::osa_distance(&query, key)).ok()?;
                    (edits <= distance).then_some((edits, i))
                })
                .collect();
            prop_assert_eq!(within(&index, &query, distance), expected);
        }
    }
}
