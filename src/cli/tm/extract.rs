//! `gloss tm extract`.

use std::path::PathBuf;

use crate::project::Threshold;

use super::{
    super::{Output, Status},
    DirectionArgs, Memory,
    export::{self, UnitFormat, unit_format},
};

/// Writes the part of the memory that serves some files.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gloss tm extract article.txt project.xlf -o job.tmx --threshold 60")]
pub(super) struct Args {
    /// Documents (.txt, .md, .html, .docx) and exchange files (.xlf, .po, .tmx …)
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    direction: DirectionArgs,
    /// The least score, in per cent
    #[arg(long, value_name = "N", default_value = "70")]
    threshold: Threshold,
    /// The exchange format
    #[arg(long, value_name = "FORMAT", default_value = "tmx", value_parser = unit_format())]
    format: UnitFormat,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let (pair, units) = at.open()?.extract(&args.files, &at.pair(&args.direction)?, args.threshold)?;
    let count = export::write(args.format, args.output.as_ref(), &pair, &mut units.into_iter(), out)?;
    if count == 0 {
        out.complain(&format!(
            "no unit of {} % or more for these files; nothing was written",
            args.threshold.percent()
        ));
    }
    Ok(if count == 0 { Status::Negative } else { Status::Fine })
}
