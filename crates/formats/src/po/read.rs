//! Reads the translated messages; fuzzy, obsolete and untranslated ones are passed over, each with its reason.

use crate::{ImportItem, ReadError, ReadOptions, input::Input};
use gloss_core::{
    lang::Lang,
    model::{Segment, Unit},
    text::Places,
};

use super::entries::{Entries, Entry, Text};

pub(super) fn read(
    input: Input<'_>,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let mut langs = (wanted.from.clone(), wanted.to.clone());
    let mut entries = Entries::new(input);
    while let Some(entry) = entries.next()? {
        if entry.id.as_ref().is_some_and(|id| id.as_str().is_empty()) && entry.context.is_none() {
            header(&entry, &mut langs);
            continue;
        }
        // English is what programs are written in.
        let from = langs.0.clone().unwrap_or_else(Lang::en);
        let Some(to) = langs.1.clone() else {
            let message = "the catalogue's header names no Language; say it with --to LANG";
            return Err(ReadError::new(entry.place.line, message));
        };
        let line = entry.place.line;
        units(entry, &from, &to, wanted).into_iter().for_each(|told| found(line, told));
    }
    Ok(())
}

/// The languages the header names, where the user has not.
fn header(entry: &Entry, langs: &mut (Option<Lang>, Option<Lang>)) {
    let text = entry.texts.first().map_or("", |(_, text)| text.as_str());
    let field =
        |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.trim().split('@').next()?.parse().ok());
    langs.0 = langs.0.take().or_else(|| field("X-Source-Language:"));
    langs.1 = langs.1.take().or_else(|| field("Language:"));
}

fn units(entry: Entry, from: &Lang, to: &Lang, wanted: &ReadOptions) -> Vec<ImportItem> {
    let untranslated = wanted.untranslated;
    let skipped = |why: &str| vec![ImportItem::Skipped(format!("a message {why}"))];
    if entry.obsolete {
        return skipped("that is obsolete (#~)");
    }
    let fuzzy = entry.flags.iter().any(|flag| flag == "fuzzy");
    if fuzzy && !untranslated {
        return skipped("that is fuzzy");
    }
    let Entry { comments, context, id, plural, texts, .. } = entry;
    let id = id.unwrap_or_default();
    let only = texts.len() == 1;
    let segment = |lang: &Lang, text: Text| {
        let places = if wanted.places { text.said.places } else { Places::default() };
        Segment { places, ..Segment::new(lang.clone(), text.said.text) }
    };
    let single = |(form, text): (usize, Text)| {
        // The plural is the source of every form but the first, and of the only one of a language like Vietnamese.
        let source = plural.clone().filter(|_| form > 0 || only).unwrap_or_else(|| id.clone());
        let unit = Unit::new(segment(from, source), segment(to, text));
        let id = context.as_ref().map(|context| context.as_str().to_owned());
        ImportItem::Unit(Box::new(Unit { id, notes: comments.clone(), ..unit }))
    };
    // What a fuzzy message has is not a translation yet.
    let texts = texts.into_iter().map(|(form, text)| (form, if fuzzy { Text::default() } else { text }));
    let is_wanted = |(_, text): &(usize, Text)| untranslated || !text.as_str().is_empty();
    let translated: Vec<ImportItem> = texts.filter(is_wanted).map(single).collect();
    if translated.is_empty() { skipped("without a translation") } else { translated }
}
