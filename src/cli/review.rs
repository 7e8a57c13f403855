//! `gloss review`.

use std::{
    io::{self, BufRead},
    path::PathBuf,
};

use crate::project::{Decided, Project, ReviewRow, ReviewSession, safe_for_terminal};

use super::{Output, Status};

/// Walks through candidates: accept, edit, reject.
///
/// Every decision is written at once, so you can leave at any time and go on later. Rows marked `accept` or `reject` in the
/// file's first column are carried out without asking.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss mine --review review.tsv articles/\n  gloss review review.tsv\n  gloss review review.tsv --into glossary/programme.toml"
)]
pub(super) struct Args {
    /// The review file written by `gloss mine --review` or `gloss build`
    file: PathBuf,
    /// Enter accepted candidates into this glossary file instead of the one of their category
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
}

enum Answer {
    Accept,
    Edit,
    Reject,
    Skip,
    Quit,
}

pub(super) fn run(args: &Args, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    let mut session = ReviewSession::open(project, &args.file, args.into.clone())?;
    let mut trouble = false;
    session.carry_out_marked(&mut |decided| {
        trouble |= matches!(decided, Decided::NotEntered { .. });
        tell(decided, out);
    })?;
    ask(&mut session, out)?;
    let (accepted, rejected, left) = (session.accepted(), session.rejected(), session.rows().len());
    out.complain(&format!("{accepted} accepted, {rejected} rejected, {left} left in {}", args.file.display()));
    Ok(if trouble { Status::Trouble } else { Status::Fine })
}

fn ask(session: &mut ReviewSession<'_>, out: &mut Output) -> anyhow::Result<()> {
    let mut lines = io::stdin().lock().lines();
    let mut from = 0;
    while let Some(number) = session.next_open(from) {
        show(session, number, out)?;
        let decided = match answer(&mut lines, out)? {
            Answer::Accept => Some(session.accept(number)?),
            Answer::Edit => {
                let edited = edited(&session.rows()[number], &mut lines, out)?;
                session.edit(number, |row| *row = edited)?;
                from = number; // shown again as edited
                continue;
            }
            Answer::Reject => Some(session.reject(number)?),
            Answer::Skip => None,
            Answer::Quit => return Ok(()),
        };
        decided.iter().for_each(|decided| tell(decided, out));
        // A row that was carried out is gone, and the next one has its number.
        from = number + usize::from(matches!(decided, None | Some(Decided::NotEntered { .. })));
    }
    Ok(())
}

fn tell(decided: &Decided, out: &mut Output) {
    match decided {
        Decided::Entered { id, into } => out.complain(&format!("entered `{id}` into {}", into.display())),
        Decided::NotEntered { why } => out.complain(&format!("not entered: {why}")),
        Decided::Rejected => {}
    }
}

fn show(session: &ReviewSession<'_>, number: usize, out: &mut Output) -> io::Result<()> {
    let (row, of) = (&session.rows()[number], session.rows().len());
    let vi = if row.vi.is_empty() { "(no Vietnamese known)".to_owned() } else { row.vi.join(" | ") };
    let origin = if row.origin.is_empty() { "–" } else { &row.origin };
    out.line(&safe_for_terminal(&format!(
        "\n[{}/{of}] {} = {vi}   {} · {origin} · {:.2}",
        number + 1,
        row.en,
        row.category,
        row.confidence
    )))?;
    for place in row.places.iter().take(2) {
        let excerpt = session.excerpt(row, place).unwrap_or_default();
        out.line(&safe_for_terminal(&format!("    {place}: {excerpt}")))?;
    }
    Ok(())
}

type Lines<'a> = &'a mut dyn Iterator<Item = io::Result<String>>;

fn prompt(text: &str, lines: Lines<'_>, out: &mut Output) -> io::Result<Option<String>> {
    write!(out.results(), "{text}")?;
    out.finish()?;
    let typed = lines.next().transpose()?;
    if typed.is_none() {
        out.line("")?; // nobody there: the prompt's line ends
    }
    Ok(typed)
}

fn answer(lines: Lines<'_>, out: &mut Output) -> io::Result<Answer> {
    loop {
        let typed = prompt("[a]ccept, [e]dit, [r]eject, [s]kip, [q]uit? ", lines, out)?;
        match typed.as_deref().map(str::trim) {
            Some("a") => return Ok(Answer::Accept),
            Some("e") => return Ok(Answer::Edit),
            Some("r") => return Ok(Answer::Reject),
            Some("s") => return Ok(Answer::Skip),
            Some("q") | None => return Ok(Answer::Quit),
            Some(_) => {}
        }
    }
}

fn edited(row: &ReviewRow, lines: Lines<'_>, out: &mut Output) -> io::Result<ReviewRow> {
    let mut row = row.clone();
    let kept = |typed: Option<String>, old: String| {
        typed.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).unwrap_or(old)
    };
    let en = prompt(&format!("English [{}]: ", row.en), lines, out)?;
    row.en = kept(en, row.en.clone());
    let vi = prompt(&format!("Vietnamese [{}]: ", row.vi.join(" | ")), lines, out)?;
    row.vi = kept(vi, row.vi.join(" | ")).split(" | ").map(str::to_owned).filter(|t| !t.is_empty()).collect();
    let category = prompt(&format!("category [{}]: ", row.category), lines, out)?;
    row.category = kept(category, row.category.clone());
    Ok(row)
}
