//! Deprecated and forbidden renderings.

use std::collections::BTreeMap;

use gloss_core::{
    lang::Lang,
    model::{Status, Term},
    report::{Edit, Finding, Rule, Sees, Severity},
};

use super::{
    context::{CheckContext, PendingFinding, TextContext},
    rewrite::rewrite,
    seen::{Seen, Spot, Unwanted, Use},
};

pub(super) static DEPRECATED_RENDERING: Rule = Rule {
    id: "deprecated-rendering",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a rendering that the glossary advises against",
    explanation: r#"## What it does
Reports each place where a rendering stands whose status in the glossary is `deprecated`. A longer accepted form hides what lies inside it.

## Why
The form is understood, but the project has agreed on another one; the note of the term says why.

## What to do
Write the suggested rendering, or change the status in the glossary.

## Example
Bad: `20 great unity houses`

Good: `20 Great Solidarity houses`
"#,
};

pub(super) static FORBIDDEN_RENDERING: Rule = Rule {
    id: "forbidden-rendering",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "a rendering that the glossary forbids",
    explanation: r#"## What it does
Reports each place where a rendering stands whose status in the glossary is `forbidden`. A longer accepted form hides what lies inside it.

## Why
The form is wrong: it names another thing, or it must not appear in print.

## What to do
Write the suggested rendering.

## Example
Bad: `Inclusion Education Center`, where the entry says `status = "forbidden"`

Good: `Inclusive Education Center`
"#,
};

/// How many places of accepted forms a finding names.
const MAX_RELATED_PLACES: usize = 5;

/// The first uses of accepted forms of each concept and language.
type Accepted<'a> = BTreeMap<(&'a str, &'a Lang), Vec<Spot>>;

/// Collects the deprecated and forbidden renderings of a text.
pub(super) fn collect<'g>(here: &TextContext<'_, 'g>, seen: &mut Seen<'g>) {
    let unwanted = here.uses.iter().filter(|used| !used.found.term.status.is_accepted());
    seen.unwanted.extend(unwanted.map(|used| Unwanted { used: used.clone(), fix: fix(here, used) }));
}

fn fix(here: &TextContext<'_, '_>, used: &Use<'_>) -> Option<Edit> {
    let (text, span, term) = (here.text(), used.span(), used.found.term);
    let new = replacement(used).filter(|new| new.kind == term.kind && !used.ambiguous)?;
    here.edit(span, rewrite(&here.input.lang, &text[..span.start], span.of(text), &term.text, &new.text)?)
}

fn replacement<'g>(used: &Use<'g>) -> Option<&'g Term> {
    used.found.concept.replacement(used.found.lang, used.found.term)
}

pub(super) fn check<'a>(context: &'a CheckContext<'_, '_>, out: &mut Vec<PendingFinding<'a>>) {
    let mut accepted: Accepted<'_> = BTreeMap::new();
    for used in context.seen.uses.iter().filter(|used| used.found.term.status.is_accepted()) {
        let spots = accepted.entry((&used.found.concept.id, used.found.lang)).or_default();
        if spots.len() < MAX_RELATED_PLACES {
            spots.push(used.spot);
        }
    }
    out.extend(context.seen.unwanted.iter().map(|unwanted| draft(&accepted, unwanted)));
}

fn draft<'a>(accepted: &Accepted<'_>, Unwanted { used, fix }: &'a Unwanted<'_>) -> PendingFinding<'a> {
    let (concept, term) = (used.found.concept, used.found.term);
    let (rule, word) = match term.status {
        Status::Forbidden => (&FORBIDDEN_RENDERING, "forbidden"),
        _ => (&DEPRECATED_RENDERING, "deprecated"),
    };
    let related = accepted.get(&(concept.id.as_str(), used.found.lang));
    PendingFinding::new(used.spot, related.into_iter().flatten().copied(), move |place, related| {
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
