//! Whether what was found by hash agrees with the letters of the text, mostly without looking at them.
//!
//! Beside the hash of its loosest form each word of the text has that of its exact letters, and each term that of its exact
//! phrase: a syllable such as `ban` is the loosest form of a dozen terms (`bàn`, `bán`, `bạn` …), and all but one are
//! turned down by comparing numbers. What is left is compared letter by letter, by the quickest way the numbers allow. Everything that numbers cannot
//! decide (the other tone style, a possessive, a term that keeps its capitals, a phrase with some of its marks left out)
//! goes to [`agree`].

use std::hint::black_box;

use crate::{
    lang::english,
    text::{self, Letters, Span, Token, TokenKind, hash, key, mix},
};

use super::{
    super::{TermRef, is_capitalised},
    MatchKind,
    agree::{agree, folds_to, keeps_case, same_base},
    count,
};

/// A word of the text, or a sign.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub(super) start: usize,
    len: u32,
    shape: Shape,
    /// Of its loosest form; [`Word::END`] for a paragraph's end.
    pub(super) hash: u64,
    /// Of its exact letters, the tone mark in the old place.
    exact: u64,
}

/// What a word allows beside equality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Nothing: it carries marks.
    Marked,
    /// It carries no mark, so one that has some may stand behind it.
    Bare,
    /// It ends in `'s`, which the term may lack.
    Possessive,
}

impl Word {
    /// The hash that belongs to no phrase.
    pub(super) const END: u64 = 0;

    /// The word of a token and its letters.
    // Written where it is to stand: a copy would wait for its own parts.
    #[inline(always)]
    pub fn new(token: Token, letters: Letters<'_>) -> Self {
        let Span { start, end } = token.span;
        let len = count(end - start);
        if token.kind == TokenKind::Break {
            return Self { start, len, shape: Shape::Marked, hash: Self::END, exact: Self::END };
        }
        let folded = hash(letters.folded);
        let exact = if letters.bare { folded } else { exact_hash(letters) };
        let loosest = loosest_hash(letters.folded, folded);
        Self { start, len, shape: Shape::of(letters), hash: loosest, exact }
    }

    /// The hash of its loosest form: folded, an English word in base form.
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

impl Shape {
    #[inline]
    fn of(letters: Letters<'_>) -> Self {
        if letters.folded.ends_with(b"'s") {
            Self::Possessive
        } else if letters.bare {
            Self::Bare
        } else {
            Self::Marked
        }
    }
}

/// The hash of a word's base form; `hash` is that of its folded letters.
#[inline]
fn loosest_hash(folded: &[u8], hash: u64) -> u64 {
    let (word, hash) = match folded.strip_suffix(b"'s") {
        Some(owner) => (owner, text::hash(owner)),
        None => (folded, hash),
    };
    if let Some(base) = english::irregular_hash(hash) {
        return base;
    }
    if !word.ends_with(b"s") {
        return hash;
    }
    let singular = text::hash(english::singular(utf8(word)).as_bytes());
    english::irregular_hash(singular).unwrap_or(singular)
}

/// The hash of letters with marks, the tone mark in the old place.
#[inline]
fn exact_hash(letters: Letters<'_>) -> u64 {
    if text::has_two_places(letters.folded) {
        hash(text::tone_style(utf8(letters.exact)).as_bytes())
    } else {
        hash(letters.exact)
    }
}

fn utf8(letters: &[u8]) -> &str {
    std::str::from_utf8(letters).expect("letters are UTF-8")
}

/// Calls `found` with each word of a term and its letters.
pub(super) fn each_word(term: &str, mut found: impl FnMut(Word, Letters<'_>)) {
    text::each_token(term, |token, letters| {
        // A stray mark without its letter is no word of the key either.
        if token.kind != TokenKind::Break && !letters.folded.is_empty() {
            found(Word::new(token, letters), letters);
        }
    });
}

/// The terms of a scanner, those of a phrase one behind the other.
#[derive(Debug, Default)]
pub(super) struct Entries<'g> {
    checks: Vec<Check>,
    terms: Vec<TermRef<'g>>,
    /// The exact keys of all terms, one behind the other.
    letters: String,
}

/// What decides whether a term agrees: sixteen bytes, four to a cache line.
#[derive(Debug, Clone, Copy)]
struct Check {
    /// Of the hash of its exact phrase, tone marks in the old place.
    exact: u32,
    /// Of that of the same without diacritics.
    folded: u32,
    /// Where its exact key begins in the letters.
    letters: u32,
    last_of_group: bool,
    english: bool,
    keeps_case: bool,
    /// Whether it may be found without its marks: a single syllable without them is too often another word, unless it is
    /// written as a name.
    bare_too: Bare,
}

/// Whether a term may be found without its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bare {
    Always,
    AsName,
    Never,
}

/// What the numbers say of a term that they do not turn down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The same letters, or the other tone style.
    Same,
    /// The same letters but for marks that the text lacks.
    Folded,
    /// Another form of the same English words.
    Inflected,
    /// They do not tell.
    Open,
}

/// The shape of all words of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shapes {
    Marked,
    Bare,
    /// A single bare word with a capital.
    BareName,
    Mixed,
    /// With a possessive.
    Other,
}

impl<'g> Entries<'g> {
    /// Adds the terms of one phrase; gives the number of their group.
    pub(super) fn add_group(&mut self, terms: impl Iterator<Item = TermRef<'g>>) -> u32 {
        let number = count(self.checks.len());
        terms.for_each(|of| self.push(of));
        if let Some(last) = self.checks.last_mut() {
            last.last_of_group = true;
        }
        number
    }

    fn push(&mut self, of: TermRef<'g>) {
        let (mut exact, mut folded, mut words) = (0, 0, 0u32);
        each_word(&of.term.text, |word, letters| {
            exact = mix(exact, word.exact);
            folded = mix(folded, hash(letters.folded));
            words += 1;
        });
        let letters = count(self.letters.len());
        self.letters.push_str(&key::exact(&of.term.text));
        self.terms.push(of);
        let bare_too = match words {
            2.. => Bare::Always,
            _ if is_capitalised(&of.term.text) => Bare::AsName,
            _ => Bare::Never,
        };
        let (english, keeps_case) = (of.lang.is("en"), keeps_case(&of));
        let (exact, folded) = (part(exact), part(folded));
        self.checks.push(Check { exact, folded, letters, last_of_group: false, english, keeps_case, bare_too });
    }

    /// The term with a number.
    pub(super) fn term(&self, entry: usize) -> TermRef<'g> {
        self.terms[entry]
    }

    /// The exact key of a term.
    fn exact_key(&self, entry: usize) -> &str {
        let end = self.checks.get(entry + 1).map_or(self.letters.len(), |next| next.letters as usize);
        &self.letters[self.checks[entry].letters as usize..end]
    }

    /// Calls `found` with the number of each term of a group that may agree with words of the text.
    #[inline]
    pub(super) fn weigh(&self, group: u32, text: &str, words: &[Word], mut found: impl FnMut(usize, Verdict)) {
        let phrase = part(words.iter().fold(0, |phrase, word| mix(phrase, word.exact)));
        let shapes = Shapes::of(text, words);
        for entry in group as usize.. {
            let check = &self.checks[entry];
            if let Some(verdict) = check.verdict(phrase, shapes) {
                found(entry, verdict);
            }
            if check.last_of_group {
                break;
            }
        }
    }

    /// How a term that may agree does so, if it does.
    #[inline]
    pub(super) fn kind(&self, entry: usize, verdict: Verdict, text: &str, words: &[Word]) -> Option<MatchKind> {
        match verdict {
            Verdict::Same if self.same_letters(entry, text, words) => Some(MatchKind::Exact),
            Verdict::Folded => self.each_word(entry, text, words, folds_to).then_some(MatchKind::Folded),
            Verdict::Inflected => self.each_word(entry, text, words, same_base).then_some(MatchKind::Inflected),
            Verdict::Same | Verdict::Open => self.agree(entry, text, words),
        }
    }

    /// Whether the words are those of a term, letter by letter. A quick yes.
    #[inline]
    fn same_letters(&self, entry: usize, text: &str, words: &[Word]) -> bool {
        let mut rest = self.exact_key(entry);
        for word in words {
            let Some(behind) = text::strip_lower(rest, word.of(text)) else { return false };
            rest = behind.strip_prefix(' ').unwrap_or(behind);
        }
        rest.is_empty()
    }

    /// Whether something holds of each word of a term and of the text.
    fn each_word(&self, entry: usize, text: &str, words: &[Word], holds: fn(&str, &str) -> bool) -> bool {
        let mut of_term = self.exact_key(entry).split(' ');
        words.iter().all(|word| of_term.next().is_some_and(|of_term| holds(of_term, word.of(text))))
            && of_term.next().is_none()
    }

    #[cold]
    fn agree(&self, entry: usize, text: &str, words: &[Word]) -> Option<MatchKind> {
        agree(&self.terms[entry], self.exact_key(entry), &words.iter().map(|word| word.of(text)))
    }

    /// Looks at the first term of each group, one look behind the other: the processor fetches them all at once.
    pub(super) fn touch_groups(&self, groups: impl Iterator<Item = u32>) {
        black_box(groups.fold(0, |sum, group| sum ^ self.checks[group as usize].exact));
    }

    /// As [`Entries::touch_groups`], for terms and their letters.
    pub(super) fn touch(&self, entries: impl Iterator<Item = usize>) {
        let letters = self.letters.as_bytes();
        let look = |entry: usize| {
            let letter = letters.get(self.checks[entry].letters as usize).copied().unwrap_or_default();
            usize::from(letter) ^ std::ptr::from_ref(self.terms[entry].term).addr()
        };
        black_box(entries.fold(0, |sum, entry| sum ^ look(entry)));
    }
}

impl Shapes {
    #[inline]
    fn of(text: &str, words: &[Word]) -> Self {
        let (mut bare, mut marked) = (false, false);
        for word in words {
            match word.shape {
                Shape::Possessive => return Self::Other,
                Shape::Bare => bare = true,
                Shape::Marked => marked = true,
            }
        }
        match (bare, marked) {
            (true, true) => Self::Mixed,
            (true, false) if words.len() == 1 && is_capitalised(words[0].of(text)) => Self::BareName,
            (true, false) => Self::Bare,
            (false, _) => Self::Marked,
        }
    }
}

/// What a term keeps of a phrase's hash. That the phrase is the term's in its loosest form is known already.
fn part(phrase: u64) -> u32 {
    (phrase >> 32) as u32
}

impl Check {
    /// What the numbers say of words with this exact phrase; nothing if they turn the term down.
    #[inline]
    fn verdict(&self, phrase: u32, shapes: Shapes) -> Option<Verdict> {
        if self.keeps_case {
            return Some(Verdict::Open);
        }
        if self.exact == phrase {
            return Some(Verdict::Same);
        }
        match shapes {
            Shapes::Marked => None,
            Shapes::Bare | Shapes::BareName if self.folded == phrase => {
                let agrees = match self.bare_too {
                    Bare::Always => true,
                    Bare::AsName => shapes == Shapes::BareName,
                    Bare::Never => false,
                };
                agrees.then_some(Verdict::Folded)
            }
            Shapes::Bare | Shapes::BareName if !self.english => None,
            Shapes::Bare | Shapes::BareName if self.folded == self.exact => Some(Verdict::Inflected),
            Shapes::Mixed if !self.english => Some(Verdict::Folded),
            Shapes::Bare | Shapes::BareName | Shapes::Mixed | Shapes::Other => Some(Verdict::Open),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{
        lang::Lang,
        model::{Concept, Status, Term},
    };

    use super::*;

    proptest! {
        #[test]
        fn the_quick_hash_is_that_of_the_base_form(word in "[a-z]{1,9}(s|es|ies|'s|ise|isations)?|programmes|women's|news|houses") {
            let quick = loosest_hash(word.as_bytes(), hash(word.as_bytes()));
            prop_assert_eq!(quick, hash(english::base_form(&word).as_bytes()));
        }

        /// The quick way and the careful one agree on everything.
        #[test]
        fn numbers_decide_as_letters_do(
            term in "(ban|bản|Bản|hoà|hòa|house|party|Điện|d[aàá]n)( (ban|bán|bàn|hoa|nhân|houses|bar))?",
            found in "(ban|bản|BẢN|hoà|hoa|hòa|house|houses|house’s|parties|Dien|điện|ba\u{309}n|d[aàá]n)( (ban|Bán|bàn|hoa|nhân|nhan|house|bars))?",
            english: bool, case: bool
        ) {
            let (concept, lang) = (Concept::new("", ""), if english { Lang::en() } else { Lang::vi() });
            let term = Term { case, ..Term::new(&term, Status::Preferred) };
            let of = TermRef { concept: &concept, lang: &lang, term: &term };
            let mut entries = Entries::default();
            entries.add_group([of].into_iter());
            let (mut wanted, mut words): (Vec<u64>, Vec<Word>) = (Vec::new(), Vec::new());
            each_word(&term.text, |word, _| wanted.push(word.hash));
            each_word(&found, |word, _| words.push(word));
            // Only words with the same loosest form are ever compared.
            if wanted.iter().eq(words.iter().map(|word| &word.hash)) {
                let mut quick = None;
                entries.weigh(0, &found, &words, |_, verdict| quick = entries.kind(0, verdict, &found, &words));
                prop_assert_eq!(quick, entries.agree(0, &found, &words));
            }
        }
    }
}
