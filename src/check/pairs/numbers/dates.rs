//! Days whose month has become the day.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lang::{Lang, Value, quantities},
    text::Span,
};

use super::{Difference, SOURCE, TARGET, Unit};

/// A day whose month has become the day: `5/6` and `May 6`.
pub(super) fn swapped(unit: Unit<'_>) -> Option<Difference> {
    let days = [SOURCE, TARGET].map(|side| days(unit.text(side), unit.lang(side)));
    let has = |side: usize, wanted: (u8, u8)| days[side].iter().find(|(_, day)| *day == wanted);
    let (here, (day, month)) = days[SOURCE]
        .iter()
        .find(|(_, (day, month))| has(TARGET, (*day, *month)).is_none() && has(SOURCE, (*month, *day)).is_none())?;
    let (there, _) = has(TARGET, (*month, *day))?;
    let [said, told] = [here.of(unit.text(SOURCE)), there.of(unit.text(TARGET))];
    Some((
        *here,
        *there,
        format!("day and month have changed places: the source says `{said}`, the translation `{told}`"),
    ))
}

/// The days and months of a text. Vietnamese has the day first whether or not it says that it is one.
fn days(text: &str, lang: &Lang) -> Vec<(Span, (u8, u8))> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b(\d{1,2})(?:/| tháng )(\d{1,2})\b").ok());
    if lang.is("vi") {
        let found = DAY.iter().flat_map(|day| day.captures_iter(text));
        let one = |found: regex::Captures<'_>| {
            let number = |n: usize| found.get(n)?.as_str().parse::<u8>().ok();
            let whole = found.get_match();
            Some((Span::new(whole.start(), whole.end()), (number(1)?, number(2)?)))
        };
        return found.filter_map(one).collect();
    }
    let dates = quantities(text, lang).into_iter();
    dates
        .filter_map(|one| match one.value {
            Value::Date { day, month, .. } => Some((one.span, (day, month))),
            _ => None,
        })
        .collect()
}
