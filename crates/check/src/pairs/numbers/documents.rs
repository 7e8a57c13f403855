//! Numbers of documents: `07/2021/NĐ-CP`.

use gloss_core::{patterns, text::Span};

use super::{Difference, SOURCE, TARGET, Unit};

patterns! {
    /// A number with its year, and the letters behind them: those of another language may differ.
    static NUMBER = r"(tháng )?\b(\d{1,5}/(?:19|20)\d\d)(/\p{Lu}[\p{Lu}\d-]*)?";
}

/// A document that has become another, where each side names as many.
pub(super) fn different(unit: Unit<'_>) -> Option<Difference> {
    let numbers = [SOURCE, TARGET].map(|side| numbers(unit.text(side)));
    let [from, to] = &numbers;
    if from.len() != to.len() {
        return None;
    }
    let text = |side: usize, span: &Span| span.of(unit.text(side));
    let is_in = |side: usize, wanted: &str| numbers[side].iter().any(|span| text(side, span) == wanted);
    let here = from.iter().find(|span| !is_in(TARGET, text(SOURCE, span)))?;
    let there = to.iter().find(|span| !is_in(SOURCE, text(TARGET, span)))?;
    let message = format!("the source says `{}`, the translation `{}`", text(SOURCE, here), text(TARGET, there));
    Some((*here, *there, message))
}

/// What is certainly no month of a year: it has letters behind it, or a zero before it.
fn numbers(text: &str) -> Vec<Span> {
    let found = NUMBER.captures_iter(text);
    let one = |found: regex::Captures<'_>| {
        let number = found.get(2).filter(|_| found.get(1).is_none())?;
        let is_document = found.get(3).is_some() || number.as_str().starts_with('0');
        let is_date = text[..number.start()].ends_with('/');
        (is_document && !is_date).then(|| Span::new(number.start(), number.end()))
    };
    found.filter_map(one).collect()
}
