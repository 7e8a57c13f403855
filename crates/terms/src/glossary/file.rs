//! One file of the termbase and the entries in it.

use gloss_core::{
    lang::Lang,
    model::Concept,
    report::{Finding, Place, Rule},
    text::{LineIndex, Span},
};

use super::comments::Comments;

/// A file's name and text, before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path as it should be shown.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What a file of a glossary folder is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Entries,
    Table,
    Domains,
    Rejected,
}

impl SourceFile {
    /// A file's path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    pub(super) fn kind(&self) -> Kind {
        match self.path.rsplit(['/', '\\']).next().unwrap_or_default() {
            "domains.tsv" => Kind::Domains,
            "rejected.tsv" => Kind::Rejected,
            name if name.ends_with(".tsv") => Kind::Table,
            _ => Kind::Entries,
        }
    }

    /// The name without folder and ending.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// A finding about a span of this file.
    pub(super) fn finding(&self, rule: &'static Rule, span: Span, message: impl Into<String>) -> Finding {
        let lines = LineIndex::new(&self.text);
        let end = span.end.min(self.text.len());
        let place = Place::in_file(&self.path, &self.text, &lines, Span::new(span.start.min(end), end));
        Finding::new(rule, place, message)
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryFile {
    /// The text it was read from.
    pub source: SourceFile,
    /// What stands in it, in order.
    pub entries: Vec<Entry>,
    pub(super) layout: Layout,
    /// Which of several glossaries it belongs to: an id may be in each of them.
    pub(super) layer: usize,
}

impl GlossaryFile {
    /// Whether it is a table, of units or of terms.
    pub fn is_table(&self) -> bool {
        self.layout.form != Form::Toml
    }

    /// Whether it is a list of administrative units.
    pub fn is_unit_list(&self) -> bool {
        self.layout.form == Form::Units
    }
}

/// How entries are written in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// A block of TOML each; only such files are rewritten entry by entry.
    #[default]
    Toml,
    /// A row each: an administrative unit.
    Units,
    /// A row a rendering.
    Terms,
}

/// What belongs to the file rather than to an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) form: Form,
    /// Whether something in it was not understood: printing what was would lose the rest.
    pub(super) lossy: bool,
    pub(super) domain: Option<String>,
    /// The comment behind the domain.
    pub(super) domain_tail: Option<String>,
    pub(super) header: Vec<String>,
    pub(super) footer: Vec<String>,
}

/// One entry: a concept, or the old id of one that was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What it says.
    pub body: EntryBody,
    /// Where its id stands.
    pub id_span: Span,
    /// Where its whole block stands, its comments included.
    pub block: Span,
    /// Where each term stands.
    pub term_spans: Vec<(Lang, usize, Span)>,
    pub(super) comments: Comments,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryBody {
    /// A concept.
    Concept(Box<Concept>),
    /// This id was merged into that one.
    Redirect(String),
}

impl Entry {
    /// The concept, unless the entry is a redirect.
    pub fn concept(&self) -> Option<&Concept> {
        match &self.body {
            EntryBody::Concept(concept) => Some(concept),
            EntryBody::Redirect(_) => None,
        }
    }

    /// Where a term stands, or the id if that is not known.
    pub fn term_span(&self, lang: &Lang, index: usize) -> Span {
        self.term_spans.iter().find(|(l, i, _)| l == lang && *i == index).map_or(self.id_span, |&(_, _, span)| span)
    }
}
