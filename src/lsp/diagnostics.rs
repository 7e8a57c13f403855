//! What a check finds, as the editor shows it.

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, PublishDiagnosticsParams,
    Uri,
};

use crate::project::{CheckOptions, Finding, Progress, ProjectError, Severity};

use super::{documents::Open, folders::FolderSession};

/// What is found in a document, and what keeps the settings from being used: that is no reason to be silent about the text.
pub(super) fn findings(folder: &FolderSession<'_>, document: &Open) -> (Vec<Finding>, Option<ProjectError>) {
    let files = document.files();
    match folder.checks.check(&files, &CheckOptions::default(), Progress::NONE) {
        Ok(report) => (report.findings, None),
        Err(error) => (folder.checks.findings(&files), Some(error)),
    }
}

pub(super) fn publication(folder: &FolderSession<'_>, uri: Uri, document: &Open) -> PublishDiagnosticsParams {
    let diagnostics = document.findings.iter().map(|finding| diagnostic(folder, &uri, document, finding)).collect();
    PublishDiagnosticsParams { uri, diagnostics, version: Some(document.version) }
}

pub(super) fn nothing(uri: Uri) -> PublishDiagnosticsParams {
    PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None }
}

pub(super) fn diagnostic(folder: &FolderSession<'_>, uri: &Uri, document: &Open, finding: &Finding) -> Diagnostic {
    let range = |span| document.range(span, folder.encoding);
    // Only the document's own places are certain to be as they are in the editor.
    let here = finding.related.iter().filter(|place| place.file == document.name);
    let related = here.map(|place| DiagnosticRelatedInformation {
        location: Location::new(uri.clone(), range(place.span)),
        message: place.text.clone(),
    });
    Diagnostic {
        range: range(finding.place.span),
        severity: Some(match finding.severity {
            Severity::Info => DiagnosticSeverity::INFORMATION,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Error => DiagnosticSeverity::ERROR,
        }),
        code: Some(NumberOrString::String(finding.rule.id.to_owned())),
        source: Some("gloss".to_owned()),
        message: finding.message.clone(),
        related_information: Some(related.collect()),
        ..Diagnostic::default()
    }
}
