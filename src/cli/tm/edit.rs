//! `gloss tm add`, `edit` and `delete`.

use std::io::{self, BufRead};

use crate::project::{Added, UnitEdit};

use super::{
    super::{Output, Status, output::plural},
    DirectionArgs, Memory,
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
    direction: DirectionArgs,
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

pub(super) fn add(args: &AddArgs, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let (pair, mut memory) = (at.pair(&args.direction)?, at.create()?);
    let mut add = |source: &str, target: &str, out: &mut Output| -> anyhow::Result<()> {
        let added = memory.add(&pair, [source, target], args.author.as_deref())?;
        if let Some(added) = added {
            out.line(&added.number().to_string())?;
        }
        if let Some(Added::Known(number)) = added {
            out.complain(&format!("unit {number} is the same; nothing was added"));
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

pub(super) fn edit(args: &EditArgs, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let [source, target, author] = [&args.source, &args.target, &args.author].map(Option::as_deref);
    if let Some(changed) = at.open()?.edit(args.unit, UnitEdit { source, target, author })? {
        out.line(&changed.number().to_string())?;
    }
    Ok(Status::Fine)
}

pub(super) fn delete(args: &DeleteArgs, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let deleted = at.open()?.delete(&args.units)?;
    out.line(&format!("{} removed", plural(deleted, "unit")))?;
    Ok(Status::Fine)
}
