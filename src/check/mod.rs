//! The rules: what is written otherwise than the glossary, or than the other files, would have it.
//!
//! The files of one run are read together, because the most useful findings are about two of them: one concept under two
//! accepted names. Each rule is one file with one function over what was found; rules look at matches of the same scanner
//! that look-up uses, and a longer match always hides the shorter ones inside it.

mod competing;
mod examples;
mod facts;
mod letters;
mod orthography;
mod pairs;
mod predecessors;
mod rewrite;
mod status;
mod typography;
mod validity;
mod variants;

pub use examples::failing_examples;
pub use pairs::{Bitext, Escapes, Pair};
pub use validity::date_of;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::{
    glossary::Glossary,
    index::{Match, MatchKind, Scanner, Scanners, TermRef, all_terms, longest},
    lang::{Article, Lang},
    report::{Edit, Finding, Place, sort},
    text::{Document, Span},
};

/// Checks texts against a glossary.
#[derive(Debug)]
pub struct Checker<'g> {
    glossary: &'g Glossary,
    scanners: Scanners<'g>,
}

/// What the rules look at: the files, and the terms found in each.
struct Context<'a, 'g> {
    glossary: &'g Glossary,
    inputs: Vec<&'a Article>,
    uses: Vec<Use<'g>>,
}

/// A term in a file.
#[derive(Debug, Clone)]
struct Use<'g> {
    file: usize,
    span: Span,
    found: TermRef<'g>,
    kind: MatchKind,
    /// Whether another concept has a term that matches here as well.
    ambiguous: bool,
}

/// A rule: looks at everything and says what it finds.
type Rule = for<'a, 'g> fn(&Context<'a, 'g>, &mut Vec<Finding>);

/// The rules for texts and for the sides of translations.
const RULES: [Rule; 6] =
    [status::check, competing::check, predecessors::check, orthography::check, letters::check, typography::check];

/// The rules for running texts alone.
const TEXT_RULES: [Rule; 3] = [variants::check, validity::check, facts::check];

impl<'g> Checker<'g> {
    /// A checker for the terms of a glossary. Cost: linear in their words.
    pub fn new(glossary: &'g Glossary) -> Self {
        Self { glossary, scanners: Scanners::of(all_terms(glossary.concepts())) }
    }

    /// What finds the terms of a language.
    pub fn scanner(&self, lang: &Lang) -> Option<&Scanner<'g>> {
        self.scanners.of_lang(lang)
    }

    /// Checks files together. The findings are in the order of files and places.
    ///
    /// `done` is called after each file, from any thread. Cost: linear in the text; files are scanned on all cores.
    pub fn check(&self, inputs: &[Article], done: &(dyn Fn() + Sync)) -> Vec<Finding> {
        let context = self.context(inputs.iter().collect(), done);
        let mut findings = Vec::new();
        RULES.iter().chain(&TEXT_RULES).for_each(|rule| rule(&context, &mut findings));
        settle(findings)
    }

    /// Finds the terms in texts, on all cores.
    fn context<'a>(&self, inputs: Vec<&'a Article>, done: &(dyn Fn() + Sync)) -> Context<'a, 'g> {
        let one = |(file, input): (usize, &&Article)| {
            let uses = self.uses(file, input);
            done();
            uses
        };
        let found: Vec<Vec<Use<'g>>> = inputs.par_iter().enumerate().map(one).collect();
        Context { glossary: self.glossary, inputs, uses: found.into_iter().flatten().collect() }
    }

    fn uses(&self, file: usize, input: &Article) -> Vec<Use<'g>> {
        let Some(scanner) = self.scanners.of_lang(&input.lang) else { return Vec::new() };
        longest(scanner.scan(input.document.text())).into_iter().flat_map(|found| split(file, found)).collect()
    }
}

/// The findings in order, each once.
fn settle(mut findings: Vec<Finding>) -> Vec<Finding> {
    sort(&mut findings);
    // Two concepts with one name (a unit and its former self) say the same of a place.
    findings.dedup_by(|b, a| a.rule == b.rule && a.place == b.place && a.message == b.message);
    findings
}

/// The best matches of one place, one a concept; a loose match does not stand beside a strict one.
fn split(file: usize, found: Match<'_>) -> Vec<Use<'_>> {
    let best = found.terms.iter().map(|(_, kind)| *kind).min().unwrap_or(MatchKind::Exact);
    let mut terms: Vec<_> = found.terms.into_iter().filter(|(_, kind)| *kind == best).collect();
    // A form that one concept accepts is in order, whatever another thinks of it.
    if terms.iter().any(|(of, _)| of.term.status.is_accepted()) {
        terms.retain(|(of, _)| of.term.status.is_accepted());
    }
    terms.sort_by(|(a, _), (b, _)| (&a.concept.id, a.term.status).cmp(&(&b.concept.id, b.term.status)));
    terms.dedup_by(|(b, _), (a, _)| a.concept.id == b.concept.id);
    let ambiguous = terms.len() > 1;
    let span = found.span;
    terms.into_iter().map(|(found, kind)| Use { file, span, found, kind, ambiguous }).collect()
}

impl<'g> Context<'_, 'g> {
    fn place(&self, used: &Use<'_>) -> Place {
        Place::in_document(&self.inputs[used.file].document, used.span)
    }

    fn place_of(&self, file: usize, span: Span) -> Place {
        Place::in_document(&self.inputs[file].document, span)
    }

    /// The terms of a file.
    fn uses_in(&self, file: usize) -> &[Use<'g>] {
        let from = self.uses.partition_point(|used| used.file < file);
        let to = self.uses.partition_point(|used| used.file <= file);
        &self.uses[from..to]
    }

    fn edit(&self, file: usize, span: Span, new: String) -> Option<Edit> {
        edit(&self.inputs[file].document, span, new)
    }
}

/// An edit of a text; none where markup stands inside of it.
fn edit(document: &Document, span: Span, new: String) -> Option<Edit> {
    let place = document.to_source(span);
    let is_plain = place.of(document.source()).nfc().eq(span.of(document.text()).nfc());
    is_plain.then_some(Edit { span: place, new })
}

/// The group with the fewest members, if there are two groups or more; of equally small ones the later key.
fn rarest<K: Ord + Copy, T>(groups: &std::collections::BTreeMap<K, Vec<T>>) -> Option<(K, &Vec<T>)> {
    if groups.len() < 2 {
        return None;
    }
    groups.iter().min_by_key(|(key, uses)| (uses.len(), std::cmp::Reverse(**key))).map(|(key, uses)| (*key, uses))
}
