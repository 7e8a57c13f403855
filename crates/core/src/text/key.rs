//! Comparison keys, from strict to loose.
//!
//! A key is the words of a text, each normalised, joined by single spaces. Two texts are equal at a tier when their keys are
//! the same string; texts that are equal at one tier are equal at every looser one.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{TokenKind, each_token, fold, is_nfc, letters::push_lowercase, tokens, tone};

/// One word in NFC and lower case, with a plain apostrophe.
pub fn exact_word(word: &str) -> String {
    let nfc: Cow<'_, str> = match is_nfc_quick(word.chars()) {
        IsNormalized::Yes => Cow::Borrowed(word),
        _ => Cow::Owned(word.nfc().collect()),
    };
    let mut out = String::with_capacity(nfc.len());
    nfc.chars().for_each(|c| push_lowercase(c, &mut out));
    // Lower case can undo NFC: `ẘ` exists where a capital `W` with a ring does not, and `İ` becomes `i` with a mark.
    if is_nfc(&out) { out } else { out.nfc().collect() }
}

/// One word without its diacritics.
pub fn folded_word(word: &str) -> String {
    fold(&exact_word(word))
}

/// Equal after NFC, case, white space, quotation marks and hyphens: `three-solid` = `Three solid`.
pub fn exact(text: &str) -> String {
    join(text, exact_word)
}

/// As [`exact`], and equal despite the place of a tone mark: `Uỷ ban` = `Ủy ban`.
pub fn tone_style(text: &str) -> String {
    join(text, |word| tone::to_old_tone_style(&exact_word(word)).into_owned())
}

/// As [`tone_style`], and equal despite `i` for `y` at the end of an open syllable: `Mĩ` = `Mỹ`.
pub fn loose(text: &str) -> String {
    join(text, |word| tone::y_to_i(&tone::to_old_tone_style(&exact_word(word))))
}

/// Equal despite diacritics: `dai doan ket` = `Đại đoàn kết`.
pub fn folded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    each_token(text, |_, letters| {
        if !(out.is_empty() || letters.folded.is_empty()) {
            out.push(b' ');
        }
        out.extend_from_slice(letters.folded);
    });
    String::from_utf8(out).expect("whole characters only")
}

/// An id made from a text: its words in ASCII letters and digits, joined by hyphens; empty if the text has none.
pub fn slug(text: &str) -> String {
    let words = tokens(text).into_iter().filter(|token| token.kind == TokenKind::Word).map(|token| {
        let folded = fold(token.span.of(text));
        folded.chars().filter(char::is_ascii_alphanumeric).collect::<String>()
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The words and symbols of `text`, each normalised by `normalise`, joined by spaces.
pub fn join(text: &str, mut normalise: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    for token in tokens(text) {
        let word = if token.kind == TokenKind::Break { String::new() } else { normalise(token.span.of(text)) };
        if word.is_empty() {
            continue; // a paragraph break, or a mark without a letter
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    /// The second of two apostrophes is a letter to Unicode: the first was taken for one inside of a word.
    #[test]
    fn bug_two_apostrophes_behind_a_word_made_a_key_that_was_none() {
        for key in [exact, tone_style, loose, folded] {
            assert_eq!(key(&key("අ’ʼ")), key("අ’ʼ"));
        }
    }

    proptest! {
        #[test]
        fn nfc_and_nfd_have_the_same_keys(text in "[a-zA-ZđĐÀ-ỹ ,’-]{0,40}") {
            let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
            for key in [exact, tone_style, loose, folded] {
                prop_assert_eq!(key(&nfc), key(&nfd));
            }
        }

        #[test]
        fn keys_are_idempotent(text in "[a-zA-ZđĐÀ-ỹ ,’-]{0,40}") {
            for key in [exact, tone_style, loose, folded] {
                prop_assert_eq!(key(&key(&text)), key(&text));
            }
        }
    }

    #[test]
    fn slugs_join_folded_words() {
        assert_eq!(slug("Điện Biên People’s Committee"), "dien-bien-peoples-committee");
        assert_eq!(slug("— 家"), "");
    }

    #[test]
    fn each_tier_ignores_one_more_difference() {
        assert_eq!(exact("THREE-solid  standards"), exact("“three solid”\nstandards"));
        assert_ne!(exact("hoà bình"), exact("hòa bình"));
        assert_eq!(tone_style("Hoà bình"), tone_style("hòa bình"));
        assert_ne!(tone_style("Mĩ"), tone_style("Mỹ"));
        assert_eq!(loose("Mĩ"), loose("Mỹ"));
        assert_eq!(folded("Đại đoàn kết"), "dai doan ket");
        assert_ne!(folded("Na Son"), folded("Na Sang"));
    }
}
