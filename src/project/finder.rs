//! Journey: a query → terms.

use std::{path::PathBuf, sync::OnceLock};

use rayon::prelude::*;

use gloss_core::{
    lang::Lang,
    model::{Concept, Status},
};
use gloss_terms::index::{Hit, HitKind, Index, Layers, TextWords, derive_name};

use super::{Layer, ProjectError, Workspace, cache};

/// The glossaries of a workspace, ready to answer. Opening costs a few system calls, for indexes are mapped and glossary
/// texts are not read unless they changed.
#[derive(Debug)]
pub struct Finder {
    /// Where they belong.
    pub workspace: Workspace,
    layers: Layers,
    /// What could not be read of the glossaries, a line each.
    pub faults: Vec<String>,
    /// The same glossaries, read from their texts: made if an index turns out to be damaged.
    rebuilt: OnceLock<Layers>,
}

/// What a query found.
#[derive(Debug)]
pub struct LookupReport {
    /// The query as typed.
    pub query: String,
    /// Answers, best first.
    pub answers: Vec<Answer>,
    /// Whether there are more terms of which the query is a part or the beginning.
    pub more: bool,
}

/// One answer: a concept of the termbase, or a name composed by rule.
#[derive(Debug)]
pub enum Answer {
    /// A term of the termbase.
    Term(Hit),
    /// A name that follows from a rule (kind word + name), with its readings.
    Derived(Reading),
}

/// A name composed by rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The query's language.
    pub lang: Lang,
    /// The query.
    pub term: String,
    /// The language of the readings.
    pub to: Lang,
    /// The names in the other language, the usual one first.
    pub readings: Vec<String>,
}

impl Answer {
    /// How it was found.
    pub fn kind(&self) -> HitKind {
        match self {
            Self::Term(hit) => hit.kind,
            Self::Derived(_) => HitKind::Derived,
        }
    }

    /// The concept, unless the answer was composed.
    pub fn concept(&self) -> Option<&Concept> {
        match self {
            Self::Term(hit) => Some(&hit.concept),
            Self::Derived(_) => None,
        }
    }
}

/// How many near terms are named when nothing was found.
const NEAREST: usize = 5;

impl Finder {
    /// A longer query (in bytes) is a text, and finds nothing.
    pub const MAX_QUERY_BYTES: usize = Layers::MAX_QUERY_BYTES;

    /// Opens the indexes of a workspace; what is not there yet, or not what its glossary is now, is built.
    ///
    /// # Errors
    /// [`ProjectError`] if a glossary file cannot be read, or an index cannot be built of it.
    pub fn open(workspace: Workspace) -> Result<Self, ProjectError> {
        let (mut indexes, mut faults) = (Vec::new(), Vec::new());
        for layer in &workspace.layers {
            let opened = cache::open(layer)?;
            indexes.push(opened.index);
            faults.extend(opened.faults);
        }
        Ok(Self { workspace, layers: Layers::new(indexes), faults, rebuilt: OnceLock::new() })
    }

    /// Each glossary with its index.
    pub fn indexes(&self) -> impl Iterator<Item = (&Layer, &Index)> {
        self.workspace.layers.iter().zip(self.layers.indexes())
    }

    /// Where the index of a glossary is kept, if it can be kept.
    pub fn index_path(layer: &Layer) -> Option<PathBuf> {
        cache::path(layer)
    }

    /// The glossary an answer comes from.
    pub fn layer(&self, hit: &Hit) -> Option<&Layer> {
        self.workspace.layers.get(hit.layer)
    }

    /// Answers a query; of the looser answers at least the best `limit` (0: all). With `from` only terms of that language
    /// answer.
    ///
    /// # Errors
    /// Only if an index is damaged and cannot be built again.
    pub fn lookup(&self, query: &str, limit: usize, from: Option<&Lang>) -> Result<LookupReport, ProjectError> {
        self.reading(|layers| answer(layers, query, limit, from))
    }

    /// The concepts that texts with these words may name; none at all if one of them cannot be read.
    ///
    /// # Errors
    /// As [`Finder::lookup`].
    pub fn concepts_for_words(&self, words: &TextWords) -> Result<Option<Vec<Concept>>, ProjectError> {
        self.reading(|layers| layers.concepts_for_words(words))
    }

    /// The terms closest to a query that found nothing. Cost: one pass over all keys, 30 milliseconds for a million.
    ///
    /// # Errors
    /// As [`Finder::lookup`].
    pub fn nearest(&self, query: &str) -> Result<Vec<String>, ProjectError> {
        self.reading(|layers| layers.nearest(query, NEAREST))
    }

    /// Answers several queries on all cores and gives what `then` makes of the answers, in the order of the queries.
    ///
    /// # Errors
    /// As [`Finder::lookup`].
    pub fn lookup_all<T: Send>(
        &self,
        queries: &[String],
        limit: usize,
        from: Option<&Lang>,
        then: impl Fn(LookupReport) -> Result<T, ProjectError> + Sync,
    ) -> Result<Vec<T>, ProjectError> {
        queries.par_iter().map(|query| then(self.lookup(query, limit, from)?)).collect()
    }

    /// Reads the indexes. If that shows that one is damaged, the glossaries themselves are read instead, and the next start
    /// builds the index anew.
    fn reading<T>(&self, read: impl Fn(&Layers) -> T) -> Result<T, ProjectError> {
        if let Some(layers) = self.rebuilt.get() {
            return Ok(read(layers));
        }
        let value = read(&self.layers);
        if !self.layers.is_damaged() {
            return Ok(value);
        }
        self.workspace.layers.iter().for_each(cache::distrust);
        let in_memory = |layer| cache::in_memory(layer).map(|opened| opened.index);
        let indexes: Result<Vec<Index>, _> = self.workspace.layers.iter().map(in_memory).collect();
        let layers = Layers::new(indexes?);
        Ok(read(self.rebuilt.get_or_init(|| layers)))
    }
}

fn answer(layers: &Layers, query: &str, limit: usize, from: Option<&Lang>) -> LookupReport {
    let found = layers.lookup(query, if limit == 0 { usize::MAX } else { limit }, from);
    let whole = found.hits.iter().any(|hit| hit.kind < HitKind::Derived);
    let mut answers: Vec<Answer> = found.hits.into_iter().map(Answer::Term).collect();
    if let Some(derived) = derive_name(query).filter(|_| !whole) {
        let to = if derived.from == Lang::en() { Lang::vi() } else { Lang::en() };
        let reading = Reading { lang: derived.from, term: query.trim().to_owned(), to, readings: derived.readings };
        answers.insert(0, Answer::Derived(reading));
    }
    LookupReport { query: query.to_owned(), answers, more: found.more }
}

impl LookupReport {
    /// Leaves only the answers in one direction: found in `from`, with something to say in `to`.
    pub fn restrict(&mut self, from: Option<&Lang>, to: Option<&Lang>) {
        let same = |wanted: Option<&Lang>, lang: &Lang| wanted.is_none_or(|wanted| wanted.primary() == lang.primary());
        self.answers.retain(|answer| match answer {
            Answer::Term(hit) => {
                let mut others = hit.concept.terms.keys().filter(|lang| **lang != hit.lang);
                same(from, &hit.lang) && (to.is_none() || others.any(|lang| same(to, lang)))
            }
            Answer::Derived(reading) => same(from, &reading.lang) && same(to, &reading.to),
        });
    }

    /// The preferred renderings of the best answer in the language the query is not in; none unless the answer is about
    /// the whole query, for a script cannot see that an answer is a guess.
    pub fn plain(&self) -> Vec<&str> {
        match self.answers.first() {
            Some(Answer::Term(hit)) if hit.kind > HitKind::Derived => Vec::new(),
            Some(Answer::Term(hit)) => {
                let others = hit.concept.terms.keys().filter(|lang| **lang != hit.lang);
                others.filter_map(|lang| hit.concept.preferred(lang)).map(|term| term.text.as_str()).collect()
            }
            Some(Answer::Derived(reading)) => reading.readings.iter().take(1).map(String::as_str).collect(),
            None => Vec::new(),
        }
    }
}

impl Reading {
    /// The status a composed name has: nobody has decided about it.
    pub const STATUS: Status = Status::Admitted;
}
