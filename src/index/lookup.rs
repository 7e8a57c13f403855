//! Answering a query.

use std::collections::BTreeMap;

use fst::{Automaton, IntoStreamer, Streamer, automaton::Str};

use crate::{
    model::Status,
    text::{self, key},
};

use super::{Derived, Index, Scanner, TermRef, Terms, Tier, derive, fuzzy};

/// How a hit was found. The order is the order of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// Equal after NFC, case and white space.
    Exact,
    /// Equal but for the place of a tone mark, or `i`/`y`.
    ToneStyle,
    /// Equal but for diacritics.
    Folded,
    /// Equal but for English inflection or spelling.
    Inflected,
    /// The query is the term's acronym.
    Acronym,
    /// Composed by rule; not in the termbase as such.
    Derived,
    /// A few edits away.
    Fuzzy,
    /// The query stands inside a longer term.
    Part,
    /// The query begins a longer term.
    Prefix,
    /// The term stands inside the query.
    Inside,
}

impl HitKind {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::ToneStyle => "tone-style",
            Self::Folded => "folded",
            Self::Inflected => "inflected",
            Self::Acronym => "acronym",
            Self::Derived => "derived",
            Self::Fuzzy => "fuzzy",
            Self::Part => "part",
            Self::Prefix => "prefix",
            Self::Inside => "inside",
        }
    }

    fn score(self) -> f64 {
        match self {
            Self::Exact => 1.0,
            Self::ToneStyle => 0.98,
            Self::Folded => 0.95,
            Self::Inflected => 0.93,
            Self::Acronym => 0.9,
            Self::Derived => 0.85,
            Self::Fuzzy => 0.8,
            Self::Part => 0.6,
            Self::Prefix => 0.5,
            Self::Inside => 0.4,
        }
    }
}

/// A term that answers a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'g> {
    /// The term.
    pub found: TermRef<'g>,
    /// How it was found.
    pub kind: HitKind,
    /// 0 to 1, for ordering: each kind has its place, edits and the unmatched part of a longer term lower it.
    pub score: f64,
    /// Edits, for [`HitKind::Fuzzy`].
    pub distance: Option<u8>,
}

impl Index {
    /// Finds the terms of `terms` (those the index was built from) that answer `query`, one hit a concept, best first.
    ///
    /// A hit on the whole term always comes with the longer terms the query is part of. Edits are tried only if there is
    /// neither, for what stands in a term as typed is no slip; prefixes only if there is nothing else, and the terms
    /// inside the query unless the query is a term. Cost: a few fst look-ups; edits walk the part of the dictionary within
    /// their distance.
    pub fn lookup<'g>(&self, terms: &Terms<'g>, query: &str) -> Vec<Hit<'g>> {
        let mut hits = Hits { by_concept: BTreeMap::new(), raw: query.trim().to_owned(), query: key::exact(query) };
        if key::folded(query).is_empty() {
            return Vec::new();
        }
        self.whole(terms, query, &mut hits);
        let whole = !hits.by_concept.is_empty();
        self.part(terms, query, &mut hits);
        if hits.by_concept.is_empty() && derive::derive(query).is_none() {
            self.edits(terms, query, &mut hits);
        }
        if hits.by_concept.is_empty() {
            self.prefix(terms, query, &mut hits);
        }
        if !whole {
            self.inside(terms, query, &mut hits);
        }
        hits.ranked()
    }

    /// Names composed by rule for a query such as `X commune`.
    pub fn derived(query: &str) -> Option<Derived> {
        derive::derive(query)
    }

    /// The terms nearest to a query that found nothing. Cost: one pass over all keys.
    pub fn nearest<'g>(&self, terms: &Terms<'g>, query: &str, count: usize) -> Vec<TermRef<'g>> {
        let lists = fuzzy::nearest(self, &key::folded(query), count);
        lists.into_iter().filter_map(|list| self.list(list).first().and_then(|&ordinal| terms.get(ordinal))).collect()
    }

    fn whole<'g>(&self, terms: &Terms<'g>, query: &str, hits: &mut Hits<'g>) {
        let tiers = [
            (Tier::Exact, HitKind::Exact),
            (Tier::ToneStyle, HitKind::ToneStyle),
            (Tier::Loose, HitKind::ToneStyle),
            (Tier::Folded, HitKind::Folded),
            (Tier::Inflected, HitKind::Inflected),
            (Tier::Acronym, HitKind::Acronym),
        ];
        for (tier, kind) in tiers {
            let wanted = tier.query_key(query);
            for term in self.postings(tier, &wanted).iter().filter_map(|&ordinal| terms.get(ordinal)) {
                // The index is a cache: what it says is derived again from the term.
                if tier.keys(&term).contains(&wanted) {
                    hits.add(term, kind, kind.score(), None);
                }
            }
        }
    }

    fn edits<'g>(&self, terms: &Terms<'g>, query: &str, hits: &mut Hits<'g>) {
        // An acronym has no slips: one letter more or less is another one.
        let acronym = query.trim().chars().count() <= LONGEST_ACRONYM && query.trim().chars().all(char::is_uppercase);
        if acronym {
            return;
        }
        let wanted = key::folded(query);
        let allowed = fuzzy::allowed(wanted.chars().filter(|c| c.is_alphanumeric()).count());
        for (edits, list) in fuzzy::within(self, &wanted, allowed) {
            for term in self.list(list).iter().filter_map(|&ordinal| terms.get(ordinal)) {
                let found = key::folded(&term.term.text);
                if strsim::osa_distance(&found, &wanted) == usize::from(edits) && short_words_agree(&found, &wanted) {
                    let score = HitKind::Fuzzy.score() - 0.05 * f64::from(edits);
                    hits.add(term, HitKind::Fuzzy, score, Some(edits));
                }
            }
        }
    }

    /// Terms that hold the query as a run of words.
    fn part<'g>(&self, terms: &Terms<'g>, query: &str, hits: &mut Hits<'g>) {
        let wanted = key::folded(query);
        let lists = wanted.split(' ').map(|word| self.postings(Tier::Words, word));
        let Some(rarest) = lists.min_by_key(|list| list.len()) else { return };
        let accented = !text::is_bare(query);
        for term in rarest.iter().filter_map(|&ordinal| terms.get(ordinal)) {
            let (whole, part) = if accented {
                (key::tone_style(&term.term.text), key::tone_style(query))
            } else {
                (key::folded(&term.term.text), wanted.clone())
            };
            if whole != part && format!(" {whole} ").contains(&format!(" {part} ")) {
                let share = part.chars().count() as f64 / whole.chars().count() as f64;
                hits.add(term, HitKind::Part, HitKind::Part.score() + 0.1 * share, None);
            }
        }
    }

    fn prefix<'g>(&self, terms: &Terms<'g>, query: &str, hits: &mut Hits<'g>) {
        let wanted = key::folded(query);
        let mut stream = self.map(Tier::Folded).search(Str::new(&wanted).starts_with()).into_stream();
        while let Some((_, list)) = stream.next() {
            for term in self.list(list).iter().filter_map(|&ordinal| terms.get(ordinal)) {
                let whole = key::folded(&term.term.text);
                if whole.starts_with(&wanted) {
                    let share = wanted.len() as f64 / whole.len() as f64;
                    hits.add(term, HitKind::Prefix, HitKind::Prefix.score() + 0.1 * share, None);
                }
            }
        }
    }

    /// Terms that stand inside a longer query. Only terms that share a word with it are looked at.
    fn inside<'g>(&self, terms: &Terms<'g>, query: &str, hits: &mut Hits<'g>) {
        let folded = key::folded(query);
        if !folded.contains(' ') {
            return;
        }
        let mut near: Vec<u32> = folded.split(' ').flat_map(|word| self.sharing(word)).collect();
        near.sort_unstable();
        near.dedup();
        let scanner = Scanner::of(near.into_iter().filter_map(|ordinal| terms.get(ordinal)));
        for found in super::longest(scanner.scan(query)) {
            for (term, _) in found.terms {
                let share = found.span.of(query).len() as f64 / query.len() as f64;
                hits.add(term, HitKind::Inside, HitKind::Inside.score() + 0.1 * share, None);
            }
        }
    }

    /// Terms with `word` in them, in this form or its base form.
    fn sharing(&self, word: &str) -> Vec<u32> {
        let base = crate::lang::english::base_form(word);
        let mut found = self.postings(Tier::Words, word).to_vec();
        if base != word {
            found.extend_from_slice(self.postings(Tier::Words, &base));
        }
        found
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

/// The best hit of each concept so far.
struct Hits<'g> {
    by_concept: BTreeMap<&'g str, Hit<'g>>,
    raw: String,
    query: String,
}

impl<'g> Hits<'g> {
    fn add(&mut self, found: TermRef<'g>, kind: HitKind, score: f64, distance: Option<u8>) {
        let hit = Hit { found, kind, score, distance };
        match self.by_concept.get(found.concept.id.as_str()) {
            Some(best) if self.rank(best) <= self.rank(&hit) => {}
            _ => {
                self.by_concept.insert(&found.concept.id, hit);
            }
        }
    }

    /// Smaller is better: kind, edits, difference in letters, what is in use, status, then the shorter term.
    fn rank(&self, hit: &Hit<'g>) -> (HitKind, u8, usize, bool, Status, usize) {
        let term = hit.found.term;
        let difference = match hit.kind {
            HitKind::Fuzzy | HitKind::Folded => strsim::osa_distance(&key::exact(&term.text), &self.query),
            HitKind::Exact => usize::from(term.text != self.raw),
            _ => 0,
        };
        let past = hit.found.concept.validity.to.is_some();
        (hit.kind, hit.distance.unwrap_or(0), difference, past, term.status, term.text.chars().count())
    }

    fn ranked(self) -> Vec<Hit<'g>> {
        let mut hits: Vec<Hit<'g>> = self.by_concept.values().cloned().collect();
        hits.sort_by(|a, b| self.rank(a).cmp(&self.rank(b)).then_with(|| a.found.concept.id.cmp(&b.found.concept.id)));
        hits
    }
}
