//! gettext catalogues.

use crate::{
    formats::{
        Input, ReadError,
        po::{Entries, escaped},
    },
    lang::{Lang, LangPair},
    memory::Segment,
};

use super::{Edit, Fill, Filled};

pub(super) fn fill(text: &str, pair: &LangPair, fill: Fill<'_>) -> Result<Filled, ReadError> {
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .collect();
    let (mut filled, mut edits) = (Filled::default(), Vec::new());
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
        let source = if entry.texts.len() == 1 { Some(entry.plural.clone().unwrap_or(id)) } else { None };
        let filling = source.and_then(|source| fill(&Segment::new(from.clone(), source), &to));
        filled.count(filling.as_ref());
        if let Some(filling) = filling {
            put(&lines, entry.place.line - 1, &filling.target.text, !filling.identical, filling.percent, &mut edits);
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

/// Writes the translation of the message whose `msgid` stands on a line.
fn put(lines: &[(usize, &str)], id: usize, target: &str, fuzzy: bool, percent: u8, edits: &mut Vec<Edit>) {
    let Some((start, line)) = lines[id..].iter().find(|(_, line)| line.trim_start().starts_with("msgstr")) else {
        return;
    };
    let quotes = line.find('"').map(|first| (first, line.rfind('"').unwrap_or(first)));
    let Some((first, last)) = quotes else { return };
    edits.push((start + first..start + last + 1, format!("\"{}\"", escaped(target))));
    if !fuzzy {
        return;
    }
    // Flags stand above the message and its context.
    let begins = |at: usize, word: &str| lines[at].1.trim_start().starts_with(word);
    let above = (0..id).rev().find(|&at| !begins(at, "\""));
    let first = above.filter(|&at| begins(at, "msgctxt")).unwrap_or(id);
    let comments = (0..first).rev().take_while(|&at| begins(at, "#") && !begins(at, "#~"));
    let flags = comments.into_iter().find(|&at| begins(at, "#,"));
    let (start, line) = lines[flags.unwrap_or(first)];
    let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
    let note = format!("# gloss: {percent} %{end}#, fuzzy");
    edits.push(match flags {
        Some(_) => (start..start + line.len(), format!("{note},{}", &line.trim_start()[2..])),
        None => (start..start, note + end),
    });
}
