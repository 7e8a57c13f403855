//! The reports about the translation memory: `gloss.tm-match/1` and the others.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Serialize;

use gloss_memory as memory;
use gloss_memory::{Piece, Repaired, SessionInfo, Side, Stored};

use super::super::{
    Amount, Analysis, Bands, Concordance, IssueList, MemoryImported, MemoryStats, QualityIssue, QueryMatches,
};

/// The matches of a query.
#[derive(Debug, Clone, Serialize)]
pub struct TmMatches<'a> {
    /// `gloss.tm-match/1`.
    pub schema: &'static str,
    /// The query.
    pub query: &'a str,
    /// The matches, the best first.
    pub matches: Vec<Match<'a>>,
    /// The terms of the glossary in the query.
    pub terms: &'a [QueryTerm],
}

/// A translation of a segment that is like the query.
#[derive(Debug, Clone, Serialize)]
pub struct Match<'a> {
    /// How alike they are, in per cent, rounded down to two decimals.
    pub score: f64,
    /// The score with the penalties by which matches are ordered.
    pub rank: f64,
    /// Whether the text is the very same.
    pub identical: bool,
    /// The score if diacritics did not count.
    pub folded_score: f64,
    /// The segment of the memory.
    pub source: &'a str,
    /// Its translation.
    pub target: &'a str,
    /// The file it came from.
    pub origin: &'a str,
    /// The unit's number.
    pub unit: u64,
    /// The session that brought it.
    pub session: u64,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<&'a str>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<&'a str>,
    /// Who translated it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<&'a str>,
    /// Whether nobody has confirmed it.
    pub draft: bool,
    /// The translation with numbers and names as the query has them, if that could be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repaired: Option<RepairedMatch<'a>>,
    /// The source in pieces: what both have, and what only one of them has.
    pub marks: Vec<MarkedPiece<'a>>,
}

/// A repaired translation.
#[derive(Debug, Clone, Serialize)]
pub struct RepairedMatch<'a> {
    /// The translation.
    pub target: &'a str,
    /// What was changed in it.
    pub fixes: Vec<Fix<'a>>,
}

/// A change of a repaired translation.
#[derive(Debug, Clone, Serialize)]
pub struct Fix<'a> {
    /// What was changed: a number, a name, a code and so on.
    pub kind: &'static str,
    /// What stood there.
    pub from: &'a str,
    /// What stands there now.
    pub to: &'a str,
}

/// A piece of the source of a match.
#[derive(Debug, Clone, Serialize)]
pub struct MarkedPiece<'a> {
    /// Who has it: `both`, `match` or `query`.
    pub side: &'static str,
    /// The piece.
    pub text: &'a str,
}

/// A term of the glossary in a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueryTerm {
    /// The id of its concept.
    pub concept: String,
    /// The term.
    pub term: String,
    /// What it may be called in the other language, as the entry lists them.
    pub renderings: Vec<String>,
}

impl QueryMatches {
    /// The report about the query.
    pub fn report(&self) -> TmMatches<'_> {
        TmMatches {
            schema: "gloss.tm-match/1",
            query: &self.query.text,
            matches: self.matches.iter().map(|(found, repaired)| one_match(found, repaired.as_ref())).collect(),
            terms: &self.terms,
        }
    }
}

fn one_match<'a>(found: &'a memory::Match, repaired: Option<&'a Repaired>) -> Match<'a> {
    let unit = &found.stored.unit;
    let piece = |piece: &'a Piece| MarkedPiece {
        side: match piece.side {
            Side::Both => "both",
            Side::Match => "match",
            Side::Query => "query",
        },
        text: &piece.text,
    };
    let fix = |fix: &'a memory::Fix| Fix { kind: fix.kind.as_str(), from: &fix.from, to: &fix.to };
    Match {
        score: rounded_down(found.comparison.score.percent()),
        rank: rounded_down(found.rank()),
        identical: found.identical(),
        folded_score: rounded_down(found.comparison.folded.percent()),
        source: &unit.source.text,
        target: &unit.target.text,
        origin: &found.stored.origin,
        unit: found.stored.number,
        session: found.stored.session,
        changed: unit.changed.as_deref(),
        created: unit.created.as_deref(),
        author: unit.author.as_deref(),
        draft: unit.draft,
        repaired: repaired.map(|one| RepairedMatch { target: &one.target, fixes: one.fixes.iter().map(fix).collect() }),
        marks: found.comparison.pieces.iter().map(piece).collect(),
    }
}

/// Two decimals, rounded down: nothing that differs is 100.
fn rounded_down(percent: f64) -> f64 {
    (percent * 100.0 + 1e-6).floor() / 100.0
}

/// Where a word or phrase was translated.
#[derive(Debug, Clone, Serialize)]
pub struct TmSearch<'a> {
    /// `gloss.tm-search/1`.
    pub schema: &'static str,
    /// The word or phrase.
    pub query: &'a str,
    /// How many units have it.
    pub total: usize,
    /// The units that are shown, the latest first.
    pub units: Vec<MemoryUnit<'a>>,
}

/// A unit with the places where a phrase stands.
#[derive(Debug, Clone, Serialize)]
pub struct MemoryUnit<'a> {
    /// Its number.
    pub unit: u64,
    /// The language of its source.
    pub source_language: &'a str,
    /// The language of its target.
    pub target_language: &'a str,
    /// Its source.
    pub source: &'a str,
    /// Its target.
    pub target: &'a str,
    /// The file it came from.
    pub origin: &'a str,
    /// The places in the source: first byte, and the byte behind.
    pub source_places: Vec<[usize; 2]>,
    /// The places in the target.
    pub target_places: Vec<[usize; 2]>,
}

impl<'a> TmSearch<'a> {
    /// The report about a phrase.
    pub fn of(query: &'a str, report: &'a super::super::SearchReport) -> Self {
        let units = report.found.iter().map(unit).collect();
        Self { schema: "gloss.tm-search/1", query, total: report.total, units }
    }
}

fn unit(found: &Concordance) -> MemoryUnit<'_> {
    let places = |spans: &[gloss_core::text::Span]| spans.iter().map(|span| [span.start, span.end]).collect();
    let unit = &found.stored.unit;
    MemoryUnit {
        unit: found.stored.number,
        source_language: unit.source.lang.as_str(),
        target_language: unit.target.lang.as_str(),
        source: &unit.source.text,
        target: &unit.target.text,
        origin: &found.stored.origin,
        source_places: places(&found.source),
        target_places: places(&found.target),
    }
}

/// What was done to the memory.
#[derive(Debug, Clone, Serialize)]
pub struct TmSessions<'a> {
    /// `gloss.tm-sessions/1`.
    pub schema: &'static str,
    /// The sessions, the latest last.
    pub sessions: Vec<Session<'a>>,
}

/// A session: what was done to the memory at once.
#[derive(Debug, Clone, Serialize)]
pub struct Session<'a> {
    /// Its number.
    pub session: u64,
    /// What was done: `import`, `add`, `edit`, `delete` and so on.
    pub kind: &'static str,
    /// The file, if it was an import.
    pub origin: &'a str,
    /// When it began.
    pub started: &'a str,
    /// Who did it.
    pub author: &'a str,
    /// Whether it counts: `closed`, `open` or `undone`.
    pub state: &'static str,
    /// How many units it brought.
    pub units: u64,
    /// How many units it removed.
    pub removed: u64,
}

impl<'a> TmSessions<'a> {
    /// The report about some sessions.
    pub fn of(sessions: &'a [SessionInfo]) -> Self {
        let session = |one: &'a SessionInfo| Session {
            session: one.number,
            kind: one.kind.as_str(),
            origin: &one.origin,
            started: &one.started,
            author: &one.author,
            state: one.state.as_str(),
            units: one.units,
            removed: one.removed,
        };
        Self { schema: "gloss.tm-sessions/1", sessions: sessions.iter().map(session).collect() }
    }
}

/// What is in the memory.
#[derive(Debug, Clone, Serialize)]
pub struct TmStats<'a> {
    /// `gloss.tm-stats/1`.
    pub schema: &'static str,
    /// The memory's path.
    pub memory: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many units it has.
    pub units: u64,
    /// How many sessions it has seen.
    pub sessions: usize,
    /// How many units it has of each direction.
    pub pairs: Vec<LanguagePair<'a>>,
}

/// The units of one direction.
#[derive(Debug, Clone, Serialize)]
pub struct LanguagePair<'a> {
    /// The language translated from.
    pub from: &'a str,
    /// The language translated into.
    pub to: &'a str,
    /// How many.
    pub units: u64,
}

impl MemoryStats {
    /// The report about the memory.
    pub fn report(&self) -> TmStats<'_> {
        let pairs = self.pairs.iter();
        TmStats {
            schema: "gloss.tm-stats/1",
            memory: self.path.display().to_string(),
            bytes: self.bytes,
            units: self.units(),
            sessions: self.sessions,
            pairs: pairs
                .map(|(pair, units)| LanguagePair { from: pair.from.as_str(), to: pair.to.as_str(), units: *units })
                .collect(),
        }
    }
}

/// How much of some files the memory knows.
#[derive(Debug, Clone, Serialize)]
pub struct TmAnalysis {
    /// `gloss.tm-analyse/1`.
    pub schema: &'static str,
    /// The files.
    pub files: Vec<TmAnalysisFile>,
    /// All of them together.
    pub total: Vec<BandAmount>,
}

/// How much of a file the memory knows.
#[derive(Debug, Clone, Serialize)]
pub struct TmAnalysisFile {
    /// The file.
    pub file: String,
    /// Its bands, the best first, and their sum.
    pub bands: Vec<BandAmount>,
}

/// How much is in a band.
#[derive(Debug, Clone, Serialize)]
pub struct BandAmount {
    /// The band: `101`, `100`, `95-99` and so on, or `total`.
    pub band: &'static str,
    /// How many segments.
    pub segments: usize,
    /// How many words.
    pub words: usize,
}

impl TmAnalysis {
    /// The report about some files.
    pub fn of(analysis: &Analysis) -> Self {
        let bands = |bands: &Bands| -> Vec<BandAmount> {
            let amount = |(band, Amount { segments, words })| BandAmount { band, segments, words };
            Analysis::rows(bands).into_iter().map(amount).collect()
        };
        let file =
            |(path, of): &(PathBuf, Bands)| TmAnalysisFile { file: path.display().to_string(), bands: bands(of) };
        Self {
            schema: "gloss.tm-analyse/1",
            files: analysis.files.iter().map(file).collect(),
            total: bands(&analysis.total()),
        }
    }
}

/// What became of the units of an exchange file.
#[derive(Debug, Clone, Serialize)]
pub struct MemoryImport<'a> {
    /// `gloss.tm-import/1`.
    pub schema: &'static str,
    /// The file.
    pub file: &'a str,
    /// The session; none if nothing was new.
    pub session: Option<u64>,
    /// How many units were stored.
    pub stored: usize,
    /// How many were there already.
    pub known: usize,
    /// What was not imported, and why.
    pub skipped: MemoryLineReasons<'a>,
    /// What a user should look at.
    pub warned: MemoryLineReasons<'a>,
    /// What a memory has no place for: each kind with how often.
    pub left_out: &'a BTreeMap<String, usize>,
}

/// Something to be said about lines of a file.
#[derive(Debug, Clone, Serialize)]
pub struct MemoryLineReasons<'a> {
    /// About how many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<MemoryLineReason<'a>>,
}

/// Something to be said about a line.
#[derive(Debug, Clone, Serialize)]
pub struct MemoryLineReason<'a> {
    /// The line.
    pub line: usize,
    /// What is to be said.
    pub reason: &'a str,
}

impl MemoryImported {
    /// The report about the file.
    pub fn report<'a>(&'a self, file: &'a str) -> MemoryImport<'a> {
        MemoryImport {
            schema: "gloss.tm-import/1",
            file,
            session: self.session,
            stored: self.stored,
            known: self.known,
            skipped: reasons(&self.skipped),
            warned: reasons(&self.warned),
            left_out: &self.left_out,
        }
    }
}

fn reasons(issues: &IssueList) -> MemoryLineReasons<'_> {
    MemoryLineReasons {
        count: issues.count,
        first: issues.first.iter().map(|(line, reason)| MemoryLineReason { line: *line, reason }).collect(),
    }
}

/// A unit that may be wrong: one JSON object a line, without a schema of its own.
#[derive(Debug, Clone, Serialize)]
pub struct UnitIssues<'a> {
    /// Its number.
    pub unit: u64,
    /// What may be wrong: `empty`, `identical`, `wrong-language`, `broken-codes` or `mojibake`.
    pub doubts: Vec<&'static str>,
    /// Its source.
    pub source: &'a str,
    /// Its target.
    pub target: &'a str,
    /// The file it came from.
    pub origin: &'a str,
    /// Its line in that file.
    pub line: Option<usize>,
}

impl<'a> UnitIssues<'a> {
    /// The report about a unit.
    pub fn of(stored: &'a Stored, issues: &[QualityIssue]) -> Self {
        Self {
            unit: stored.number,
            doubts: issues.iter().map(|issue| issue.as_str()).collect(),
            source: &stored.unit.source.text,
            target: &stored.unit.target.text,
            origin: &stored.origin,
            line: stored.line,
        }
    }
}
