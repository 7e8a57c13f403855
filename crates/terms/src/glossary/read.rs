//! Reading entries.
//!
//! ```toml
//! [great-solidarity-house]
//! en = [
//!   "Great Solidarity house",                                    # the first is preferred, the others admitted
//!   { term = "great unity house", status = "deprecated", note = "older usage" },
//! ]
//! vi = ["nhà Đại đoàn kết"]
//! definition = "A house built for a poor family with money raised by the Fatherland Front."
//! source = ["press: Báo Điện Biên Phủ"]
//! flag = ["The Front handed over 40 great unity houses."]
//! pass = ["The Front handed over 40 Great Solidarity houses."]
//!
//! [unity-house]
//! redirect = "great-solidarity-house"
//! ```
//!
//! Any language code is a key. A term is a string or a table with `term`, `status` (preferred, admitted, deprecated,
//! forbidden), `type` (full, short, acronym, variant), `case`, `keep`, `not-with`, `since`, `until`, `note`. The domain is
//! the file's name unless the file begins with `domain = "…"`.

use toml_edit::{Array, Document, InlineTable, Item, Key, Table, Value};

use gloss_core::{
    lang::Lang,
    model::{Concept, PartOfSpeech, Seen, Source, Status, Term, TermType, Validity},
    report::Finding,
    text::{Span, suggest},
};

use super::rules::{GLOSSARY_SYNTAX, GLOSSARY_VALUE};
use super::{
    comments::{self, Comments, Slot, split_tail},
    file::{Entry, EntryBody, GlossaryFile, Layout, SourceFile},
};

/// Keys of an entry that are not language codes, in canonical order.
pub(super) const FIELDS: [&str; 11] =
    ["pos", "definition", "note", "since", "until", "source", "seen", "history", "flag", "pass", "redirect"];
/// Keys of a term, in canonical order.
pub(super) const TERM_FIELDS: [&str; 9] =
    ["term", "status", "type", "case", "keep", "not-with", "since", "until", "note"];

/// Reads a file of entries; what is wrong with it comes beside it.
pub(super) fn read(source: SourceFile) -> (GlossaryFile, Vec<Finding>) {
    let parsed = Document::parse(source.text.clone());
    let mut reader = Reader { source: &source, domain: source.stem().to_owned(), faults: Vec::new() };
    let (mut entries, mut layout) = (Vec::new(), Layout::default());
    match parsed {
        Ok(document) => {
            entries = reader.entries(document.as_table(), &mut layout);
            let trailing = reader.raw(document.trailing()).to_owned();
            layout.footer = comments::groups(&trailing);
            if let (Some(last), Some(span)) = (entries.last_mut(), document.trailing().span()) {
                last.block.end = span.start.max(last.id_span.end);
            }
        }
        Err(error) => {
            let span = error.span().map_or(Span::new(0, 0), |s| Span::new(s.start, s.end));
            let message = format!("not valid TOML: {}", error.message().trim().replace('\n', ", "));
            reader.faults.push(source.finding(&GLOSSARY_SYNTAX, span, message));
            layout.lossy = true;
        }
    }
    layout.lossy = !reader.faults.is_empty();
    let faults = reader.faults;
    (GlossaryFile { source, entries, layout, layer: 0 }, faults)
}

struct Reader<'s> {
    source: &'s SourceFile,
    domain: String,
    faults: Vec<Finding>,
}

impl<'s> Reader<'s> {
    fn fault(&mut self, span: Option<std::ops::Range<usize>>, message: String) {
        let span = span.map_or(Span::new(0, 0), |s| Span::new(s.start, s.end));
        self.faults.push(self.source.finding(&GLOSSARY_VALUE, span, message));
    }

    fn raw(&self, raw: &toml_edit::RawString) -> &'s str {
        raw.span().and_then(|span| self.source.text.get(span)).unwrap_or_default()
    }

    fn entries(&mut self, root: &Table, layout: &mut Layout) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for (name, item) in root {
            let key_span = root.key(name).and_then(Key::span);
            match item {
                Item::Table(table) => {
                    let span = key_span.map_or(Span::new(0, 0), |s| Span::new(s.start, s.end));
                    entries.push(self.entry(name, span, table));
                }
                Item::Value(Value::String(domain)) if name == "domain" => {
                    self.domain = domain.value().clone();
                    layout.domain = Some(self.domain.clone());
                    let above = root.key(name).and_then(|k| k.leaf_decor().prefix());
                    layout.header = comments::groups(above.map_or("", |raw| self.raw(raw)));
                    layout.domain_tail =
                        item.as_value().and_then(|v| v.decor().suffix()).map(|raw| self.raw(raw).trim().to_owned());
                }
                _ => self.fault(key_span, format!("`{name}` stands outside an entry; write `[id]` above it")),
            }
        }
        entries.sort_by_key(|entry| entry.id_span.start);
        self.lay_out(&mut entries, layout);
        entries
    }

    /// Gives each entry the whole of its block, and sorts the comments between two blocks to the one they are about.
    fn lay_out(&self, entries: &mut [Entry], layout: &mut Layout) {
        let text = &self.source.text;
        let mut starts: Vec<usize> = Vec::with_capacity(entries.len());
        let mut floor = 0;
        for entry in entries.iter() {
            let mut start = text[..entry.id_span.start].rfind('\n').map_or(0, |i| i + 1);
            while start > floor {
                let above = text[..start - 1].rfind('\n').map_or(0, |i| i + 1);
                if above < floor || !text[above..start].trim_start().starts_with('#') {
                    break;
                }
                start = above;
            }
            starts.push(start);
            floor = line_end(text, entry.block.end);
        }
        for i in 0..entries.len() {
            let body_end = line_end(text, entries[i].block.end);
            let end = starts.get(i + 1).copied().unwrap_or(text.len());
            entries[i].block = Span::new(starts[i], end);
            let line = text[..entries[i].id_span.start].rfind('\n').map_or(0, |n| n + 1);
            let head = text[starts[i]..line].to_owned();
            entries[i].comments.add(Slot::Head, &head);
            if i + 1 < entries.len() {
                let tail = text[body_end.min(end)..end].to_owned();
                entries[i].comments.add(Slot::Foot, &tail);
            }
        }
        let first = starts.first().copied().unwrap_or(0);
        if layout.domain.is_none() {
            layout.header = comments::groups(&text[..first]);
        }
    }

    fn entry(&mut self, id: &str, id_span: Span, table: &Table) -> Entry {
        let mut comments = Comments::default();
        if let Some(raw) = table.decor().suffix() {
            comments.add(Slot::HeadTail, self.raw(raw));
        }
        let mut end = id_span.end;
        let mut concept = Concept::new(id, &self.domain);
        let mut term_spans = Vec::new();
        let mut redirect = None;
        for (name, item) in table {
            let key = table.key(name);
            let span = key.and_then(Key::span);
            let Item::Value(value) = item else {
                self.fault(span, format!("`{name}` of `{id}` must be a value, not a table"));
                continue;
            };
            end = end.max(value.span().map_or(end, |s| s.end));
            // Comments belong to the key as it is printed.
            let lang: Option<Lang> = if FIELDS.contains(&name) { None } else { name.parse().ok() };
            let printed = lang.as_ref().map_or(name, Lang::as_str).to_owned();
            if let Some(raw) = key.and_then(|k| k.leaf_decor().prefix()) {
                comments.add(Slot::Key(printed.clone()), self.raw(raw));
            }
            if let Some(raw) = value.decor().suffix() {
                comments.add(Slot::KeyTail(printed.clone()), self.raw(raw));
            }
            if let Value::Array(array) = value {
                self.list_comments(&printed, array, &mut comments);
            }
            match lang {
                _ if name == "redirect" => redirect = self.text(name, value),
                _ if FIELDS.contains(&name) => self.field(&mut concept, name, value),
                Some(lang) if !looks_like_a_field(name) => {
                    let twice = format!("`{id}` has the language {lang} twice; put all terms under one key");
                    let terms = self.terms(&lang, value, &mut term_spans);
                    if concept.terms.insert(lang, terms).is_some() {
                        self.fault(span, twice);
                    }
                }
                _ => {
                    let known = nearest(name, &FIELDS);
                    self.fault(
                        span,
                        format!("unknown key `{name}` in `{id}`; a key is a language code or one of {known}"),
                    );
                }
            }
        }
        if redirect.is_some() && table.len() > 1 {
            let span = Some(id_span.start..id_span.end);
            self.fault(span, format!("`{id}` is a redirect and has other keys; move them to the entry it leads to"));
        }
        let body = redirect.map_or_else(|| EntryBody::Concept(Box::new(concept)), EntryBody::Redirect);
        // The block is widened to its comments when the file is laid out.
        Entry { id: id.to_owned(), body, id_span, block: Span::new(id_span.start, end), term_spans, comments }
    }

    fn list_comments(&self, key: &str, array: &Array, comments: &mut Comments) {
        for (i, item) in array.iter().enumerate() {
            let prefix = item.decor().prefix().map_or("", |raw| self.raw(raw));
            let (same_line, below) = split_tail(prefix);
            match i.checked_sub(1) {
                Some(before) => comments.add(Slot::ItemTail(key.to_owned(), before), same_line),
                None => comments.add(Slot::Item(key.to_owned(), 0), same_line),
            }
            comments.add(Slot::Item(key.to_owned(), i), below);
            if let Some(raw) = item.decor().suffix() {
                comments.add(Slot::ItemTail(key.to_owned(), i), self.raw(raw));
            }
        }
        let (same_line, below) = split_tail(self.raw(array.trailing()));
        comments.add(Slot::ItemTail(key.to_owned(), array.len().saturating_sub(1)), same_line);
        comments.add(Slot::End(key.to_owned()), below);
    }

    fn field(&mut self, concept: &mut Concept, name: &str, value: &Value) {
        match name {
            "pos" => {
                let word = self.text(name, value);
                concept.pos = word.as_deref().and_then(PartOfSpeech::from_word);
                if let (Some(word), None) = (word, concept.pos) {
                    self.fault(
                        value.span(),
                        format!("unknown part of speech `{word}`; use one of {}", PartOfSpeech::words()),
                    );
                }
            }
            "definition" => concept.definition = self.text(name, value),
            "note" => concept.note = self.text(name, value),
            "since" => concept.validity.from = self.text(name, value),
            "until" => concept.validity.to = self.text(name, value),
            "history" => concept.history = self.texts(name, value),
            "flag" => concept.flag = self.texts(name, value),
            "pass" => concept.pass = self.texts(name, value),
            "source" => {
                for (item, text) in self.spanned_texts(name, value) {
                    match Source::parse(&text) {
                        Some(source) => concept.sources.push(source),
                        None => self.fault(
                            item,
                            format!(
                                "unknown source `{text}`; write `kind: where`, the kind one of {}",
                                gloss_core::model::SourceKind::words()
                            ),
                        ),
                    }
                }
            }
            "seen" => concept.seen = self.seen(value),
            _ => {}
        }
    }

    fn text(&mut self, name: &str, value: &Value) -> Option<String> {
        // A multi-line text has the line ends of its file; in the value they are always the same.
        let text = value.as_str().map(|text| text.replace("\r\n", "\n"));
        if text.is_none() {
            self.fault(value.span(), format!("`{name}` must be a text in quotes"));
        }
        text
    }

    fn texts(&mut self, name: &str, value: &Value) -> Vec<String> {
        self.spanned_texts(name, value).into_iter().map(|(_, text)| text).collect()
    }

    fn spanned_texts(&mut self, name: &str, value: &Value) -> Vec<(Option<std::ops::Range<usize>>, String)> {
        items(value).into_iter().filter_map(|item| Some((item.span(), self.text(name, item)?))).collect()
    }

    fn seen(&mut self, value: &Value) -> Vec<Seen> {
        let mut out = Vec::new();
        for item in items(value) {
            let table = item.as_inline_table();
            let text = |key: &str| table.and_then(|t| t.get(key)).and_then(Value::as_str).map(str::to_owned);
            let line =
                table.and_then(|t| t.get("line")).and_then(Value::as_integer).and_then(|n| usize::try_from(n).ok());
            match (text("form"), text("file"), line) {
                (Some(form), Some(file), Some(line)) => out.push(Seen { form, file, line }),
                _ => self.fault(item.span(), "`seen` needs { form = \"…\", file = \"…\", line = 1 }".to_owned()),
            }
        }
        out
    }

    fn terms(&mut self, lang: &Lang, value: &Value, spans: &mut Vec<(Lang, usize, Span)>) -> Vec<Term> {
        let mut terms: Vec<(Term, bool)> = Vec::new();
        for item in items(value) {
            let read = match item {
                Value::String(text) if text.value().trim().is_empty() => {
                    self.fault(item.span(), "an empty term; write it or take it out".to_owned());
                    None
                }
                Value::String(text) => Some((Term::new(text.value().replace("\r\n", "\n"), Status::Admitted), false)),
                Value::InlineTable(table) => self.term(table, item),
                _ => {
                    self.fault(item.span(), "a term is a text in quotes or { term = \"…\", … }".to_owned());
                    None
                }
            };
            if let Some(read) = read {
                let span = item.span().map_or(Span::new(0, 0), |s| Span::new(s.start, s.end));
                spans.push((lang.clone(), terms.len(), span));
                terms.push(read);
            }
        }
        // The first term without a status is the preferred one, unless another says that it is.
        if !terms.iter().any(|(term, given)| *given && term.status == Status::Preferred)
            && let Some((first, _)) = terms.iter_mut().find(|(_, given)| !given)
        {
            first.status = Status::Preferred;
        }
        terms.into_iter().map(|(term, _)| term).collect()
    }

    /// A term written as a table, and whether it gives its status.
    fn term(&mut self, table: &InlineTable, item: &Value) -> Option<(Term, bool)> {
        let mut term = Term::new("", Status::Admitted);
        let mut given = false;
        for (name, value) in table {
            match name {
                "term" => term.text = self.text(name, value)?,
                "status" => {
                    given = true;
                    term.status = self.word(value, Status::from_word, "status", &Status::words())?;
                }
                "type" => term.kind = self.word(value, TermType::from_word, "term type", &TermType::words())?,
                "case" => term.case = self.flag(name, value)?,
                "keep" => term.keep = self.flag(name, value)?,
                "not-with" => {
                    term.not_with = items(value).into_iter().filter_map(|item| self.text(name, item)).collect();
                }
                "since" => term.validity = Validity { from: self.text(name, value), ..term.validity },
                "until" => term.validity = Validity { to: self.text(name, value), ..term.validity },
                "note" => term.note = self.text(name, value),
                _ => self.fault(
                    value.span(),
                    format!("unknown key `{name}` of a term; known are {}", TERM_FIELDS.join(", ")),
                ),
            }
        }
        if term.text.trim().is_empty() {
            self.fault(item.span(), "a term without text; write { term = \"…\" }".to_owned());
            return None;
        }
        Some((term, given))
    }

    fn flag(&mut self, name: &str, value: &Value) -> Option<bool> {
        let flag = value.as_bool();
        if flag.is_none() {
            self.fault(value.span(), format!("`{name}` is true or false, without quotes"));
        }
        flag
    }

    fn word<T>(&mut self, value: &Value, parse: impl Fn(&str) -> Option<T>, what: &str, known: &str) -> Option<T> {
        let word = value.as_str().unwrap_or_default();
        let parsed = parse(word);
        if parsed.is_none() {
            self.fault(value.span(), format!("unknown {what} `{word}`, expected one of {known}"));
        }
        parsed
    }
}

/// The end of the line that byte `at` stands on, its line break included.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |n| at + n + 1)
}

/// Whether a short key is the beginning of a field's name rather than a language: `def`, `his`.
fn looks_like_a_field(key: &str) -> bool {
    key.len() > 2 && FIELDS.iter().any(|field| field.starts_with(key))
}

/// A list's items, or the single value that stands for a list of one.
fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(array) => array.iter().collect(),
        single => vec![single],
    }
}

/// The list of known words, with the nearest one named first if there is one.
fn nearest(word: &str, known: &[&str]) -> String {
    match suggest(word, known.iter().copied()) {
        Some(near) => format!("{} (did you mean `{near}`?)", known.join(", ")),
        None => known.join(", "),
    }
}
