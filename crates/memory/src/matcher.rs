//! Matches of a query in a memory.

use super::{Comparison, Fuzzy, Memory, MemoryError, Near, Stored, Threshold, Tokens, compare};
use gloss_core::model::Segment;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'q> {
    /// The segment to be translated.
    pub segment: &'q Segment,
    /// The segments around it, if they are known.
    pub context: Option<(&'q str, &'q str)>,
    /// The language wanted of the translation; any if none is named.
    pub to: Option<&'q gloss_core::lang::Lang>,
    /// The least score.
    pub threshold: Threshold,
    /// How many matches at most; all if none is named.
    pub limit: Option<usize>,
}

/// A unit that is like a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The unit. What was its target is its source here if it was found by that side.
    pub stored: Stored,
    /// What differs.
    pub comparison: Comparison,
    /// Whether the texts are equal and the segments around them too.
    pub in_context: bool,
}

impl Match {
    /// From 0 to 101, for ordering: [`Comparison::rank`], and 101 in context.
    pub fn rank(&self) -> f64 {
        if self.in_context { 101.0 } else { self.comparison.rank }
    }

    /// Whether the texts are equal, after NFC: what counts as 100 per cent where it matters.
    pub fn identical(&self) -> bool {
        self.comparison.identical
    }
}

/// Finds the matches of queries in one language of a memory.
#[derive(Debug, Default)]
pub struct Matcher {
    indexes: Vec<Fuzzy>,
}

/// Of units with one score so many are looked at more closely than are wanted, the latest ones: a memory may have a
/// hundred thousand translations of `OK`.
const EQUALS: usize = 64;

impl Matcher {
    /// A matcher over the indexes of all units.
    pub fn new(indexes: Vec<Fuzzy>) -> Self {
        Self { indexes }
    }

    /// All units that are alike enough, the best first, the latest first among equals. They need not count any more.
    pub fn near(&self, query: &Segment, threshold: Threshold) -> Vec<Near> {
        let hashes = Tokens::of(query).hashes();
        let mut near = Vec::new();
        self.indexes.iter().for_each(|index| index.search(&hashes, threshold, &mut |found| near.push(found)));
        near.sort_unstable_by(|a, b| b.score.cmp(&a.score).then(b.unit.cmp(&a.unit)));
        near
    }

    /// The matches of a query, the best first: identical in context, identical, by score, by rank, the latest first.
    ///
    /// Without a limit none is missed. Cost: that of [`Fuzzy::search`], and some microseconds for each match that is shown.
    ///
    /// # Errors
    /// [`MemoryError`] if the memory cannot be read.
    pub fn matches(&self, memory: &Memory, query: &Query<'_>) -> Result<Vec<Match>, MemoryError> {
        let mut matches: Vec<Match> = Vec::new();
        for equals in self.near(query.segment, query.threshold).chunk_by(|a, b| a.score == b.score) {
            if query.limit.is_some_and(|limit| matches.len() >= limit) {
                break;
            }
            let wanted = query.limit.map_or(usize::MAX, |limit| limit + EQUALS);
            let mut of_score = Vec::new();
            for near in equals {
                of_score.extend(found(memory, query, near.unit)?);
                // The very text may stand behind any number that differ in case and spaces.
                let has_best = near.score.distance > 0 || of_score.iter().any(Match::identical);
                if of_score.len() >= wanted && has_best {
                    break;
                }
            }
            matches.append(&mut of_score);
        }
        let best = |a: &Match, b: &Match| {
            let key = |one: &Match| (one.in_context, one.identical(), one.comparison.score);
            key(b).cmp(&key(a)).then(b.rank().total_cmp(&a.rank())).then(b.stored.number.cmp(&a.stored.number))
        };
        matches.sort_by(best);
        matches.truncate(query.limit.unwrap_or(usize::MAX));
        Ok(matches)
    }
}

/// A unit as a match, if it counts and is what the index said: an index may be behind.
fn found(memory: &Memory, query: &Query<'_>, number: u64) -> Result<Option<Match>, MemoryError> {
    let Some(stored) = memory.unit(number)? else { return Ok(None) };
    let turned = |stored: Stored| {
        let mut turned = stored;
        std::mem::swap(&mut turned.unit.source, &mut turned.unit.target);
        (turned.unit.previous, turned.unit.next) = (None, None); // those are of the other language
        turned
    };
    let primary = query.segment.lang.primary();
    let fits = |stored: &Stored| {
        stored.unit.source.lang.primary() == primary
            && query.to.is_none_or(|to| stored.unit.target.lang.primary() == to.primary())
    };
    let sides = [stored.clone(), turned(stored)];
    let best = sides.into_iter().filter(fits).map(|stored| {
        let comparison = compare(query.segment, &stored.unit.source);
        let around = (stored.unit.previous.as_deref(), stored.unit.next.as_deref());
        let known = query.context.map(|(previous, next)| (Some(previous), Some(next)));
        Match { in_context: comparison.identical && known == Some(around), stored, comparison }
    });
    Ok(best
        .filter(|found| found.comparison.score.reaches(query.threshold))
        .max_by(|a, b| a.comparison.rank.total_cmp(&b.comparison.rank)))
}
