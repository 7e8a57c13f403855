//! A concept as pairs of terms, for formats that know no concepts.

use gloss_core::{
    lang::LangPair,
    model::{Concept, Term},
};

/// A source term, a target term, and which of the two the row is about.
pub(super) struct Pair<'c> {
    pub(super) from: &'c Term,
    pub(super) to: &'c Term,
    /// The term whose status and type the row shows.
    pub(super) about: &'c Term,
}

/// The preferred terms of both languages; `None` if one has no accepted term, or one of which a cell would show nothing.
pub(super) fn preferred<'c>(concept: &'c Concept, pair: &LangPair) -> Option<Pair<'c>> {
    let of = |lang| concept.preferred(lang).filter(|term| shows(term));
    let (from, to) = (of(&pair.from)?, of(&pair.to)?);
    Some(Pair { from, to, about: to })
}

fn shows(term: &Term) -> bool {
    term.text.chars().any(|c| !c.is_control() && !c.is_whitespace())
}

/// One pair a rendering: every target term with the preferred source, then every other source term with the preferred
/// target.
pub(super) fn renderings<'c>(concept: &'c Concept, pair: &LangPair) -> Vec<Pair<'c>> {
    let Some(best) = preferred(concept, pair) else { return Vec::new() };
    let targets =
        concept.terms(&pair.to).iter().filter(|term| shows(term)).map(|to| Pair { from: best.from, to, about: to });
    let sources = concept.terms(&pair.from).iter().filter(|from| **from != *best.from && shows(from));
    targets.chain(sources.map(|from| Pair { from, to: best.to, about: from })).collect()
}
