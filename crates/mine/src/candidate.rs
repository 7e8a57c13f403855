//! What a pass finds, and what comes out in the end.

use std::fmt;

use gloss_core::{report::Place, text::Span};

use super::anatomy::SegmentKind;

/// How one name stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// It had this name before.
    Formerly,
    /// It lies in this place.
    LocatedIn,
}

impl RelationKind {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Formerly => "formerly",
            Self::LocatedIn => "located-in",
        }
    }
}

impl fmt::Display for RelationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that an apposition connects with a candidate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// The other name, as printed.
    pub form: String,
}

/// How the Vietnamese of a candidate is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// It stands in the text itself.
    InText,
    /// It was composed by rule from a kind word and a name.
    Compositional,
    /// The glossary has it.
    Glossary,
}

impl Origin {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InText => "in-text",
            Self::Compositional => "compositional",
            Self::Glossary => "glossary",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One place where a candidate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where, with the form as printed.
    pub place: Place,
    /// In which part of the article.
    pub segment: SegmentKind,
}

/// A term or name proposed for the glossary.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The English form, as printed most often.
    pub en: String,
    /// The Vietnamese form, if it is known.
    pub vi: Option<String>,
    /// Further readings where a rule is ambiguous (bản | thôn).
    pub vi_alt: Vec<String>,
    /// What it is: person, place, org, programme, policy …
    pub category: String,
    /// How the Vietnamese is known.
    pub origin: Option<Origin>,
    /// 0 to 1: how sure the rule that found it is.
    pub confidence: f64,
    /// What appositions say of it.
    pub relations: Vec<Relation>,
    /// Every place where it stands.
    pub places: Vec<Evidence>,
}

/// A Vietnamese name for which no English was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Unpaired {
    /// The Vietnamese form.
    pub vi: String,
    /// What it is.
    pub category: String,
    /// 0 to 1: how sure the rule that found it is.
    pub confidence: f64,
    /// Every place where it stands.
    pub places: Vec<Evidence>,
}

/// What a pass found at one place of one document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention {
    pub(super) span: Span,
    pub(super) en: Option<String>,
    pub(super) vi: Vec<String>,
    pub(super) category: String,
    pub(super) origin: Option<Origin>,
    pub(super) confidence: f64,
    pub(super) segment: SegmentKind,
    pub(super) relation: Option<Relation>,
}

impl Mention {
    /// A find without a partner.
    pub(super) fn new(span: Span, en: &str, category: &str, confidence: f64) -> Self {
        let (en, category, segment) = (Some(en.to_owned()), category.to_owned(), SegmentKind::Body);
        Self { span, en, vi: Vec::new(), category, origin: None, confidence, segment, relation: None }
    }

    /// With its Vietnamese readings, the usual one first.
    pub(super) fn with_vi(self, vi: Vec<String>, origin: Origin) -> Self {
        let origin = (!vi.is_empty()).then_some(origin);
        Self { vi, origin, ..self }
    }
}
