//! Whether a term and a place of the text with the same loosest form are the same in their letters, and how well they agree.
//!
//! The tolerance has one direction: a mark that the text lacks is forgiven, a mark that it has is not.

use crate::{
    lang::english,
    model::TermType,
    text::{self, key},
};

use super::super::{TermRef, is_capitalised};

/// How a term and the text agree, strict to loose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// The same letters, case and separators apart.
    Exact,
    /// The tone mark in the other place.
    ToneStyle,
    /// A plural, possessive or other spelling.
    Inflected,
    /// The text lacks diacritics that the term has.
    Folded,
}

impl MatchKind {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::ToneStyle => "tone-style",
            Self::Inflected => "inflected",
            Self::Folded => "folded",
        }
    }
}

/// Whether a term is only itself in the capitals it is written with.
pub(in crate::index) fn keeps_case(of: &TermRef<'_>) -> bool {
    of.term.case || of.term.kind == TermType::Acronym
}

/// How a term agrees with words of the text whose loosest forms are the same; `exact` is the term's exact key.
pub(in crate::index) fn agree<'t>(
    of: &TermRef<'_>,
    exact: &str,
    found: &(impl ExactSizeIterator<Item = &'t str> + Clone),
) -> Option<MatchKind> {
    if keeps_case(of) && !same_capitals(&of.term.text, found.clone()) {
        return None;
    }
    let english = of.lang.is("en");
    let mut worst = MatchKind::Exact;
    for (term, word) in exact.split(' ').zip(found.clone()) {
        worst = worst.max(agree_word(english, term, word)?);
    }
    // A single syllable without its marks is too often another word, unless both are written as names.
    let refused = worst == MatchKind::Folded
        && found.len() == 1
        && !(is_capitalised(&of.term.text) && found.clone().all(is_capitalised));
    (!refused).then_some(worst)
}

fn agree_word(english: bool, term: &str, found: &str) -> Option<MatchKind> {
    // Most words are the term's to the letter, or marked words of another tone: neither needs a key made.
    if text::is_lower_of(term, found) {
        return Some(MatchKind::Exact);
    }
    let bare = text::is_bare(found);
    if !bare && !text::may_vary(found) {
        return None;
    }
    let exact = key::exact_word(found);
    if exact == term {
        return Some(MatchKind::Exact);
    }
    if text::tone_style(&exact) == text::tone_style(term) {
        return Some(MatchKind::ToneStyle);
    }
    if let Some(stem) = exact.strip_suffix("'s")
        && !term.ends_with("'s")
    {
        return agree_word(english, term, stem).map(|kind| kind.max(MatchKind::Inflected));
    }
    if bare && text::fold(term) == exact {
        return Some(MatchKind::Folded);
    }
    (english && bare && same_base(term, found)).then_some(MatchKind::Inflected)
}

/// Whether an exact word of a term is a word of the text, or the same with marks that the text lacks.
pub(in crate::index) fn folds_to(term: &str, found: &str) -> bool {
    if text::is_lower_of(term, found) || text::is_folded_of(term, found) {
        return true;
    }
    let exact = key::exact_word(found);
    text::tone_style(&exact) == text::tone_style(term) || (text::is_bare(found) && text::fold(term) == exact)
}

/// Whether two English words are forms of one.
pub(in crate::index) fn same_base(a: &str, b: &str) -> bool {
    english::base_form(&key::folded_word(a)) == english::base_form(&key::folded_word(b))
}

/// Words that have a capital in the term need one in the text; an acronym may carry a plural `s`.
fn same_capitals<'t>(term: &str, mut found: impl ExactSizeIterator<Item = &'t str>) -> bool {
    let agree = |term_word: &str, word: &str| {
        let all_caps = term_word.chars().filter(|c| c.is_uppercase()).count() > 1;
        if all_caps {
            let capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
            capitals(word) >= capitals(term_word)
        } else {
            !is_capitalised(term_word) || is_capitalised(word)
        }
    };
    // An acronym is one word, and stands in many texts.
    if found.len() == 1 {
        let bare = term.trim_matches(|c: char| !c.is_alphanumeric());
        return found.next().is_some_and(|word| agree(bare, word));
    }
    text::tokens(term).iter().zip(found).all(|(token, word)| agree(token.span.of(term), word))
}
