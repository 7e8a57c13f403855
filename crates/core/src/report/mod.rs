//! Findings as plain data, and one small renderer for each output format.
//!
//! Whatever has a place in a user's file is a [`Finding`]: a wrong term, a slip in a glossary file, a fault in an import.
//! They are made by the rooms above, sorted by place, and printed by a [`Renderer`].

mod brief;
mod checkstyle;
mod finding;
mod github;
mod gitlab;
mod json;
mod junit;
mod rule;
mod sarif;
mod text;
mod xml;

pub use finding::{Edit, Finding, Place, Severity, identities, sort};
pub use rule::{Rule, Sees};
pub use text::Style;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, Write},
};

/// The files that findings point into: the text renderer shows their lines, others list them all.
pub trait Sources {
    /// Their names, in order.
    fn names(&self) -> Vec<&str>;
    /// The text of one, if it can be had.
    fn source(&self, name: &str) -> Option<Cow<'_, str>>;
}

/// Texts by name.
impl Sources for BTreeMap<&str, &str> {
    fn names(&self) -> Vec<&str> {
        self.keys().copied().collect()
    }

    fn source(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name).copied().map(Cow::Borrowed)
    }
}

/// An output format for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// The line with the finding underlined, for people.
    Text(Style),
    /// One line a finding: `file:line:column: severity[rule] message`.
    Brief,
    /// One JSON object, schema `gloss.check/1`.
    Json,
    /// SARIF 2.1.0, for code-scanning services.
    Sarif {
        /// The rules that the report describes.
        rules: &'static [&'static Rule],
    },
    /// GitHub workflow commands, which annotate a pull request.
    Github,
    /// GitLab code quality.
    Gitlab,
    /// JUnit XML, a suite a file.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
}

impl Renderer {
    /// Writes `findings` to `out`.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn write(self, findings: &[Finding], sources: &dyn Sources, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text(style) => text::write(findings, sources, style, out),
            Self::Brief => brief::write(findings, out),
            Self::Json => json::write(findings, out),
            Self::Sarif { rules } => sarif::write(findings, rules, out),
            Self::Github => github::write(findings, out),
            Self::Gitlab => gitlab::write(findings, out),
            Self::Junit => junit::write(findings, sources, out),
            Self::Checkstyle => checkstyle::write(findings, sources, out),
        }
    }
}

/// The findings of each file, and the files that were looked at and have none.
fn by_file<'f>(findings: &'f [Finding], sources: &'f dyn Sources) -> BTreeMap<&'f str, Vec<&'f Finding>> {
    let mut files: BTreeMap<&str, Vec<&Finding>> = sources.names().into_iter().map(|file| (file, Vec::new())).collect();
    findings.iter().for_each(|finding| files.entry(&finding.place.file).or_default().push(finding));
    files
}

/// Replaces characters that could steer a terminal: controls and bidirectional overrides.
pub fn safe_for_terminal(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' => c,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}
