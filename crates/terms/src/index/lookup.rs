//! Look-up: finds the terms that answer a query.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use unicode_normalization::char::is_combining_mark;

use gloss_core::{
    lang::{Lang, english},
    model::{Concept, Term},
    text::{self, Span, TokenKind, key},
};

use super::{
    Hit, HitKind, Index, TermRef, TextWords, derive_name, fuzzy,
    keys::QueryKeys,
    scan::{agreement, stands_alone},
};

/// Glossaries that are searched together, in order of precedence: a concept hides those with the same id in later glossaries.
#[derive(Debug, Default)]
pub struct Layers {
    indexes: Vec<Index>,
}

/// The answers to a query.
#[derive(Debug, Default)]
pub struct Answers {
    /// One hit per concept, best first.
    pub hits: Vec<Hit>,
    /// Whether more terms contain the query or begin with it.
    pub more: bool,
}

/// Number of longer terms to compare with the query per requested hit, so that the best are among them.
const CANDIDATES_PER_HIT: usize = 4;
/// Lower limit of the number of longer terms to compare with the query.
const MIN_CANDIDATES: usize = 64;
/// Upper limit of the keys to compare that begin with the query.
const MAX_PREFIX_KEYS: usize = 1_000;
/// Upper limit of the words of a term inside the query.
const MAX_INSIDE_WORDS: usize = 12;
/// Upper limit of the letters of a query in capitals that counts as an acronym.
const MAX_ACRONYM_LETTERS: usize = 7;

impl Layers {
    /// Layers of glossaries, the one with the highest precedence first.
    pub fn new(indexes: Vec<Index>) -> Self {
        Self { indexes }
    }

    /// The indexes of the glossaries, in order of precedence.
    pub fn indexes(&self) -> &[Index] {
        &self.indexes
    }

    /// Whether one of the glossaries' indexes turned out to be damaged; see [`Index::is_damaged`].
    pub fn is_damaged(&self) -> bool {
        self.indexes.iter().any(Index::is_damaged)
    }

    /// The concepts whose terms may occur in texts with these words, and the concepts that became part of those. They come
    /// without the examples for checks; `None` if one of them cannot be read. Cost: one or two fst look-ups per word, and
    /// about a microsecond per concept.
    pub fn concepts_for_words(&self, words: &TextWords) -> Option<Vec<Concept>> {
        let mut numbers: Vec<BTreeSet<u32>> =
            self.indexes.iter().map(|index| index.concepts_for_words(words)).collect();
        let named = self.concepts(&numbers)?;
        let names: Vec<String> =
            named.iter().filter_map(|concept| Some(concept.preferred(&Lang::vi())?.text.clone())).collect();
        let merged = self.indexes.iter().map(|index| index.concepts_merged_into(&names));
        let new: Vec<BTreeSet<u32>> = merged.zip(&numbers).map(|(merged, known)| &merged - known).collect();
        if new.iter().all(BTreeSet::is_empty) {
            return Some(named);
        }
        // Read all of them again, to keep the order of the glossaries.
        numbers.iter_mut().zip(new).for_each(|(known, new)| known.extend(new));
        self.concepts(&numbers)
    }

    /// The concepts with these numbers in each glossary, except those hidden by an earlier glossary.
    fn concepts(&self, numbers: &[BTreeSet<u32>]) -> Option<Vec<Concept>> {
        let mut concepts = Vec::new();
        for (layer, (index, numbers)) in self.indexes.iter().zip(numbers).enumerate() {
            for number in numbers {
                let concept = index.concept(*number)?;
                if !self.is_hidden(layer, &concept) {
                    concepts.push(concept);
                }
            }
        }
        Some(concepts)
    }

    /// Whether a glossary before `layer` has a concept with the same id.
    fn is_hidden(&self, layer: usize, concept: &Concept) -> bool {
        self.indexes[..layer].iter().any(|earlier| earlier.contains_id(&concept.id))
    }

    /// Upper limit of a query in bytes; a longer one finds nothing.
    pub const MAX_QUERY_BYTES: usize = 1_000;

    /// Finds the terms that answer `query`, one hit per concept, best first. With `from`, only terms in that language answer.
    ///
    /// The query is first taken as a whole term: as it is, without surrounding punctuation and a leading article, and as keys
    /// typed in Telex or VNI. Longer terms that contain the query are always added. The rest is tried in turn:
    ///
    /// - misspelt terms, if nothing has been found and the query is not a name that a rule translates;
    /// - terms that begin with the query, if nothing has been found;
    /// - terms inside the query, if the query is not a whole term.
    ///
    /// Of the longer terms, at least four times `limit` are compared, those in use and the shortest first, so the best are
    /// among the hits. Cost: a few fst look-ups, and a microsecond or two per hit.
    pub fn lookup(&self, query: &str, limit: usize, from: Option<&Lang>) -> Answers {
        let keys = QueryKeys::new(query);
        if keys.folded.is_empty() || query.len() > Self::MAX_QUERY_BYTES {
            return Answers::default();
        }
        let max_candidates = limit.saturating_mul(CANDIDATES_PER_HIT).max(MIN_CANDIDATES);
        let mut lookup = Lookup { layers: self, max_candidates, from, query: keys, hits: BestHits::default() };
        lookup.find_whole_terms();
        let mut query = query;
        if lookup.hits.is_empty()
            && let Some(trimmed) = without_punctuation_and_article(query)
        {
            query = trimmed;
            lookup.query = QueryKeys::new(trimmed);
            lookup.find_whole_terms();
        }
        if lookup.hits.is_empty() {
            lookup.find_typed_terms(query);
        }
        let is_whole_term = !lookup.hits.is_empty();
        lookup.find_longer_terms();
        if lookup.hits.is_empty() && derive_name(query).is_none() {
            lookup.find_misspelt_terms();
        }
        if lookup.hits.is_empty() {
            lookup.find_terms_with_prefix();
        }
        if !is_whole_term {
            lookup.find_terms_inside(query);
        }
        let BestHits { best, more } = lookup.hits;
        let mut hits: Vec<Hit> = best.into_values().collect();
        hits.sort_by(Hit::compare);
        Answers { hits, more }
    }

    /// The terms most similar to a query, to suggest when a look-up finds nothing. Cost: one pass over all keys, which compares
    /// those of similar length.
    pub fn nearest(&self, query: &str, count: usize) -> Vec<String> {
        let query = key::folded(query);
        let mut terms: Vec<(usize, String)> = Vec::new();
        for index in &self.indexes {
            for near in index.nearest(&query, count) {
                let concept = index.concepts_of_key(near.number).find_map(|number| index.concept(number));
                let term = concept.and_then(|concept| {
                    concept.all_terms().map(|(_, term)| &term.text).find(|text| key::folded(text) == near.key).cloned()
                });
                terms.extend(term.map(|term| (near.edits, term)));
            }
        }
        terms.sort();
        terms.dedup();
        terms.into_iter().take(count).map(|(_, term)| term).collect()
    }
}

/// The state of one look-up.
struct Lookup<'l> {
    layers: &'l Layers,
    /// Upper limit of the longer terms to collect in each glossary.
    max_candidates: usize,
    /// The only language whose terms answer, if set.
    from: Option<&'l Lang>,
    query: QueryKeys,
    hits: BestHits,
}

/// The best hit of each concept so far, by id.
#[derive(Default)]
struct BestHits {
    best: HashMap<String, Hit>,
    more: bool,
}

impl BestHits {
    fn is_empty(&self) -> bool {
        self.best.is_empty()
    }

    fn add(&mut self, hit: Hit) {
        match self.best.get(&hit.concept.id) {
            Some(best) if best.compare(&hit).is_le() => {}
            _ => {
                self.best.insert(hit.concept.id.clone(), hit);
            }
        }
    }
}

impl<'l> Lookup<'l> {
    /// The layers with their numbers.
    fn indexes(&self) -> impl Iterator<Item = (usize, &'l Index)> + use<'l> {
        self.layers.indexes.iter().enumerate()
    }

    /// A concept of a layer, unless an earlier layer hides it.
    fn concept(&self, layer: usize, number: u32) -> Option<Arc<Concept>> {
        let concept = self.layers.indexes[layer].concept(number)?;
        (!self.layers.is_hidden(layer, &concept)).then(|| Arc::new(concept))
    }

    /// Adds a hit for each term of a concept that `compare` accepts; returns whether there was one.
    fn add(&mut self, layer: usize, number: u32, compare: impl Fn(&QueryKeys, &Lang, &Term) -> Option<Answer>) -> bool {
        let Some(concept) = self.concept(layer, number) else { return false };
        let mut has_hit = false;
        let is_allowed = |lang: &Lang| self.from.is_none_or(|from| from.primary() == lang.primary());
        for (lang, term) in concept.all_terms().filter(|(lang, _)| is_allowed(lang)) {
            if let Some(Answer { kind, distance, share }) = compare(&self.query, lang, term) {
                self.hits.add(Hit::new(&self.query, (&concept, lang, term), kind, distance, share, layer));
                has_hit = true;
            }
        }
        has_hit
    }

    /// Finds the terms that equal the query.
    fn find_whole_terms(&mut self) {
        self.find_equal_terms(|kind| Some(Answer::whole_term(kind)));
    }

    /// Finds the terms that equal the query in a way that `accept` turns into an answer.
    fn find_equal_terms(&mut self, accept: impl Fn(HitKind) -> Option<Answer> + Copy) {
        let mut keys = self.query.alias_keys();
        keys.push(self.query.folded.clone());
        for (layer, index) in self.indexes() {
            for number in index.concepts_with_keys(&keys) {
                self.add(layer, number, |query, lang, term| query.equality(lang, term).and_then(accept));
            }
        }
    }

    /// Finds terms for which the query is the keys typed in Telex or VNI. Tones must agree, because they were typed, too.
    fn find_typed_terms(&mut self, query: &str) {
        for letters in text::decode_keystrokes(query) {
            let raw = std::mem::replace(&mut self.query, QueryKeys::new(&letters));
            let accept = |kind| (kind <= HitKind::ToneStyle).then(|| Answer::whole_term(HitKind::Typed));
            self.find_equal_terms(accept);
            self.query = raw;
        }
    }

    /// Finds terms a few edits away.
    fn find_misspelt_terms(&mut self) {
        // An acronym with one letter more or less is another acronym, not a misspelling.
        let raw = &self.query.raw;
        if raw.chars().count() <= MAX_ACRONYM_LETTERS && raw.chars().all(char::is_uppercase) {
            return;
        }
        let query = self.query.folded.clone();
        let allowed = fuzzy::allowed_edits(query.chars().filter(|c| c.is_alphanumeric()).count());
        for (layer, index) in self.indexes() {
            for near in index.near(&query, allowed).into_iter().filter(|near| short_words_agree(near.key, &query)) {
                let answer = Answer { kind: HitKind::Fuzzy, distance: Some(near.edits), share: 1.0 };
                for number in index.concepts_of_key(near.number) {
                    self.add(layer, number, |_, _, term| (key::folded(&term.text) == near.key).then_some(answer));
                }
            }
        }
    }

    /// Finds longer terms that contain the query as a run of words.
    fn find_longer_terms(&mut self) {
        let (folded, tone) = (format!(" {} ", self.query.folded), format!(" {} ", self.query.tone));
        let has_diacritics = !text::is_bare(&self.query.raw);
        let letters = self.query.folded.chars().count();
        for (layer, index) in self.indexes() {
            let mut remaining = self.max_candidates;
            let words = self.query.folded.clone();
            for number in index.concepts_with_all_words(&words) {
                let has_hit = self.add(layer, number, |_, _, term| {
                    let (term, query) = if has_diacritics {
                        (key::tone_style(&term.text), &tone)
                    } else {
                        (key::folded(&term.text), &folded)
                    };
                    let contains = term.len() + 2 > query.len() && format!(" {term} ").contains(query.as_str());
                    let share = letters as f64 / term.chars().count().max(1) as f64;
                    contains.then_some(Answer { kind: HitKind::Part, distance: None, share })
                });
                if has_hit && remaining == 0 {
                    self.hits.more = true;
                    break;
                }
                remaining -= usize::from(has_hit);
            }
        }
    }

    /// Finds terms that begin with the letters of the query: the shortest of the first thousand.
    fn find_terms_with_prefix(&mut self) {
        let query = self.query.folded.clone();
        for (layer, index) in self.indexes() {
            let matching = index.keys().starting_with(&query);
            self.hits.more |= matching.len() > MAX_PREFIX_KEYS;
            let mut keys: Vec<(usize, u32)> = matching
                .take(MAX_PREFIX_KEYS)
                .filter_map(|number| Some((index.keys().get(number)?.len(), number)))
                .collect();
            keys.sort_unstable();
            self.hits.more |= keys.len() > self.max_candidates;
            for (_, key) in keys.into_iter().take(self.max_candidates) {
                for number in index.concepts_of_key(key) {
                    self.add(layer, number, |query, _, term| {
                        let term = key::folded(&term.text);
                        let share = query.folded.len() as f64 / term.len().max(1) as f64;
                        let begins = term.starts_with(&query.folded);
                        begins.then_some(Answer { kind: HitKind::Prefix, distance: None, share })
                    });
                }
            }
        }
    }

    /// Finds terms inside the query, the longest first; they do not overlap.
    fn find_terms_inside(&mut self, query: &str) {
        let tokens = text::tokens(query);
        let words: Vec<Span> =
            tokens.iter().filter(|token| token.kind != TokenKind::Break).map(|token| token.span).collect();
        if words.len() < 2 {
            return;
        }
        let mut runs: Vec<(Span, &[Span])> = (0..words.len())
            .flat_map(|from| (from..words.len().min(from + MAX_INSIDE_WORDS)).map(move |to| (from, to)))
            .map(|(from, to)| (Span::new(words[from].start, words[to].end), &words[from..=to]))
            .filter(|(span, _)| stands_alone(query, *span))
            .collect();
        runs.sort_by_key(|(span, _)| (std::cmp::Reverse(span.end - span.start), span.start));
        let mut taken: Vec<Span> = Vec::new();
        for (span, words) in runs {
            let is_free = taken.iter().all(|other| !other.overlaps(span));
            if is_free && self.find_term_at(query, span, words) {
                taken.push(span);
            }
        }
    }

    /// Adds the terms that match the words of a span of the query; returns whether there is one.
    fn find_term_at(&mut self, query: &str, span: Span, words: &[Span]) -> bool {
        let folded = key::folded(span.of(query));
        let base = english::key(span.of(query));
        let share = span.of(query).len() as f64 / query.len() as f64;
        let answer = Answer { kind: HitKind::Inside, distance: None, share };
        let mut has_hit = false;
        for (layer, index) in self.indexes() {
            for number in index.concepts_with_keys(&[&folded, &base]) {
                has_hit |= self.add(layer, number, |_, lang, term| {
                    let has_key = key::folded(&term.text) == folded || english::key(&term.text) == base;
                    (has_key && matches_words(lang, term, query, words)).then_some(answer)
                });
            }
        }
        has_hit
    }
}

/// The query without surrounding punctuation and a leading article; `None` if that changes nothing or leaves nothing.
fn without_punctuation_and_article(query: &str) -> Option<&str> {
    let is_punctuation = |c: char| !(c.is_alphanumeric() || is_combining_mark(c));
    let trimmed = query.trim_matches(is_punctuation);
    let after_article = ["a ", "an ", "the "].into_iter().find_map(|article| {
        let start = trimmed.get(..article.len()).filter(|start| start.eq_ignore_ascii_case(article))?;
        Some(trimmed[start.len()..].trim_start())
    });
    let rest = after_article.unwrap_or(trimmed);
    (rest != query.trim() && !rest.is_empty()).then_some(rest)
}

/// Whether a term matches words of the query as it would match words of a text.
fn matches_words(lang: &Lang, term: &Term, query: &str, words: &[Span]) -> bool {
    let concept = Concept::new("", "");
    let term = TermRef { concept: &concept, lang, term };
    agreement(&term, &key::exact(&term.term.text), &words.iter().map(|span| span.of(query))).is_some()
}

/// How a term answers a query.
#[derive(Clone, Copy)]
struct Answer {
    kind: HitKind,
    distance: Option<usize>,
    /// The length of the shorter of term and query as a share of the longer one.
    share: f64,
}

impl Answer {
    /// The query is the whole term.
    fn whole_term(kind: HitKind) -> Self {
        Self { kind, distance: None, share: 1.0 }
    }
}

impl Index {
    /// The concepts with one of these keys as folded key or alias, in order.
    fn concepts_with_keys(&self, keys: &[impl AsRef<str>]) -> Vec<u32> {
        let mut concepts: Vec<u32> = Vec::new();
        for key in keys {
            let number = self.folded.get(key.as_ref()).and_then(|number| u32::try_from(number).ok());
            concepts.extend(number.into_iter().flat_map(|number| self.concepts_of_key(number)));
            concepts.extend(self.concepts_in(&self.aliases, key.as_ref()));
        }
        concepts.sort_unstable();
        concepts.dedup();
        concepts
    }

    /// The concepts whose terms have all words of a folded key, in order.
    fn concepts_with_all_words(&self, key: &str) -> impl Iterator<Item = u32> {
        let words: BTreeSet<&str> = key.split(' ').collect();
        let mut lists: Vec<Vec<u32>> =
            words.into_iter().map(|word| self.concepts_in(&self.words, word).collect()).collect();
        lists.sort_by_key(Vec::len);
        let mut lists = lists.into_iter();
        let shortest = lists.next().unwrap_or_default();
        let others: Vec<Vec<u32>> = lists.collect();
        shortest.into_iter().filter(move |number| others.iter().all(|list| list.binary_search(number).is_ok()))
    }
}

/// Whether all words of one or two letters are the same in a key and a query. Such words do not count as misspelt: `Bộ` is
/// not `Sở`, `TN` not `NN`.
fn short_words_agree(key: &str, query: &str) -> bool {
    let is_short = |word: &&str| word.chars().count() <= 2;
    let (key, query): (Vec<&str>, Vec<&str>) = (key.split(' ').collect(), query.split(' ').collect());
    key.len() != query.len() || key.iter().zip(&query).all(|(a, b)| a == b || !(is_short(a) || is_short(b)))
}
