//! Families of styles of which a text should use one: how they are found, and how one is written as another.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;
use serde::Deserialize;

use crate::text::Span;

/// A family of styles of which a text should use one.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) rule: &'static str,
    pub(super) what: &'static str,
    /// What a house style calls it.
    key: &'static str,
    /// Each style by an example, in the order of the groups of the patterns.
    styles: &'static [&'static str],
    /// A group for each style. Digits are ASCII and what begins or ends alike stands in one pattern: both are found sooner.
    patterns: &'static [&'static str],
    /// What was printed in one style, in another.
    rewrite: fn(&str, usize) -> Option<String>,
}

pub(super) static FAMILIES: [Family; 3] = [
    Family {
        rule: "typography",
        what: "ranges of years",
        key: "year-ranges",
        styles: &["2021-2025", "2021 - 2025", "2021–2025", "2021 – 2025"],
        patterns: &[r"(?-u:\b)(?:19|20)[0-9]{2}(?:(-)|( - )|(–)|( – ))(?:19|20)[0-9]{2}(?-u:\b)"],
        rewrite: range_as,
    },
    Family {
        rule: "number-style",
        what: "large amounts",
        key: "large-amounts",
        styles: &["VND 5 trillion", "VND 5,000 billion"],
        patterns: &[
            r"(?-u:\b)VND ?(?:([0-9]{1,3}(?:\.[0-9]+)? trillion)|([0-9]{1,3},[0-9]{3}(?:\.[0-9]+)? billion))(?-u:\b)",
        ],
        rewrite: large_as,
    },
    Family {
        rule: "typography",
        what: "amounts of money",
        key: "money",
        styles: &["VND 5 million", "VND5 million", "5 million VND", "5 million dong"],
        patterns: &[
            r"(?-u:\b)VND(?:( )|())[0-9][0-9.,]*(?: (?:million|billion|trillion))?",
            r"(?-u:\b)[0-9][0-9.,]*(?: (?:million|billion|trillion))? (VND)(?-u:\b)",
            r"(?-u:\b)[0-9][0-9.,]*(?: (?:million|billion|trillion))? (dong|đồng)(?-u:\b)",
        ],
        rewrite: money_as,
    },
];

static PATTERNS: LazyLock<Vec<Vec<Regex>>> = LazyLock::new(|| {
    let compile = |pattern: &&str| Regex::new(pattern).ok();
    FAMILIES.iter().map(|family| family.patterns.iter().filter_map(compile).collect()).collect()
});

impl Family {
    /// Where a text has something of the family, and the number of its style. `number` is that of the family.
    pub(super) fn find(number: usize, text: &str) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        let mut first = 0;
        for pattern in &PATTERNS[number] {
            for captures in pattern.captures_iter(text) {
                let whole = captures.get_match();
                if let Some(group) = (1..captures.len()).find(|group| captures.get(*group).is_some()) {
                    found.push((first + group - 1, Span::new(whole.start(), whole.end())));
                }
            }
            first += pattern.captures_len() - 1;
        }
        found
    }

    /// How a style is shown.
    pub(super) fn example(&self, style: usize) -> &'static str {
        self.styles.get(style).copied().unwrap_or_default()
    }

    /// What was printed, in a style.
    pub(super) fn written_as(&self, printed: &str, style: usize) -> Option<String> {
        (self.rewrite)(printed, style).filter(|new| new != printed)
    }
}

/// The styles that a house has chosen, by family; of the others one is as good as another, if it is one.
///
/// In `gloss.toml` each is given by its example: `year-ranges = "2021–2025"`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub struct HouseStyle(BTreeMap<&'static str, usize>);

impl HouseStyle {
    pub(super) fn of(&self, family: &Family) -> Option<usize> {
        self.0.get(family.key).copied()
    }
}

impl TryFrom<BTreeMap<String, String>> for HouseStyle {
    type Error = String;

    fn try_from(table: BTreeMap<String, String>) -> Result<Self, String> {
        let quoted = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let one = |(key, example): (&String, &String)| {
            let family = FAMILIES.iter().find(|family| family.key == key).ok_or_else(|| {
                format!("no style of `{key}`; there are styles of {}", quoted(&FAMILIES.each_ref().map(|f| f.key)))
            })?;
            let style = family.styles.iter().position(|style| style == example).ok_or_else(|| {
                format!("`{example}` is no style of {}; known are {}", family.key, quoted(family.styles))
            })?;
            Ok((family.key, style))
        };
        table.iter().map(one).collect::<Result<_, String>>().map(Self)
    }
}

fn range_as(printed: &str, style: usize) -> Option<String> {
    let (from, to) = (printed.get(..4)?, printed.get(printed.len() - 4..)?);
    let between = ["-", " - ", "–", " – "].get(style)?;
    Some(format!("{from}{between}{to}"))
}

fn large_as(printed: &str, style: usize) -> Option<String> {
    if style == 0 { in_trillions(printed) } else { in_billions(printed) }
}

/// `VND 5,000 billion` as `VND 5 trillion`.
fn in_trillions(amount: &str) -> Option<String> {
    let (unit, number) = amount.strip_suffix(" billion")?.split_at_checked(3)?;
    let (whole, thousandths) = number.trim().split_once(',')?;
    let rest = thousandths.replace('.', "");
    let rest = rest.trim_end_matches('0');
    let fraction = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    Some(format!("{unit} {whole}{fraction} trillion"))
}

/// `VND 2.0635 trillion` as `VND 2,063.5 billion`.
fn in_billions(amount: &str) -> Option<String> {
    let (unit, number) = amount.strip_suffix(" trillion")?.split_at_checked(3)?;
    let (whole, fraction) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    let digits = format!("{fraction:0<3}");
    let (thousands, rest) = digits.split_at_checked(3)?;
    let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    Some(format!("{unit} {whole},{thousands}{rest} billion"))
}

fn money_as(printed: &str, style: usize) -> Option<String> {
    let amount = printed.trim_start_matches("VND").trim_end_matches("VND").trim_end_matches("dong");
    let amount = amount.trim_end_matches("đồng").trim().trim_end_matches([',', '.']);
    // What ends the clause is no part of the amount.
    let tail = &printed[printed.trim_end_matches([',', '.']).len()..];
    let new = [format!("VND {amount}"), format!("VND{amount}"), format!("{amount} VND"), format!("{amount} dong")];
    Some(format!("{}{tail}", new.get(style)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_finds_each_style() {
        for (number, family) in FAMILIES.iter().enumerate() {
            assert_eq!(family.patterns.len(), PATTERNS[number].len(), "{}", family.what);
            for (style, example) in family.styles.iter().enumerate() {
                let text = format!("It is {example}, they say.");
                let found = Family::find(number, &text);
                assert_eq!(found.iter().map(|(style, _)| *style).collect::<Vec<_>>(), [style], "{example}");
                // Each is written as each other and back.
                for other in 0..family.styles.len() {
                    let there = family.written_as(example, other).unwrap_or_else(|| (*example).to_owned());
                    assert_eq!(there, family.styles[other]);
                }
            }
        }
    }

    #[test]
    fn a_style_that_is_none_is_told_with_those_there_are() {
        let style =
            |key: &str, example: &str| HouseStyle::try_from(BTreeMap::from([(key.to_owned(), example.to_owned())]));
        assert_eq!(style("money", "5 million VND").map(|style| style.of(&FAMILIES[2])), Ok(Some(2)));
        let unknown = "no style of `years`; there are styles of `year-ranges`, `large-amounts`, `money`";
        assert_eq!(style("years", "2021-2025"), Err(unknown.to_owned()));
        assert!(
            style("money", "5 VND")
                .is_err_and(|error| error.ends_with("`VND5 million`, `5 million VND`, `5 million dong`"))
        );
    }

    #[test]
    fn billions_become_trillions_and_back() {
        for (billions, trillions) in [
            ("VND 5,000 billion", "VND 5 trillion"),
            ("VND 2,063 billion", "VND 2.063 trillion"),
            ("VND 2,063.5 billion", "VND 2.0635 trillion"),
            ("VND 2,500 billion", "VND 2.5 trillion"),
        ] {
            assert_eq!(in_trillions(billions).as_deref(), Some(trillions));
            assert_eq!(in_billions(trillions).as_deref(), Some(billions));
        }
        assert_eq!(money_as("VND5 million.", 0).as_deref(), Some("VND 5 million."));
    }
}
