//! Writes units, each with its finished translation.

use std::{collections::BTreeSet, io};

use crate::{
    Loss,
    units::{UnitsOf, lose_about},
    xml,
};
use gloss_core::model::{CodeKind, Segment, Unit};

use super::Xliff;

pub(super) fn write(
    version: Xliff,
    of: &UnitsOf,
    units: &mut dyn Iterator<Item = Unit>,
    out: &mut dyn io::Write,
) -> io::Result<Loss> {
    let mut loss = Loss::default();
    let (from, to) = (&of.pair.from, &of.pair.to);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    match version {
        Xliff::V1 => writeln!(
            out,
            "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n<file original=\"glossary\" \
             source-language=\"{from}\" target-language=\"{to}\" datatype=\"plaintext\">\n<body>"
        )?,
        Xliff::V2 => writeln!(
            out,
            "<xliff version=\"2.0\" srcLang=\"{from}\" trgLang=\"{to}\" \
             xmlns=\"urn:oasis:names:tc:xliff:document:2.0\">\n<file id=\"glossary\">"
        )?,
    }
    // An id stands for one unit of a file; what has none, or one that is taken, gets a number.
    let mut ids = BTreeSet::new();
    for (number, unit) in (1usize..).zip(units) {
        let wanted = unit.id.as_deref().map_or_else(|| format!("u{number}"), xml::id);
        let id = if ids.contains(&wanted) { format!("{wanted}.u{number}") } else { wanted };
        match version {
            Xliff::V1 => write_v1(&id, &unit, out)?,
            Xliff::V2 => write_v2(&id, &unit, out)?,
        }
        ids.insert(id);
        lose_about(&mut loss, &unit);
    }
    match version {
        Xliff::V1 => writeln!(out, "</body>\n</file>\n</xliff>")?,
        Xliff::V2 => writeln!(out, "</file>\n</xliff>")?,
    }
    Ok(loss)
}

fn write_v1(id: &str, unit: &Unit, out: &mut dyn io::Write) -> io::Result<()> {
    let (approved, state) = if unit.draft { ("no", "needs-review-translation") } else { ("yes", "final") };
    write!(out, "<trans-unit id=\"{id}\" approved=\"{approved}\"><source>{}</source>", inline_v1(&unit.source))?;
    write!(out, "<target state=\"{state}\">{}</target>", inline_v1(&unit.target))?;
    unit.notes.iter().try_for_each(|note| write!(out, "<note>{}</note>", xml::escape(note)))?;
    writeln!(out, "</trans-unit>")
}

/// Codes are numbered; the name that a pair shares is its `rid`.
fn inline_v1(segment: &Segment) -> String {
    let mut out = String::new();
    let paired = pairs(segment);
    for ((text, code), number) in segment.pieces().zip(0usize..) {
        out.push_str(&xml::escape(text));
        let Some(code) = code else { continue };
        let (name, data) = (xml::escape(&code.id), xml::escape(&code.data));
        let id = number + 1;
        out.push_str(&match (code.kind, paired[number]) {
            (CodeKind::Open, true) => format!("<bpt id=\"{id}\" rid=\"{name}\">{data}</bpt>"),
            (CodeKind::Close, true) => format!("<ept id=\"{id}\" rid=\"{name}\">{data}</ept>"),
            (CodeKind::Open, false) => format!("<it id=\"{id}\" rid=\"{name}\" pos=\"open\">{data}</it>"),
            (CodeKind::Close, false) => format!("<it id=\"{id}\" rid=\"{name}\" pos=\"close\">{data}</it>"),
            (CodeKind::Alone, _) => format!("<ph id=\"{name}\">{data}</ph>"),
        });
    }
    out
}

/// Which codes have their partner in the segment; a name stands for one pair.
fn pairs(segment: &Segment) -> Vec<bool> {
    let codes = &segment.codes;
    let of = |kind: CodeKind, id: &str| codes.iter().filter(|code| code.kind == kind && code.id == id).count();
    codes.iter().map(|code| of(CodeKind::Open, &code.id) == 1 && of(CodeKind::Close, &code.id) == 1).collect()
}

fn write_v2(id: &str, unit: &Unit, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "<unit id=\"{id}\">")?;
    if !unit.notes.is_empty() {
        let notes: String = unit.notes.iter().map(|note| format!("<note>{}</note>", xml::escape(note))).collect();
        write!(out, "<notes>{notes}</notes>")?;
    }
    let mut data = Vec::new();
    let (source, target) = (inline_v2(&unit.source, &mut data), inline_v2(&unit.target, &mut data));
    if !data.is_empty() {
        write!(out, "<originalData>")?;
        for (number, text) in (1usize..).zip(&data) {
            write!(out, "<data id=\"d{number}\">{}</data>", xml::escape(text))?;
        }
        write!(out, "</originalData>")?;
    }
    let state = if unit.draft { "initial" } else { "final" };
    writeln!(out, "<segment state=\"{state}\"><source>{source}</source><target>{target}</target></segment></unit>")
}

/// Codes refer to their data, which stand in front of the segment.
fn inline_v2(segment: &Segment, data: &mut Vec<String>) -> String {
    let mut out = String::new();
    let paired = pairs(segment);
    for ((text, code), number) in segment.pieces().zip(0usize..) {
        out.push_str(&xml::escape(text));
        let Some(code) = code else { continue };
        let reference = if code.data.is_empty() {
            String::new()
        } else {
            let at = data.iter().position(|known| *known == code.data).unwrap_or(data.len());
            if at == data.len() {
                data.push(code.data.clone());
            }
            format!(" dataRef=\"d{}\"", at + 1)
        };
        let name = xml::id(&code.id);
        out.push_str(&match (code.kind, paired[number]) {
            (CodeKind::Open, true) => format!("<sc id=\"{name}\"{reference}/>"),
            (CodeKind::Close, true) => format!("<ec startRef=\"{name}\"{reference}/>"),
            (CodeKind::Open, false) => format!("<sc id=\"{name}\" isolated=\"yes\"{reference}/>"),
            (CodeKind::Close, false) => format!("<ec id=\"{name}\" isolated=\"yes\"{reference}/>"),
            (CodeKind::Alone, _) => format!("<ph id=\"{name}\"{reference}/>"),
        });
    }
    out
}
