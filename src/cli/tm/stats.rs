//! `gloss tm stats`.

use serde::Serialize;

use super::{
    super::{Output, Status, output::plural},
    Format, Place,
};

/// Says what is in the memory.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gloss tm stats --format json")]
pub(super) struct Args {
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Serialize)]
struct JsonStats<'s> {
    schema: &'static str,
    memory: String,
    bytes: u64,
    units: u64,
    sessions: usize,
    pairs: Vec<JsonPair<'s>>,
}

#[derive(Serialize)]
struct JsonPair<'s> {
    from: &'s str,
    to: &'s str,
    units: u64,
}

pub(super) fn run(args: &Args, place: &Place, out: &mut Output) -> anyhow::Result<Status> {
    let memory = place.open()?.memory;
    let (counts, sessions) = (memory.counts()?, memory.sessions()?.len());
    let units = counts.iter().map(|(.., count)| count).sum();
    let path = place.path()?.display().to_string();
    match args.format {
        Format::Json => out.json(&JsonStats {
            schema: "gloss.tm-stats/1",
            memory: path,
            bytes: memory.size(),
            units,
            sessions,
            pairs: counts
                .iter()
                .map(|(from, to, units)| JsonPair { from: from.as_str(), to: to.as_str(), units: *units })
                .collect(),
        })?,
        Format::Text => {
            let size = memory.size() as f64 / 1e6;
            out.line(&format!(
                "{path}: {} of {}, {size:.1} MB",
                plural(units as usize, "unit"),
                plural(sessions, "session")
            ))?;
            counts.iter().try_for_each(|(from, to, units)| out.line(&format!("  {from} → {to}  {units}")))?;
        }
    }
    Ok(if units == 0 { Status::Negative } else { Status::Fine })
}
