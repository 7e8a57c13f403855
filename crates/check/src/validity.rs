//! Names that were no longer in use when a text was written.

use gloss_core::{
    lang::Lang,
    report::{Finding, Rule, Sees, Severity},
};

use super::{
    context::TextContext,
    seen::{Seen, Use},
};

pub(super) static OUTDATED_NAME: Rule = Rule {
    id: "outdated-name",
    severity: Severity::Info,
    sees: Sees::Text,
    on_request: false,
    summary: "a name was no longer in use when the text was written",
    explanation: r#"## What it does
Holds names that the glossary gives an end of use against the date of a text: a line `date: 2026-01-31` among its first thirty. A name is reported if everything it may mean had ended before, and nothing beside it calls it former.

## Why
Many communes and all districts ended on 30 June 2025; old articles are right with the old names, new ones are not.

## What to do
Write the name of today, or say that it is a former one.

## Example
Bad: `date: 2026-03-01` … `in Hà Giang province`

Good: `in Tuyên Quang province`, or `in the former Hà Giang province`
"#,
};

/// Words before or behind a name which say that it is an old one.
const FORMER: [&str; 8] =
    ["former ", "formerly ", "then ", "old ", "(formerly ", "nguyên ", "trước đây là ", "trước là "];

pub(super) fn check(here: &TextContext<'_, '_>, seen: &mut Seen<'_>) {
    let Some(date) = date_of(here.text()) else { return };
    for places in here.uses.chunk_by(|a, b| a.spot == b.spot) {
        // A name of several things is out of use when all of them are.
        let ended = |used: &Use<'_>| used.found.concept.validity.to.as_deref().is_some_and(|to| to < date);
        // `district` is a word as well, of other times and countries.
        let is_name = |used: &Use<'_>| used.found.term.text.contains(char::is_uppercase);
        if places.iter().all(ended) && places.iter().any(is_name) && !is_called_former(here, &places[0]) {
            seen.findings.push(outdated(here, &places[0], date));
        }
    }
}

/// The date that the front of a text gives: `date: 2026-01-31` in its first two kilobytes.
pub fn date_of(text: &str) -> Option<&str> {
    const FRONT: usize = 2 << 10;
    let end = (0..=FRONT.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let begins = |line: &str, name: &str| line.get(..name.len()).is_some_and(|start| start.to_lowercase() == name);
    let named = |line: &&str| ["date:", "published:", "ngày:"].iter().any(|name| begins(line, name));
    let line = text[..end].lines().find(named)?;
    let value = line.split_once(':')?.1.trim().trim_matches('"');
    let day = value.get(..10)?;
    let digit = |(at, c): (usize, char)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    day.chars().enumerate().all(digit).then_some(day)
}

fn is_called_former(here: &TextContext<'_, '_>, used: &Use<'_>) -> bool {
    let (text, span) = (here.text(), used.span());
    let before = text[..span.start].to_lowercase();
    FORMER.iter().any(|word| before.ends_with(word)) || text[span.end..].trim_start().starts_with("cũ")
}

fn outdated(here: &TextContext<'_, '_>, used: &Use<'_>, date: &str) -> Finding {
    let (place, concept) = (here.place(used.span()), used.found.concept);
    let to = concept.validity.to.as_deref().unwrap_or_default();
    let name = concept.preferred(&Lang::vi()).map_or("", |term| &term.text);
    let fate = concept.note.as_deref().map_or(String::new(), |note| format!("; {}", note.trim_end_matches('.')));
    let message = format!("`{}` ({name}) was in use until {to}, and the text is of {date}{fate}", place.text);
    Finding { concept: Some(concept.id.clone()), ..Finding::new(&OUTDATED_NAME, place, message) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_front_of_a_text_gives_its_date() {
        for (text, wanted) in [
            ("---\ntitle: a\ndate: 2026-01-31\n---\n", Some("2026-01-31")),
            ("Date: \"2025-07-02T08:00\"\n", Some("2025-07-02")),
            ("It was 2026-01-31.\ndate: soon\n", None),
        ] {
            assert_eq!(super::date_of(text), wanted);
        }
    }
}
