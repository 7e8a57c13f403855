//! A name and the same with more words: `Policy Bank` beside `Social Policy Bank`. Often the short form is meant as one, so
//! the rule is off unless it is asked for.

use std::collections::HashMap;

use crate::{report::Finding, text::ByHash};

use super::{
    super::Context,
    Phrase, Span,
    form::{in_order, key_of, words},
};

/// No name has more bytes than these.
const LONGEST: usize = 300;
/// A short form lacks no more words than these.
const LACKING: usize = 2;

pub(in crate::check) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    let names: Vec<&[Phrase]> =
        context.phrases.chunk_by(|a, b| a.key == b.key).filter(|all| all.iter().any(|phrase| phrase.is_name)).collect();
    let by_key: HashMap<u64, &[Phrase], ByHash> = names.iter().map(|all| (all[0].key, *all)).collect();
    let mut long: HashMap<usize, Vec<Span>> = HashMap::new();
    for phrase in names.iter().copied().flatten().filter(|phrase| phrase.is_name && phrase.content > 2) {
        long.entry(phrase.file).or_default().push(phrase.span);
    }
    long.values_mut().for_each(|spans| spans.sort_unstable());
    let stands_alone = |phrase: &&Phrase| {
        let Some(spans) = long.get(&phrase.file) else { return true };
        let behind = spans.partition_point(|span| span.start <= phrase.span.start);
        let near = spans[..behind].iter().rev().take_while(|span| span.start + LONGEST > phrase.span.start);
        !near.into_iter().any(|span| *span != phrase.span && span.contains(phrase.span))
    };
    for all in names.iter().filter(|all| all[0].content > 2 && all.iter().any(|phrase| stands_alone(&phrase))) {
        for key in shorter(context, &all[0]) {
            let short = by_key.get(&key).into_iter().copied().flatten().filter(|phrase| phrase.is_name);
            let mut short = short.filter(stands_alone);
            let Some(first) = short.next() else { continue };
            let place = |phrase: &Phrase| context.place_of(phrase.file, phrase.span);
            let whole = place(&all[0]);
            let message = format!("`{}` may be short for `{}`", place(first).text, whole.text);
            let suggestions = vec![whole.text.clone()];
            let related = std::iter::once(whole).chain(short.map(place)).collect();
            let finding = Finding::new("nested-rendering", place(first), message);
            out.push(Finding { related, suggestions, confidence: Some(50), ..finding });
        }
    }
}

/// The keys of a name without one or two of its words; the last one, which says what it is, stays.
fn shorter(context: &Context<'_, '_>, phrase: &Phrase) -> Vec<u64> {
    let text = phrase.span.of(context.inputs[phrase.file].document.text());
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
