//! What reviewers turned down: `rejected.tsv`, a line each: English form, Vietnamese form or nothing, date, reason.

use std::collections::BTreeSet;

use gloss_core::lang::english;

/// Candidates that must not be proposed again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rejected(BTreeSet<String>);

impl Rejected {
    pub(super) fn extend(&mut self, text: &str) {
        let rows = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        self.0.extend(rows.map(|line| english::key(line.split('\t').next().unwrap_or_default())));
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether a form was turned down, in any case or number.
    pub fn contains(&self, form: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&english::key(form))
    }

    /// The line that records a rejection, to be appended to `rejected.tsv`.
    pub fn row(en: &str, vi: Option<&str>, date: &str, why: &str) -> String {
        let cell = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        format!("{}\t{}\t{}\t{}\n", cell(en), cell(vi.unwrap_or_default()), cell(date), cell(why))
    }

    /// The first lines of a new `rejected.tsv`.
    pub const HEADER: &str = "# English form\tVietnamese form\tdate\treason\n";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejection_holds_for_every_case_and_number() {
        let mut rejected = Rejected::default();
        rejected.extend(
            &(Rejected::HEADER.to_owned() + &Rejected::row("practical solution", None, "2026-01-01", "generic")),
        );
        assert!(rejected.contains("Practical solutions") && !rejected.contains("practical"));
    }
}
