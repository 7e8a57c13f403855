//! Finds the terms of a glossary in running text.
//!
//! One pass: the tokeniser ([`text::each_token`]) splits the text into words; each word is reduced to its base form (folded,
//! English inflection removed) and hashed. The runs of words that start at each word are looked up by hash in a table of all
//! terms and of their first words, so nested and overlapping terms are all found in O(words × longest term). The candidates
//! are then compared with the letters of the text ([`verify`]).
//!
//! Words are processed in batches: first all runs of one word, then all runs of two words, and so on. Likewise each step of
//! the comparison runs over all candidates before the next step. With a million terms every table access misses the cache,
//! and independent accesses in a row do not wait for each other.

mod agree;
mod phrases;
mod verify;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use rayon::prelude::*;

use gloss_core::{
    lang::{Lang, english},
    text::{self, BuildPrehashed, Span, combine_hashes},
};

use super::TermRef;

pub use agree::MatchKind;
pub(super) use agree::agreement;
use phrases::{Phrase, PhraseTable, word_bit};
use verify::{TermTable, Verdict, each_word};

pub use verify::Word;

/// A span of a text that matches at least one term.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'g> {
    /// The span in the scanned text.
    pub span: Span,
    /// The terms that match it, and how.
    pub terms: Vec<(TermRef<'g>, MatchKind)>,
}

/// Finds a set of terms in texts. Memory: about 100 bytes per term in addition to the terms.
#[derive(Debug, Default)]
pub struct Scanner<'g> {
    phrases: PhraseTable,
    terms: TermTable<'g>,
    /// Number of words in the longest term.
    max_term_words: usize,
}

/// Number of words that are looked up together.
const BATCH_WORDS: usize = 256;

impl<'g> Scanner<'g> {
    /// A scanner for `terms`. Cost: linear in their words, about a microsecond per term, on all cores.
    pub fn from_terms(terms: impl IntoIterator<Item = TermRef<'g>>) -> Self {
        let terms: Vec<TermRef<'g>> = terms.into_iter().collect();
        let prefixes: Vec<Vec<PhrasePrefix>> = terms.par_iter().map(|term| prefixes_of(&term.term.text)).collect();
        let mut term_order: Vec<(u64, usize)> =
            prefixes.iter().enumerate().filter_map(|(i, prefixes)| Some((prefixes.last()?.hash, i))).collect();
        term_order.par_sort_unstable();
        let mut term_table = TermTable::default();
        let groups = term_order.chunk_by(|(a, _), (b, _)| a == b).map(|group| Phrase {
            hash: group[0].0,
            group: Some(term_table.add_group(group.iter().map(|&(_, i)| terms[i]))),
            next_words: 0,
        });
        let mut phrases: Vec<Phrase> = groups.collect();
        phrases.extend(prefixes.iter().flat_map(|prefixes| prefixes.windows(2)).map(incomplete_phrase));
        phrases.par_sort_unstable_by_key(|phrase| (phrase.hash, phrase.group.is_none()));
        phrases.dedup_by(|same, first| {
            let is_same = same.hash == first.hash;
            first.next_words |= if is_same { same.next_words } else { 0 };
            is_same
        });
        let first_words = prefixes.iter().filter_map(|prefixes| Some(prefixes.first()?.last_word));
        let max_term_words = prefixes.iter().map(Vec::len).max().unwrap_or_default();
        Self { phrases: PhraseTable::build(&phrases, first_words), terms: term_table, max_term_words }
    }

    /// All matches, including nested and overlapping ones, in order of start, then end.
    pub fn scan(&self, text: &str) -> Vec<Match<'g>> {
        let mut matches = Vec::new();
        self.each(text, |span, terms| matches.push(Match { span, terms: terms.to_vec() }));
        matches
    }

    /// As [`Scanner::scan`], but calls `visit` with one match at a time and stores none, for long texts.
    pub fn each(&self, text: &str, mut visit: impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        let mut search = self.start_scan(text);
        text::each_token(text, |token, letters| search.push_word(Word::new(token, letters), &mut visit));
        search.finish(&mut visit);
    }

    /// A scan that receives the words of a text one by one, for callers that tokenise the text themselves.
    pub fn start_scan<'s>(&'s self, text: &'s str) -> ScanSession<'s, 'g> {
        ScanSession::new(self, text)
    }
}

/// A scan in progress: a window of words, and buffers that are reused for every batch.
#[derive(Debug)]
pub struct ScanSession<'s, 'g> {
    scanner: &'s Scanner<'g>,
    text: &'s str,
    words: Vec<Word>,
    /// Start words of runs that may still grow into a longer phrase, each with the hash of its run so far.
    open_runs: Vec<(u32, u64)>,
    hits: Vec<PhraseHit>,
    /// Buffers to sort the hits.
    sort_offsets: Vec<u32>,
    sorted_hits: Vec<PhraseHit>,
    candidates: Vec<Candidate>,
    terms: Vec<(TermRef<'g>, MatchKind)>,
}

/// A run of words in the window whose hash is that of a group of terms.
#[derive(Debug, Clone, Copy, Default)]
struct PhraseHit {
    first: u32,
    last: u32,
    group: u32,
}

/// A term that may match a hit.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// The index of the hit.
    hit: usize,
    /// The number of the term.
    term: usize,
    verdict: Verdict,
}

impl PhraseHit {
    fn words(self, window: &[Word]) -> &[Word] {
        &window[self.first as usize..=self.last as usize]
    }
}

impl<'s, 'g> ScanSession<'s, 'g> {
    fn new(scanner: &'s Scanner<'g>, text: &'s str) -> Self {
        Self {
            scanner,
            text,
            words: Vec::with_capacity(BATCH_WORDS + scanner.max_term_words),
            open_runs: Vec::new(),
            hits: Vec::new(),
            sort_offsets: Vec::new(),
            sorted_hits: Vec::new(),
            candidates: Vec::new(),
            terms: Vec::new(),
        }
    }

    /// Adds the next word of the text. Calls `visit` with each match that is complete, in order of start, then end.
    #[inline]
    pub fn push_word(&mut self, word: Word, visit: &mut impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        if self.scanner.max_term_words == 0 {
            return;
        }
        self.words.push(word);
        if self.words.len() == BATCH_WORDS + self.scanner.max_term_words {
            self.scan_window(BATCH_WORDS, visit);
            self.words.drain(..BATCH_WORDS);
        }
    }

    /// Ends the scan after the last word: calls `visit` with the remaining matches.
    pub fn finish(&mut self, visit: &mut impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        self.scan_window(self.words.len(), visit);
        self.words.clear();
    }

    /// Finds the matches that start at one of the first `starts` words of the window.
    fn scan_window(&mut self, starts: usize, visit: &mut impl FnMut(Span, &[(TermRef<'g>, MatchKind)])) {
        self.find_phrases(starts);
        self.find_candidates();
        let term_table = &self.scanner.terms;
        term_table.prefetch_terms(self.candidates.iter().map(|candidate| candidate.term));
        for candidates in self.candidates.chunk_by(|a, b| a.hit == b.hit) {
            let words = self.hits[candidates[0].hit].words(&self.words);
            let span = Span::new(words[0].start, words[words.len() - 1].end());
            if !stands_alone(self.text, span) {
                continue;
            }
            self.terms.clear();
            let matched = |candidate: &Candidate| {
                let kind = term_table.match_kind(candidate.term, candidate.verdict, self.text, words)?;
                Some((term_table.term(candidate.term), kind))
            };
            self.terms.extend(candidates.iter().filter_map(matched));
            if !self.terms.is_empty() {
                visit(with_quotes(self.text, span, words), &self.terms);
            }
        }
    }

    /// Collects the terms of all hits that their hashes do not rule out.
    fn find_candidates(&mut self) {
        let term_table = &self.scanner.terms;
        term_table.prefetch_groups(self.hits.iter().map(|hit| hit.group));
        self.candidates.clear();
        for (number, hit) in self.hits.iter().enumerate() {
            let words = hit.words(&self.words);
            let add = |term, verdict| self.candidates.push(Candidate { hit: number, term, verdict });
            term_table.each_candidate(hit.group, self.text, words, add);
        }
    }

    /// Finds the phrases that start at one of the first `starts` words of the window, in order of start, then length.
    fn find_phrases(&mut self, starts: usize) {
        let phrases = &self.scanner.phrases;
        self.hits.clear();
        // Writes every item and then advances the length only for those that count. The outcome is unpredictable, and a
        // mispredicted branch costs more than a useless write.
        self.open_runs.resize(starts, (0, 0));
        let mut begun = 0;
        for (start, word) in (0..).zip(&self.words[..starts]) {
            self.open_runs[begun] = (start, 0);
            begun += usize::from(phrases.may_start_with(word.hash));
        }
        self.open_runs.truncate(begun);
        let word_at = |at: usize| self.words.get(at).map_or(Word::END, |word| word.hash);
        for length in 0.. {
            let (mut still_open, mut found) = (0, self.hits.len());
            self.hits.resize(found + self.open_runs.len(), PhraseHit::default());
            for i in 0..self.open_runs.len() {
                let (first, run) = self.open_runs[i];
                let last = first as usize + length;
                let run = combine_hashes(run, word_at(last));
                let info = phrases.find(run);
                self.hits[found] = PhraseHit { first, last: to_u32(last), group: info.group.unwrap_or_default() };
                found += usize::from(info.group.is_some());
                self.open_runs[still_open] = (first, run);
                still_open += usize::from(info.may_continue_with(word_at(last + 1)));
            }
            self.hits.truncate(found);
            self.open_runs.truncate(still_open);
            if self.open_runs.is_empty() {
                break;
            }
        }
        self.sort_hits(starts);
    }

    /// Sorts hits by start; they come sorted by length, which stays the second order. Counting sort.
    fn sort_hits(&mut self, starts: usize) {
        self.sort_offsets.clear();
        self.sort_offsets.resize(starts + 1, 0);
        self.hits.iter().for_each(|hit| self.sort_offsets[hit.first as usize + 1] += 1);
        (0..starts).for_each(|start| self.sort_offsets[start + 1] += self.sort_offsets[start]);
        self.sorted_hits.resize(self.hits.len(), PhraseHit::default());
        for hit in &self.hits {
            let offset = &mut self.sort_offsets[hit.first as usize];
            self.sorted_hits[*offset as usize] = *hit;
            *offset += 1;
        }
        std::mem::swap(&mut self.hits, &mut self.sorted_hits);
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than four billion words and terms")
}

/// The first words of a term.
#[derive(Debug, Clone, Copy)]
struct PhrasePrefix {
    /// The hash of these words.
    hash: u64,
    /// The hash of the last of them.
    last_word: u64,
}

/// The table entry for a prefix that is continued by the next one.
fn incomplete_phrase(pair: &[PhrasePrefix]) -> Phrase {
    Phrase { hash: pair[0].hash, group: None, next_words: word_bit(pair[1].last_word) }
}

/// The first word of a term, its first two words, and so on up to the whole term.
fn prefixes_of(term: &str) -> Vec<PhrasePrefix> {
    let (mut hash, mut prefixes) = (0, Vec::new());
    each_word(term, |word, _| {
        hash = combine_hashes(hash, word.hash);
        prefixes.push(PhrasePrefix { hash, last_word: word.hash });
    });
    prefixes
}

/// The pairs of neighbouring words of a term in base form; the word itself if the term has only one.
pub(super) fn word_pairs(term: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(term, |_, letters| words.push(base_form(letters)));
    if words.len() < 2 { words } else { words.windows(2).map(|pair| word_pair(&pair[0], &pair[1])).collect() }
}

fn base_form(letters: text::Letters<'_>) -> String {
    english::base_form(&String::from_utf8_lossy(letters.folded)).into_owned()
}

/// Two words joined by a space, which no word contains.
fn word_pair(word: &str, next: &str) -> String {
    format!("{word} {next}")
}

/// The distinct words of texts in base form, and the distinct pairs of neighbouring words.
#[derive(Debug, Default)]
pub struct TextWords {
    seen: HashSet<u64, BuildPrehashed>,
    phrases: Vec<String>,
}

impl TextWords {
    /// Adds the words of a text. Cost: one pass.
    pub fn add(&mut self, text: &str) {
        let mut previous: Option<(u64, String)> = None;
        text::each_token(text, |token, letters| {
            if token.kind == text::TokenKind::Break {
                previous = None;
                return;
            }
            let (hash, word) = (Word::new(token, letters).base_hash(), base_form(letters));
            if let Some((previous_hash, previous_word)) = &previous
                && self.seen.insert(combine_hashes(*previous_hash, hash))
            {
                self.phrases.push(word_pair(previous_word, &word));
            }
            if self.seen.insert(hash) {
                self.phrases.push(word.clone());
            }
            previous = Some((hash, word));
        });
    }

    /// The words, and the pairs with a space between their words.
    pub(super) fn phrases(&self) -> &[String] {
        &self.phrases
    }
}

/// A scanner for each language of a glossary.
#[derive(Debug, Default)]
pub struct Scanners<'g>(BTreeMap<String, Scanner<'g>>);

impl<'g> Scanners<'g> {
    /// Scanners for `terms`, one for each language. Cost: linear in their words.
    pub fn from_terms(terms: impl IntoIterator<Item = TermRef<'g>>) -> Self {
        let mut by_lang: HashMap<&str, Vec<TermRef<'g>>> = HashMap::new();
        for term in terms {
            by_lang.entry(term.lang.primary()).or_default().push(term);
        }
        Self(by_lang.into_iter().map(|(lang, terms)| (lang.to_owned(), Scanner::from_terms(terms))).collect())
    }

    /// The scanner for texts in a language. Ignores regions: a term in `en-US` is found in any English text.
    pub fn for_lang(&self, lang: &Lang) -> Option<&Scanner<'g>> {
        self.0.get(lang.primary())
    }
}

/// Whether a span is not part of a longer hyphenated word: `poor household` does not match in `near-poor household`.
pub(super) fn stands_alone(text: &str, span: Span) -> bool {
    let is_no_hyphen = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && *byte != b'-');
    let bytes = text.as_bytes();
    if is_no_hyphen(span.start.checked_sub(1).and_then(|at| bytes.get(at))) && is_no_hyphen(bytes.get(span.end)) {
        return true;
    }
    let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    let mut before = text[..span.start].chars().rev();
    let mut after = text[span.end..].chars();
    let joined_before = before.next().is_some_and(is_hyphen) && before.next().is_some_and(char::is_alphanumeric);
    let joined_after = after.next().is_some_and(is_hyphen) && after.next().is_some_and(char::is_alphanumeric);
    !joined_before && !joined_after
}

/// Extends a span by a quotation mark whose partner is inside the span: `“Great Solidarity” houses`.
fn with_quotes(text: &str, span: Span, words: &[Word]) -> Span {
    if words.windows(2).all(|pair| pair[1].start == pair[0].end() + 1) {
        return span; // one byte between neighbours leaves no room for a quotation mark
    }
    let inside = span.of(text);
    let (mut start, mut end) = (span.start, span.end);
    // Single quotation marks are left out because they may be apostrophes.
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

/// Drops every match that overlaps a longer one, or an earlier one of the same length. Returns the others in order of start.
/// Cost: O(n log n).
pub fn keep_longest(matches: Vec<Match<'_>>) -> Vec<Match<'_>> {
    keep_longest_by(matches, |matched| matched.span)
}

/// As [`keep_longest`], for items of any type that have a span.
pub fn keep_longest_by<T>(mut items: Vec<T>, span_of: impl Fn(&T) -> Span) -> Vec<T> {
    items.sort_by_key(|item| (Reverse(span_of(item).end - span_of(item).start), span_of(item).start));
    let mut kept: BTreeMap<usize, T> = BTreeMap::new();
    for item in items {
        let span = span_of(&item);
        let previous = kept.range(..span.end).next_back();
        if previous.is_none_or(|(_, other)| !span_of(other).overlaps(span)) {
            kept.insert(span.start, item);
        }
    }
    kept.into_values().collect()
}
