//! What an answer is, and which of two comes first.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    lang::Lang,
    model::{Concept, Status, Term},
    text::{self, key},
};

use super::keys::Query;

/// How a hit was found. The order is the order of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// Equal after NFC, case and white space.
    Exact,
    /// Equal but for the place of a tone mark, or `i`/`y`.
    ToneStyle,
    /// The query is the keys typed for it in Telex or VNI.
    Typed,
    /// Equal but for diacritics.
    Folded,
    /// Equal but for English inflection or spelling.
    Inflected,
    /// The query is the term's acronym.
    Acronym,
    /// Composed by rule; not in the termbase as such.
    Derived,
    /// A few edits away.
    Fuzzy,
    /// The query stands inside a longer term.
    Part,
    /// The query begins a longer term.
    Prefix,
    /// The term stands inside the query.
    Inside,
}

impl HitKind {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::ToneStyle => "tone-style",
            Self::Typed => "typed",
            Self::Folded => "folded",
            Self::Inflected => "inflected",
            Self::Acronym => "acronym",
            Self::Derived => "derived",
            Self::Fuzzy => "fuzzy",
            Self::Part => "part",
            Self::Prefix => "prefix",
            Self::Inside => "inside",
        }
    }

    /// Where the kind stands between 0 and 1; see [`Hit::score`].
    pub fn score(self) -> f64 {
        match self {
            Self::Exact => 1.0,
            Self::ToneStyle => 0.98,
            Self::Typed => 0.97,
            Self::Folded => 0.95,
            Self::Inflected => 0.93,
            Self::Acronym => 0.9,
            Self::Derived => 0.85,
            Self::Fuzzy => 0.8,
            Self::Part => 0.6,
            Self::Prefix => 0.5,
            Self::Inside => 0.4,
        }
    }
}

/// A term that answers a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its concept.
    pub concept: Arc<Concept>,
    /// Its language.
    pub lang: Lang,
    /// The term.
    pub term: Term,
    /// How it was found.
    pub kind: HitKind,
    /// 0 to 1, for display: each kind has its place, edits and the unmatched part of a longer term lower it.
    pub score: f64,
    /// Edits, for [`HitKind::Fuzzy`].
    pub distance: Option<usize>,
    /// Which of the searched glossaries has it, 0 the first.
    pub layer: usize,
    rank: Rank,
}

/// Smaller is better.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    kind: HitKind,
    distance: usize,
    difference: usize,
    past: bool,
    borrowed: bool,
    status: Status,
    length: usize,
    layer: usize,
}

impl Hit {
    /// A hit on a term; `share` is how much of the longer of term and query the other is.
    pub(super) fn new(
        query: &Query,
        (concept, lang, term): (&Arc<Concept>, &Lang, &Term),
        kind: HitKind,
        distance: Option<usize>,
        share: f64,
        layer: usize,
    ) -> Self {
        let difference = match kind {
            HitKind::Fuzzy | HitKind::Folded => difference(&key::exact(&term.text), &query.exact),
            HitKind::Exact => usize::from(term.text != query.raw),
            _ => 0,
        };
        let rank = Rank {
            kind,
            distance: distance.unwrap_or_default(),
            difference,
            past: concept.validity.to.is_some(),
            // A name that English writes as Vietnamese does is a Vietnamese one, unless it stands among other words.
            borrowed: kind < HitKind::Derived
                && lang.is("en")
                && concept.terms(&Lang::vi()).iter().any(|other| other.text == term.text),
            status: term.status,
            length: term.text.chars().count(),
            layer,
        };
        let score = match kind {
            HitKind::Fuzzy => kind.score() - 0.05 * distance.unwrap_or_default() as f64,
            HitKind::Part | HitKind::Prefix | HitKind::Inside => kind.score() + 0.1 * share,
            _ => kind.score(),
        };
        let (concept, lang, term) = (Arc::clone(concept), lang.clone(), term.clone());
        Self { concept, lang, term, kind, score, distance, layer, rank }
    }

    /// The better of two hits comes first; equals in order of their ids.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank).then_with(|| self.concept.id.cmp(&other.concept.id))
    }
}

/// An edit of a letter, in the smallest difference there is: a mark or tone, or `đ` for `d`.
const LETTER: usize = 4;

/// How far two exact keys are apart: a wrong or missing mark weighs a quarter of a wrong letter. Cost: O(n·m).
fn difference(a: &str, b: &str) -> usize {
    let letters = |text: &str| -> Vec<(char, String)> {
        text.chars()
            .map(|c| {
                let mut folded = String::new();
                text::fold_char(c, &mut folded);
                (c, folded)
            })
            .collect()
    };
    let (a, b) = (letters(a), letters(b));
    let mut rows: [Vec<usize>; 3] = [vec![], vec![], (0..=b.len()).map(|j| j * LETTER).collect()];
    for (i, (ca, fa)) in a.iter().enumerate() {
        rows.rotate_left(1);
        let mut row = vec![(i + 1) * LETTER];
        for (j, (cb, fb)) in b.iter().enumerate() {
            let changed = if ca == cb {
                0
            } else if fa == fb {
                1
            } else {
                LETTER
            };
            let mut best = (rows[1][j] + changed).min(rows[1][j + 1] + LETTER).min(row[j] + LETTER);
            if i > 0 && j > 0 && *fa == b[j - 1].1 && *fb == a[i - 1].1 {
                best = best.min(rows[0][j - 1] + LETTER);
            }
            row.push(best);
        }
        rows[2] = row;
    }
    rows[2][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_tone_or_bar_weighs_less_than_a_wrong_letter() {
        for (a, b, wanted) in [
            ("đại đoàn kết", "đại đoàn kết", 0),
            ("đại đoàn kết", "đại đoàn kêt", 1),
            ("đoàn", "doàn", 1),
            ("đoàn", "đoần", 1),
            ("đoàn", "đoàm", 4),
            ("đoàn", "đoà", 4),
            ("đoàn", "đàon", 4),
            ("", "ab", 8),
            ("ab", "", 8),
        ] {
            assert_eq!(difference(a, b), wanted, "{a} {b}");
        }
    }
}
