//! All numeric readings of a segment: a number on the other side matches if it equals one of them.

use std::collections::BTreeSet;

use gloss_core::{
    lang::{Amount, Lang, amounts, scale_exponent},
    patterns,
    text::Span,
};

use super::{
    read::touches,
    words::{number_word, roman},
};

patterns! {
    static GROUPS = r"\b\d{1,3}(?: \d{3})+\b";
    static TIME = { let colon = r"\b([012]?\d)(?: ?[:h] ?| ?giờ ?)([0-5]\d)\b";
        let plain = r"\b([012]\d)([0-5]\d)\b( ?(?:UTC|GMT|(?-i:[A-Z]{1,3}T)\b|hours|giờ))?";
        let hour = r"\b([012]?\d)(?: ?giờ| ?h\b|(?:\.[0-5]\d)? ?[ap]\.?m\b)"; format!("(?i){colon}|{plain}|{hour}") };
    static DECADES = r"(?i)\b(?:19|20)(\d0)['’]?s\b|(?:thập niên|thập kỷ|những năm) (?:19|20)(\d0)\b";
    static YEARS = r"\b((?:19|20)\d\d) ?[-–/] ?((?:19|20)?\d\d)\b";
    static QUARTER = r"(?:(?i:quý) ([IV]+|[1-4])|\bQ([1-4]))\b";
}

/// Everything a text may be said to say: its amounts, its number words, its months, its Roman numerals, and the amounts as
/// another notation would have them.
///
/// Of weights it says what they are in the units of the `other` text.
pub(super) fn numeric_readings(text: &str, lang: &Lang, numbers: &[(Span, Amount)], other: &str) -> BTreeSet<Amount> {
    let mut said: BTreeSet<Amount> = numbers.iter().map(|(_, amount)| amount.clone()).collect();
    // Codes have digits too.
    let all = amounts(text, lang);
    let known: Vec<Span> = all.iter().map(|(span, _)| *span).collect();
    said.extend(digits(text).filter(|(span, _)| !touches(&known, *span)).map(|(_, number)| Amount::whole(number)));
    said.extend(with_common_scale(text, &all));
    said.extend(in_spaced_groups(text).map(Amount::whole));
    said.extend(all.into_iter().map(|(_, amount)| amount));
    let spans: Vec<Span> = numbers.iter().map(|(span, _)| *span).collect();
    let mut tens = None;
    for (span, word) in runs(text, char::is_alphanumeric) {
        // `10 nghìn` says no thousand.
        let means_more = touches(&spans, span) || is_year(text, span);
        let value = number_word(&word.to_lowercase()).or_else(|| roman(word)).filter(|_| !means_more);
        said.extend(value.map(Amount::whole));
        // `twenty-one`, `mười một`.
        said.extend(
            tens.zip(value).filter(|(_, ones)| *ones < 10).map(|(tens, ones): (u32, u32)| Amount::whole(tens + ones)),
        );
        tens = value.filter(|value| (10..100).contains(value) && value.is_multiple_of(10));
    }
    said.extend(numbers.iter().flat_map(|(span, amount)| weights(&text[span.end..], amount, other)));
    said.extend(clock_times(text).map(Amount::whole));
    said.extend(short_years(text).map(Amount::whole));
    said.extend(months_of_quarters(text).map(Amount::whole));
    said
}

/// Whether `năm` is a year and no five: `năm 2024`, `4%/năm`, `hàng năm`.
fn is_year(text: &str, word: Span) -> bool {
    /// How many characters before a number are searched.
    const CHARS_BEFORE: usize = 8;
    const BEFORE: [&str; 9] = ["/", "mỗi ", "hàng ", "hằng ", "những ", "các ", "nhiều ", "cuối ", "đầu "];
    const BEHIND: [&str; 14] = [
        " nay",
        " ngoái",
        " tới",
        " sau",
        " trước",
        " qua",
        " học",
        " cuối",
        " đầu",
        " thứ",
        " nhất",
        " này",
        " đó",
        " nào",
    ];
    if word.of(text).to_lowercase() != "năm" {
        return false;
    }
    let start = text[..word.start].char_indices().rev().nth(CHARS_BEFORE).map_or(0, |(start, _)| start);
    let (before, behind) = (text[start..word.start].to_lowercase(), &text[word.end..]);
    let digit = |c: char| c.is_ascii_digit();
    behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(digit))
        || before.trim_end().ends_with(digit)
        || BEFORE.iter().any(|word| before.ends_with(word))
        || BEHIND.iter().any(|word| behind.starts_with(word))
}

/// Numbers with spaces between their thousands: `15 000`.
fn in_spaced_groups(text: &str) -> impl Iterator<Item = u32> {
    let found = GROUPS.find_iter(text);
    found.filter_map(|found| found.as_str().replace(' ', "").parse().ok())
}

/// What the first amounts of ranges are with the word that stands behind the last: `5-7 triệu`, `from 5 to 7 million`.
fn with_common_scale(text: &str, amounts: &[(Span, Amount)]) -> Vec<Amount> {
    const LINKS: [&str; 11] = ["-", "–", " - ", " – ", " đến ", " tới ", " to ", " and ", " or ", " hoặc ", " và "];
    let pairs = amounts.windows(2).filter_map(|pair| <&[_; 2]>::try_from(pair).ok());
    let of_pair = |[(span, amount), (next, _)]: &[(Span, Amount); 2]| {
        let between = text.get(span.end..next.start)?;
        let is_bare = span.of(text).ends_with(|c: char| c.is_ascii_digit());
        let scale = next.of(text).trim_start_matches(|c: char| !c.is_alphabetic());
        let power = scale_exponent(scale)?;
        (is_bare && LINKS.contains(&between)).then(|| amount.times_power_of_ten(power))
    };
    pairs.filter_map(of_pair).collect()
}

/// What an amount is in the units of weight of another text: 20 tạ are 2 tonnes and 2,000 kilograms.
fn weights(behind: &str, amount: &Amount, other: &str) -> Vec<Amount> {
    /// Units with the power of ten that they are of a gram.
    const UNITS: [(&str, i32); 14] = [
        ("tấn", 6),
        ("tonnes", 6),
        ("tonne", 6),
        ("tons", 6),
        ("ton", 6),
        ("tạ", 5),
        ("quintals", 5),
        ("yến", 4),
        ("kg", 3),
        ("kilograms", 3),
        ("kilos", 3),
        ("lạng", 2),
        ("grams", 0),
        ("g", 0),
    ];
    let behind = behind.trim_start();
    let ends = |rest: &str| !rest.starts_with(char::is_alphabetic);
    let unit = UNITS.iter().find(|(unit, _)| behind.strip_prefix(unit).is_some_and(ends));
    let Some((_, power)) = unit else { return Vec::new() };
    let there = UNITS.iter().filter(|(unit, other_power)| {
        let begins = |at: usize| !other[..at].ends_with(char::is_alphabetic);
        other_power != power
            && other.match_indices(unit).any(|(at, unit)| begins(at) && ends(&other[at + unit.len()..]))
    });
    there.map(|(_, other_power)| amount.times_power_of_ten(power - other_power)).collect()
}

/// Every run of digits with its number.
fn digits(text: &str) -> impl Iterator<Item = (Span, u32)> {
    runs(text, |c| c.is_ascii_digit()).filter_map(|(span, run)| Some((span, run.parse().ok()?)))
}

/// The runs of some characters, and where they stand.
fn runs(text: &str, is_part: impl Fn(char) -> bool) -> impl Iterator<Item = (Span, &str)> {
    let runs = text.split(move |c| !is_part(c)).filter(|run| !run.is_empty());
    runs.map(|run| {
        let start = run.as_ptr() as usize - text.as_ptr() as usize;
        (Span::new(start, start + run.len()), run)
    })
}

/// Times of day as another notation has them: `17:30` as 1730 and as 5, `5 p.m.` as 17, 1730 as 17 and 30.
fn clock_times(text: &str) -> impl Iterator<Item = u32> {
    TIME.captures_iter(text).flat_map(|found| {
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
    let decades = DECADES.captures_iter(text);
    let decades = decades.filter_map(|found| found.get(1).or_else(|| found.get(2))?.as_str().parse().ok());
    let years = YEARS.captures_iter(text).flat_map(|found| {
        let number = |n: usize| found.get(n).and_then(|group| group.as_str().parse::<u32>().ok());
        let years = number(1).zip(number(2));
        years.map(|(first, second)| [first - first % 100 + second % 100, second % 100]).into_iter().flatten()
    });
    years.chain(decades)
}

/// The words of a text that count a few things.
pub(super) fn counts(text: &str) -> Vec<(Span, Amount)> {
    let counted = |(span, word): (Span, &str)| {
        let (number, _) = (2..).zip(COUNTS).find(|(_, words)| words.contains(&word))?;
        (!is_year(text, span)).then(|| (span, Amount::whole(number)))
    };
    runs(text, char::is_alphanumeric).filter_map(counted).collect()
}

/// What counts from two on, without the months and ordinals that number words have too; from eleven on Vietnamese has no
/// single word, and `one` says little.
const COUNTS: [&[&str]; 11] = [
    &["two", "hai"],
    &["three", "ba"],
    &["four", "bốn"],
    &["five", "năm"],
    &["six", "sáu"],
    &["seven", "bảy"],
    &["eight", "tám"],
    &["nine", "chín"],
    &["ten"],
    &["eleven"],
    &["twelve"],
];

/// The months of quarters: `quý III` goes from July to September.
fn months_of_quarters(text: &str) -> impl Iterator<Item = u32> {
    let found = QUARTER.captures_iter(text);
    let quarter = found.filter_map(|found| {
        let name = found.get(1).or_else(|| found.get(2))?.as_str();
        name.parse().ok().or_else(|| roman(name))
    });
    quarter.flat_map(|quarter: u32| (1..=3).map(move |month| 3 * quarter + month - 3))
}

#[cfg(test)]
mod tests {
    #[test]
    fn other_notations_have_readings_too() {
        assert_eq!(super::clock_times("5:12, 2112, 3 p.m.").collect::<Vec<_>>(), [17, 512, 1712, 21, 9, 12, 15]);
        assert_eq!(super::clock_times("In 2020 at home, 2019 but not 2018").count(), 0);
        assert_eq!(super::short_years("2011-12").collect::<Vec<_>>(), [2012, 12]);
        assert_eq!(super::short_years("the 1970's, thập niên 1990, 1980").collect::<Vec<_>>(), [70, 90]);
    }
}
