//! References to terms together with their concept and language.

use gloss_core::{
    lang::Lang,
    model::{Concept, Term},
};

/// A term with its concept and language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermRef<'g> {
    /// The concept of the term.
    pub concept: &'g Concept,
    /// The language of the term.
    pub lang: &'g Lang,
    /// The term.
    pub term: &'g Term,
}

/// All terms of `concepts`, in their order; within a concept, languages are sorted by tag.
pub fn all_terms<'g>(concepts: impl IntoIterator<Item = &'g Concept>) -> impl Iterator<Item = TermRef<'g>> {
    concepts
        .into_iter()
        .flat_map(|concept| concept.all_terms().map(move |(lang, term)| TermRef { concept, lang, term }))
}
