//! `gloss tm add`, `edit` and `delete`.

use std::io::{self, BufRead};

use crate::{
    memory::{About, Outcome, Segment, SessionKind, Unit},
    project::{now, tidy},
};

use super::{
    super::{Output, Status},
    Direction, Place,
};

/// Adds a translation.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm add \"nhà Đại đoàn kết\" \"Great Solidarity house\"\n  printf 'xin chào\\thello\\n' | gloss tm add -\n\nWith `-` each line of standard input is a source, a tab and a target; its number is printed when it is on disk."
)]
pub(super) struct AddArgs {
    /// The segment, or `-`
    source: String,
    /// Its translation
    target: Option<String>,
    #[command(flatten)]
    direction: Direction,
    /// Who translated it
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
}

/// Replaces the translation of a unit.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("text").args(["source", "target"]).required(true).multiple(true))]
#[command(
    after_help = "Example:\n  gloss tm edit 1204 --target \"Great Solidarity houses\"\n\nThe old one is kept behind it: `gloss tm undo` brings it back."
)]
pub(super) struct EditArgs {
    /// The unit's number
    unit: u64,
    /// Its new translation
    #[arg(long, value_name = "TEXT")]
    target: Option<String>,
    /// Its new source
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Who changes it
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
}

/// Removes units.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gloss tm delete 1204 1205\n\n`gloss tm undo` brings them back.")]
pub(super) struct DeleteArgs {
    /// The units' numbers
    #[arg(required = true, value_name = "UNIT")]
    units: Vec<u64>,
}

pub(super) fn add(args: &AddArgs, place: &Place, out: &mut Output) -> anyhow::Result<Status> {
    let (pair, mut memory) = (place.pair(&args.direction)?, place.create()?);
    let mut add = |source: &str, target: &str, out: &mut Output| -> anyhow::Result<()> {
        let now = now();
        let unit = Unit::new(Segment::new(pair.from.clone(), source), Segment::new(pair.to.clone(), target));
        let unit = Unit { created: Some(now.clone()), author: args.author.clone(), ..unit };
        let (unit, _) = tidy(unit).map_err(|why| anyhow::anyhow!("the unit was not added: {why}"))?;
        let author = args.author.as_deref().unwrap_or_default();
        let about = About { kind: SessionKind::Add, origin: "", author, started: &now };
        for outcome in memory.memory.record(about, &[(None, unit)], &[])? {
            match outcome {
                Outcome::Stored(number) => out.line(&number.to_string())?,
                Outcome::Known(number) => {
                    out.line(&number.to_string())?;
                    out.complain(&format!("unit {number} is the same; nothing was added"));
                }
            }
        }
        // Whoever reads the number may rely on it.
        Ok(out.finish()?)
    };
    match (&*args.source, &args.target) {
        ("-", None) => {
            for (number, line) in io::stdin().lock().lines().enumerate() {
                let line = line?;
                let pair = line.split_once('\t').filter(|(_, target)| !target.contains('\t'));
                let Some((source, target)) = pair else {
                    anyhow::bail!(
                        "line {}: not a source, one tab and a target; the lines before it were added, those behind it not",
                        number + 1
                    );
                };
                add(source, target, out).map_err(|error| error.context(format!("line {}", number + 1)))?;
            }
        }
        (source, Some(target)) => add(source, target, out)?,
        (_, None) => anyhow::bail!("a translation is missing: gloss tm add SOURCE TARGET"),
    }
    Ok(Status::Fine)
}

pub(super) fn edit(args: &EditArgs, place: &Place, out: &mut Output) -> anyhow::Result<Status> {
    let mut memory = place.open()?;
    let stored = memory.memory.unit(args.unit)?.ok_or(crate::memory::MemoryError::NoUnit(args.unit))?;
    let (mut unit, now) = (stored.unit, now());
    for (text, side) in [(&args.source, &mut unit.source), (&args.target, &mut unit.target)] {
        if let Some(text) = text {
            // The codes of the old text have no place in the new one.
            (side.text, side.codes) = (text.clone(), Vec::new());
        }
    }
    (unit.changed, unit.editor, unit.draft) = (Some(now.clone()), args.author.clone(), false);
    let (unit, _) = tidy(unit).map_err(|why| anyhow::anyhow!("the unit was not changed: {why}"))?;
    let author = args.author.as_deref().unwrap_or_default();
    let about = About { kind: SessionKind::Edit, origin: &stored.origin, author, started: &now };
    for outcome in memory.memory.record(about, &[(stored.line, unit)], &[args.unit])? {
        let (Outcome::Stored(number) | Outcome::Known(number)) = outcome;
        out.line(&number.to_string())?;
    }
    Ok(Status::Fine)
}

pub(super) fn delete(args: &DeleteArgs, place: &Place, out: &mut Output) -> anyhow::Result<Status> {
    let mut memory = place.open()?;
    let mut units = args.units.clone();
    units.sort_unstable();
    units.dedup();
    let about = About { kind: SessionKind::Delete, origin: "", author: "", started: &now() };
    memory.memory.record(about, &[], &units)?;
    out.line(&format!("{} removed", super::super::output::plural(units.len(), "unit")))?;
    Ok(Status::Fine)
}
