//! What each rule is about: the one table behind `gloss explain`, SARIF and the README.

use super::Severity;

/// What people should know about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleInfo {
    /// Stable id.
    pub id: &'static str,
    /// Severity unless a finding says otherwise.
    pub severity: Severity,
    /// What it has to look at.
    pub sees: Sees,
    /// One line.
    pub summary: &'static str,
    /// What it does, why it matters, what to do.
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

macro_rules! rules {
    ($($id:literal $severity:ident $sees:ident $summary:literal),* $(,)?) => {
        /// Every rule, sorted by id.
        pub const RULES: &[RuleInfo] = &[$(RuleInfo {
            id: $id,
            severity: Severity::$severity,
            sees: Sees::$sees,
            summary: $summary,
            explanation: include_str!(concat!("rules/", $id, ".md")),
        }),*];
    };
}

rules! {
    "changed-name" Warning Text "a name that stays in every language is missing in a translation",
    "code-mismatch" Error Text "a translation lost, gained or changed codes or placeholders",
    "competing-renderings" Warning All "one concept is rendered in two accepted ways across the given files",
    "deprecated-rendering" Warning Text "a rendering that the glossary advises against",
    "doubled-word" Warning Text "a word stands there twice",
    "exchange-structure" Error Text "an exchange file does not follow its standard's schema",
    "exchange-tools" Warning Text "a valid exchange file that some programs refuse or misread",
    "exchange-value" Error Text "an exchange file breaks a rule that no schema states",
    "fact-conflict" Info All "one indicator of one year has two values",
    "forbidden-rendering" Error Text "a rendering that the glossary forbids",
    "glossary-contradiction" Error Text "one form is both wanted and unwanted",
    "glossary-duplicate" Error Text "the same concept or term is entered twice",
    "glossary-example" Error Text "an example of the glossary does not hold",
    "glossary-syntax" Error Text "a glossary file cannot be read as written",
    "glossary-value" Error Text "a value the glossary does not know, or one that is missing",
    "hidden-character" Warning Text "a character that cannot be seen, or that turns the direction of the text",
    "inconsistent-source" Info All "two texts have one translation",
    "inconsistent-target" Warning All "one text is translated in two ways",
    "lost-diacritics" Warning All "a known name stands without its diacritics",
    "missing-term" Warning Text "a term of the source has no rendering in the translation",
    "mixed-tone-style" Info Text "tone marks are placed in the old and the new style",
    "nested-rendering" Info All "a name stands there with fewer words than elsewhere (off unless asked for)",
    "not-nfc" Warning Text "letters are stored in decomposed form",
    "number-mismatch" Warning Text "a number, amount or date differs between a text and its translation",
    "number-style" Warning All "large amounts are written now in billions, now in trillions",
    "outdated-name" Info Text "a name was no longer in use when the text was written",
    "typography" Info All "ranges or amounts are written in different styles",
    "untranslated" Warning Text "a translation is the same as its source",
    "variant-rendering" Warning All "two English forms seem to name one thing",
    "waiver" Warning Text "a waiver that has expired, waits for nothing, or cannot be read",
    "wrong-language" Warning Text "a translation is not in the language it should be in",
    "wrong-letter" Warning Text "a letter is not the one it looks like",
    "wrong-predecessor" Warning Text "a place is said to have been one that it was not formed of",
    "wrong-sense" Warning Text "a term stands with a word by which its entry says that it is not meant",
    "xml-well-formed" Error Text "a file is no XML",
}

/// Rules that are reported only where `gloss.toml` or the command asks for them.
const ON_REQUEST: [&str; 1] = ["nested-rendering"];

impl RuleInfo {
    /// Whether it is reported only where it is asked for.
    pub fn is_on_request(&self) -> bool {
        ON_REQUEST.contains(&self.id)
    }
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
            for heading in ["## What it does", "## Why", "## What to do", "## Example\nBad: ", "\nGood: "] {
                assert!(rule.explanation.contains(heading), "{} lacks {heading}", rule.id);
            }
        }
    }
}
