//! Journey: a query → terms.

use std::{fs, path::PathBuf};

use crate::{
    index::{Hit, HitKind, Index, IndexError, TermRef, Terms},
    lang::Lang,
    model::{Concept, Seen, Status},
};

use super::{Project, cache};

/// What a query found.
#[derive(Debug)]
pub struct LookupReport<'p> {
    /// The query as typed.
    pub query: String,
    /// Answers, best first.
    pub answers: Vec<Answer<'p>>,
    /// The closest terms, where nothing was found.
    pub nearest: Vec<TermRef<'p>>,
}

/// One answer: a concept of the termbase, or a name composed by rule.
#[derive(Debug)]
pub enum Answer<'p> {
    /// A term of the termbase.
    Term(Hit<'p>),
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

impl Answer<'_> {
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
            Self::Term(hit) => Some(hit.found.concept),
            Self::Derived(_) => None,
        }
    }
}

/// How many near terms are named when nothing was found.
const NEAREST: usize = 5;

impl Project {
    /// Answers queries, one report each.
    ///
    /// # Errors
    /// Only if an index can neither be read nor built.
    pub fn lookup(&self, queries: &[String]) -> Result<Vec<LookupReport<'_>>, IndexError> {
        let terms = Terms::of(&self.glossary);
        let index = cache::index(&self.texts, &terms)?;
        Ok(queries.iter().map(|query| answer(&index, &terms, query)).collect())
    }
}

/// An excerpt shows so many characters on either side of the form.
const AROUND: usize = 50;

impl Project {
    /// The words around a place where a term was seen, if its file is there and still has it.
    pub fn excerpt(&self, seen: &Seen) -> Option<String> {
        let text = [PathBuf::from(&seen.file), self.root.join(&seen.file)]
            .iter()
            .find_map(|path| fs::read_to_string(path).ok())?;
        let line = text.lines().nth(seen.line.checked_sub(1)?)?;
        let at = line.find(&seen.form)?;
        let from = line[..at].char_indices().rev().nth(AROUND).map_or(0, |(i, _)| i);
        let after = at + seen.form.len();
        let to = line[after..].char_indices().nth(AROUND).map_or(line.len(), |(i, _)| after + i);
        let (lead, tail) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
        Some(format!("{lead}{}{tail}", line[from..to].trim()))
    }
}

fn answer<'p>(index: &Index, terms: &Terms<'p>, query: &str) -> LookupReport<'p> {
    let hits = index.lookup(terms, query);
    let whole = hits.iter().any(|hit| hit.kind < HitKind::Derived);
    let mut answers: Vec<Answer<'p>> = hits.into_iter().map(Answer::Term).collect();
    if let Some(derived) = Index::derived(query).filter(|_| !whole) {
        let to = if derived.from == Lang::en() { Lang::vi() } else { Lang::en() };
        let reading = Reading { lang: derived.from, term: query.trim().to_owned(), to, readings: derived.readings };
        answers.insert(0, Answer::Derived(reading));
    }
    let nearest = if answers.is_empty() { index.nearest(terms, query, NEAREST) } else { Vec::new() };
    LookupReport { query: query.to_owned(), answers, nearest }
}

impl LookupReport<'_> {
    /// Leaves only the answers in one direction: found in `from`, with something to say in `to`.
    pub fn restrict(&mut self, from: Option<&Lang>, to: Option<&Lang>) {
        let same = |wanted: Option<&Lang>, lang: &Lang| wanted.is_none_or(|wanted| wanted.primary() == lang.primary());
        self.answers.retain(|answer| match answer {
            Answer::Term(hit) => {
                let others = hit.found.concept.terms.keys().filter(|lang| *lang != hit.found.lang);
                same(from, hit.found.lang) && others.into_iter().any(|lang| same(to, lang))
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
                let others = hit.found.concept.terms.keys().filter(|lang| *lang != hit.found.lang);
                others.filter_map(|lang| hit.found.concept.preferred(lang)).map(|term| term.text.as_str()).collect()
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
