//! `gloss.annotate/1`.

use serde::Serialize;

use gloss_core::report::Place;
use gloss_terms::index::{MatchKind, TermRef};

use super::super::{Annotated, Mark, instead, renderings};

/// The terms in some texts.
#[derive(Debug, Clone, Serialize)]
pub struct Annotations<'a> {
    /// `gloss.annotate/1`.
    pub schema: &'static str,
    /// The texts.
    pub files: Vec<FileAnnotations<'a>>,
}

/// The terms in one text.
#[derive(Debug, Clone, Serialize)]
pub struct FileAnnotations<'a> {
    /// The file.
    pub file: &'a str,
    /// Its language.
    pub lang: &'a str,
    /// The places where terms stand, in order.
    pub marks: Vec<TermMark<'a>>,
}

/// A place where terms stand.
#[derive(Debug, Clone, Serialize)]
pub struct TermMark<'a> {
    /// Its first line.
    pub line: usize,
    /// The column of its first character.
    pub column: usize,
    /// Its last line.
    pub end_line: usize,
    /// The column behind its last character.
    pub end_column: usize,
    /// Its first byte in the file.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// What stands there.
    pub text: String,
    /// The terms that it may be, the best first.
    pub terms: Vec<TermAnnotation<'a>>,
}

/// A term that stands at a place.
#[derive(Debug, Clone, Serialize)]
pub struct TermAnnotation<'a> {
    /// The id of its concept.
    pub concept: &'a str,
    /// The term.
    pub term: &'a str,
    /// Its status.
    pub status: &'a str,
    /// How it was recognised: `exact`, `inflected` and so on.
    pub kind: &'a str,
    /// What it is in other languages.
    pub renderings: Vec<TermRendering<'a>>,
    /// What to write instead, if the term should not be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<&'a str>,
}

/// The preferred term of another language.
#[derive(Debug, Clone, Serialize)]
pub struct TermRendering<'a> {
    /// The language.
    pub lang: &'a str,
    /// The term.
    pub term: &'a str,
}

impl<'a> Annotations<'a> {
    /// The report about some texts.
    pub fn of(texts: &'a [Annotated<'a>]) -> Self {
        let file = |text: &'a Annotated<'a>| FileAnnotations {
            file: text.article.document.name(),
            lang: text.article.lang.as_str(),
            marks: text.marks.iter().map(|found| mark(text, found)).collect(),
        };
        Self { schema: "gloss.annotate/1", files: texts.iter().map(file).collect() }
    }
}

fn mark<'a>(text: &'a Annotated<'a>, mark: &'a Mark<'a>) -> TermMark<'a> {
    let place = Place::in_document(&text.article.document, mark.span);
    let Place { line, column, end_line, end_column, span, text, .. } = place;
    let terms = mark.terms.iter().map(term).collect();
    TermMark { line, column, end_line, end_column, start: span.start, end: span.end, text, terms }
}

fn term<'a>((of, kind): &'a (TermRef<'a>, MatchKind)) -> TermAnnotation<'a> {
    let rendering = |(lang, term): (&'a gloss_core::lang::Lang, &'a gloss_core::model::Term)| TermRendering {
        lang: lang.as_str(),
        term: &term.text,
    };
    TermAnnotation {
        concept: &of.concept.id,
        term: &of.term.text,
        status: of.term.status.as_str(),
        kind: kind.as_str(),
        renderings: renderings(of).map(rendering).collect(),
        instead: instead(of).map(|term| term.text.as_str()),
    }
}
