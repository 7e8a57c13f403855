//! Hits of a look-up and their order.

use std::{cmp::Ordering, sync::Arc};

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term},
    text::{self, key},
};

use super::keys::QueryKeys;

/// How a term matches a query, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// Equal, apart from case, white space and the Unicode normal form.
    Exact,
    /// Equal, apart from the place of a tone mark or `i` for `y`.
    ToneStyle,
    /// Equal to the query decoded from Telex or VNI keys.
    Typed,
    /// Equal, apart from diacritics.
    Folded,
    /// Equal, apart from English inflection or spelling.
    Inflected,
    /// The query is an acronym of the term.
    Acronym,
    /// Translated by rule; not in the glossary.
    Derived,
    /// Equal after a few edits.
    Fuzzy,
    /// The term contains the query as whole words.
    Part,
    /// The term begins with the query.
    Prefix,
    /// The query contains the term.
    Inside,
}

impl HitKind {
    /// The name used in output.
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

    /// The base score of the kind, from 0 to 1; see [`Hit::score`].
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
    /// The concept of the term.
    pub concept: Arc<Concept>,
    /// The language of the term.
    pub lang: Lang,
    /// The term.
    pub term: Term,
    /// How the term matches the query.
    pub kind: HitKind,
    /// 0 to 1, for display: the score of the kind, lower for more edits, higher the more of a longer term matches.
    pub score: f64,
    /// The edit distance, for [`HitKind::Fuzzy`].
    pub distance: Option<usize>,
    /// The number of its glossary among those searched, from 0.
    pub layer: usize,
    rank: Rank,
}

/// The sort key of a hit, most significant field first; smaller is better.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    kind: HitKind,
    distance: usize,
    /// The [`spelling_difference`], or for exact hits whether the letters differ in case, form or spaces.
    difference: usize,
    /// Whether the concept is no longer in use.
    is_past: bool,
    /// Whether an English term is a Vietnamese name.
    is_borrowed: bool,
    status: Status,
    length: usize,
    layer: usize,
}

impl Hit {
    /// A hit on a term. `share` is the length of the shorter of term and query as a share of the longer one.
    pub(super) fn new(
        query: &QueryKeys,
        (concept, lang, term): (&Arc<Concept>, &Lang, &Term),
        kind: HitKind,
        distance: Option<usize>,
        share: f64,
        layer: usize,
    ) -> Self {
        let difference = match kind {
            HitKind::Fuzzy | HitKind::Folded => spelling_difference(&key::exact(&term.text), &query.exact),
            HitKind::Exact => usize::from(term.text != query.raw),
            _ => 0,
        };
        let rank = Rank {
            kind,
            distance: distance.unwrap_or_default(),
            difference,
            is_past: concept.validity.to.is_some(),
            // A whole term that is the same in both languages is a Vietnamese name: rank it as Vietnamese.
            is_borrowed: kind < HitKind::Derived
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

    /// Orders the better hit first, equally good hits by concept id.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank).then_with(|| self.concept.id.cmp(&other.concept.id))
    }
}

/// Weight of a wrong letter; a wrong or missing mark or tone, or `đ` for `d`, weighs 1.
const LETTER_WEIGHT: usize = 4;

/// The weighted edit distance of two exact keys. Cost: O(n·m).
fn spelling_difference(a: &str, b: &str) -> usize {
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
    let mut rows: [Vec<usize>; 3] = [vec![], vec![], (0..=b.len()).map(|j| j * LETTER_WEIGHT).collect()];
    for (i, (ca, fa)) in a.iter().enumerate() {
        rows.rotate_left(1);
        let mut row = vec![(i + 1) * LETTER_WEIGHT];
        for (j, (cb, fb)) in b.iter().enumerate() {
            let substitution = if ca == cb {
                0
            } else if fa == fb {
                1
            } else {
                LETTER_WEIGHT
            };
            let mut best = (rows[1][j] + substitution).min(rows[1][j + 1] + LETTER_WEIGHT).min(row[j] + LETTER_WEIGHT);
            if i > 0 && j > 0 && *fa == b[j - 1].1 && *fb == a[i - 1].1 {
                best = best.min(rows[0][j - 1] + LETTER_WEIGHT);
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
        for (a, b, expected) in [
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
            assert_eq!(spelling_difference(a, b), expected, "{a} {b}");
        }
    }
}
