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

use crate::{
    lang::{Lang, LangPair},
    project::{TranslationMemory, UserLayer, Workspace},
};

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

pub(super) fn run(args: &Args, globals: &[PathBuf], out: &mut Output) -> anyhow::Result<Status> {
    let workspace = Workspace::find(globals, UserLayer::With)?;
    let place = Place { path: args.memory.clone().or_else(|| workspace.memory_path()), workspace };
    match &args.command {
        Command::Import(args) => import::run(args, &place, out),
        Command::Add(args) => edit::add(args, &place, out),
        Command::Edit(args) => edit::edit(args, &place, out),
        Command::Delete(args) => edit::delete(args, &place, out),
        Command::Match(args) => matches::run(args, &place, out),
        Command::Search(args) => search::run(args, &place, out),
        Command::Analyse(args) => analyse::run(args, &place, out),
        Command::Apply(args) => apply::run(args, &place, out),
        Command::Extract(args) => extract::run(args, &place, out),
        Command::Clean(args) => upkeep::clean(args, &place, out),
        Command::Dedupe(args) => upkeep::dedupe(args, &place, out),
        Command::Compact(args) => upkeep::compact(args, &place, out),
        Command::Stats(args) => stats::run(args, &place, out),
        Command::Export(args) => export::run(args, &place, out),
        Command::Sessions(args) => sessions::run(args, &place, out),
        Command::Undo(args) => sessions::undo(args, &place, out),
    }
}

/// Which memory, and the project around it.
struct Place {
    path: Option<PathBuf>,
    workspace: Workspace,
}

impl Place {
    fn path(&self) -> anyhow::Result<&PathBuf> {
        self.path
            .as_ref()
            .ok_or_else(|| anyhow::anyhow!("there is no folder for data here; name a memory with --memory"))
    }

    /// The memory that is there.
    fn open(&self) -> anyhow::Result<TranslationMemory> {
        Ok(TranslationMemory::open(self.path()?)?)
    }

    /// The memory, an empty one if there is none yet.
    fn create(&self) -> anyhow::Result<TranslationMemory> {
        Ok(TranslationMemory::create(self.path()?)?)
    }

    /// The direction named, else the project's.
    fn pair(&self, direction: &Direction) -> anyhow::Result<LangPair> {
        let default = self.workspace.config.pair().map_err(anyhow::Error::msg)?;
        let (from, to) = (direction.from.clone(), direction.to.clone());
        let pair = match (from, to) {
            (Some(from), Some(to)) => LangPair { from, to },
            // The other one of the project's two.
            (Some(from), None) if from.primary() == default.to.primary() => LangPair { from, to: default.from },
            (None, Some(to)) if to.primary() == default.from.primary() => LangPair { from: default.to, to },
            (from, to) => LangPair { from: from.unwrap_or(default.from), to: to.unwrap_or(default.to) },
        };
        if pair.from == pair.to {
            anyhow::bail!("both directions are {}; name two languages with --from and --to", pair.from);
        }
        Ok(pair)
    }
}

/// From which language into which.
#[derive(Debug, Clone, Default, clap::Args)]
struct Direction {
    /// The language translated from
    #[arg(long, value_name = "LANG")]
    from: Option<Lang>,
    /// The language translated into
    #[arg(long, value_name = "LANG")]
    to: Option<Lang>,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}
