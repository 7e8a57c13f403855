//! What each rule is about: the one table behind `gloss explain`, SARIF and the README.

use super::Severity;

/// What people should know about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleInfo {
    /// Stable id.
    pub id: &'static str,
    /// Severity unless a finding says otherwise.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// What it does, why it matters, what to do.
    pub explanation: &'static str,
}

macro_rules! rules {
    ($($id:literal $severity:ident $summary:literal),* $(,)?) => {
        /// Every rule, sorted by id.
        pub const RULES: &[RuleInfo] = &[$(RuleInfo {
            id: $id,
            severity: Severity::$severity,
            summary: $summary,
            explanation: include_str!(concat!("rules/", $id, ".md")),
        }),*];
    };
}

rules! {
    "competing-renderings" Warning "one concept is rendered in two accepted ways across the given files",
    "deprecated-rendering" Warning "a rendering that the glossary advises against",
    "exchange-structure" Error "an exchange file does not follow its standard's schema",
    "exchange-tools" Warning "a valid exchange file that some programs refuse or misread",
    "exchange-value" Error "an exchange file breaks a rule that no schema states",
    "forbidden-rendering" Error "a rendering that the glossary forbids",
    "glossary-contradiction" Error "one form is both wanted and unwanted",
    "glossary-duplicate" Error "the same concept or term is entered twice",
    "glossary-example" Error "an example of the glossary does not hold",
    "glossary-syntax" Error "a glossary file cannot be read as written",
    "glossary-value" Error "a value the glossary does not know, or one that is missing",
    "lost-diacritics" Warning "a known name stands without its diacritics",
    "mixed-tone-style" Info "tone marks are placed in the old and the new style",
    "not-nfc" Warning "letters are stored in decomposed form",
    "number-style" Warning "large amounts are written now in billions, now in trillions",
    "typography" Info "ranges or amounts are written in different styles",
    "waiver" Warning "a waiver that has expired, waits for nothing, or cannot be read",
    "wrong-letter" Warning "a look-alike letter stands for Đ",
    "wrong-predecessor" Warning "a place is said to have been one that it was not formed of",
    "xml-well-formed" Error "a file is no XML",
}

/// What is known about rule `id`.
pub fn rule(id: &str) -> Option<&'static RuleInfo> {
    RULES.iter().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_explained() {
        assert!(RULES.windows(2).all(|pair| pair[0].id < pair[1].id));
        for rule in RULES {
            for heading in ["## What it does", "## Why", "## What to do"] {
                assert!(rule.explanation.contains(heading), "{} lacks {heading}", rule.id);
            }
        }
    }
}
