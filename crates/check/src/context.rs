//! What rules look at, and what they say.

use std::collections::BTreeMap;

use rayon::prelude::*;

use gloss_core::{
    lang::Article,
    model::Concept,
    report::{Edit, Finding, Place},
    text::Span,
};

use super::{
    HouseStyle, TextRef, Texts, edit,
    seen::{Seen, Spot, Use},
};

/// What rules about several texts look at.
pub(super) struct CheckContext<'a, 'g> {
    pub(super) texts: &'a dyn Texts,
    /// What was seen in all of them, in their order.
    pub(super) seen: Seen<'g>,
}

/// What rules about one text look at.
pub(super) struct TextContext<'a, 'g> {
    pub(super) concepts: &'a [&'g Concept],
    pub(super) style: &'a HouseStyle,
    pub(super) file: usize,
    pub(super) input: &'a Article,
    /// The terms, in their order.
    pub(super) uses: &'a [Use<'g>],
}

/// A finding whose places are still to be looked up: those of all findings are looked up together, so that no text is asked
/// for twice.
pub(super) struct PendingFinding<'a> {
    spot: Spot,
    related: Vec<Spot>,
    finish: Finish<'a>,
}

/// Makes a finding of its place and the others that belong to it.
type Finish<'a> = Box<dyn FnOnce(Place, Vec<Place>) -> Finding + 'a>;

impl<'a> PendingFinding<'a> {
    pub(super) fn new(
        spot: Spot,
        related: impl IntoIterator<Item = Spot>,
        finish: impl FnOnce(Place, Vec<Place>) -> Finding + 'a,
    ) -> Self {
        Self { spot, related: related.into_iter().collect(), finish: Box::new(finish) }
    }
}

impl<'g> CheckContext<'_, 'g> {
    /// One of the texts, if it is still there.
    pub(super) fn text(&self, file: usize) -> Option<TextRef<'_>> {
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

    /// The findings, with their places.
    pub(super) fn finish(&self, drafts: Vec<PendingFinding<'_>>) -> Vec<Finding> {
        let spots = drafts.iter().flat_map(|draft| std::iter::once(draft.spot).chain(draft.related.iter().copied()));
        let places = self.look_at(spots, |text, span| Place::in_document(&text.document, span));
        let place = |spot: &Spot| places.get(spot).cloned();
        let finished = |PendingFinding { spot, related, finish }: PendingFinding<'_>| {
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

impl TextContext<'_, '_> {
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
