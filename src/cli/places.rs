//! `gloss where`.

use std::path::PathBuf;

use crate::project::{Finder, Status as TermStatus, WhereReport, safe_for_terminal};

use super::{Output, Status, complain_about, output::plural};

/// Shows every place where a term or any of its renderings is used.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss where \"nhà Đại đoàn kết\" articles/\n  gloss where --format json \"poor household\" article.txt"
)]
pub(super) struct Args {
    /// The term, in either language
    term: String,
    /// Files, or folders with .txt, .md, .html and .docx files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print the places
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(args: &Args, finder: &Finder, out: &mut Output) -> anyhow::Result<Status> {
    let files = finder.workspace.read(&args.paths);
    let trouble = complain_about(&files.errors, out);
    let report = finder.places(&args.term, &files)?;
    match args.format {
        Format::Text => text(&report, out)?,
        Format::Json => out.json(&report.report(&args.term))?,
    }
    Ok(if trouble {
        Status::Trouble
    } else if report.places.is_empty() {
        Status::Negative
    } else {
        Status::Fine
    })
}

fn text(report: &WhereReport, out: &mut Output) -> std::io::Result<()> {
    for used in &report.places {
        let status = used.status.map_or("not in the glossary", TermStatus::as_str);
        let place = &used.place;
        let printed = safe_for_terminal(&place.text).replace('\n', " ");
        out.line(&format!("{}:{}:{}: {printed}  [{}, {status}]", place.file, place.line, place.column, used.lang))?;
    }
    out.complain(&plural(report.places.len(), "place"));
    Ok(())
}
