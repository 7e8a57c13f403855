//! `gloss tm extract`.

use std::path::PathBuf;

use crate::{lang::LangPair, memory::Threshold, project::segments_of};

use super::{
    super::{Output, Status},
    Direction, Place,
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
    direction: Direction,
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

pub(super) fn run(args: &Args, place: &Place, out: &mut Output) -> anyhow::Result<Status> {
    let (memory, pair) = (place.open()?, place.pair(&args.direction)?);
    let units = memory.extract(&args.files, &pair, args.threshold)?;
    // The job decides the direction.
    let first = args.files.first().map(|file| segments_of(file, &pair)).transpose()?.unwrap_or_default();
    let turned = first.first().is_some_and(|asked| asked.segment.lang.primary() == pair.to.primary());
    let pair = if turned { LangPair { from: pair.to, to: pair.from } } else { pair };
    let count = export::write(args.format, args.output.as_ref(), &pair, &mut units.into_iter(), out)?;
    if count == 0 {
        out.complain(&format!(
            "no unit of {} % or more for these files; nothing was written",
            args.threshold.percent()
        ));
    }
    Ok(if count == 0 { Status::Negative } else { Status::Fine })
}
