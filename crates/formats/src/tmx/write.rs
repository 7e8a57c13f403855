//! Writes TMX 1.4.
//!
//! What readers demand, beyond the DTD: all seven header attributes, `srclang` equal to the source language of the units,
//! the source first, one unit a line with `<body>` on its own, no `prop` named `file`, `id`, `prev`, `next` or `path`.

use std::io;

use crate::{
    Loss,
    units::{UnitKind, UnitsOf, lose},
    xml,
};
use gloss_core::{
    lang::Lang,
    model::{Code, CodeKind, Segment, Unit},
};

use super::Codes;

pub(super) fn write(
    codes: Codes,
    of: &UnitsOf,
    units: &mut dyn Iterator<Item = Unit>,
    out: &mut dyn io::Write,
) -> io::Result<Loss> {
    let mut loss = Loss::default();
    let segtype = match of.kind {
        UnitKind::Phrase => "phrase",
        UnitKind::Sentence => "sentence",
    };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">")?;
    writeln!(
        out,
        "<header creationtool=\"gloss\" creationtoolversion=\"{}\" segtype=\"{segtype}\" o-tmf=\"gloss\" adminlang=\"en\" \
         srclang=\"{}\" datatype=\"plaintext\" o-encoding=\"UTF-8\"/>",
        env!("CARGO_PKG_VERSION"),
        codes.of(&of.pair.from)
    )?;
    writeln!(out, "<body>")?;
    for unit in units {
        write_unit(codes, &unit, out, &mut loss)?;
    }
    writeln!(out, "</body>\n</tmx>")?;
    Ok(loss)
}

fn write_unit(codes: Codes, unit: &Unit, out: &mut dyn io::Write, loss: &mut Loss) -> io::Result<()> {
    write!(out, "<tu")?;
    if let Some(id) = &unit.id {
        let id: String = id.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
        write!(out, " tuid=\"{}\"", xml::escape(&id))?;
    }
    for (name, date) in [("creationdate", &unit.created), ("changedate", &unit.changed)] {
        match date.as_deref().map(compact) {
            Some(Some(date)) => write!(out, " {name}=\"{date}\"")?,
            Some(None) => lose(loss, "dates that are not complete", unit, true),
            None => {}
        }
    }
    for (name, who) in [("creationid", &unit.author), ("changeid", &unit.editor)] {
        if let Some(who) = who {
            write!(out, " {name}=\"{}\"", xml::escape(who))?;
        }
    }
    write!(out, ">")?;
    for note in &unit.notes {
        write!(out, "<note>{}</note>", xml::escape(note))?;
    }
    let context = [("x-context-pre", &unit.previous), ("x-context-post", &unit.next)];
    let context = context.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?)));
    let draft = unit.draft.then_some(("x-status", "draft"));
    let properties = unit.properties.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in properties.chain(context).chain(draft) {
        write!(out, "<prop type=\"{}\">{}</prop>", xml::escape(&private(name)), xml::escape(value))?;
    }
    variant(&codes.of(&unit.source.lang), &unit.source, out)?;
    variant(&codes.of(&unit.target.lang), &unit.target, out)?;
    writeln!(out, "</tu>")
}

fn variant(lang: &Lang, segment: &Segment, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "<tuv xml:lang=\"{lang}\"><seg>")?;
    let numbers = pair_numbers(&segment.codes);
    let mut number = numbers.iter();
    for (text, code) in segment.pieces() {
        write!(out, "{}", xml::escape(text))?;
        let (Some(code), Some(number)) = (code, code.and_then(|_| number.next())) else { continue };
        let (id, data) = (xml::escape(&code.id), xml::escape(&code.data));
        match (code.kind, number) {
            (CodeKind::Open, Some(i)) => write!(out, "<bpt i=\"{i}\" x=\"{id}\">{data}</bpt>")?,
            (CodeKind::Close, Some(i)) => write!(out, "<ept i=\"{i}\">{data}</ept>")?,
            (CodeKind::Open, None) => write!(out, "<it pos=\"begin\" x=\"{id}\">{data}</it>")?,
            (CodeKind::Close, None) => write!(out, "<it pos=\"end\" x=\"{id}\">{data}</it>")?,
            (CodeKind::Alone, _) => write!(out, "<ph x=\"{id}\">{data}</ph>")?,
        }
    }
    write!(out, "</seg></tuv>")
}

/// A number for both codes of each pair; none for a code whose partner is in another segment.
fn pair_numbers(codes: &[Code]) -> Vec<Option<usize>> {
    let mut numbers = vec![None; codes.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = 0;
    for (at, code) in codes.iter().enumerate() {
        match code.kind {
            CodeKind::Open => open.push(at),
            CodeKind::Close => {
                if let Some(found) = open.iter().rposition(|begin| codes[*begin].id == code.id) {
                    pairs += 1;
                    numbers[open.remove(found)] = Some(pairs);
                    numbers[at] = Some(pairs);
                }
            }
            CodeKind::Alone => {}
        }
    }
    numbers
}

/// `2026-01-31T08:30:00Z` as `20260131T083000Z`; nothing else.
fn compact(date: &str) -> Option<String> {
    let compact: String = date.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let is_whole = date.len() == 20 && compact.len() == 16 && compact.ends_with('Z');
    is_whole.then_some(compact)
}

/// Names of one's own begin with `x-`; some others mean something to OmegaT.
fn private(name: &str) -> String {
    if name.starts_with("x-") { name.to_owned() } else { format!("x-{name}") }
}
