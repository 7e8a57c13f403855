//! `gloss lookup`, and a bare query.

use std::io::{self, BufRead, BufReader};

use crate::project::{Finder, HitKind, Lang, LookupReport, ProjectError, suggest};

use super::{Output, Status, card, command_names};

/// Finds a term in either language.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss lookup \"Đại đoàn kết\"\n  gloss dai doan ket                  without diacritics; several words are one query\n  gloss lookup --plain \"poor household\"\n  printf 'UBND\\nhộ nghèo\\n' | gloss lookup -   one JSON object a line"
)]
pub(super) struct Args {
    /// The term, as it comes; `-` reads one query a line from standard input
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Print only the preferred rendering
    #[arg(long)]
    plain: bool,
    /// Only terms of this language (default: both directions)
    #[arg(long, value_name = "LANG")]
    from: Option<Lang>,
    /// Only renderings in this language (default: both directions)
    #[arg(long, value_name = "LANG")]
    to: Option<Lang>,
    /// Show at most so many answers (0: all)
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Whether the word `lookup` was left out
    #[arg(skip)]
    pub(super) bare: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// How many answers are shown in full.
const MAX_FULL_CARDS: usize = 5;

pub(super) fn run(args: &Args, finder: &Finder, out: &mut Output) -> anyhow::Result<Status> {
    if args.query == ["-"] {
        return bulk(args, finder, out);
    }
    let query = args.query.join(" ");
    if query.trim().is_empty() {
        anyhow::bail!("the query is empty; write what you look for");
    }
    if query.len() > Finder::MAX_QUERY_BYTES {
        anyhow::bail!("the query is longer than any term; `gloss annotate -` finds the terms in a text");
    }
    let mut report = finder.lookup(&query, args.enough(), args.from.as_ref())?;
    let known = !report.answers.is_empty();
    let status = args.restrict(&mut report);
    if args.plain {
        let plain = report.plain();
        if !plain.is_empty() {
            out.line(&plain.join("\t"))?;
        } else if !report.answers.is_empty() {
            out.complain(&format!("nothing is called “{query}” as a whole; without --plain there are looser answers"));
        }
    } else if known && report.answers.is_empty() && args.format == Format::Text {
        out.complain(&format!("“{query}” is known, but not in this direction (--from, --to)"));
    } else {
        let nearest = nearest(&report, finder)?;
        match args.format {
            Format::Json => out.json(&finder.report(&report, &nearest, args.limit))?,
            Format::Text => text(&report, &nearest, args.limit, finder, out)?,
        }
    }
    let whole = report.answers.first().is_some_and(|answer| answer.kind() <= HitKind::Derived);
    if args.bare && !whole {
        suggest_command(&args.query, out);
    }
    Ok(status)
}

impl Args {
    /// How many looser answers are to be found: all of them where some will be left out again.
    fn enough(&self) -> usize {
        if self.to.is_some() { 0 } else { self.limit }
    }

    /// Leaves the answers in the wanted direction, and says what is left.
    fn restrict(&self, report: &mut LookupReport) -> Status {
        report.restrict(self.from.as_ref(), self.to.as_ref());
        let nothing = report.answers.is_empty() || (self.plain && report.plain().is_empty());
        if nothing { Status::Negative } else { Status::Fine }
    }
}

/// How many queries are answered together, on all cores.
const QUERIES_PER_BATCH: usize = 1024;

/// Answers one query a line, a line each, in order; whoever waits for an answer before the next query gets it.
fn bulk(args: &Args, finder: &Finder, out: &mut Output) -> anyhow::Result<Status> {
    let mut status = Status::Fine;
    let mut lines = Lines { input: BufReader::with_capacity(1 << 16, io::stdin()), read: 0 };
    loop {
        let (queries, unread) = lines.next_batch();
        let answers = finder.lookup_all(&queries, args.enough(), args.from.as_ref(), |mut report| {
            let status = args.restrict(&mut report);
            let line = if args.plain {
                Ok(report.plain().join("\t"))
            } else {
                let nearest = nearest(&report, finder)?;
                serde_json::to_string(&finder.report(&report, &nearest, args.limit))
            };
            Ok((status, line))
        })?;
        for (answered, line) in answers {
            out.line(&line?)?;
            status = status.max(answered);
        }
        out.results().flush()?;
        if let Some(error) = unread {
            return Err(error);
        }
        if queries.is_empty() {
            return Ok(status);
        }
    }
}

/// Standard input by lines.
struct Lines<R> {
    input: BufReader<R>,
    read: usize,
}

impl<R: io::Read> Lines<R> {
    /// The queries that are there, at least one unless the input has ended, and what is wrong with the line behind them.
    fn next_batch(&mut self) -> (Vec<String>, Option<anyhow::Error>) {
        let mut queries = Vec::new();
        while queries.is_empty() || (queries.len() < QUERIES_PER_BATCH && self.input.buffer().contains(&b'\n')) {
            let mut line = Vec::new();
            self.read += 1;
            match self.input.read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => return (queries, Some(error.into())),
            }
            match String::from_utf8(line) {
                Ok(text) => queries.push(text.trim_end_matches(['\n', '\r']).to_owned()),
                Err(_) => return (queries, Some(anyhow::anyhow!("standard input, line {}: not UTF-8", self.read))),
            }
        }
        (queries, None)
    }
}

/// The closest terms, where nothing was found.
fn nearest(report: &LookupReport, finder: &Finder) -> Result<Vec<String>, ProjectError> {
    if report.answers.is_empty() { finder.nearest(&report.query) } else { Ok(Vec::new()) }
}

fn text(report: &LookupReport, nearest: &[String], limit: usize, finder: &Finder, out: &mut Output) -> io::Result<()> {
    if report.answers.is_empty() {
        out.complain(&format!("nothing found for “{}”", report.query));
        if !nearest.is_empty() {
            out.complain(&format!("nearest: {}", nearest.join(", ")));
        }
        return Ok(());
    }
    let shown = if limit == 0 { report.answers.len() } else { limit.min(report.answers.len()) };
    // The best kind of answer is shown in full, looser ones behind it in a line each.
    let best = report.answers[0].kind().max(HitKind::Acronym);
    let full =
        report.answers[..shown].iter().take(MAX_FULL_CARDS).take_while(|answer| answer.kind() <= best).count().max(1);
    let cards: Vec<String> = report.answers[..full].iter().map(|answer| card::full(answer, finder)).collect();
    write!(out.results(), "{}", cards.join("\n"))?;
    if full < shown {
        out.line("")?;
    }
    for answer in &report.answers[full..shown] {
        out.line(&card::brief(answer, finder))?;
    }
    if report.more {
        out.complain("… and more (--limit 0 shows all)");
    } else if shown < report.answers.len() {
        out.complain(&format!("… and {} more (--limit 0 shows all)", report.answers.len() - shown));
    }
    Ok(())
}

/// A mistyped command arrives here as a query; if it found nothing as a whole, the command is named.
fn suggest_command(query: &[String], out: &mut Output) {
    let Some(first) = query.first() else { return };
    let word = first.split(' ').next().unwrap_or_default();
    let names = command_names();
    // Who wrote `gloss -- check` meant the word.
    if let Some(name) = suggest(word, names.iter().map(String::as_str)).filter(|name| *name != word) {
        out.complain(&format!("did you mean the command `gloss {name}`?"));
    }
}
