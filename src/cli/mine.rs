//! `gloss mine`.

use std::path::PathBuf;

use crate::project::{CandidateOrigin, Mined, Progress, Project, reports, safe_for_terminal};

use super::{
    Output, Status, complain_about, complain_about_glossary,
    output::{self, plural},
};

/// Proposes terms and names from texts, each with its evidence.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss mine articles/\n  gloss mine --format json article.txt\n  gloss mine --review review.tsv articles/    then: gloss review review.tsv"
)]
pub(super) struct Args {
    /// Files, or folders with .txt, .md, .html and .docx files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print the candidates
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Ignore the termbase: show what the rules find by themselves
    #[arg(long)]
    no_glossary: bool,
    /// Put new candidates into this review file instead of printing them
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Leave out candidates the miner is less sure about (0 to 1)
    #[arg(long, value_name = "N", default_value_t = 0.0, value_parser = confidence)]
    min_confidence: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Tsv,
}

fn confidence(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("a confidence lies between 0 and 1".to_owned()) }
}

pub(super) fn run(args: &Args, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    let files = project.workspace.read(&args.paths);
    let trouble = complain_about_glossary(project, out) | complain_about(&files.errors, out);
    let bar = output::progress(files.articles.len(), "mining");
    let mut mined = project.mine(&files, !args.no_glossary, Progress::new(&|files| bar.inc(files as u64)));
    bar.finish_and_clear();
    mined.candidates.retain(|c| c.confidence >= args.min_confidence);
    mined.unpaired.retain(|u| u.confidence >= args.min_confidence);
    if let Some(review) = &args.review {
        let rows = project.update_review(review, &mined, &files)?;
        let count = plural(rows, "candidate");
        out.complain(&format!("{count} in {}; go through them with `gloss review {0}`", review.display()));
    } else {
        match args.format {
            Format::Text => table(&mined, out)?,
            Format::Json => out.json(&reports::Mined::of(&mined))?,
            Format::Tsv => tsv(&mined, out)?,
        }
    }
    let nothing = mined.candidates.is_empty() && mined.unpaired.is_empty();
    Ok(if trouble {
        Status::Trouble
    } else if nothing {
        Status::Negative
    } else {
        Status::Fine
    })
}

fn table(mined: &Mined, out: &mut Output) -> std::io::Result<()> {
    let rows: Vec<[String; 5]> = mined
        .candidates
        .iter()
        .map(|c| {
            let alternatives = c.vi_alt.iter().map(|alt| format!(" | {alt}")).collect::<String>();
            let vi = c.vi.as_ref().map_or("–".to_owned(), |vi| format!("{vi}{alternatives}"));
            let origin = c.origin.map_or("–".to_owned(), |origin| origin.to_string());
            let relations = c.relations.iter().map(|r| format!("  ({} {})", r.kind, r.form)).collect::<String>();
            let place = c.places.first().map_or(String::new(), |p| format!("{}:{}", p.place.file, p.place.line));
            let more = if c.places.len() > 1 { format!(" +{}", c.places.len() - 1) } else { String::new() };
            [c.en.clone(), vi, c.category.clone(), origin, place + &more + &relations]
                .map(|cell| safe_for_terminal(&cell))
        })
        .collect();
    let width = |i: usize| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or(0).min(48);
    let widths: Vec<usize> = (0..4).map(width).collect();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        out.line(&format!("{}  {}", cells.join("  "), row[4]))?;
    }
    for unpaired in &mined.unpaired {
        out.line(&format!("–  {}  {}", safe_for_terminal(&unpaired.vi), unpaired.category))?;
    }
    out.complain(&plural(rows.len() + mined.unpaired.len(), "candidate"));
    Ok(())
}

fn tsv(mined: &Mined, out: &mut Output) -> std::io::Result<()> {
    out.line("en\tvi\tvi_alt\tcategory\torigin\tconfidence\tcount\tplaces")?;
    for c in &mined.candidates {
        let places: Vec<String> =
            c.places.iter().map(|p| format!("{}:{}:{}", p.place.file, p.place.line, p.place.column)).collect();
        let origin = c.origin.map_or("", CandidateOrigin::as_str);
        let (confidence, count) = (format!("{:.2}", c.confidence), c.places.len().to_string());
        let cells = [
            &c.en,
            c.vi.as_deref().unwrap_or_default(),
            &c.vi_alt.join(" | "),
            &c.category,
            origin,
            &confidence,
            &count,
            &places.join(" | "),
        ];
        out.line(&cells.map(|cell| cell.replace(['\t', '\n'], " ")).join("\t"))?;
    }
    Ok(())
}
