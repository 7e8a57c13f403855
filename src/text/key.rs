//! Keys: what counts as equal, from strict to loose.
//!
//! A key is the words of a text joined by single spaces, each word brought to one form. Two texts are equal at a tier
//! when their keys are the same string; each tier is implied by the one before it.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{TokenKind, each_token, fold, is_composed, letters::lower, tokens, tone};

/// One word in NFC and lower case, with a plain apostrophe.
pub fn exact_word(word: &str) -> String {
    let nfc: Cow<'_, str> = match is_nfc_quick(word.chars()) {
        IsNormalized::Yes => Cow::Borrowed(word),
        _ => Cow::Owned(word.nfc().collect()),
    };
    let mut out = String::with_capacity(nfc.len());
    nfc.chars().for_each(|c| lower(c, &mut out));
    // A small letter may have a form with its mark where the capital has none (`W` and a ring, `ẘ`), or a mark where the
    // capital is a letter of its own (`İ`).
    if is_composed(&out) { out } else { out.nfc().collect() }
}

/// One word without its diacritics.
pub fn folded_word(word: &str) -> String {
    fold(&exact_word(word))
}

/// Equal after NFC, case, white space, quotation marks and hyphens: `three-solid` = `Three solid`.
pub fn exact(text: &str) -> String {
    join(text, exact_word)
}

/// Equal but for the place of a tone mark: `Uỷ ban` = `Ủy ban`.
pub fn tone_style(text: &str) -> String {
    join(text, |word| tone::tone_style(&exact_word(word)).into_owned())
}

/// As [`tone_style`], with `i` and `y` alike at the end of an open syllable: `Mĩ` = `Mỹ`.
pub fn loose(text: &str) -> String {
    join(text, |word| tone::loose_i_y(&tone::tone_style(&exact_word(word))))
}

/// Equal but for diacritics: `dai doan ket` = `Đại đoàn kết`.
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

/// An id made of a text: its words in ASCII letters and digits, joined by hyphens; empty if it has none.
pub fn slug(text: &str) -> String {
    let words = tokens(text).into_iter().filter(|token| token.kind == TokenKind::Word).map(|token| {
        let folded = fold(token.span.of(text));
        folded.chars().filter(char::is_ascii_alphanumeric).collect::<String>()
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The words and symbols of `text`, each through `word`, joined by spaces.
pub fn join(text: &str, mut word: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    for token in tokens(text) {
        let word = if token.kind == TokenKind::Break { String::new() } else { word(token.span.of(text)) };
        if word.is_empty() {
            continue; // a paragraph's end, or a stray mark without its letter
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
    fn ids_are_made_of_folded_words() {
        assert_eq!(slug("Điện Biên People’s Committee"), "dien-bien-peoples-committee");
        assert_eq!(slug("— 家"), "");
    }

    #[test]
    fn each_tier_forgives_one_thing_more() {
        assert_eq!(exact("THREE-solid  standards"), exact("“three solid”\nstandards"));
        assert_ne!(exact("hoà bình"), exact("hòa bình"));
        assert_eq!(tone_style("Hoà bình"), tone_style("hòa bình"));
        assert_ne!(tone_style("Mĩ"), tone_style("Mỹ"));
        assert_eq!(loose("Mĩ"), loose("Mỹ"));
        assert_eq!(folded("Đại đoàn kết"), "dai doan ket");
        assert_ne!(folded("Na Son"), folded("Na Sang"));
    }
}
