//! The rules of all rooms.

use std::sync::LazyLock;

use gloss_core::{
    report::{Rule, Sees, Severity},
    text::suggest,
};
use gloss_terms::glossary;

pub(super) static WAIVER: Rule = Rule {
    id: "waiver",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a waiver that has expired, waits for nothing, or cannot be read",
    explanation: r#"## What it does
Reports waivers in texts that cannot be read, name no rule or no reason, have expired, or stand where nothing is found any more; of those in `gloss.toml` the expired ones. A waiver counts for its own line and the next one:

    <!-- gloss:ignore deprecated-rendering concept=great-solidarity-house until=2027-01-01: quotes the decree -->

`concept=` and `until=` may be left out, the reason may not. Waivers for whole files stand in `gloss.toml`, in tables `[[check.waivers]]` with `rule`, `reason`, and `concept`, `text`, `path` or `until` if they are to say less.

## Why
A waiver nobody needs hides the next mistake in its place.

## What to do
Take it out, renew it, or mend the text.

## Example
Bad: `<!-- gloss:ignore typography: -->` (no reason)

Good: `<!-- gloss:ignore typography: the table copies the decree -->`
"#,
};

/// Every rule, sorted by id.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let mut rules: Vec<&Rule> =
        gloss_check::RULES.iter().chain(&glossary::RULES).chain(&gloss_formats::RULES).copied().collect();
    rules.push(&WAIVER);
    rules.sort_unstable();
    rules
});

pub use gloss_check::{CHANGED_NAME, MISSING_TERM};

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.binary_search_by_key(&id, |rule| rule.id).ok().map(|at| RULES[at])
}

/// Says that there is no rule of an id, and which one was probably meant.
pub fn unknown_rule(id: &str) -> String {
    match suggest(id, RULES.iter().map(|rule| rule.id)) {
        Some(near) => format!("no rule `{id}`; did you mean `{near}`? `gloss explain` lists all"),
        None => format!("no rule `{id}`; `gloss explain` lists all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_an_id_of_its_own_and_is_explained() {
        assert!(RULES.windows(2).all(|pair| pair[0].id < pair[1].id));
        for rule in RULES.iter() {
            for heading in ["## What it does", "## Why", "## What to do", "## Example\nBad: ", "\nGood: "] {
                assert!(rule.explanation.contains(heading), "{} lacks {heading}", rule.id);
            }
        }
    }
}
