//! Checks texts against the glossary of a project: `cargo run --example check -- articles/`.

use std::{
    env,
    error::Error,
    io::{self, Write},
    path::{Path, PathBuf},
};

use gloss::{CheckOptions, Named, Progress, Workspace};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = env::args().skip(1).map(PathBuf::from).collect();
    run(Path::new("."), &paths, &mut io::stdout())
}

/// Writes a line for each finding.
pub(crate) fn run(folder: &Path, paths: &[PathBuf], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::open(folder)?;
    let texts = workspace.texts(paths, &Named::default());
    if let Some(error) = texts.errors().next() {
        return Err(error.to_string().into());
    }
    let report = workspace.check(&texts, &CheckOptions::default(), Progress::NONE)?;
    for finding in &report.findings {
        let place = &finding.place;
        writeln!(out, "{}:{}:{}: {} [{}]", place.file, place.line, place.column, finding.message, finding.rule)?;
    }
    Ok(())
}
