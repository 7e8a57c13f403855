//! What a rule is: its id, what it says of itself, how much its findings matter.

use std::{cmp::Ordering, fmt};

use super::Severity;

/// A rule of checks. Each stands as a `static` beside the code that follows it.
///
/// Two rules are the same if their ids are.
pub struct Rule {
    /// Stable id.
    pub id: &'static str,
    /// Severity unless a finding says otherwise.
    pub severity: Severity,
    /// What it has to look at.
    pub sees: Sees,
    /// Whether it is reported only where `gloss.toml` or the command asks for it.
    pub on_request: bool,
    /// One line.
    pub summary: &'static str,
    /// What it does, why it matters, what to do, and an example, in Markdown.
    pub explanation: &'static str,
}

/// What a rule has to look at to find something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// One text.
    Text,
    /// All that are given: another text may be what it finds something by.
    All,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl PartialOrd for Rule {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rule {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(other.id)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({})", self.id)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id)
    }
}
