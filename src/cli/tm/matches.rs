//! `gloss tm match`.

use std::{
    io::{self, BufRead},
    sync::OnceLock,
};

use serde::Serialize;

use crate::{
    index::HitKind,
    lang::{self, Lang, LangPair},
    memory::{Fix, Match, Matcher, Piece, Query, Repaired, Segment, Side, Threshold, repair},
    project::{Answer, Finder, ProjectError, TranslationMemory},
};

use super::{
    super::{Output, Status},
    Direction, Format, Place,
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
    direction: Direction,
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

/// So many lines of standard input are answered together.
const CHUNK: usize = 1 << 12;

pub(super) fn run(args: &Args, place: &Place, out: &mut Output) -> anyhow::Result<Status> {
    let (memory, desk) = (place.open()?, Desk::open(args, place)?);
    if args.query != "-" {
        let found = desk.answer(&memory, &args.query)?;
        desk.show(&found, out)?;
        return Ok(if found.matches.is_empty() { Status::Negative } else { Status::Fine });
    }
    // Made once, not by each core for itself.
    desk.matcher(&memory, false)?;
    desk.matcher(&memory, true)?;
    let (mut status, mut lines) = (Status::Fine, io::stdin().lock().lines());
    loop {
        let chunk: Vec<String> = lines.by_ref().take(CHUNK).collect::<io::Result<_>>()?;
        if chunk.is_empty() {
            return Ok(status);
        }
        for found in memory.on_all_cores(&chunk, |memory, line| desk.answer(memory, line))? {
            if found.matches.is_empty() {
                status = Status::Negative;
            }
            if desk.args.format == Format::Text {
                out.line(&format!("> {}", found.query.text))?;
            }
            desk.show(&found, out)?;
        }
    }
}

/// What queries are answered with.
struct Desk<'a> {
    args: &'a Args,
    pair: LangPair,
    /// For queries in each language of the pair, opened when one comes.
    matchers: [OnceLock<Matcher>; 2],
    finder: Finder,
}

struct Found {
    query: Segment,
    matches: Vec<(Match, Option<Repaired>)>,
    terms: Vec<Term>,
}

/// A term of the glossary in the query.
#[derive(Serialize)]
struct Term {
    concept: String,
    term: String,
    renderings: Vec<String>,
}

impl<'a> Desk<'a> {
    fn open(args: &'a Args, place: &Place) -> anyhow::Result<Self> {
        let pair = place.pair(&args.direction)?;
        let matchers = [OnceLock::new(), OnceLock::new()];
        Ok(Self { args, pair, matchers, finder: Finder::open(place.workspace.clone())? })
    }

    fn answer(&self, memory: &TranslationMemory, text: &str) -> Result<Found, ProjectError> {
        // Unless a direction is named, the text tells which of the two languages it is in.
        let direction = &self.args.direction;
        let detected = lang::detect(text);
        let turned = direction.from.is_none() && direction.to.is_none() && detected.primary() == self.pair.to.primary();
        let (from, to) = self.direction(turned);
        let query = Segment::new(from.clone(), text);
        let matcher = self.matcher(memory, turned)?;
        let asked = Query {
            segment: &query,
            context: None,
            to: Some(to),
            threshold: self.args.threshold,
            limit: (self.args.limit > 0).then_some(self.args.limit),
        };
        let names = |text: &str| self.renderings(text, to);
        let repaired = |one: Match| {
            let unit = &one.stored.unit;
            let repaired = repair(&query, &unit.source, &unit.target, &one.comparison.pieces, &names);
            (one, repaired)
        };
        let matches = memory.matches(matcher, &asked)?.into_iter().map(repaired).collect();
        let terms = self.terms(text, to)?;
        Ok(Found { query, matches, terms })
    }

    /// From which language into which.
    fn direction(&self, turned: bool) -> (&Lang, &Lang) {
        if turned { (&self.pair.to, &self.pair.from) } else { (&self.pair.from, &self.pair.to) }
    }

    fn matcher(&self, memory: &TranslationMemory, turned: bool) -> Result<&Matcher, ProjectError> {
        let slot = &self.matchers[usize::from(turned)];
        if let Some(matcher) = slot.get() {
            return Ok(matcher);
        }
        let made = memory.matcher(self.direction(turned).0)?;
        Ok(slot.get_or_init(|| made))
    }

    /// The renderings of a text that is a term of the glossary, or a name that follows from one; the preferred one first.
    fn renderings(&self, text: &str, to: &Lang) -> Vec<String> {
        let Ok(report) = self.finder.lookup(text, 1, None) else { return Vec::new() };
        let exact = report.answers.iter().find(|answer| matches!(answer.kind(), HitKind::Exact | HitKind::Derived));
        match exact {
            Some(Answer::Term(hit)) => {
                let mut terms: Vec<&crate::model::Term> =
                    hit.concept.terms(to).iter().filter(|term| term.status.is_accepted()).collect();
                terms.sort_by_key(|term| term.status);
                terms.into_iter().map(|term| term.text.clone()).collect()
            }
            Some(Answer::Derived(reading)) => reading.readings.clone(),
            None => Vec::new(),
        }
    }

    fn terms(&self, text: &str, to: &Lang) -> Result<Vec<Term>, ProjectError> {
        const MOST: usize = 8;
        let report = self.finder.lookup(text, MOST, None)?;
        let inside = report.answers.iter().filter(|answer| matches!(answer.kind(), HitKind::Exact | HitKind::Inside));
        let term = |answer: &Answer| {
            let Answer::Term(hit) = answer else { return None };
            let renderings = hit.concept.terms(to).iter().filter(|term| term.status.is_accepted());
            let renderings: Vec<String> = renderings.map(|term| term.text.clone()).collect();
            let term = hit.term.text.clone();
            (!renderings.is_empty()).then(|| Term { concept: hit.concept.id.clone(), term, renderings })
        };
        Ok(inside.filter_map(term).take(MOST).collect())
    }

    fn show(&self, found: &Found, out: &mut Output) -> anyhow::Result<()> {
        match self.args.format {
            Format::Json => Ok(out.json(&JsonAnswer::from(found))?),
            Format::Text => self.tell(found, out),
        }
    }

    fn tell(&self, found: &Found, out: &mut Output) -> anyhow::Result<()> {
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
            let none = format!("no match of {} % or more", self.args.threshold.percent());
            // In a row of answers each has its place.
            match &*self.args.query {
                "-" => out.line(&format!("  {none}"))?,
                _ => out.complain(&format!("{none}; `gloss tm search` finds words, with or without diacritics")),
            }
        }
        for term in &found.terms {
            out.line(&format!("  term {} → {}", term.term, term.renderings.join(" | ")))?;
        }
        Ok(())
    }
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

#[derive(Serialize)]
struct JsonAnswer<'f> {
    schema: &'static str,
    query: &'f str,
    matches: Vec<JsonMatch<'f>>,
    terms: &'f [Term],
}

#[derive(Serialize)]
struct JsonMatch<'f> {
    score: f64,
    rank: f64,
    identical: bool,
    folded_score: f64,
    source: &'f str,
    target: &'f str,
    origin: &'f str,
    unit: u64,
    session: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'f str>,
    draft: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    repaired: Option<JsonRepaired<'f>>,
    marks: Vec<JsonPiece<'f>>,
}

#[derive(Serialize)]
struct JsonRepaired<'f> {
    target: &'f str,
    fixes: Vec<JsonFix<'f>>,
}

#[derive(Serialize)]
struct JsonFix<'f> {
    kind: &'static str,
    from: &'f str,
    to: &'f str,
}

impl<'f> From<&'f Repaired> for JsonRepaired<'f> {
    fn from(repaired: &'f Repaired) -> Self {
        let fix = |fix: &'f Fix| JsonFix { kind: fix.kind.as_str(), from: &fix.from, to: &fix.to };
        Self { target: &repaired.target, fixes: repaired.fixes.iter().map(fix).collect() }
    }
}

#[derive(Serialize)]
struct JsonPiece<'f> {
    side: &'static str,
    text: &'f str,
}

/// Two decimals, rounded down: nothing that differs is 100.
fn rounded(percent: f64) -> f64 {
    (percent * 100.0 + 1e-6).floor() / 100.0
}

impl<'f> From<&'f Found> for JsonAnswer<'f> {
    fn from(found: &'f Found) -> Self {
        let piece = |piece: &'f Piece| JsonPiece {
            side: match piece.side {
                Side::Both => "both",
                Side::Match => "match",
                Side::Query => "query",
            },
            text: &piece.text,
        };
        let one = |(one, repaired): &'f (Match, Option<Repaired>)| {
            let unit = &one.stored.unit;
            JsonMatch {
                score: rounded(one.comparison.score.percent()),
                rank: rounded(one.rank()),
                identical: one.identical(),
                folded_score: rounded(one.comparison.folded.percent()),
                source: &unit.source.text,
                target: &unit.target.text,
                origin: &one.stored.origin,
                unit: one.stored.number,
                session: one.stored.session,
                changed: unit.changed.as_deref(),
                created: unit.created.as_deref(),
                author: unit.author.as_deref(),
                draft: unit.draft,
                repaired: repaired.as_ref().map(JsonRepaired::from),
                marks: one.comparison.pieces.iter().map(piece).collect(),
            }
        };
        Self {
            schema: "gloss.tm-match/1",
            query: &found.query.text,
            matches: found.matches.iter().map(one).collect(),
            terms: &found.terms,
        }
    }
}
