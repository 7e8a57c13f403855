//! Terms with what they belong to.

use crate::{
    lang::Lang,
    model::{Concept, Term},
};

/// A term with the concept and language it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermRef<'g> {
    /// Its concept.
    pub concept: &'g Concept,
    /// Its language.
    pub lang: &'g Lang,
    /// The term.
    pub term: &'g Term,
}

/// Every term of some concepts, in their order, languages by tag.
pub fn all_terms<'g>(concepts: impl IntoIterator<Item = &'g Concept>) -> impl Iterator<Item = TermRef<'g>> {
    concepts
        .into_iter()
        .flat_map(|concept| concept.all_terms().map(move |(lang, term)| TermRef { concept, lang, term }))
}
