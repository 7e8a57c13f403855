//! Answering a query.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use unicode_normalization::char::is_combining_mark;

use crate::{
    lang::{Lang, english},
    model::{Concept, Term},
    text::{self, Span, TokenKind, key},
};

use super::{
    Hit, HitKind, Index, MatchKind, TermRef, TextWords, derived, fuzzy,
    keys::Query,
    scan::{agree, stands_alone},
};

/// Glossaries that are searched together, the one that counts most first: where two have a concept of the same id, the
/// first one's is meant.
#[derive(Debug, Default)]
pub struct Layers {
    indexes: Vec<Index>,
}

/// The answers to a query.
#[derive(Debug, Default)]
pub struct Answers {
    /// One hit a concept, best first.
    pub hits: Vec<Hit>,
    /// Whether there are more terms of which the query is a part or the beginning.
    pub more: bool,
}

/// A query is compared with so many longer terms more than are wanted, and at least with this many, so that the best are
/// among them.
const SPARE: usize = 4;
const AT_LEAST: usize = 64;
/// Keys that begin with the query, at most so many are looked at.
const BEGINNINGS: u32 = 1_000;
/// Runs of more words than this inside a query are not looked up.
const LONGEST_INSIDE: usize = 12;

impl Layers {
    /// Some glossaries, the first counting most.
    pub fn new(indexes: Vec<Index>) -> Self {
        Self { indexes }
    }

    /// The glossaries.
    pub fn indexes(&self) -> &[Index] {
        &self.indexes
    }

    /// Whether one of the glossaries' indexes turned out to be damaged; see [`Index::is_damaged`].
    pub fn is_damaged(&self) -> bool {
        self.indexes.iter().any(Index::is_damaged)
    }

    /// The concepts of which texts with these words may have a term, and those that became part of them, without the
    /// examples for checks; none at all if one of them cannot be read. Cost: an fst look-up or two a word, and about a
    /// microsecond a concept.
    pub fn about(&self, words: &TextWords) -> Option<Vec<Concept>> {
        let mut numbers: Vec<BTreeSet<u32>> = self.indexes.iter().map(|index| index.about(words)).collect();
        let named = self.concepts(&numbers)?;
        let names: Vec<String> =
            named.iter().filter_map(|concept| Some(concept.preferred(&Lang::vi())?.text.clone())).collect();
        let parts = self.indexes.iter().map(|index| index.parts_of(&names));
        let new: Vec<BTreeSet<u32>> = parts.zip(&numbers).map(|(parts, known)| &parts - known).collect();
        if new.iter().all(BTreeSet::is_empty) {
            return Some(named);
        }
        // In the order of the glossaries, whatever led to a concept.
        numbers.iter_mut().zip(new).for_each(|(known, new)| known.extend(new));
        self.concepts(&numbers)
    }

    /// The concepts with some numbers of each glossary, but for those that a glossary before it has too.
    fn concepts(&self, numbers: &[BTreeSet<u32>]) -> Option<Vec<Concept>> {
        let mut all = Vec::new();
        for (layer, (index, numbers)) in self.indexes.iter().zip(numbers).enumerate() {
            for number in numbers {
                let concept = index.concept(*number)?;
                if !self.indexes[..layer].iter().any(|before| before.has(&concept.id)) {
                    all.push(concept);
                }
            }
        }
        Some(all)
    }

    /// A longer query (in bytes) is a text, and finds nothing.
    pub const LONGEST_QUERY: usize = 1_000;

    /// Finds the terms that answer `query`, one hit a concept, best first; of looser answers the best of at least four times
    /// `limit`, what is in use and short before the rest.
    ///
    /// A hit on the whole term always comes with the longer terms the query is part of. Edits are tried only if there is
    /// neither, for what stands in a term as typed is no slip; prefixes only if there is nothing else, and the terms
    /// inside the query unless the query is a term. Cost: a few fst look-ups and a microsecond or two for each hit.
    ///
    /// With `from` only terms of that language answer. If the query is no term, it is taken without the punctuation around
    /// it and the article before it.
    pub fn lookup(&self, query: &str, limit: usize, from: Option<&Lang>) -> Answers {
        let keys = Query::new(query);
        if keys.folded.is_empty() || query.len() > Self::LONGEST_QUERY {
            return Answers::default();
        }
        let enough = limit.saturating_mul(SPARE).max(AT_LEAST);
        let mut search = Search { layers: self, enough, from, query: keys, hits: Hits::default() };
        search.whole();
        let mut query = query;
        if search.hits.is_empty()
            && let Some(bare) = undressed(query)
        {
            query = bare;
            search.query = Query::new(bare);
            search.whole();
        }
        if search.hits.is_empty() {
            search.typed(query);
        }
        let whole = !search.hits.is_empty();
        search.part();
        if search.hits.is_empty() && derived(query).is_none() {
            search.edits();
        }
        if search.hits.is_empty() {
            search.prefix();
        }
        if !whole {
            search.inside(query);
        }
        let Hits { best, more } = search.hits;
        let mut hits: Vec<Hit> = best.into_values().collect();
        hits.sort_by(Hit::compare);
        Answers { hits, more }
    }

    /// The terms nearest to a query that found nothing. Cost: one pass over all keys of about its length.
    pub fn nearest(&self, query: &str, count: usize) -> Vec<String> {
        let query = key::folded(query);
        let mut near: Vec<(usize, String)> = Vec::new();
        for index in &self.indexes {
            for key in index.nearest(&query, count) {
                let concept = index.list_of_key(key.number).find_map(|number| index.concept(number));
                let term = concept.and_then(|concept| {
                    concept.all_terms().map(|(_, term)| &term.text).find(|text| key::folded(text) == key.key).cloned()
                });
                near.extend(term.map(|term| (key.edits, term)));
            }
        }
        near.sort();
        near.dedup();
        near.into_iter().take(count).map(|(_, term)| term).collect()
    }
}

/// A query on its way through the glossaries.
struct Search<'l> {
    layers: &'l Layers,
    /// So many looser hits are collected.
    enough: usize,
    /// Only terms of this language answer.
    from: Option<&'l Lang>,
    query: Query,
    hits: Hits,
}

/// The best hit of each concept so far.
#[derive(Default)]
struct Hits {
    best: HashMap<String, Hit>,
    more: bool,
}

impl Hits {
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

impl<'l> Search<'l> {
    /// Each glossary with its number.
    fn indexes(&self) -> impl Iterator<Item = (usize, &'l Index)> + use<'l> {
        self.layers.indexes.iter().enumerate()
    }

    /// The concept with a number, unless a glossary that counts more has another of its id.
    fn concept(&self, layer: usize, number: u32) -> Option<Arc<Concept>> {
        let concept = self.layers.indexes[layer].concept(number)?;
        let hidden = self.layers.indexes[..layer].iter().any(|index| index.has(&concept.id));
        (!hidden).then(|| Arc::new(concept))
    }

    /// Adds the terms of a concept that `found` says are hits: how, how many edits away, and what share of it.
    fn add(&mut self, layer: usize, number: u32, found: impl Fn(&Query, &Lang, &Term) -> Option<Found>) -> bool {
        let Some(concept) = self.concept(layer, number) else { return false };
        let mut any = false;
        let wanted = |lang: &Lang| self.from.is_none_or(|from| from.primary() == lang.primary());
        for (lang, term) in concept.all_terms().filter(|(lang, _)| wanted(lang)) {
            if let Some(Found { kind, distance, share }) = found(&self.query, lang, term) {
                self.hits.add(Hit::new(&self.query, (&concept, lang, term), kind, distance, share, layer));
                any = true;
            }
        }
        any
    }

    /// The query is a term.
    fn whole(&mut self) {
        self.equal_to(Found::whole);
    }

    fn equal_to(&mut self, found: impl Fn(HitKind) -> Option<Found> + Copy) {
        let mut wanted = self.query.aliases();
        wanted.push(self.query.folded.clone());
        for (layer, index) in self.indexes() {
            let mut concepts: Vec<u32> = Vec::new();
            for key in &wanted {
                let number = index.folded.get(key).and_then(|number| u32::try_from(number).ok());
                concepts.extend(number.into_iter().flat_map(|number| index.list_of_key(number)));
                concepts.extend(index.list_in(&index.aliases, key));
            }
            concepts.sort_unstable();
            concepts.dedup();
            for number in concepts {
                self.add(layer, number, |query, lang, term| query.equals(lang, term).and_then(found));
            }
        }
    }

    /// The query is the keys typed for a term: then the letters it stands for are the term's, tones and all.
    fn typed(&mut self, query: &str) {
        for letters in text::typed(query) {
            let raw = std::mem::replace(&mut self.query, Query::new(&letters));
            self.equal_to(|kind| if kind <= HitKind::ToneStyle { Found::whole(HitKind::Typed) } else { None });
            self.query = raw;
        }
    }

    /// Terms a few edits away.
    fn edits(&mut self) {
        // An acronym has no slips: one letter more or less is another one.
        let raw = &self.query.raw;
        if raw.chars().count() <= LONGEST_ACRONYM && raw.chars().all(char::is_uppercase) {
            return;
        }
        let wanted = self.query.folded.clone();
        let allowed = fuzzy::allowed(wanted.chars().filter(|c| c.is_alphanumeric()).count());
        for (layer, index) in self.indexes() {
            for near in index.near(&wanted, allowed).into_iter().filter(|near| short_words_agree(near.key, &wanted)) {
                for number in index.list_of_key(near.number) {
                    self.add(layer, number, |_, _, term| {
                        let found = key::folded(&term.text) == near.key;
                        found.then_some(Found { kind: HitKind::Fuzzy, distance: Some(near.edits), share: 1.0 })
                    });
                }
            }
        }
    }

    /// Terms that hold the query as a run of words.
    fn part(&mut self) {
        let (folded, tone) = (format!(" {} ", self.query.folded), format!(" {} ", self.query.tone));
        let accented = !text::is_bare(&self.query.raw);
        let letters = self.query.folded.chars().count();
        for (layer, index) in self.indexes() {
            let mut enough = self.enough;
            let wanted = self.query.folded.clone();
            for number in index.with_all_words(&wanted) {
                let is_part = self.add(layer, number, |_, _, term| {
                    let (whole, part) = if accented {
                        (key::tone_style(&term.text), &tone)
                    } else {
                        (key::folded(&term.text), &folded)
                    };
                    let inside = whole.len() + 2 > part.len() && format!(" {whole} ").contains(part.as_str());
                    let share = letters as f64 / whole.chars().count().max(1) as f64;
                    inside.then_some(Found { kind: HitKind::Part, distance: None, share })
                });
                if is_part && enough == 0 {
                    self.hits.more = true;
                    break;
                }
                enough -= usize::from(is_part);
            }
        }
    }

    /// Terms that begin with the query's letters, the shortest first of the first thousand.
    fn prefix(&mut self) {
        let wanted = self.query.folded.clone();
        for (layer, index) in self.indexes() {
            let all = index.keys().starting_with(&wanted);
            self.hits.more |= all.len() > BEGINNINGS as usize;
            let mut keys: Vec<(usize, u32)> = all
                .take(BEGINNINGS as usize)
                .filter_map(|number| Some((index.keys().get(number)?.len(), number)))
                .collect();
            keys.sort_unstable();
            self.hits.more |= keys.len() > self.enough;
            for (_, key) in keys.into_iter().take(self.enough) {
                for number in index.list_of_key(key) {
                    self.add(layer, number, |query, _, term| {
                        let whole = key::folded(&term.text);
                        let share = query.folded.len() as f64 / whole.len().max(1) as f64;
                        let begins = whole.starts_with(&query.folded);
                        begins.then_some(Found { kind: HitKind::Prefix, distance: None, share })
                    });
                }
            }
        }
    }

    /// Terms that stand inside the query, the longest at each place.
    fn inside(&mut self, query: &str) {
        let words: Vec<Span> =
            text::tokens(query).iter().filter(|token| token.kind != TokenKind::Break).map(|token| token.span).collect();
        if words.len() < 2 {
            return;
        }
        let mut runs: Vec<(Span, &[Span])> = (0..words.len())
            .flat_map(|from| (from..words.len().min(from + LONGEST_INSIDE)).map(move |to| (from, to)))
            .map(|(from, to)| (Span::new(words[from].start, words[to].end), &words[from..=to]))
            .filter(|(span, _)| stands_alone(query, *span))
            .collect();
        runs.sort_by_key(|(span, _)| (std::cmp::Reverse(span.end - span.start), span.start));
        let mut taken: Vec<Span> = Vec::new();
        for (span, words) in runs {
            let free = taken.iter().all(|other| !other.overlaps(span));
            if free && self.inside_at(query, span, words) {
                taken.push(span);
            }
        }
    }

    fn inside_at(&mut self, query: &str, span: Span, words: &[Span]) -> bool {
        let folded = key::folded(span.of(query));
        let base = english::key(span.of(query));
        let share = span.of(query).len() as f64 / query.len() as f64;
        let mut any = false;
        for (layer, index) in self.indexes() {
            let of_key = |key: &str| index.folded.get(key).and_then(|number| u32::try_from(number).ok());
            let mut concepts: Vec<u32> = Vec::new();
            for key in [&folded, &base] {
                concepts.extend(of_key(key).into_iter().flat_map(|number| index.list_of_key(number)));
                concepts.extend(index.list_in(&index.aliases, key));
            }
            concepts.sort_unstable();
            concepts.dedup();
            for number in concepts {
                any |= self.add(layer, number, |_, lang, term| {
                    let same = key::folded(&term.text) == folded || english::key(&term.text) == base;
                    let kind = same.then(|| agrees(lang, term, query, words)).flatten();
                    kind.map(|_| Found { kind: HitKind::Inside, distance: None, share })
                });
            }
        }
        any
    }
}

/// A query without the punctuation around it and an article before it, if it has any and something is left.
fn undressed(query: &str) -> Option<&str> {
    let is_dress = |c: char| !(c.is_alphanumeric() || is_combining_mark(c));
    let bare = query.trim_matches(is_dress);
    let article = ["a ", "an ", "the "].into_iter().find_map(|article| {
        let start = bare.get(..article.len()).filter(|start| start.eq_ignore_ascii_case(article))?;
        Some(bare[start.len()..].trim_start())
    });
    let bare = article.unwrap_or(bare);
    (bare != query.trim() && !bare.is_empty()).then_some(bare)
}

/// Whether a term agrees with words of a query as it would with words of a text.
fn agrees(lang: &Lang, term: &Term, query: &str, words: &[Span]) -> Option<MatchKind> {
    let nowhere = Concept::new("", "");
    let of = TermRef { concept: &nowhere, lang, term };
    agree(&of, &key::exact(&term.text), &words.iter().map(|span| span.of(query)))
}

/// How a term answers a query.
struct Found {
    kind: HitKind,
    distance: Option<usize>,
    share: f64,
}

impl Found {
    fn whole(kind: HitKind) -> Option<Self> {
        Some(Self { kind, distance: None, share: 1.0 })
    }
}

impl Index {
    /// The concepts whose terms have all words of a folded key, in order.
    fn with_all_words(&self, key: &str) -> impl Iterator<Item = u32> {
        let words: BTreeSet<&str> = key.split(' ').collect();
        let mut lists: Vec<Vec<u32>> =
            words.into_iter().map(|word| self.list_in(&self.words, word).collect()).collect();
        lists.sort_by_key(Vec::len);
        let mut lists = lists.into_iter();
        let rarest = lists.next().unwrap_or_default();
        let others: Vec<Vec<u32>> = lists.collect();
        rarest.into_iter().filter(move |number| others.iter().all(|list| list.binary_search(number).is_ok()))
    }
}

/// A word of capitals up to this length is taken for an acronym.
const LONGEST_ACRONYM: usize = 7;

/// Words of one or two letters have no slips: `Bộ` is not `Sở`, `TN` not `NN`.
fn short_words_agree(found: &str, wanted: &str) -> bool {
    let short = |word: &&str| word.chars().count() <= 2;
    let (found, wanted): (Vec<&str>, Vec<&str>) = (found.split(' ').collect(), wanted.split(' ').collect());
    found.len() != wanted.len() || found.iter().zip(&wanted).all(|(a, b)| a == b || !(short(a) || short(b)))
}
