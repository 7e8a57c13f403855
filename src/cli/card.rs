//! A concept as a readable card.

use crate::project::{
    Answer, Concept, Finder, Hit, HitKind, Layer, Reading, Status, Term, TermType, safe_for_terminal,
};

const BOLD: &str = "\x1b[1m";
const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[33m";
const RED: &str = "\x1b[31m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";
/// Seen places named on a card.
const SEEN: usize = 3;

/// The full card of an answer.
pub(super) fn full(answer: &Answer, finder: &Finder) -> String {
    match answer {
        Answer::Term(hit) => term_card(hit, finder),
        Answer::Derived(reading) => derived_card(reading),
    }
}

/// One line for an answer further down.
pub(super) fn brief(answer: &Answer, finder: &Finder) -> String {
    match answer {
        Answer::Term(hit) => {
            let concept = &hit.concept;
            let others = concept.terms.keys().filter(|lang| **lang != hit.lang);
            let best: Vec<&str> = others.filter_map(|lang| concept.preferred(lang)).map(|t| t.text.as_str()).collect();
            let (term, renderings) = (&hit.term.text, best.join(", "));
            let extra = concept
                .definition
                .as_deref()
                .filter(|_| concept.domain == "place")
                .map(|d| format!("; {d}"))
                .unwrap_or_default();
            let layer = layer(hit, finder).map(|layer| format!("; {layer}")).unwrap_or_default();
            clean(&format!("  {term} — {renderings}  {DIM}[{}{extra}{layer}]{RESET}", why(hit)))
        }
        Answer::Derived(reading) => derived_card(reading),
    }
}

/// The glossary an answer comes from, where there are several.
fn layer(hit: &Hit, finder: &Finder) -> Option<String> {
    let several = finder.workspace.layers.len() > 1;
    finder.layer(hit).filter(|_| several).map(Layer::label)
}

fn why(hit: &Hit) -> String {
    match (hit.kind, hit.distance) {
        (HitKind::Fuzzy, Some(1)) => "1 edit away".to_owned(),
        (HitKind::Fuzzy, Some(n)) => format!("{n} edits away"),
        (HitKind::ToneStyle, _) => "other tone style".to_owned(),
        (HitKind::Typed, _) => "as typed".to_owned(),
        (HitKind::Folded, _) => "without diacritics".to_owned(),
        (HitKind::Part, _) => "part of it".to_owned(),
        (HitKind::Prefix, _) => "begins it".to_owned(),
        (HitKind::Inside, _) => "inside the query".to_owned(),
        (kind, _) => kind.as_str().to_owned(),
    }
}

fn term_card(hit: &Hit, finder: &Finder) -> String {
    let concept = &hit.concept;
    let mut out = format!(
        "{BOLD}{}{RESET}  {DIM}{} · {} · {}{}{RESET}\n",
        hit.term.text,
        concept.domain,
        why(hit),
        concept.id,
        layer(hit, finder).map(|layer| format!(" · {layer}")).unwrap_or_default()
    );
    // The languages the query is not in come first: they hold the answer.
    let (mut langs, same): (Vec<_>, Vec<_>) = concept.terms.keys().partition(|lang| **lang != hit.lang);
    langs.extend(same);
    for lang in langs {
        for (i, term) in concept.terms(lang).iter().enumerate() {
            let code = if i == 0 { lang.as_str() } else { "" };
            out.push_str(&format!("  {code:<3} {}\n", rendering(term)));
        }
    }
    for (label, text) in [("", &concept.definition), ("Note: ", &concept.note)] {
        if let Some(text) = text {
            out.push_str(&format!("  {label}{text}\n"));
        }
    }
    out.push_str(&footer(concept, finder));
    clean(&out)
}

fn rendering(term: &Term) -> String {
    let colour = match term.status {
        Status::Preferred => GREEN,
        Status::Admitted => "",
        Status::Deprecated => YELLOW,
        Status::Forbidden => RED,
    };
    let kind = if term.kind == TermType::Full { String::new() } else { format!(", {}", term.kind) };
    let note = term.note.as_ref().map(|note| format!(" — {note}")).unwrap_or_default();
    format!("{colour}{}{RESET}  {DIM}{}{kind}{RESET}{note}", term.text, term.status)
}

fn footer(concept: &Concept, finder: &Finder) -> String {
    let mut out = String::new();
    let validity = &concept.validity;
    match (&validity.from, &validity.to) {
        (Some(from), Some(to)) => out.push_str(&format!("  In use {from} to {to}\n")),
        (Some(from), None) => out.push_str(&format!("  In use since {from}\n")),
        (None, Some(to)) => out.push_str(&format!("  In use until {to}\n")),
        (None, None) => {}
    }
    if let Some(decision) = concept.history.last() {
        out.push_str(&format!("  {DIM}Decided {decision}{RESET}\n"));
    }
    for seen in concept.seen.iter().take(SEEN) {
        let sentence = finder.workspace.excerpt(seen).map(|s| format!(": {s}")).unwrap_or_default();
        out.push_str(&format!("  {DIM}Seen {}:{} “{}”{sentence}{RESET}\n", seen.file, seen.line, seen.form));
    }
    if !concept.sources.is_empty() {
        let sources: Vec<String> = concept.sources.iter().map(ToString::to_string).collect();
        out.push_str(&format!("  {DIM}Source {}{RESET}\n", sources.join("; ")));
    }
    out
}

fn derived_card(reading: &Reading) -> String {
    let mut out =
        format!("{BOLD}{}{RESET}  {DIM}place or body · composed by rule, not in the glossary{RESET}\n", reading.term);
    for (i, text) in reading.readings.iter().enumerate() {
        let code = if i == 0 { reading.to.as_str() } else { "" };
        out.push_str(&format!("  {code:<3} {text}\n"));
    }
    if reading.readings.len() > 1 {
        out.push_str("  Note: English does not tell which kind it is; check the article.\n");
    }
    clean(&out)
}

/// Keeps this module's own colours and nothing else that could steer a terminal.
fn clean(card: &str) -> String {
    let own = [BOLD, GREEN, YELLOW, RED, DIM, RESET];
    let mut out = String::with_capacity(card.len());
    let mut rest = card;
    while let Some(at) = rest.find('\x1b') {
        out.push_str(&safe_for_terminal(&rest[..at]));
        rest = &rest[at..];
        match own.iter().find(|code| rest.starts_with(**code)) {
            Some(code) => {
                out.push_str(code);
                rest = &rest[code.len()..];
            }
            None => {
                out.push('\u{fffd}');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(&safe_for_terminal(rest));
    out
}
