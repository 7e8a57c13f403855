//! The same kind of thing in two styles across the given files.

use std::{collections::BTreeMap, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use crate::{lang::Article, report::Finding, text::Span};

use super::{
    Context, rarest,
    styles::{self, FAMILIES, Family},
};

/// `between 2021-2024` takes two constructions at once.
static BETWEEN_RANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[Bb]etween ([0-9][0-9.,]*) ?[-–] ?([0-9][0-9.,]*[0-9]|[0-9])").ok());

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    for (number, family) in FAMILIES.iter().enumerate() {
        let english = context.inputs.par_iter().enumerate().filter(|(_, input)| input.lang.is("en"));
        let in_file = |(file, input): (usize, &&Article)| {
            Family::find(number, input.document.text()).into_iter().map(move |(style, span)| (style, (file, span)))
        };
        let found: Vec<(usize, (usize, Span))> = english.flat_map_iter(in_file).collect();
        match context.style.of(family) {
            Some(wanted) => {
                let others = found.into_iter().filter(|(style, _)| *style != wanted);
                out.extend(others.map(|(_, place)| against_the_house(context, family, wanted, place)));
            }
            None => out.extend(differing(context, family, found)),
        }
    }
    between_ranges(context, out);
}

fn against_the_house(
    context: &Context<'_, '_>,
    family: &Family,
    wanted: usize,
    (file, span): (usize, Span),
) -> Finding {
    let place = context.place_of(file, span);
    let new = family.mended(context.inputs[file].document.text(), span, wanted);
    // What is in this style may be of another family as well: at once, not in the next run.
    let new = new.map(|new| styles::in_all(&new, context.style).unwrap_or(new));
    let fix = new.clone().and_then(|new| context.edit(file, span, new)).into_iter().collect();
    let message = format!("the house writes {} as `{}`", family.what, family.example(wanted));
    Finding { suggestions: new.into_iter().collect(), fix, ..Finding::new(family.rule, place, message) }
}

fn differing(context: &Context<'_, '_>, family: &Family, found: Vec<(usize, (usize, Span))>) -> Option<Finding> {
    let mut styles: BTreeMap<usize, Vec<(usize, Span)>> = BTreeMap::new();
    found.into_iter().for_each(|(style, place)| styles.entry(style).or_default().push(place));
    let (rare, places) = rarest(&styles)?;
    let counts = styles.values().map(|places| {
        let printed = places.first().map_or("", |&(file, span)| span.of(context.inputs[file].document.text()));
        format!("as `{printed}` ({})", places.len())
    });
    let message = format!("{} are written in different styles: {}", family.what, counts.collect::<Vec<_>>().join(", "));
    let &(file, span) = places.first()?;
    let place = context.place_of(file, span);
    let others = styles.iter().filter(|(style, _)| **style != rare).filter_map(|(_, places)| places.first());
    Some(Finding {
        related: others.map(|&(file, span)| context.place_of(file, span)).collect(),
        // English prefers the larger unit, whichever is rarer.
        suggestions: (family.rule == "number-style")
            .then(|| family.mended(context.inputs[file].document.text(), span, 0))
            .flatten()
            .into_iter()
            .collect(),
        ..Finding::new(family.rule, place, message)
    })
}

fn between_ranges(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    let Some(pattern) = BETWEEN_RANGE.as_ref() else { return };
    for (file, input) in context.inputs.iter().enumerate().filter(|(_, input)| input.lang.is("en")) {
        for found in pattern.captures_iter(input.document.text()) {
            let whole = found.get_match();
            let right =
                format!("{} {} and {}", whole.as_str().split(' ').next().unwrap_or_default(), &found[1], &found[2]);
            let place = context.place_of(file, Span::new(whole.start(), whole.end()));
            let message = format!("`{}` mixes `between … and …` with a range", whole.as_str());
            let fix = context.edit(file, Span::new(whole.start(), whole.end()), right.clone()).into_iter().collect();
            out.push(Finding { suggestions: vec![right], fix, ..Finding::new("typography", place, message) });
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pattern_compiles() {
        assert!(super::BETWEEN_RANGE.is_some());
    }
}
