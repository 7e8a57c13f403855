//! `gloss tm apply`.

use std::path::PathBuf;

use crate::project::Threshold;

use super::{
    super::{Output, Status, output::write_named},
    DirectionArgs, Memory,
};

/// Puts translations from the memory into a file that is to be translated.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm apply project.xlf -o project.translated.xlf\n  gloss tm apply app.po -o app.vi.po --threshold 100\n\nOnly segments without a translation are filled. A translation of the very text is marked as translated, any other as uncertain, with its score: in XLIFF 1.2 by the states translated and needs-review-translation and alt-trans (SDLXLIFF: conf and percent; MQXLIFF: mq:percent), in XLIFF 2 by state and subState, in PO by the flag fuzzy, in TMX by properties. In text files, which could not say so, sentences are replaced by translations of the very text alone."
)]
pub(super) struct Args {
    /// An XLIFF, TMX, PO or text file
    file: PathBuf,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    direction: DirectionArgs,
    /// The least score, in per cent; 100 takes what differs in case and spaces at most
    #[arg(long, value_name = "N", default_value = "75")]
    threshold: Threshold,
}

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let filled = at.open()?.apply(&args.file, &at.pair(&args.direction)?, args.threshold)?;
    match &args.output {
        Some(path) if path.as_os_str() != "-" => write_named(path, filled.text.as_bytes())?,
        _ => out.results().write_all(filled.text.as_bytes())?,
    }
    out.complain(&format!(
        "{} translated, {} to be reviewed, {} left, {} had a translation",
        filled.identical, filled.fuzzy, filled.left, filled.translated
    ));
    Ok(if filled.identical + filled.fuzzy == 0 { Status::Negative } else { Status::Fine })
}
