//! gettext catalogues.

use crate::{
    Input, ReadError,
    po::{Entries, Entry, escaped},
};
use gloss_core::{
    lang::{Lang, LangPair},
    model::Segment,
};

use super::{Edit, Fill, FillReport, Suggestion};

pub(super) fn fill(text: &str, pair: &LangPair, fill: Fill<'_>) -> Result<FillReport, ReadError> {
    let (mut filled, mut edits) = (FillReport::default(), Vec::new());
    let (mut from, mut to) = (pair.from.clone(), pair.to.clone());
    let mut entries = Entries::new(Input::of_text("catalogue.po", text));
    while let Some(entry) = entries.next()? {
        let id = entry.id.clone().unwrap_or_default();
        if id.is_empty() && entry.context.is_none() {
            let header = entry.texts.first().map_or("", |(_, text)| text.as_str());
            to = field(header, "Language:").unwrap_or(to);
            let turned = to.primary() == pair.from.primary();
            let default = if turned { pair.to.clone() } else { pair.from.clone() };
            from = field(header, "X-Source-Language:").unwrap_or(default);
            in_utf8(header, text, &mut edits);
            continue;
        }
        if entry.obsolete {
            continue;
        }
        if entry.texts.iter().any(|(_, text)| !text.is_empty()) {
            filled.translated += 1;
            continue;
        }
        // A message with a plural is filled only where the language has one form.
        let source = (entry.texts.len() == 1).then(|| entry.plural.as_ref().unwrap_or(&id).as_str());
        let filling = source.and_then(|source| fill(&Segment::new(from.clone(), source), &to));
        filled.count(filling.as_ref());
        if let Some(filling) = filling {
            put(text, &entry, &filling, &mut edits);
        }
    }
    Ok(filled.edited(text, edits))
}

/// The file is written in UTF-8, whatever it was in.
fn in_utf8(header: &str, text: &str, edits: &mut Vec<Edit>) {
    let Some(named) = header.split("charset=").nth(1).and_then(|rest| rest.split_whitespace().next()) else { return };
    let written = format!("charset={named}");
    if let Some(at) = text.find(&written).filter(|_| !named.eq_ignore_ascii_case("utf-8")) {
        edits.push((at..at + written.len(), "charset=UTF-8".to_owned()));
    }
}

fn field(header: &str, name: &str) -> Option<Lang> {
    header.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
}

/// Writes the translation of a message between its quotes, and that it is fuzzy if it is.
fn put(text: &str, entry: &Entry, filling: &Suggestion, edits: &mut Vec<Edit>) {
    let Some((_, target)) = entry.texts.first() else { return };
    edits.push((target.quotes.clone(), format!("\"{}\"", escaped(&filling.target.text))));
    if filling.identical {
        return;
    }
    let at = entry.flags_start.unwrap_or(entry.start);
    let line = text[at..].split_inclusive('\n').next().unwrap_or_default();
    let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
    let note = format!("# gloss: {} %{end}#, fuzzy", filling.percent);
    edits.push(match entry.flags_start {
        Some(at) => (at..at + "#,".len(), note + ","),
        None => (at..at, note + end),
    });
}
