//! Finds the translation units that match a segment, best first.

use std::cmp::Ordering;

use gloss_core::{lang::Lang, model::Segment};

use super::{Comparison, Fuzzy, Memory, MemoryError, Near, Stored, Threshold, Tokens, compare};

/// A segment to look up, and which matches are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Query<'q> {
    /// The segment to translate.
    pub segment: &'q Segment,
    /// The segments before and after it, if known.
    pub context: Option<(&'q str, &'q str)>,
    /// The language of the translation; `None` for any.
    pub to: Option<&'q Lang>,
    /// The lowest score of a match.
    pub threshold: Threshold,
    /// Upper limit of matches; `None` for all.
    pub limit: Option<usize>,
}

/// A translation unit that is similar to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The unit. Source and target are swapped if its target matched the query.
    pub stored: Stored,
    /// How its source differs from the query.
    pub comparison: Comparison,
    /// Whether the texts are identical and the segments around them too.
    pub in_context: bool,
}

impl Match {
    /// A sort key from 0 to 101: 101 for a match in context, else [`Comparison::rank`].
    pub fn rank(&self) -> f64 {
        if self.in_context { 101.0 } else { self.comparison.rank }
    }

    /// Whether text and codes are identical after NFC. Only such a match counts as 100 per cent where it matters.
    pub fn identical(&self) -> bool {
        self.comparison.identical
    }
}

/// Finds the matches of queries in one language.
#[derive(Debug, Default)]
pub struct Matcher {
    indexes: Vec<Fuzzy>,
}

/// How many units of one score are compared in detail beyond the limit of the query. Without such a cap, a memory with a
/// hundred thousand translations of `OK` would compare all of them; the latest come first.
const EXTRA_UNITS_PER_SCORE: usize = 64;

impl Matcher {
    /// A matcher over the indexes of all units.
    pub fn new(indexes: Vec<Fuzzy>) -> Self {
        Self { indexes }
    }

    /// All units that reach the threshold: best first, then latest first. The index may still list units that are no longer
    /// active.
    pub fn near(&self, query: &Segment, threshold: Threshold) -> Vec<Near> {
        let hashes = Tokens::of(query).hashes();
        let mut near = Vec::new();
        self.indexes.iter().for_each(|index| index.search(&hashes, threshold, &mut |found| near.push(found)));
        near.sort_unstable_by(|a, b| b.score.cmp(&a.score).then(b.unit.cmp(&a.unit)));
        near
    }

    /// The matches of a query, best first: in context, identical, by score, by rank, latest first.
    ///
    /// Without a limit, every match is returned. Cost: that of [`Fuzzy::search`] plus a few microseconds for each match returned.
    ///
    /// # Errors
    /// [`MemoryError`] if the memory cannot be read.
    pub fn matches(&self, memory: &Memory, query: &Query<'_>) -> Result<Vec<Match>, MemoryError> {
        let mut matches: Vec<Match> = Vec::new();
        for equals in self.near(query.segment, query.threshold).chunk_by(|a, b| a.score == b.score) {
            if query.limit.is_some_and(|limit| matches.len() >= limit) {
                break;
            }
            let max_compared = query.limit.map_or(usize::MAX, |limit| limit + EXTRA_UNITS_PER_SCORE);
            let mut with_score = Vec::new();
            for near in equals {
                with_score.extend(load_match(memory, query, near.unit)?);
                // The identical text may come after any number of units that differ only in case and spacing.
                let has_best = near.score.distance > 0 || with_score.iter().any(Match::identical);
                if with_score.len() >= max_compared && has_best {
                    break;
                }
            }
            matches.append(&mut with_score);
        }
        matches.sort_by(best_first);
        matches.truncate(query.limit.unwrap_or(usize::MAX));
        Ok(matches)
    }
}

fn best_first(a: &Match, b: &Match) -> Ordering {
    let key = |found: &Match| (found.in_context, found.identical(), found.comparison.score);
    key(b).cmp(&key(a)).then(b.rank().total_cmp(&a.rank())).then(b.stored.number.cmp(&a.stored.number))
}

/// Loads a unit and compares it with the query. `None` if the unit is no longer active or does not reach the threshold: the
/// index may be out of date.
fn load_match(memory: &Memory, query: &Query<'_>, number: u64) -> Result<Option<Match>, MemoryError> {
    let Some(stored) = memory.unit(number)? else { return Ok(None) };
    let has_languages = |stored: &Stored| {
        stored.unit.source.lang.primary() == query.segment.lang.primary()
            && query.to.is_none_or(|to| stored.unit.target.lang.primary() == to.primary())
    };
    let directions = [stored.clone(), swapped(stored)];
    let matches = directions.into_iter().filter(has_languages).map(|stored| compared(query, stored));
    Ok(matches
        .filter(|found| found.comparison.score.reaches(query.threshold))
        .max_by(|a, b| a.comparison.rank.total_cmp(&b.comparison.rank)))
}

/// The unit with source and target swapped. The context goes: it is in the language of the former source.
fn swapped(mut stored: Stored) -> Stored {
    std::mem::swap(&mut stored.unit.source, &mut stored.unit.target);
    (stored.unit.previous, stored.unit.next) = (None, None);
    stored
}

fn compared(query: &Query<'_>, stored: Stored) -> Match {
    let comparison = compare(query.segment, &stored.unit.source);
    let unit_context = (stored.unit.previous.as_deref(), stored.unit.next.as_deref());
    let query_context = query.context.map(|(previous, next)| (Some(previous), Some(next)));
    Match { in_context: comparison.identical && query_context == Some(unit_context), stored, comparison }
}
