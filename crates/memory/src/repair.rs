//! Adapts the translation of a fuzzy match: replaces numbers, dates and names that differ between the query and the source of
//! the match.
//!
//! Only what is certain is replaced: the old value must occur exactly once in the source and once in the translation.

use gloss_core::{
    lang::{Quantity, QuantityValue, quantities},
    model::Segment,
    text::Span,
};

use super::{Piece, Side};

/// One replacement in a translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What was replaced.
    pub kind: FixKind,
    /// The text of the stored translation.
    pub from: String,
    /// The text that replaces it.
    pub to: String,
}

/// What can be replaced in a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    /// A number.
    Number,
    /// A date.
    Date,
    /// A name or term from the glossary.
    Name,
}

impl FixKind {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
        }
    }
}

/// A translation with its replacements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The translation after the replacements.
    pub target: String,
    /// The replacements, in the order of the text.
    pub fixes: Vec<Fix>,
}

/// Looks up the renderings of a name, the preferred one first; empty if the text is not a known name.
pub type Renderings<'r> = &'r dyn Fn(&str) -> Vec<String>;

/// Replaces what is certain in the target of a match; `None` if nothing is. `pieces` are the differences between the query
/// and the source.
pub fn repair(
    query: &Segment,
    source: &Segment,
    target: &Segment,
    pieces: &[Piece],
    names: Renderings<'_>,
) -> Option<Repaired> {
    let mut changes = quantity_changes(query, source, target);
    for change in name_changes(pieces, &source.text, &target.text, names) {
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

/// Pairs the quantities of query and source in their order, and replaces those that differ.
fn quantity_changes(query: &Segment, source: &Segment, target: &Segment) -> Vec<Change> {
    let in_query = quantities(&query.text, &query.lang);
    let in_source = quantities(&source.text, &source.lang);
    let in_target = quantities(&target.text, &target.lang);
    if in_query.len() != in_source.len() {
        return Vec::new();
    }
    let occurs_once = |quantities: &[Quantity], value: &QuantityValue| {
        quantities.iter().filter(|quantity| quantity.value == *value).count() == 1
    };
    let change = |(new, old): (&Quantity, &Quantity)| {
        let kind = fix_kind(&new.value, &old.value)?;
        let place = in_target.iter().find(|quantity| quantity.value == old.value)?.span;
        let is_certain = occurs_once(&in_source, &old.value)
            && occurs_once(&in_target, &old.value)
            && have_common_neighbour((&query.text, new.span), (&source.text, old.span));
        let is_grouped = new.span.of(&query.text).contains(['.', ','])
            && matches!(&new.value, QuantityValue::Number { whole, .. } if whole.len() > 3);
        is_certain.then(|| (place, new.value.write(&target.lang, place.of(&target.text), is_grouped), kind))
    };
    in_query.iter().zip(&in_source).filter_map(change).collect()
}

/// What kind of replacement turns the old value into the new one; `None` if they are equal or of different kinds.
fn fix_kind(new: &QuantityValue, old: &QuantityValue) -> Option<FixKind> {
    match (new, old) {
        (new, old) if new == old => None,
        (QuantityValue::Number { .. }, QuantityValue::Number { .. }) => Some(FixKind::Number),
        (QuantityValue::Date { year: new_year, .. }, QuantityValue::Date { year: old_year, .. })
            if new_year.is_some() == old_year.is_some() =>
        {
            Some(FixKind::Date)
        }
        _ => None,
    }
}

/// Upper limit of common words on each side of a difference that can belong to a name.
const MAX_NEIGHBOUR_WORDS: usize = 3;

/// Replaces names: a difference, with or without the words around it, that is a known name in both query and source.
fn name_changes(pieces: &[Piece], source: &str, target: &str, names: Renderings<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for at in 0..pieces.len().saturating_sub(1) {
        let (old, new) = (&pieces[at], &pieces[at + 1]);
        if (old.side, new.side) != (Side::Match, Side::Query) {
            continue;
        }
        let before = common_words(at.checked_sub(1).and_then(|at| pieces.get(at)));
        let after = common_words(pieces.get(at + 2));
        let widened = |text: &str, left: usize, right: usize| {
            let words = before[before.len() - left..].iter().copied().chain([text]);
            words.chain(after[..right].iter().copied()).collect::<Vec<_>>().join(" ")
        };
        let change = |(left, right): (usize, usize)| {
            let (old_name, new_name) = (widened(&old.text, left, right), widened(&new.text, left, right));
            let new_rendering = names(&new_name).into_iter().next()?;
            let place = names(&old_name).iter().find_map(|rendering| find_single_word(rendering, target))?;
            find_single_word(&old_name, source)?;
            Some((place, new_rendering, FixKind::Name))
        };
        let mut widths = (0..=MAX_NEIGHBOUR_WORDS.min(before.len()))
            .flat_map(|left| (0..=MAX_NEIGHBOUR_WORDS.min(after.len())).map(move |right| (left, right)));
        changes.extend(widths.find_map(change));
    }
    changes
}

/// The words of a piece that query and source share; empty for any other piece.
fn common_words(piece: Option<&Piece>) -> Vec<&str> {
    piece
        .filter(|piece| piece.side == Side::Both)
        .map_or_else(Vec::new, |piece| piece.text.split_whitespace().collect())
}

/// Where a text occurs in another as whole words; `None` unless it occurs exactly once.
fn find_single_word(part: &str, text: &str) -> Option<Span> {
    let mut places = text.match_indices(part).filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + part.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    });
    let (at, _) = places.next()?;
    places.next().is_none().then(|| Span::new(at, at + part.len()))
}

/// Whether two quantities have the same word before or after them, so that they count the same thing.
fn have_common_neighbour((text_a, a): (&str, Span), (text_b, b): (&str, Span)) -> bool {
    let before = |text: &str, span: Span| text[..span.start].split_whitespace().next_back().map(str::to_lowercase);
    let after = |text: &str, span: Span| text[span.end..].split_whitespace().next().map(str::to_lowercase);
    let is_same = |a: Option<String>, b: Option<String>| a.is_some() && a == b;
    is_same(before(text_a, a), before(text_b, b)) || is_same(after(text_a, a), after(text_b, b))
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
    fn numbers_dates_and_names_are_replaced_where_that_is_certain() {
        for (query, source, target, wanted) in [
            ("Xây 20 nhà", "Xây 15 nhà", "Build 15 houses", Some("Build 20 houses")),
            ("Chi 2.063 tỷ đồng", "Chi 1,5 tỷ đồng", "Spent VND 1.5 billion", Some("Spent VND 2,063 billion")),
            ("Họp ngày 2/9/2026", "Họp ngày 7/5/2026", "Met on May 7, 2026", Some("Met on September 2, 2026")),
            ("15 nhà, 20 bản", "20 nhà, 15 bản", "20 houses, 15 villages", Some("15 houses, 20 villages")),
            ("Huyện Mường Chà", "Huyện Mường Ảng", "Muong Ang District", Some("Muong Cha District")),
            // It is unclear which of the two is meant; a number written as a word is not found.
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
