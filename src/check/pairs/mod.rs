//! Rules for translations: a segment against the one it is a translation of.

mod bitext;
mod codes;
mod consistency;
mod language;
mod numbers;
mod terms;

pub use bitext::{Bitext, Escapes, Pair};

use std::collections::HashMap;

use rayon::prelude::*;

use crate::{
    lang::Lang,
    report::{Finding, Place},
    text::Span,
};

use super::{Checker, InMemory, RULES, reading::Kind, settle};

/// The sides of a unit.
const SOURCE: usize = 0;
const TARGET: usize = 1;

/// A unit in its file.
#[derive(Clone, Copy)]
struct Unit<'b> {
    bitext: &'b Bitext,
    pair: &'b Pair,
}

impl<'b> Unit<'b> {
    fn text(self, side: usize) -> &'b str {
        self.pair.of(self.bitext, side)
    }

    fn lang(self, side: usize) -> &'b Lang {
        &self.bitext.sides[side].lang
    }

    /// The place of a part of a segment.
    fn place(self, side: usize, part: Span) -> Place {
        let start = self.pair.spans[side].start;
        Place::in_document(&self.bitext.sides[side].document, Span::new(start + part.start, start + part.end))
    }

    /// The place of a segment.
    fn whole(self, side: usize) -> Place {
        Place::in_document(&self.bitext.sides[side].document, self.pair.spans[side])
    }

    /// A finding about a part of the source with the target beside it.
    fn finding(self, rule: &'static str, part: Span, message: String) -> Finding {
        let related = vec![self.whole(TARGET)];
        Finding { related, ..Finding::new(rule, self.place(SOURCE, part), message) }
    }
}

impl Checker<'_> {
    /// Checks bilingual files together: each side as a text, each unit, and units that have a segment in common. The findings
    /// are in the order of files and places.
    ///
    /// `done` is called after each side of a file, from any thread. Cost: linear in the text, on all cores.
    pub fn check_pairs(&self, bitexts: &[Bitext], done: &(dyn Fn() + Sync)) -> Vec<Finding> {
        let sides: InMemory<'_> = bitexts.iter().flat_map(|bitext| &bitext.sides).collect();
        let mut context = self.context(&sides, Kind::Side, &|_| done());
        let mut findings = context.found(RULES);
        // The source is not the translator's to change.
        let by_name: HashMap<&str, &Bitext> =
            bitexts.iter().map(|bitext| (bitext.sides[TARGET].document.name(), bitext)).collect();
        for finding in findings.iter_mut().filter(|finding| !finding.fix.is_empty()) {
            let bitext = by_name.get(finding.place.file.as_str());
            let written = finding.fix.iter().map(|edit| bitext.and_then(|bitext| bitext.written(edit)));
            finding.fix = written.collect::<Option<_>>().unwrap_or_default();
        }
        for (number, bitext) in bitexts.iter().enumerate() {
            let terms = terms::Terms::new(self, &context, number, bitext);
            let of_unit = |(at, pair): (usize, &Pair)| {
                let (unit, mut found) = (Unit { bitext, pair }, Vec::new());
                if unit.text(TARGET).trim().is_empty() {
                    language::missing(unit, &mut found);
                } else {
                    terms.check(at, unit, &mut found);
                    numbers::check(unit, &mut found);
                    codes::check(unit, &mut found);
                    language::check(unit, &mut found);
                }
                found
            };
            findings.par_extend(bitext.pairs.par_iter().enumerate().flat_map_iter(of_unit));
        }
        consistency::check(bitexts, &mut findings);
        settle(findings)
    }
}
