//! One concept under two accepted names.

use std::collections::BTreeMap;

use gloss_core::{
    lang::Lang,
    model::TermType,
    report::{Finding, Rule, Sees, Severity},
};

use super::{
    context::{CheckContext, PendingFinding},
    seen::Use,
    status::subject,
};

pub(super) static COMPETING_RENDERINGS: Rule = Rule {
    id: "competing-renderings",
    severity: Severity::Warning,
    sees: Sees::All,
    on_request: false,
    summary: "one concept is rendered in two accepted ways across the given files",
    explanation: r#"## What it does
Reports a concept that the given files render in two or more accepted ways, once per concept. The finding stands on the rarer form; every other place is listed with it.

A short form, an acronym, an inflection or a capital letter never competes with the full form, nor does a rendering whose type is `variant`.

## Why
Readers of a series of articles take two names for two things, and a translation memory fills up with both.

## What to do
Use the preferred rendering everywhere, or settle the choice with `gloss prefer ID TERM --why …`. If both may stand side by side for good, give one of them `type = "variant"`.

## Example
Bad: `social security` in one article and `social welfare` in the next, for `an sinh xã hội`

Good: `social security` in both
"#,
};

pub(super) fn check<'a>(context: &'a CheckContext<'_, '_>, out: &mut Vec<PendingFinding<'a>>) {
    let mut by_concept: BTreeMap<(&str, &Lang), Vec<&Use<'_>>> = BTreeMap::new();
    for used in &context.seen.uses {
        // Only full forms compete, and only where it is certain which concept is meant.
        if used.found.term.kind == TermType::Full && used.found.term.status.is_accepted() && !used.ambiguous {
            by_concept.entry((&used.found.concept.id, used.found.lang)).or_default().push(used);
        }
    }
    out.extend(by_concept.values().filter_map(|uses| compete(uses)));
}

/// The finding about a concept, if its uses show more than one form.
fn compete<'a>(uses: &[&'a Use<'_>]) -> Option<PendingFinding<'a>> {
    let mut forms: BTreeMap<&str, Vec<&Use<'_>>> = BTreeMap::new();
    for used in uses {
        forms.entry(&used.found.term.text).or_default().push(used);
    }
    if forms.len() < 2 {
        return None;
    }
    // The finding stands on the rarest form; of equally rare ones, on the one least wanted.
    let rarest = forms.values().min_by_key(|uses| (uses.len(), std::cmp::Reverse(uses[0].found.term.status)))?;
    let first = *rarest.first()?;
    let others: Vec<&Use<'_>> = uses.iter().copied().filter(|used| used.found.term != first.found.term).collect();
    let mut names: Vec<(&str, usize)> = forms.iter().map(|(form, uses)| (*form, uses.len())).collect();
    names.sort_by_key(|(form, count)| (std::cmp::Reverse(*count), *form));
    let counted = names.iter().map(|(form, count)| format!("`{form}` ({count})")).collect::<Vec<_>>().join(" and ");
    let preferred = first.found.concept.preferred(first.found.lang).map(|p| p.text.clone());
    let advice = preferred.as_ref().map(|p| format!("; `{p}` is preferred")).unwrap_or_default();
    let message = format!("{} is rendered in {} ways: {counted}{advice}", subject(first), forms.len());
    // The rarer form may be the preferred one: then the others are to be changed, not this.
    let suggestions = preferred.filter(|p| *p != first.found.term.text).into_iter().collect();
    let related = rarest[1..].iter().copied().chain(others).map(|used| used.spot);
    Some(PendingFinding::new(first.spot, related, move |place, related| Finding {
        concept: Some(first.found.concept.id.clone()),
        suggestions,
        related,
        ..Finding::new(&COMPETING_RENDERINGS, place, message)
    }))
}
