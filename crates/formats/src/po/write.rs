//! Writes messages, the unit's id as context.

use std::{collections::HashSet, io};

use unicode_normalization::UnicodeNormalization;

use crate::{
    Loss,
    units::{UnitsOf, lose, lose_about},
};
use gloss_core::{model::Unit, text::stable_hash};

pub(super) fn write(of: &UnitsOf, units: &mut dyn Iterator<Item = Unit>, out: &mut dyn io::Write) -> io::Result<Loss> {
    let (mut loss, mut seen) = (Loss::default(), HashSet::new());
    let language = of.pair.to.as_str().replace('-', "_");
    writeln!(out, "msgid \"\"\nmsgstr \"\"\n\"MIME-Version: 1.0\\n\"")?;
    writeln!(out, "\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"")?;
    writeln!(out, "\"Language: {language}\\n\"\n\"X-Source-Language: {}\\n\"", of.pair.from)?;
    for unit in units {
        // A message without a text would be another header.
        let (source, target) = (escaped(&unit.source.text), escaped(&unit.target.text));
        if source.is_empty() || target.is_empty() {
            lose(&mut loss, "units without a text", &unit, true);
            continue;
        }
        // A catalogue has one translation of a message.
        if !seen.insert(stable_hash(&[&unit.id.as_deref().map_or("\u{0}".to_owned(), escaped), &source])) {
            lose(&mut loss, "further translations of a text", &unit, true);
            continue;
        }
        write_unit(&unit, &source, &target, out)?;
        lose(&mut loss, "inline codes", &unit, !(unit.source.codes.is_empty() && unit.target.codes.is_empty()));
        lose_about(&mut loss, &unit);
    }
    Ok(loss)
}

fn write_unit(unit: &Unit, source: &str, target: &str, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out)?;
    for note in &unit.notes {
        writeln!(out, "#. {}", note.split_whitespace().collect::<Vec<_>>().join(" "))?;
    }
    if unit.draft {
        writeln!(out, "#, fuzzy")?;
    }
    if let Some(id) = &unit.id {
        writeln!(out, "msgctxt \"{}\"", escaped(id))?;
    }
    writeln!(out, "msgid \"{source}\"\nmsgstr \"{target}\"")
}

/// Text inside the quotes of a catalogue.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
