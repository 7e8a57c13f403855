//! Journey: the termbase checked against itself, its examples included.

use crate::{
    check::failing_examples,
    glossary::lint,
    report::{Finding, sort},
};

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
