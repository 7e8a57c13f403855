//! One text that is translated in two ways, and two that are translated in one.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

use gloss_core::{
    lang::Lang,
    report::{Finding, Rule, Sees, Severity},
    text,
};

use super::{Bitext, SOURCE, TARGET, Unit};

pub(crate) static INCONSISTENT_SOURCE: Rule = Rule {
    id: "inconsistent-source",
    severity: Severity::Info,
    sees: Sees::All,
    on_request: false,
    summary: "two texts have one translation",
    explanation: r#"## What it does
Reports two or more source texts that have the same translation, once a translation. Texts that differ only in case, signs and spaces are the same.

## Why
Often two texts mean the same and one of them could go; sometimes one was translated by mistake.

## What to do
See whether both mean this. This is a note, and does not fail a check.

## Example
Bad: `hộ nghèo` and `hộ cận nghèo` → `poor household`

Good: `hộ cận nghèo` → `near-poor household`
"#,
};

pub(crate) static INCONSISTENT_TARGET: Rule = Rule {
    id: "inconsistent-target",
    severity: Severity::Warning,
    sees: Sees::All,
    on_request: false,
    summary: "one text is translated in two ways",
    explanation: r#"## What it does
Reports a text that the given files translate in two or more ways, once a text. Translations that differ only in case, signs and spaces are the same. The finding stands on the rarest translation, the others are listed.

## Why
Readers take two names for two things, and a memory offers now one, now the other.

## What to do
Choose one. If both are right in their places, waive the finding with the reason.

## Example
Bad: `nhà Đại đoàn kết` → `great unity house` here, `Great Solidarity house` there

Good: `nhà Đại đoàn kết` → `Great Solidarity house` everywhere
"#,
};

/// How many other places a finding names.
const MAX_RELATED_PLACES: usize = 5;

/// Texts of fewer words may well be translated in two ways.
const TELLING: usize = 3;

pub(crate) fn check(bitexts: &[Bitext], out: &mut Vec<Finding>) {
    for (side, rule) in [(SOURCE, &INCONSISTENT_TARGET), (TARGET, &INCONSISTENT_SOURCE)] {
        let mut groups: HashMap<(&Lang, &Lang, String), Vec<Unit<'_>>> = HashMap::new();
        let units = bitexts.iter().flat_map(|bitext| bitext.pairs.iter().map(move |pair| Unit { bitext, pair }));
        for unit in units.filter(|unit| [SOURCE, TARGET].iter().all(|side| !unit.text(*side).trim().is_empty())) {
            let text: String = unit.text(side).trim().nfc().collect();
            groups.entry((unit.lang(SOURCE), unit.lang(TARGET), text)).or_default().push(unit);
        }
        out.extend(groups.values().filter_map(|units| differing(units, side, rule)));
    }
}

fn differing(units: &[Unit<'_>], side: usize, rule: &'static Rule) -> Option<Finding> {
    let mut forms: BTreeMap<String, Vec<Unit<'_>>> = BTreeMap::new();
    for unit in units {
        forms.entry(letters(unit.text(1 - side))).or_default().push(*unit);
    }
    if forms.len() < 2 {
        return None;
    }
    // On the rarest; of equally rare ones on the last that came.
    let place = |units: &Vec<Unit<'_>>| units[0].pair.spans[SOURCE].start;
    let rarest = forms.values().min_by_key(|units| (units.len(), std::cmp::Reverse(place(units))))?;
    let mut others: Vec<&Vec<Unit<'_>>> = forms.values().filter(|units| !std::ptr::eq(*units, rarest)).collect();
    others.sort_by_key(|units| (std::cmp::Reverse(units.len()), place(units)));
    let shown = |text: &str| {
        let text = text.trim().replace('\n', " ");
        let short: String = text.chars().take(80).collect();
        if short.len() < text.len() { format!("`{short}…`") } else { format!("`{short}`") }
    };
    let other = shown(others.first()?[0].text(1 - side));
    let (this, more) = (shown(rarest[0].text(1 - side)), forms.len() - 2);
    let more = if more > 0 { format!(" and in {more} more ways") } else { String::new() };
    let message = if side == SOURCE {
        format!("one text is translated as {this} here and as {other} elsewhere{more}")
    } else {
        format!("{this} and {other}{more} have one translation")
    };
    let related = others.iter().take(MAX_RELATED_PLACES).map(|units| units[0].whole(1 - side)).collect();
    let finding = Finding { related, ..Finding::new(rule, rarest[0].whole(1 - side), message) };
    // A word or two may mean one thing here and another there.
    let is_short = units[0].text(side).split_whitespace().count() < TELLING;
    let severity = if is_short { Severity::Info } else { finding.severity };
    Some(Finding { severity, ..finding })
}

/// Letters and digits alone: case, signs, spaces and the place of a tone mark make no other text.
fn letters(text: &str) -> String {
    let small = text.nfc().flat_map(char::to_lowercase).collect::<String>();
    small.split(|c: char| !c.is_alphanumeric()).map(text::to_old_tone_style).collect()
}
