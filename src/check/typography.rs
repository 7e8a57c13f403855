//! The same kind of thing in two styles across the given files.

use std::{collections::BTreeMap, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use crate::{report::Finding, text::Span};

use super::{Context, rarest};

/// A family of styles of which a text should use one.
struct Family {
    rule: &'static str,
    what: &'static str,
    /// A group for each style. Digits are ASCII and what begins or ends alike stands in one pattern: both are found sooner.
    patterns: &'static [&'static str],
}

const FAMILIES: [Family; 3] = [
    // 2021-2025, 2021 - 2025, 2021–2025, 2021 – 2025
    Family {
        rule: "typography",
        what: "ranges of years",
        patterns: &[r"(?-u:\b)(?:19|20)[0-9]{2}(?:(-)|( - )|(–)|( – ))(?:19|20)[0-9]{2}(?-u:\b)"],
    },
    // VND 5 trillion, VND 5,000 billion
    Family {
        rule: "number-style",
        what: "large amounts",
        patterns: &[
            r"(?-u:\b)VND ?(?:([0-9]{1,3}(?:\.[0-9]+)? trillion)|([0-9]{1,3},[0-9]{3}(?:\.[0-9]+)? billion))(?-u:\b)",
        ],
    },
    // VND 5 million, VND5 million, 5 million VND, 5 million dong
    Family {
        rule: "typography",
        what: "amounts of money",
        patterns: &[
            r"(?-u:\b)VND(?:( )|())[0-9][0-9.,]*(?: (?:million|billion|trillion))?",
            r"(?-u:\b)[0-9][0-9.,]*(?: (?:million|billion|trillion))? (VND)(?-u:\b)",
            r"(?-u:\b)[0-9][0-9.,]*(?: (?:million|billion|trillion))? (dong|đồng)(?-u:\b)",
        ],
    },
];

static PATTERNS: LazyLock<Vec<Vec<Regex>>> = LazyLock::new(|| {
    let compile = |pattern: &&str| Regex::new(pattern).ok();
    FAMILIES.iter().map(|family| family.patterns.iter().filter_map(compile).collect()).collect()
});

/// A style of a family: the number of its pattern, and of its group there.
type StyleNumber = (usize, usize);

/// `between 2021-2024` takes two constructions at once.
static BETWEEN_RANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[Bb]etween ([0-9][0-9.,]*) ?[-–] ?([0-9][0-9.,]*[0-9]|[0-9])").ok());

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    for (family, patterns) in FAMILIES.iter().zip(PATTERNS.iter()) {
        out.extend(differing(context, family, patterns));
    }
    between_ranges(context, out);
}

fn differing(context: &Context<'_, '_>, family: &Family, patterns: &[Regex]) -> Option<Finding> {
    let english = context.inputs.par_iter().enumerate().filter(|(_, input)| input.lang.is("en"));
    let found: Vec<(StyleNumber, (usize, Span))> = english
        .flat_map_iter(|(file, input)| {
            patterns.iter().enumerate().flat_map(move |(number, pattern)| {
                pattern.captures_iter(input.document.text()).filter_map(move |found| {
                    let whole = found.get_match();
                    let group = (1..found.len()).find(|group| found.get(*group).is_some())?;
                    Some(((number, group), (file, Span::new(whole.start(), whole.end()))))
                })
            })
        })
        .collect();
    let mut styles: BTreeMap<StyleNumber, Vec<(usize, Span)>> = BTreeMap::new();
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
        suggestions: in_trillions(&place.text).into_iter().collect(),
        ..Finding::new(family.rule, place, message)
    })
}

/// `VND 5,000 billion` as `VND 5 trillion`.
fn in_trillions(amount: &str) -> Option<String> {
    let (unit, number) = amount.strip_suffix(" billion")?.split_at(3);
    let (whole, thousandths) = number.trim().split_once(',')?;
    let rest = thousandths.replace('.', "");
    let rest = rest.trim_end_matches('0');
    let fraction = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    Some(format!("{unit} {whole}{fraction} trillion"))
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
    fn billions_become_trillions() {
        let said =
            ["VND 5,000 billion", "VND2,063 billion", "VND 2,063.5 billion", "VND 5 trillion"].map(super::in_trillions);
        assert_eq!(
            said.map(Option::unwrap_or_default),
            ["VND 5 trillion", "VND 2.063 trillion", "VND 2.0635 trillion", ""]
        );
    }

    #[test]
    fn every_pattern_compiles() {
        for (family, patterns) in super::FAMILIES.iter().zip(super::PATTERNS.iter()) {
            assert_eq!(family.patterns.len(), patterns.len(), "{}", family.what);
        }
        assert!(super::BETWEEN_RANGE.is_some());
    }
}
