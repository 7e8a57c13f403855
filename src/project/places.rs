//! Journey: every place where a term or any of its renderings is used.

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term},
    report::Place,
};
use gloss_terms::index::{HitKind, Scanners, TermRef, all_terms, keep_longest};

use super::{Answer, Files, Finder, ProjectError};

/// Where a concept is named.
#[derive(Debug)]
pub struct WhereReport {
    /// The concepts the term belongs to; empty if the glossary does not know it.
    pub concepts: Vec<String>,
    /// The places, in order of files.
    pub places: Vec<UsedAt>,
}

/// A place where one of its terms stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedAt {
    /// Where, with the form as printed.
    pub place: Place,
    /// The term.
    pub term: String,
    /// Its language.
    pub lang: Lang,
    /// Its status; `None` for a term the glossary does not know.
    pub status: Option<Status>,
}

impl Finder {
    /// Looks for a term and all other renderings of its concepts in files. A term that the glossary does not know is
    /// looked for as it is.
    ///
    /// # Errors
    /// Only if an index is damaged and cannot be built again.
    pub fn places(&self, term: &str, files: &Files) -> Result<WhereReport, ProjectError> {
        let report = self.lookup(term, 1, None)?;
        let whole = report.answers.iter().filter(|answer| answer.kind() < HitKind::Derived);
        let concepts: Vec<&Concept> = whole.filter_map(Answer::concept).collect();
        let unknown = concepts.is_empty();
        let mut typed = Concept::new("", "");
        for lang in [Lang::en(), Lang::vi()] {
            typed.terms.insert(lang, vec![Term::new(term, Status::Admitted)]);
        }
        let scanners = Scanners::from_terms(all_terms(if unknown { vec![&typed] } else { concepts.clone() }));
        let mut places = Vec::new();
        for article in &files.articles {
            let Some(scanner) = scanners.for_lang(&article.lang) else { continue };
            for found in keep_longest(scanner.scan(article.document.text())) {
                let best = found.terms.iter().min_by_key(|(_, kind)| *kind).map(|(of, _)| *of);
                let used = |of: TermRef<'_>| UsedAt {
                    place: Place::in_document(&article.document, found.span),
                    term: of.term.text.clone(),
                    lang: of.lang.clone(),
                    status: (!unknown).then_some(of.term.status),
                };
                places.extend(best.map(used));
            }
        }
        Ok(WhereReport { concepts: concepts.iter().map(|c| c.id.clone()).collect(), places })
    }
}
