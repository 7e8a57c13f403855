//! Extracts the numbers of a segment; skips digits in codes and placeholders.

use std::sync::LazyLock;

use regex::Regex;

use gloss_core::{
    lang::{Amount, Lang, MONTHS, amounts},
    patterns,
    text::Span,
};

use super::{
    Numbers,
    words::{number_word, roman},
};

patterns! {
    /// Placeholders, paths and codes: their digits count nothing.
    static NO_NUMBERS = r"%[-+ #0]*\d*(?:\$[-+ #0]*\d*)?(?:\.\d+)?[a-zA-Z]|%\d+|\{[^{}]*\}|\$\{\w+\}|\$[A-Za-z_]\w*|\\[0-9xu][0-9a-fA-F]*|&\w+;|<[^<>]*>|[\p{L}_]+[-_./:]*\d[\w.:/_-]*|\d+[\p{L}_]+[\w-]*|\d+(?:[.:]\d+){2,}|[A-Z]\b\d*|#\w+|0x\w+|(?:[012]?\d\.[0-5]\d ?(?:-|–|to|and) ?)?[012]?\d\.[0-5]\d ?(?:[ap]\.?m\b|GMT|UTC|E[SD]T|local)";
    static CODE = r"[\p{L}_][\w.]*\([^()]*(?:\([^()]*\)[^()]*)*\)|\d[\d.]*\*\S*";
    /// Times of day, ordinal numbers, amounts with a unit or currency close to them: these are no codes.
    static NO_CODE = { let units = "st|nd|rd|th|kg|g|mg|km|cm|mm|ha|ml|l|ft|sq|MW|GW|kW|kWh|kV|MVA|hp|kph|mph|kmh|km2|m2|m3|bn|mn";
    let behind = "(?:-[a-z]+)*\\.?"; format!(
        r"^(?:[012]?\d(?:h|giờ)(?:[0-5]\d)?|\d+(?:{units}){behind}|\d+m(?:-[a-z]+)+|(?:VND|VNĐ|USD|EUR|US)\d.*)$"
    ) };
    static MONTH = format!(r"\b({}),? (?:19|20)\d\d\b", MONTHS.join("|"));
    static VI_NUMERAL = r"(?:(?i:lần thứ|khóa|khoá|quý|thế kỷ|thế kỉ|đại hội)) ([IVXLC]+)\b";
    static EN_NUMERAL = r"(?:Congress|Legislature|Tenure|Term|Quarter) ([IVXLC]+)\b";
}

/// Calls of functions (`ROUND(2.348;2)`) and patterns (`192.168.*.*`).
pub(super) fn code(text: &str) -> Vec<Span> {
    let found = CODE.find_iter(text);
    found.map(|found| Span::new(found.start(), found.end())).collect()
}

/// The amounts of a text outside of placeholders and codes, and what says a number in another way; in order.
pub(super) fn numbers(text: &str, lang: &Lang) -> Numbers {
    let mut all = amounts(text, lang);
    let codes = NO_NUMBERS.find_iter(text).filter(|found| !NO_CODE.is_match(found.as_str()));
    let codes: Vec<Span> = codes.map(|found| Span::new(found.start(), found.end())).collect();
    all.retain(|(span, _)| !touches(&codes, *span));
    let taken: Vec<Span> = all.iter().map(|(span, _)| *span).collect();
    all.extend(numerals(text, lang).into_iter().filter(|(span, _)| !touches(&taken, *span)));
    all.sort_by_key(|(span, _)| span.start);
    all
}

/// Whether one of some places in order, which do not overlap but may be the same, overlaps another.
pub(super) fn touches(sorted: &[Span], span: Span) -> bool {
    sorted.get(sorted.partition_point(|other| other.end <= span.start)).is_some_and(|other| other.overlaps(span))
}

/// A month by its name before a year, a Roman numeral behind what has such numbers.
fn numerals(text: &str, lang: &Lang) -> Numbers {
    let patterns: &[&LazyLock<Regex>] = match lang.primary() {
        "en" => &[&MONTH, &EN_NUMERAL],
        "vi" => &[&VI_NUMERAL],
        _ => &[],
    };
    let found = patterns.iter().flat_map(|pattern| pattern.captures_iter(text)).filter_map(|found| found.get(1));
    let value = |word: &str| number_word(&word.to_lowercase()).or_else(|| roman(word));
    found.filter_map(|word| Some((Span::new(word.start(), word.end()), Amount::whole(value(word.as_str())?)))).collect()
}
