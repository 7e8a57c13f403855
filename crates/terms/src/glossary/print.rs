//! The canonical form: entries sorted by id, keys and terms in a fixed order, one blank line between blocks.

use toml_edit::Value;
use unicode_normalization::UnicodeNormalization;

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term, TermType},
};

use super::{
    comments::{Comments, Slot},
    file::{Entry, EntryBody, Form, GlossaryFile},
};

/// A list stays on one line up to this width.
const WIDTH: usize = 100;

/// The canonical text of a whole file; `None` for a file that is no TOML or holds something that was not understood.
pub fn file(file: &GlossaryFile) -> Option<String> {
    if file.layout.form != Form::Toml || file.layout.lossy {
        return None;
    }
    let mut blocks: Vec<String> = Vec::new();
    let mut top = String::new();
    for line in &file.layout.header {
        top.push_str(line);
        top.push('\n');
    }
    if let Some(domain) = &file.layout.domain {
        let tail =
            file.layout.domain_tail.iter().filter(|t| !t.is_empty()).map(|t| format!("  {t}")).collect::<String>();
        top.push_str(&format!("domain = {}{tail}\n", quoted(domain)));
    }
    if !top.is_empty() {
        blocks.push(top);
    }
    let mut entries: Vec<&Entry> = file.entries.iter().collect();
    entries.sort_by(|a, b| a.id.cmp(&b.id));
    blocks.extend(entries.into_iter().map(entry));
    if !file.layout.footer.is_empty() {
        blocks.push(file.layout.footer.join("\n") + "\n");
    }
    Some(blocks.join("\n"))
}

/// The canonical text of one entry, with its comments.
pub(super) fn entry(entry: &Entry) -> String {
    let mut printer = Printer { out: String::new(), comments: entry.comments.clone() };
    printer.lines(&Slot::Head);
    printer.out.push_str(&format!("[{}]{}\n", bare_or_quoted(&entry.id), printer.tail(&Slot::HeadTail)));
    match &entry.body {
        EntryBody::Redirect(to) => printer.value("redirect", &quoted(to)),
        EntryBody::Concept(concept) => printer.concept(concept),
    }
    if !entry.comments.at(&Slot::Foot).is_empty() {
        printer.out.push('\n');
        printer.lines(&Slot::Foot);
    }
    printer.out
}

/// The canonical text of a new entry for `concept`.
pub fn concept(concept: &Concept) -> String {
    let mut printer = Printer { out: format!("[{}]\n", bare_or_quoted(&concept.id)), comments: Comments::default() };
    printer.concept(concept);
    printer.out
}

struct Printer {
    out: String,
    comments: Comments,
}

impl Printer {
    fn concept(&mut self, concept: &Concept) {
        for (lang, terms) in &concept.terms {
            self.terms(lang, terms);
        }
        if let Some(pos) = concept.pos {
            self.value("pos", &quoted(pos.as_str()));
        }
        self.optional("definition", concept.definition.as_deref());
        self.optional("note", concept.note.as_deref());
        self.optional("since", concept.validity.from.as_deref());
        self.optional("until", concept.validity.to.as_deref());
        let sources: Vec<String> = concept.sources.iter().map(|s| quoted(&s.to_string())).collect();
        self.list("source", &sources);
        let seen: Vec<String> = concept
            .seen
            .iter()
            .map(|s| format!("{{ form = {}, file = {}, line = {} }}", quoted(&s.form), quoted(&s.file), s.line))
            .collect();
        self.list("seen", &seen);
        for (key, texts) in [("history", &concept.history), ("flag", &concept.flag), ("pass", &concept.pass)] {
            let texts: Vec<String> = texts.iter().map(|t| quoted(t)).collect();
            self.list(key, &texts);
        }
    }

    fn terms(&mut self, lang: &Lang, terms: &[Term]) {
        let mut order: Vec<usize> = (0..terms.len()).collect();
        order.sort_by_key(|&i| terms[i].status);
        let place_of = |old: usize| order.iter().position(|&i| i == old).unwrap_or(old);
        self.comments.renumber(lang.as_str(), place_of);
        // Places speak for themselves only where the first term is the preferred one and no other is.
        let one_preferred = terms.iter().filter(|term| term.status == Status::Preferred).count() == 1;
        let items: Vec<String> = order
            .iter()
            .enumerate()
            .map(|(place, &i)| {
                let by_place = if place == 0 { Status::Preferred } else { Status::Admitted };
                term(&terms[i], terms[i].status == by_place && one_preferred)
            })
            .collect();
        match items.as_slice() {
            [single] if single.starts_with('"') && !self.comments.inside(lang.as_str()) => {
                self.value(lang.as_str(), single);
            }
            _ => self.list(lang.as_str(), &items),
        }
    }

    fn lines(&mut self, slot: &Slot) {
        let text: String = self.comments.at(slot).iter().map(|line| format!("{line}\n")).collect();
        self.out.push_str(&text);
    }

    fn tail(&self, slot: &Slot) -> String {
        let lines = self.comments.at(slot);
        if lines.is_empty() { String::new() } else { format!("  {}", lines.join(" ")) }
    }

    fn value(&mut self, key: &str, value: &str) {
        self.lines(&Slot::Key(key.to_owned()));
        let tail = self.tail(&Slot::KeyTail(key.to_owned()));
        self.out.push_str(&format!("{key} = {value}{tail}\n"));
    }

    fn optional(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.value(key, &quoted(text));
        }
    }

    fn list(&mut self, key: &str, items: &[String]) {
        let told =
            [Slot::Key(key.to_owned()), Slot::KeyTail(key.to_owned())].iter().any(|s| !self.comments.at(s).is_empty());
        if items.is_empty() && !told && !self.comments.inside(key) {
            return;
        }
        let one_line = format!("[{}]", items.join(", "));
        if key.len() + 3 + one_line.chars().count() <= WIDTH && !self.comments.inside(key) {
            return self.value(key, &one_line);
        }
        self.lines(&Slot::Key(key.to_owned()));
        self.out.push_str(&format!("{key} = [\n"));
        for (i, item) in items.iter().enumerate() {
            for line in self.comments.at(&Slot::Item(key.to_owned(), i)).to_vec() {
                self.out.push_str(&format!("  {line}\n"));
            }
            let tail = self.tail(&Slot::ItemTail(key.to_owned(), i));
            self.out.push_str(&format!("  {item},{tail}\n"));
        }
        for line in self.comments.at(&Slot::End(key.to_owned())).to_vec() {
            self.out.push_str(&format!("  {line}\n"));
        }
        let tail = self.tail(&Slot::KeyTail(key.to_owned()));
        self.out.push_str(&format!("]{tail}\n"));
    }
}

/// One term; its status is left out where its place says it.
fn term(term: &Term, status_by_place: bool) -> String {
    let mut fields = vec![format!("term = {}", quoted(&term.text))];
    if !status_by_place {
        fields.push(format!("status = {}", quoted(term.status.as_str())));
    }
    if term.kind != TermType::Full {
        fields.push(format!("type = {}", quoted(term.kind.as_str())));
    }
    for (name, on) in [("case", term.case), ("keep", term.keep)] {
        if on {
            fields.push(format!("{name} = true"));
        }
    }
    if !term.not_with.is_empty() {
        fields.push(format!(
            "not-with = [{}]",
            term.not_with.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ")
        ));
    }
    for (name, text) in [("since", &term.validity.from), ("until", &term.validity.to), ("note", &term.note)] {
        if let Some(text) = text {
            fields.push(format!("{name} = {}", quoted(text)));
        }
    }
    if fields.len() == 1 { quoted(&term.text) } else { format!("{{ {} }}", fields.join(", ")) }
}

/// A text in quotes, in NFC and with `Đ` for its look-alikes.
fn quoted(text: &str) -> String {
    let clean: String = text.nfc().map(|c| if matches!(c, 'Ð' | 'Ɖ') { 'Đ' } else { c }).collect();
    Value::from(clean).to_string()
}

fn bare_or_quoted(id: &str) -> String {
    let bare = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { id.to_owned() } else { quoted(id) }
}
