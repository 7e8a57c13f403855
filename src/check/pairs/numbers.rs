//! Numbers, amounts and dates that differ between a segment and its translation.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::{
    lang::{Amount, Lang, Value, amounts, quantities},
    report::Finding,
    text::Span,
};

use super::{SOURCE, TARGET, Unit};

pub(super) fn check(unit: Unit<'_>, out: &mut Vec<Finding>) {
    let texts = [SOURCE, TARGET].map(|side| unit.text(side));
    if !texts.iter().any(|text| text.bytes().any(|byte| byte.is_ascii_digit())) {
        return;
    }
    let found = of_both(unit);
    let found_here = different(unit, &found).or_else(|| swapped(unit)).or_else(|| in_another_currency(unit, &found));
    let Some((part, there, message)) = found_here else { return };
    let related = vec![unit.place(TARGET, there)];
    out.push(Finding { related, ..Finding::new("number-mismatch", unit.place(SOURCE, part), message) });
}

type Numbers = Vec<(Span, Amount)>;

/// What differs: where in the source and in the target, and what is to be said of it.
type Difference = (Span, Span, String);

/// The numbers of both sides. Code that was taken over as it is says the same whatever the notation.
fn of_both(unit: Unit<'_>) -> [Numbers; 2] {
    let texts = [SOURCE, TARGET].map(|side| unit.text(side));
    let code = texts.map(code);
    [SOURCE, TARGET].map(|side| {
        let other = 1 - side;
        let taken_over = |span: &&Span| code[other].iter().any(|there| there.of(texts[other]) == span.of(texts[side]));
        let same: Vec<Span> = code[side].iter().filter(taken_over).copied().collect();
        let mut numbers = numbers(texts[side], unit.lang(side));
        numbers.retain(|(span, _)| !same.iter().any(|code| code.overlaps(*span)));
        numbers
    })
}

/// Numbers of each side that the other lacks.
fn different(unit: Unit<'_>, found: &[Numbers; 2]) -> Option<Difference> {
    let texts = [SOURCE, TARGET].map(|side| unit.text(side));
    let only = |side: usize| -> Vec<&(Span, Amount)> {
        let other = said(texts[1 - side], unit.lang(1 - side), &found[1 - side]);
        let shorter = |a: &Amount| found[1 - side].iter().any(|(_, b)| a.is_short_for(b) || b.is_short_for(a));
        found[side].iter().filter(|(_, amount)| !other.contains(amount) && !shorter(amount)).collect()
    };
    let (missing, added) = (only(SOURCE), only(TARGET));
    // One that is only left out may have been put in words.
    let ((first, _), (there, _)) = (missing.first()?, added.first()?);
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
    Some((*first, *there, message))
}

/// A day whose month has become the day: `5/6` and `May 6`.
fn swapped(unit: Unit<'_>) -> Option<Difference> {
    let days = [SOURCE, TARGET].map(|side| days(unit.text(side), unit.lang(side)));
    let has = |side: usize, wanted: (u8, u8)| days[side].iter().find(|(_, day)| *day == wanted);
    let (here, (day, month)) = days[SOURCE]
        .iter()
        .find(|(_, (day, month))| has(TARGET, (*day, *month)).is_none() && has(SOURCE, (*month, *day)).is_none())?;
    let (there, _) = has(TARGET, (*month, *day))?;
    let [said, told] = [here.of(unit.text(SOURCE)), there.of(unit.text(TARGET))];
    Some((
        *here,
        *there,
        format!("day and month have changed places: the source says `{said}`, the translation `{told}`"),
    ))
}

/// The days and months of a text. Vietnamese has the day first whether or not it says that it is one.
fn days(text: &str, lang: &Lang) -> Vec<(Span, (u8, u8))> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b(\d{1,2})(?:/| tháng )(\d{1,2})\b").ok());
    if lang.is("vi") {
        let found = DAY.iter().flat_map(|day| day.captures_iter(text));
        let one = |found: regex::Captures<'_>| {
            let number = |n: usize| found.get(n)?.as_str().parse::<u8>().ok();
            let whole = found.get_match();
            Some((Span::new(whole.start(), whole.end()), (number(1)?, number(2)?)))
        };
        return found.filter_map(one).collect();
    }
    let dates = quantities(text, lang).into_iter();
    dates
        .filter_map(|one| match one.value {
            Value::Date { day, month, .. } => Some((one.span, (day, month))),
            _ => None,
        })
        .collect()
}

/// An amount of dong that has become as many dollars.
fn in_another_currency(unit: Unit<'_>, found: &[Numbers; 2]) -> Option<Difference> {
    static DONG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)đồng\b|VNĐ|VND|\bdongs?\b").ok());
    static OTHER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)USD|\$|đô la|đô-la|\bdollars?\b|€|\beuros?\b|\bEUR\b").ok());
    let (dong, other) = (DONG.as_ref()?, OTHER.as_ref()?);
    let [from, to] = [SOURCE, TARGET].map(|side| unit.text(side));
    let [is_dong, is_other] = [dong, other].map(|currency| [currency.is_match(from), currency.is_match(to)]);
    // Of both it may be said which is which.
    if is_dong[SOURCE] == is_dong[TARGET] || is_other[SOURCE] == is_other[TARGET] || is_dong[SOURCE] == is_other[SOURCE]
    {
        return None;
    }
    let large = |amount: &Amount| amount.small().is_none_or(|number| number >= 1_000);
    let (here, amount) = found[SOURCE].iter().find(|(_, amount)| large(amount))?;
    let (there, _) = found[TARGET].iter().find(|(_, same)| same == amount)?;
    let name = |is_dong: bool| if is_dong { "dong" } else { "another currency" };
    let (a, b) = (name(is_dong[SOURCE]), name(is_dong[TARGET]));
    let message = format!("the source says `{}` in {a}, the translation `{}` in {b}", here.of(from), there.of(to));
    Some((*here, *there, message))
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

/// Times of day and ordinal numbers, which are no codes.
static NO_CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:[012]?\d(?:h|giờ)(?:[0-5]\d)?|\d+(?:st|nd|rd|th))$").ok());

/// The amounts of a text outside of placeholders and codes, and what says a number in another way.
fn numbers(text: &str, lang: &Lang) -> Vec<(Span, Amount)> {
    let mut all = amounts(text, lang);
    if let Some((pattern, no_code)) = NO_NUMBERS.as_ref().zip(NO_CODE.as_ref()) {
        let codes = pattern.find_iter(text).filter(|found| !no_code.is_match(found.as_str()));
        let codes: Vec<Span> = codes.map(|found| Span::new(found.start(), found.end())).collect();
        all.retain(|(span, _)| !codes.iter().any(|code| code.overlaps(*span)));
    }
    let is_free = |span: Span| all.iter().all(|(other, _)| !other.overlaps(span));
    let others: Vec<_> = numerals(text, lang).into_iter().filter(|(span, _)| is_free(*span)).collect();
    all.extend(others);
    all.sort_by_key(|(span, _)| span.start);
    all
}

/// A month by its name before a year, a Roman numeral behind what has such numbers.
fn numerals(text: &str, lang: &Lang) -> Vec<(Span, Amount)> {
    static MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let months = "January|February|March|April|May|June|July|August|September|October|November|December";
        Regex::new(&format!(r"\b({months}),? (?:19|20)\d\d\b")).ok()
    });
    static NUMERAL: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:(?i:lần thứ|khóa|khoá|quý|thế kỷ|thế kỉ|đại hội)) ([IVXLC]+)\b").ok());
    let pattern = match lang.primary() {
        "en" => &MONTH,
        "vi" => &NUMERAL,
        _ => return Vec::new(),
    };
    let found = pattern.iter().flat_map(|pattern| pattern.captures_iter(text)).filter_map(|found| found.get(1));
    let value = |word: &str| number_word(&word.to_lowercase()).or_else(|| roman(word));
    found.filter_map(|word| Some((Span::new(word.start(), word.end()), Amount::whole(value(word.as_str())?)))).collect()
}

/// Everything a text may be said to say: its amounts, its number words, its months, its Roman numerals, and the amounts as
/// another notation would have them.
fn said(text: &str, lang: &Lang, numbers: &[(Span, Amount)]) -> BTreeSet<Amount> {
    let mut said: BTreeSet<Amount> = numbers.iter().map(|(_, amount)| amount.clone()).collect();
    // Codes have digits too.
    said.extend(amounts(text, lang).into_iter().map(|(_, amount)| amount));
    said.extend(digits(text).map(Amount::whole));
    let mut tens = None;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        // `10 nghìn` says no thousand.
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let is_scale = numbers.iter().any(|(span, _)| span.start < at && at < span.end);
        let means_more = is_scale || is_year(text, Span::new(at, at + word.len()));
        let value = number_word(&word.to_lowercase()).or_else(|| roman(word)).filter(|_| !means_more);
        said.extend(value.map(Amount::whole));
        // `twenty-one`, `mười một`.
        said.extend(
            tens.zip(value).filter(|(_, ones)| *ones < 10).map(|(tens, ones): (u32, u32)| Amount::whole(tens + ones)),
        );
        tens = value.filter(|value| (10..100).contains(value) && value.is_multiple_of(10));
    }
    said.extend(numbers.iter().flat_map(|(span, amount)| weights(&text[span.end..], amount)));
    said.extend(clock_times(text).map(Amount::whole));
    said.extend(short_years(text).map(Amount::whole));
    said
}

/// Whether `năm` is a year and no five: `năm 2024`, `4%/năm`, `hàng năm`.
fn is_year(text: &str, word: Span) -> bool {
    const BEFORE: [&str; 9] = ["/", "mỗi ", "hàng ", "hằng ", "những ", "các ", "nhiều ", "cuối ", "đầu "];
    const BEHIND: [&str; 7] = [" nay", " ngoái", " tới", " sau", " trước", " qua", " học"];
    if word.of(text).to_lowercase() != "năm" {
        return false;
    }
    let (before, behind) = (text[..word.start].to_lowercase(), &text[word.end..]);
    let digit = |c: char| c.is_ascii_digit();
    behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(digit))
        || before.trim_end().ends_with(digit)
        || BEFORE.iter().any(|word| before.ends_with(word))
        || BEHIND.iter().any(|word| behind.starts_with(word))
}

/// What an amount is in other units of weight, by the word behind it: 20 tạ are 2 tonnes and 2,000 kilograms.
fn weights(behind: &str, amount: &Amount) -> Vec<Amount> {
    let behind = behind.trim_start();
    let is = |unit: &str| behind.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    let powers: &[i32] = match () {
        () if is("tạ") => &[-1, 2],
        () if ["tấn", "tonnes", "tonne", "tons", "ton", "t"].into_iter().any(is) => &[1, 3],
        () if is("kg") => &[-2, -3],
        () => &[],
    };
    powers.iter().map(|power| amount.times_ten_to(*power)).collect()
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
