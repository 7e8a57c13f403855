//! A name and the same with more words: `Policy Bank` beside `Social Policy Bank`. Often the short form is meant as one, so
//! the rule is off unless it is asked for.

use std::collections::HashMap;

use gloss_core::{
    report::{Finding, Rule, Sees, Severity},
    text::BuildPrehashed,
};

use super::{
    super::{
        context::{CheckContext, PendingFinding},
        seen::{Phrase, Spot},
    },
    Span,
    form::{in_order, key_of, words},
};

pub(crate) static NESTED_RENDERING: Rule = Rule {
    id: "nested-rendering",
    severity: Severity::Info,
    sees: Sees::All,
    on_request: true,
    summary: "a name stands there with fewer words than elsewhere (off unless asked for)",
    explanation: r#"## What it does
Names, without a glossary, that stand in one place with fewer words than in another: `Policy Bank` beside `Social Policy Bank`. The last word, which says what kind of thing it is, must be the same.

It is off, because most writers give the full name once and a short one behind it. `gloss check --only nested-rendering` shows what there is; `nested-rendering = "info"` under `[check.rules]` in `gloss.toml` turns it on.

## Why
A short form that is not the usual one, or that fits two names, leaves readers to guess.

## What to do
Enter the short form with `type = "short"`, or write the name in full.

## Example
Bad: `The Social Policy Bank lent him money.` beside `The Policy Bank asked for it back.`

Good: `The Social Policy Bank lent him money. It asked for it back.`
"#,
};

/// No name has more bytes than these.
const LONGEST: usize = 300;
/// A short form lacks no more words than these.
const LACKING: usize = 2;

pub(crate) fn check<'a>(context: &'a CheckContext<'_, '_>, out: &mut Vec<PendingFinding<'a>>) {
    let names: Vec<&[Phrase]> = context
        .seen
        .phrases
        .chunk_by(|a, b| a.key == b.key)
        .filter(|all| all.iter().any(|phrase| phrase.is_name))
        .collect();
    let by_key: HashMap<u64, &[Phrase], BuildPrehashed> = names.iter().map(|all| (all[0].key, *all)).collect();
    let mut long: HashMap<usize, Vec<Span>> = HashMap::new();
    for phrase in names.iter().copied().flatten().filter(|phrase| phrase.is_name && phrase.content > 2) {
        long.entry(phrase.spot.file()).or_default().push(phrase.spot.span());
    }
    long.values_mut().for_each(|spans| spans.sort_unstable());
    let stands_alone = |phrase: &&Phrase| {
        let Some(spans) = long.get(&phrase.spot.file()) else { return true };
        let here = phrase.spot.span();
        let behind = spans.partition_point(|span| span.start <= here.start);
        let near = spans[..behind].iter().rev().take_while(|span| span.start + LONGEST > here.start);
        !near.into_iter().any(|span| *span != here && span.contains(here))
    };
    let whole = names.iter().filter(|all| all[0].content > 2 && all.iter().any(|phrase| stands_alone(&phrase)));
    let whole: Vec<Spot> = whole.map(|all| all[0].spot).collect();
    for (spot, printed) in context.printed(whole) {
        for key in shorter(&printed) {
            let short = by_key.get(&key).into_iter().copied().flatten().filter(|phrase| phrase.is_name);
            let mut short = short.filter(stands_alone);
            let Some(first) = short.next() else { continue };
            let related = std::iter::once(spot).chain(short.map(|phrase| phrase.spot));
            let whole = printed.clone();
            out.push(PendingFinding::new(first.spot, related, move |place, related| {
                let message = format!("`{}` may be short for `{whole}`", place.text);
                let finding = Finding::new(&NESTED_RENDERING, place, message);
                Finding { related, suggestions: vec![whole], confidence: Some(50), ..finding }
            }));
        }
    }
}

/// The keys of a name without one or two of its words; the last one, which says what it is, stays.
fn shorter(text: &str) -> Vec<u64> {
    // Two names, or a name and where or when.
    if [" and ", " in ", " on "].iter().any(|link| text.contains(link)) {
        return Vec::new();
    }
    let all = words(text);
    let classes: Vec<u64> = in_order(&all).iter().map(|word| word.class()).collect();
    let Some((head, others)) = classes.split_last() else { return Vec::new() };
    let kept = 1u32..(1 << others.len()) - 1;
    let kept = kept.filter(|set| (others.len() - set.count_ones() as usize) <= LACKING);
    kept.map(|set| {
        let chosen = others.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, class)| *class);
        key_of(chosen.chain([*head]))
    })
    .collect()
}
