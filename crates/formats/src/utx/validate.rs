//! UTX: its two header lines and its rows.

use crate::{Input, ReadError, words};
use gloss_core::lang::Lang;

use crate::standard::ProblemSink;

pub(super) fn validate(mut input: Input<'_>, told: &mut ProblemSink<'_>) -> Result<(), ReadError> {
    let mut line = String::new();
    let (mut columns, mut number): (Vec<String>, usize) = (Vec::new(), 0);
    while let Some(place) = input.line(&mut line)? {
        told.position = place;
        number += 1;
        if number == 1 {
            first(&line, told);
        } else if let Some(names) = line.strip_prefix('#') {
            let names: Vec<String> = names.split('\t').map(|name| name.trim().to_lowercase()).collect();
            if names.len() > 1 || columns.is_empty() {
                columns = names;
            }
        } else if !line.trim().is_empty() {
            row(&line, &columns, told);
        }
    }
    let has = |name: &str| columns.iter().any(|column| column == name);
    if !(has("src") && has("tgt")) {
        told.value("no line `#src⇥tgt⇥src:pos` names the columns");
    } else if !has("src:pos") {
        told.value("the column `src:pos` is missing");
    }
    Ok(())
}

fn first(line: &str, told: &mut ProblemSink<'_>) {
    if line.starts_with('\u{feff}') {
        told.tools("a byte order mark in front; UTX has none");
    }
    let fields: Vec<&str> = line.trim_start_matches('\u{feff}').split(';').map(str::trim).collect();
    if !fields[0].starts_with("#UTX ") {
        return told.value("the first line does not begin with `#UTX` and a version");
    }
    let languages = fields.get(1).copied().unwrap_or_default();
    let is_code = |code: &str| code.parse::<Lang>().is_ok();
    if !languages.split('/').all(is_code) {
        told.value(format!("`{languages}` is not a language pair like vi/en"));
    }
    let date = fields.get(2).copied().unwrap_or_default();
    if date.len() < 10 || !date.as_bytes()[..4].iter().all(u8::is_ascii_digit) {
        told.value(format!("`{date}` is not a date like 2026-01-31T00:00:00Z"));
    }
}

fn row(line: &str, columns: &[String], told: &mut ProblemSink<'_>) {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() > columns.len() {
        told.value(format!("{} cells, but {} columns", cells.len(), columns.len()));
    }
    if cells.len() < 2 {
        told.value("a row with one cell; a row has a source and a target");
    }
    for (cell, column) in cells.iter().zip(columns) {
        match column.as_str() {
            "src" | "tgt" if cell.trim().is_empty() => told.value(format!("`{column}` is empty")),
            "term status" if !cell.is_empty() && words::status(cell).is_none() => {
                told.value(format!(
                    "unknown status `{cell}`; UTX has approved, provisional, forbidden and non-standard"
                ));
            }
            "src:pos" if !cell.is_empty() && words::part_of_speech(cell).is_none() => {
                told.tools(format!("UTX has no part of speech `{cell}`"));
            }
            _ => {}
        }
    }
}
