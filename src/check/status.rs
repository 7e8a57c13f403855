//! Deprecated and forbidden renderings.

use std::collections::BTreeMap;

use crate::{lang::Lang, model::Status, report::Finding};

use super::{Context, Use, rewrite::rewrite};

/// So many places of accepted forms are named beside a finding.
const RELATED: usize = 5;

/// The first uses of accepted forms of each concept and language.
type Accepted<'a, 'g> = BTreeMap<(&'g str, &'g Lang), Vec<&'a Use<'g>>>;

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    let mut accepted: Accepted<'_, '_> = BTreeMap::new();
    for used in context.uses.iter().filter(|used| used.found.term.status.is_accepted()) {
        let uses = accepted.entry((&used.found.concept.id, used.found.lang)).or_default();
        if uses.len() < RELATED {
            uses.push(used);
        }
    }
    let unwanted_uses = context.uses.iter().filter(|used| !used.found.term.status.is_accepted());
    out.extend(unwanted_uses.map(|used| unwanted(context, &accepted, used)));
}

fn unwanted(context: &Context<'_, '_>, accepted: &Accepted<'_, '_>, used: &Use<'_>) -> Finding {
    let (concept, term) = (used.found.concept, used.found.term);
    let (rule, word) = match term.status {
        Status::Forbidden => ("forbidden-rendering", "forbidden"),
        _ => ("deprecated-rendering", "deprecated"),
    };
    let replacement = concept.replacement(used.found.lang, term);
    let fix = replacement.filter(|new| new.kind == term.kind && !used.ambiguous).and_then(|new| {
        let text = context.inputs[used.file].document.text();
        let (before, printed) = (&text[..used.span.start], used.span.of(text));
        context.edit(used.file, used.span, rewrite(before, printed, &term.text, &new.text)?)
    });
    let suggestion = replacement.map(|t| t.text.clone());
    let place = context.place(used);
    let mut message = format!("`{}` is {word}", place.text);
    if let Some(suggestion) = &suggestion {
        message.push_str(&format!("; the rendering of {} is `{suggestion}`", subject(used)));
    }
    if let Some(note) = &term.note {
        message.push_str(&format!(" ({note})"));
    }
    let others = accepted.get(&(concept.id.as_str(), used.found.lang));
    Finding {
        concept: Some(concept.id.clone()),
        suggestions: suggestion.into_iter().collect(),
        fix: fix.into_iter().collect(),
        related: others.into_iter().flatten().map(|other| context.place(other)).collect(),
        ..Finding::new(rule, place, message)
    }
}

/// What the concept is called in the other language, or its id.
pub(super) fn subject(used: &Use<'_>) -> String {
    let concept = used.found.concept;
    let other = concept.terms.keys().find(|lang| *lang != used.found.lang);
    other
        .and_then(|lang| concept.preferred(lang))
        .map_or_else(|| format!("`{}`", concept.id), |t| format!("`{}`", t.text))
}
