//! Findings for people: the line, the place underlined, what to write instead, and where else to look.

use std::io::{self, Write};

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

/// So many related places are shown; the rest is counted.
const SHOWN: usize = 5;
/// A long line is cut to this many characters on either side of what is underlined.
const CONTEXT: usize = 60;

pub(super) fn write(findings: &[Finding], sources: &Sources, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    for finding in findings {
        let level = match finding.severity {
            Severity::Info => Level::INFO,
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let windows: Vec<Window> = std::iter::once(&finding.place)
            .chain(finding.related.iter().take(SHOWN))
            .map(|place| Window::new(place, sources.get(&place.file).map(String::as_str)))
            .collect();
        let message = safe_for_terminal(&finding.message);
        let mut group = Group::with_title(level.primary_title(&message).id(finding.rule));
        for (i, window) in windows.iter().enumerate() {
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            group = group.element(
                Snippet::source(window.line.as_str())
                    .path(window.path.as_str())
                    .line_start(window.number)
                    .annotation(kind.span(window.start..window.end)),
            );
        }
        let suggestion = safe_for_terminal(&finding.suggestions.join(", "));
        if !suggestion.is_empty() {
            group = group.element(Level::HELP.message(format!("write: {suggestion}")));
        }
        if finding.related.len() > SHOWN {
            group = group.element(Level::NOTE.message(format!("and at {} more places", finding.related.len() - SHOWN)));
        }
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

/// The part of a line that is worth showing, with the place's span inside it.
struct Window {
    path: String,
    line: String,
    number: usize,
    start: usize,
    end: usize,
}

impl Window {
    fn new(place: &Place, source: Option<&str>) -> Self {
        // The renderer counts columns from the start of the shown line, so a cut line is named with its true column.
        let path = format!("{}:{}:{}", place.file, place.line, place.column);
        let source = source.filter(|s| s.get(place.span.range()).is_some());
        let Some(source) = source else {
            let line = safe_for_terminal(&place.text);
            return Self { path, end: line.len(), line, number: place.line, start: 0 };
        };
        let before = &source[..place.span.start];
        let after = &source[place.span.end..];
        let before = &before[before.rfind('\n').map_or(0, |i| i + 1)..];
        let after = &after[..after.find('\n').unwrap_or(after.len())];
        let lead = cut_front(before);
        let (text, tail) = (safe_for_terminal(&place.text), cut_back(after));
        let (start, end) = (lead.len(), lead.len() + text.len());
        Self { path, line: format!("{lead}{text}{tail}"), number: place.line, start, end }
    }
}

fn cut_front(text: &str) -> String {
    let text = safe_for_terminal(text);
    match text.char_indices().rev().nth(CONTEXT) {
        Some((at, _)) => {
            let from = text[at..].find(' ').map_or(at, |space| at + space);
            format!("…{}", &text[from..])
        }
        None => text,
    }
}

fn cut_back(text: &str) -> String {
    let text = safe_for_terminal(text.trim_end());
    match text.char_indices().nth(CONTEXT) {
        Some((at, _)) => {
            let to = text[..at].rfind(' ').unwrap_or(at);
            format!("{}…", &text[..to])
        }
        None => text,
    }
}
