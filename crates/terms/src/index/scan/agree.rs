//! Compares the letters of a term with words of the text whose base forms are the same.
//!
//! The comparison is lenient in one direction only: the text may lack diacritics of the term, but it may not have others.

use gloss_core::{
    lang::english,
    model::TermType,
    text::{self, key},
};

use super::super::{TermRef, is_capitalised};

/// How a term matches words of a text, from strict to loose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// Equal, apart from case and separators.
    Exact,
    /// Equal, apart from the place of a tone mark.
    ToneStyle,
    /// An English plural, possessive or spelling variant.
    Inflected,
    /// The text lacks diacritics of the term.
    Folded,
}

impl MatchKind {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::ToneStyle => "tone-style",
            Self::Inflected => "inflected",
            Self::Folded => "folded",
        }
    }
}

/// Whether a term matches only in its own capitals.
pub(in crate::index) fn is_case_sensitive(term: &TermRef<'_>) -> bool {
    term.term.case || term.term.kind == TermType::Acronym
}

/// How a term matches words of the text with the same base forms, if it does. `exact_key` is the exact key of the term.
pub(in crate::index) fn agreement<'t>(
    term: &TermRef<'_>,
    exact_key: &str,
    words: &(impl ExactSizeIterator<Item = &'t str> + Clone),
) -> Option<MatchKind> {
    if is_case_sensitive(term) && !has_capitals_of(&term.term.text, words.clone()) {
        return None;
    }
    let is_english = term.lang.is("en");
    let mut loosest = MatchKind::Exact;
    for (term_word, word) in exact_key.split(' ').zip(words.clone()) {
        loosest = loosest.max(word_agreement(is_english, term_word, word)?);
    }
    // A single syllable without its marks is too often another word, unless both are written as names.
    let is_ambiguous = loosest == MatchKind::Folded
        && words.len() == 1
        && !(is_capitalised(&term.term.text) && words.clone().all(is_capitalised));
    (!is_ambiguous).then_some(loosest)
}

/// How an exact word of a term matches a word of the text, if it does.
fn word_agreement(is_english: bool, term_word: &str, word: &str) -> Option<MatchKind> {
    // Most words equal the term's letter by letter, or have diacritics that differ: neither needs a key.
    if text::equals_lowercased(term_word, word) {
        return Some(MatchKind::Exact);
    }
    let is_bare = text::is_bare(word);
    if !is_bare && !text::may_have_variants(word) {
        return None;
    }
    let exact = key::exact_word(word);
    if exact == term_word {
        return Some(MatchKind::Exact);
    }
    if text::to_old_tone_style(&exact) == text::to_old_tone_style(term_word) {
        return Some(MatchKind::ToneStyle);
    }
    if let Some(stem) = exact.strip_suffix("'s")
        && !term_word.ends_with("'s")
    {
        return word_agreement(is_english, term_word, stem).map(|kind| kind.max(MatchKind::Inflected));
    }
    if is_bare && text::fold(term_word) == exact {
        return Some(MatchKind::Folded);
    }
    (is_english && is_bare && has_same_base(term_word, word)).then_some(MatchKind::Inflected)
}

/// Whether a word of the text equals an exact word of a term, or lacks all of its diacritics.
pub(in crate::index) fn is_equal_or_folded(term_word: &str, word: &str) -> bool {
    if text::equals_lowercased(term_word, word) || text::equals_folded(term_word, word) {
        return true;
    }
    let exact = key::exact_word(word);
    text::to_old_tone_style(&exact) == text::to_old_tone_style(term_word)
        || (text::is_bare(word) && text::fold(term_word) == exact)
}

/// Whether two English words have the same base form.
pub(in crate::index) fn has_same_base(a: &str, b: &str) -> bool {
    english::base_form(&key::folded_word(a)) == english::base_form(&key::folded_word(b))
}

/// Whether each word that is capitalised in the term is capitalised in the text. A word with several capitals, such as an
/// acronym, needs as many in the text; a plural `s` may follow them.
fn has_capitals_of<'t>(term: &str, mut words: impl ExactSizeIterator<Item = &'t str>) -> bool {
    let count_capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
    let agrees = |term_word: &str, word: &str| {
        let capitals = count_capitals(term_word);
        if capitals > 1 { count_capitals(word) >= capitals } else { !is_capitalised(term_word) || is_capitalised(word) }
    };
    // Acronyms are single words and frequent, so they skip the tokeniser.
    if words.len() == 1 {
        let term_word = term.trim_matches(|c: char| !c.is_alphanumeric());
        return words.next().is_some_and(|word| agrees(term_word, word));
    }
    text::tokens(term).iter().zip(words).all(|(token, word)| agrees(token.span.of(term), word))
}
