//! What differs between a query and the source of a match: token by token, for people to see and for matches of one score
//! to be put in order.

use std::collections::BTreeSet;

use gloss_core::text::{Span, fold, hash, key};

use super::{Score, Token, TokenKind, Tokens, fuzzy::distance};
use gloss_core::model::Segment;

/// How a stretch of text stands between the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// Only in the match.
    Match,
    /// Only in the query.
    Query,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub side: Side,
    /// The text, in NFC.
    pub text: String,
}

/// What kind of thing differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    Words,
    Codes,
    Numbers,
    Signs,
    Case,
    ToneStyle,
    Spaces,
}

impl Difference {
    /// What it takes from the rank, in hundredths; all of them together stay below one.
    fn penalty(self) -> u32 {
        match self {
            Self::Words => 40,
            Self::Codes => 20,
            Self::Numbers => 10,
            Self::Signs => 8,
            Self::Case => 6,
            Self::ToneStyle => 4,
            Self::Spaces => 2,
        }
    }
}

/// A query held against the source of a match.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How alike they are.
    pub score: Score,
    /// How alike without diacritics.
    pub folded: Score,
    /// Whether the texts and codes are equal, after NFC.
    pub identical: bool,
    /// The score in per cent less what kinds of things differ: words, codes, numbers, signs, case, the place of tone marks,
    /// spaces (.40, .20, .10, .08, .06, .04, .02). Only puts matches of equal scores in order.
    pub rank: f64,
    /// The source of the match with what the query has instead.
    pub pieces: Vec<Piece>,
}

/// A pair of tokens, one of them missing where something was added or left out.
type Step<T = Token> = (Option<T>, Option<T>);

/// Compares a query with the source of a match. Cost: the product of their tokens, a nanosecond each, and
/// much less where that would be millions.
pub fn compare(query: &Segment, source: &Segment) -> Comparison {
    let (asked, known) = (Tokens::of(query), Tokens::of(source));
    let length = asked.all.len().max(known.all.len()) as u32;
    let (edits, steps) = align(&asked.all, &known.all, |token| token.hash);
    let identical = asked.text == known.text && same_codes(query, source);
    let mut differences = BTreeSet::new();
    for step in &steps {
        differences.extend(difference(*step, &asked, &known));
    }
    if differences.is_empty() && !identical {
        differences.insert(Difference::Spaces);
    }
    let score = Score { distance: edits, length };
    let penalty: u32 = differences.iter().map(|difference| difference.penalty()).sum();
    let bare = |tokens: &Tokens<'_>, token: &Token| match token.kind {
        TokenKind::Word => hash(fold(token.span.of(&tokens.text)).as_bytes()),
        _ => token.hash,
    };
    let bare_of = |tokens: &Tokens<'_>| tokens.all.iter().map(|token| bare(tokens, token)).collect::<Vec<u64>>();
    let folded = Score { distance: distance(&bare_of(&asked), &bare_of(&known)), length };
    let pieces = pieces(&steps, &asked, &known);
    Comparison { score, folded, identical, rank: score.percent() - f64::from(penalty) / 100.0, pieces }
}

fn same_codes(a: &Segment, b: &Segment) -> bool {
    let all = |segment: &Segment| -> Vec<(usize, gloss_core::model::CodeKind)> {
        segment.codes.iter().map(|code| (code.at, code.kind)).collect()
    };
    a.codes.len() == b.codes.len() && (a.text != b.text || all(a) == all(b))
}

/// The table of two lists has at most so many cells; longer ones are not aligned but for their ends.
const CELLS: usize = 1 << 22;

/// The distance of two lists and the pairs that make it. What begins and ends alike is not looked at twice.
fn align<T: Copy>(a: &[T], b: &[T], key: impl Fn(&T) -> u64) -> (u32, Vec<Step<T>>) {
    let equal = |a: &T, b: &T| key(a) == key(b);
    let begins = a.iter().zip(b).take_while(|(a, b)| equal(a, b)).count();
    let (rest_a, rest_b) = (&a[begins..], &b[begins..]);
    let ends = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| equal(a, b)).count();
    let (middle_a, middle_b) = (&rest_a[..rest_a.len() - ends], &rest_b[..rest_b.len() - ends]);
    let (edits, middle) = if middle_a.len().saturating_mul(middle_b.len()) <= CELLS {
        align_all(middle_a, middle_b, &equal)
    } else {
        let keys = |list: &[T]| list.iter().map(&key).collect::<Vec<u64>>();
        let length = middle_a.len().max(middle_b.len());
        let step = |at: usize| (middle_a.get(at).copied(), middle_b.get(at).copied());
        (distance(&keys(middle_a), &keys(middle_b)), (0..length).map(step).collect())
    };
    let pair = |(a, b): (&T, &T)| (Some(*a), Some(*b));
    let mut steps: Vec<Step<T>> = a[..begins].iter().zip(b).map(pair).collect();
    steps.extend(middle);
    steps.extend(a[a.len() - ends..].iter().zip(&b[b.len() - ends..]).map(pair));
    (edits, steps)
}

/// Levenshtein's table, read backwards.
fn align_all<T: Copy>(a: &[T], b: &[T], equal: &impl Fn(&T, &T) -> bool) -> (u32, Vec<Step<T>>) {
    let width = b.len() + 1;
    let mut table = vec![0u32; width * (a.len() + 1)];
    (0..width).zip(0..).for_each(|(j, edits)| table[j] = edits);
    for i in 1..=a.len() {
        table[i * width] = i as u32;
        for j in 1..width {
            let diagonal = table[(i - 1) * width + j - 1] + u32::from(!equal(&a[i - 1], &b[j - 1]));
            table[i * width + j] = diagonal.min(table[(i - 1) * width + j] + 1).min(table[i * width + j - 1] + 1);
        }
    }
    let (mut i, mut j, mut steps) = (a.len(), b.len(), Vec::with_capacity(a.len().max(b.len())));
    while i > 0 || j > 0 {
        let here = table[i * width + j];
        if i > 0 && j > 0 && here == table[(i - 1) * width + j - 1] + u32::from(!equal(&a[i - 1], &b[j - 1])) {
            (i, j) = (i - 1, j - 1);
            steps.push((Some(a[i]), Some(b[j])));
        } else if j > 0 && here == table[i * width + j - 1] + 1 {
            j -= 1;
            steps.push((None, Some(b[j])));
        } else {
            i -= 1;
            steps.push((Some(a[i]), None));
        }
    }
    steps.reverse();
    (table[width * (a.len() + 1) - 1], steps)
}

fn difference(step: Step, asked: &Tokens<'_>, known: &Tokens<'_>) -> Option<Difference> {
    let kind = |kind| match kind {
        TokenKind::Word => Difference::Words,
        TokenKind::Number => Difference::Numbers,
        TokenKind::Sign => Difference::Signs,
        TokenKind::Code => Difference::Codes,
    };
    match step {
        (Some(a), Some(b)) => {
            let (left, right) = (a.span.of(&asked.text), b.span.of(&known.text));
            match (a.hash == b.hash, a.kind, b.kind) {
                (true, ..) => (left != right).then_some(Difference::Case),
                (false, TokenKind::Word, TokenKind::Word) if key::tone_style(left) == key::tone_style(right) => {
                    Some(Difference::ToneStyle)
                }
                // What is more of the two counts: a number in place of a word is a word.
                (false, ..) => Some(kind(a.kind).min(kind(b.kind))),
            }
        }
        (Some(one), None) | (None, Some(one)) => Some(kind(one.kind)),
        (None, None) => None,
    }
}

/// The text in stretches: what both have, what only the match has, what the query has instead.
fn pieces(steps: &[Step], asked: &Tokens<'_>, known: &Tokens<'_>) -> Vec<Piece> {
    let same = |step: &Step| matches!(step, (Some(a), Some(b)) if a.hash == b.hash);
    let mut pieces = Vec::new();
    for group in steps.chunk_by(|a, b| same(a) == same(b)) {
        let cover = |tokens: Vec<Token>, of: &Tokens<'_>| {
            let (first, last) = (tokens.first()?, tokens.last()?);
            let text = Span::new(first.span.start, last.span.end).of(&of.text).to_owned();
            (!text.is_empty()).then_some(text)
        };
        let of_match = cover(group.iter().filter_map(|(_, b)| *b).collect(), known);
        let of_query = cover(group.iter().filter_map(|(a, _)| *a).collect(), asked);
        let mut push = |side, text: Option<String>| pieces.extend(text.map(|text| Piece { side, text }));
        if group.first().is_some_and(same) {
            push(Side::Both, of_match);
        } else {
            push(Side::Match, of_match);
            push(Side::Query, of_query);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use gloss_core::lang::Lang;

    fn of(query: &str, source: &str) -> Comparison {
        compare(&Segment::new(Lang::vi(), query), &Segment::new(Lang::vi(), source))
    }

    fn marked(query: &str, source: &str) -> String {
        let piece = |piece: &Piece| match piece.side {
            Side::Both => piece.text.clone(),
            Side::Match => format!("[-{}-]", piece.text),
            Side::Query => format!("{{+{}+}}", piece.text),
        };
        of(query, source).pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_differs_is_marked() {
        assert_eq!(marked("Xây 20 nhà mới", "Xây 15 nhà"), "Xây [-15-] {+20+} nhà {+mới+}");
        assert_eq!(marked("nhà", "nhà"), "nhà");
        assert_eq!(marked("a (b c) d", "a b c d"), "a {+(+} b c {+)+} d");
    }

    #[test]
    fn segments_too_long_to_be_aligned_have_their_score_all_the_same() {
        let long =
            |word: &str| format!("start {} end", (0..2_100).map(|n| format!("{word}{} ", n % 7)).collect::<String>());
        let comparison = of(&long("a"), &long("b"));
        assert_eq!((comparison.score.distance, comparison.score.length), (2_100, 2_102));
        assert_eq!(comparison.pieces.len(), 4);
    }

    #[test]
    fn equal_scores_are_ordered_by_what_differs() {
        let ranks =
            ["Xây 20 nhà.", "Xây 20 nhà,", "Xây 21 nhà.", "Xây 20 cầu."].map(|source| of("Xây 20 nhà.", source));
        assert!(ranks[0].identical && ranks[0].rank > ranks[1].rank);
        assert!(ranks[1].rank > ranks[2].rank && ranks[2].rank > ranks[3].rank);
        let (case, tone) = (of("hòa bình", "Hòa bình"), of("hòa bình", "hoà bình"));
        assert_eq!((case.score.distance, tone.score.distance, tone.folded.distance), (0, 1, 0));
        assert!(!case.identical && case.rank < 100.0 && tone.rank < case.rank);
        assert!(!of("a  b", "a b").identical && of("a  b", "a b").rank == 99.98);
    }
}
