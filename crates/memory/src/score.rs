//! How similar two segments are, and the thresholds for it.
//!
//! **The score** is `100 × (1 − distance / length)`: the distance is the edit distance in tokens ([`super::Tokens`]), the
//! length is the token count of the longer segment. A pair reaches a threshold of `t` per cent when
//! `100 × distance ≤ (100 − t) × length`, in whole numbers; at 70 that is `10 × distance ≤ 3 × length`.
//!
//! Case and white space are ignored, so two texts with a score of 100 need not be identical; a [`super::Match`] says whether
//! they are.

use std::{cmp::Ordering, fmt, str::FromStr};

/// The lowest score that counts as a match, in per cent from 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(u8);

impl Threshold {
    /// 70 per cent, the usual lower limit of translation tools.
    pub const DEFAULT: Self = Self(70);

    /// 50 per cent.
    pub const HALF: Self = Self(50);

    /// A threshold; `None` if it is not from 1 to 100.
    pub fn new(percent: u8) -> Option<Self> {
        (1..=100).contains(&percent).then_some(Self(percent))
    }

    /// The threshold in per cent.
    pub fn percent(self) -> u8 {
        self.0
    }

    /// The highest edit distance that reaches the threshold if the longer segment has `length` tokens.
    pub fn edits(self, length: usize) -> usize {
        length * usize::from(100 - self.0) / 100
    }

    /// The fewest tokens that a segment of `length` tokens shares with any match.
    pub(super) fn shared(self, length: usize) -> usize {
        length - self.edits(length)
    }

    /// The shortest and longest match of a segment of `length` tokens.
    pub(super) fn lengths(self, length: usize) -> (usize, usize) {
        // The longest match contains all `length` tokens; every other token of it is an edit.
        (self.shared(length), length * 100 / usize::from(self.0))
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let percent = text.strip_suffix('%').unwrap_or(text).parse().ok().and_then(Self::new);
        percent.ok_or_else(|| "a threshold must be a whole number from 1 to 100".to_owned())
    }
}

/// How similar two segments are; greater is more similar.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// The edit distance in tokens.
    pub distance: u32,
    /// The token count of the longer segment, at least 1.
    pub length: u32,
}

impl Score {
    /// The score in per cent, from 0 to 100.
    pub fn percent(self) -> f64 {
        100.0 * (1.0 - f64::from(self.distance) / f64::from(self.length.max(1)))
    }

    /// Whether the score reaches a threshold.
    pub fn reaches(self, threshold: Threshold) -> bool {
        self.distance as usize <= threshold.edits(self.length as usize)
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |a: u32, b: u32| u64::from(a) * u64::from(b);
        product(other.distance, self.length).cmp(&product(self.distance, other.length))
    }
}

impl PartialEq for Score {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Score {
    /// With one decimal, rounded down: a difference never shows as 100.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = 1000 - (1000 * u64::from(self.distance)).div_ceil(u64::from(self.length.max(1))).min(1000);
        write!(f, "{}.{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_exactly_those_within_reach() {
        for threshold in (1..=100).filter_map(Threshold::new) {
            for length in 1..100 {
                let (least, most) = threshold.lengths(length);
                let is_in_reach = |other: usize| other.abs_diff(length) <= threshold.edits(other.max(length));
                assert!(
                    (0..=most + 1).all(|other| is_in_reach(other) == (least..=most).contains(&other)),
                    "{threshold:?} {length}"
                );
            }
        }
    }

    #[test]
    fn thresholds_use_whole_numbers() {
        let seventy = Threshold::DEFAULT;
        for length in 1..500 {
            for distance in 0..=length {
                let score = Score { distance: distance as u32, length: length as u32 };
                assert_eq!(score.reaches(seventy), 10 * distance <= 3 * length);
            }
        }
    }

    #[test]
    fn scores_compare_as_fractions_and_round_down() {
        let score = |distance, length| Score { distance, length };
        assert!(score(1, 10) > score(2, 10) && score(1, 10) > score(1, 9) && score(0, 3) == score(0, 9));
        assert_eq!(score(1, 3).to_string(), "66.6");
        assert_eq!(score(1, 100_000).to_string(), "99.9");
        assert_eq!(score(0, 7).to_string(), "100.0");
        assert_eq!("75%".parse(), Ok(Threshold(75)));
        assert!("0".parse::<Threshold>().is_err() && "101".parse::<Threshold>().is_err());
    }
}
