//! `gloss index`: a look inside the files that make look-ups quick.

use std::io;

use crate::project::{Finder, Layer, Verified, Workspace, reports::Indexes};

use super::{Output, Status, output::plural};

/// Inspects the index files, which gloss builds from the glossaries when needed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss index stats\n  gloss index verify\n  gloss index dump --glossary terms.tsv | less\n\nAn index is a cache: it can be deleted at any time and is made again when it is needed."
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Where each index is kept, what it holds, and the sizes of its parts
    Stats {
        /// How to print them
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
    },
    /// Read each index as a whole and compare its checksum
    Verify,
    /// Every key with the ids of its concepts, a line each
    Dump,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(args: &Args, workspace: Workspace, out: &mut Output) -> anyhow::Result<Status> {
    match args.what {
        What::Verify => return verify(&workspace, out),
        What::Stats { format: Format::Text } => stats(&Finder::open(workspace)?, out)?,
        What::Stats { format: Format::Json } => out.json(&Indexes::of(&Finder::open(workspace)?))?,
        What::Dump => dump(&Finder::open(workspace)?, out)?,
    }
    Ok(Status::Fine)
}

fn place(layer: &Layer) -> String {
    let file = Finder::index_path(layer).filter(|path| path.is_file());
    file.map_or_else(|| "in memory".to_owned(), |path| path.display().to_string())
}

fn stats(finder: &Finder, out: &mut Output) -> io::Result<()> {
    for (layer, index) in finder.indexes() {
        let (concepts, keys) = (plural(index.len(), "concept"), plural(index.key_count(), "key"));
        out.line(&format!("{}: {concepts}, {keys}, {} bytes", layer.label(), index.size()))?;
        out.line(&format!("  {}", place(layer)))?;
        for part in index.sections() {
            out.line(&format!("  {:<16} {:>12}", part.name, part.bytes))?;
        }
    }
    Ok(())
}

fn verify(workspace: &Workspace, out: &mut Output) -> anyhow::Result<Status> {
    let mut status = Status::Fine;
    let mut tell = |name: String, verified: Verified| {
        let verdict = match verified {
            Verified::Sound => "sound",
            Verified::Damaged => "damaged; the next look-up makes it anew",
            Verified::Missing => "not made yet for what it is of; the next look-up makes it",
        };
        if verified == Verified::Damaged {
            status = Status::Negative;
        }
        out.line(&format!("{name}: {verdict}"))
    };
    workspace.verify()?.into_iter().try_for_each(|(layer, verified)| tell(layer.label(), verified))?;
    for (name, verified) in memories(workspace)? {
        tell(name, verified)?;
    }
    Ok(status)
}

/// The indexes of the memory, one a language.
#[cfg(feature = "tm")]
fn memories(workspace: &Workspace) -> anyhow::Result<Vec<(String, Verified)>> {
    let Ok(memory) = workspace.memory(None) else { return Ok(Vec::new()) };
    if !memory.exists() {
        return Ok(Vec::new());
    }
    let verified = memory.open()?.verify()?;
    Ok(verified.into_iter().map(|(lang, verified)| (format!("{} ({lang})", memory.path.display()), verified)).collect())
}

#[cfg(not(feature = "tm"))]
fn memories(_: &Workspace) -> anyhow::Result<Vec<(String, Verified)>> {
    Ok(Vec::new())
}

fn dump(finder: &Finder, out: &mut Output) -> io::Result<()> {
    for (layer, index) in finder.indexes() {
        for (key, concepts) in index.dump() {
            out.line(&format!("{}\t{key}\t{}", layer.label(), concepts.join(" ")))?;
        }
    }
    Ok(())
}
