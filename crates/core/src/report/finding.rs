//! What a check has to say about one place.

use std::{collections::HashMap, fmt, str::FromStr};

use crate::text::{Document, LineIndex, Position, Span, stable_hash, stable_hash_with};

use super::Rule;

/// How much a finding matters. The order is by weight: `Info < Warning < Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be looked at; fails a check by default.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word used in all output formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Severity {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "info" => Ok(Self::Info),
            "warning" => Ok(Self::Warning),
            "error" => Ok(Self::Error),
            other => Err(format!("`{other}` is not a severity; use info, warning or error")),
        }
    }
}

/// A place in a file, in every unit a reader may want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file's name as given.
    pub file: String,
    /// Byte range in the file.
    pub span: Span,
    /// 1-based line of the start.
    pub line: usize,
    /// 1-based column of the start, in Unicode scalar values.
    pub column: usize,
    /// 1-based line of the end.
    pub end_line: usize,
    /// Column one past the end.
    pub end_column: usize,
    /// The text there, without markup.
    pub text: String,
}

impl Place {
    /// The place of `span` of a document's readable text.
    pub fn in_document(document: &Document, span: Span) -> Self {
        Self { text: span.of(document.text()).to_owned(), ..Self::in_source(document, document.to_source(span)) }
    }

    /// The place of `span` of a document's source.
    pub fn in_source(document: &Document, span: Span) -> Self {
        Self::new(document.name(), document.source(), span, |offset| document.position(offset))
    }

    /// The place of `span` of a file whose lines are indexed.
    pub fn in_file(file: &str, source: &str, lines: &LineIndex, span: Span) -> Self {
        Self::new(file, source, span, |offset| lines.position(source, offset))
    }

    fn new(file: &str, source: &str, span: Span, position: impl Fn(usize) -> Position) -> Self {
        let (start, end) = (position(span.start), position(span.end));
        Self {
            file: file.to_owned(),
            span,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: source.get(span.range()).unwrap_or_default().to_owned(),
        }
    }
}

/// Something worth telling about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule it is a finding of.
    pub rule: &'static Rule,
    /// How much it matters here.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What is the matter, in one sentence.
    pub message: String,
    /// The concept it is about, if any.
    pub concept: Option<String>,
    /// What to write instead, best first.
    pub suggestions: Vec<String>,
    /// How sure it is, in percent, where that differs from finding to finding.
    pub confidence: Option<u8>,
    /// Other places that belong to it.
    pub related: Vec<Place>,
    /// What would mend it, if that is certain: changes in the file of its place.
    pub fix: Vec<Edit>,
}

impl Finding {
    /// A finding of a rule at a place, with the rule's severity and nothing beside it yet.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        let severity = rule.severity;
        let message = one_line(message.into());
        let (suggestions, related, fix) = (Vec::new(), Vec::new(), Vec::new());
        Self { rule, severity, place, message, concept: None, confidence: None, suggestions, related, fix }
    }
}

/// What is quoted in a message may go over a line's end.
fn one_line(message: String) -> String {
    if message.contains(['\n', '\r']) {
        return message.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    message
}

/// Other text for a range of bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which bytes.
    pub span: Span,
    /// What to put there.
    pub new: String,
}

/// What each finding is known by from run to run, whatever is written above it and in other files: its rule, file, text,
/// concept and suggestions, and its number among identical findings.
pub fn identities(findings: &[Finding]) -> Vec<u64> {
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let mut identity = |finding: &Finding| {
        let file = finding.place.file.replace('\\', "/");
        let mut parts =
            vec![finding.rule.id, &file, &finding.place.text, finding.concept.as_deref().unwrap_or_default()];
        parts.extend(finding.suggestions.iter().map(String::as_str));
        let same = stable_hash(&parts);
        let count = seen.entry(same).or_default();
        *count += 1;
        stable_hash_with(same, *count)
    };
    findings.iter().map(&mut identity).collect()
}

/// Brings findings into the order of files and places.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (&a.place.file, a.place.span, a.rule, &a.message).cmp(&(&b.place.file, b.place.span, b.rule, &b.message))
    });
}
