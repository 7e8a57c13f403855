//! The examples that entries of a glossary carry: sentences that must be flagged, and sentences that must not.

use gloss_core::{
    lang::{Article, detect_language},
    model::Concept,
    report::{Finding, Place, Rule, Sees, Severity},
    text::{Document, LineIndex},
};
use gloss_terms::glossary::{Entry, Glossary, GlossaryFile};

use super::Checker;

pub(super) static GLOSSARY_EXAMPLE: Rule = Rule {
    id: "glossary-example",
    severity: Severity::Error,
    sees: Sees::Text,
    on_request: false,
    summary: "an example of the glossary does not hold",
    explanation: r#"## What it does
Runs the examples an entry carries: sentences under `flag` must bring a finding about the entry, sentences under `pass` must not.

## Why
An entry that does not do what its author expects is worse than none.

## What to do
Correct the example, or the terms and their statuses.

## Example
Bad: `flag = ["Great Solidarity houses were built."]`, a sentence in which nothing is wrong

Good: `flag = ["Great unity houses were built."]`
"#,
};

/// The examples of a glossary that do not hold. A `flag` must bring a finding of at least warning weight about its own
/// entry, a `pass` must not.
pub fn failing_examples(glossary: &Glossary) -> Vec<Finding> {
    let checker = Checker::new(glossary);
    let entries = glossary.files().iter().flat_map(|file| file.entries.iter().map(move |entry| (file, entry)));
    entries
        .filter_map(|(file, entry)| Some((file, entry, entry.concept()?)))
        .flat_map(|e| of_entry(&checker, e))
        .collect()
}

fn of_entry(checker: &Checker<'_>, (file, entry, concept): (&GlossaryFile, &Entry, &Concept)) -> Vec<Finding> {
    let flagged = |sentence: &String| {
        let article =
            Article { document: Document::plain("example", sentence.as_str()), lang: detect_language(sentence) };
        let about = |f: &Finding| f.concept.as_deref() == Some(&concept.id) && f.severity >= Severity::Warning;
        checker.check(&[article]).iter().any(about)
    };
    let missed =
        concept.flag.iter().filter(|s| !flagged(s)).map(|s| format!("`{}` does not flag the example: {s}", entry.id));
    let wrong = concept
        .pass
        .iter()
        .filter(|s| flagged(s))
        .map(|s| format!("`{}` flags an example that must pass: {s}", entry.id));
    let place = || {
        let source = &file.source;
        Place::in_file(&source.path, &source.text, &LineIndex::new(&source.text), entry.id_span)
    };
    missed
        .chain(wrong)
        .map(|message| Finding { concept: Some(entry.id.clone()), ..Finding::new(&GLOSSARY_EXAMPLE, place(), message) })
        .collect()
}
