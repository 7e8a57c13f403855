//! Findings for people: the line, the place underlined, what to write instead, and where else to look.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Finding, Place, Severity, Sources, safe_for_terminal};

/// Whether text output carries colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// ANSI colours.
    Coloured,
    /// None.
    Plain,
}

/// How many related places are shown; the rest is counted.
const MAX_RELATED_SHOWN: usize = 5;
pub(super) fn write(findings: &[Finding], sources: &dyn Sources, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let pieces = findings.chunks(FINDINGS_PER_BATCH).flat_map(|some| some.iter().zip(windows(some, sources)));
    for (finding, windows) in pieces {
        let level = match finding.severity {
            Severity::Info => Level::INFO,
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let message = safe_for_terminal(&finding.message);
        let mut group = Group::with_title(level.primary_title(&message).id(finding.rule.id));
        for (i, window) in windows.iter().enumerate() {
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            group = group.element(
                Snippet::source(window.lines.as_str())
                    .path(window.path.as_str())
                    .line_start(window.number)
                    .annotation(kind.span(window.start..window.end)),
            );
        }
        let suggestion = safe_for_terminal(&finding.suggestions.join(", "));
        if !suggestion.is_empty() {
            group = group.element(Level::HELP.message(format!("write: {suggestion}")));
        }
        if finding.related.len() > MAX_RELATED_SHOWN {
            group = group.element(
                Level::NOTE.message(format!("and at {} more places", finding.related.len() - MAX_RELATED_SHOWN)),
            );
        }
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

/// How many findings are rendered together, so that each file is read once for all of them.
const FINDINGS_PER_BATCH: usize = 1_000;

/// The number of a finding, and that of one of its places.
type Number = (usize, usize);

/// The lines of the places that are shown of each finding.
fn windows(findings: &[Finding], sources: &dyn Sources) -> Vec<Vec<Window>> {
    let shown = |finding: &Finding| finding.related.len().min(MAX_RELATED_SHOWN);
    let places = findings.iter().enumerate().flat_map(|(number, finding)| {
        let places = std::iter::once(&finding.place).chain(&finding.related[..shown(finding)]);
        places.enumerate().map(move |(at, place)| ((number, at), place))
    });
    let mut by_file: BTreeMap<&str, Vec<(Number, &Place)>> = BTreeMap::new();
    places.for_each(|(at, place)| by_file.entry(&place.file).or_default().push((at, place)));
    let mut windows: BTreeMap<Number, Window> = BTreeMap::new();
    for (file, places) in by_file {
        let source = sources.source(file);
        windows.extend(places.into_iter().map(|(at, place)| (at, Window::new(place, source.as_deref()))));
    }
    let mut of_findings: Vec<Vec<Window>> = findings.iter().map(|finding| Vec::with_capacity(shown(finding))).collect();
    windows.into_iter().for_each(|((number, _), window)| of_findings[number].push(window));
    of_findings
}

/// How many bytes of a line are rendered on either side of a place.
const MAX_LINE_CONTEXT_BYTES: usize = 4096;

/// The lines a place stands on, with its span inside them. The renderer cuts long ones.
struct Window {
    path: String,
    lines: String,
    number: usize,
    start: usize,
    end: usize,
}

impl Window {
    fn new(place: &Place, source: Option<&str>) -> Self {
        let source = source.filter(|source| source.get(place.span.range()).is_some());
        let (before, text, after) = match source {
            Some(source) => {
                let (before, after) = (&source[..place.span.start], &source[place.span.end..]);
                let line_start = before.rfind('\n').map_or(0, |i| i + 1);
                let line_end = after.find('\n').unwrap_or(after.len());
                (&before[line_start..], place.span.of(source), &after[..line_end])
            }
            None => ("", place.text.as_str(), ""),
        };
        // Rendering takes time for every byte of the line, so a very long one is cut, and the path says where.
        let from = (before.len().saturating_sub(MAX_LINE_CONTEXT_BYTES)..=before.len())
            .find(|&at| before.is_char_boundary(at))
            .unwrap_or(0);
        let to =
            (0..=after.len().min(MAX_LINE_CONTEXT_BYTES)).rev().find(|&at| after.is_char_boundary(at)).unwrap_or(0);
        let path =
            if from == 0 { place.file.clone() } else { format!("{}:{}:{}", place.file, place.line, place.column) };
        let [before, text, after] = [&before[from..], text, &after[..to]].map(safe_for_terminal);
        let (start, end) = (before.len(), before.len() + text.len());
        Self { path, lines: before + &text + after.trim_end(), number: place.line, start, end }
    }
}
