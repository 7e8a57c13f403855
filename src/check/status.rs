//! Deprecated and forbidden renderings.

use crate::{
    model::Status,
    report::{Finding, Place},
};

use super::{Context, Use, finding};

/// So many places of accepted forms are named beside a finding.
const RELATED: usize = 5;

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    out.extend(
        context.uses.iter().filter(|used| !used.found.term.status.is_accepted()).map(|used| unwanted(context, used)),
    );
}

fn unwanted(context: &Context<'_, '_>, used: &Use<'_>) -> Finding {
    let (concept, term) = (used.found.concept, used.found.term);
    let (rule, word) = match term.status {
        Status::Forbidden => ("forbidden-rendering", "forbidden"),
        _ => ("deprecated-rendering", "deprecated"),
    };
    let suggestion = concept.replacement(used.found.lang, term).map(|t| t.text.clone());
    let place = context.place(used);
    let mut message = format!("`{}` is {word}", place.text);
    if let Some(suggestion) = &suggestion {
        message.push_str(&format!("; the rendering of {} is `{suggestion}`", subject(used)));
    }
    if let Some(note) = &term.note {
        message.push_str(&format!(" ({note})"));
    }
    Finding {
        concept: Some(concept.id.clone()),
        suggestions: suggestion.into_iter().collect(),
        related: accepted_places(context, used),
        ..finding(rule, place, message)
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

fn accepted_places(context: &Context<'_, '_>, used: &Use<'_>) -> Vec<Place> {
    let same = |other: &&Use<'_>| {
        other.found.concept.id == used.found.concept.id
            && other.found.lang == used.found.lang
            && other.found.term.status.is_accepted()
    };
    context.uses.iter().filter(same).take(RELATED).map(|other| context.place(other)).collect()
}
