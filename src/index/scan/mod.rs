//! Finding the terms of a glossary in running text.
//!
//! One pass: the text is cut into words ([`text::each_token`]), each brought to its loosest form (folded, English base form)
//! and hashed; from every word the hashes of the runs that begin there are looked up among the terms' phrases and their
//! beginnings, so nested and overlapping terms are all found in O(words × longest term). What was found is then compared
//! with the letters of the text ([`verify`]).
//!
//! Words are worked on in batches, all runs of one length before those of the next, and what was found in steps of one
//! look each, so that the looks do not wait for each other: with a million terms each of them misses the cache.

mod agree;
mod phrases;
mod verify;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use rayon::prelude::*;

use crate::{
    lang::{Lang, english},
    text::{self, ByHash, Span, mix},
};

use super::TermRef;

pub use agree::MatchKind;
pub(super) use agree::agree;
use phrases::{Phrase, Phrases, kind};
use verify::{Entries, Verdict, each_word};

pub use verify::Word;

/// A place in a text where a term stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'g> {
    /// Where, in bytes of the scanned text.
    pub span: Span,
    /// The terms that match there, each with how well it does.
    pub terms: Vec<(TermRef<'g>, MatchKind)>,
}

/// A set of terms to look for. Memory: about 100 bytes a term beside the terms themselves.
#[derive(Debug, Default)]
pub struct Scanner<'g> {
    phrases: Phrases,
    entries: Entries<'g>,
    /// The number of words in the longest term.
    longest: usize,
}

/// So many words are looked up together.
const BATCH: usize = 256;

impl<'g> Scanner<'g> {
    /// A scanner for some terms. Cost: linear in their words, about a microsecond a term, on all cores.
    pub fn of(terms: impl IntoIterator<Item = TermRef<'g>>) -> Self {
        let terms: Vec<TermRef<'g>> = terms.into_iter().collect();
        let hashed: Vec<Vec<(u64, u64)>> = terms.par_iter().map(|of| phrases_of(&of.term.text)).collect();
        let mut order: Vec<(u64, usize)> =
            hashed.iter().enumerate().filter_map(|(i, phrases)| Some((phrases.last()?.0, i))).collect();
        order.par_sort_unstable();
        let mut entries = Entries::default();
        let groups = order.chunk_by(|(a, _), (b, _)| a == b).map(|group| Phrase {
            hash: group[0].0,
            group: Some(entries.add_group(group.iter().map(|&(_, i)| terms[i]))),
            next: 0,
        });
        let mut phrases: Vec<Phrase> = groups.collect();
        phrases.extend(hashed.iter().flat_map(|words| words.windows(2)).map(beginning));
        phrases.par_sort_unstable_by_key(|phrase| (phrase.hash, phrase.group.is_none()));
        phrases.dedup_by(|same, first| {
            let is_same = same.hash == first.hash;
            first.next |= if is_same { same.next } else { 0 };
            is_same
        });
        let firsts = hashed.iter().filter_map(|words| Some(words.first()?.1));
        let longest = hashed.iter().map(Vec::len).max().unwrap_or_default();
        Self { phrases: Phrases::of(&phrases, firsts), entries, longest }
    }

    /// Every place where a term stands, nested and overlapping ones included, in order of start, then end.
    pub fn scan(&self, text: &str) -> Vec<Match<'g>> {
        let mut all = Vec::new();
        self.each(text, |span, terms| all.push(Match { span, terms: terms.to_vec() }));
        all
    }

    /// As [`Scanner::scan`], one place at a time: nothing is kept of a long text.
    pub fn each(&self, text: &str, mut found: impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        let mut search = self.search(text);
        text::each_token(text, |token, letters| search.go_on(Word::new(token, letters), &mut found));
        search.end(&mut found);
    }

    /// A search that is given the words of a text one by one, for those who look at them for something else as well.
    pub fn search<'s>(&'s self, text: &'s str) -> Search<'s, 'g> {
        Search::new(self, text)
    }
}

/// A scan on its way through a text: the words of the window, and room for what is found among them.
#[derive(Debug)]
pub struct Search<'s, 'g> {
    scanner: &'s Scanner<'g>,
    text: &'s str,
    words: Vec<Word>,
    /// Words from which longer phrases are still possible, each with its phrase so far.
    open: Vec<(u32, u64)>,
    hits: Vec<Hit>,
    /// Room to bring hits into order.
    places: Vec<u32>,
    ordered: Vec<Hit>,
    /// Terms that may agree, each with its hit.
    likely: Vec<(usize, usize, Verdict)>,
    terms: Vec<(TermRef<'g>, MatchKind)>,
}

/// A run of words that is the phrase of a group of terms.
#[derive(Debug, Clone, Copy, Default)]
struct Hit {
    start: u32,
    last: u32,
    group: u32,
}

impl Hit {
    fn words(self, window: &[Word]) -> &[Word] {
        &window[self.start as usize..=self.last as usize]
    }
}

impl<'s, 'g> Search<'s, 'g> {
    fn new(scanner: &'s Scanner<'g>, text: &'s str) -> Self {
        Self {
            scanner,
            text,
            words: Vec::with_capacity(BATCH + scanner.longest),
            open: Vec::new(),
            hits: Vec::new(),
            places: Vec::new(),
            ordered: Vec::new(),
            likely: Vec::new(),
            terms: Vec::new(),
        }
    }

    /// Takes the next word of the text; calls `found` with every place of a term before it, in order of start, then end.
    #[inline]
    pub fn go_on(&mut self, word: Word, found: &mut impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        if self.scanner.longest == 0 {
            return;
        }
        self.words.push(word);
        if self.words.len() == BATCH + self.scanner.longest {
            self.run(BATCH, found);
            self.words.drain(..BATCH);
        }
    }

    /// Calls `found` with the places that are left, after the last word.
    pub fn end(&mut self, found: &mut impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        self.run(self.words.len(), found);
        self.words.clear();
    }

    /// Looks for the terms that begin at the first `starts` words of the window.
    fn run(&mut self, starts: usize, found: &mut impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        self.look_up(starts);
        self.weigh();
        let entries = &self.scanner.entries;
        entries.touch(self.likely.iter().map(|&(_, entry, _)| entry));
        for of_hit in self.likely.chunk_by(|(a, ..), (b, ..)| a == b) {
            let words = self.hits[of_hit[0].0].words(&self.words);
            let span = Span::new(words[0].start, words[words.len() - 1].end());
            if !stands_alone(self.text, span) {
                continue;
            }
            self.terms.clear();
            let kind =
                |&(_, entry, verdict): &_| Some((entries.term(entry), entries.kind(entry, verdict, self.text, words)?));
            self.terms.extend(of_hit.iter().filter_map(kind));
            if !self.terms.is_empty() {
                found(with_quotes(self.text, span, words), &self.terms);
            }
        }
    }

    /// Leaves of what was found by hash what may agree.
    fn weigh(&mut self) {
        let entries = &self.scanner.entries;
        entries.touch_groups(self.hits.iter().map(|hit| hit.group));
        self.likely.clear();
        for (number, hit) in self.hits.iter().enumerate() {
            let words = hit.words(&self.words);
            entries.weigh(hit.group, self.text, words, |entry, verdict| self.likely.push((number, entry, verdict)));
        }
    }

    /// Finds the phrases that begin at the first words of the window, in order of start, then length.
    fn look_up(&mut self, starts: usize) {
        let phrases = &self.scanner.phrases;
        self.hits.clear();
        // Everything is written, and what counts is kept by counting it: which it is cannot be foreseen, and a branch taken
        // wrongly costs more than the rest.
        self.open.resize(starts, (0, 0));
        let mut begun = 0;
        for (start, word) in (0..).zip(&self.words[..starts]) {
            self.open[begun] = (start, 0);
            begun += usize::from(phrases.may_begin(word.hash));
        }
        self.open.truncate(begun);
        let word_at = |at: usize| self.words.get(at).map_or(Word::END, |word| word.hash);
        for length in 0.. {
            let (mut still_open, mut found) = (0, self.hits.len());
            self.hits.resize(found + self.open.len(), Hit::default());
            for i in 0..self.open.len() {
                let (start, phrase) = self.open[i];
                let last = start as usize + length;
                let phrase = mix(phrase, word_at(last));
                let known = phrases.find(phrase);
                self.hits[found] = Hit { start, last: count(last), group: known.group.unwrap_or_default() };
                found += usize::from(known.group.is_some());
                self.open[still_open] = (start, phrase);
                still_open += usize::from(known.may_go_on(word_at(last + 1)));
            }
            self.hits.truncate(found);
            self.open.truncate(still_open);
            if self.open.is_empty() {
                break;
            }
        }
        self.in_order(starts);
    }

    /// Brings hits, which stand in order of length, into order of start. Counting sort.
    fn in_order(&mut self, starts: usize) {
        self.places.clear();
        self.places.resize(starts + 1, 0);
        self.hits.iter().for_each(|hit| self.places[hit.start as usize + 1] += 1);
        (0..starts).for_each(|start| self.places[start + 1] += self.places[start]);
        self.ordered.resize(self.hits.len(), Hit::default());
        for hit in &self.hits {
            let place = &mut self.places[hit.start as usize];
            self.ordered[*place as usize] = *hit;
            *place += 1;
        }
        std::mem::swap(&mut self.hits, &mut self.ordered);
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than four billion words and terms")
}

/// The beginning of a longer phrase: where it ends, and with which word it goes on.
fn beginning(pair: &[(u64, u64)]) -> Phrase {
    Phrase { hash: pair[0].0, group: None, next: kind(pair[1].1) }
}

/// The hashes of a term's first word, first two words, and so on up to all of them, each with that of its last word.
fn phrases_of(term: &str) -> Vec<(u64, u64)> {
    let (mut phrase, mut phrases) = (0, Vec::new());
    each_word(term, |word, _| {
        phrase = mix(phrase, word.hash);
        phrases.push((phrase, word.hash));
    });
    phrases
}

/// The words of a term in their loosest form, each with its neighbour; the word itself if there is one only.
pub(super) fn telling_words(term: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(term, |_, letters| words.push(loosest(letters)));
    if words.len() < 2 { words } else { words.windows(2).map(|two| beside(&two[0], &two[1])).collect() }
}

fn loosest(letters: text::Letters<'_>) -> String {
    english::base_form(&String::from_utf8_lossy(letters.folded)).into_owned()
}

/// No word has a space.
fn beside(word: &str, next: &str) -> String {
    format!("{word} {next}")
}

/// The words of texts in their loosest form, and each with its neighbour, all of them once.
#[derive(Debug, Default)]
pub struct TextWords {
    seen: HashSet<u64, ByHash>,
    words: Vec<String>,
}

impl TextWords {
    /// Adds those of a text. Cost: one pass.
    pub fn add(&mut self, text: &str) {
        let mut before: Option<(u64, String)> = None;
        text::each_token(text, |token, letters| {
            if token.kind == text::TokenKind::Break {
                before = None;
                return;
            }
            let (hash, word) = (Word::new(token, letters).base_hash(), loosest(letters));
            if let Some((before, first)) = &before
                && self.seen.insert(mix(*before, hash))
            {
                self.words.push(beside(first, &word));
            }
            if self.seen.insert(hash) {
                self.words.push(word.clone());
            }
            before = Some((hash, word));
        });
    }

    /// Words, and two words with a space between them.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }
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
    let plain = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && *byte != b'-');
    let bytes = text.as_bytes();
    if plain(span.start.checked_sub(1).and_then(|at| bytes.get(at))) && plain(bytes.get(span.end)) {
        return true;
    }
    let tight = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    let mut before = text[..span.start].chars().rev();
    let mut after = text[span.end..].chars();
    let joined_before = before.next().is_some_and(tight) && before.next().is_some_and(char::is_alphanumeric);
    let joined_after = after.next().is_some_and(tight) && after.next().is_some_and(char::is_alphanumeric);
    !joined_before && !joined_after
}

/// Takes in a quotation mark whose partner stands inside: `“Great Solidarity” houses`.
fn with_quotes(text: &str, span: Span, words: &[Word]) -> Span {
    if words.windows(2).all(|pair| pair[1].start == pair[0].end() + 1) {
        return span; // a space between words leaves no room for a quotation mark
    }
    let inside = span.of(text);
    let (mut start, mut end) = (span.start, span.end);
    // Not single ones, which may be apostrophes.
    for (open, close) in [('“', '”'), ('«', '»'), ('"', '"')] {
        let count = |mark: char| inside.matches(mark).count();
        let (opened, closed) = if open == close { (0, count(close) % 2) } else { (count(open), count(close)) };
        if closed > opened && text[..start].ends_with(open) {
            start -= open.len_utf8();
        } else if (opened > closed || open == close && closed > 0) && text[end..].starts_with(close) {
            end += close.len_utf8();
        }
    }
    Span::new(start, end)
}

/// The matches that no longer match overlaps: longest first, the earlier of two equally long ones. Cost: O(n log n).
pub fn longest(matches: Vec<Match<'_>>) -> Vec<Match<'_>> {
    longest_by(matches, |found| found.span)
}

/// As [`longest`], for whatever has a span; in order of start.
pub fn longest_by<T>(mut all: Vec<T>, span: impl Fn(&T) -> Span) -> Vec<T> {
    all.sort_by_key(|one| (Reverse(span(one).end - span(one).start), span(one).start));
    let mut kept: BTreeMap<usize, T> = BTreeMap::new();
    for one in all {
        let here = span(&one);
        let before = kept.range(..here.end).next_back();
        if before.is_none_or(|(_, other)| !span(other).overlaps(here)) {
            kept.insert(here.start, one);
        }
    }
    kept.into_values().collect()
}
