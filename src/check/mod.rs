//! The rules: what is written otherwise than the glossary, or than the other files, would have it.
//!
//! The files of one run are read together, because the most useful findings are about two of them: one concept under two
//! accepted names. Each rule is one file with one function over what was found; rules look at matches of the same scanner
//! that look-up uses, and a longer match always hides the shorter ones inside it.

mod competing;
mod examples;
mod facts;
mod letters;
mod names;
mod orthography;
mod pairs;
mod predecessors;
mod reading;
mod rewrite;
mod sense;
mod status;
mod styles;
mod typography;
mod validity;
mod variants;

pub use examples::failing_examples;
pub use pairs::{Bitext, Escapes, Pair};
pub use styles::HouseStyle;
pub use validity::date_of;

use std::collections::HashMap;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::{
    glossary::Glossary,
    index::{MatchKind, Scanner, Scanners, TermRef, all_terms},
    lang::{Article, Lang},
    model::Concept,
    report::{Edit, Finding, Place, sort},
    text::{Document, Span},
};

use reading::{Kind, Reading};
use variants::{Phrase, Statement};

/// Checks texts against a glossary.
#[derive(Debug)]
pub struct Checker<'g> {
    concepts: Vec<&'g Concept>,
    scanners: Scanners<'g>,
    nested: bool,
    style: HouseStyle,
}

/// What the rules look at: the files, and the terms found in each.
struct Context<'a, 'g> {
    concepts: &'a [&'g Concept],
    style: &'a HouseStyle,
    inputs: Vec<&'a Article>,
    uses: Vec<Use<'g>>,
    /// In order.
    phrases: Vec<Phrase>,
    statements: Vec<Statement>,
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

/// The rules for texts and for the sides of translations, beside those that [`reading`] follows.
const RULES: [Rule; 5] = [status::check, competing::check, predecessors::check, orthography::check, typography::check];

/// The rules for running texts alone.
const TEXT_RULES: [Rule; 3] = [variants::check, validity::check, facts::check];

impl<'g> Checker<'g> {
    /// A checker for the terms of a glossary. Cost: linear in their words.
    pub fn new(glossary: &'g Glossary) -> Self {
        Self::of(glossary.concepts())
    }

    /// A checker for the terms of some concepts. Cost: linear in their words.
    pub fn of(concepts: impl IntoIterator<Item = &'g Concept>) -> Self {
        let concepts: Vec<&Concept> = concepts.into_iter().collect();
        let scanners = Scanners::of(all_terms(concepts.iter().copied()));
        Self { concepts, scanners, nested: false, style: HouseStyle::default() }
    }

    /// The same, which looks for names and their short forms too, or does not: the rule `nested-rendering`.
    pub fn with_nested(self, nested: bool) -> Self {
        Self { nested, ..self }
    }

    /// The same, which holds texts to a house style.
    pub fn with_style(self, style: HouseStyle) -> Self {
        Self { style, ..self }
    }

    /// What finds the terms of a language.
    pub fn scanner(&self, lang: &Lang) -> Option<&Scanner<'g>> {
        self.scanners.of_lang(lang)
    }

    /// Checks files together. The findings are in the order of files and places.
    ///
    /// `done` is called after each file, from any thread. Cost: linear in the text; files are scanned on all cores.
    pub fn check(&self, inputs: &[Article], done: &(dyn Fn() + Sync)) -> Vec<Finding> {
        let (context, mut findings) = self.context(inputs.iter().collect(), Kind::Running, done);
        RULES.iter().chain(&TEXT_RULES).for_each(|rule| rule(&context, &mut findings));
        if self.nested {
            variants::nested::check(&context, &mut findings);
        }
        settle(findings)
    }

    /// Reads texts, on all cores; gives what rules look at, and what was found already.
    fn context<'a>(
        &'a self,
        inputs: Vec<&'a Article>,
        kind: Kind,
        done: &(dyn Fn() + Sync),
    ) -> (Context<'a, 'g>, Vec<Finding>) {
        let one = |(file, input): (usize, &&Article)| {
            let read = Reading::of(file, input, self.scanners.of_lang(&input.lang), kind);
            done();
            read
        };
        let readings: Vec<Reading<'g>> = inputs.par_iter().enumerate().map(one).collect();
        // Of the right size at once: a list that grows is there twice for a while.
        let all = |count: fn(&Reading<'g>) -> usize| readings.iter().map(count).sum();
        let mut uses = Vec::with_capacity(all(|reading| reading.uses.len()));
        let mut phrases = Vec::with_capacity(all(|reading| reading.phrases.len()));
        let (mut statements, mut findings) = (Vec::new(), Vec::new());
        for reading in readings {
            uses.extend(reading.uses);
            phrases.extend(reading.phrases);
            statements.extend(reading.statements);
            findings.extend(reading.findings);
        }
        phrases.par_sort_unstable();
        statements.sort_unstable();
        (Context { concepts: &self.concepts, style: &self.style, inputs, uses, phrases, statements }, findings)
    }
}

/// The findings in order, each once.
fn settle(mut findings: Vec<Finding>) -> Vec<Finding> {
    // What the glossary says of a place says more.
    let mut known: HashMap<String, Vec<Span>> = HashMap::new();
    for finding in findings.iter().filter(|finding| finding.rule == "lost-diacritics" && finding.concept.is_some()) {
        let places = std::iter::once(&finding.place).chain(&finding.related);
        places.for_each(|place| known.entry(place.file.clone()).or_default().push(place.span));
    }
    let is_known =
        |place: &Place| known.get(&place.file).is_some_and(|spans| spans.iter().any(|span| span.overlaps(place.span)));
    findings
        .retain(|finding| finding.rule != "lost-diacritics" || finding.concept.is_some() || !is_known(&finding.place));
    sort(&mut findings);
    // Two concepts with one name (a unit and its former self) say the same of a place.
    findings.dedup_by(|b, a| a.rule == b.rule && a.place == b.place && a.message == b.message);
    findings
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
