//! `gloss review`.

use std::{
    io::{self, BufRead},
    path::{Path, PathBuf},
};

use crate::{
    model::Seen,
    project::{Pending, Project, ProjectError, Review, ReviewRow, excerpt, write_file},
    report::safe_for_terminal,
};

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
    let mut session = Session { args, project, review: Project::review_file(&args.file)?, accepted: 0, rejected: 0 };
    let trouble = session.carry_out_marked(out)?;
    session.ask(out)?;
    let (accepted, rejected, left) = (session.accepted, session.rejected, session.review.rows.len());
    out.complain(&format!("{accepted} accepted, {rejected} rejected, {left} left in {}", args.file.display()));
    Ok(if trouble { Status::Trouble } else { Status::Fine })
}

struct Session<'a> {
    args: &'a Args,
    project: &'a Project,
    review: Review,
    accepted: usize,
    rejected: usize,
}

impl Session<'_> {
    /// Carries out the decisions made by hand; says whether one could not be.
    fn carry_out_marked(&mut self, out: &mut Output) -> anyhow::Result<bool> {
        let mut trouble = false;
        let mut i = 0;
        while i < self.review.rows.len() {
            let done = match self.review.rows[i].pending {
                Pending::Open => false,
                Pending::Accept => self.accept(i, out)?,
                Pending::Reject => self.reject(i)?,
            };
            trouble |= !done && self.review.rows[i].pending != Pending::Open;
            i += usize::from(!done);
        }
        Ok(trouble)
    }

    fn ask(&mut self, out: &mut Output) -> anyhow::Result<()> {
        let mut lines = io::stdin().lock().lines();
        let mut i = 0;
        while i < self.review.rows.len() {
            if self.review.rows[i].pending != Pending::Open {
                i += 1;
                continue;
            }
            show(&self.review.rows[i], i + 1, self.review.rows.len(), self.project, out)?;
            let done = match answer(&mut lines, out)? {
                Answer::Accept => self.accept(i, out)?,
                Answer::Edit => {
                    edit(&mut self.review.rows[i], &mut lines, out)?;
                    self.save()?;
                    continue; // shown again as edited
                }
                Answer::Reject => self.reject(i)?,
                Answer::Skip => false,
                Answer::Quit => return Ok(()),
            };
            i += usize::from(!done);
        }
        Ok(())
    }

    /// Enters a row; one that cannot be entered stays, with the reason.
    fn accept(&mut self, i: usize, out: &mut Output) -> anyhow::Result<bool> {
        let row = &self.review.rows[i];
        let into = match &self.args.into {
            Some(file) => file.clone(),
            None => self.project.file_for_row(row)?,
        };
        match self.project.accept(row, &into) {
            Ok(id) => {
                out.complain(&format!("entered `{id}` into {}", into.display()));
                self.accepted += 1;
                self.drop_row(i)?;
                Ok(true)
            }
            Err(ProjectError::Refused(why)) => {
                out.complain(&format!("not entered: {why}"));
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn reject(&mut self, i: usize) -> anyhow::Result<bool> {
        self.project.reject(&self.review.rows[i], "rejected in review")?;
        self.rejected += 1;
        self.drop_row(i)?;
        Ok(true)
    }

    fn drop_row(&mut self, i: usize) -> anyhow::Result<()> {
        self.review.rows.remove(i);
        self.save()
    }

    fn save(&self) -> anyhow::Result<()> {
        Ok(write_file(Path::new(&self.args.file), self.review.text().as_bytes())?)
    }
}

fn show(row: &ReviewRow, number: usize, of: usize, project: &Project, out: &mut Output) -> io::Result<()> {
    let vi = if row.vi.is_empty() { "(no Vietnamese known)".to_owned() } else { row.vi.join(" | ") };
    let origin = if row.origin.is_empty() { "–" } else { &row.origin };
    out.line(&safe_for_terminal(&format!(
        "\n[{number}/{of}] {} = {vi}   {} · {origin} · {:.2}",
        row.en, row.category, row.confidence
    )))?;
    for place in row.places.iter().take(2) {
        let excerpt = place.rsplit_once(':').and_then(|(file, line)| {
            let seen = Seen { form: row.form.clone(), file: file.to_owned(), line: line.parse().ok()? };
            excerpt(&project.root, &seen)
        });
        out.line(&safe_for_terminal(&format!("    {place}: {}", excerpt.unwrap_or_default())))?;
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

fn edit(row: &mut ReviewRow, lines: Lines<'_>, out: &mut Output) -> io::Result<()> {
    let kept = |typed: Option<String>, old: String| {
        typed.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).unwrap_or(old)
    };
    let en = prompt(&format!("English [{}]: ", row.en), lines, out)?;
    row.en = kept(en, row.en.clone());
    let vi = prompt(&format!("Vietnamese [{}]: ", row.vi.join(" | ")), lines, out)?;
    row.vi = kept(vi, row.vi.join(" | ")).split(" | ").map(str::to_owned).filter(|t| !t.is_empty()).collect();
    let category = prompt(&format!("category [{}]: ", row.category), lines, out)?;
    row.category = kept(category, row.category.clone());
    Ok(())
}
