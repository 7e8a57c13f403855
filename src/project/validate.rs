//! Journey: exchange file → what is the matter with it.

use std::io::{Read, Seek};

use gloss_core::{
    report::{Finding, Place},
    text::Span,
};
use gloss_formats::{Encoding, Input, Problem, validate};

use super::ProjectError;

/// What an exchange file is and what is the matter with it.
#[derive(Debug)]
pub struct Validation {
    /// What it was taken for, such as `TBX v3`.
    pub standard: &'static str,
    /// What is wrong, in order of the places; only the first thousand.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more: usize,
}

/// Upper limit of the findings kept for one file.
const MAX_FINDINGS_PER_FILE: usize = 1_000;

/// Holds an exchange file against its standard, and against what programs demand beyond it.
///
/// # Errors
/// [`ProjectError::Exchange`] if it cannot be read or is nothing that can be judged.
pub fn validate_file(
    name: &str,
    file: impl Read + Seek + Send,
    encoding: Option<Encoding>,
) -> Result<Validation, ProjectError> {
    let failed = |error| ProjectError::Exchange { name: name.to_owned(), error };
    let input = Input::open(name, file, encoding).map_err(failed)?;
    let (mut findings, mut more) = (Vec::new(), 0);
    let standard = validate(input, &mut |problem| {
        if findings.len() < MAX_FINDINGS_PER_FILE {
            findings.push(finding(name, problem));
        } else {
            more += 1;
        }
    });
    let standard = standard.map_err(failed)?;
    findings.sort_by_key(|finding: &Finding| finding.place.line);
    Ok(Validation { standard, findings, more })
}

fn finding(name: &str, problem: Problem) -> Finding {
    let at = problem.position;
    let place = Place {
        file: name.to_owned(),
        span: Span::new(at.offset, at.offset),
        line: at.line,
        column: at.column,
        end_line: at.line,
        end_column: at.column,
        text: String::new(),
    };
    Finding::new(problem.rule, place, problem.message)
}
