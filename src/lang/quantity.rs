//! Numbers and dates, whichever way a language writes them: `1.000,5` and `1,000.5`, `2/9/1945` and `September 2, 1945`.

use regex::Captures;

use crate::{patterns, text::Span};

use super::Lang;

patterns! {
    static VI_WORDS = r"(?i)\b(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?\b";
    static VI_SIGNS = r"(?i)(?:\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b|ngày (\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\b)";
    static EN_MONTH_FIRST = english(r"\b(MONTH) (\d{1,2})(?:,? (\d{4}))?\b");
    static EN_DAY_FIRST = english(r"\b(\d{1,2}) (MONTH)(?:,? (\d{4}))?\b");
    static DIGITS = r"\d+(?:[.,]\d+)*";
}

/// What a number or date says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A number: its digits before and behind the decimal sign.
    Number {
        /// Before it, without leading zeros unless it is one.
        whole: String,
        /// Behind it; empty if there is none.
        fraction: String,
    },
    /// A day, of a year or of none.
    Date {
        /// From 1 to 31.
        day: u8,
        /// From 1 to 12.
        month: u8,
        /// The year, if it is named.
        year: Option<u16>,
    },
    /// Digits and signs that are no number of this language: `1.2.3`, `07-NQ`.
    Other(String),
}

/// A number or date and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub value: Value,
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

fn english(pattern: &str) -> String {
    pattern.replace("MONTH", &MONTHS.join("|"))
}

/// The numbers and dates of a text, in order. Cost: some passes of a regular expression.
pub fn quantities(text: &str, lang: &Lang) -> Vec<Quantity> {
    let dates = dates(text, lang);
    let mut all = Vec::new();
    for found in DIGITS.find_iter(text) {
        let span = Span::new(found.start(), found.end());
        if is_free(&dates, span) {
            all.push(Quantity { span, value: number(found.as_str(), lang) });
        }
    }
    all.extend(dates);
    all.sort_by_key(|one| one.span.start);
    all
}

/// Whether none of some quantities in order overlaps a place.
fn is_free(sorted: &[Quantity], span: Span) -> bool {
    let next = sorted.partition_point(|one| one.span.end <= span.start);
    sorted.get(next).is_none_or(|one| !one.span.overlaps(span))
}

fn dates(text: &str, lang: &Lang) -> Vec<Quantity> {
    let of = |span: Span, day: Option<&str>, month: Option<u8>, year: Option<&str>| {
        let day = day.and_then(|day| day.parse().ok()).filter(|day| (1..=31).contains(day))?;
        let month = month.filter(|month| (1..=12).contains(month))?;
        let year = year.and_then(|year| year.parse().ok());
        Some(Quantity { span, value: Value::Date { day, month, year } })
    };
    let mut all: Vec<Quantity> = Vec::new();
    // What an earlier pattern has found a later one does not find in another way.
    let mut add = |found: Vec<Quantity>| {
        let new: Vec<Quantity> = found.into_iter().filter(|one| is_free(&all, one.span)).collect();
        all.extend(new);
        all.sort_by_key(|one| one.span.start);
    };
    let group = |captures: &Captures<'_>, n: usize| captures.get(n).map(|group| group.as_str().to_owned());
    let numeric = |month: Option<String>| month.and_then(|month| month.parse().ok());
    if lang.is("vi") {
        let one = |found: Captures<'_>| {
            let whole = found.get_match();
            // The word in front belongs to the sentence, not to the date.
            let first = if found.get(1).is_some() { 1 } else { 4 };
            let start = found.get(first).map_or(whole.start(), |day| day.start());
            let (day, month) = (group(&found, first), numeric(group(&found, first + 1)));
            let year = group(&found, first + 2);
            of(Span::new(start, whole.end()), day.as_deref(), month, year.as_deref())
        };
        for pattern in [&VI_WORDS, &VI_SIGNS] {
            add(pattern.captures_iter(text).filter_map(one).collect());
        }
    } else if lang.is("en") {
        let month = |name: Option<String>| {
            let at = MONTHS.iter().position(|month| Some(*month) == name.as_deref())?;
            u8::try_from(at + 1).ok()
        };
        for (pattern, day_at, month_at) in [(&EN_MONTH_FIRST, 2, 1), (&EN_DAY_FIRST, 1, 2)] {
            let one = |found: Captures<'_>| {
                let whole = found.get_match();
                let (day, year) = (group(&found, day_at), group(&found, 3));
                let month = month(group(&found, month_at));
                of(Span::new(whole.start(), whole.end()), day.as_deref(), month, year.as_deref())
            };
            add(pattern.captures_iter(text).filter_map(one).collect());
        }
    }
    all
}

/// The sign between thousands and the one before decimals.
fn signs(lang: &Lang) -> (char, char) {
    match lang.primary() {
        "en" | "zh" | "ja" | "ko" | "th" => (',', '.'),
        _ => ('.', ','),
    }
}

fn number(digits: &str, lang: &Lang) -> Value {
    let (thousands, decimal) = signs(lang);
    let (whole, fraction) = digits.split_once(decimal).unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(thousands).collect();
    let grouped = groups.len() == 1
        || groups.first().is_some_and(|first| first.len() <= 3 && !first.starts_with('0'))
            && groups.iter().skip(1).all(|group| group.len() == 3);
    if !grouped || fraction.contains([thousands, decimal]) {
        return Value::Other(digits.to_owned());
    }
    let whole = groups.concat();
    let bare = whole.trim_start_matches('0');
    // `07` is no number but a name.
    if bare.len() != whole.len() && bare.len() + 1 != whole.len() || whole.len() > 1 && whole.starts_with('0') {
        return Value::Other(digits.to_owned());
    }
    Value::Number { whole, fraction: fraction.to_owned() }
}

impl Value {
    /// The value as a language writes it, in the manner of another one that stands there: with the month in words if that has
    /// it so, in groups of thousands if `grouped`.
    pub fn write(&self, lang: &Lang, like: &str, grouped: bool) -> String {
        match self {
            Self::Other(text) => text.clone(),
            Self::Number { whole, fraction } => {
                let (thousands, decimal) = signs(lang);
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
            Self::Date { day, month, year } => date(*day, *month, *year, lang, like),
        }
    }
}

fn date(day: u8, month: u8, year: Option<u16>, lang: &Lang, like: &str) -> String {
    if lang.is("en") {
        let name = MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
        let first = like.starts_with(|c: char| c.is_alphabetic());
        return match (first, year) {
            (true, Some(year)) => format!("{name} {day}, {year}"),
            (true, None) => format!("{name} {day}"),
            (false, Some(year)) => format!("{day} {name} {year}"),
            (false, None) => format!("{day} {name}"),
        };
    }
    let sign = like.chars().find(|c| matches!(c, '/' | '.' | '-'));
    match (sign, year) {
        (None, Some(year)) => format!("{day} tháng {month} năm {year}"),
        (None, None) => format!("{day} tháng {month}"),
        (Some(sign), Some(year)) => format!("{day}{sign}{month}{sign}{year}"),
        (Some(sign), None) => format!("{day}{sign}{month}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, lang: &Lang) -> Vec<Value> {
        quantities(text, lang).into_iter().map(|one| one.value).collect()
    }

    #[test]
    fn both_notations_say_the_same() {
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
        assert_eq!(values("07-NQ 1.2.3", &Lang::vi()), [Value::Other("07".into()), Value::Other("1.2.3".into())]);
        assert!(matches!(values("32/9/1945", &Lang::vi())[0], Value::Number { .. }));
    }

    #[test]
    fn values_are_written_in_the_manner_of_what_stands_there() {
        let date = Value::Date { day: 2, month: 9, year: Some(1945) };
        assert_eq!(date.write(&Lang::en(), "May 7, 1954", false), "September 2, 1945");
        assert_eq!(date.write(&Lang::en(), "7 May 1954", false), "2 September 1945");
        assert_eq!(date.write(&Lang::vi(), "7/5/1954", false), "2/9/1945");
        assert_eq!(date.write(&Lang::vi(), "7 tháng 5 năm 1954", false), "2 tháng 9 năm 1945");
        let number = Value::Number { whole: "1234567".into(), fraction: "5".into() };
        assert_eq!(number.write(&Lang::vi(), "", true), "1.234.567,5");
        assert_eq!(number.write(&Lang::en(), "", false), "1234567.5");
    }
}
