//! Numbers written in words and in Roman numerals.

use std::{collections::HashMap, sync::LazyLock};

/// The number that a word says; of the name of a month, its number.
pub(super) fn number_word(word: &str) -> Option<u32> {
    static WORDS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
        let lines = include_str!("words.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once('\t')).filter_map(|(word, n)| Some((word, n.parse().ok()?))).collect()
    });
    WORDS.get(word).copied()
}

/// The value of a Roman numeral up to C.
pub(super) fn roman(word: &str) -> Option<u32> {
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
    }
}
