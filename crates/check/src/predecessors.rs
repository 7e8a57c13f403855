//! What a place is said to have been before, against the register of administrative units.

use gloss_core::{
    model::Concept,
    report::{Finding, Rule, Sees, Severity},
    text::Span,
};

use super::{
    context::TextContext,
    seen::{Seen, Use},
};

pub(super) static WRONG_PREDECESSOR: Rule = Rule {
    id: "wrong-predecessor",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a place is said to have been one that it was not formed of",
    explanation: r#"## What it does
Holds `X commune (formerly Y commune)` against the register of administrative units: reported if the units that X was formed of are known and Y is none of them.

## Why
The mergers of July 2025 gave many communes new borders and old names; a slip here sends the reader to another valley.

## What to do
Ask the editor; the finding names the units that the register has.

## Example
Bad: `Mường Pồn commune (formerly Na Sang commune)`

Good: `Mường Pồn commune (formerly Mường Mươn commune)`
"#,
};

/// What stands between the name of a unit and its former name.
const LINKS: [&str; 6] =
    [" (formerly ", ", formerly ", " (formerly the ", " (trước đây là ", " (trước là ", " (trước kia là "];

/// A place with everything that may be meant there.
type Name<'u, 'g> = (Span, Vec<&'u Use<'g>>);

pub(super) fn check(here: &TextContext<'_, '_>, seen: &mut Seen<'_>) {
    let mut names: Vec<Name<'_, '_>> = Vec::new();
    for used in here.uses.iter().filter(|used| is_unit(used.found.concept)) {
        match names.last_mut() {
            Some((span, all)) if *span == used.span() => all.push(used),
            _ => names.push((used.span(), vec![used])),
        }
    }
    let linked = names.windows(2).filter_map(|pair| <&[_; 2]>::try_from(pair).ok()).filter(|[now, before]| {
        let between = here.text().get(now.0.end..before.0.start);
        between.is_some_and(|between| LINKS.contains(&between))
    });
    seen.findings.extend(linked.filter_map(|[now, before]| contradiction(here, now, before)));
}

fn is_unit(concept: &Concept) -> bool {
    concept.is_unit()
}

fn contradiction(here: &TextContext<'_, '_>, now: &Name<'_, '_>, before: &Name<'_, '_>) -> Option<Finding> {
    let today: Vec<&Concept> = concepts(now).filter(|concept| concept.validity.to.is_none()).collect();
    let became = |concept: &Concept| today.iter().any(|unit| is_part_of(concept, unit));
    let unit = today.first().filter(|_| !concepts(before).any(became))?;
    let vietnamese = unit.preferred(&gloss_core::lang::Lang::vi())?;
    // Without the units it was formed of nothing can be said.
    let mut former: Vec<&Concept> = here.concepts.iter().copied().filter(|concept| is_part_of(concept, unit)).collect();
    former.sort_by_key(|concept| &concept.id);
    let lang = &now.1.first()?.found.lang;
    let name = |concept: &Concept| concept.preferred(lang).map(|term| term.text.clone());
    let of: Vec<String> = former.iter().filter_map(|concept| name(concept)).collect();
    if of.is_empty() {
        return None;
    }
    let place = here.place(before.0);
    let others: Vec<String> = of.iter().filter(|other| Some(*other) != name(unit).as_ref()).cloned().collect();
    let fate = concepts(before).find_map(|concept| concept.note.as_deref()).map_or(String::new(), |note| {
        format!("; of `{}` the register says: {}", place.text, note.trim_end_matches('.'))
    });
    let message = format!("{} was formed of {}, not of `{}`{fate}", vietnamese.text, of.join(", "), place.text);
    let related = vec![here.place(now.0)];
    Some(Finding {
        concept: Some(unit.id.clone()),
        suggestions: others,
        related,
        ..Finding::new(&WRONG_PREDECESSOR, place, message)
    })
}

fn concepts<'u, 'g: 'u>(name: &'u Name<'u, 'g>) -> impl Iterator<Item = &'g Concept> + 'u {
    name.1.iter().map(|used| used.found.concept)
}

/// Whether the register says of a former unit that it became part of this one.
fn is_part_of(former: &Concept, unit: &Concept) -> bool {
    let name = unit.preferred(&gloss_core::lang::Lang::vi()).map(|term| term.text.as_str());
    name.is_some_and(|name| former.merged_into() == Some(name))
}
