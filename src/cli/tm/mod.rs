//! `gloss tm`: the translation memory.

mod analyse;
mod apply;
mod edit;
mod export;
mod extract;
mod import;
mod matches;
mod search;
mod sessions;
mod stats;
mod upkeep;

use std::path::PathBuf;

use clap::Subcommand;

use crate::project::{Direction, Lang, LangPair, MemoryLocation, ProjectError, TranslationMemory, Workspace};

use super::{Output, Status};

/// Keeps translations and finds those that are like a new sentence.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm import old.tmx\n  gloss tm match \"Xây dựng 20 nhà Đại đoàn kết\"\n  gloss tm sessions\n  gloss tm export -o memory.tmx\n\nThe score of a match is 100 × (1 − distance / length): the distance counts words, signs and codes that are added, left out or changed, the length is that of the longer segment. All matches from the threshold up are found, none is missed."
)]
pub(super) struct Args {
    /// The memory [default: the project's, or your own outside of a project]
    #[arg(long, global = true, value_name = "FILE")]
    memory: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Import(import::Args),
    Add(edit::AddArgs),
    Edit(edit::EditArgs),
    Delete(edit::DeleteArgs),
    Match(matches::Args),
    Search(search::Args),
    Analyse(analyse::Args),
    Apply(apply::Args),
    Extract(extract::Args),
    Stats(stats::Args),
    Clean(upkeep::CleanArgs),
    Dedupe(upkeep::DedupeArgs),
    Compact(upkeep::CompactArgs),
    Export(export::Args),
    Sessions(sessions::Args),
    Undo(sessions::UndoArgs),
}

pub(super) fn run(args: &Args, workspace: Workspace, out: &mut Output) -> anyhow::Result<Status> {
    let at = Memory { location: workspace.memory(args.memory.as_deref()), workspace };
    match &args.command {
        Command::Import(args) => import::run(args, &at, out),
        Command::Add(args) => edit::add(args, &at, out),
        Command::Edit(args) => edit::edit(args, &at, out),
        Command::Delete(args) => edit::delete(args, &at, out),
        Command::Match(args) => matches::run(args, &at, out),
        Command::Search(args) => search::run(args, &at, out),
        Command::Analyse(args) => analyse::run(args, &at, out),
        Command::Apply(args) => apply::run(args, &at, out),
        Command::Extract(args) => extract::run(args, &at, out),
        Command::Clean(args) => upkeep::clean(args, &at, out),
        Command::Dedupe(args) => upkeep::dedupe(args, &at, out),
        Command::Compact(args) => upkeep::compact(args, &at, out),
        Command::Stats(args) => stats::run(args, &at, out),
        Command::Export(args) => export::run(args, &at, out),
        Command::Sessions(args) => sessions::run(args, &at, out),
        Command::Undo(args) => sessions::undo(args, &at, out),
    }
}

/// Which memory, and the workspace around it.
struct Memory {
    location: Result<MemoryLocation, ProjectError>,
    workspace: Workspace,
}

impl Memory {
    fn location(&self) -> anyhow::Result<&MemoryLocation> {
        self.location.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
    }

    /// The memory that is there.
    fn open(&self) -> anyhow::Result<TranslationMemory> {
        Ok(self.location()?.open()?)
    }

    /// The memory, an empty one if there is none yet.
    fn create(&self) -> anyhow::Result<TranslationMemory> {
        Ok(self.location()?.create()?)
    }

    /// The direction named, else the project's.
    fn pair(&self, direction: &DirectionArgs) -> anyhow::Result<LangPair> {
        Ok(direction.named().or_turned(&self.workspace.config.pair()?)?)
    }
}

/// From which language into which.
#[derive(Debug, Clone, Default, clap::Args)]
struct DirectionArgs {
    /// The language translated from
    #[arg(long, value_name = "LANG")]
    from: Option<Lang>,
    /// The language translated into
    #[arg(long, value_name = "LANG")]
    to: Option<Lang>,
}

impl DirectionArgs {
    fn named(&self) -> Direction {
        Direction { from: self.from.clone(), to: self.to.clone() }
    }
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}
