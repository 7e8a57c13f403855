//! What a concept has beside its terms and their statuses, and how often: [`FormatSpec`](super::FormatSpec) names the parts
//! that a format has a place for.

use gloss_core::{
    lang::Lang,
    model::{Concept, Term, TermType, Validity},
};

use super::{Loss, Selection};

/// A part of a concept that a format may have no place for.
#[derive(Debug)]
pub struct Part {
    /// What it is called when it is left out.
    pub name: &'static str,
    /// How often a concept has it.
    count: fn(&Concept, &Selection<'_>) -> usize,
}

/// The concept's domain.
pub(super) static DOMAIN: Part = Part { name: "domains", count: |concept, _| usize::from(!concept.domain.is_empty()) };

/// Its part of speech.
pub(super) static PART_OF_SPEECH: Part =
    Part { name: "parts of speech", count: |concept, _| usize::from(concept.pos.is_some()) };

/// The types of terms: acronym, short form.
pub(super) static TERM_TYPE: Part =
    Part { name: "term types", count: |concept, _| count_terms(concept, |term| term.kind != TermType::Full) };

/// Terms whose case matters or that are not translated.
pub(super) static FLAGS: Part = Part {
    name: "case and do-not-translate flags",
    count: |concept, _| count_terms(concept, |term| term.case || term.keep),
};

/// Words that a term does not stand with.
pub(super) static NOT_WITH: Part = Part {
    name: "words that a term does not stand with",
    count: |concept, _| concept.all_terms().map(|(_, term)| term.not_with.len()).sum(),
};

/// What the concept is.
pub(super) static DEFINITION: Part =
    Part { name: "definitions", count: |concept, _| usize::from(concept.definition.is_some()) };

/// A note about the concept.
pub(super) static NOTE: Part = Part { name: "notes", count: |concept, _| usize::from(concept.note.is_some()) };

/// Notes about its terms.
pub(super) static TERM_NOTE: Part =
    Part { name: "notes on terms", count: |concept, _| count_terms(concept, |term| term.note.is_some()) };

/// Where the terms come from.
pub(super) static SOURCE: Part = Part { name: "sources", count: |concept, _| concept.sources.len() };

/// From when to when the concept or a term is valid.
pub(super) static VALIDITY: Part = Part {
    name: "dates of validity",
    count: |concept, _| {
        let is_dated = |validity: &Validity| validity.from.is_some() || validity.to.is_some();
        usize::from(is_dated(&concept.validity)) + count_terms(concept, |term| is_dated(&term.validity))
    },
};

/// The places where terms were found.
pub(super) static SEEN: Part = Part { name: "places where a term was seen", count: |concept, _| concept.seen.len() };

/// What was decided, and when.
pub(super) static HISTORY: Part = Part { name: "dated decisions", count: |concept, _| concept.history.len() };

/// Sentences that a check must flag or pass.
pub(super) static EXAMPLE: Part =
    Part { name: "examples", count: |concept, _| concept.flag.len() + concept.pass.len() };

/// Terms in languages other than the two that are exported.
pub(super) static OTHER_LANGUAGE: Part = Part {
    name: "terms in other languages",
    count: |concept, selection| {
        let of_pair = |lang: &Lang| *lang == selection.pair.from || *lang == selection.pair.to;
        concept.all_terms().filter(|(lang, _)| !of_pair(lang)).count()
    },
};

/// Every part.
pub(super) static ALL: [&Part; 14] = [
    &DOMAIN,
    &PART_OF_SPEECH,
    &TERM_TYPE,
    &FLAGS,
    &NOT_WITH,
    &DEFINITION,
    &NOTE,
    &TERM_NOTE,
    &SOURCE,
    &VALIDITY,
    &SEEN,
    &HISTORY,
    &EXAMPLE,
    &OTHER_LANGUAGE,
];

fn count_terms(concept: &Concept, has_it: impl Fn(&Term) -> bool) -> usize {
    concept.all_terms().filter(|(_, term)| has_it(term)).count()
}

/// The parts of the concepts that a format with places for `held` leaves out. Terms are counted by its writer.
pub(super) fn left_out(held: &[&Part], selection: &Selection<'_>) -> Loss {
    let mut loss = Loss::default();
    for part in ALL.iter().filter(|part| held.iter().all(|held| held.name != part.name)) {
        for concept in selection.concepts {
            loss.add_many(part.name, &concept.id, (part.count)(concept, selection));
        }
    }
    loss
}
