//! `gloss.index/1`.

use serde::Serialize;

use gloss_terms::index::Index;

use super::super::{Finder, Layer};

/// The indexes of the glossaries.
#[derive(Debug, Clone, Serialize)]
pub struct Indexes {
    /// `gloss.index/1`.
    pub schema: &'static str,
    /// One for each glossary, in the order in which they count.
    pub indexes: Vec<IndexSummary>,
}

/// The index of one glossary.
#[derive(Debug, Clone, Serialize)]
pub struct IndexSummary {
    /// The glossary: its path, or `user` or `shipped`.
    pub glossary: String,
    /// The file of the index; none if it is in memory only.
    pub file: Option<String>,
    /// How many concepts it has.
    pub concepts: usize,
    /// How many keys it has.
    pub keys: usize,
    /// Its size in bytes.
    pub bytes: usize,
    /// Its parts.
    pub parts: Vec<IndexPart>,
}

/// A part of an index.
#[derive(Debug, Clone, Serialize)]
pub struct IndexPart {
    /// What it holds.
    pub name: &'static str,
    /// Its size in bytes.
    pub bytes: usize,
}

impl Indexes {
    /// The report about the indexes of a workspace.
    pub fn of(finder: &Finder) -> Self {
        Self { schema: "gloss.index/1", indexes: finder.indexes().map(summary).collect() }
    }
}

fn summary((layer, index): (&Layer, &Index)) -> IndexSummary {
    let part = |part: gloss_terms::index::SectionStats| IndexPart { name: part.name, bytes: part.bytes };
    IndexSummary {
        glossary: layer.label(),
        file: Finder::index_path(layer).filter(|path| path.is_file()).map(|path| path.display().to_string()),
        concepts: index.len(),
        keys: index.key_count(),
        bytes: index.size(),
        parts: index.sections().into_iter().map(part).collect(),
    }
}
