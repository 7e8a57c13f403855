//! `gloss init`.

use std::path::PathBuf;

use crate::project::{self, Lang, LangPair};

use super::{Output, Status};

/// Starts a project in a folder: settings, and the first file of a glossary.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gloss init\n  gloss init translations --from vi --to en")]
pub(super) struct Args {
    /// The folder; made if it is not there
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// The language translated from
    #[arg(long, value_name = "LANG", default_value = "vi")]
    from: Lang,
    /// The language translated into
    #[arg(long, value_name = "LANG", default_value = "en")]
    to: Lang,
}

pub(super) fn run(args: &Args, out: &mut Output) -> anyhow::Result<Status> {
    if args.from == args.to {
        anyhow::bail!("both languages are {}; name two with --from and --to", args.from);
    }
    let pair = LangPair { from: args.from.clone(), to: args.to.clone() };
    for path in project::init(&args.folder, &pair)? {
        let path = path.strip_prefix(".").unwrap_or(&path);
        out.line(&format!("made {}", path.display()))?;
    }
    out.complain(&format!("next: gloss add {}=\"…\" {}=\"…\" --domain general", args.from, args.to));
    Ok(Status::Fine)
}
