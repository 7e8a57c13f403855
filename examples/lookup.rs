//! Looks terms up in the glossary of a project: `cargo run --example lookup -- "ho ngheo" UBND`.

use std::{
    env,
    error::Error,
    io::{self, Write},
    path::Path,
};

use gloss::{Finder, Workspace};

fn main() -> Result<(), Box<dyn Error>> {
    let queries: Vec<String> = env::args().skip(1).collect();
    run(Path::new("."), &queries, &mut io::stdout())
}

/// Writes the three best answers to each query, each with its renderings.
pub(crate) fn run(folder: &Path, queries: &[String], out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    // Open the finder once and ask it as often as you like.
    let finder = Finder::open(Workspace::open(folder)?)?;
    for query in queries {
        let found = finder.lookup(query, 3, None)?;
        let report = finder.report(&found, &[], 3);
        if report.hits.is_empty() {
            writeln!(out, "{query}: not found")?;
        }
        for hit in &report.hits {
            let renderings: Vec<String> =
                hit.renderings.iter().map(|rendering| format!("{} ({})", rendering.term, rendering.status)).collect();
            writeln!(out, "{query}: {} = {}", hit.term, renderings.join(", "))?;
        }
    }
    Ok(())
}
