//! Fast comparisons of single words for the scanner. They build no keys and allocate nothing.

use super::letters::{Class, char_info};

/// Strips `word`, in any case, from the start of the lower-case text `lower` and returns the rest.
///
/// `Some` is certain, `None` is not: equal words in another normal form, or with letters whose lower case is longer, also
/// give `None`.
#[inline]
pub fn strip_lowercase_prefix<'l>(lower: &'l str, word: &str) -> Option<&'l str> {
    let start = lower.get(..word.len()).filter(|start| *start == word || start.eq_ignore_ascii_case(word));
    if let Some(start) = start {
        return Some(&lower[start.len()..]);
    }
    let mut rest = lower.chars();
    for c in word.chars() {
        let letter = char_info(c);
        if !matches!(letter.class, Class::Letter | Class::Number) || rest.next() != Some(letter.lower) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Whether `word` in lower case equals `lower`. `true` is certain, `false` is not; see [`strip_lowercase_prefix`].
pub fn equals_lowercased(lower: &str, word: &str) -> bool {
    strip_lowercase_prefix(lower, word).is_some_and(str::is_empty)
}

/// Whether `word`, in any case, equals `exact` without its diacritics. `true` is certain, `false` is not; see
/// [`strip_lowercase_prefix`].
pub fn equals_folded(exact: &str, word: &str) -> bool {
    let simple_letter =
        |c: char| Some(char_info(c)).filter(|letter| matches!(letter.class, Class::Letter | Class::Number));
    let mut rest = exact.chars();
    word.chars().all(|c| {
        let (exact_letter, word_letter) = (rest.next().and_then(simple_letter), simple_letter(c));
        exact_letter.zip(word_letter).is_some_and(|(exact, word)| exact.folded == word.lower)
    }) && rest.next().is_none()
}

/// Whether a word may equal one spelled with other letters: its last syllable has two places for the tone mark, it is a
/// possessive, or some of its letters must be composed first. `false` is certain, `true` is not.
pub fn may_have_variants(word: &str) -> bool {
    let base = |c: char| char_info(c).folded;
    let mut backwards = word.chars().rev();
    let last_two = (backwards.next().map(base), backwards.next().map(base));
    matches!(last_two, (Some('a' | 'e'), Some('o')) | (Some('y'), Some('u')) | (Some('s'), Some('\'')))
        || word.chars().any(|c| {
            matches!(char_info(c).class, Class::Mark | Class::Rare)
                || matches!(c, '’' | '‘' | 'ʼ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ')
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::text::{is_bare, key, to_old_tone_style};

    use super::*;

    proptest! {
        /// A fast `true` is right, and a fast `false` never hides a word that is equal at a stricter tier than folding.
        #[test]
        fn fast_comparisons_agree_with_the_keys(
            a in "[aoeuyàáòóèéùúỳýảạđĐHh]{1,4}('s)?", b in "[aoeuyàáòóèéùúỳýảạđĐÐHh\u{301}\u{323}]{1,4}('s|’s)?"
        ) {
            let (lower, exact) = (key::exact_word(&a), key::exact_word(&b));
            if equals_folded(&lower, &b) {
                prop_assert_eq!(&crate::text::fold(&lower), &exact);
            }
            if equals_lowercased(&lower, &b) {
                prop_assert_eq!(&lower, &exact);
            } else if !is_bare(&b) && !may_have_variants(&b) {
                prop_assert_ne!(to_old_tone_style(&lower), to_old_tone_style(&exact));
            }
        }
    }
}
