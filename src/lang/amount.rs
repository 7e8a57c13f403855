//! How much a text says: numbers with the words that multiply them, `2.063 tỷ` and `2.063 trillion` alike.

use regex::Captures;

use crate::{patterns, text::Span};

use super::{Lang, Quantity, Value, quantities};

patterns! {
    static VI_SCALES = r"(?i)^\s*(nghìn tỷ|nghìn tỉ|ngàn tỷ|ngàn tỉ|nghìn|ngàn|triệu|tỷ|tỉ|vạn|bn|mn)( rưỡi)?(?:\W|$)";
    static EN_SCALES = r"(?i)^[\s-]*(thousand|million|billion|trillion|mn|bn|tn)(?:\W|$)";
    /// Behind a sum of money.
    static SHORT_SCALES = r"^ ?([kmbKMB])\b";
}

/// A number without its notation: its digits, and how many places they are moved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    digits: String,
    exponent: i32,
}

impl Amount {
    /// The amount of a decimal number times a power of ten.
    fn new(whole: &str, fraction: &str, power: i32) -> Self {
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        let short = digits.trim_end_matches('0');
        let exponent = power - fraction.len() as i32 + (digits.len() - short.len()) as i32;
        let exponent = if short.is_empty() { 0 } else { exponent };
        Self { digits: short.to_owned(), exponent }
    }

    /// A whole number.
    pub fn whole(number: u32) -> Self {
        Self::new(&number.to_string(), "", 0)
    }

    /// Whether this is the other with fewer digits: a decimal number rounded or cut, or a large one rounded (`23.456 tỷ` as
    /// `23.5 trillion`).
    pub fn is_short_for(&self, other: &Self) -> bool {
        /// Hundreds of millions are rounded, smaller whole numbers are not.
        const LARGE: i32 = 8;
        /// By rounding no more than this part goes.
        const PART: f64 = 0.025;
        if other.exponent >= self.exponent {
            return false;
        }
        let value = |amount: &Self| Some(amount.digits.parse::<f64>().ok()? * 10f64.powi(amount.exponent));
        let last = 10f64.powi(self.exponent);
        let Some((short, long)) = value(self).zip(value(other)) else { return false };
        let difference = (long - short).abs();
        match self.exponent {
            ..0 => difference < last,
            0..LARGE => false,
            LARGE.. => difference <= last / 2.0 && difference <= long * PART,
        }
    }

    /// The sum of two whole numbers, unless it is too large.
    fn plus(&self, other: &Self) -> Option<Self> {
        let value = |amount: &Self| {
            let zeros = 10u64.checked_pow(u32::try_from(amount.exponent).ok()?)?;
            format!("0{}", amount.digits).parse::<u64>().ok()?.checked_mul(zeros)
        };
        Some(Self::new(&value(self)?.checked_add(value(other)?)?.to_string(), "", 0))
    }

    /// The number times a power of ten.
    pub fn times_ten_to(&self, power: i32) -> Self {
        Self { digits: self.digits.clone(), exponent: if self.digits.is_empty() { 0 } else { self.exponent + power } }
    }

    /// The number, if it is a whole one that is not large.
    pub fn small(&self) -> Option<u32> {
        let zeros = usize::try_from(self.exponent).ok().filter(|zeros| *zeros < 6)?;
        format!("0{}{}", self.digits, "0".repeat(zeros)).parse().ok()
    }
}

/// The power of ten that a word behind a number says (`triệu`, `billion`, `bn`); `None` of another word.
pub fn power_of(word: &str) -> Option<i32> {
    Some(match word.to_lowercase().as_str() {
        "nghìn" | "ngàn" | "thousand" | "k" => 3,
        "vạn" => 4,
        "triệu" | "million" | "mn" | "m" => 6,
        "tỷ" | "tỉ" | "billion" | "bn" | "b" => 9,
        "nghìn tỷ" | "nghìn tỉ" | "ngàn tỷ" | "ngàn tỉ" | "trillion" | "tn" => 12,
        _ => return None,
    })
}

/// The amounts of a text with their places: `1 tỷ 200 triệu` is one. A date gives its day, month and year. Digits that are no
/// number of the language (`1.2.3`) give none. Cost: some passes of a regular expression.
pub fn amounts(text: &str, lang: &Lang) -> Vec<(Span, Amount)> {
    let mut all: Vec<Scaled> = Vec::new();
    for one in quantities(text, lang).into_iter().flat_map(|quantity| amounts_of(quantity, text, lang)) {
        let sum = all.last().filter(|_| lang.is("vi")).and_then(|last| last.with(&one, text));
        if sum.is_some() {
            all.pop();
        }
        all.push(sum.unwrap_or(one));
    }
    all.into_iter().map(|one| (one.span, one.amount)).collect()
}

/// An amount with the power of ten that a word behind its number says.
struct Scaled {
    span: Span,
    amount: Amount,
    power: i32,
}

impl Scaled {
    /// What this amount and the next one say together: `1 tỷ 200 triệu`, `2 nghìn 500 tỷ`.
    fn with(&self, next: &Self, text: &str) -> Option<Self> {
        let is_beside = text.get(self.span.end..next.span.start) == Some(" ");
        let amount = match (self.power, next.power) {
            _ if !is_beside => return None,
            (power, next_power) if power > next_power && next_power > 0 => self.amount.plus(&next.amount)?,
            (3, power) if power > 3 => self.amount.times_ten_to(power).plus(&next.amount)?,
            _ => return None,
        };
        Some(Self { span: Span::new(self.span.start, next.span.end), amount, power: next.power })
    }
}

/// The beginning of what stands behind a number, long enough for any word that belongs to it.
fn near(behind: &str) -> &str {
    const ENOUGH: usize = 64;
    let end = (0..=behind.len().min(ENOUGH)).rev().find(|end| behind.is_char_boundary(*end));
    &behind[..end.unwrap_or_default()]
}

fn amounts_of(Quantity { span, value }: Quantity, text: &str, lang: &Lang) -> Vec<Scaled> {
    match value {
        Value::Number { whole, fraction } => {
            let scales = if lang.is("vi") { &VI_SCALES } else { &EN_SCALES };
            let (before, behind) = (text[..span.start].trim_end(), near(&text[span.end..]));
            let is_money = ["$", "€", "£", "VND", "USD", "EUR"].iter().any(|sign| before.ends_with(sign));
            let short = || is_money.then(|| SHORT_SCALES.captures(behind)).flatten();
            let scale = scales.captures(behind).or_else(short);
            // A `tỉ phú` is a man.
            let is_man =
                |scale: &Captures<'_>| scale.get(1).is_some_and(|word| behind[word.end()..].starts_with(" phú"));
            let scale = scale.filter(|scale| !is_man(scale));
            let group = |n: usize| scale.as_ref().and_then(|scale| scale.get(n));
            let (word, half) = (group(1), group(2).filter(|_| fraction.is_empty()));
            let end = half.or(word).map_or(span.end, |last| span.end + last.end());
            let power = word.and_then(|word| power_of(word.as_str())).unwrap_or_default();
            let fraction = if half.is_some() { "5" } else { &fraction };
            vec![Scaled { span: Span::new(span.start, end), amount: Amount::new(&whole, fraction, power), power }]
        }
        Value::Date { day, month, year } => {
            let parts = [Some(u32::from(day)), Some(u32::from(month)), year.map(u32::from)];
            parts.into_iter().flatten().map(|part| Scaled { span, amount: Amount::whole(part), power: 0 }).collect()
        }
        Value::Other(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_notations_say_the_same() {
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
            let of = |text, lang| amounts(text, &lang).into_iter().map(|(_, amount)| amount).collect::<Vec<_>>();
            let mut both = [of(vi, Lang::vi()), of(en, Lang::en())];
            both.iter_mut().for_each(|amounts| amounts.sort());
            assert_eq!(both[0], both[1], "{vi} = {en}");
        }
        assert_eq!(Amount::whole(1200).small(), Some(1200));
        let number = |text| amounts(text, &Lang::en()).remove(0).1;
        for (short, long, wanted) in
            [("0.19", "0.1930", true), ("0.30", "0.2993", true), ("0.25", "0.1930", false), ("19", "19.3", false)]
        {
            assert_eq!(number(short).is_short_for(&number(long)), wanted, "{short} {long}");
        }
    }
}
