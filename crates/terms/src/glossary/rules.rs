//! The rules that glossary files are held to.

use gloss_core::report::{Rule, Sees, Severity};

pub(super) static GLOSSARY_CONTRADICTION: Rule = Rule {
    id: "glossary-contradiction",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "one form is both wanted and unwanted",
    explanation: r#"## What it does
Reports a form that one concept both wants and does not want, and two forms of one language that are both preferred.

## Why
No check can obey both.

## What to do
Keep one status for each form, and one preferred form for each language.

## Example
Bad: `Godmother` is preferred in one entry and forbidden in another of the same concept

Good: one of the two
"#,
};

pub(super) static GLOSSARY_DUPLICATE: Rule = Rule {
    id: "glossary-duplicate",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "the same concept or term is entered twice",
    explanation: r#"## What it does
Reports an id that is used twice, and a term that stands twice in one concept or in two concepts that no note tells apart.

## Why
Look-up would answer twice, and a change to one entry would leave the other behind.

## What to do
Merge the entries and leave a redirect (`redirect = "kept-id"`) under the old id, or give both concepts a `note` that tells them apart.

## Example
Bad: two entries with `vi = "hộ nghèo"` and `en = "poor household"`

Good: one entry
"#,
};

pub(super) static GLOSSARY_VALUE: Rule = Rule {
    id: "glossary-value",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "a value the glossary does not know, or one that is missing",
    explanation: r#"## What it does
Reports unknown keys, statuses, domains and term types, empty languages, terms that are not in NFC, and `Ð` (U+00D0) or `Ɖ` (U+0189) where `Đ` is meant.

## Why
A misspelt word in an entry would otherwise be ignored without anybody noticing.

## What to do
Use one of the values the message lists; `gloss fmt` repairs the normal form and the letter Đ by itself.

## Example
Bad: `status = "prefered"`

Good: `status = "preferred"`
"#,
};

pub(super) static GLOSSARY_SYNTAX: Rule = Rule {
    id: "glossary-syntax",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "a glossary file cannot be read as written",
    explanation: r#"## What it does
Reports a glossary file that is not valid TOML (or, for `units/`, not valid TSV), with the place.

## Why
Entries behind the fault cannot be read.

## What to do
Correct the line. The message says what was expected.

## Example
Bad: `en = "poor household`

Good: `en = "poor household"`
"#,
};

/// All of them.
pub static RULES: [&Rule; 4] = [&GLOSSARY_CONTRADICTION, &GLOSSARY_DUPLICATE, &GLOSSARY_SYNTAX, &GLOSSARY_VALUE];
