//! The rules that exchange files are held to.

use gloss_core::report::{Rule, Sees, Severity};

pub(super) static EXCHANGE_STRUCTURE: Rule = Rule {
    id: "exchange-structure",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "an exchange file does not follow its standard's schema",
    explanation: r#"## What it does
Reports elements, attributes and texts that the standard of an XML exchange file does not have where they stand, or demands and does not find. `gloss validate` only.

## Why
Programs that hold files against the schema refuse the whole file: OmegaT does so with every TMX that is not its own.

## What to do
The message says what is expected. Where another program wrote the file, tell its makers; `gloss import` and `gloss export` make a valid file of most of these.

## Example
Bad: a `<tuv>` outside of a `<tu>`

Good: `<tu><tuv xml:lang="vi">…</tuv></tu>`
"#,
};

pub(super) static EXCHANGE_TOOLS: Rule = Rule {
    id: "exchange-tools",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a valid exchange file that some programs refuse or misread",
    explanation: r#"## What it does
Names programs that refuse or misread a valid file: language codes with an underscore, `*all*` as the source, dates that are none, an encoding that is not the declared one. `gloss validate` only.

## Why
The standards allow more than the programs people use can read, and most of these say nothing about it.

## What to do
What the message says, or `gloss export --for TOOL`, which writes what the program takes. If the program is not one of yours, leave it.

## Example
Bad: a TMX whose header has `srclang="*all*"`: some programs read no unit of it

Good: `srclang="vi"`
"#,
};

pub(super) static EXCHANGE_VALUE: Rule = Rule {
    id: "exchange-value",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "an exchange file breaks a rule that no schema states",
    explanation: r#"## What it does
Reports what a schema cannot state: data categories of TBX at the wrong level or with a value they do not have, ids that stand for two things, references that lead nowhere, plural forms of a catalogue that do not fit its header. `gloss validate` only.

## Why
Such a file looks right and loses data in the program that reads it.

## What to do
The message says what is allowed. A status that is no TBX value is written `preferredTerm-admn-sts`, `admittedTerm-admn-sts`, `deprecatedTerm-admn-sts` or `supersededTerm-admn-sts`.

## Example
Bad: `xml:lang="vi_VN"`

Good: `xml:lang="vi-VN"`
"#,
};

pub(super) static XML_WELL_FORMED: Rule = Rule {
    id: "xml-well-formed",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "a file is not well-formed XML",
    explanation: r#"## What it does
Reports the place from which a file is no XML any more: tags that do not match, `&` that begins nothing, characters that XML does not allow, a file that is cut off. `gloss validate` only.

## Why
Nothing behind that place can be read by any program.

## What to do
Repair the place and run it again: what follows has not been looked at. A file that ends inside an element was cut off on its way.

## Example
Bad: `<seg>Mặt trận & nhân dân</seg>`

Good: `<seg>Mặt trận &amp; nhân dân</seg>`
"#,
};

/// All of them.
pub static RULES: [&Rule; 4] = [&EXCHANGE_STRUCTURE, &EXCHANGE_TOOLS, &EXCHANGE_VALUE, &XML_WELL_FORMED];
