//! A translation unit in its file, as unit-level rules see it.

use crate::{
    lang::Lang,
    report::{Finding, Place, Rule},
    text::Span,
};

use super::{
    super::{Checker, seen::Use},
    bitext::{Bitext, Pair},
};

/// The sides of a unit.
pub(in crate::check) const SOURCE: usize = 0;
pub(in crate::check) const TARGET: usize = 1;

/// A unit in its file.
#[derive(Clone, Copy)]
pub(in crate::check) struct Unit<'b> {
    pub(in crate::check) bitext: &'b Bitext,
    pub(in crate::check) pair: &'b Pair,
}

impl<'b> Unit<'b> {
    pub(in crate::check) fn text(self, side: usize) -> &'b str {
        self.pair.of(self.bitext, side)
    }

    pub(in crate::check) fn lang(self, side: usize) -> &'b Lang {
        &self.bitext.sides[side].lang
    }

    /// The place of a part of a segment.
    pub(in crate::check) fn place(self, side: usize, part: Span) -> Place {
        let start = self.pair.spans[side].start;
        Place::in_document(&self.bitext.sides[side].document, Span::new(start + part.start, start + part.end))
    }

    /// The place of a segment.
    pub(in crate::check) fn whole(self, side: usize) -> Place {
        Place::in_document(&self.bitext.sides[side].document, self.pair.spans[side])
    }

    /// A finding about a part of the source with the target beside it.
    pub(in crate::check) fn finding(self, rule: &'static Rule, part: Span, message: String) -> Finding {
        let related = vec![self.whole(TARGET)];
        Finding { related, ..Finding::new(rule, self.place(SOURCE, part), message) }
    }
}

/// A unit with what is known of its terms.
pub(in crate::check) struct UnitContext<'c, 'g> {
    pub(in crate::check) unit: Unit<'c>,
    pub(in crate::check) checker: &'c Checker<'g>,
    /// The terms of its source, in their order.
    pub(in crate::check) terms: &'c [Use<'g>],
}
