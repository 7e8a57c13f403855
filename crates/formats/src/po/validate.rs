//! PO: what `msgfmt -c` demands of a catalogue.

use std::collections::HashMap;

use crate::{
    Input, ReadError,
    input::Position,
    po::{Entries, Entry},
};

use crate::standard::ProblemSink;

pub(super) fn validate(input: Input<'_>, told: &mut ProblemSink<'_>) -> Result<(), ReadError> {
    let mut entries = Entries::new(input);
    let mut seen: HashMap<(Option<String>, String), Position> = HashMap::new();
    let mut forms: Option<usize> = None;
    let mut has_header = false;
    loop {
        let entry = match entries.next() {
            Ok(Some(entry)) => entry,
            Ok(None) => break,
            Err(error) => {
                told.at(Position { line: error.line, ..told.position }, error.message);
                return Ok(());
            }
        };
        let id = entry.id.clone().unwrap_or_default();
        if entry.obsolete {
            continue;
        }
        if id.is_empty() && entry.context.is_none() && !has_header {
            has_header = true;
            forms = header(&entry, told);
            continue;
        }
        let context = entry.context.as_ref().map(|context| context.as_str().to_owned());
        if let Some(first) = seen.insert((context, id.as_str().to_owned()), entry.place) {
            told.at(
                entry.place,
                format!("the message stands on line {} already; give one of them a msgctxt", first.line),
            );
        }
        message(&entry, forms, told);
    }
    if !has_header {
        told.at(
            Position::default(),
            "the header is missing; begin with an entry whose msgid is empty and whose msgstr names the Content-Type",
        );
    }
    Ok(())
}

/// Checks the header and tells how many plural forms it declares.
fn header(entry: &Entry, told: &mut ProblemSink<'_>) -> Option<usize> {
    let text = entry.texts.first().map_or("", |(_, text)| text.as_str());
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    if !field("Content-Type:").is_some_and(|kind| kind.contains("charset=")) {
        told.at(entry.place, "the header names no charset; write `Content-Type: text/plain; charset=UTF-8`");
    }
    if text.contains("charset=CHARSET") {
        told.position = entry.place;
        told.tools("the charset is still CHARSET, as in a template; write UTF-8");
    }
    if field("Language:").is_none_or(str::is_empty) {
        told.position = entry.place;
        told.tools("the header names no Language; programs have to guess it from the file's name");
    }
    field("Plural-Forms:")?.split_once("nplurals=")?.1.split(';').next()?.trim().parse().ok()
}

fn message(entry: &Entry, forms: Option<usize>, told: &mut ProblemSink<'_>) {
    let id = entry.id.as_ref().map_or("", |id| id.as_str());
    if entry.texts.is_empty() {
        told.at(entry.place, "a message without msgstr");
    }
    let plurals = entry.texts.len();
    if entry.plural.is_some() {
        match forms {
            None => told.at(
                entry.place,
                "a plural, but the header has no Plural-Forms; Vietnamese has `nplurals=1; plural=0;`",
            ),
            Some(forms) if forms != plurals => {
                told.at(entry.place, format!("{plurals} plural forms, but the header declares {forms}"));
            }
            Some(_) => {}
        }
    }
    for text in entry.texts.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()) {
        for (place, same) in [
            ("begin", id.starts_with('\n') == text.starts_with('\n')),
            ("end", id.ends_with('\n') == text.ends_with('\n')),
        ] {
            if !same {
                told.at(entry.place, format!("msgid and msgstr do not both {place} with a line break"));
            }
        }
    }
}
