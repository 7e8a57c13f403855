//! How we know.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::term::words;

words! {
    /// Who vouches for an entry.
    SourceKind {
        /// A law, circular or other official document.
        Official = "official",
        /// A newspaper or agency.
        Press = "press",
        /// An article of the project, with its line.
        Seed = "seed",
        /// The editor's own judgement.
        Editor = "editor",
    }
}

/// Who vouches for an entry, and where it can be looked up: `official: Circular 03/2009/TT-BNG`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Who.
    pub kind: SourceKind,
    /// The document, paper or file; may be empty for the editor.
    pub detail: String,
}

impl Source {
    /// Reads `kind: detail` or `kind` alone.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, detail) = text.split_once(':').unwrap_or((text, ""));
        Some(Self { kind: SourceKind::from_word(kind.trim())?, detail: detail.trim().to_owned() })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() { write!(f, "{}", self.kind) } else { write!(f, "{}: {}", self.kind, self.detail) }
    }
}

/// A place where a form was read. The sentence around it is not kept: the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The form as printed.
    pub form: String,
    /// The file.
    pub file: String,
    /// Its line.
    pub line: usize,
}
