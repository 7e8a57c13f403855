//! Families of styles of which a text should use one: how they are found, and how one is written as another.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;
use serde::Deserialize;

use gloss_core::{
    patterns,
    text::{Span, compile},
};

patterns! {
    /// What an amount or range may be a part of, in front of it: `5 to `, `5–`.
    static GOES_ON_BEFORE = { let scale = "(?: (?:thousand|million|billion|trillion))?"; format!("[0-9][0-9.,]*{scale}(?: ?[-–/×x] ?| to | and | or )$") };
    /// The same behind it: ` thousand`, `–7 million`, ` to 7`.
    static GOES_ON_BEHIND = { let scale = "hundred|thousand|m|mn|bn|k|tỷ|triệu|nghìn|ngàn"; format!(r"^(?:[-–/%]| ?(?:{scale})(?-u:\b)| (?:[-–]|to|and|or) ?(?:VND ?)?[0-9])") };
}

/// What is written in one of several styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ranges,
    LargeAmounts,
    Money,
}

/// A family of styles of which a text should use one.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) kind: Kind,
    pub(super) what: &'static str,
    /// What a house style calls it.
    key: &'static str,
    /// In texts of which languages.
    pub(super) langs: &'static [&'static str],
    /// Each style by an example, in the order of the groups of the patterns.
    styles: &'static [&'static str],
    /// A group for each style. Digits are ASCII and what begins or ends alike stands in one pattern: both are found sooner.
    patterns: &'static [&'static str],
    /// What was printed in one style, in another.
    rewrite: fn(&str, usize) -> Option<String>,
}

pub(super) static FAMILIES: [Family; 3] = [
    Family {
        kind: Kind::Ranges,
        what: "ranges of years",
        key: "year-ranges",
        langs: &["en", "vi"],
        styles: &["2021-2025", "2021 - 2025", "2021–2025", "2021 – 2025"],
        patterns: &[r"(?-u:\b)(?:19|20)[0-9]{2}(?:(-)|( - )|(–)|( – ))(?:19|20)[0-9]{2}(?-u:\b)"],
        rewrite: range_as,
    },
    Family {
        kind: Kind::LargeAmounts,
        what: "large amounts",
        key: "large-amounts",
        langs: &["en"],
        styles: &["VND 5 trillion", "VND 5,000 billion"],
        patterns: &[
            r"(?-u:\b)VND ?(?:([0-9]{1,3}(?:\.[0-9]+)? trillion)|([0-9]{1,3},?[0-9]{3}(?:\.[0-9]+)? billion))(?-u:\b)",
        ],
        rewrite: large_as,
    },
    Family {
        kind: Kind::Money,
        what: "amounts of money",
        key: "money",
        langs: &["en"],
        styles: &["VND 5 million", "VND5 million", "5 million VND", "5 million dong", "5 million đồng"],
        patterns: &[
            r"(?-u:\b)VND(?:( )|())[0-9][0-9.,]*(?: (?:million|billion|trillion))?",
            r"(?-u:\b)[0-9][0-9.,]*(?: (?:million|billion|trillion))? (VND)(?-u:\b)",
            // `5 đồng chí` are five comrades.
            r"(?-u:\b)(?:[0-9][0-9.,]*(?: (?:million|billion|trillion))? (dong)|[0-9][0-9.,]* (?:million|billion|trillion) (đồng))(?-u:\b)",
        ],
        rewrite: money_as,
    },
];

static PATTERNS: LazyLock<Vec<Vec<Regex>>> = LazyLock::new(|| {
    FAMILIES.iter().map(|family| family.patterns.iter().map(|pattern| compile(pattern)).collect()).collect()
});

impl Family {
    /// Where a text has something of the family, and the number of its style. `number` is that of the family.
    pub(super) fn find(number: usize, text: &str) -> Vec<(usize, Span)> {
        let mut found: Vec<(Span, usize)> = Vec::new();
        let mut first = 0;
        for pattern in &PATTERNS[number] {
            for captures in pattern.captures_iter(text) {
                let whole = captures.get_match();
                let span = Span::new(whole.start(), whole.end());
                let group = (1..captures.len()).find(|group| captures.get(*group).is_some());
                found.extend(group.filter(|_| stands_alone(text, span)).map(|group| (span, first + group - 1)));
            }
            first += pattern.captures_len() - 1;
        }
        found.sort_unstable();
        let mut kept: Vec<(usize, Span)> = Vec::new();
        for (span, style) in found {
            match kept.last_mut().filter(|(_, last)| last.overlaps(span)) {
                // `2021 VND 5 million`: what begins with the unit is meant, and stands before the other styles.
                Some(last) if style < last.0 => *last = (style, span),
                Some(_) => {}
                None => kept.push((style, span)),
            }
        }
        kept
    }

    /// What stands in a text, in another style; `None` if it is so already, or is a part of something longer: a range, an
    /// amount in other words.
    pub(super) fn mended(&self, text: &str, span: Span, style: usize) -> Option<String> {
        let is = |pattern: &Regex, side: &str| pattern.is_match(side);
        let (before, after) = (ending(&text[..span.start]), beginning(&text[span.end..]));
        let printed = span.of(text);
        // On the side of its unit an amount is whole.
        let has_unit = [printed.starts_with("VND"), ["VND", "dong", "đồng"].iter().any(|unit| printed.ends_with(unit))];
        let is_part = !has_unit[0] && is(&GOES_ON_BEFORE, before) || !has_unit[1] && is(&GOES_ON_BEHIND, after);
        if is_part { None } else { self.written_as(printed, style) }
    }

    /// How a style is shown.
    pub(super) fn example(&self, style: usize) -> &'static str {
        self.styles.get(style).copied().unwrap_or_default()
    }

    /// What was printed, in a style.
    fn written_as(&self, printed: &str, style: usize) -> Option<String> {
        (self.rewrite)(printed, style).filter(|new| new != printed)
    }
}

/// How many bytes on either side of a match are looked at.
const CONTEXT_BYTES: usize = 40;

fn ending(text: &str) -> &str {
    let start = (text.len().saturating_sub(CONTEXT_BYTES)..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or_default()..]
}

fn beginning(text: &str) -> &str {
    let end = (0..=text.len().min(CONTEXT_BYTES)).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

/// Whether something is no part of a longer word, number or address.
fn stands_alone(text: &str, span: Span) -> bool {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = token.contains("://") || token.contains("www.");
    !is_address && !joins(before.chars().rev()) && !joins(after.chars())
}

/// Whether what stands on one side of a place belongs to it: a letter or digit, or a sign with one on its other side.
fn joins(mut side: impl Iterator<Item = char>) -> bool {
    let is_sign = |c: char| matches!(c, '-' | '–' | '/' | '_' | '.' | ',' | '@' | '#' | '=' | ':');
    match side.next() {
        Some(c) if is_sign(c) => side.next().is_some_and(char::is_alphanumeric),
        first => first.is_some_and(char::is_alphanumeric),
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
                format!("unknown style `{example}` of {}; use one of {}", family.key, quoted(family.styles))
            })?;
            Ok((family.key, style))
        };
        table.iter().map(one).collect::<Result<_, String>>().map(Self)
    }
}

/// An amount or range in the styles of the house, if it is in another.
pub(super) fn in_all(printed: &str, style: &HouseStyle) -> Option<String> {
    let mut out: Option<String> = None;
    for (number, family) in FAMILIES.iter().enumerate() {
        let now = out.as_deref().unwrap_or(printed);
        let whole = Family::find(number, now).into_iter().any(|(_, span)| span == Span::new(0, now.len()));
        let new = style.of(family).filter(|_| whole).and_then(|wanted| family.written_as(now, wanted));
        out = new.or(out);
    }
    out
}

fn range_as(printed: &str, style: usize) -> Option<String> {
    let (from, to) = (printed.get(..4)?, printed.get(printed.len() - 4..)?);
    let between = ["-", " - ", "–", " – "].get(style).filter(|_| from < to)?;
    Some(format!("{from}{between}{to}"))
}

fn large_as(printed: &str, style: usize) -> Option<String> {
    if style == 0 { in_trillions(printed) } else { in_billions(printed) }
}

/// `VND 5,000 billion` as `VND 5 trillion`.
fn in_trillions(amount: &str) -> Option<String> {
    let (unit, number) = amount.strip_suffix(" billion")?.split_at_checked(3)?;
    let (billions, decimals) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    let billions = billions.replace(',', "");
    let (whole, thousandths) = billions.split_at_checked(billions.len().checked_sub(3)?)?;
    let rest = format!("{thousandths}{decimals}");
    let rest = rest.trim_end_matches('0');
    let fraction = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    Some(format!("{unit} {whole}{fraction} trillion"))
}

/// `VND 2.0635 trillion` as `VND 2,063.5 billion`.
fn in_billions(amount: &str) -> Option<String> {
    let (unit, number) = amount.strip_suffix(" trillion")?.split_at_checked(3)?;
    let (whole, fraction) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    if whole.starts_with('0') {
        return None;
    }
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
    let new = match style {
        0 => format!("VND {amount}"),
        1 => format!("VND{amount}"),
        2 => format!("{amount} VND"),
        3 => format!("{amount} dong"),
        _ => format!("{amount} đồng"),
    };
    Some(format!("{new}{tail}"))
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

    /// What is no amount, or only a part of one, is left as it is.
    #[test]
    fn bug_parts_of_amounts_and_addresses_were_rewritten() {
        for (family, text) in [
            (2, "He gave VND 500 thousand to each."),
            (2, "They spent VND 5–7 million a year."),
            (2, "They spent VND 5 to 7 million a year."),
            (2, "It cost 5 to 7 million VND, or 5-7 million VND."),
            (2, "VND 5m and VND 5millionaires came."),
            (2, "They were 5 đồng chí."),
            (1, "The fund has VND 0.5 trillion now."),
            (0, "See https://example.com/report-2021-2025/a.html and www.example.com/2021-2025."),
            (0, "Call 1900-2024-01. ISO 2021-2022-2023."),
            (0, "From 2025-2021."),
        ] {
            for style in 0..FAMILIES[family].styles.len() {
                let found = Family::find(family, text);
                let mended = found.iter().filter_map(|(_, span)| FAMILIES[family].mended(text, *span, style));
                // A range may lose or gain spaces, an amount its side: nothing else.
                assert_eq!(mended.collect::<Vec<_>>(), Vec::<String>::new(), "{text}");
            }
        }
        let text = "It had VND 2 trillion and VND30 million, or 5 million VND to 7 million VND.";
        let mended = Family::find(2, text).into_iter().filter_map(|(_, span)| FAMILIES[2].mended(text, span, 0));
        assert_eq!(mended.collect::<Vec<_>>(), ["VND 30 million", "VND 5 million", "VND 7 million"]);
        let text = "In 2021 VND 5 million was raised.";
        let found = Family::find(2, text);
        assert_eq!(found.iter().map(|(_, span)| span.of(text)).collect::<Vec<_>>(), ["VND 5 million"]);
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
                .is_err_and(|error| error.ends_with("`5 million VND`, `5 million dong`, `5 million đồng`"))
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
            assert_eq!(in_trillions(&billions.replace(',', "")).as_deref(), Some(trillions));
            assert_eq!(in_trillions(billions).as_deref(), Some(trillions));
            assert_eq!(in_billions(trillions).as_deref(), Some(billions));
        }
        assert_eq!(money_as("VND5 million.", 0).as_deref(), Some("VND 5 million."));
    }
}
