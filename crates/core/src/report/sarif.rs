//! SARIF 2.1.0, the small part of it that findings need.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Edit, Finding, Place, Rule, Severity, identities};

pub(super) fn write(findings: &[Finding], known: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<Value> = known
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.summary },
                "fullDescription": { "text": rule.explanation },
                "defaultConfiguration": { "level": level(rule.severity), "enabled": !rule.on_request },
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .iter()
        .zip(identities(findings))
        .map(|(finding, identity)| {
            let mut result = json!({
                "ruleId": finding.rule.id,
                "ruleIndex": known.iter().position(|rule| *rule == finding.rule),
                "level": level(finding.severity),
                "message": { "text": finding.message },
                "locations": [location(&finding.place)],
                "relatedLocations": finding.related.iter().map(location).collect::<Vec<_>>(),
                "partialFingerprints": { "glossFinding/v1": format!("{identity:016x}") },
            });
            if let Some(percent) = finding.confidence {
                result["rank"] = json!(f64::from(percent));
            }
            if !finding.fix.is_empty() {
                result["fixes"] = json!([fix(finding)]);
            }
            result
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gloss", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn fix(finding: &Finding) -> Value {
    let replacement = |edit: &Edit| {
        json!({
            "deletedRegion": { "byteOffset": edit.span.start, "byteLength": edit.span.end - edit.span.start },
            "insertedContent": { "text": edit.new },
        })
    };
    json!({ "artifactChanges": [{
        "artifactLocation": { "uri": uri(&finding.place.file) },
        "replacements": finding.fix.iter().map(replacement).collect::<Vec<_>>(),
    }] })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn location(place: &Place) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.file) },
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
                "byteOffset": place.span.start,
                "byteLength": place.span.end - place.span.start,
                "snippet": { "text": place.text },
            },
        },
    })
}

/// A relative file name as a URI reference: forward slashes, everything else that URIs reserve percent-encoded.
fn uri(file: &str) -> String {
    let mut out = String::new();
    for byte in file.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn file_names_become_uri_references() {
        assert_eq!(super::uri("bài báo\\1.txt"), "b%C3%A0i%20b%C3%A1o/1.txt");
    }
}
