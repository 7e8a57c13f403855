//! Days that have become others.

use std::sync::LazyLock;

use regex::Regex;

use gloss_core::{
    lang::{Lang, MONTHS, QuantityValue, quantities},
    patterns,
    text::Span,
};

use super::{Difference, SOURCE, TARGET, Unit};

patterns! {
    static VIETNAMESE = r"(?i)\b(?:sáng|trưa|chiều|tối|đêm|hôm|mùng) (\d{1,2})[/.-](\d{1,2})\b";
    static DAY_FIRST = r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?([A-Z][a-z]{2,8})\b";
    static MONTH_FIRST = r"\b([A-Z][a-z]{2,8}) (\d{1,2})(?:st|nd|rd|th)?\b";
}

/// A day that has become another: its month the day (`5/6` and `May 6`), or the only one of a segment.
pub(super) fn different(unit: Unit<'_>) -> Option<Difference> {
    let days = [SOURCE, TARGET].map(|side| days(unit.text(side), unit.lang(side)));
    let text = |side: usize, span: Span| span.of(unit.text(side));
    if let Some((here, there)) = swapped(&days) {
        let (said, told) = (text(SOURCE, here), text(TARGET, there));
        let message = format!("day and month have changed places: the source says `{said}`, the translation `{told}`");
        return Some((here, there, message));
    }
    let [from, to] = &days;
    let (here, day) = from.first().filter(|(_, day)| from.iter().all(|(_, other)| other == day))?;
    let (there, other) = to.first().filter(|(_, other)| other != day && to.iter().all(|(_, one)| one == other))?;
    // `July 13 and 15` has one day with its month, and another without.
    let names = |side: usize, day: u8| {
        let digits = |c: char| !c.is_ascii_digit();
        unit.text(side).split(digits).any(|run| run.parse() == Ok(day))
    };
    if day.0 != other.0 && (names(TARGET, day.0) || names(SOURCE, other.0)) {
        return None;
    }
    let message = format!("the source says `{}`, the translation `{}`", text(SOURCE, *here), text(TARGET, *there));
    Some((*here, *there, message))
}

/// Where a day and its month have changed places.
fn swapped(days: &[Vec<Day>; 2]) -> Option<(Span, Span)> {
    let has = |side: usize, wanted: (u8, u8)| days[side].iter().find(|(_, day)| *day == wanted);
    let is_gone = |(day, month): (u8, u8)| has(TARGET, (day, month)).is_none() && has(SOURCE, (month, day)).is_none();
    let (here, (day, month)) = days[SOURCE].iter().find(|(_, day)| is_gone(*day))?;
    Some((*here, has(TARGET, (*month, *day))?.0))
}

/// A day and its month.
type Day = (Span, (u8, u8));

/// The days and months of a text.
fn days(text: &str, lang: &Lang) -> Vec<Day> {
    // Without `ngày` it may be a part of a whole: `5/9 phường`.
    let mut days: Vec<Day> = quantities(text, lang)
        .into_iter()
        .filter_map(|one| match one.value {
            // `ngày 4-10 tháng tư` goes from the fourth to the tenth.
            QuantityValue::Date { .. } if text[one.span.end..].starts_with(" tháng") => None,
            QuantityValue::Date { day, month, .. } => Some((one.span, (day, month))),
            _ => None,
        })
        .collect();
    let patterns: &[(&LazyLock<Regex>, [usize; 2])] = match lang.primary() {
        "vi" => &[(&VIETNAMESE, [1, 2])],
        "en" => &[(&DAY_FIRST, [1, 2]), (&MONTH_FIRST, [2, 1])],
        _ => &[],
    };
    for (pattern, [day, month]) in patterns {
        for found in pattern.captures_iter(text) {
            let group = |n: usize| found.get(n).map(|group| group.as_str());
            let number = |text: &str| text.parse::<u8>().ok().or_else(|| month_of(text));
            if let (Some(day), Some(month)) = (group(*day).and_then(number), group(*month).and_then(number)) {
                let [first, last] = [1, 2].map(|n| found.get(n).map_or(0..0, |group| group.range()));
                days.push((Span::new(first.start, last.end), (day, month)));
            }
        }
    }
    days
}

/// A month by its English name.
fn month_of(name: &str) -> Option<u8> {
    let at = MONTHS.iter().position(|month| *month == name)?;
    u8::try_from(at + 1).ok()
}
