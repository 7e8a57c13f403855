//! What rules look at, and what they say.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    index::{MatchKind, TermRef},
    lang::Article,
    model::Concept,
    report::{Edit, Finding, Place},
    text::Span,
};

use super::{HouseStyle, Lent, Texts, edit, reading::Reading};

/// A place in one of the texts. There is one for each name and term of a run, so it is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    file: u32,
    start: usize,
    length: u32,
}

impl Spot {
    /// A place of more than four gigabytes is as good as none, and so is a file behind so many.
    pub(super) fn new(file: usize, span: Span) -> Self {
        let length = u32::try_from(span.end - span.start).unwrap_or_default();
        Self { file: u32::try_from(file).unwrap_or(u32::MAX), start: span.start, length }
    }

    pub(super) fn file(self) -> usize {
        self.file as usize
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.start + self.length as usize)
    }
}

/// What rules about several texts look at.
pub(super) struct Context<'a, 'g> {
    pub(super) texts: &'a dyn Texts,
    /// What was seen in all of them, in their order.
    pub(super) seen: Reading<'g>,
}

/// What rules about one text look at.
pub(super) struct Here<'a, 'g> {
    pub(super) concepts: &'a [&'g Concept],
    pub(super) style: &'a HouseStyle,
    pub(super) file: usize,
    pub(super) input: &'a Article,
    /// The terms, in their order.
    pub(super) uses: &'a [Use<'g>],
}

/// A term in a file.
#[derive(Debug, Clone)]
pub(super) struct Use<'g> {
    pub(super) spot: Spot,
    pub(super) found: TermRef<'g>,
    pub(super) kind: MatchKind,
    /// Whether another concept has a term that matches here as well.
    pub(super) ambiguous: bool,
}

impl Use<'_> {
    pub(super) fn file(&self) -> usize {
        self.spot.file()
    }

    pub(super) fn span(&self) -> Span {
        self.spot.span()
    }
}

/// A finding whose places are still to be looked up: those of all findings are looked up together, so that no text is asked
/// for twice.
pub(super) struct Draft<'a> {
    spot: Spot,
    related: Vec<Spot>,
    finish: Finish<'a>,
}

/// A rule about several texts: looks at everything and says what it finds.
pub(super) type Rule = for<'a, 'g> fn(&'a Context<'_, 'g>, &mut Vec<Draft<'a>>);

/// Makes a finding of its place and the others that belong to it.
type Finish<'a> = Box<dyn FnOnce(Place, Vec<Place>) -> Finding + 'a>;

impl<'a> Draft<'a> {
    pub(super) fn new(
        spot: Spot,
        related: impl IntoIterator<Item = Spot>,
        finish: impl FnOnce(Place, Vec<Place>) -> Finding + 'a,
    ) -> Self {
        Self { spot, related: related.into_iter().collect(), finish: Box::new(finish) }
    }
}

impl<'g> Context<'_, 'g> {
    /// One of the texts, if it is still there.
    pub(super) fn text(&self, file: usize) -> Option<Lent<'_>> {
        self.texts.text(file)
    }

    /// Looks at some places, in all texts once. What is not there any more is left out.
    pub(super) fn look_at<T: Send>(
        &self,
        spots: impl IntoIterator<Item = Spot>,
        look: impl Fn(&Article, Span) -> T + Sync,
    ) -> BTreeMap<Spot, T> {
        let mut spots: Vec<Spot> = spots.into_iter().collect();
        spots.sort_unstable();
        spots.dedup();
        let in_file = |spots: &[Spot]| {
            let text = self.text(spots[0].file());
            text.map(|text| spots.iter().map(|spot| (*spot, look(&text, spot.span()))).collect::<Vec<_>>())
        };
        let by_file: Vec<&[Spot]> = spots.chunk_by(|a, b| a.file() == b.file()).collect();
        let seen: Vec<_> = by_file.into_par_iter().filter_map(in_file).collect();
        seen.into_iter().flatten().collect()
    }

    /// What stands at some places.
    pub(super) fn printed(&self, spots: impl IntoIterator<Item = Spot>) -> BTreeMap<Spot, String> {
        self.look_at(spots, |text, span| span.of(text.document.text()).to_owned())
    }

    /// What was found in each text and what some rules find in all of them.
    pub(super) fn found(&mut self, rules: impl IntoIterator<Item = Rule>) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.seen.findings);
        let mut drafts = Vec::new();
        rules.into_iter().for_each(|rule| rule(self, &mut drafts));
        findings.extend(self.finished(drafts));
        findings
    }

    /// The findings, with their places.
    fn finished(&self, drafts: Vec<Draft<'_>>) -> Vec<Finding> {
        let spots = drafts.iter().flat_map(|draft| std::iter::once(draft.spot).chain(draft.related.iter().copied()));
        let places = self.look_at(spots, |text, span| Place::in_document(&text.document, span));
        let place = |spot: &Spot| places.get(spot).cloned();
        let finished = |Draft { spot, related, finish }: Draft<'_>| {
            Some(finish(place(&spot)?, related.iter().filter_map(place).collect()))
        };
        drafts.into_iter().filter_map(finished).collect()
    }

    /// The terms of a file.
    pub(super) fn uses_in(&self, file: usize) -> &[Use<'g>] {
        let uses = &self.seen.uses;
        &uses[uses.partition_point(|used| used.file() < file)..uses.partition_point(|used| used.file() <= file)]
    }
}

impl Here<'_, '_> {
    pub(super) fn text(&self) -> &str {
        self.input.document.text()
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place::in_document(&self.input.document, span)
    }

    pub(super) fn edit(&self, span: Span, new: String) -> Option<Edit> {
        edit(&self.input.document, span, new)
    }
}
