//! The terms of a glossary in the order of their letters, to be found by how they begin.

use crate::project::{Concept, Glossary, Lang, Term, fold};

/// The accepted terms by their letters without diacritics.
#[derive(Debug)]
pub(super) struct Terms<'g>(Vec<(String, &'g Lang, &'g Term, &'g Concept)>);

impl<'g> Terms<'g> {
    pub(super) fn of(glossary: &'g Glossary) -> Self {
        let terms =
            glossary.concepts().flat_map(|concept| concept.all_terms().map(move |(lang, term)| (lang, term, concept)));
        let accepted = terms.filter(|(_, term, _)| term.status.is_accepted());
        let mut all: Vec<_> = accepted.map(|(lang, term, concept)| (key(&term.text), lang, term, concept)).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.3.id.cmp(&b.3.id)));
        Self(all)
    }

    /// Whether there is such a term.
    pub(super) fn has(&self, text: &str) -> bool {
        let wanted = key(text);
        self.beginning(&wanted).any(|(key, ..)| *key == wanted)
    }

    /// The terms that begin with some letters, in their order.
    pub(super) fn beginning(&self, prefix: &str) -> impl Iterator<Item = &(String, &'g Lang, &'g Term, &'g Concept)> {
        let from = self.0.partition_point(|(key, ..)| key.as_str() < prefix);
        self.0[from..].iter().take_while(move |(key, ..)| key.starts_with(prefix))
    }
}

/// The letters of a text without case and diacritics.
pub(super) fn key(text: &str) -> String {
    fold(text).to_lowercase()
}
