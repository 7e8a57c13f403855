//! Reads and writes numbers and dates in the notation of a language: `1.000,5` and `1,000.5`, `2/9/1945` and
//! `September 2, 1945`.

use regex::{Captures, Regex};

use crate::{patterns, text::Span};

use super::Lang;

patterns! {
    /// `2 tháng 9 năm 1945`.
    static VI_DATE_IN_WORDS = r"(?i)\b(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?\b";
    /// `2/9/1945`, or `ngày 2/9` without a year.
    static VI_DATE_IN_DIGITS = r"(?i)(?:\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b|ngày (\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\b)";
    /// `September 2, 1945`.
    static EN_MONTH_FIRST = with_month_names(r"\b(MONTH) (\d{1,2})(?:,? (\d{4}))?\b");
    /// `2 September 1945`.
    static EN_DAY_FIRST = with_month_names(r"\b(\d{1,2}) (MONTH)(?:,? (\d{4}))?\b");
    /// Digits with separators.
    static DIGITS = r"\d+(?:[.,]\d+)*";
}

/// The value of a number or date.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum QuantityValue {
    /// A decimal number.
    Number {
        /// The digits before the decimal sign, without leading zeros; `0` for zero.
        whole: String,
        /// The digits after the decimal sign; empty if there are none.
        fraction: String,
    },
    /// A day and month, with or without a year.
    Date {
        /// From 1 to 31.
        day: u8,
        /// From 1 to 12.
        month: u8,
        /// The year, if it is given.
        year: Option<u16>,
    },
    /// Digits and separators that are not a number in this language: `1.2.3`, the `07` of `07-NQ`.
    Other(String),
}

/// A number or date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Where it is in the text.
    pub span: Span,
    /// Its value.
    pub value: QuantityValue,
}

/// The months by their English names.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A pattern whose `MONTH` matches any English month.
fn with_month_names(pattern: &str) -> String {
    pattern.replace("MONTH", &MONTHS.join("|"))
}

/// The numbers and dates of a text, in order. Cost: a few regular-expression passes.
pub fn quantities(text: &str, lang: &Lang) -> Vec<Quantity> {
    let dates = dates(text, lang);
    let mut quantities = Vec::new();
    for digits in DIGITS.find_iter(text) {
        let span = Span::new(digits.start(), digits.end());
        if is_free(&dates, span) {
            quantities.push(Quantity { span, value: parse_number(digits.as_str(), lang) });
        }
    }
    quantities.extend(dates);
    quantities.sort_by_key(|quantity| quantity.span.start);
    quantities
}

/// Whether a span overlaps none of the quantities, which are sorted.
fn is_free(sorted: &[Quantity], span: Span) -> bool {
    let next = sorted.partition_point(|quantity| quantity.span.end <= span.start);
    sorted.get(next).is_none_or(|quantity| !quantity.span.overlaps(span))
}

/// The dates of a text, in order. Where two patterns match the same text, the first one counts.
fn dates(text: &str, lang: &Lang) -> Vec<Quantity> {
    let mut dates: Vec<Quantity> = Vec::new();
    let mut add = |pattern: &Regex, read: &dyn Fn(&Captures<'_>) -> Option<Quantity>| {
        let matches = pattern.captures_iter(text);
        let found = matches.filter_map(|captures| read(&captures)).filter(|date| is_free(&dates, date.span));
        let new: Vec<Quantity> = found.collect();
        dates.extend(new);
        dates.sort_by_key(|date| date.span.start);
    };
    if lang.is("vi") {
        add(&VI_DATE_IN_WORDS, &vietnamese_date);
        add(&VI_DATE_IN_DIGITS, &vietnamese_date);
    } else if lang.is("en") {
        add(&EN_MONTH_FIRST, &|captures| english_date(captures, 2, 1));
        add(&EN_DAY_FIRST, &|captures| english_date(captures, 1, 2));
    }
    dates
}

/// Reads a match of a Vietnamese pattern, whose groups are day, month and year, from group 1 or from group 4.
fn vietnamese_date(captures: &Captures<'_>) -> Option<Quantity> {
    let day = if captures.get(1).is_some() { 1 } else { 4 };
    let month = captures.get(day + 1)?.as_str().parse().ok()?;
    // A `ngày` before the day belongs to the sentence, not to the date.
    let span = Span::new(captures.get(day)?.start(), captures.get_match().end());
    date_quantity(span, captures.get(day)?.as_str(), month, captures.get(day + 2).map(|year| year.as_str()))
}

/// Reads a match of an English pattern, whose third group is the year.
fn english_date(captures: &Captures<'_>, day: usize, month: usize) -> Option<Quantity> {
    let name = captures.get(month)?.as_str();
    let month = u8::try_from(MONTHS.iter().position(|month| *month == name)? + 1).ok()?;
    let span = Span::new(captures.get_match().start(), captures.get_match().end());
    date_quantity(span, captures.get(day)?.as_str(), month, captures.get(3).map(|year| year.as_str()))
}

/// A date at a span; `None` if there is no such day or month.
fn date_quantity(span: Span, day: &str, month: u8, year: Option<&str>) -> Option<Quantity> {
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let year = year.and_then(|year| year.parse().ok());
    (1..=12).contains(&month).then_some(Quantity { span, value: QuantityValue::Date { day, month, year } })
}

/// The thousands separator and the decimal sign of a language.
fn separators(lang: &Lang) -> (char, char) {
    match lang.primary() {
        "en" | "zh" | "ja" | "ko" | "th" => (',', '.'),
        _ => ('.', ','),
    }
}

fn parse_number(digits: &str, lang: &Lang) -> QuantityValue {
    let (thousands, decimal) = separators(lang);
    let (whole, fraction) = digits.split_once(decimal).unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(thousands).collect();
    let is_well_grouped = groups.len() == 1
        || groups.first().is_some_and(|first| first.len() <= 3 && !first.starts_with('0'))
            && groups.iter().skip(1).all(|group| group.len() == 3);
    if !is_well_grouped || fraction.contains([thousands, decimal]) {
        return QuantityValue::Other(digits.to_owned());
    }
    let whole = groups.concat();
    // `07` is the name of something, not a number.
    if whole.len() > 1 && whole.starts_with('0') {
        return QuantityValue::Other(digits.to_owned());
    }
    QuantityValue::Number { whole, fraction: fraction.to_owned() }
}

impl QuantityValue {
    /// Writes the value in the notation of a language, in the style of `like`: a date takes its order of day and month or its
    /// separator, a number is grouped by thousands if `grouped`.
    pub fn write(&self, lang: &Lang, like: &str, grouped: bool) -> String {
        match self {
            Self::Other(text) => text.clone(),
            Self::Number { whole, fraction } => {
                let (thousands, decimal) = separators(lang);
                let mut out = String::new();
                for (at, digit) in whole.chars().enumerate() {
                    if grouped && at > 0 && (whole.len() - at).is_multiple_of(3) {
                        out.push(thousands);
                    }
                    out.push(digit);
                }
                if !fraction.is_empty() {
                    out.push(decimal);
                    out.push_str(fraction);
                }
                out
            }
            Self::Date { day, month, year } => write_date(*day, *month, *year, lang, like),
        }
    }
}

/// Writes a date in the style of `like`.
fn write_date(day: u8, month: u8, year: Option<u16>, lang: &Lang, like: &str) -> String {
    if lang.is("en") {
        let name = MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
        let month_first = like.starts_with(|c: char| c.is_alphabetic());
        return match (month_first, year) {
            (true, Some(year)) => format!("{name} {day}, {year}"),
            (true, None) => format!("{name} {day}"),
            (false, Some(year)) => format!("{day} {name} {year}"),
            (false, None) => format!("{day} {name}"),
        };
    }
    let separator = like.chars().find(|c| matches!(c, '/' | '.' | '-'));
    match (separator, year) {
        (None, Some(year)) => format!("{day} tháng {month} năm {year}"),
        (None, None) => format!("{day} tháng {month}"),
        (Some(separator), Some(year)) => format!("{day}{separator}{month}{separator}{year}"),
        (Some(separator), None) => format!("{day}{separator}{month}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, lang: &Lang) -> Vec<QuantityValue> {
        quantities(text, lang).into_iter().map(|quantity| quantity.value).collect()
    }

    #[test]
    fn equal_values_compare_equal_in_both_notations() {
        for (vi, en) in [
            ("2.063 tỷ đồng", "VND 2,063 billion"),
            ("17,5%", "17.5%"),
            ("1.234.567,89", "1,234,567.89"),
            ("ngày 2/9/1945", "on September 2, 1945"),
            ("ngày 2-9", "on 2 September"),
            ("ngày 19 tháng 8 năm 2026", "on 19 August 2026"),
            ("20 nhà, 15 bản", "20 houses, 15 villages"),
        ] {
            assert_eq!(values(vi, &Lang::vi()), values(en, &Lang::en()), "{vi} = {en}");
        }
        assert_ne!(values("2.063", &Lang::vi()), values("2.063", &Lang::en()));
        assert_eq!(
            values("07-NQ 1.2.3", &Lang::vi()),
            [QuantityValue::Other("07".into()), QuantityValue::Other("1.2.3".into())]
        );
        assert!(matches!(values("32/9/1945", &Lang::vi())[0], QuantityValue::Number { .. }));
    }

    #[test]
    fn values_are_written_in_the_style_of_a_sample() {
        let date = QuantityValue::Date { day: 2, month: 9, year: Some(1945) };
        assert_eq!(date.write(&Lang::en(), "May 7, 1954", false), "September 2, 1945");
        assert_eq!(date.write(&Lang::en(), "7 May 1954", false), "2 September 1945");
        assert_eq!(date.write(&Lang::vi(), "7/5/1954", false), "2/9/1945");
        assert_eq!(date.write(&Lang::vi(), "7 tháng 5 năm 1954", false), "2 tháng 9 năm 1945");
        let number = QuantityValue::Number { whole: "1234567".into(), fraction: "5".into() };
        assert_eq!(number.write(&Lang::vi(), "", true), "1.234.567,5");
        assert_eq!(number.write(&Lang::en(), "", false), "1234567.5");
    }
}
