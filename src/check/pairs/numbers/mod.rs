//! Numbers, amounts and dates that differ between a segment and its translation.

mod currency;
mod dates;
mod read;
mod said;

use crate::{lang::Amount, report::Finding, text::Span};

use super::{SOURCE, TARGET, Unit};
use read::{code, numbers};
use said::said;

pub(super) fn check(unit: Unit<'_>, out: &mut Vec<Finding>) {
    let texts = [SOURCE, TARGET].map(|side| unit.text(side));
    // Roman numerals count as well.
    if !texts.iter().any(|text| text.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'I' | b'V' | b'X'))) {
        return;
    }
    let found = of_both(unit);
    let found_here = different(unit, &found).or_else(|| dates::swapped(unit)).or_else(|| currency::other(unit, &found));
    let Some((part, there, message)) = found_here else { return };
    let related = vec![unit.place(TARGET, there)];
    out.push(Finding { related, ..Finding::new("number-mismatch", unit.place(SOURCE, part), message) });
}

type Numbers = Vec<(Span, Amount)>;

/// What differs: where in the source and in the target, and what is to be said of it.
type Difference = (Span, Span, String);

/// The numbers of both sides. Code that was taken over as it is says the same whatever the notation.
fn of_both(unit: Unit<'_>) -> [Numbers; 2] {
    let texts = [SOURCE, TARGET].map(|side| unit.text(side));
    let code = texts.map(code);
    [SOURCE, TARGET].map(|side| {
        let other = 1 - side;
        let taken_over = |span: &&Span| code[other].iter().any(|there| there.of(texts[other]) == span.of(texts[side]));
        let same: Vec<Span> = code[side].iter().filter(taken_over).copied().collect();
        let mut numbers = numbers(texts[side], unit.lang(side));
        numbers.retain(|(span, _)| !same.iter().any(|code| code.overlaps(*span)));
        numbers
    })
}

/// Numbers of each side that the other lacks.
fn different(unit: Unit<'_>, found: &[Numbers; 2]) -> Option<Difference> {
    let texts = [SOURCE, TARGET].map(|side| unit.text(side));
    let only = |side: usize| -> Vec<&(Span, Amount)> {
        let other = said(texts[1 - side], unit.lang(1 - side), &found[1 - side]);
        let shorter = |a: &Amount| found[1 - side].iter().any(|(_, b)| a.is_short_for(b) || b.is_short_for(a));
        found[side].iter().filter(|(_, amount)| !other.contains(amount) && !shorter(amount)).collect()
    };
    let (missing, added) = (only(SOURCE), only(TARGET));
    // One that is only left out may have been put in words.
    let ((first, _), (there, _)) = (missing.first()?, added.first()?);
    let list = |side: usize, spans: &[&(Span, Amount)]| {
        let mut all: Vec<&str> = spans.iter().map(|(span, _)| span.of(texts[side])).collect();
        all.dedup();
        all.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
    };
    let (there_listed, here_listed) = (list(SOURCE, &missing), list(TARGET, &added));
    let message = if there_listed == here_listed {
        let [from, to] = [SOURCE, TARGET].map(|side| unit.lang(side));
        format!("{there_listed} stands in both, but is another number in {from} than in {to}")
    } else {
        format!("the source says {there_listed}, the translation {here_listed}")
    };
    Some((*first, *there, message))
}
