//! Reads amounts: numbers together with the scale word after them, so that `2.063 tỷ` equals `2.063 trillion`.

use regex::Captures;

use crate::{patterns, text::Span};

use super::{Lang, Quantity, QuantityValue, quantities};

patterns! {
    static VI_SCALES = r"(?i)^\s*(nghìn tỷ|nghìn tỉ|ngàn tỷ|ngàn tỉ|nghìn|ngàn|triệu|tỷ|tỉ|vạn|bn|mn)( rưỡi)?(?:\W|$)";
    static EN_SCALES = r"(?i)^[\s-]*(thousand|million|billion|trillion|mn|bn|tn)(?:\W|$)";
    /// Scale letters, which count only in sums of money.
    static MONEY_SCALES = r"^ ?([kmbKMB])\b";
}

/// A non-negative decimal number, independent of its notation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    /// The digits without leading and trailing zeros; empty for zero.
    digits: String,
    /// The power of ten that multiplies the digits.
    exponent: i32,
}

impl Amount {
    /// A decimal number times a power of ten.
    fn new(whole: &str, fraction: &str, power: i32) -> Self {
        let all_digits = format!("{whole}{fraction}");
        let digits = all_digits.trim_start_matches('0');
        let significant = digits.trim_end_matches('0');
        let exponent = power - fraction.len() as i32 + (digits.len() - significant.len()) as i32;
        let exponent = if significant.is_empty() { 0 } else { exponent };
        Self { digits: significant.to_owned(), exponent }
    }

    /// A whole number.
    pub fn whole(number: u32) -> Self {
        Self::new(&number.to_string(), "", 0)
    }

    /// Whether this amount is the other one with fewer digits: a decimal number rounded or truncated, or a large number
    /// rounded (`23.456 tỷ` as `23.5 trillion`).
    pub fn is_rounded_form_of(&self, other: &Self) -> bool {
        /// Lowest exponent of a rounded whole number: hundreds of millions are rounded, smaller numbers are not.
        const MIN_ROUNDED_EXPONENT: i32 = 8;
        /// Upper limit of the share of a large number that rounding may change.
        const MAX_ROUNDED_SHARE: f64 = 0.025;
        if other.exponent >= self.exponent {
            return false;
        }
        let value = |amount: &Self| Some(amount.digits.parse::<f64>().ok()? * 10f64.powi(amount.exponent));
        let last_digit = 10f64.powi(self.exponent);
        let Some((short, long)) = value(self).zip(value(other)) else { return false };
        let difference = (long - short).abs();
        match self.exponent {
            ..0 => difference < last_digit,
            0..MIN_ROUNDED_EXPONENT => false,
            MIN_ROUNDED_EXPONENT.. => difference <= last_digit / 2.0 && difference <= long * MAX_ROUNDED_SHARE,
        }
    }

    /// The sum of two whole numbers; `None` if one is not whole or the sum is too large.
    fn plus(&self, other: &Self) -> Option<Self> {
        let value = |amount: &Self| {
            let zeros = 10u64.checked_pow(u32::try_from(amount.exponent).ok()?)?;
            format!("0{}", amount.digits).parse::<u64>().ok()?.checked_mul(zeros)
        };
        Some(Self::new(&value(self)?.checked_add(value(other)?)?.to_string(), "", 0))
    }

    /// The amount multiplied by a power of ten.
    pub fn times_power_of_ten(&self, power: i32) -> Self {
        Self { digits: self.digits.clone(), exponent: if self.digits.is_empty() { 0 } else { self.exponent + power } }
    }

    /// The amount as an integer, if it is a small whole number.
    pub fn to_small_integer(&self) -> Option<u32> {
        let zeros = usize::try_from(self.exponent).ok().filter(|zeros| *zeros < 6)?;
        format!("0{}{}", self.digits, "0".repeat(zeros)).parse().ok()
    }
}

/// The power of ten of a scale word (`triệu`, `billion`, `bn`); `None` for any other word.
pub fn scale_exponent(word: &str) -> Option<i32> {
    Some(match word.to_lowercase().as_str() {
        "nghìn" | "ngàn" | "thousand" | "k" => 3,
        "vạn" => 4,
        "triệu" | "million" | "mn" | "m" => 6,
        "tỷ" | "tỉ" | "billion" | "bn" | "b" => 9,
        "nghìn tỷ" | "nghìn tỉ" | "ngàn tỷ" | "ngàn tỉ" | "trillion" | "tn" => 12,
        _ => return None,
    })
}

/// The amounts in a text with their spans, in order. `1 tỷ 200 triệu` is one amount; a date gives its day, month and year.
/// Digits that are not a number in this language (`1.2.3`) give nothing. Cost: a few regular-expression passes.
pub fn amounts(text: &str, lang: &Lang) -> Vec<(Span, Amount)> {
    let mut amounts: Vec<ScaledAmount> = Vec::new();
    for next in quantities(text, lang).into_iter().flat_map(|quantity| scaled_amounts(quantity, text, lang)) {
        let sum = amounts.last().filter(|_| lang.is("vi")).and_then(|last| last.joined_with(&next, text));
        if sum.is_some() {
            amounts.pop();
        }
        amounts.push(sum.unwrap_or(next));
    }
    amounts.into_iter().map(|scaled| (scaled.span, scaled.amount)).collect()
}

/// An amount and the power of ten of its scale word.
struct ScaledAmount {
    span: Span,
    amount: Amount,
    power: i32,
}

impl ScaledAmount {
    /// The sum of two amounts that are read as one: `1 tỷ 200 triệu`, `2 nghìn 500 tỷ`.
    fn joined_with(&self, next: &Self, text: &str) -> Option<Self> {
        let is_adjacent = text.get(self.span.end..next.span.start) == Some(" ");
        let amount = match (self.power, next.power) {
            _ if !is_adjacent => return None,
            (power, next_power) if power > next_power && next_power > 0 => self.amount.plus(&next.amount)?,
            (3, power) if power > 3 => self.amount.times_power_of_ten(power).plus(&next.amount)?,
            _ => return None,
        };
        Some(Self { span: Span::new(self.span.start, next.span.end), amount, power: next.power })
    }
}

/// The start of the text after a number, long enough for any scale word.
fn scale_window(after: &str) -> &str {
    const MAX_SCALE_BYTES: usize = 64;
    let end = (0..=after.len().min(MAX_SCALE_BYTES)).rev().find(|end| after.is_char_boundary(*end));
    &after[..end.unwrap_or_default()]
}

fn scaled_amounts(Quantity { span, value }: Quantity, text: &str, lang: &Lang) -> Vec<ScaledAmount> {
    match value {
        QuantityValue::Number { whole, fraction } => vec![scaled_number(span, &whole, &fraction, text, lang)],
        QuantityValue::Date { day, month, year } => {
            let parts = [Some(u32::from(day)), Some(u32::from(month)), year.map(u32::from)];
            let amount = |part| ScaledAmount { span, amount: Amount::whole(part), power: 0 };
            parts.into_iter().flatten().map(amount).collect()
        }
        QuantityValue::Other(_) => Vec::new(),
    }
}

/// A number with the scale word after it, if there is one.
fn scaled_number(span: Span, whole: &str, fraction: &str, text: &str, lang: &Lang) -> ScaledAmount {
    let (before, after) = (text[..span.start].trim_end(), scale_window(&text[span.end..]));
    let scale = find_scale(before, after, lang);
    let group = |n: usize| scale.as_ref().and_then(|scale| scale.get(n));
    let (word, half) = (group(1), group(2).filter(|_| fraction.is_empty()));
    let end = half.or(word).map_or(span.end, |last| span.end + last.end());
    let power = word.and_then(|word| scale_exponent(word.as_str())).unwrap_or_default();
    let fraction = if half.is_some() { "5" } else { fraction };
    ScaledAmount { span: Span::new(span.start, end), amount: Amount::new(whole, fraction, power), power }
}

/// The scale at the start of `after`: group 1 is the word, group 2 a `rưỡi` (“and a half”).
fn find_scale<'t>(before: &str, after: &'t str, lang: &Lang) -> Option<Captures<'t>> {
    let scales = if lang.is("vi") { &VI_SCALES } else { &EN_SCALES };
    let is_money = ["$", "€", "£", "VND", "USD", "EUR"].iter().any(|sign| before.ends_with(sign));
    let money_scale = || is_money.then(|| MONEY_SCALES.captures(after)).flatten();
    let scale = scales.captures(after).or_else(money_scale)?;
    // `tỉ phú` is a billionaire, not an amount.
    let is_billionaire = scale.get(1).is_some_and(|word| after[word.end()..].starts_with(" phú"));
    (!is_billionaire).then_some(scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_amounts_compare_equal_in_both_languages() {
        for (vi, en) in [
            ("2.063 tỷ đồng", "VND 2.063 trillion"),
            ("5.000 tỷ", "5,000 billion"),
            ("1,5 nghìn tỷ", "1.5 trillion"),
            ("17,5%", "17.5 per cent"),
            ("60 triệu đồng", "VND 60,000,000"),
            ("10 nghìn con", "10,000 head"),
            ("ngày 2/9/1945", "September 2, 1945"),
            ("0 và 100", "0 and 100"),
        ] {
            let sorted = |text, lang| {
                let mut amounts: Vec<Amount> = amounts(text, &lang).into_iter().map(|(_, amount)| amount).collect();
                amounts.sort();
                amounts
            };
            assert_eq!(sorted(vi, Lang::vi()), sorted(en, Lang::en()), "{vi} = {en}");
        }
        assert_eq!(Amount::whole(1200).to_small_integer(), Some(1200));
    }

    #[test]
    fn a_rounded_or_truncated_number_is_short_for_the_longer_one() {
        let number = |text| amounts(text, &Lang::en()).remove(0).1;
        for (short, long, expected) in
            [("0.19", "0.1930", true), ("0.30", "0.2993", true), ("0.25", "0.1930", false), ("19", "19.3", false)]
        {
            assert_eq!(number(short).is_rounded_form_of(&number(long)), expected, "{short} {long}");
        }
    }
}
