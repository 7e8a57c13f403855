//! Compares a query with the source of a match, token by token: marks the differences for people to see, and ranks matches of
//! equal score.

use std::collections::BTreeSet;

use gloss_core::{
    model::{CodeKind, Segment},
    text::{Span, fold, hash, key},
};

use super::{Score, Token, TokenKind, Tokens, fuzzy::distance};

/// Which of the two texts a piece belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Both.
    Both,
    /// Only the source of the match.
    Match,
    /// Only the query.
    Query,
}

/// A piece of text that both have, or only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Which text it belongs to.
    pub side: Side,
    /// The text, in NFC.
    pub text: String,
}

/// The kind of a difference, the gravest first.
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
    /// What it subtracts from the rank, in hundredths. The sum of all stays below one point.
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

/// The result of comparing a query with the source of a match.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How similar they are.
    pub score: Score,
    /// How similar they are without diacritics.
    pub folded: Score,
    /// Whether texts and codes are identical after NFC.
    pub identical: bool,
    /// Sorts matches of equal score: the score in per cent minus a penalty for each kind of difference: words .40, codes .20,
    /// numbers .10, signs .08, case .06, the place of tone marks .04, spaces .02.
    pub rank: f64,
    /// The source of the match, with what the query has instead where they differ.
    pub pieces: Vec<Piece>,
}

/// A step of an alignment: the token of the query and that of the match; one is missing at an insertion or deletion.
type Step<T = Token> = (Option<T>, Option<T>);

/// Compares a query with the source of a match. Cost: about a nanosecond times the product of their token counts; above a few
/// million, linear with a larger constant.
pub fn compare(query: &Segment, source: &Segment) -> Comparison {
    let (query_tokens, source_tokens) = (Tokens::of(query), Tokens::of(source));
    let length = query_tokens.all.len().max(source_tokens.all.len()) as u32;
    let (edits, steps) = align(&query_tokens.all, &source_tokens.all, |token| token.hash);
    let identical = query_tokens.text == source_tokens.text && have_same_codes(query, source);
    let mut differences = BTreeSet::new();
    for step in &steps {
        differences.extend(difference(*step, &query_tokens, &source_tokens));
    }
    if differences.is_empty() && !identical {
        differences.insert(Difference::Spaces);
    }
    let score = Score { distance: edits, length };
    let folded = Score { distance: distance(&folded_hashes(&query_tokens), &folded_hashes(&source_tokens)), length };
    let penalty: u32 = differences.iter().map(|difference| difference.penalty()).sum();
    let pieces = pieces(&steps, &query_tokens, &source_tokens);
    Comparison { score, folded, identical, rank: score.percent() - f64::from(penalty) / 100.0, pieces }
}

/// The hashes of the tokens, words without diacritics.
fn folded_hashes(tokens: &Tokens<'_>) -> Vec<u64> {
    let folded_hash = |token: &Token| match token.kind {
        TokenKind::Word => hash(fold(token.span.of(&tokens.text)).as_bytes()),
        _ => token.hash,
    };
    tokens.all.iter().map(folded_hash).collect()
}

/// Whether two segments have as many codes, and in identical texts also the same kinds at the same places.
fn have_same_codes(a: &Segment, b: &Segment) -> bool {
    let places = |segment: &Segment| -> Vec<(usize, CodeKind)> {
        segment.codes.iter().map(|code| (code.at, code.kind)).collect()
    };
    a.codes.len() == b.codes.len() && (a.text != b.text || places(a) == places(b))
}

/// Upper limit of cells in an alignment table. Longer lists are aligned at their common beginning and end only.
const MAX_TABLE_CELLS: usize = 1 << 22;

/// The edit distance of two lists, and the alignment that has it. The common beginning and end stay outside the table.
fn align<T: Copy>(a: &[T], b: &[T], key: impl Fn(&T) -> u64) -> (u32, Vec<Step<T>>) {
    let equal = |a: &T, b: &T| key(a) == key(b);
    let prefix = a.iter().zip(b).take_while(|(a, b)| equal(a, b)).count();
    let (rest_a, rest_b) = (&a[prefix..], &b[prefix..]);
    let suffix = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| equal(a, b)).count();
    let (middle_a, middle_b) = (&rest_a[..rest_a.len() - suffix], &rest_b[..rest_b.len() - suffix]);
    let (edits, middle) = if middle_a.len().saturating_mul(middle_b.len()) <= MAX_TABLE_CELLS {
        align_fully(middle_a, middle_b, &equal)
    } else {
        let keys = |list: &[T]| list.iter().map(&key).collect::<Vec<u64>>();
        let length = middle_a.len().max(middle_b.len());
        let step = |at: usize| (middle_a.get(at).copied(), middle_b.get(at).copied());
        (distance(&keys(middle_a), &keys(middle_b)), (0..length).map(step).collect())
    };
    let pair = |(a, b): (&T, &T)| (Some(*a), Some(*b));
    let mut steps: Vec<Step<T>> = a[..prefix].iter().zip(b).map(pair).collect();
    steps.extend(middle);
    steps.extend(a[a.len() - suffix..].iter().zip(&b[b.len() - suffix..]).map(pair));
    (edits, steps)
}

/// Fills the whole table of edit distances and reads the alignment back from its last cell.
fn align_fully<T: Copy>(a: &[T], b: &[T], equal: &impl Fn(&T, &T) -> bool) -> (u32, Vec<Step<T>>) {
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

/// How the two tokens of a step differ, if they do.
fn difference(step: Step, query: &Tokens<'_>, source: &Tokens<'_>) -> Option<Difference> {
    let kind = |kind| match kind {
        TokenKind::Word => Difference::Words,
        TokenKind::Number => Difference::Numbers,
        TokenKind::Sign => Difference::Signs,
        TokenKind::Code => Difference::Codes,
    };
    match step {
        (Some(a), Some(b)) => {
            let (left, right) = (a.span.of(&query.text), b.span.of(&source.text));
            match (a.hash == b.hash, a.kind, b.kind) {
                (true, ..) => (left != right).then_some(Difference::Case),
                (false, TokenKind::Word, TokenKind::Word) if key::tone_style(left) == key::tone_style(right) => {
                    Some(Difference::ToneStyle)
                }
                // The graver kind counts: a number in place of a word is a difference in words.
                (false, ..) => Some(kind(a.kind).min(kind(b.kind))),
            }
        }
        (Some(token), None) | (None, Some(token)) => Some(kind(token.kind)),
        (None, None) => None,
    }
}

/// Groups the steps into pieces: what both texts have, what only the match has, what the query has instead.
fn pieces(steps: &[Step], query: &Tokens<'_>, source: &Tokens<'_>) -> Vec<Piece> {
    let is_common = |step: &Step| matches!(step, (Some(a), Some(b)) if a.hash == b.hash);
    let mut pieces = Vec::new();
    for group in steps.chunk_by(|a, b| is_common(a) == is_common(b)) {
        let of_query = text_of(group.iter().filter_map(|(token, _)| *token), query);
        let of_match = text_of(group.iter().filter_map(|(_, token)| *token), source);
        let mut push = |side, text: Option<String>| pieces.extend(text.map(|text| Piece { side, text }));
        if group.first().is_some_and(is_common) {
            push(Side::Both, of_match);
        } else {
            push(Side::Match, of_match);
            push(Side::Query, of_query);
        }
    }
    pieces
}

/// The text from the first to the last of some tokens; `None` if it is empty.
fn text_of(mut tokens: impl Iterator<Item = Token>, of: &Tokens<'_>) -> Option<String> {
    let first = tokens.next()?;
    let last = tokens.last().unwrap_or(first);
    let text = Span::new(first.span.start, last.span.end).of(&of.text);
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gloss_core::lang::Lang;

    fn compared(query: &str, source: &str) -> Comparison {
        compare(&Segment::new(Lang::vi(), query), &Segment::new(Lang::vi(), source))
    }

    fn marked(query: &str, source: &str) -> String {
        let piece = |piece: &Piece| match piece.side {
            Side::Both => piece.text.clone(),
            Side::Match => format!("[-{}-]", piece.text),
            Side::Query => format!("{{+{}+}}", piece.text),
        };
        compared(query, source).pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn differences_are_marked() {
        assert_eq!(marked("Xây 20 nhà mới", "Xây 15 nhà"), "Xây [-15-] {+20+} nhà {+mới+}");
        assert_eq!(marked("nhà", "nhà"), "nhà");
        assert_eq!(marked("a (b c) d", "a b c d"), "a {+(+} b c {+)+} d");
    }

    #[test]
    fn segments_too_long_to_align_still_have_a_score() {
        let long =
            |word: &str| format!("start {} end", (0..2_100).map(|n| format!("{word}{} ", n % 7)).collect::<String>());
        let comparison = compared(&long("a"), &long("b"));
        assert_eq!((comparison.score.distance, comparison.score.length), (2_100, 2_102));
        assert_eq!(comparison.pieces.len(), 4);
    }

    #[test]
    fn equal_scores_are_ranked_by_the_kind_of_difference() {
        let ranks =
            ["Xây 20 nhà.", "Xây 20 nhà,", "Xây 21 nhà.", "Xây 20 cầu."].map(|source| compared("Xây 20 nhà.", source));
        assert!(ranks[0].identical && ranks[0].rank > ranks[1].rank);
        assert!(ranks[1].rank > ranks[2].rank && ranks[2].rank > ranks[3].rank);
        let (case, tone) = (compared("hòa bình", "Hòa bình"), compared("hòa bình", "hoà bình"));
        assert_eq!((case.score.distance, tone.score.distance, tone.folded.distance), (0, 1, 0));
        assert!(!case.identical && case.rank < 100.0 && tone.rank < case.rank);
        let spaces = compared("a  b", "a b");
        assert!(!spaces.identical && spaces.rank == 99.98);
    }
}
