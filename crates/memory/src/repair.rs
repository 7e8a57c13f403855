//! What of a match's translation can be put right without doubt: a number, a date or a name that is another one in the query
//! and stands once in the source and once in the target.

use gloss_core::{
    lang::{Quantity, QuantityValue, quantities},
    text::Span,
};

use super::{Piece, Side};
use gloss_core::model::Segment;

/// What was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What kind of thing.
    pub kind: FixKind,
    /// What stood in the translation.
    pub from: String,
    /// What stands there now.
    pub to: String,
}

/// A kind of thing that can be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    /// A number.
    Number,
    /// A date.
    Date,
    /// A name or term of the glossary.
    Name,
}

impl FixKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
        }
    }
}

/// A translation with some of it put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The translation.
    pub target: String,
    /// What was put right, in its order.
    pub fixes: Vec<Fix>,
}

/// The renderings of a name that a text is, the one to write first; none if it is no name.
pub type Renderings<'r> = &'r dyn Fn(&str) -> Vec<String>;

/// Puts right what is certain in the target of a match; `None` if nothing is. `pieces` is what differs between the query and
/// the source.
pub fn repair(
    query: &Segment,
    source: &Segment,
    target: &Segment,
    pieces: &[Piece],
    names: Renderings<'_>,
) -> Option<Repaired> {
    let mut changes = quantities_to_change(query, source, target);
    for change in names_to_change(pieces, &source.text, &target.text, names) {
        if changes.iter().all(|(span, ..)| span.end <= change.0.start || change.0.end <= span.start) {
            changes.push(change);
        }
    }
    changes.sort_by_key(|(span, ..)| span.start);
    let (mut text, mut at, mut fixes) = (String::new(), 0, Vec::new());
    for (span, to, kind) in changes {
        text.push_str(&target.text[at..span.start]);
        text.push_str(&to);
        at = span.end;
        fixes.push(Fix { kind, from: span.of(&target.text).to_owned(), to });
    }
    text.push_str(&target.text[at..]);
    (!fixes.is_empty()).then_some(Repaired { target: text, fixes })
}

type Change = (Span, String, FixKind);

fn quantities_to_change(query: &Segment, source: &Segment, target: &Segment) -> Vec<Change> {
    let asked = quantities(&query.text, &query.lang);
    let known = quantities(&source.text, &source.lang);
    let there = quantities(&target.text, &target.lang);
    if asked.len() != known.len() {
        return Vec::new();
    }
    let stands_once =
        |all: &[Quantity], value: &QuantityValue| all.iter().filter(|one| one.value == *value).count() == 1;
    let is_certain = |value: &QuantityValue| stands_once(&known, value) && stands_once(&there, value);
    let change = |(asked, known): (&Quantity, &Quantity)| {
        let kind = match (&asked.value, &known.value) {
            (a, b) if a == b => return None,
            (QuantityValue::Number { .. }, QuantityValue::Number { .. }) => FixKind::Number,
            (QuantityValue::Date { year, .. }, QuantityValue::Date { year: other, .. })
                if year.is_some() == other.is_some() =>
            {
                FixKind::Date
            }
            _ => return None,
        };
        let place = there.iter().find(|one| one.value == known.value)?.span;
        let grouped = asked.span.of(&query.text).contains(['.', ','])
            && matches!(&asked.value, QuantityValue::Number { whole, .. } if whole.len() > 3);
        let written = asked.value.write(&target.lang, place.of(&target.text), grouped);
        (is_certain(&known.value) && same_place(query, asked.span, source, known.span))
            .then_some((place, written, kind))
    };
    asked.iter().zip(&known).filter_map(change).collect()
}

/// A name may be longer than what differs of it, by so many words on each side.
const AROUND: usize = 3;

fn names_to_change(pieces: &[Piece], source: &str, target: &str, names: Renderings<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in 0..pieces.len().saturating_sub(1) {
        let (known, asked) = (&pieces[at], &pieces[at + 1]);
        if (known.side, asked.side) != (Side::Match, Side::Query) {
            continue;
        }
        let beside = |piece: Option<&Piece>| -> Vec<String> {
            let both = piece.filter(|piece| piece.side == Side::Both);
            both.map_or_else(Vec::new, |piece| piece.text.split_whitespace().map(str::to_owned).collect())
        };
        let before = beside(at.checked_sub(1).and_then(|at| pieces.get(at)));
        let behind = beside(pieces.get(at + 2));
        let widened = |text: &str, left: usize, right: usize| {
            let left = &before[before.len() - left..];
            let words = left.iter().map(String::as_str).chain([text]).chain(behind[..right].iter().map(String::as_str));
            words.collect::<Vec<_>>().join(" ")
        };
        let sizes = (0..=AROUND.min(before.len()))
            .flat_map(|left| (0..=AROUND.min(behind.len())).map(move |right| (left, right)));
        let change = |(left, right): (usize, usize)| {
            let (was, is) = (widened(&known.text, left, right), widened(&asked.text, left, right));
            let to = names(&is).into_iter().next()?;
            let rendered = names(&was).into_iter().find(|rendering| once(rendering, target).is_some())?;
            let place = once(&rendered, target)?;
            once(&was, source)?;
            Some((place, to, FixKind::Name))
        };
        changes.extend(sizes.into_iter().find_map(change));
    }
    changes
}

/// Where a text stands in another, if that is once, inner parts of words not counted.
fn once(part: &str, text: &str) -> Option<Span> {
    let mut places = text.match_indices(part).filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let behind = text[at + part.len()..].chars().next();
        ![before, behind].into_iter().flatten().any(char::is_alphanumeric)
    });
    let (at, _) = places.next()?;
    places.next().is_none().then(|| Span::new(at, at + part.len()))
}

/// Whether a word beside one quantity stands beside another too: then they say the same thing of the same thing.
fn same_place(asked: &Segment, a: Span, known: &Segment, b: Span) -> bool {
    let word = |text: &str, last: bool| -> Option<String> {
        let mut words = text.split_whitespace();
        if last { words.next_back() } else { words.next() }.map(str::to_lowercase)
    };
    let (before_a, before_b) = (word(&asked.text[..a.start], true), word(&known.text[..b.start], true));
    let (behind_a, behind_b) = (word(&asked.text[a.end..], false), word(&known.text[b.end..], false));
    before_a.is_some() && before_a == before_b || behind_a.is_some() && behind_a == behind_b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare;
    use gloss_core::lang::Lang;

    fn repaired(query: &str, source: &str, target: &str) -> Option<String> {
        let (query, source) = (Segment::new(Lang::vi(), query), Segment::new(Lang::vi(), source));
        let names = |text: &str| match text {
            "Mường Ảng" => vec!["Muong Ang".to_owned()],
            "Mường Chà" => vec!["Muong Cha".to_owned()],
            _ => Vec::new(),
        };
        let pieces = compare(&query, &source).pieces;
        repair(&query, &source, &Segment::new(Lang::en(), target), &pieces, &names).map(|repaired| repaired.target)
    }

    #[test]
    fn numbers_dates_and_names_are_put_right_where_they_are_certain() {
        for (query, source, target, wanted) in [
            ("Xây 20 nhà", "Xây 15 nhà", "Build 15 houses", Some("Build 20 houses")),
            ("Chi 2.063 tỷ đồng", "Chi 1,5 tỷ đồng", "Spent VND 1.5 billion", Some("Spent VND 2,063 billion")),
            ("Họp ngày 2/9/2026", "Họp ngày 7/5/2026", "Met on May 7, 2026", Some("Met on September 2, 2026")),
            ("15 nhà, 20 bản", "20 nhà, 15 bản", "20 houses, 15 villages", Some("15 houses, 20 villages")),
            ("Huyện Mường Chà", "Huyện Mường Ảng", "Muong Ang District", Some("Muong Cha District")),
            // Which of the two is meant is not known; a number that was written as a word is not found.
            ("Xây 20 nhà", "Xây 15 nhà", "Build 15 of 15 houses", None),
            ("Xây 20 nhà", "Xây 2 nhà", "Build two houses", None),
            ("Xây nhà", "Xây cầu", "Build a bridge", None),
            ("Có 15 hộ năm 2021", "Năm 2020 có 15 hộ", "In 2020, 15 households", None),
            (
                "Huyện Mường Chà",
                "Huyện Mường Ảng",
                "Muong Angela visited Muong Ang",
                Some("Muong Angela visited Muong Cha"),
            ),
        ] {
            assert_eq!(repaired(query, source, target).as_deref(), wanted, "{query}");
        }
    }
}
