//! `gloss tm match`.

use std::io::{self, BufRead};

use crate::project::{Match, MatchOptions, MatchSession, Piece, QueryMatches, Repaired, Side, Threshold};

use super::{
    super::{Output, Status},
    DirectionArgs, Format, Memory,
};

/// Finds translations of sentences that are like this one.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm match \"Xây dựng 20 nhà Đại đoàn kết\"\n  gloss tm match --threshold 85 --limit 0 \"Build 20 houses\"\n  gloss tm match - --format json < sentences.txt\n\nThe score is 100 × (1 − distance / length), counted in words, signs and codes; case and spaces do not count, so only `=` marks a text that is the same. Behind a score may stand what it is without diacritics. The language of a query is found out unless --from names it. With `-` each line of standard input is a query; exit status 1 if any has no match."
)]
pub(super) struct Args {
    /// The segment, or `-`
    query: String,
    #[command(flatten)]
    direction: DirectionArgs,
    /// The least score, in per cent
    #[arg(long, value_name = "N", default_value = "70")]
    threshold: Threshold,
    /// How many matches at most; 0 for all
    #[arg(long, value_name = "N", default_value_t = 5)]
    limit: usize,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// How many lines of standard input are answered together.
const LINES_PER_BATCH: usize = 1 << 12;

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let memory = at.open()?;
    let options = MatchOptions {
        pair: at.pair(&args.direction)?,
        // Unless a direction is named, the text tells which of the two languages it is in.
        either_direction: args.direction.named().is_open(),
        threshold: args.threshold,
        limit: (args.limit > 0).then_some(args.limit),
    };
    let session = MatchSession::open(at.workspace.clone(), options)?;
    if args.query != "-" {
        let found = session.answer(&memory, &args.query)?;
        show(args, &found, out)?;
        return Ok(if found.matches.is_empty() { Status::Negative } else { Status::Fine });
    }
    let (mut status, mut lines) = (Status::Fine, io::stdin().lock().lines());
    loop {
        let chunk: Vec<String> = lines.by_ref().take(LINES_PER_BATCH).collect::<io::Result<_>>()?;
        if chunk.is_empty() {
            return Ok(status);
        }
        for found in session.answer_all(&memory, &chunk)? {
            if found.matches.is_empty() {
                status = Status::Negative;
            }
            if args.format == Format::Text {
                out.line(&format!("> {}", found.query.text))?;
            }
            show(args, &found, out)?;
        }
    }
}

fn show(args: &Args, found: &QueryMatches, out: &mut Output) -> anyhow::Result<()> {
    match args.format {
        Format::Json => Ok(out.json(&found.report())?),
        Format::Text => tell(args, found, out),
    }
}

fn tell(args: &Args, found: &QueryMatches, out: &mut Output) -> anyhow::Result<()> {
    let coloured = out.coloured();
    for (one, repaired) in &found.matches {
        let same = if one.identical() { "=" } else { " " };
        let (score, folded) = (one.comparison.score, one.comparison.folded);
        let folded = if folded > score { format!(" ({folded} without diacritics)") } else { String::new() };
        out.line(&format!("{score:>5}{same} {}{folded}", marked(&one.comparison.pieces, coloured)))?;
        out.line(&format!("       {}", one.stored.unit.target.text))?;
        if let Some(Repaired { target, fixes }) = repaired {
            let fixes: Vec<String> = fixes.iter().map(|fix| format!("{} → {}", fix.from, fix.to)).collect();
            out.line(&format!("     → {target}  ({})", fixes.join(", ")))?;
        }
        let about = [Some(format!("unit {}", one.stored.number)), Some(one.stored.origin.clone()), date(one)];
        let about: Vec<String> = about.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        out.line(&format!("       {}", about.join(", ")))?;
    }
    if found.matches.is_empty() {
        let none = format!("no match of {} % or more", args.threshold.percent());
        // In a row of answers each has its place.
        match &*args.query {
            "-" => out.line(&format!("  {none}"))?,
            _ => out.complain(&format!("{none}; `gloss tm search` finds words, with or without diacritics")),
        }
    }
    for term in &found.terms {
        out.line(&format!("  term {} → {}", term.term, term.renderings.join(" | ")))?;
    }
    Ok(())
}

fn date(of: &Match) -> Option<String> {
    of.stored.unit.changed.clone().or_else(|| of.stored.unit.created.clone())
}

/// The match's source with what the query has instead.
fn marked(pieces: &[Piece], coloured: bool) -> String {
    let mark = |piece: &Piece| match (piece.side, coloured) {
        (Side::Both, _) => piece.text.clone(),
        (Side::Match, true) => format!("\u{1b}[31;9m{}\u{1b}[0m", piece.text),
        (Side::Query, true) => format!("\u{1b}[32;4m{}\u{1b}[0m", piece.text),
        (Side::Match, false) => format!("[-{}-]", piece.text),
        (Side::Query, false) => format!("{{+{}+}}", piece.text),
    };
    pieces.iter().map(mark).collect::<Vec<_>>().join(" ")
}
