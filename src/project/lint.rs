//! Journey: the termbase checked against itself, its examples included.

use gloss_check::failing_examples;
use gloss_core::report::{Finding, sort};
use gloss_terms::glossary::lint;

use super::Project;

impl Project {
    /// Everything that is wrong with the project's own glossary.
    pub fn lint(&self) -> Vec<Finding> {
        let mut findings = lint(&self.own);
        findings.extend(failing_examples(&self.own));
        sort(&mut findings);
        findings
    }
}
