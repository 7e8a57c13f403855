//! `gloss tm analyse`.

use std::{io, path::PathBuf};

use crate::project::{Analysis, Bands, escape_markup, reports::TmAnalysis};

use super::{
    super::{Output, Status},
    DirectionArgs, Memory,
};

/// Counts how much of some files the memory knows, in the bands that translators bill by.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm analyse article.txt project.xlf\n  gloss tm analyse --format csv docs/*.xlf > leverage.csv\n\n101: identical, and so are the segments before and behind it; 100: identical; 95-99: also what differs only in case and spaces; repetitions: identical to a segment further up. Words are what stands between spaces and has a letter or digit, in the source."
)]
pub(super) struct Args {
    /// Documents (.txt, .md, .html, .docx) and exchange files (.xlf, .po, .tmx …)
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    direction: DirectionArgs,
    /// How to print the table
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: TableFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum TableFormat {
    Text,
    Csv,
    Html,
    Json,
}

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let analysis = at.open()?.analyse(&args.files, &at.pair(&args.direction)?)?;
    match args.format {
        TableFormat::Text => text(&analysis, out)?,
        TableFormat::Csv => csv(&analysis, out.results())?,
        TableFormat::Html => html(&analysis, out.results())?,
        TableFormat::Json => out.json(&TmAnalysis::of(&analysis))?,
    }
    Ok(Status::Fine)
}

/// The files, and all of them together if there are several.
fn parts(analysis: &Analysis) -> Vec<(String, Bands)> {
    let mut parts: Vec<(String, Bands)> =
        analysis.files.iter().map(|(path, bands)| (path.display().to_string(), bands.clone())).collect();
    if parts.len() > 1 {
        parts.push(("all files".to_owned(), analysis.total()));
    }
    parts
}

fn text(analysis: &Analysis, out: &mut Output) -> io::Result<()> {
    for (name, bands) in parts(analysis) {
        out.line(&name)?;
        let rows = Analysis::rows(&bands);
        let words = rows.last().map_or(0, |(_, all)| all.words);
        out.line(&format!("  {:<12} {:>9} {:>9} {:>6}", "", "segments", "words", "share"))?;
        for (band, amount) in rows {
            let share = if words == 0 { 0.0 } else { 100.0 * amount.words as f64 / words as f64 };
            out.line(&format!("  {band:<12} {:>9} {:>9} {share:>5.1}%", amount.segments, amount.words))?;
        }
    }
    Ok(())
}

fn csv(analysis: &Analysis, out: &mut dyn io::Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["file", "band", "segments", "words"])?;
    for (name, bands) in parts(analysis) {
        for (band, amount) in Analysis::rows(&bands) {
            table.write_record([&name, band, &amount.segments.to_string(), &amount.words.to_string()])?;
        }
    }
    table.flush()
}

fn html(analysis: &Analysis, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Leverage</title>")?;
    for (name, bands) in parts(analysis) {
        writeln!(out, "<h2>{}</h2>\n<table>\n<tr><th>match<th>segments<th>words</tr>", escape_markup(&name))?;
        for (band, amount) in Analysis::rows(&bands) {
            writeln!(out, "<tr><td>{band}<td>{}<td>{}</tr>", amount.segments, amount.words)?;
        }
        writeln!(out, "</table>")?;
    }
    writeln!(out, "</html>")
}
