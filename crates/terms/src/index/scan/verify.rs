//! Verifies candidates that were found by hash against the letters of the text, mostly without reading the letters.
//!
//! Each word of the text has a hash of its exact letters besides that of its base form, and each term has one of its exact
//! phrase. A syllable such as `ban` is the base form of a dozen terms (`bàn`, `bán`, `bạn` …); comparing hashes rules out all
//! but one. The rest is compared letter by letter in the fastest way that the hashes allow. What hashes cannot decide goes to
//! [`agreement`]: the other tone style, a possessive, a case-sensitive term, or a phrase in which some marks are missing.

use std::hint::black_box;

use gloss_core::{
    lang::english,
    text::{self, Letters, Span, Token, TokenKind, combine_hashes, hash, key},
};

use super::{
    super::{TermRef, is_capitalised},
    MatchKind,
    agree::{agreement, has_same_base, is_case_sensitive, is_equal_or_folded},
    to_u32,
};

/// A word or symbol of the text, reduced to hashes.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub(super) start: usize,
    len: u32,
    shape: WordShape,
    /// The hash of the base form; [`Word::END`] for a paragraph break.
    pub(super) hash: u64,
    /// The hash of the exact letters, with the tone mark in the old style.
    exact_hash: u64,
}

/// The ways in which a word may differ from a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordShape {
    /// It has diacritics, so it must equal the term.
    Marked,
    /// It has no diacritics, so the term may have some.
    Bare,
    /// It ends in `'s`, which the term may lack.
    Possessive,
}

impl Word {
    /// The hash of a paragraph break; it occurs in no phrase.
    pub(super) const END: u64 = 0;

    /// The word of a token with these letters.
    // Inlined so that it is built in place: copying it would stall on its own fields.
    #[inline(always)]
    pub fn new(token: Token, letters: Letters<'_>) -> Self {
        let Span { start, end } = token.span;
        let len = to_u32(end - start);
        if token.kind == TokenKind::Break {
            return Self { start, len, shape: WordShape::Marked, hash: Self::END, exact_hash: Self::END };
        }
        let folded_hash = hash(letters.folded);
        let exact_hash = if letters.bare { folded_hash } else { exact_hash(letters) };
        let hash = base_hash(letters.folded, folded_hash);
        Self { start, len, shape: WordShape::from_letters(letters), hash, exact_hash }
    }

    /// The hash of its base form: folded, without English inflection.
    pub fn base_hash(&self) -> u64 {
        self.hash
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.len as usize
    }

    fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end()]
    }
}

impl WordShape {
    #[inline]
    fn from_letters(letters: Letters<'_>) -> Self {
        if letters.folded.ends_with(b"'s") {
            Self::Possessive
        } else if letters.bare {
            Self::Bare
        } else {
            Self::Marked
        }
    }
}

/// The hash of the base form of a word, given its folded letters and their hash.
#[inline]
fn base_hash(folded: &[u8], folded_hash: u64) -> u64 {
    let (word, word_hash) = match folded.strip_suffix(b"'s") {
        Some(stem) => (stem, hash(stem)),
        None => (folded, folded_hash),
    };
    if let Some(base) = english::irregular_base_hash(word_hash) {
        return base;
    }
    if !word.ends_with(b"s") {
        return word_hash;
    }
    let singular = hash(english::singular(utf8(word)).as_bytes());
    english::irregular_base_hash(singular).unwrap_or(singular)
}

/// The hash of the exact letters of a word with diacritics, with the tone mark in the old style.
#[inline]
fn exact_hash(letters: Letters<'_>) -> u64 {
    if text::has_two_tone_places(letters.folded) {
        hash(text::to_old_tone_style(utf8(letters.exact)).as_bytes())
    } else {
        hash(letters.exact)
    }
}

fn utf8(letters: &[u8]) -> &str {
    std::str::from_utf8(letters).expect("letters are UTF-8")
}

/// Calls `visit` with each word of a term and its letters.
pub(super) fn each_word(term: &str, mut visit: impl FnMut(Word, Letters<'_>)) {
    text::each_token(term, |token, letters| {
        // Keys leave out a mark without a letter, too.
        if token.kind != TokenKind::Break && !letters.folded.is_empty() {
            visit(Word::new(token, letters), letters);
        }
    });
}

/// The terms of a scanner; those with the same phrase are neighbours and form a group.
#[derive(Debug, Default)]
pub(super) struct TermTable<'g> {
    checks: Vec<TermCheck>,
    terms: Vec<TermRef<'g>>,
    /// The exact keys of all terms, one after the other.
    exact_keys: String,
}

/// The data that decides whether a term may match: sixteen bytes, four to a cache line.
#[derive(Debug, Clone, Copy)]
struct TermCheck {
    /// The [`stored_bits`] of the exact phrase, with tone marks in the old style.
    exact: u32,
    /// The [`stored_bits`] of the phrase without diacritics.
    folded: u32,
    /// The start of its exact key in [`TermTable::exact_keys`].
    key_start: u32,
    is_last_of_group: bool,
    is_english: bool,
    is_case_sensitive: bool,
    without_marks: WithoutMarks,
}

/// When a term may match a text that lacks all of its marks. A single syllable without marks is too often another word,
/// unless it is written as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WithoutMarks {
    Always,
    AsName,
    Never,
}

/// What the hashes say about a term that they do not rule out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The letters are the same, except perhaps for the tone style.
    Same,
    /// The text lacks diacritics of the term.
    Folded,
    /// Another form of the same English words.
    Inflected,
    /// The hashes do not decide.
    Undecided,
}

/// The shapes of all words of a phrase together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PhraseShape {
    Marked,
    Bare,
    /// A single bare word with a capital.
    BareName,
    /// Marked and bare words.
    Mixed,
    /// With a possessive.
    Possessive,
}

impl<'g> TermTable<'g> {
    /// Adds the terms with the same phrase and returns the number of their group.
    pub(super) fn add_group(&mut self, terms: impl Iterator<Item = TermRef<'g>>) -> u32 {
        let group = to_u32(self.checks.len());
        terms.for_each(|term| self.push(term));
        if let Some(last) = self.checks.last_mut() {
            last.is_last_of_group = true;
        }
        group
    }

    fn push(&mut self, term: TermRef<'g>) {
        let (mut exact, mut folded, mut words) = (0, 0, 0u32);
        each_word(&term.term.text, |word, letters| {
            exact = combine_hashes(exact, word.exact_hash);
            folded = combine_hashes(folded, hash(letters.folded));
            words += 1;
        });
        let key_start = to_u32(self.exact_keys.len());
        self.exact_keys.push_str(&key::exact(&term.term.text));
        self.terms.push(term);
        let without_marks = match words {
            2.. => WithoutMarks::Always,
            _ if is_capitalised(&term.term.text) => WithoutMarks::AsName,
            _ => WithoutMarks::Never,
        };
        self.checks.push(TermCheck {
            exact: stored_bits(exact),
            folded: stored_bits(folded),
            key_start,
            is_last_of_group: false,
            is_english: term.lang.is("en"),
            is_case_sensitive: is_case_sensitive(&term),
            without_marks,
        });
    }

    /// The term with a number.
    pub(super) fn term(&self, term: usize) -> TermRef<'g> {
        self.terms[term]
    }

    /// The exact key of a term.
    fn exact_key(&self, term: usize) -> &str {
        let end = self.checks.get(term + 1).map_or(self.exact_keys.len(), |next| next.key_start as usize);
        &self.exact_keys[self.checks[term].key_start as usize..end]
    }

    /// Calls `visit` with each term of a group that may match words of the text.
    #[inline]
    pub(super) fn each_candidate(&self, group: u32, text: &str, words: &[Word], mut visit: impl FnMut(usize, Verdict)) {
        let phrase = stored_bits(words.iter().fold(0, |phrase, word| combine_hashes(phrase, word.exact_hash)));
        let shape = PhraseShape::from_words(text, words);
        for term in group as usize.. {
            let check = &self.checks[term];
            if let Some(verdict) = check.verdict(phrase, shape) {
                visit(term, verdict);
            }
            if check.is_last_of_group {
                break;
            }
        }
    }

    /// How a candidate matches words of the text, if it does.
    #[inline]
    pub(super) fn match_kind(&self, term: usize, verdict: Verdict, text: &str, words: &[Word]) -> Option<MatchKind> {
        match verdict {
            Verdict::Same if self.has_letters_of(term, text, words) => Some(MatchKind::Exact),
            Verdict::Folded => self.all_words(term, text, words, is_equal_or_folded).then_some(MatchKind::Folded),
            Verdict::Inflected => self.all_words(term, text, words, has_same_base).then_some(MatchKind::Inflected),
            Verdict::Same | Verdict::Undecided => self.agreement(term, text, words),
        }
    }

    /// Whether the words have the letters of a term, apart from case. `true` is certain, `false` is not.
    #[inline]
    fn has_letters_of(&self, term: usize, text: &str, words: &[Word]) -> bool {
        let mut rest = self.exact_key(term);
        for word in words {
            let Some(after) = text::strip_lowercase_prefix(rest, word.of(text)) else { return false };
            rest = after.strip_prefix(' ').unwrap_or(after);
        }
        rest.is_empty()
    }

    /// Whether `compare` accepts each pair of a word of the term and a word of the text.
    fn all_words(&self, term: usize, text: &str, words: &[Word], compare: fn(&str, &str) -> bool) -> bool {
        let mut term_words = self.exact_key(term).split(' ');
        words.iter().all(|word| term_words.next().is_some_and(|term_word| compare(term_word, word.of(text))))
            && term_words.next().is_none()
    }

    #[cold]
    fn agreement(&self, term: usize, text: &str, words: &[Word]) -> Option<MatchKind> {
        agreement(&self.terms[term], self.exact_key(term), &words.iter().map(|word| word.of(text)))
    }

    /// Reads the first check of each group in a row, so that the processor fetches them into its cache at the same time.
    pub(super) fn prefetch_groups(&self, groups: impl Iterator<Item = u32>) {
        black_box(groups.fold(0, |sum, group| sum ^ self.checks[group as usize].exact));
    }

    /// As [`TermTable::prefetch_groups`], for terms and their letters.
    pub(super) fn prefetch_terms(&self, terms: impl Iterator<Item = usize>) {
        let letters = self.exact_keys.as_bytes();
        let read = |term: usize| {
            let letter = letters.get(self.checks[term].key_start as usize).copied().unwrap_or_default();
            usize::from(letter) ^ std::ptr::from_ref(self.terms[term].term).addr()
        };
        black_box(terms.fold(0, |sum, term| sum ^ read(term)));
    }
}

impl PhraseShape {
    #[inline]
    fn from_words(text: &str, words: &[Word]) -> Self {
        let (mut has_bare, mut has_marked) = (false, false);
        for word in words {
            match word.shape {
                WordShape::Possessive => return Self::Possessive,
                WordShape::Bare => has_bare = true,
                WordShape::Marked => has_marked = true,
            }
        }
        match (has_bare, has_marked) {
            (true, true) => Self::Mixed,
            (true, false) if words.len() == 1 && is_capitalised(words[0].of(text)) => Self::BareName,
            (true, false) => Self::Bare,
            (false, _) => Self::Marked,
        }
    }
}

/// The bits of a phrase hash that a term stores. They suffice, because the base forms are known to be the same.
fn stored_bits(phrase: u64) -> u32 {
    (phrase >> 32) as u32
}

impl TermCheck {
    /// What the hashes say about words with this exact phrase; `None` if they rule the term out.
    #[inline]
    fn verdict(&self, phrase: u32, shape: PhraseShape) -> Option<Verdict> {
        if self.is_case_sensitive {
            return Some(Verdict::Undecided);
        }
        if self.exact == phrase {
            return Some(Verdict::Same);
        }
        match shape {
            PhraseShape::Marked => None,
            PhraseShape::Bare | PhraseShape::BareName if self.folded == phrase => {
                let may_match = match self.without_marks {
                    WithoutMarks::Always => true,
                    WithoutMarks::AsName => shape == PhraseShape::BareName,
                    WithoutMarks::Never => false,
                };
                may_match.then_some(Verdict::Folded)
            }
            PhraseShape::Bare | PhraseShape::BareName if !self.is_english => None,
            PhraseShape::Bare | PhraseShape::BareName if self.folded == self.exact => Some(Verdict::Inflected),
            PhraseShape::Mixed if !self.is_english => Some(Verdict::Folded),
            PhraseShape::Bare | PhraseShape::BareName | PhraseShape::Mixed | PhraseShape::Possessive => {
                Some(Verdict::Undecided)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use gloss_core::{
        lang::Lang,
        model::{Concept, Status, Term},
    };

    use super::*;

    proptest! {
        #[test]
        fn the_base_hash_is_the_hash_of_the_base_form(word in "[a-z]{1,9}(s|es|ies|'s|ise|isations)?|programmes|women's|news|houses") {
            let fast = base_hash(word.as_bytes(), hash(word.as_bytes()));
            prop_assert_eq!(fast, hash(english::base_form(&word).as_bytes()));
        }

        #[test]
        fn hashes_decide_as_the_comparison_of_letters_does(
            term in "(ban|bản|Bản|hoà|hòa|house|party|Điện|d[aàá]n)( (ban|bán|bàn|hoa|nhân|houses|bar))?",
            text in "(ban|bản|BẢN|hoà|hoa|hòa|house|houses|house’s|parties|Dien|điện|ba\u{309}n|d[aàá]n)( (ban|Bán|bàn|hoa|nhân|nhan|house|bars))?",
            english: bool, case: bool
        ) {
            let (concept, lang) = (Concept::new("", ""), if english { Lang::en() } else { Lang::vi() });
            let term = Term { case, ..Term::new(&term, Status::Preferred) };
            let term_ref = TermRef { concept: &concept, lang: &lang, term: &term };
            let mut table = TermTable::default();
            table.add_group([term_ref].into_iter());
            let (mut term_hashes, mut words): (Vec<u64>, Vec<Word>) = (Vec::new(), Vec::new());
            each_word(&term.text, |word, _| term_hashes.push(word.hash));
            each_word(&text, |word, _| words.push(word));
            // The scanner only compares words with the same base form.
            if term_hashes.iter().eq(words.iter().map(|word| &word.hash)) {
                let mut by_hash = None;
                table.each_candidate(0, &text, &words, |_, verdict| by_hash = table.match_kind(0, verdict, &text, &words));
                prop_assert_eq!(by_hash, table.agreement(0, &text, &words));
            }
        }
    }
}
