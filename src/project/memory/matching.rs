//! Journey: a segment → its matches, repaired with the names of the glossary, and the terms in it.

use std::sync::OnceLock;

use gloss_core::{
    lang::{self, Lang, LangPair},
    model::{self, Segment},
};
use gloss_memory::{Match, Matcher, Query, Repaired, Threshold, repair};
use gloss_terms::index::HitKind;

use super::{
    super::{Answer, Finder, ProjectError, Workspace, reports::QueryTerm},
    TranslationMemory,
};

/// Which matches are wanted.
#[derive(Debug, Clone)]
pub struct MatchOptions {
    /// From which language into which.
    pub pair: LangPair,
    /// Whether a query that is in the target language is answered in the other direction.
    pub either_direction: bool,
    /// The least score.
    pub threshold: Threshold,
    /// How many matches at most; all if nothing is said.
    pub limit: Option<usize>,
}

/// A query with its matches.
#[derive(Debug)]
pub struct QueryMatches {
    /// The query.
    pub query: Segment,
    /// The matches, the best first, each with its translation repaired if that could be done.
    pub matches: Vec<(Match, Option<Repaired>)>,
    /// The terms of the glossary in the query.
    pub terms: Vec<QueryTerm>,
}

/// Answers queries from a memory and the glossaries of a workspace.
#[derive(Debug)]
pub struct MatchSession {
    options: MatchOptions,
    /// For queries in each language of the pair, opened when one comes.
    matchers: [OnceLock<Matcher>; 2],
    finder: Finder,
}

/// How many terms are named with a query.
const MAX_TERMS_PER_QUERY: usize = 8;

impl MatchSession {
    /// A session for one memory. Cost: that of opening the indexes of the glossaries; those of the memory are opened with the
    /// first query in their language.
    ///
    /// # Errors
    /// As [`Finder::open`].
    pub fn open(workspace: Workspace, options: MatchOptions) -> Result<Self, ProjectError> {
        let matchers = [OnceLock::new(), OnceLock::new()];
        Ok(Self { options, matchers, finder: Finder::open(workspace)? })
    }

    /// The matches of many queries, on all cores, in the order of the queries.
    ///
    /// # Errors
    /// As [`MatchSession::answer`].
    pub fn answer_all(
        &self,
        memory: &TranslationMemory,
        queries: &[String],
    ) -> Result<Vec<QueryMatches>, ProjectError> {
        // Opened once, not by each core for itself.
        self.matcher(memory, false)?;
        self.matcher(memory, true)?;
        memory.on_all_cores(queries, |memory, query| self.answer(memory, query))
    }

    /// The matches of a query.
    ///
    /// # Errors
    /// [`ProjectError`] if the memory or a glossary cannot be read.
    pub fn answer(&self, memory: &TranslationMemory, text: &str) -> Result<QueryMatches, ProjectError> {
        let turned =
            self.options.either_direction && lang::detect_language(text).primary() == self.options.pair.to.primary();
        let (from, to) = self.direction(turned);
        let query = Segment::new(from.clone(), text);
        let MatchOptions { threshold, limit, .. } = self.options;
        let asked = Query { segment: &query, context: None, to: Some(to), threshold, limit };
        let names = |text: &str| self.renderings(text, to);
        let repaired = |found: Match| {
            let unit = &found.stored.unit;
            let repaired = repair(&query, &unit.source, &unit.target, &found.comparison.pieces, &names);
            (found, repaired)
        };
        let matches = memory.matches(self.matcher(memory, turned)?, &asked)?.into_iter().map(repaired).collect();
        let terms = self.terms(text, to)?;
        Ok(QueryMatches { query, matches, terms })
    }

    /// From which language into which.
    fn direction(&self, turned: bool) -> (&Lang, &Lang) {
        let LangPair { from, to } = &self.options.pair;
        if turned { (to, from) } else { (from, to) }
    }

    fn matcher(&self, memory: &TranslationMemory, turned: bool) -> Result<&Matcher, ProjectError> {
        let slot = &self.matchers[usize::from(turned)];
        if let Some(matcher) = slot.get() {
            return Ok(matcher);
        }
        let opened = memory.matcher(self.direction(turned).0)?;
        Ok(slot.get_or_init(|| opened))
    }

    /// The renderings of a text that is a term of the glossary, or a name that follows from one; the preferred one first.
    fn renderings(&self, text: &str, to: &Lang) -> Vec<String> {
        let Ok(report) = self.finder.lookup(text, 1, None) else { return Vec::new() };
        let exact = report.answers.iter().find(|answer| matches!(answer.kind(), HitKind::Exact | HitKind::Derived));
        match exact {
            Some(Answer::Term(hit)) => {
                let mut terms: Vec<&model::Term> =
                    hit.concept.terms(to).iter().filter(|term| term.status.is_accepted()).collect();
                terms.sort_by_key(|term| term.status);
                terms.into_iter().map(|term| term.text.clone()).collect()
            }
            Some(Answer::Derived(reading)) => reading.readings.clone(),
            None => Vec::new(),
        }
    }

    /// The terms of the glossary in a text.
    fn terms(&self, text: &str, to: &Lang) -> Result<Vec<QueryTerm>, ProjectError> {
        let report = self.finder.lookup(text, MAX_TERMS_PER_QUERY, None)?;
        let inside = report.answers.iter().filter(|answer| matches!(answer.kind(), HitKind::Exact | HitKind::Inside));
        let term = |answer: &Answer| {
            let Answer::Term(hit) = answer else { return None };
            let renderings = hit.concept.terms(to).iter().filter(|term| term.status.is_accepted());
            let renderings: Vec<String> = renderings.map(|term| term.text.clone()).collect();
            let term = hit.term.text.clone();
            (!renderings.is_empty()).then(|| QueryTerm { concept: hit.concept.id.clone(), term, renderings })
        };
        Ok(inside.filter_map(term).take(MAX_TERMS_PER_QUERY).collect())
    }
}
