//! The terms an index speaks of, by number.

use crate::{
    glossary::Glossary,
    lang::Lang,
    model::{Concept, Term},
};

/// Every term of a glossary with its number: concepts in order, languages by tag, terms in order.
#[derive(Debug, Clone)]
pub struct Terms<'g> {
    list: Vec<TermRef<'g>>,
}

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

impl<'g> Terms<'g> {
    /// Numbers the terms of a glossary.
    pub fn of(glossary: &'g Glossary) -> Self {
        Self::of_concepts(glossary.concepts())
    }

    /// Numbers the terms of some concepts.
    pub fn of_concepts(concepts: impl IntoIterator<Item = &'g Concept>) -> Self {
        let list = concepts
            .into_iter()
            .flat_map(|concept| concept.all_terms().map(move |(lang, term)| TermRef { concept, lang, term }))
            .collect();
        Self { list }
    }

    /// The term with a number.
    pub fn get(&self, ordinal: u32) -> Option<TermRef<'g>> {
        self.list.get(ordinal as usize).copied()
    }

    /// Every number with its term.
    pub fn iter(&self) -> impl Iterator<Item = (u32, TermRef<'g>)> + '_ {
        (0u32..).zip(self.list.iter().copied())
    }
}
