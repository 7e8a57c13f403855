//! The same kind of thing in two styles across the given files.

use std::collections::BTreeMap;

use gloss_core::{
    patterns,
    report::{Finding, Rule, Sees, Severity},
    text::Span,
};

use super::{
    context::{CheckContext, PendingFinding, TextContext},
    rarest,
    seen::{Seen, Spot, Styled},
    styles::{self, FAMILIES, Family, Kind},
};

patterns! {
    /// `between 2021-2024` takes two constructions at once.
    static BETWEEN_RANGE = r"(?-u:\b)[Bb]etween ([0-9][0-9.,]*) ?[-–] ?([0-9][0-9.,]*[0-9]|[0-9])";
}

pub(super) static NUMBER_STYLE: Rule = Rule {
    id: "number-style",
    severity: Severity::Warning,
    sees: Sees::All,
    on_request: false,
    summary: "large amounts are written now in billions, now in trillions",
    explanation: r#"## What it does
Reports texts in which large amounts stand now in thousands of billions (`VND 5,000 billion`), now in trillions (`VND 2.063 trillion`). Reported once, on the rarer style.

## Why
Readers compare the figures of a series of articles; nobody sees at once that 5,000 billion is more than 2.063 trillion.

## What to do
Write one of them everywhere; English prefers `VND 5 trillion`. `large-amounts` under `[check.style]` in `gloss.toml` says what the house writes; then each other place in English text is a finding, and `--fix` mends it.

## Example
Bad: `The fund has VND 2.063 trillion, of which VND 1,000 billion is spent.`

Good: `The fund has VND 2.063 trillion, of which VND 1 trillion is spent.`
"#,
};

pub(super) static TYPOGRAPHY: Rule = Rule {
    id: "typography",
    severity: Severity::Info,
    sees: Sees::All,
    on_request: false,
    summary: "ranges or amounts are written in different styles",
    explanation: r#"## What it does
Compares how the given files write the same kind of thing: ranges (`2021-2025`, `2021 - 2025`, `2021–2025`), large amounts (`VND 5,000 billion`, `VND 5 trillion`), and `between X-Y`. Reported once per kind, on the rarer style.

## Why
It is what copy editors change by hand in every article.

## What to do
Choose one style. The finding lists the places of the others. `year-ranges` and `money` under `[check.style]` in `gloss.toml` say what the house writes; then each other place is a finding (ranges in English and Vietnamese text, money in English), and `--fix` mends it.

## Example
Bad: `from 2021-2025`, and `2026 – 2030` two lines below

Good: `from 2021 to 2025`, or one style of range throughout
"#,
};

/// Reports what is against the house style, and collects what has a style where the house has chosen none.
pub(super) fn collect(here: &TextContext<'_, '_>, seen: &mut Seen<'_>) {
    let Seen { findings: out, styled, .. } = seen;
    for (number, family) in FAMILIES.iter().enumerate() {
        let Some(lang) = family.langs.iter().position(|lang| here.input.lang.is(lang)) else { continue };
        for (style, span) in Family::find(number, here.text()) {
            match here.style.of(family) {
                None => styled.push(Styled { family: (number, lang), style, spot: Spot::new(here.file, span) }),
                Some(wanted) if wanted == style => {}
                Some(wanted) => out.push(against_the_house(here, family, wanted, span)),
            }
        }
    }
    if here.input.lang.is("en") {
        between_ranges(here, out);
    }
}

/// The rule that a family of styles belongs to.
fn rule(family: &Family) -> &'static Rule {
    match family.kind {
        Kind::Ranges | Kind::Money => &TYPOGRAPHY,
        Kind::LargeAmounts => &NUMBER_STYLE,
    }
}

fn against_the_house(here: &TextContext<'_, '_>, family: &Family, wanted: usize, span: Span) -> Finding {
    let new = family.mended(here.text(), span, wanted);
    // What is in this style may be of another family as well: at once, not in the next run.
    let new = new.map(|new| styles::in_all(&new, here.style).unwrap_or(new));
    let fix = new.clone().and_then(|new| here.edit(span, new)).into_iter().collect();
    let message = format!("the house writes {} as `{}`", family.what, family.example(wanted));
    Finding { suggestions: new.into_iter().collect(), fix, ..Finding::new(rule(family), here.place(span), message) }
}

fn between_ranges(here: &TextContext<'_, '_>, out: &mut Vec<Finding>) {
    for found in BETWEEN_RANGE.captures_iter(here.text()) {
        let whole = found.get_match();
        let right = format!("{} {} and {}", whole.as_str().split(' ').next().unwrap_or_default(), &found[1], &found[2]);
        let span = Span::new(whole.start(), whole.end());
        let message = format!("`{}` mixes `between … and …` with a range", whole.as_str());
        let fix = here.edit(span, right.clone()).into_iter().collect();
        out.push(Finding { suggestions: vec![right], fix, ..Finding::new(&TYPOGRAPHY, here.place(span), message) });
    }
}

/// Families that the texts have in several styles.
pub(super) fn check<'a>(context: &'a CheckContext<'_, '_>, out: &mut Vec<PendingFinding<'a>>) {
    let families = context.seen.styled.chunk_by(|a, b| a.family == b.family);
    out.extend(families.filter_map(|all| differing(context, &FAMILIES[all[0].family.0], all)));
}

fn differing<'a>(
    context: &CheckContext<'_, '_>,
    family: &'static Family,
    all: &[Styled],
) -> Option<PendingFinding<'a>> {
    let mut styles: BTreeMap<usize, Vec<Spot>> = BTreeMap::new();
    all.iter().for_each(|one| styles.entry(one.style).or_default().push(one.spot));
    let (rare, spots) = rarest(&styles)?;
    let first = *spots.first()?;
    let others = styles.iter().filter(|(style, _)| **style != rare).filter_map(|(_, spots)| spots.first());
    let printed = context.printed(styles.values().filter_map(|spots| spots.first().copied()));
    let counts = styles.values().map(|spots| {
        let printed = spots.first().and_then(|spot| printed.get(spot)).map_or("", String::as_str);
        format!("as `{printed}` ({})", spots.len())
    });
    let message = format!("{} are written in different styles: {}", family.what, counts.collect::<Vec<_>>().join(", "));
    // English prefers the larger unit, whichever is rarer.
    let larger = || family.mended(context.text(first.file())?.document.text(), first.span(), 0);
    let suggestions: Vec<String> = (family.kind == Kind::LargeAmounts).then(larger).flatten().into_iter().collect();
    Some(PendingFinding::new(first, others.copied(), move |place, related| Finding {
        related,
        suggestions,
        ..Finding::new(rule(family), place, message)
    }))
}
