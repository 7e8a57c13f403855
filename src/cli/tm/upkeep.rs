//! `gloss tm clean`, `dedupe` and `compact`.

use crate::project::{Compacted, QualityIssue, Stored, reports::UnitIssues};

use super::{
    super::{Output, Status, output::plural},
    Format, Memory,
};

/// Lists units that are doubtful: empty, identical, in a wrong language, with broken codes, garbled.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm clean\n  gloss tm clean --only mojibake --remove\n\nNothing is removed without --remove, and `gloss tm undo` brings it back. Exit status: 0 nothing doubtful, 1 something."
)]
pub(super) struct CleanArgs {
    /// Only these kinds: empty, identical, wrong-language, broken-codes, mojibake (repeatable)
    #[arg(long, value_name = "KIND")]
    only: Vec<Kind>,
    /// Remove the units that are listed
    #[arg(long)]
    remove: bool,
    /// How to print them: with json an object a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Empty,
    Identical,
    WrongLanguage,
    BrokenCodes,
    Mojibake,
}

impl Kind {
    fn doubt(self) -> QualityIssue {
        match self {
            Self::Empty => QualityIssue::Empty,
            Self::Identical => QualityIssue::Identical,
            Self::WrongLanguage => QualityIssue::WrongLanguage,
            Self::BrokenCodes => QualityIssue::BrokenCodes,
            Self::Mojibake => QualityIssue::Mojibake,
        }
    }
}

/// Removes units that are in the memory twice, with the same languages, texts and codes, in either direction.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm dedupe --dry-run\n  gloss tm dedupe\n\nThe one that was confirmed and changed last is kept. Different translations of one source are not repetitionss; the segments around them do not count."
)]
pub(super) struct DedupeArgs {
    /// Only say how many there are
    #[arg(long)]
    dry_run: bool,
}

/// Deletes undone sessions for good and shrinks the memory file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  gloss tm undo 12\n  gloss tm compact\n\nOnly units of undone sessions are deleted; what was removed by edits can still be brought back by `gloss tm undo`. Others may read and add meanwhile; they wait."
)]
pub(super) struct CompactArgs {}

pub(super) fn clean(args: &CleanArgs, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let mut memory = at.open()?;
    let wanted: Vec<QualityIssue> = args.only.iter().map(|kind| kind.doubt()).collect();
    let (mut units, mut failed) = (Vec::new(), None);
    memory.inspect(&mut |stored, doubts| {
        let doubts: Vec<QualityIssue> =
            doubts.iter().copied().filter(|doubt| wanted.is_empty() || wanted.contains(doubt)).collect();
        if !doubts.is_empty() && failed.is_none() {
            units.push(stored.number);
            failed = tell(stored, &doubts, args.format, out).err();
        }
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    out.complain(&format!("{} doubtful", plural(units.len(), "unit")));
    if args.remove && !units.is_empty() {
        memory.remove_doubtful(&units)?;
        out.complain(&format!("{} removed", plural(units.len(), "unit")));
    }
    Ok(if units.is_empty() { Status::Fine } else { Status::Negative })
}

fn tell(stored: &Stored, issues: &[QualityIssue], format: Format, out: &mut Output) -> anyhow::Result<()> {
    let (source, target) = (&stored.unit.source.text, &stored.unit.target.text);
    let words: Vec<&str> = issues.iter().map(|issue| issue.as_str()).collect();
    match format {
        Format::Json => out.json(&UnitIssues::of(stored, issues))?,
        Format::Text => {
            let on_a_line = |text: &str| text.replace('\n', " ⏎ ");
            out.line(&format!(
                "{:>7}  {}: {} | {}",
                stored.number,
                words.join(", "),
                on_a_line(source),
                on_a_line(target)
            ))?;
        }
    }
    Ok(())
}

pub(super) fn dedupe(args: &DedupeArgs, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let mut memory = at.open()?;
    let units = memory.repetitions()?;
    if !args.dry_run && !units.is_empty() {
        memory.remove_repetitions(&units)?;
    }
    let done = if args.dry_run { "to remove" } else { "removed" };
    out.line(&format!("{} {done}", plural(units.len(), "repetition")))?;
    Ok(Status::Fine)
}

pub(super) fn compact(_: &CompactArgs, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let Compacted { units, before, after, open } = at.open()?.compact()?;
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let units = plural(usize::try_from(units)?, "unit");
    out.line(&format!("{units} dropped, {:.1} MB → {:.1} MB", megabytes(before), megabytes(after)))?;
    if open > 0 {
        let sessions = plural(usize::try_from(open)?, "session");
        out.complain(&format!(
            "{sessions} not finished; `gloss tm sessions` shows them, those that were interrupted can be undone"
        ));
    }
    Ok(Status::Fine)
}
