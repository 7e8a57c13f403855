//! Journey: a text → the terms in it.

use gloss_core::{
    lang::{Article, Lang},
    model::{Status, Term},
    text::Span,
};
use gloss_terms::index::{Match, MatchKind, Scanners, TermRef, all_terms, keep_longest};

use super::{Files, Project};

/// Which of overlapping terms are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlaps {
    /// The longest at each place.
    Longest,
    /// All, nested ones included.
    All,
}

/// A text with the terms found in it.
#[derive(Debug)]
pub struct Annotated<'a> {
    /// The text.
    pub article: &'a Article,
    /// The terms, in order of start, then end.
    pub marks: Vec<Mark<'a>>,
}

/// A place where terms stand.
#[derive(Debug)]
pub struct Mark<'a> {
    /// Where, in the readable text of the document.
    pub span: Span,
    /// The terms, the best first: how well they match, accepted before deprecated.
    pub terms: Vec<(TermRef<'a>, MatchKind)>,
}

impl Project {
    /// The terms of the glossary in some texts. Cost: linear in the text, after a scanner for the whole glossary is made.
    pub fn annotate<'a>(&'a self, files: &'a Files, overlaps: Overlaps) -> Vec<Annotated<'a>> {
        let scanners = Scanners::from_terms(all_terms(self.glossary.concepts()));
        let annotated = |article: &'a Article| {
            let found = scanners.for_lang(&article.lang).map(|scanner| scanner.scan(article.document.text()));
            let found = found.unwrap_or_default();
            let kept = if overlaps == Overlaps::Longest { keep_longest(found) } else { found };
            Annotated { article, marks: kept.into_iter().map(mark).collect() }
        };
        files.articles.iter().map(annotated).collect()
    }
}

fn mark(found: Match<'_>) -> Mark<'_> {
    let mut terms = found.terms;
    terms.sort_by_key(|(of, kind)| (*kind, of.term.status, of.concept.validity.to.is_some(), &of.concept.id));
    Mark { span: found.span, terms }
}

impl<'a> Mark<'a> {
    /// The best of its terms.
    pub fn best(&self) -> Option<TermRef<'a>> {
        self.terms.first().map(|(of, _)| *of)
    }
}

/// What a term is in the other languages of its concept: the preferred renderings.
pub fn renderings<'a>(of: &TermRef<'a>) -> impl Iterator<Item = (&'a Lang, &'a Term)> + use<'a> {
    let (concept, own) = (of.concept, of.lang.primary());
    let others = concept.terms.keys().filter(move |lang| lang.primary() != own);
    others.filter_map(|lang| concept.preferred(lang).map(|term| (lang, term)))
}

/// What should be written instead of a term, in its own language, if it should not be written.
pub fn instead<'a>(of: &TermRef<'a>) -> Option<&'a Term> {
    let unwanted = matches!(of.term.status, Status::Deprecated | Status::Forbidden);
    of.concept.replacement(of.lang, of.term).filter(|_| unwanted)
}
