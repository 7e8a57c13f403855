//! Numbers, amounts and dates that differ between a segment and its translation.

mod currency;
mod dates;
mod documents;
mod read;
mod readings;
mod times;
mod words;

use std::collections::BTreeSet;

use gloss_core::{
    lang::Amount,
    report::{Finding, Rule, Sees, Severity},
    text::Span,
};

use super::{SOURCE, TARGET, Unit, UnitContext};
use read::{code, numbers};
use readings::{counts, numeric_readings};

pub(crate) static NUMBER_MISMATCH: Rule = Rule {
    id: "number-mismatch",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a number, amount or date differs between a text and its translation",
    explanation: r#"## What it does
Compares numbers, amounts and dates of a segment and its translation, whatever the notation: `2.063 tỷ` is `2.063 trillion`, `2/9/1945` is `September 2, 1945`; numbers may be put in words. Reported if each side has a number that the other lacks (one that is only left out may be in words), if a small number has become the word for another (`2 người` → `three people`), if day and month have changed places (`5/6` → `May 6`), if a time, a day or a document is another, or if dong have become as much of another currency. A number that is printed alike in both notations is a note: `5,000` in Vietnamese text is five.

## Why
A wrong figure is the mistake that readers act on.

## What to do
Compare both with the original.

## Example
Bad: `2.063 tỷ đồng` → `VND 2.063 billion`

Good: `2.063 tỷ đồng` → `VND 2.063 trillion`
"#,
};

pub(crate) fn check(context: &UnitContext<'_, '_>, out: &mut Vec<Finding>) {
    let unit = context.unit;
    let texts = [SOURCE, TARGET].map(|side| unit.text(side));
    // Roman numerals count as well.
    if !texts.iter().any(|text| text.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'I' | b'V' | b'X'))) {
        return;
    }
    let found = of_both(unit);
    let differs = different(unit, &found).or_else(|| dates::different(unit)).or_else(|| times::different(unit));
    let differs = differs.or_else(|| documents::different(unit)).or_else(|| currency::different(unit, &found));
    let Some((part, there, message)) = differs else { return };
    let finding = Finding::new(&NUMBER_MISMATCH, unit.place(SOURCE, part), message);
    // What is printed alike is meant alike: only the notation is that of the other language.
    let is_notation = part.of(texts[SOURCE]) == there.of(texts[TARGET]);
    let severity = if is_notation { Severity::Info } else { finding.severity };
    out.push(Finding { severity, related: vec![unit.place(TARGET, there)], ..finding });
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
        let other = numeric_readings(texts[1 - side], unit.lang(1 - side), &found[1 - side], texts[side]);
        // Each once: of the same numbers there may be thousands.
        let there: BTreeSet<&Amount> = found[1 - side].iter().map(|(_, amount)| amount).collect();
        let is_there =
            |a: &Amount| other.contains(a) || there.iter().any(|b| a.is_rounded_form_of(b) || b.is_rounded_form_of(a));
        let here: BTreeSet<&Amount> = found[side].iter().map(|(_, amount)| amount).collect();
        let missing: BTreeSet<&Amount> = here.into_iter().filter(|amount| !is_there(amount)).collect();
        found[side].iter().filter(|(_, amount)| missing.contains(amount)).collect()
    };
    let (missing, added) = (only(SOURCE), only(TARGET));
    // One that is only left out may have been put in words.
    let ((first, _), (there, _)) = match (missing.as_slice(), added.as_slice()) {
        ([one], []) => return in_words(unit, found, SOURCE, one),
        ([], [one]) => return in_words(unit, found, TARGET, one),
        ([first, ..], [there, ..]) => (first, there),
        _ => return None,
    };
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

/// The one small number that the other side lacks, where that has one word for another small number.
fn in_words(unit: Unit<'_>, found: &[Numbers; 2], side: usize, (span, amount): &(Span, Amount)) -> Option<Difference> {
    const SMALL: std::ops::RangeInclusive<u32> = 2..=12;
    let [here, there] = [side, 1 - side].map(|side| unit.text(side));
    amount.to_small_integer().filter(|small| SMALL.contains(small))?;
    let said = numeric_readings(here, unit.lang(side), &found[side], there);
    let counts = counts(there).into_iter().filter(|(_, count)| !said.contains(count)).collect::<Vec<_>>();
    let [(word, _)] = counts.as_slice() else { return None };
    let (from, to) = if side == SOURCE { (*span, *word) } else { (*word, *span) };
    let (from_text, to_text) = (from.of(unit.text(SOURCE)), to.of(unit.text(TARGET)));
    Some((from, to, format!("the source says `{from_text}`, the translation `{to_text}`")))
}
