//! Journey: the termbase checked against itself, its examples included.

use crate::{
    check::Checker,
    glossary::{Entry, GlossaryFile, lint},
    lang::{self, Article},
    model::Concept,
    report::{Finding, Place, Severity, sort},
    text::Document,
};

use super::Project;

impl Project {
    /// Everything that is wrong with the project's own glossary.
    pub fn lint(&self) -> Vec<Finding> {
        let mut findings = lint(&self.own);
        let checker = Checker::new(&self.own);
        for file in self.own.files() {
            for entry in &file.entries {
                if let Some(concept) = entry.concept() {
                    findings.extend(examples(&checker, file, entry, concept));
                }
            }
        }
        sort(&mut findings);
        findings
    }
}

/// The examples of an entry that do not hold.
fn examples(checker: &Checker<'_>, file: &GlossaryFile, entry: &Entry, concept: &Concept) -> Vec<Finding> {
    let flagged = |sentence: &str| {
        let document = Document::plain("example", sentence);
        let lang = lang::detect(sentence);
        let findings = checker.check(&[Article { document, lang }], &|| {});
        findings.iter().any(|f| f.concept.as_deref() == Some(&concept.id) && f.severity >= Severity::Warning)
    };
    let missed =
        concept.flag.iter().filter(|s| !flagged(s)).map(|s| format!("`{}` does not flag the example: {s}", entry.id));
    let wrong = concept
        .pass
        .iter()
        .filter(|s| flagged(s))
        .map(|s| format!("`{}` flags an example that must pass: {s}", entry.id));
    let document = || Document::plain(&file.source.path, &file.source.text);
    missed
        .chain(wrong)
        .map(|message| Finding {
            rule: "glossary-example",
            severity: Severity::Error,
            place: Place::in_source(&document(), entry.id_span),
            message,
            concept: Some(entry.id.clone()),
            suggestions: Vec::new(),
            related: Vec::new(),
        })
        .collect()
}
