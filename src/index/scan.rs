//! Finding the terms of a glossary in running text.
//!
//! Text and terms are cut into words, each brought to its loosest form (folded, English base form). The terms form a trie
//! of such words; from every word of the text the trie is walked as far as it goes, so nested and overlapping terms are
//! all found in O(words × longest term). Each candidate is then compared word by word with the letters of the text: a mark
//! that the text lacks is forgiven, a mark that it has is not.

use std::collections::{BTreeMap, HashMap};

use crate::{
    lang::{Lang, english},
    model::TermType,
    text::{self, Span, TokenKind, key},
};

use super::{TermRef, is_capitalised};

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

/// A place in a text where a term stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<'g> {
    /// Where, in bytes of the scanned text.
    pub span: Span,
    /// The terms that match there, each with how well it does.
    pub terms: Vec<(TermRef<'g>, MatchKind)>,
}

/// A set of terms to look for.
#[derive(Debug, Default)]
pub struct Scanner<'g> {
    words: HashMap<String, u32>,
    edges: HashMap<(u32, u32), u32>,
    /// The terms that end at a node, each with its words in exact form.
    ends: HashMap<u32, Vec<(TermRef<'g>, Vec<String>)>>,
    nodes: u32,
}

impl<'g> Scanner<'g> {
    /// A scanner for some terms. Cost: linear in their words.
    pub fn of(terms: impl IntoIterator<Item = TermRef<'g>>) -> Self {
        let mut scanner = Self::default();
        for term in terms {
            scanner.add(term);
        }
        scanner
    }

    fn add(&mut self, term: TermRef<'g>) {
        let exact: Vec<String> = key::exact(&term.term.text).split(' ').map(str::to_owned).collect();
        let mut node = 0;
        for word in &exact {
            let next_word = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let word = *self.words.entry(english::base_form(text::fold(word).text())).or_insert(next_word);
            let nodes = &mut self.nodes;
            node = *self.edges.entry((node, word)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
        }
        if node != 0 {
            self.ends.entry(node).or_default().push((term, exact));
        }
    }

    /// Every place where a term stands, nested and overlapping ones included, in order of start, then end.
    pub fn scan(&self, text: &str) -> Vec<Match<'g>> {
        let folded = text::fold(text);
        let words: Vec<Word<'_>> = text::tokens(folded.text())
            .iter()
            .map(|token| {
                let span = folded.to_original(token.span);
                let base = (token.kind != TokenKind::Break).then(|| english::base_form(token.span.of(folded.text())));
                Word { span, text: span.of(text), id: base.and_then(|base| self.words.get(&base).copied()) }
            })
            .collect();
        let mut found = Vec::new();
        for start in 0..words.len() {
            let mut node = 0;
            for (end, word) in words.iter().enumerate().skip(start) {
                let Some(&next) = word.id.and_then(|id| self.edges.get(&(node, id))) else { break };
                node = next;
                let Some(ends) = self.ends.get(&node) else { continue };
                let span = Span::new(words[start].span.start, word.span.end);
                if !stands_alone(text, span) {
                    continue;
                }
                let terms: Vec<_> = ends
                    .iter()
                    .filter_map(|(term, exact)| Some((*term, agree(*term, exact, &words[start..=end])?)))
                    .collect();
                if !terms.is_empty() {
                    found.push(Match { span: with_quotes(text, span), terms });
                }
            }
        }
        found
    }
}

/// A scanner for each language of a glossary.
#[derive(Debug, Default)]
pub struct Scanners<'g>(BTreeMap<String, Scanner<'g>>);

impl<'g> Scanners<'g> {
    /// Scanners for some terms. Cost: linear in their words.
    pub fn of(terms: impl IntoIterator<Item = TermRef<'g>>) -> Self {
        let mut scanners = Self::default();
        for term in terms {
            scanners.0.entry(term.lang.primary().to_owned()).or_default().add(term);
        }
        scanners
    }

    /// The scanner for texts in a language: regions do not matter, so a term in `en-US` is found in English text.
    pub fn of_lang(&self, lang: &Lang) -> Option<&Scanner<'g>> {
        self.0.get(lang.primary())
    }
}

struct Word<'t> {
    span: Span,
    text: &'t str,
    id: Option<u32>,
}

/// Whether a term agrees with words of the text whose loosest forms are the same, and how well.
fn agree(of: TermRef<'_>, term: &[String], found: &[Word<'_>]) -> Option<MatchKind> {
    let keeps_case = of.term.case || of.term.kind == TermType::Acronym;
    if keeps_case && !same_capitals(&of.term.text, found) {
        return None;
    }
    let mut worst = MatchKind::Exact;
    for (term, found) in term.iter().zip(found) {
        worst = worst.max(agree_word(of.lang.is("en"), term, found.text)?);
    }
    // A single syllable without its marks is too often another word, unless both are written as names.
    let names = is_capitalised(&of.term.text) && found.iter().all(|word| is_capitalised(word.text));
    let refused = worst == MatchKind::Folded && found.len() == 1 && !names;
    (!refused).then_some(worst)
}

fn agree_word(english: bool, term: &str, found: &str) -> Option<MatchKind> {
    let exact = key::exact_word(found);
    if exact == term {
        return Some(MatchKind::Exact);
    }
    let (found_tone, term_tone) = (text::tone_style(&exact), text::tone_style(term));
    if found_tone == term_tone {
        return Some(MatchKind::ToneStyle);
    }
    if let Some(stem) = exact.strip_suffix("'s")
        && !term.ends_with("'s")
    {
        return agree_word(english, term, stem).map(|kind| kind.max(MatchKind::Inflected));
    }
    let bare = text::is_bare(&exact);
    let folded_term = text::fold(term);
    if bare && folded_term.text() == exact {
        return Some(MatchKind::Folded);
    }
    // The loosest forms are equal, so what is left of an English word is its inflection.
    (english && bare).then_some(MatchKind::Inflected)
}

/// Words that have a capital in the term need one in the text; an acronym may carry a plural `s`.
fn same_capitals(term: &str, found: &[Word<'_>]) -> bool {
    let words = text::tokens(term);
    words.iter().zip(found).all(|(token, word)| {
        let term_word = token.span.of(term);
        let all_caps = term_word.chars().filter(|c| c.is_uppercase()).count() > 1;
        if all_caps {
            let capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
            capitals(word.text) >= capitals(term_word)
        } else {
            !is_capitalised(term_word) || is_capitalised(word.text)
        }
    })
}

/// Not part of a longer hyphenated word: `poor household` does not stand in `near-poor household`.
fn stands_alone(text: &str, span: Span) -> bool {
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
    matches.sort_by_key(|m| (std::cmp::Reverse(m.span.end - m.span.start), m.span.start));
    let mut kept: BTreeMap<usize, Match<'_>> = BTreeMap::new();
    for found in matches {
        let before = kept.range(..found.span.end).next_back();
        if before.is_none_or(|(_, other)| !other.span.overlaps(found.span)) {
            kept.insert(found.span.start, found);
        }
    }
    kept.into_values().collect()
}
