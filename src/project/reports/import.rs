//! `gloss.import/1`.

use serde::Serialize;

use super::super::Imported;

/// What became of the entries of an exchange file.
#[derive(Debug, Clone, Serialize)]
pub struct Import<'a> {
    /// `gloss.import/1`.
    pub schema: &'static str,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Entries that are new.
    pub created: Vec<ImportedEntry<'a>>,
    /// Entries that have more now.
    pub updated: Vec<ImportedEntry<'a>>,
    /// What was not imported, and why.
    pub skipped: Vec<LineReason<'a>>,
    /// What a user should look at.
    pub warned: Vec<LineReason<'a>>,
    /// What a glossary has no place for.
    pub left_out: Vec<LeftOut<'a>>,
    /// The glossary files that were, or would be, written.
    pub files: Vec<String>,
}

/// An entry that was imported.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedEntry<'a> {
    /// Its line in the exchange file.
    pub line: usize,
    /// The id of its concept.
    pub concept: &'a str,
}

/// Something to be said about a line.
#[derive(Debug, Clone, Serialize)]
pub struct LineReason<'a> {
    /// The line.
    pub line: usize,
    /// What is to be said.
    pub reason: &'a str,
}

/// A kind of information that was left out.
#[derive(Debug, Clone, Serialize)]
pub struct LeftOut<'a> {
    /// The kind.
    pub kind: &'a str,
    /// The lines that have it.
    pub lines: &'a [usize],
}

impl Imported {
    /// The report about the file.
    pub fn report(&self, dry_run: bool) -> Import<'_> {
        Import {
            schema: "gloss.import/1",
            dry_run,
            created: entries(&self.created),
            updated: entries(&self.updated),
            skipped: reasons(&self.skipped),
            warned: reasons(&self.warned),
            left_out: self.left_out.iter().map(|(kind, lines)| LeftOut { kind, lines }).collect(),
            files: self.files.iter().map(|file| file.to_string_lossy().into_owned()).collect(),
        }
    }
}

fn entries(lines: &[(usize, String)]) -> Vec<ImportedEntry<'_>> {
    lines.iter().map(|(line, concept)| ImportedEntry { line: *line, concept }).collect()
}

fn reasons(lines: &[(usize, String)]) -> Vec<LineReason<'_>> {
    lines.iter().map(|(line, reason)| LineReason { line: *line, reason }).collect()
}
