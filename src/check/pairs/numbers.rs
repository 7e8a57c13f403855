//! Numbers, amounts and dates that differ between a segment and its translation.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::{
    lang::{Amount, Lang, amounts},
    report::Finding,
    text::Span,
};

use super::{SOURCE, TARGET, Unit};

pub(super) fn check(unit: Unit<'_>, out: &mut Vec<Finding>) {
    let texts = [SOURCE, TARGET].map(|side| unit.text(side));
    if !texts.iter().any(|text| text.bytes().any(|byte| byte.is_ascii_digit())) {
        return;
    }
    let code = [SOURCE, TARGET].map(|side| code(texts[side]));
    let numbers_of = |side: usize| {
        let mut numbers = numbers(texts[side], unit.lang(side));
        // Code that was taken over as it is says the same whatever the notation.
        let taken_over =
            |span: &Span| code[1 - side].iter().any(|there| there.of(texts[1 - side]) == span.of(texts[side]));
        let same: Vec<&Span> = code[side].iter().filter(|span| taken_over(span)).collect();
        numbers.retain(|(span, _)| !same.iter().any(|code| code.overlaps(*span)));
        numbers
    };
    let found = [SOURCE, TARGET].map(numbers_of);
    let only = |side: usize| -> Vec<&(Span, Amount)> {
        let other = said(texts[1 - side], unit.lang(1 - side), &found[1 - side]);
        let shorter = |a: &Amount| found[1 - side].iter().any(|(_, b)| a.is_short_for(b) || b.is_short_for(a));
        found[side].iter().filter(|(_, amount)| !other.contains(amount) && !shorter(amount)).collect()
    };
    let (missing, added) = (only(SOURCE), only(TARGET));
    // One that is only left out may have been put in words.
    let (Some((first, _)), Some((there, _))) = (missing.first(), added.first()) else { return };
    let list = |side: usize, spans: &[&(Span, Amount)]| {
        let mut all: Vec<&str> = spans.iter().map(|(span, _)| span.of(texts[side])).collect();
        all.dedup();
        all.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
    };
    let (there_listed, here_listed) = (list(SOURCE, &missing), list(TARGET, &added));
    let message = if there_listed == here_listed {
        let [from, to] = [SOURCE, TARGET].map(|side| unit.lang(side));
        format!("{there_listed} stands in both, but is another number in {from} than in {to}")
    } else {
        format!("the source says {there_listed}, the translation {here_listed}")
    };
    let related = vec![unit.place(TARGET, *there)];
    out.push(Finding { related, ..Finding::new("number-mismatch", unit.place(SOURCE, *first), message) });
}

/// Placeholders, paths and codes: their digits count nothing.
static NO_NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"%[-+ #0]*\d*(?:\$[-+ #0]*\d*)?(?:\.\d+)?[a-zA-Z]|%\d+|\{[^{}]*\}|\$\{?\w+\}?|\\[0-9xu][0-9a-fA-F]*|&\w+;|<[^<>]*>|[\p{L}_]+[-_./:]*\d[\w.:/_-]*|\d+[\p{L}_]+[\w-]*|\d+(?:[.:]\d+){2,}|[A-Z]\b\d*|#\w+|0x\w+").ok()
});

/// Calls of functions (`ROUND(2.348;2)`) and patterns (`192.168.*.*`).
fn code(text: &str) -> Vec<Span> {
    static CODE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[\p{L}_][\w.]*\([^()]*(?:\([^()]*\)[^()]*)*\)|\d[\d.]*\*\S*").ok());
    let found = CODE.iter().flat_map(|code| code.find_iter(text));
    found.map(|found| Span::new(found.start(), found.end())).collect()
}

/// The amounts of a text outside of placeholders and codes.
fn numbers(text: &str, lang: &Lang) -> Vec<(Span, Amount)> {
    let mut all = amounts(text, lang);
    if let Some(pattern) = NO_NUMBERS.as_ref() {
        let codes: Vec<Span> = pattern.find_iter(text).map(|found| Span::new(found.start(), found.end())).collect();
        all.retain(|(span, _)| !codes.iter().any(|code| code.overlaps(*span)));
    }
    all
}

/// Everything a text may be said to say: its amounts, its number words, its months, its Roman numerals, and the amounts as
/// another notation would have them.
fn said(text: &str, lang: &Lang, numbers: &[(Span, Amount)]) -> BTreeSet<Amount> {
    let mut said: BTreeSet<Amount> = numbers.iter().map(|(_, amount)| amount.clone()).collect();
    // Codes have digits too.
    said.extend(amounts(text, lang).into_iter().map(|(_, amount)| amount));
    said.extend(digits(text).map(Amount::whole));
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let value = number_word(&word.to_lowercase()).or_else(|| roman(word));
        said.extend(value.map(Amount::whole));
    }
    said.extend(clock_times(text).map(Amount::whole));
    said.extend(short_years(text).map(Amount::whole));
    said
}

/// Every run of digits as a number.
fn digits(text: &str) -> impl Iterator<Item = u32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|run| run.parse().ok())
}

/// Times of day as another notation has them: `17:30` as 1730 and as 5, `5 p.m.` as 17, 1730 as 17 and 30.
fn clock_times(text: &str) -> impl Iterator<Item = u32> {
    static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let colon = r"\b([012]?\d)(?: ?[:h] ?| ?giờ ?)([0-5]\d)\b";
        let plain = r"\b([012]\d)([0-5]\d)\b( ?(?:UTC|GMT|(?-i:[A-Z]{1,3}T)\b|hours|giờ))?";
        let hour = r"\b([012]?\d)(?: ?giờ| ?h\b|(?:\.[0-5]\d)? ?[ap]\.?m\b)";
        Regex::new(&format!("(?i){colon}|{plain}|{hour}")).ok()
    });
    TIME.iter().flat_map(|time| time.captures_iter(text)).flat_map(|found| {
        let number = |n: usize| found.get(n).and_then(|group| group.as_str().parse::<u32>().ok());
        let turned = |hour: u32| if hour > 12 { hour - 12 } else { hour + 12 };
        // From 1900 to 2099 it is a year, if nothing says otherwise.
        let is_year = matches!(number(3), Some(19 | 20)) && found.get(5).is_none();
        match (number(1).zip(number(2)), number(3).zip(number(4)).filter(|_| !is_year), number(6)) {
            (Some((hour, minute)), ..) => vec![turned(hour), hour * 100 + minute, turned(hour) * 100 + minute],
            (_, Some((hour, minute)), _) => vec![hour, turned(hour), minute],
            (_, _, Some(hour)) => vec![turned(hour)],
            _ => Vec::new(),
        }
    })
}

/// The second year of `2011-12` as 2012, and of `2011-2012` as 12; `1970s` and `thập niên 1970` as 70.
fn short_years(text: &str) -> impl Iterator<Item = u32> {
    static DECADES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:19|20)(\d0)['’]?s\b|(?:thập niên|thập kỷ|những năm) (?:19|20)(\d0)\b").ok()
    });
    let decades = DECADES.iter().flat_map(|decades| decades.captures_iter(text));
    let decades = decades.filter_map(|found| found.get(1).or_else(|| found.get(2))?.as_str().parse().ok());
    static YEARS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\b((?:19|20)\d\d) ?[-–/] ?((?:19|20)?\d\d)\b").ok());
    let years = YEARS.iter().flat_map(|years| years.captures_iter(text)).flat_map(|found| {
        let number = |n: usize| found.get(n).and_then(|group| group.as_str().parse::<u32>().ok());
        let years = number(1).zip(number(2));
        years.map(|(first, second)| [first - first % 100 + second % 100, second % 100]).into_iter().flatten()
    });
    years.chain(decades)
}

/// Numbers that have a word, and months by their names.
fn number_word(word: &str) -> Option<u32> {
    static WORDS: LazyLock<std::collections::HashMap<&str, u32>> = LazyLock::new(|| {
        let lines = include_str!("number_words.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once('\t')).filter_map(|(word, n)| Some((word, n.parse().ok()?))).collect()
    });
    WORDS.get(word).copied()
}

fn roman(word: &str) -> Option<u32> {
    let digit = |c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        _ => None,
    };
    let digits: Vec<u32> = word.chars().map(digit).collect::<Option<_>>()?;
    let behind = |at: usize| digits.get(at + 1).copied().unwrap_or_default();
    let sum = digits.iter().enumerate().map(|(at, digit)| {
        let digit = i64::from(*digit);
        if digit < i64::from(behind(at)) { -digit } else { digit }
    });
    u32::try_from(sum.sum::<i64>()).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn numerals_and_words_are_numbers() {
        assert_eq!(["XV", "IX", "IV", "XLII", "MIX"].map(super::roman), [Some(15), Some(9), Some(4), Some(42), None]);
        assert_eq!(super::number_word("mười"), Some(10));
        assert_eq!(super::number_word("august"), Some(8));
        assert!(super::NO_NUMBERS.is_some());
        assert_eq!(super::clock_times("5:12, 2112, 3 p.m.").collect::<Vec<_>>(), [17, 512, 1712, 21, 9, 12, 15]);
        assert_eq!(super::clock_times("In 2020 at home, 2019 but not 2018").count(), 0);
        assert_eq!(super::short_years("2011-12").collect::<Vec<_>>(), [2012, 12]);
        assert_eq!(super::short_years("the 1970's, thập niên 1990, 1980").collect::<Vec<_>>(), [70, 90]);
    }
}
