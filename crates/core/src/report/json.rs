//! JSON, schema `gloss.check/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{Finding, Place};

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    text: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    concept: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    suggestions: &'a [String],
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fix: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    start: usize,
    end: usize,
    new: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    text: &'a str,
}

fn related(place: &Place) -> Related<'_> {
    Related { file: &place.file, line: place.line, column: place.column, text: &place.text }
}

pub(super) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let findings = findings
        .iter()
        .map(|f| JsonFinding {
            rule: f.rule.id,
            severity: f.severity.as_str(),
            file: &f.place.file,
            line: f.place.line,
            column: f.place.column,
            end_line: f.place.end_line,
            end_column: f.place.end_column,
            start: f.place.span.start,
            end: f.place.span.end,
            text: &f.place.text,
            message: &f.message,
            concept: f.concept.as_deref(),
            confidence: f.confidence.map(|percent| f64::from(percent) / 100.0),
            suggestions: &f.suggestions,
            related: f.related.iter().map(related).collect(),
            fix: f.fix.iter().map(|e| JsonEdit { start: e.span.start, end: e.span.end, new: &e.new }).collect(),
        })
        .collect();
    serde_json::to_writer(&mut *out, &Report { schema: "gloss.check/1", findings })?;
    writeln!(out)
}
