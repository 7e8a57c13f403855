//! The same kind of thing in two styles across the given files.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use crate::{report::Finding, text::Span};

use super::{
    Context, Draft, Here, Spot, rarest,
    styles::{self, FAMILIES, Family},
};

/// `between 2021-2024` takes two constructions at once.
static BETWEEN_RANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[Bb]etween ([0-9][0-9.,]*) ?[-–] ?([0-9][0-9.,]*[0-9]|[0-9])").ok());

/// What is written in one of several styles, where the house has chosen none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Styled {
    /// The numbers of its family, and of its language in that.
    family: (usize, usize),
    spot: Spot,
    style: usize,
}

/// What a text has of families of styles of which the house has chosen none; what is wrong in it as it is is told.
pub(super) fn of_text(here: &Here<'_, '_>, out: &mut Vec<Finding>) -> Vec<Styled> {
    let mut styled = Vec::new();
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
    styled
}

fn against_the_house(here: &Here<'_, '_>, family: &Family, wanted: usize, span: Span) -> Finding {
    let new = family.mended(here.text(), span, wanted);
    // What is in this style may be of another family as well: at once, not in the next run.
    let new = new.map(|new| styles::in_all(&new, here.style).unwrap_or(new));
    let fix = new.clone().and_then(|new| here.edit(span, new)).into_iter().collect();
    let message = format!("the house writes {} as `{}`", family.what, family.example(wanted));
    Finding { suggestions: new.into_iter().collect(), fix, ..Finding::new(family.rule, here.place(span), message) }
}

fn between_ranges(here: &Here<'_, '_>, out: &mut Vec<Finding>) {
    let Some(pattern) = BETWEEN_RANGE.as_ref() else { return };
    for found in pattern.captures_iter(here.text()) {
        let whole = found.get_match();
        let right = format!("{} {} and {}", whole.as_str().split(' ').next().unwrap_or_default(), &found[1], &found[2]);
        let span = Span::new(whole.start(), whole.end());
        let message = format!("`{}` mixes `between … and …` with a range", whole.as_str());
        let fix = here.edit(span, right.clone()).into_iter().collect();
        out.push(Finding { suggestions: vec![right], fix, ..Finding::new("typography", here.place(span), message) });
    }
}

/// Families that the texts have in several styles.
pub(super) fn check<'a>(context: &'a Context<'_, '_>, out: &mut Vec<Draft<'a>>) {
    let families = context.seen.styled.chunk_by(|a, b| a.family == b.family);
    out.extend(families.filter_map(|all| differing(context, &FAMILIES[all[0].family.0], all)));
}

fn differing<'a>(context: &Context<'_, '_>, family: &'static Family, all: &[Styled]) -> Option<Draft<'a>> {
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
    let suggestions: Vec<String> = (family.rule == "number-style").then(larger).flatten().into_iter().collect();
    Some(Draft::new(first, others.copied(), move |place, related| Finding {
        related,
        suggestions,
        ..Finding::new(family.rule, place, message)
    }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pattern_compiles() {
        assert!(super::BETWEEN_RANGE.is_some());
    }
}
