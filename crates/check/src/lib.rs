//! The rules: what is written otherwise than the glossary, or than the other files, would have it.
//!
//! The files of one run are read together, because the most useful findings are about two of them: one concept under two
//! accepted names. A rule is a value that stands beside its code, its description and how it runs: `passes` lists them all.
//! Rules look at matches of the same scanner that look-up uses; a longer match always hides the shorter ones inside it.

mod bilingual;
mod competing;
mod context;
mod examples;
mod facts;
mod letters;
mod names;
mod orthography;
mod pairs;
mod passes;
mod predecessors;
mod reading;
mod rewrite;
mod seen;
mod sense;
mod status;
mod styles;
mod texts;
mod typography;
mod validity;
mod variants;
mod word;

pub use examples::failing_examples;
pub use pairs::{
    Bitext, Escapes, Pair,
    terms::{CHANGED_NAME, MISSING_TERM},
};
pub use passes::RULES;
pub use styles::HouseStyle;
pub use texts::{InMemory, TextRef, Texts};
pub use validity::date_of;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use gloss_core::{
    lang::{Article, Lang},
    model::Concept,
    report::{Edit, Finding, Place, Rule, sort},
    text::{Document, Span},
};
use gloss_terms::{
    glossary::Glossary,
    index::{Scanner, Scanners, all_terms},
};

use context::CheckContext;
use passes::{PASSES, Run};
use seen::Seen;
use word::TextKind;

/// Checks texts against a glossary.
#[derive(Debug)]
pub struct Checker<'g> {
    concepts: Vec<&'g Concept>,
    scanners: Scanners<'g>,
    /// The rules that run only where they are asked for, and are.
    requested: Vec<&'static Rule>,
    style: HouseStyle,
}

impl<'g> Checker<'g> {
    /// A checker for the terms of a glossary. Cost: linear in their words.
    pub fn new(glossary: &'g Glossary) -> Self {
        Self::of(glossary.concepts())
    }

    /// A checker for the terms of some concepts. Cost: linear in their words.
    pub fn of(concepts: impl IntoIterator<Item = &'g Concept>) -> Self {
        let concepts: Vec<&Concept> = concepts.into_iter().collect();
        let scanners = Scanners::from_terms(all_terms(concepts.iter().copied()));
        Self { concepts, scanners, requested: Vec::new(), style: HouseStyle::default() }
    }

    /// The same, which follows these rules of those that run on request.
    pub fn with_requested(self, requested: Vec<&'static Rule>) -> Self {
        Self { requested, ..self }
    }

    /// The same, which holds texts to a house style.
    pub fn with_style(self, style: HouseStyle) -> Self {
        Self { style, ..self }
    }

    /// What finds the terms of a language.
    pub fn scanner(&self, lang: &Lang) -> Option<&Scanner<'g>> {
        self.scanners.for_lang(lang)
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
        let mut context = self.context(texts, TextKind::Running, read);
        deduplicate(self.findings(&mut context, TextKind::Running))
    }

    /// Reads texts, on all cores.
    fn context<'a>(
        &self,
        texts: &'a dyn Texts,
        kind: TextKind,
        read: &(dyn Fn(&Article) + Sync),
    ) -> CheckContext<'a, 'g> {
        let all = Mutex::new(Seen::default());
        (0..texts.count()).into_par_iter().for_each(|file| {
            let Some(text) = texts.text(file) else { return };
            let one = reading::read(self, file, &text, kind);
            read(&text);
            drop(text);
            all.lock().unwrap_or_else(PoisonError::into_inner).add(one);
        });
        let mut seen = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        seen.bring_into_order();
        CheckContext { texts, seen }
    }

    /// What was found in each text, and what the rules about all texts find.
    fn findings(&self, context: &mut CheckContext<'_, 'g>, kind: TextKind) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut context.seen.findings);
        let mut pending = Vec::new();
        let is_on = |rule: &&Rule| !rule.on_request || self.requested.contains(rule);
        for pass in PASSES.iter().filter(|pass| pass.rules.iter().any(is_on)) {
            match pass.run {
                Run::Texts(run) => run(context, &mut pending),
                Run::RunningTexts(run) if kind == TextKind::Running => run(context, &mut pending),
                _ => {}
            }
        }
        findings.extend(context.finish(pending));
        findings
    }
}

/// The findings in order, each once.
fn deduplicate(mut findings: Vec<Finding>) -> Vec<Finding> {
    // What the glossary says of a place says more.
    let mut known: HashMap<String, Vec<Span>> = HashMap::new();
    for finding in
        findings.iter().filter(|finding| *finding.rule == names::LOST_DIACRITICS && finding.concept.is_some())
    {
        let places = std::iter::once(&finding.place).chain(&finding.related);
        places.for_each(|place| known.entry(place.file.clone()).or_default().push(place.span));
    }
    let is_known =
        |place: &Place| known.get(&place.file).is_some_and(|spans| spans.iter().any(|span| span.overlaps(place.span)));
    findings.retain(|finding| {
        *finding.rule != names::LOST_DIACRITICS || finding.concept.is_some() || !is_known(&finding.place)
    });
    // Both sides of a bilingual file may say the same of it: the one that can mend more is kept.
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.fix.len()));
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
