//! Reads any TBX: v2 and v3, both styles, with or without namespace, old and vendors' category names.

use crate::{
    ImportItem, ReadError, ReadOptions,
    input::Input,
    words,
    xml::reader::{Event, Reader, Tag},
};
use gloss_core::{
    lang::Lang,
    model::{Concept, Source, SourceKind, Status, Term},
};

pub(super) fn read(
    input: Input<'_>,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let mut file = File { xml: Reader::new(input), buffer: Vec::new(), wanted, found };
    file.document()
}

struct File<'i, 'f> {
    xml: Reader<'i>,
    buffer: Vec<u8>,
    wanted: &'f ReadOptions,
    found: &'f mut dyn FnMut(usize, ImportItem),
}

/// An entry being read.
struct Entry {
    concept: Concept,
    lang: Option<Lang>,
    /// The term being read; without text until its element has come.
    term: Option<Term>,
    /// Whether the status of a term of this language is named.
    has_status: bool,
}

impl File<'_, '_> {
    fn document(&mut self) -> Result<(), ReadError> {
        loop {
            match self.xml.next(&mut self.buffer)? {
                Event::Start(tag) => match tag.local() {
                    "martif" | "tbx" if self.xml.depth() == 1 => {}
                    other if self.xml.depth() == 1 => {
                        let message = format!("the root element is `{other}`, neither `martif` nor `tbx`");
                        return Err(self.xml.fault(message));
                    }
                    "text" | "body" => {}
                    "termEntry" | "conceptEntry" => {
                        let id = tag.get("id").unwrap_or_default().into_owned();
                        drop(tag);
                        self.entry(id)?;
                    }
                    _ => self.xml.skip(&mut self.buffer)?,
                },
                Event::Eof => return Ok(()),
                Event::End(_) | Event::Text(_) | Event::Doctype(_) => {}
            }
        }
    }

    fn entry(&mut self, id: String) -> Result<(), ReadError> {
        self.xml.start_entry();
        let line = self.xml.line();
        let mut entry = Entry { concept: Concept::new(id, String::new()), lang: None, term: None, has_status: false };
        self.level(&mut entry)?;
        let Entry { mut concept, .. } = entry;
        concept.terms.retain(|lang, _| self.wanted.takes(lang));
        let told = match concept.terms.len() {
            0 => ImportItem::Skipped("an entry without a term".to_owned()),
            _ => ImportItem::Concept(Box::new(concept)),
        };
        (self.found)(line, told);
        Ok(())
    }

    /// Reads to the end of the element that has just been started.
    fn level(&mut self, entry: &mut Entry) -> Result<(), ReadError> {
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            self.xml.most(entry.concept.all_terms().count() + entry.concept.sources.len(), "parts of one entry")?;
            let Event::Start(tag) = self.xml.next(&mut self.buffer)? else { continue };
            match tag.local() {
                "langSet" | "langSec" => {
                    let code = tag.get("xml:lang").or_else(|| tag.get("lang")).unwrap_or_default().into_owned();
                    drop(tag);
                    self.language(&code, entry)?;
                }
                "tig" | "ntig" | "termSec" => {
                    drop(tag);
                    entry.term = Some(Term::new("", Status::Admitted));
                    self.level(entry)?;
                    self.keep_term(entry);
                }
                "termGrp" | "descripGrp" | "adminGrp" | "termNoteGrp" | "transacGrp" => {}
                "term" => {
                    drop(tag);
                    let text = self.text()?;
                    if let Some(term) = &mut entry.term {
                        term.text = text;
                    }
                }
                "date" => self.xml.skip(&mut self.buffer)?, // of a transaction, which is told
                _ => {
                    let category = category_of(&tag);
                    drop(tag);
                    let line = self.xml.line();
                    let value = self.text()?;
                    if let Some(trouble) = put(&category, value, entry) {
                        (self.found)(line, trouble);
                    }
                }
            }
        }
        Ok(())
    }

    fn language(&mut self, code: &str, entry: &mut Entry) -> Result<(), ReadError> {
        let line = self.xml.line();
        match code.parse::<Lang>() {
            Ok(lang) => {
                entry.lang = Some(lang.clone());
                entry.has_status = false;
                let before = entry.concept.terms(&lang).len();
                self.level(entry)?;
                // Where no term has a status, the first is the one to write.
                let first =
                    entry.concept.terms.get_mut(&lang).and_then(|terms| terms.first_mut()).filter(|_| before == 0);
                if let Some(first) = first.filter(|_| !entry.has_status) {
                    first.status = Status::Preferred;
                }
                Ok(())
            }
            Err(error) => {
                (self.found)(line, ImportItem::Skipped(format!("a language section: {error}")));
                self.xml.skip(&mut self.buffer)
            }
        }
    }

    fn keep_term(&mut self, entry: &mut Entry) {
        let line = self.xml.line();
        match (entry.term.take(), entry.lang.clone()) {
            (Some(term), Some(lang)) if !term.text.is_empty() => {
                entry.concept.terms.entry(lang).or_default().push(term);
            }
            _ => (self.found)(line, ImportItem::Skipped("a term without text".to_owned())),
        }
    }

    /// All text of the element that has just been started, on one line.
    fn text(&mut self) -> Result<String, ReadError> {
        let mut text = String::new();
        self.xml.text_of(&mut self.buffer, &mut text)?;
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The data category: the type of a meta element, or the name of a module's element.
fn category_of(tag: &Tag<'_>) -> String {
    match tag.local() {
        "note" => "note".to_owned(),
        local => tag.get("type").map_or_else(|| local.to_owned(), std::borrow::Cow::into_owned),
    }
}

/// Puts a value where it belongs, or says why it has no place.
fn put(category: &str, value: String, entry: &mut Entry) -> Option<ImportItem> {
    let concept = &mut entry.concept;
    match (category, &mut entry.term) {
        ("administrativeStatus" | "usageStatus" | "normativeAuthorization" | "status", Some(term)) => {
            entry.has_status = true;
            match words::status(&value) {
                Some(status) => term.status = status,
                None => {
                    return Some(ImportItem::Warning(format!(
                        "unknown status `{value}`; the term is taken as admitted"
                    )));
                }
            }
        }
        ("termType", Some(term)) => match words::term_type(&value) {
            Some(kind) => term.kind = kind,
            None => return Some(ImportItem::LeftOut(format!("term type {value}"))),
        },
        ("partOfSpeech", Some(_)) => match words::part_of_speech(&value) {
            Some(pos) => concept.pos = Some(pos),
            None => return Some(ImportItem::Warning(format!("unknown part of speech `{value}`"))),
        },
        ("note" | "usageNote" | "Usage note", Some(term)) => append(&mut term.note, &value),
        ("note", None) => append(&mut concept.note, &value),
        ("definition", _) => append(&mut concept.definition, &value),
        ("subjectField", None) if concept.domain.is_empty() => concept.domain = value,
        ("source", _) => {
            let other = || Source { kind: SourceKind::Editor, detail: value.clone() };
            concept.sources.push(Source::parse(&value).unwrap_or_else(other));
        }
        _ => return Some(ImportItem::LeftOut(category.to_owned())),
    }
    None
}

fn append(place: &mut Option<String>, more: &str) {
    match place {
        Some(text) => {
            text.push(' ');
            text.push_str(more);
        }
        None if more.is_empty() => {}
        None => *place = Some(more.to_owned()),
    }
}
