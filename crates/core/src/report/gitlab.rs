//! GitLab code quality: a JSON list, each finding known by a fingerprint that does not depend on its line.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Finding, Severity, identities};

pub(super) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Value> = findings
        .iter()
        .zip(identities(findings))
        .map(|(finding, identity)| {
            json!({
                "description": finding.message,
                "check_name": finding.rule.id,
                "fingerprint": format!("{identity:016x}"),
                "severity": severity(finding.severity),
                "location": {
                    "path": finding.place.file.replace('\\', "/"),
                    "lines": { "begin": finding.place.line, "end": finding.place.end_line },
                },
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "minor",
        Severity::Error => "major",
    }
}
