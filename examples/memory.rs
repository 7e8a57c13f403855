//! Stores a translation and finds it again for a similar sentence: `cargo run --example memory -- FOLDER`.
//!
//! The memory is the file `example.sqlite` in that folder.

use std::{
    env,
    error::Error,
    io::{self, Write},
    path::Path,
};

use gloss::{MatchOptions, MatchSession, Threshold, Workspace};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: memory FOLDER")?;
    run(Path::new(&folder), &mut io::stdout())
}

/// Adds one unit, then writes the score and the translation of each match of another sentence.
pub(crate) fn run(folder: &Path, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::open(folder)?;
    let pair = workspace.config.pair()?;
    let mut memory = workspace.memory(Some(Path::new("example.sqlite")))?.create()?;
    // The unit is on disk when `add` returns.
    memory.add(&pair, ["Xã đã xây 15 nhà cho hộ nghèo.", "The commune built 15 houses for poor households."], None)?;

    let options = MatchOptions { pair, either_direction: true, threshold: Threshold::DEFAULT, limit: Some(3) };
    let session = MatchSession::open(workspace, options)?;
    let answer = session.answer(&memory, "Xã đã xây 20 nhà cho hộ nghèo.")?;
    for (found, repaired) in &answer.matches {
        // A repaired translation has the numbers and names of the new sentence.
        let translation = repaired.as_ref().map_or(&found.stored.unit.target.text, |repaired| &repaired.target);
        writeln!(out, "{:.1} {translation}", found.rank())?;
    }
    Ok(())
}
