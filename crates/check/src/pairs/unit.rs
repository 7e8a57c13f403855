//! A translation unit in its file, as unit-level rules see it.

use gloss_core::{
    lang::Lang,
    report::{Finding, Place, Rule},
    text::Span,
};

use super::{
    super::{Checker, seen::Use},
    bitext::{Bitext, Pair},
};

/// The sides of a unit.
pub(crate) const SOURCE: usize = 0;
pub(crate) const TARGET: usize = 1;

/// A unit in its file.
#[derive(Clone, Copy)]
pub(crate) struct Unit<'b> {
    pub(crate) bitext: &'b Bitext,
    pub(crate) pair: &'b Pair,
}

impl<'b> Unit<'b> {
    pub(crate) fn text(self, side: usize) -> &'b str {
        self.pair.of(self.bitext, side)
    }

    pub(crate) fn lang(self, side: usize) -> &'b Lang {
        &self.bitext.sides[side].lang
    }

    /// The place of a part of a segment.
    pub(crate) fn place(self, side: usize, part: Span) -> Place {
        let start = self.pair.spans[side].start;
        Place::in_document(&self.bitext.sides[side].document, Span::new(start + part.start, start + part.end))
    }

    /// The place of a segment.
    pub(crate) fn whole(self, side: usize) -> Place {
        Place::in_document(&self.bitext.sides[side].document, self.pair.spans[side])
    }

    /// A finding about a part of the source with the target beside it.
    pub(crate) fn finding(self, rule: &'static Rule, part: Span, message: String) -> Finding {
        let related = vec![self.whole(TARGET)];
        Finding { related, ..Finding::new(rule, self.place(SOURCE, part), message) }
    }
}

/// A unit with what is known of its terms.
pub(crate) struct UnitContext<'c, 'g> {
    pub(crate) unit: Unit<'c>,
    pub(crate) checker: &'c Checker<'g>,
    /// The terms of its source, in their order.
    pub(crate) terms: &'c [Use<'g>],
}
