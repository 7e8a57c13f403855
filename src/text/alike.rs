//! Quick comparisons of single words, for text that is scanned: no key is made, nothing is allocated.

use super::letters::{Class, folded};

/// What follows `word` in `lower`, if `lower` begins with the small letters of `word`. A quick yes: equal words in another
/// normal form, or with letters whose small form is longer, get a no.
#[inline]
pub fn strip_lower<'l>(lower: &'l str, word: &str) -> Option<&'l str> {
    let start = lower.get(..word.len()).filter(|start| *start == word || start.eq_ignore_ascii_case(word));
    if let Some(start) = start {
        return Some(&lower[start.len()..]);
    }
    let mut rest = lower.chars();
    for c in word.chars() {
        let letter = folded(c);
        if !matches!(letter.class, Class::Letter | Class::Number) || rest.next() != Some(letter.lower) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Whether `word`, in lower case, is `lower` letter by letter. A quick yes, as [`strip_lower`].
pub fn is_lower_of(lower: &str, word: &str) -> bool {
    strip_lower(lower, word).is_some_and(str::is_empty)
}

/// Whether `word`, in any case, is `exact` without its marks. A quick yes, as [`strip_lower`].
pub fn is_folded_of(exact: &str, word: &str) -> bool {
    let simple = |c: char| Some(folded(c)).filter(|letter| matches!(letter.class, Class::Letter | Class::Number));
    let mut rest = exact.chars();
    word.chars().all(|c| {
        let (of_exact, of_word) = (rest.next().and_then(simple), simple(c));
        of_exact.zip(of_word).is_some_and(|(exact, word)| exact.to == word.lower)
    }) && rest.next().is_none()
}

/// Whether a word may be equal to one with other letters: it ends in a syllable that puts its tone mark in two places, is a
/// possessive, or has letters that must be composed first. A no is certain.
pub fn may_vary(word: &str) -> bool {
    let base = |c: char| folded(c).to;
    let mut back = word.chars().rev();
    let ending = (back.next().map(base), back.next().map(base));
    matches!(ending, (Some('a' | 'e'), Some('o')) | (Some('y'), Some('u')) | (Some('s'), Some('\'')))
        || word.chars().any(|c| {
            matches!(folded(c).class, Class::Mark | Class::Rare) || matches!(c, '’' | '‘' | 'ʼ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ')
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::text::{is_bare, key, tone_style};

    use super::*;

    proptest! {
        /// A quick yes is right, and a quick no never hides a word that is equal at a stricter tier than folding.
        #[test]
        fn quick_answers_agree_with_the_keys(
            a in "[aoeuyàáòóèéùúỳýảạđĐHh]{1,4}('s)?", b in "[aoeuyàáòóèéùúỳýảạđĐÐHh\u{301}\u{323}]{1,4}('s|’s)?"
        ) {
            let (lower, exact) = (key::exact_word(&a), key::exact_word(&b));
            if is_folded_of(&lower, &b) {
                prop_assert_eq!(&crate::text::fold(&lower), &exact);
            }
            if is_lower_of(&lower, &b) {
                prop_assert_eq!(&lower, &exact);
            } else if !is_bare(&b) && !may_vary(&b) {
                prop_assert_ne!(tone_style(&lower), tone_style(&exact));
            }
        }
    }
}
