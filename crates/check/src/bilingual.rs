//! Runs the rules over bilingual files.

use std::collections::HashMap;

use rayon::prelude::*;

use gloss_core::report::Finding;

use super::{
    Checker, InMemory,
    context::CheckContext,
    deduplicate,
    pairs::{Bitext, Pair, SOURCE, TARGET, Unit, UnitContext},
    passes::{PASSES, Run},
    word::TextKind,
};

impl<'g> Checker<'g> {
    /// Checks bilingual files together: each side as a text, each unit, and units that have a segment in common. The findings
    /// are in the order of files and places.
    ///
    /// `done` is called after each side of a file, from any thread. Cost: linear in the text, on all cores.
    pub fn check_pairs(&self, bitexts: &[Bitext], done: &(dyn Fn() + Sync)) -> Vec<Finding> {
        let sides: InMemory<'_> = bitexts.iter().flat_map(|bitext| &bitext.sides).collect();
        let mut context = self.context(&sides, TextKind::Side, &|_| done());
        let mut findings = self.findings(&mut context, TextKind::Side);
        keep_safe_fixes(bitexts, &mut findings);
        for (number, bitext) in bitexts.iter().enumerate() {
            self.check_units(&context, number, bitext, &mut findings);
        }
        for pass in &PASSES {
            if let Run::Bitexts(run) = pass.run {
                run(bitexts, &mut findings);
            }
        }
        deduplicate(findings)
    }

    /// Checks the units of one file.
    fn check_units(&self, context: &CheckContext<'_, 'g>, number: usize, bitext: &Bitext, out: &mut Vec<Finding>) {
        // The two sides of each file follow each other.
        let uses = context.uses_in(2 * number);
        let check = |pair: &Pair| {
            let span = pair.spans[SOURCE];
            let from = uses.partition_point(|used| used.span().start < span.start);
            let terms = &uses[from..];
            let terms = &terms[..terms.iter().take_while(|used| used.span().end <= span.end).count()];
            let unit = Unit { bitext, pair };
            let (context, mut found) = (UnitContext { unit, checker: self, terms }, Vec::new());
            let has_target = !unit.text(TARGET).trim().is_empty();
            for pass in &PASSES {
                match pass.run {
                    Run::Unit(run) if has_target => run(&context, &mut found),
                    Run::Untranslated(run) if !has_target => run(&context, &mut found),
                    _ => {}
                }
            }
            found
        };
        out.par_extend(bitext.pairs.par_iter().flat_map_iter(check));
    }
}

/// Fixes that can be written into the file. The source is not the translator's to change.
fn keep_safe_fixes(bitexts: &[Bitext], findings: &mut [Finding]) {
    let by_name: HashMap<&str, &Bitext> =
        bitexts.iter().map(|bitext| (bitext.sides[TARGET].document.name(), bitext)).collect();
    for finding in findings.iter_mut().filter(|finding| !finding.fix.is_empty()) {
        let bitext = by_name.get(finding.place.file.as_str());
        let written = finding.fix.iter().map(|edit| bitext.and_then(|bitext| bitext.written(edit)));
        finding.fix = written.collect::<Option<_>>().unwrap_or_default();
    }
}
