//! Deprecated and forbidden renderings.

use std::collections::BTreeMap;

use crate::{
    lang::Lang,
    model::{Status, Term},
    report::{Edit, Finding},
};

use super::{Context, Draft, Here, Spot, Use, rewrite::rewrite};

/// So many places of accepted forms are named beside a finding.
const RELATED: usize = 5;

/// The first uses of accepted forms of each concept and language.
type Accepted<'a> = BTreeMap<(&'a str, &'a Lang), Vec<Spot>>;

/// A use of a term that is not to be used, with what is written instead, if that is certain.
pub(super) struct Unwanted<'g> {
    used: Use<'g>,
    fix: Option<Edit>,
}

impl Unwanted<'_> {
    pub(super) fn file(&self) -> usize {
        self.used.file()
    }
}

/// What a text has of them.
pub(super) fn of_text<'g>(here: &Here<'_, 'g>) -> Vec<Unwanted<'g>> {
    let unwanted = here.uses.iter().filter(|used| !used.found.term.status.is_accepted());
    unwanted.map(|used| Unwanted { used: used.clone(), fix: fix(here, used) }).collect()
}

fn fix(here: &Here<'_, '_>, used: &Use<'_>) -> Option<Edit> {
    let (text, span, term) = (here.text(), used.span(), used.found.term);
    let new = replacement(used).filter(|new| new.kind == term.kind && !used.ambiguous)?;
    here.edit(span, rewrite(&here.input.lang, &text[..span.start], span.of(text), &term.text, &new.text)?)
}

fn replacement<'g>(used: &Use<'g>) -> Option<&'g Term> {
    used.found.concept.replacement(used.found.lang, used.found.term)
}

pub(super) fn check<'a>(context: &'a Context<'_, '_>, out: &mut Vec<Draft<'a>>) {
    let mut accepted: Accepted<'_> = BTreeMap::new();
    for used in context.seen.uses.iter().filter(|used| used.found.term.status.is_accepted()) {
        let spots = accepted.entry((&used.found.concept.id, used.found.lang)).or_default();
        if spots.len() < RELATED {
            spots.push(used.spot);
        }
    }
    out.extend(context.seen.unwanted.iter().map(|unwanted| draft(&accepted, unwanted)));
}

fn draft<'a>(accepted: &Accepted<'_>, Unwanted { used, fix }: &'a Unwanted<'_>) -> Draft<'a> {
    let (concept, term) = (used.found.concept, used.found.term);
    let (rule, word) = match term.status {
        Status::Forbidden => ("forbidden-rendering", "forbidden"),
        _ => ("deprecated-rendering", "deprecated"),
    };
    let related = accepted.get(&(concept.id.as_str(), used.found.lang));
    Draft::new(used.spot, related.into_iter().flatten().copied(), move |place, related| {
        let wanted = replacement(used).map(|term| &term.text);
        let mut message = format!("`{}` is {word}", place.text);
        if let Some(wanted) = wanted {
            message.push_str(&format!("; the rendering of {} is `{wanted}`", subject(used)));
        }
        // In the form that belongs there, where that is certain.
        let suggestion = fix.as_ref().map(|edit| &edit.new).or(wanted);
        if let Some(note) = &term.note {
            message.push_str(&format!(" ({note})"));
        }
        Finding {
            concept: Some(concept.id.clone()),
            suggestions: suggestion.cloned().into_iter().collect(),
            fix: fix.iter().cloned().collect(),
            related,
            ..Finding::new(rule, place, message)
        }
    })
}

/// What the concept is called in the other language, or its id.
pub(super) fn subject(used: &Use<'_>) -> String {
    let concept = used.found.concept;
    let other = concept.terms.keys().find(|lang| *lang != used.found.lang);
    other
        .and_then(|lang| concept.preferred(lang))
        .map_or_else(|| format!("`{}`", concept.id), |t| format!("`{}`", t.text))
}
