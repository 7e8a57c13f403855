//! Reads units of any XLIFF.

use std::{borrow::Cow, collections::HashMap};

use crate::{
    ImportItem, ReadError, ReadOptions,
    input::Input,
    xml::reader::{Event, Reader},
};
use gloss_core::{
    lang::{Lang, LangError},
    model::{Concept, Segment, Status, Term, Unit},
};

use super::inline::{Content, Foreign};

pub(super) fn read(
    input: Input<'_>,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let (from, to) = (wanted.from.clone(), wanted.to.clone());
    let (wanted_to, untranslated) = (to.clone(), wanted.untranslated);
    let (xml, buffer) = (Reader::new(input).with_places(wanted.places), Vec::new());
    let row = Row { found, with_context: wanted.context, before: String::new(), held: None };
    let mut file = File { xml, buffer, row, from, to, wanted_to, untranslated, is_v2: false };
    let read = file.document();
    file.row.passes("");
    read
}

struct File<'i, 'f> {
    xml: Reader<'i>,
    buffer: Vec<u8>,
    row: Row<'f>,
    from: Option<Lang>,
    to: Option<Lang>,
    wanted_to: Option<Lang>,
    untranslated: bool,
    /// Whether the root names the languages.
    is_v2: bool,
}

/// The units in their order: one is told when it is known what comes behind it.
struct Row<'f> {
    found: &'f mut dyn FnMut(usize, ImportItem),
    with_context: bool,
    /// The source that came last.
    before: String,
    held: Option<(usize, Unit)>,
}

impl Row<'_> {
    fn tell(&mut self, line: usize, found: ImportItem) {
        match found {
            ImportItem::Unit(mut unit) if self.with_context => {
                let source = unit.source.text.clone();
                self.passes(&source);
                unit.previous = Some(std::mem::replace(&mut self.before, source));
                self.held = Some((line, *unit));
            }
            found => (self.found)(line, found),
        }
    }

    /// A source comes behind the unit that is held.
    fn passes(&mut self, source: &str) {
        if let Some((line, mut held)) = self.held.take() {
            held.next = Some(source.to_owned());
            (self.found)(line, ImportItem::Unit(Box::new(held)));
        }
    }

    /// A source that gives no unit stands around others all the same.
    fn skip(&mut self, line: usize, source: String, why: String) {
        if self.with_context && !source.is_empty() {
            self.passes(&source);
            self.before = source;
        }
        (self.found)(line, ImportItem::Skipped(why));
    }
}

/// A `trans-unit` of 1.2, or a `unit` of 2.x with its segments.
#[derive(Default)]
struct Entry {
    line: usize,
    id: String,
    notes: Vec<String>,
    /// 1.2: what was segmented, if it was.
    segmented: Option<Content>,
    source: Option<Content>,
    target: Option<Content>,
    /// 1.2: the state of the target says that it is not finished.
    draft: bool,
    /// Segments that Trados says are not finished.
    drafts: Vec<String>,
    /// 2.x: the segments that are complete.
    segments: Vec<(String, Content, Content, bool)>,
    /// 2.x: native codes by id.
    data: HashMap<String, String>,
}

impl File<'_, '_> {
    fn document(&mut self) -> Result<(), ReadError> {
        loop {
            match self.xml.next(&mut self.buffer)? {
                Event::Start(tag) => match tag.local() {
                    "xliff" if self.xml.depth() == 1 => {
                        self.is_v2 = super::is_version_2(&tag);
                        let names = ["srcLang", "trgLang"].map(|name| tag.get(name).map(Cow::into_owned));
                        drop(tag);
                        self.languages(names)?;
                    }
                    other if self.xml.depth() == 1 => {
                        let message = format!("the root element is `{other}`, not `xliff`");
                        return Err(self.xml.fault(message));
                    }
                    "file" => {
                        // A file without a target language does not have that of the one before it.
                        self.to = self.to.take().filter(|_| self.is_v2).or_else(|| self.wanted_to.clone());
                        let names =
                            ["source-language", "target-language"].map(|name| tag.get(name).map(Cow::into_owned));
                        drop(tag);
                        self.languages(names)?;
                    }
                    "body" | "group" => {}
                    "trans-unit" | "unit" => {
                        let id = tag.get("id").unwrap_or_default().into_owned();
                        drop(tag);
                        self.xml.start_entry();
                        let mut entry = Entry { line: self.xml.line(), id, ..Entry::default() };
                        self.entry(&mut entry)?;
                        self.tell(entry)?;
                    }
                    _ => self.xml.skip(&mut self.buffer)?,
                },
                Event::Eof => return Ok(()),
                Event::End(_) | Event::Text(_) | Event::Doctype(_) => {}
            }
        }
    }

    /// Takes the languages a tag names, where it names any.
    fn languages(&mut self, names: [Option<String>; 2]) -> Result<(), ReadError> {
        for (code, lang) in names.into_iter().zip([&mut self.from, &mut self.to]) {
            if let Some(code) = code {
                *lang = Some(code.parse().map_err(|error: LangError| self.xml.fault(error.to_string()))?);
            }
        }
        Ok(())
    }

    /// Reads to the end of the element that has just been started.
    fn entry(&mut self, entry: &mut Entry) -> Result<(), ReadError> {
        let depth = self.xml.depth();
        let (mut segment, mut initial) = (None, false);
        while self.xml.depth() >= depth {
            let parts = entry.notes.len() + entry.drafts.len() + entry.segments.len() + entry.data.len();
            self.xml.most(parts, "parts of one unit")?;
            let tag = match self.xml.next(&mut self.buffer)? {
                Event::Start(tag) => tag,
                Event::End(end) => {
                    if end.local() == "segment"
                        && let (Some(id), Some(source)) = (segment.take(), entry.source.take())
                    {
                        let target = entry.target.take().unwrap_or_default();
                        entry.segments.push((id, source, target, initial));
                    }
                    continue;
                }
                Event::Text(_) | Event::Doctype(_) | Event::Eof => continue,
            };
            match tag.local() {
                "segment" => {
                    segment = Some(tag.get("id").unwrap_or_default().into_owned());
                    initial = tag.get("state").is_none_or(|state| state == "initial");
                }
                "source" => {
                    drop(tag);
                    entry.source = Some(Content::read(&mut self.xml, &mut self.buffer, Foreign::Text)?);
                }
                "seg-source" => {
                    drop(tag);
                    entry.segmented = Some(Content::read(&mut self.xml, &mut self.buffer, Foreign::Text)?);
                }
                "target" => {
                    let state = tag.get("state").unwrap_or_default();
                    entry.draft = state == "new" || state.starts_with("needs-");
                    drop(state);
                    drop(tag);
                    entry.target = Some(Content::read(&mut self.xml, &mut self.buffer, Foreign::Text)?);
                }
                "note" => {
                    drop(tag);
                    let mut text = String::new();
                    self.xml.text_of(&mut self.buffer, &mut text)?;
                    entry.notes.push(text);
                }
                "data" => {
                    let id = tag.get("id").unwrap_or_default().into_owned();
                    drop(tag);
                    let mut text = String::new();
                    self.xml.text_of(&mut self.buffer, &mut text)?;
                    entry.data.insert(id, text);
                }
                "seg" => {
                    let finished = ["Translated", "ApprovedTranslation", "ApprovedSignOff"];
                    if tag.get("conf").is_none_or(|conf| !finished.contains(&conf.as_ref())) {
                        entry.drafts.push(tag.get("id").unwrap_or_default().into_owned());
                    }
                }
                "glossEntry" => {
                    drop(tag);
                    self.term()?;
                }
                // Containers; what they hold is looked at.
                "notes" | "originalData" | "seg-defs" | "glossary" => {}
                _ => self.xml.skip(&mut self.buffer)?,
            }
        }
        Ok(())
    }

    /// An entry of the glossary module.
    fn term(&mut self) -> Result<(), ReadError> {
        let (line, depth) = (self.xml.line(), self.xml.depth());
        let mut concept = Concept::new(String::new(), String::new());
        while self.xml.depth() >= depth {
            let Event::Start(tag) = self.xml.next(&mut self.buffer)? else { continue };
            let name = tag.local().to_owned();
            drop(tag);
            let mut text = String::new();
            self.xml.text_of(&mut self.buffer, &mut text)?;
            let lang = match name.as_str() {
                "definition" => {
                    concept.definition = Some(text);
                    continue;
                }
                "term" => &self.from,
                _ => &self.to,
            };
            if let Some(lang) = lang {
                let terms = concept.terms.entry(lang.clone()).or_default();
                let status = if terms.is_empty() { Status::Preferred } else { Status::Admitted };
                terms.push(Term::new(text, status));
            }
        }
        self.row.tell(line, ImportItem::Concept(Box::new(concept)));
        Ok(())
    }

    fn tell(&mut self, entry: Entry) -> Result<(), ReadError> {
        let missing = |what: &str| {
            let message = format!("the file does not name its {what} language; say it with --{what} LANG");
            ReadError::new(entry.line, message.replace("--source", "--from").replace("--target", "--to"))
        };
        let from = self.from.clone().ok_or_else(|| missing("source"))?;
        let to = self.to.clone().ok_or_else(|| missing("target"))?;
        let Entry { line, id, notes, segmented, source, target, draft, drafts, segments, data } = entry;
        let mut units = Vec::new();
        if let Some(segmented) = segmented.filter(|content| !content.marks.is_empty()) {
            let target = target.unwrap_or_default();
            for mark in &segmented.marks {
                let translated = target.mark(&mark.id).map(|there| target.marked(there, &to));
                let pair = (segmented.marked(mark, &from), translated);
                units.push((format!("{id}#{}", mark.id), pair, draft || drafts.contains(&mark.id)));
            }
        } else if let Some(source) = source {
            let draft = draft || !drafts.is_empty();
            units.push((id.clone(), (source.whole(&from), target.map(|target| target.whole(&to))), draft));
        }
        let codes = segments.iter().flat_map(|(_, source, target, _)| source.codes.iter().chain(&target.codes));
        let grown = codes.map(|code| data.get(&code.data).map_or(0, String::len)).sum();
        self.xml.most_bytes(grown)?;
        let several = segments.len() > 1;
        for (number, (segment, source, target, draft)) in (1..).zip(segments) {
            let name = if segment.is_empty() { number.to_string() } else { segment };
            let id = if several { format!("{id}#{name}") } else { id.clone() };
            units.push((id, (filled(source.whole(&from), &data), Some(filled(target.whole(&to), &data))), draft));
        }
        for (id, (source, target), draft) in units {
            let target = target.filter(|target| !target.text.is_empty());
            let target = target.or_else(|| self.untranslated.then(|| Segment::new(to.clone(), "")));
            match target.filter(|_| !source.text.is_empty()) {
                Some(target) => {
                    let id = Some(id).filter(|id| !id.is_empty());
                    let unit = Unit { id, draft, notes: notes.clone(), ..Unit::new(source, target) };
                    self.row.tell(line, ImportItem::Unit(Box::new(unit)));
                }
                None => self.row.skip(line, source.text, format!("unit `{id}` has no translation")),
            }
        }
        Ok(())
    }
}

/// Codes hold the id of their data until the data are known.
fn filled(segment: Segment, data: &HashMap<String, String>) -> Segment {
    let codes = segment.codes.into_iter().map(|mut code| {
        code.data = data.get(&code.data).cloned().unwrap_or_default();
        code
    });
    Segment { codes: codes.collect(), ..segment }
}
