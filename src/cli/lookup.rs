//! `gloss lookup`, and a bare query.

use std::io::{self, BufRead};

use serde::Serialize;

use crate::{
    index::HitKind,
    lang::Lang,
    project::{Answer, LookupReport, Project, Reading},
};

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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// So many answers are shown as full cards.
const CARDS: usize = 5;

pub(super) fn run(args: &Args, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    let bulk = args.query == ["-"];
    let (queries, unread) = if bulk { read_queries() } else { (vec![args.query.join(" ")], None) };
    if !bulk && queries.iter().all(|query| query.trim().is_empty()) {
        anyhow::bail!("the query is empty; write what you look for");
    }
    let mut status = Status::Fine;
    for mut report in project.lookup(&queries)? {
        report.restrict(args.from.as_ref(), args.to.as_ref());
        let plain = report.plain();
        if report.answers.is_empty() || (args.plain && plain.is_empty()) {
            status = Status::Negative;
        }
        if args.plain {
            if bulk || !plain.is_empty() {
                out.line(&plain.join("\t"))?;
            }
        } else if bulk || args.format == Format::Json {
            out.json(&json(&report, args.limit))?;
        } else {
            text(&report, args.limit, project, out)?;
        }
    }
    if !bulk {
        suggest_command(&args.query, status, out);
    }
    unread.map_or(Ok(status), Err)
}

/// One query a line from standard input, up to the first line that cannot be read, and what is wrong with that.
fn read_queries() -> (Vec<String>, Option<anyhow::Error>) {
    let mut queries = Vec::new();
    for (i, line) in io::stdin().lock().split(b'\n').enumerate() {
        match line.map(String::from_utf8) {
            Ok(Ok(text)) => queries.push(text.trim_end_matches('\r').to_owned()),
            Ok(Err(_)) => return (queries, Some(anyhow::anyhow!("standard input, line {}: not UTF-8", i + 1))),
            Err(error) => return (queries, Some(error.into())),
        }
    }
    (queries, None)
}

fn text(report: &LookupReport<'_>, limit: usize, project: &Project, out: &mut Output) -> io::Result<()> {
    if report.answers.is_empty() {
        out.complain(&format!("nothing found for “{}”", report.query));
        if !report.nearest.is_empty() {
            let near: Vec<&str> = report.nearest.iter().map(|near| near.term.text.as_str()).collect();
            out.complain(&format!("nearest: {}", near.join(", ")));
        }
        return Ok(());
    }
    let shown = if limit == 0 { report.answers.len() } else { limit.min(report.answers.len()) };
    // The best kind of answer is shown in full, looser ones behind it in a line each.
    let best = report.answers[0].kind().max(HitKind::Acronym);
    let full = report.answers[..shown].iter().take(CARDS).take_while(|answer| answer.kind() <= best).count().max(1);
    let cards: Vec<String> = report.answers[..full].iter().map(|answer| card::full(answer, project)).collect();
    write!(out.results(), "{}", cards.join("\n"))?;
    if full < shown {
        out.line("")?;
    }
    for answer in &report.answers[full..shown] {
        out.line(&card::brief(answer))?;
    }
    if shown < report.answers.len() {
        out.complain(&format!("… and {} more (--limit 0 shows all)", report.answers.len() - shown));
    }
    Ok(())
}

/// A mistyped command arrives here as a query; if it found nothing as a whole, the command is named.
fn suggest_command(query: &[String], status: Status, out: &mut Output) {
    let Some(first) = query.first().filter(|_| status == Status::Negative) else { return };
    let word = first.split(' ').next().unwrap_or_default();
    let near = command_names().into_iter().map(|name| (strsim::osa_distance(word, &name), name)).min();
    if let Some((_, name)) = near.filter(|(distance, _)| (1..=2).contains(distance) && word.len() > 2) {
        out.complain(&format!("did you mean the command `gloss {name}`?"));
    }
}

#[derive(Serialize)]
struct JsonReport<'a> {
    schema: &'static str,
    query: &'a str,
    hits: Vec<JsonHit<'a>>,
    nearest: Vec<&'a str>,
}

#[derive(Serialize)]
struct JsonHit<'a> {
    concept: Option<&'a str>,
    kind: &'a str,
    score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    distance: Option<u8>,
    lang: &'a str,
    term: &'a str,
    status: &'a str,
    domain: &'a str,
    definition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    renderings: Vec<JsonTerm<'a>>,
    evidence: Vec<JsonEvidence<'a>>,
}

#[derive(Serialize)]
struct JsonTerm<'a> {
    lang: &'a str,
    term: &'a str,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonEvidence<'a> {
    file: &'a str,
    line: usize,
    form: &'a str,
}

fn json<'a>(report: &'a LookupReport<'_>, limit: usize) -> JsonReport<'a> {
    let shown = if limit == 0 { usize::MAX } else { limit };
    JsonReport {
        schema: "gloss.lookup/1",
        query: &report.query,
        hits: report.answers.iter().take(shown).map(json_hit).collect(),
        nearest: report.nearest.iter().map(|near| near.term.text.as_str()).collect(),
    }
}

fn json_hit<'a>(answer: &'a Answer<'_>) -> JsonHit<'a> {
    match answer {
        Answer::Term(hit) => {
            let (concept, term) = (hit.found.concept, hit.found.term);
            let (mut others, same): (Vec<_>, Vec<_>) =
                concept.all_terms().partition(|(lang, _)| *lang != hit.found.lang);
            others.extend(same.into_iter().filter(|(_, other)| *other != term));
            JsonHit {
                concept: Some(&concept.id),
                kind: hit.kind.as_str(),
                score: (hit.score * 1000.0).round() / 1000.0,
                distance: hit.distance,
                lang: hit.found.lang.as_str(),
                term: &term.text,
                status: term.status.as_str(),
                domain: &concept.domain,
                definition: concept.definition.as_deref(),
                note: concept.note.as_deref(),
                renderings: others
                    .into_iter()
                    .map(|(lang, term)| JsonTerm {
                        lang: lang.as_str(),
                        term: &term.text,
                        status: term.status.as_str(),
                        r#type: (term.kind != crate::model::TermType::Full).then(|| term.kind.as_str()),
                        note: term.note.as_deref(),
                    })
                    .collect(),
                evidence: concept
                    .seen
                    .iter()
                    .map(|s| JsonEvidence { file: &s.file, line: s.line, form: &s.form })
                    .collect(),
            }
        }
        Answer::Derived(reading) => json_reading(reading),
    }
}

fn json_reading(reading: &Reading) -> JsonHit<'_> {
    let status = Reading::STATUS.as_str();
    JsonHit {
        concept: None,
        kind: HitKind::Derived.as_str(),
        score: 0.85,
        distance: None,
        lang: reading.lang.as_str(),
        term: &reading.term,
        status,
        domain: "place",
        definition: None,
        note: None,
        renderings: reading
            .readings
            .iter()
            .map(|text| JsonTerm { lang: reading.to.as_str(), term: text, status, r#type: None, note: None })
            .collect(),
        evidence: Vec::new(),
    }
}
