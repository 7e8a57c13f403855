//! Finding the terms of a glossary in running text.
//!
//! One pass: the text is cut into words ([`text::each_token`]), each brought to its loosest form (folded, English base form)
//! and hashed; from every word the hashes of the runs that begin there are looked up among the terms' phrases and their
//! beginnings, so nested and overlapping terms are all found in O(words × longest term). What was found is then compared
//! with the letters of the text ([`agree`]).
//!
//! Words are worked on in batches, all runs of one length before those of the next, so that the looks into the table do
//! not wait for each other: with a million terms each of them misses the cache.

mod agree;
mod phrases;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use rayon::prelude::*;

use crate::{
    lang::{Lang, english},
    text::{self, Span, TokenKind, key},
};

use super::TermRef;

pub use agree::MatchKind;
pub(super) use agree::agree;
use phrases::{Phrases, hash, mix};

/// A place in a text where a term stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'g> {
    /// Where, in bytes of the scanned text.
    pub span: Span,
    /// The terms that match there, each with how well it does.
    pub terms: Vec<(TermRef<'g>, MatchKind)>,
}

/// A set of terms to look for. Memory: about 60 bytes a term beside the terms themselves.
#[derive(Debug, Default)]
pub struct Scanner<'g> {
    phrases: Phrases,
    /// Where each group of terms with the same phrase begins in `entries`, and the end of the last one.
    groups: Vec<u32>,
    entries: Vec<Entry<'g>>,
    /// The exact keys of all entries, one behind the other.
    letters: String,
    /// The number of words in the longest term.
    longest: usize,
}

#[derive(Debug)]
struct Entry<'g> {
    of: TermRef<'g>,
    /// Where its exact key stands in the letters.
    exact: (u32, u32),
    keeps_case: bool,
}

/// A word of the text. The hash of a paragraph's end is 0, which belongs to no phrase.
#[derive(Debug, Clone, Copy)]
struct Word {
    span: Span,
    hash: u64,
}

/// So many words are looked up together.
const BATCH: usize = 512;

impl<'g> Scanner<'g> {
    /// A scanner for some terms. Cost: linear in their words, about a microsecond a term, on all cores.
    pub fn of(terms: impl IntoIterator<Item = TermRef<'g>>) -> Self {
        let terms: Vec<TermRef<'g>> = terms.into_iter().collect();
        let hashed: Vec<Vec<u64>> = terms.par_iter().map(|of| phrases_of(&of.term.text)).collect();
        let mut order: Vec<(u64, usize)> =
            hashed.iter().enumerate().filter_map(|(i, phrases)| Some((*phrases.last()?, i))).collect();
        order.par_sort_unstable();
        let mut scanner = Self {
            phrases: Phrases::with_room(hashed.iter().map(Vec::len).sum()),
            longest: hashed.iter().map(Vec::len).max().unwrap_or_default(),
            ..Self::default()
        };
        let beginnings = hashed.iter().filter_map(|phrases| phrases.split_last());
        beginnings.flat_map(|(_, shorter)| shorter).for_each(|&phrase| scanner.phrases.add_prefix(phrase));
        for group in order.chunk_by(|(a, _), (b, _)| a == b) {
            scanner.phrases.add_group(group[0].0, count(scanner.groups.len()));
            scanner.groups.push(count(scanner.entries.len()));
            group.iter().for_each(|&(_, i)| scanner.push(terms[i]));
        }
        scanner.groups.push(count(scanner.entries.len()));
        scanner
    }

    fn push(&mut self, of: TermRef<'g>) {
        let start = self.letters.len();
        self.letters.push_str(&key::exact(&of.term.text));
        let exact = (count(start), count(self.letters.len()));
        self.entries.push(Entry { of, exact, keeps_case: agree::keeps_case(&of) });
    }

    /// Every place where a term stands, nested and overlapping ones included, in order of start, then end.
    pub fn scan(&self, text: &str) -> Vec<Match<'g>> {
        let mut all = Vec::new();
        self.each(text, |span, terms| all.push(Match { span, terms: terms.to_vec() }));
        all
    }

    /// As [`Scanner::scan`], one place at a time: nothing is kept of a long text.
    pub fn each(&self, text: &str, mut found: impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        if self.longest == 0 {
            return;
        }
        let mut search = Search { scanner: self, text, words: Vec::with_capacity(2 * BATCH), terms: Vec::new() };
        text::each_token(text, |token, letters| {
            let hash = if token.kind == TokenKind::Break { 0 } else { base_hash(letters) };
            search.words.push(Word { span: token.span, hash });
            if search.words.len() == BATCH + self.longest {
                search.run(BATCH, &mut found);
                search.words.drain(..BATCH);
            }
        });
        search.run(search.words.len(), &mut found);
    }
}

/// A scan on its way through a text: the words of the window.
struct Search<'s, 'g> {
    scanner: &'s Scanner<'g>,
    text: &'s str,
    words: Vec<Word>,
    terms: Vec<(TermRef<'g>, MatchKind)>,
}

impl<'g> Search<'_, 'g> {
    /// Looks for the terms that begin at the first `starts` words of the window.
    fn run(&mut self, starts: usize, found: &mut impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        let phrases = &self.scanner.phrases;
        let mut hits: Vec<(u32, u32, u32)> = Vec::with_capacity(starts);
        let mut open: Vec<(u32, u64)> = (0..count(starts)).map(|start| (start, 0)).collect();
        for length in 0.. {
            open.retain_mut(|(start, phrase)| {
                let word = self.words.get(*start as usize + length).map_or(0, |word| word.hash);
                *phrase = mix(*phrase, word);
                let known = phrases.find(*phrase);
                if let Some(group) = known.group {
                    hits.push((*start, count(length), group));
                }
                word != 0 && known.prefix
            });
            if open.is_empty() {
                break;
            }
        }
        hits.sort_unstable();
        for (start, more, group) in hits {
            let words = &self.words[start as usize..=(start + more) as usize];
            let span = Span::new(words[0].span.start, words[more as usize].span.end);
            self.scanner.verify(self.text, span, words, group, &mut self.terms);
            if !self.terms.is_empty() && stands_alone(self.text, span) {
                found(with_quotes(self.text, span), &self.terms);
            }
        }
    }
}

impl<'g> Scanner<'g> {
    /// The terms of a group that agree with the letters of the text.
    fn verify(&self, text: &str, span: Span, words: &[Word], group: u32, out: &mut Vec<(TermRef<'g>, MatchKind)>) {
        out.clear();
        let bounds = (self.groups[group as usize] as usize, self.groups[group as usize + 1] as usize);
        let there = span.of(text);
        for entry in &self.entries[bounds.0..bounds.1] {
            let exact = &self.letters[entry.exact.0 as usize..entry.exact.1 as usize];
            let kind = if !entry.keeps_case && exact.eq_ignore_ascii_case(there) {
                Some(MatchKind::Exact)
            } else {
                agree(&entry.of, exact, &words.iter().map(|word| word.span.of(text)))
            };
            out.extend(kind.map(|kind| (entry.of, kind)));
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than four billion words and terms")
}

/// The hashes of a term's first word, first two words, and so on up to all of them.
fn phrases_of(term: &str) -> Vec<u64> {
    let mut phrases = Vec::new();
    text::each_token(term, |token, letters| {
        // A stray mark without its letter is no word of the key either.
        if token.kind != TokenKind::Break && !letters.is_empty() {
            phrases.push(mix(phrases.last().copied().unwrap_or_default(), base_hash(letters)));
        }
    });
    phrases
}

/// The hash of a word's base form.
#[inline]
fn base_hash(letters: &[u8]) -> u64 {
    let own = hash(letters);
    if letters.last() == Some(&b's') || may_be_irregular(own) {
        return base_form_hash(letters);
    }
    own
}

fn base_form_hash(letters: &[u8]) -> u64 {
    let word = std::str::from_utf8(letters).expect("folded letters are UTF-8");
    hash(english::base_form(word).as_bytes())
}

/// Whether a word with this hash can stand in the table of English forms: one bit for each of its forms. Most words need
/// not be looked up there.
#[inline]
fn may_be_irregular(hash: u64) -> bool {
    static FILTER: LazyLock<[u64; 64]> = LazyLock::new(|| {
        let mut filter = [0; 64];
        for form in english::irregular_forms() {
            let (block, bit) = place(phrases::hash(form.as_bytes()));
            filter[block] |= bit;
        }
        filter
    });
    fn place(hash: u64) -> (usize, u64) {
        ((hash >> 58) as usize, 1 << (hash >> 52 & 63))
    }
    let (block, bit) = place(hash);
    FILTER[block] & bit != 0
}

/// A scanner for each language of a glossary.
#[derive(Debug, Default)]
pub struct Scanners<'g>(BTreeMap<String, Scanner<'g>>);

impl<'g> Scanners<'g> {
    /// Scanners for some terms. Cost: linear in their words.
    pub fn of(terms: impl IntoIterator<Item = TermRef<'g>>) -> Self {
        let mut by_lang: HashMap<&str, Vec<TermRef<'g>>> = HashMap::new();
        for term in terms {
            by_lang.entry(term.lang.primary()).or_default().push(term);
        }
        Self(by_lang.into_iter().map(|(lang, terms)| (lang.to_owned(), Scanner::of(terms))).collect())
    }

    /// The scanner for texts in a language: regions do not matter, so a term in `en-US` is found in English text.
    pub fn of_lang(&self, lang: &Lang) -> Option<&Scanner<'g>> {
        self.0.get(lang.primary())
    }
}

/// Not part of a longer hyphenated word: `poor household` does not stand in `near-poor household`.
pub(super) fn stands_alone(text: &str, span: Span) -> bool {
    let tight = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    let mut before = text[..span.start].chars().rev();
    let mut after = text[span.end..].chars();
    let joined_before = before.next().is_some_and(tight) && before.next().is_some_and(char::is_alphanumeric);
    let joined_after = after.next().is_some_and(tight) && after.next().is_some_and(char::is_alphanumeric);
    !joined_before && !joined_after
}

/// Takes in a quotation mark whose partner stands inside: `“Great Solidarity” houses`.
fn with_quotes(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let (mut start, mut end) = (span.start, span.end);
    if inside.contains('”') && !inside.contains('“') && text[..start].ends_with('“') {
        start -= '“'.len_utf8();
    }
    if inside.contains('“') && !inside.contains('”') && text[end..].starts_with('”') {
        end += '”'.len_utf8();
    }
    Span::new(start, end)
}

/// The matches that no longer match overlaps: longest first, the earlier of two equally long ones. Cost: O(n log n).
pub fn longest(mut matches: Vec<Match<'_>>) -> Vec<Match<'_>> {
    matches.sort_by_key(|m| (Reverse(m.span.end - m.span.start), m.span.start));
    let mut kept: BTreeMap<usize, Match<'_>> = BTreeMap::new();
    for found in matches {
        let before = kept.range(..found.span.end).next_back();
        if before.is_none_or(|(_, other)| !other.span.overlaps(found.span)) {
            kept.insert(found.span.start, found);
        }
    }
    kept.into_values().collect()
}
