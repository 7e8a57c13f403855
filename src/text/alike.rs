//! Quick comparisons of single words, for text that is scanned: no key is made, nothing is allocated.

use super::letters::{Class, folded};

/// Whether `word`, in lower case, is `lower` letter by letter. A quick yes: equal words in another normal form, or with
/// letters whose small form is longer, get a no.
pub fn is_lower_of(lower: &str, word: &str) -> bool {
    let mut wanted = lower.chars();
    word.chars().all(|c| {
        let small = if c.is_ascii() { c.to_ascii_lowercase() } else { single(c.to_lowercase()).unwrap_or(c) };
        wanted.next() == Some(small)
    }) && wanted.next().is_none()
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
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
            if is_lower_of(&lower, &b) {
                prop_assert_eq!(&lower, &exact);
            } else if !is_bare(&b) && !may_vary(&b) {
                prop_assert_ne!(tone_style(&lower), tone_style(&exact));
            }
        }
    }
}
