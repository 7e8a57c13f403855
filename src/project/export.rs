//! Journey: glossary → exchange file.

use std::io;

use crate::{
    formats::{Format, Loss, Selection},
    glossary::EntryBody,
    lang::LangPair,
    model::Concept,
};

use super::{Project, ProjectError};

/// What was written and what was not.
#[derive(Debug)]
pub struct Exported {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How many administrative units were left out.
    pub units: usize,
    /// What the format could not hold.
    pub loss: Loss,
}

impl Project {
    /// The glossary in an exchange format. Administrative units (thousands of names) only with `units`.
    ///
    /// # Errors
    /// [`ProjectError`] if the bytes cannot be made, which memory alone could cause.
    pub fn export(&self, format: Format, pair: &LangPair, units: bool) -> Result<Exported, ProjectError> {
        let unit_ids: std::collections::BTreeSet<&str> = self
            .glossary
            .files()
            .iter()
            .filter(|file| file.is_unit_list())
            .flat_map(|file| &file.entries)
            .filter(|entry| matches!(entry.body, EntryBody::Concept(_)))
            .map(|entry| entry.id.as_str())
            .collect();
        let chosen = |concept: &&Concept| units || !unit_ids.contains(concept.id.as_str());
        let concepts: Vec<&Concept> = self.glossary.concepts().filter(chosen).collect();
        let mut bytes = Vec::new();
        let failed = |source: io::Error| ProjectError::Io { what: "write", path: "the export".into(), source };
        let loss = format.writer().write(&Selection { concepts: &concepts, pair }, &mut bytes).map_err(failed)?;
        let left_out = self.glossary.concepts().len() - concepts.len();
        Ok(Exported { bytes, units: left_out, loss })
    }
}
