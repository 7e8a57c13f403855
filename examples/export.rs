//! Writes the glossary of a project in an exchange format: `cargo run --example export -- tmx terms.tmx`.

use std::{
    env,
    error::Error,
    fs::File,
    io::{self, Write},
    path::Path,
};

use gloss::{Project, Terms, Workspace, formats::Shape};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(format), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: export FORMAT FILE".into());
    };
    run(Path::new("."), &format, &mut File::create(file)?, &mut io::stdout())
}

/// Writes the glossary to `file`, and to `report` what the format cannot hold.
pub(crate) fn run(
    folder: &Path,
    format: &str,
    file: &mut dyn Write,
    report: &mut dyn Write,
) -> Result<(), Box<dyn Error>> {
    let shape = Shape::named(format).ok_or_else(|| format!("unknown format `{format}`"))?;
    let project = Project::open(Workspace::open(folder)?)?;
    let pair = project.workspace.config.pair()?;
    let exported = project.export(shape, &pair, Terms::default())?;
    file.write_all(&exported.bytes)?;
    writeln!(report, "{} concepts", exported.concepts)?;
    for (part, ids) in exported.loss.iter() {
        writeln!(report, "left out: {} {part}", ids.len())?;
    }
    Ok(())
}
