//! The rules: what is written otherwise than the glossary, or than the other files, would have it.
//!
//! The files of one run are read together, because the most useful findings are about two of them: one concept under two
//! accepted names. Each rule is one file with one function over what was found; rules look at matches of the same scanner
//! that look-up uses, and a longer match always hides the shorter ones inside it.

mod competing;
mod context;
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
mod texts;
mod typography;
mod validity;
mod variants;

pub use examples::failing_examples;
pub use pairs::{Bitext, Escapes, Pair};
pub use styles::HouseStyle;
pub use texts::{InMemory, Lent, Texts};
pub use validity::date_of;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::{
    glossary::Glossary,
    index::{Scanner, Scanners, all_terms},
    lang::{Article, Lang},
    model::Concept,
    report::{Edit, Finding, Place, sort},
    text::{Document, Span},
};

use context::{Context, Draft, Here, Rule, Spot, Use};
use reading::{Kind, Reading};

/// Checks texts against a glossary.
#[derive(Debug)]
pub struct Checker<'g> {
    concepts: Vec<&'g Concept>,
    scanners: Scanners<'g>,
    nested: bool,
    style: HouseStyle,
}

/// The rules for texts and for the sides of translations, beside those that [`reading`] follows.
const RULES: [Rule; 4] = [status::check, competing::check, orthography::check, typography::check];

/// The rules for running texts alone.
const TEXT_RULES: [Rule; 2] = [variants::check, facts::check];

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

    /// Checks texts together. The findings are in the order of files and places. Cost: that of [`Checker::check_texts`].
    pub fn check(&self, articles: &[Article]) -> Vec<Finding> {
        self.check_texts(&articles.iter().collect::<InMemory<'_>>(), &|_| {})
    }

    /// Checks texts together. The findings are in the order of files and places.
    ///
    /// `read` is called with each text when it has been read, from any thread. Cost: linear in the text, on all cores. Each
    /// text is asked for once, and again for names that may be one and for places of findings. Memory: some 50 bytes for each term and name in
    /// the texts, beside what they take themselves.
    pub fn check_texts(&self, texts: &dyn Texts, read: &(dyn Fn(&Article) + Sync)) -> Vec<Finding> {
        let nested = self.nested.then_some(variants::nested::check as Rule);
        let rules = RULES.into_iter().chain(TEXT_RULES).chain(nested);
        settle(self.context(texts, Kind::Running, read).found(rules))
    }

    /// Reads texts, on all cores.
    fn context<'a>(&self, texts: &'a dyn Texts, kind: Kind, read: &(dyn Fn(&Article) + Sync)) -> Context<'a, 'g> {
        let all = Mutex::new(Reading::default());
        (0..texts.count()).into_par_iter().for_each(|file| {
            let Some(text) = texts.text(file) else { return };
            let one = Reading::of(self, file, &text, kind);
            read(&text);
            drop(text);
            all.lock().unwrap_or_else(PoisonError::into_inner).add(one);
        });
        let mut seen = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        seen.bring_into_order();
        Context { texts, seen }
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

/// An edit of a text; none where markup stands inside of it.
fn edit(document: &Document, span: Span, new: String) -> Option<Edit> {
    let place = document.to_source(span);
    let is_plain = || place.of(document.source()).nfc().eq(span.of(document.text()).nfc());
    (document.is_unbroken(span) || is_plain()).then_some(Edit { span: place, new })
}

/// The group with the fewest members, if there are two groups or more; of equally small ones the later key.
fn rarest<K: Ord + Copy, T>(groups: &std::collections::BTreeMap<K, Vec<T>>) -> Option<(K, &Vec<T>)> {
    if groups.len() < 2 {
        return None;
    }
    groups.iter().min_by_key(|(key, uses)| (uses.len(), std::cmp::Reverse(**key))).map(|(key, uses)| (*key, uses))
}
