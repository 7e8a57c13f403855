//! The XML Schema datatypes that our schemas use.

use regex::Regex;

/// A datatype with an optional pattern.
#[derive(Debug, Clone)]
pub(super) struct Datatype {
    pub(super) base: Base,
    pattern: Option<Regex>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    String,
    Token,
    NmToken,
    NcName,
    Id,
    AnyUri,
    Date,
    DateTime,
    Integer,
    NonNegative,
    Positive,
    Decimal,
    Boolean,
    Language,
}

impl Datatype {
    pub(super) fn new(name: &str, pattern: Option<&str>) -> Result<Self, String> {
        let base = match name {
            "string" => Base::String,
            "token" => Base::Token,
            "NMTOKEN" => Base::NmToken,
            "NCName" => Base::NcName,
            "ID" => Base::Id,
            "anyURI" => Base::AnyUri,
            "date" => Base::Date,
            "dateTime" => Base::DateTime,
            "integer" => Base::Integer,
            "nonNegativeInteger" => Base::NonNegative,
            "positiveInteger" => Base::Positive,
            "decimal" => Base::Decimal,
            "boolean" => Base::Boolean,
            "language" => Base::Language,
            other => return Err(format!("unknown datatype `{other}`")),
        };
        let compiled = pattern.map(|pattern| Regex::new(&format!("^(?:{pattern})$")));
        Ok(Self { base, pattern: compiled.transpose().map_err(|error| error.to_string())? })
    }

    /// What a value has to be, in words.
    pub(super) fn wanted(&self) -> &'static str {
        match self.base {
            Base::String | Base::Token => "a text of the right form",
            Base::NmToken => "a name token",
            Base::NcName | Base::Id => "a name: letters, digits, `.`, `-` and `_`, no digit first, no space",
            Base::AnyUri => "an address",
            Base::Date => "a date such as 2026-01-31",
            Base::DateTime => "a date and time such as 2026-01-31T08:30:00Z",
            Base::Integer => "a whole number",
            Base::NonNegative => "a whole number from 0 on",
            Base::Positive => "a whole number from 1 on",
            Base::Decimal => "a number",
            Base::Boolean => "true or false",
            Base::Language => "a language code such as vi or en-US",
        }
    }

    pub(super) fn takes(&self, value: &str) -> bool {
        let collapsed =
            value.split([' ', '\t', '\n', '\r']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let value = if self.base == Base::String { value } else { &collapsed };
        self.base.takes(value) && self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(value))
    }
}

impl Base {
    fn takes(self, value: &str) -> bool {
        let whole = || value.parse::<i128>().ok();
        match self {
            Self::String | Self::Token => true,
            Self::NmToken => !value.is_empty() && value.chars().all(is_name),
            Self::NcName | Self::Id => {
                let mut letters = value.chars();
                letters.next().is_some_and(|c| c.is_alphabetic() || c == '_') && letters.all(|c| is_name(c) && c != ':')
            }
            Self::AnyUri => is_address(value),
            Self::Date => is_date(without_zone(value)),
            Self::DateTime => {
                value.split_once('T').is_some_and(|(date, time)| is_date(date) && is_time(without_zone(time)))
            }
            Self::Integer => whole().is_some(),
            Self::NonNegative => whole().is_some_and(|number| number >= 0),
            Self::Positive => whole().is_some_and(|number| number > 0),
            Self::Decimal => {
                let digits = value.trim_start_matches(['+', '-']);
                value.len() - digits.len() <= 1
                    && digits.bytes().any(|b| b.is_ascii_digit())
                    && digits.bytes().filter(|b| *b == b'.').count() <= 1
                    && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            }
            Self::Boolean => matches!(value, "true" | "false" | "1" | "0"),
            Self::Language => value.split('-').enumerate().all(|(number, part)| {
                let right = |b: u8| if number == 0 { b.is_ascii_alphabetic() } else { b.is_ascii_alphanumeric() };
                (1..=8).contains(&part.len()) && part.bytes().all(right)
            }),
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '\u{b7}') || gloss_core::text::is_mark(c)
}

/// Anything that becomes an address when it is escaped: no broken escape, at most one `#`, no empty scheme.
fn is_address(value: &str) -> bool {
    let escapes = value
        .match_indices('%')
        .all(|(at, _)| value.as_bytes().get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit)));
    let host = value.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    let brackets = host.contains('[') == host.contains(']');
    escapes && brackets && value.matches('#').count() <= 1 && !value.starts_with(':')
}

fn without_zone(value: &str) -> &str {
    if let Some(value) = value.strip_suffix('Z') {
        return value;
    }
    let at = value.len().saturating_sub(6);
    match value.get(at..) {
        Some(zone) if zone.len() == 6 && zone.starts_with(['+', '-']) && zone.as_bytes()[3] == b':' => &value[..at],
        _ => value,
    }
}

fn is_date(date: &str) -> bool {
    let mut parts = date.rsplitn(3, '-');
    let (day, month, year) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>, digits: usize| {
        part.filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?.parse::<u32>().ok()
    };
    let (Some(day), Some(month), Some(year)) = (number(day, 2), number(month, 2), number(year, 4)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(time: &str) -> bool {
    let (whole, fraction) = time.split_once('.').map_or((time, None), |(whole, fraction)| (whole, Some(fraction)));
    let parts: Vec<&str> = whole.split(':').collect();
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| digits(part));
    let fine = match parts.as_slice() {
        [hour, minute, second] => {
            number(hour).is_some_and(|n| n <= 24)
                && number(minute).is_some_and(|n| n < 60)
                && number(second).is_some_and(|n| n < 60)
        }
        _ => false,
    };
    fine && fraction.is_none_or(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_of_their_types() {
        for (name, good, bad) in [
            (
                "date",
                &["2026-02-28", "2024-02-29Z", "2026-01-31+07:00"][..],
                &["2026-02-29", "20260131", "2026-1-1", "", "-", "-1", "+07"][..],
            ),
            (
                "dateTime",
                &["2026-01-31T08:30:00Z", "2026-01-31T08:30:00.5"],
                &["20010507T000000Z", "2026-01-31", "2026-01-31T8:30:00", "2026-01-31T-", "2026-01-31T+1:+2:+3"],
            ),
            ("ID", &["a1", "_x.y-z"], &["1a", "a b", "", "a:b"]),
            ("anyURI", &["", "a b", "http://ví.vn/#x"], &["a%zz", "http://[x", ":x", "a#b#c"]),
            ("language", &["vi", "en-US", "x-klingon"], &["en_US", "vietnamese", ""]),
            ("positiveInteger", &["1", "007"], &["0", "-1", "1.5", ""]),
            ("decimal", &["1", "-1.5", ".5", "+2."], &["", "1.2.3", "e", "+-1", "."]),
            ("boolean", &["true", "0"], &["yes", ""]),
        ] {
            let datatype = Datatype::new(name, None).expect("known");
            good.iter().for_each(|value| assert!(datatype.takes(value), "{name} takes {value}"));
            bad.iter().for_each(|value| assert!(!datatype.takes(value), "{name} refuses {value}"));
        }
        let even = Datatype::new("string", Some("(aa)*")).expect("known");
        assert!(even.takes("") && even.takes("aaaa") && !even.takes("aaa"));
    }
}
