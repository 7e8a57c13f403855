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
    styles: &'static [(&'static str, &'static str)],
}

/// Patterns of each style, with the name it is reported under.
const FAMILIES: [Family; 3] = [
    Family {
        rule: "typography",
        what: "ranges of years",
        styles: &[
            ("2021-2025", r"\b(?:19|20)\d\d-(?:19|20)\d\d\b"),
            ("2021 - 2025", r"\b(?:19|20)\d\d - (?:19|20)\d\d\b"),
            ("2021–2025", r"\b(?:19|20)\d\d–(?:19|20)\d\d\b"),
            ("2021 – 2025", r"\b(?:19|20)\d\d – (?:19|20)\d\d\b"),
        ],
    },
    Family {
        rule: "number-style",
        what: "large amounts",
        styles: &[
            ("VND 5 trillion", r"\bVND ?\d{1,3}(?:\.\d+)? trillion\b"),
            ("VND 5,000 billion", r"\bVND ?\d{1,3},\d{3}(?:\.\d+)? billion\b"),
        ],
    },
    Family {
        rule: "typography",
        what: "amounts of money",
        styles: &[
            ("VND 5 million", r"\bVND \d[\d.,]*(?: (?:million|billion|trillion))?"),
            ("VND5 million", r"\bVND\d[\d.,]*(?: (?:million|billion|trillion))?"),
            ("5 million VND", r"\b\d[\d.,]*(?: (?:million|billion|trillion))? VND\b"),
            ("5 million dong", r"\b\d[\d.,]*(?: (?:million|billion|trillion))? (?:dong|đồng)\b"),
        ],
    },
];

static PATTERNS: LazyLock<Vec<Vec<Regex>>> = LazyLock::new(|| {
    // Borders of words in digits and Latin letters are found quicker.
    let compile = |(_, pattern): &(&str, &str)| Regex::new(&pattern.replace(r"\b", r"(?-u:\b)")).ok();
    FAMILIES.iter().map(|family| family.styles.iter().filter_map(compile).collect()).collect()
});

/// `between 2021-2024` takes two constructions at once.
static BETWEEN_RANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b[Bb]etween (\d[\d.,]*) ?[-–] ?(\d[\d.,]*\d|\d)").ok());

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    for (family, patterns) in FAMILIES.iter().zip(PATTERNS.iter()) {
        out.extend(differing(context, family, patterns));
    }
    between_ranges(context, out);
}

fn differing(context: &Context<'_, '_>, family: &Family, patterns: &[Regex]) -> Option<Finding> {
    let english = context.inputs.par_iter().enumerate().filter(|(_, input)| input.lang.is("en"));
    let found: Vec<(usize, (usize, Span))> = english
        .flat_map_iter(|(file, input)| {
            patterns.iter().enumerate().flat_map(move |(style, pattern)| {
                pattern.find_iter(input.document.text()).map(move |m| (style, (file, Span::new(m.start(), m.end()))))
            })
        })
        .collect();
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
            assert_eq!(family.styles.len(), patterns.len(), "{}", family.what);
        }
        assert!(super::BETWEEN_RANGE.is_some());
    }
}
