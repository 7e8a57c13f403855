//! `gloss tm stats`.

use super::{
    super::{Output, Status, output::plural},
    Format, Memory,
};

/// Says what is in the memory.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gloss tm stats --format json")]
pub(super) struct Args {
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let stats = at.open()?.stats()?;
    match args.format {
        Format::Json => out.json(&stats.report())?,
        Format::Text => {
            let megabytes = stats.bytes as f64 / 1e6;
            let (units, sessions) =
                (plural(usize::try_from(stats.units())?, "unit"), plural(stats.sessions, "session"));
            out.line(&format!("{}: {units} of {sessions}, {megabytes:.1} MB", stats.path.display()))?;
            for (pair, units) in &stats.pairs {
                out.line(&format!("  {} → {}  {units}", pair.from, pair.to))?;
            }
        }
    }
    Ok(if stats.units() == 0 { Status::Negative } else { Status::Fine })
}
