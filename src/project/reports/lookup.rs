//! `gloss.lookup/1`.

use std::path::Path;

use serde::Serialize;

use gloss_core::model::{self, Seen, TermType};
use gloss_terms::index::{Hit as Found, HitKind};

use super::super::{Answer, Finder, LookupReport, Reading};

/// The answers to one query.
#[derive(Debug, Clone, Serialize)]
pub struct Lookup<'a> {
    /// `gloss.lookup/1`.
    pub schema: &'static str,
    /// The query as typed.
    pub query: &'a str,
    /// The answers, the best first.
    pub hits: Vec<Hit<'a>>,
    /// The closest terms, if nothing was found.
    pub nearest: &'a [String],
}

/// One answer: a term that was found, with its concept.
#[derive(Debug, Clone, Serialize)]
pub struct Hit<'a> {
    /// The id of its concept; none for a name that was composed by rule.
    pub concept: Option<&'a str>,
    /// How it was found: `exact`, `folded`, `fuzzy` and so on.
    pub kind: &'a str,
    /// How well it fits, from 0 to 1.
    pub score: f64,
    /// How many edits it is away, if it was found by edits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance: Option<usize>,
    /// Its language.
    pub lang: &'a str,
    /// The term.
    pub term: &'a str,
    /// Its status: `preferred`, `admitted`, `deprecated` or `forbidden`.
    pub status: &'a str,
    /// The subject field of the concept.
    pub domain: &'a str,
    /// What the concept is.
    pub definition: Option<&'a str>,
    /// What a translator should know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
    /// The other terms of the concept, those of other languages first.
    pub renderings: Vec<Term<'a>>,
    /// Where terms of the concept were seen.
    pub evidence: Vec<Evidence<'a>>,
    /// Whose glossary it is from: `given`, `project`, `user` or `shipped`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<&'a str>,
    /// The folder or file of that glossary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glossary: Option<&'a Path>,
}

/// A term of a concept.
#[derive(Debug, Clone, Serialize)]
pub struct Term<'a> {
    /// Its language.
    pub lang: &'a str,
    /// The term.
    pub term: &'a str,
    /// Its status.
    pub status: &'a str,
    /// Its type, if it is not a full form: `acronym`, `short`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<&'a str>,
    /// What a translator should know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
}

/// A place where a term was seen.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence<'a> {
    /// The file.
    pub file: &'a str,
    /// The line.
    pub line: usize,
    /// The term as printed there.
    pub form: &'a str,
}

impl Finder {
    /// The report of a query: at most `limit` answers (0: all), and the closest terms if there are none.
    pub fn report<'a>(&'a self, report: &'a LookupReport, nearest: &'a [String], limit: usize) -> Lookup<'a> {
        let shown = if limit == 0 { usize::MAX } else { limit };
        let hit = |answer: &'a Answer| match answer {
            Answer::Term(found) => self.hit(found),
            Answer::Derived(reading) => composed(reading),
        };
        let hits = report.answers.iter().take(shown).map(hit).collect();
        Lookup { schema: "gloss.lookup/1", query: &report.query, hits, nearest }
    }

    fn hit<'a>(&'a self, found: &'a Found) -> Hit<'a> {
        let (concept, term) = (&found.concept, &found.term);
        let (mut others, same): (Vec<_>, Vec<_>) = concept.all_terms().partition(|(lang, _)| **lang != found.lang);
        others.extend(same.into_iter().filter(|(_, other)| *other != term));
        let rendering = |(lang, term): (&'a gloss_core::lang::Lang, &'a model::Term)| Term {
            lang: lang.as_str(),
            term: &term.text,
            status: term.status.as_str(),
            r#type: (term.kind != TermType::Full).then(|| term.kind.as_str()),
            note: term.note.as_deref(),
        };
        let seen = |seen: &'a Seen| Evidence { file: &seen.file, line: seen.line, form: &seen.form };
        Hit {
            concept: Some(&concept.id),
            kind: found.kind.as_str(),
            score: (found.score * 1000.0).round() / 1000.0,
            distance: found.distance,
            lang: found.lang.as_str(),
            term: &term.text,
            status: term.status.as_str(),
            domain: &concept.domain,
            definition: concept.definition.as_deref(),
            note: concept.note.as_deref(),
            renderings: others.into_iter().map(rendering).collect(),
            evidence: concept.seen.iter().map(seen).collect(),
            layer: self.layer(found).map(|layer| layer.origin.as_str()),
            glossary: self.layer(found).and_then(|layer| layer.path.as_deref()),
        }
    }
}

/// A name that follows from a rule is in no glossary.
fn composed(reading: &Reading) -> Hit<'_> {
    let (status, to) = (Reading::STATUS.as_str(), reading.to.as_str());
    let rendering = |text| Term { lang: to, term: text, status, r#type: None, note: None };
    Hit {
        concept: None,
        kind: HitKind::Derived.as_str(),
        score: HitKind::Derived.score(),
        distance: None,
        lang: reading.lang.as_str(),
        term: &reading.term,
        status,
        domain: "place",
        definition: None,
        note: None,
        renderings: reading.readings.iter().map(|text| rendering(text.as_str())).collect(),
        evidence: Vec::new(),
        layer: None,
        glossary: None,
    }
}
