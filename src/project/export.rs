//! Journey: glossary → exchange file.

use std::{borrow::Cow, io};

use gloss_core::{
    lang::{Lang, LangPair},
    model::Concept,
};
use gloss_formats::{Loss, Selection, Shape};
use gloss_terms::glossary::EntryBody;

use super::{Project, ProjectError};

/// Which terms go into an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// Administrative units too, thousands of names.
    pub units: bool,
    /// None that should not be written.
    pub accepted_only: bool,
}

/// What was written and what was not.
#[derive(Debug)]
pub struct Exported {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How many concepts have terms in both languages.
    pub concepts: usize,
    /// How many administrative units were left out.
    pub units: usize,
    /// What the format could not hold.
    pub loss: Loss,
}

impl Project {
    /// The glossary in an exchange format.
    ///
    /// # Errors
    /// [`ProjectError`] if the bytes cannot be made, which memory alone could cause.
    pub fn export(&self, shape: &Shape, pair: &LangPair, terms: Terms) -> Result<Exported, ProjectError> {
        let unit_ids: std::collections::BTreeSet<&str> = self
            .glossary
            .files()
            .iter()
            .filter(|file| file.is_unit_list())
            .flat_map(|file| &file.entries)
            .filter(|entry| matches!(entry.body, EntryBody::Concept(_)))
            .map(|entry| entry.id.as_str())
            .collect();
        let chosen = |concept: &&Concept| terms.units || !unit_ids.contains(concept.id.as_str());
        let mut concepts: Vec<Cow<'_, Concept>> = self.glossary.concepts().filter(chosen).map(Cow::Borrowed).collect();
        let left_out = self.glossary.concepts().len() - concepts.len();
        [&pair.from, &pair.to].into_iter().for_each(|lang| name_as(lang, &mut concepts));
        let mut loss = Loss::default();
        if terms.accepted_only {
            concepts.iter_mut().for_each(|concept| *concept = Cow::Owned(accepted(concept, &mut loss)));
        }
        let shown: Vec<&Concept> = concepts.iter().map(AsRef::as_ref).collect();
        let mut bytes = Vec::new();
        let failed = |source: io::Error| ProjectError::Io { what: "write", path: "the export".into(), source };
        let both =
            |concept: &&&Concept| concept.preferred(&pair.from).is_some() && concept.preferred(&pair.to).is_some();
        let count = shown.iter().filter(both).count();
        let selection = Selection { concepts: &shown, pair };
        loss.merge(shape.write(&selection, &mut bytes).map_err(failed)?);
        Ok(Exported { bytes, concepts: count, units: left_out, loss })
    }
}

/// A language asked for that the glossary knows without a region, or with another one, gets those terms.
fn name_as(lang: &Lang, concepts: &mut [Cow<'_, Concept>]) {
    let known = || concepts.iter().flat_map(|concept| concept.terms.keys());
    if known().any(|other| other == lang) {
        return;
    }
    let Some(near) = known().find(|other| other.primary() == lang.primary()).cloned() else { return };
    for concept in concepts.iter_mut().filter(|concept| concept.terms.contains_key(&near)) {
        let terms = &mut concept.to_mut().terms;
        let moved = terms.remove(&near).unwrap_or_default();
        terms.insert(lang.clone(), moved);
    }
}

/// The concept without terms that should not be written.
fn accepted(concept: &Concept, loss: &mut Loss) -> Concept {
    let mut accepted = concept.clone();
    accepted.terms.values_mut().for_each(|terms| terms.retain(|term| term.status.is_accepted()));
    let left_out = concept.all_terms().count() - accepted.all_terms().count();
    loss.add_many("deprecated and forbidden terms", &concept.id, left_out);
    accepted
}
