//! XLIFF 1.2 and 2, and TMX.

mod segments;
mod tags;

use std::ops::Range;

use crate::{
    Input, ReadError,
    xliff::{
        inline::{Content, Foreign, Mark},
        is_version_2,
    },
    xml::{
        escape,
        reader::{Event, Reader, Tag},
    },
};
use gloss_core::lang::{Lang, LangPair};

use super::{Edit, Fill, FillReport, Suggestion, content::written};
use tags::{with, without};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Xliff1,
    Xliff2,
    Tmx,
}

/// What is known of the unit that is being read.
#[derive(Debug, Default)]
struct Entry {
    /// The tag that begins it.
    tag: Range<usize>,
    /// The prefix of its elements, with the colon.
    prefix: String,
    /// Its source, …
    source: Option<Content>,
    /// … and where a target may stand.
    place: usize,
    /// The target, if there is one.
    target: Option<Target>,
    /// XLIFF 1.2: the source with a mark around each segment that it was cut into.
    segmented: Option<Content>,
    /// Trados: the tags that say what became of each segment.
    definitions: Vec<(String, Range<usize>)>,
    /// TMX: the language of the variant that is being read, and whether the wanted one is there.
    variant: Option<(Lang, usize)>,
    has_wanted: bool,
}

/// A target that stands in the file.
#[derive(Debug, Default)]
struct Target {
    /// All of it, and its start tag.
    whole: Range<usize>,
    tag: Range<usize>,
    /// Whether anything stands in it.
    is_full: bool,
    /// The segments marked in it.
    marks: Vec<Mark>,
}

impl Entry {
    fn is_full(&self) -> bool {
        self.target.as_ref().is_some_and(|target| target.is_full)
    }

    fn marks_of_target(&self) -> &[Mark] {
        self.target.as_ref().map_or(&[], |target| &target.marks)
    }
}

struct Document<'t, 'f, 'g> {
    text: &'t str,
    kind: Kind,
    from: Lang,
    to: Lang,
    pair: &'t LangPair,
    fill: &'g mut Fill<'f>,
    edits: Vec<Edit>,
    filled: FillReport,
    entry: Option<Entry>,
    /// For each element that is open, whether it is not to be translated.
    kept: Vec<bool>,
    /// XLIFF 2: where the document is to name the language of its targets, if it gets any.
    unnamed: Option<usize>,
}

pub(super) fn fill(text: &str, pair: &LangPair, mut fill: Fill<'_>) -> Result<FillReport, ReadError> {
    let mut document = Document {
        text,
        kind: Kind::Xliff1,
        from: pair.from.clone(),
        to: pair.to.clone(),
        pair,
        fill: &mut fill,
        edits: Vec::new(),
        filled: FillReport::default(),
        entry: None,
        kept: Vec::new(),
        unnamed: None,
    };
    document.declaration();
    let mut xml = Reader::new(Input::of_text("document.xml", text)).with_places(true);
    let (mut path, mut buffer) = (Vec::<String>::new(), Vec::new());
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(tag) => {
                path.push(tag.local().to_owned());
                if let Some(part) = document.starts(&tag, xml.event(), &path)? {
                    drop(tag);
                    let start = xml.event();
                    let content = Content::read(&mut xml, &mut buffer, Foreign::Code)?;
                    document.takes(part, start, content, xml.event().end);
                    document.kept.pop();
                    path.pop();
                }
            }
            Event::End(_) => {
                document.ends(xml.event(), &path)?;
                path.pop();
            }
            Event::Eof => break,
            Event::Text(_) | Event::Doctype(_) => {}
        }
    }
    let Document { mut edits, filled, unnamed, to, .. } = document;
    if let Some(at) = unnamed.filter(|_| filled.identical + filled.fuzzy > 0) {
        edits.push((at..at, format!(" trgLang=\"{to}\""))); // a document with targets names their language
    }
    Ok(filled.edited(text, edits))
}

/// A part of a unit that has text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Source,
    /// The source in segments.
    Segmented,
    Target,
    /// TMX: a variant.
    Variant,
}

impl Document<'_, '_, '_> {
    /// The file is written in UTF-8, whatever it was in.
    fn declaration(&mut self) {
        let Some(start) =
            self.text.find("<?xml ").filter(|start| self.text[..*start].trim_start_matches('\u{feff}').is_empty())
        else {
            return;
        };
        let Some(length) = self.text[start..].find("?>") else { return };
        let place = start..start + length + "?>".len();
        let declared = self.text.get(place.clone()).unwrap_or_default();
        if !declared.to_lowercase().contains("utf-8") && declared.contains("encoding") {
            self.edits.push((place, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned()));
        }
    }

    /// Takes note of an element; says which part of a unit it is, if it is one.
    fn starts(&mut self, tag: &Tag<'_>, place: Range<usize>, path: &[String]) -> Result<Option<Part>, ReadError> {
        let attribute = |name: &str| tag.get(name);
        let language = |name: &str| attribute(name).and_then(|code| code.parse::<Lang>().ok());
        let parent = path.iter().rev().nth(1).map_or("", String::as_str);
        let name = path.last().map_or("", String::as_str);
        let around = self.kept.last().copied().unwrap_or_default();
        self.kept.push(attribute("translate").map_or(around, |translate| translate == "no"));
        match (name, parent) {
            ("xliff", "") => {
                self.kind = if is_version_2(tag) { Kind::Xliff2 } else { Kind::Xliff1 };
                self.from = language("srcLang").unwrap_or_else(|| self.pair.from.clone());
                self.to = language("trgLang").unwrap_or_else(|| self.other());
                self.unnamed = (attribute("trgLang").is_none() && self.kind == Kind::Xliff2).then(|| place.end - 1);
            }
            ("tmx", "") => self.kind = Kind::Tmx,
            (other, "") => {
                let message = format!("the root element is `{other}`; translations can be put into XLIFF and TMX");
                return Err(ReadError::new(1, message));
            }
            ("header", "tmx") => {
                self.from = language("srclang").unwrap_or_else(|| self.pair.from.clone());
                self.to = self.other();
            }
            ("file", _) if self.kind == Kind::Xliff1 => {
                self.from = language("source-language").unwrap_or_else(|| self.pair.from.clone());
                self.to = language("target-language").unwrap_or_else(|| self.other());
            }
            ("trans-unit", _) | ("segment", "unit") | ("tu", "body") => {
                let prefix = tag.name().split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
                self.entry = Some(Entry { tag: place, prefix, ..Entry::default() });
            }
            ("source", "trans-unit" | "segment") if self.entry.is_some() => return Ok(Some(Part::Source)),
            ("target", "trans-unit" | "segment") if self.entry.is_some() => return Ok(Some(Part::Target)),
            ("seg", "tuv") if self.entry.is_some() => return Ok(Some(Part::Variant)),
            ("seg-source", "trans-unit") if self.entry.is_some() => return Ok(Some(Part::Segmented)),
            ("seg", "seg-defs") => {
                if let Some(entry) = &mut self.entry {
                    entry.definitions.push((attribute("id").unwrap_or_default().into_owned(), place));
                }
            }
            ("tuv", "tu") => {
                let lang = language("xml:lang").or_else(|| language("lang"));
                if let Some(entry) = &mut self.entry {
                    entry.variant = lang.map(|lang| (lang, place.start));
                }
            }
            _ => {}
        }
        Ok(None)
    }

    /// Takes the content of a part whose start tag is given, and which goes to the byte `end`.
    fn takes(&mut self, part: Part, tag: Range<usize>, content: Content, end: usize) {
        let Some(entry) = &mut self.entry else { return };
        let is_full = self.text.get(content.inside.clone()).is_some_and(|inside| !inside.trim().is_empty());
        match part {
            Part::Source => {
                entry.source = Some(content);
                entry.place = end;
            }
            Part::Segmented => {
                entry.segmented = Some(content).filter(|content| !content.marks.is_empty());
                entry.place = end;
            }
            Part::Target => {
                entry.target = Some(Target { whole: tag.start..end, tag, is_full, marks: content.marks });
            }
            Part::Variant => {
                let is =
                    |wanted: &Lang| entry.variant.as_ref().is_some_and(|(lang, _)| lang.primary() == wanted.primary());
                entry.has_wanted |= is(&self.to) && is_full;
                if is(&self.from) {
                    entry.source = Some(content);
                }
            }
        }
    }

    fn ends(&mut self, place: Range<usize>, path: &[String]) -> Result<(), ReadError> {
        let parent = path.iter().rev().nth(1).map_or("", String::as_str);
        let kept = self.kept.pop().unwrap_or_default();
        let Some(entry) = &mut self.entry else { return Ok(()) };
        match (path.last().map_or("", String::as_str), parent) {
            ("tuv", "tu") => {
                // One without a text is replaced.
                if let Some((lang, start)) = entry.variant.take()
                    && lang.primary() == self.to.primary()
                    && !entry.has_wanted
                {
                    entry.target = Some(Target { whole: start..place.end, tag: start..start, ..Target::default() });
                }
            }
            ("trans-unit", _) | ("segment", "unit") => self.finish(kept)?,
            ("tu", "body") => {
                entry.place = place.start;
                self.finish(kept)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The language of the pair that is not the file's.
    fn other(&self) -> Lang {
        let turned = self.from.primary() == self.pair.to.primary();
        if turned { self.pair.from.clone() } else { self.pair.to.clone() }
    }

    fn finish(&mut self, kept: bool) -> Result<(), ReadError> {
        let Some(entry) = self.entry.take().filter(|_| !kept) else { return Ok(()) };
        if entry.segmented.is_some() {
            return self.fill_segments(&entry);
        }
        if entry.has_wanted || entry.is_full() {
            self.filled.translated += 1;
            return Ok(());
        }
        let Some(source) = &entry.source else { return Ok(()) };
        let known = source.as_written(&self.from, self.text).filter(|segment| !segment.text.trim().is_empty());
        let filling = known.and_then(|segment| (self.fill)(&segment, &self.to));
        self.filled.count(filling.as_ref());
        if let Some(filling) = filling {
            self.put(&entry, &filling);
        }
        Ok(())
    }

    /// What the start tag of an empty target says beside its state.
    fn attributes_of_target(&self, entry: &Entry) -> String {
        let tag = entry.target.as_ref().and_then(|target| self.text.get(target.tag.clone())).unwrap_or_default();
        let tag = without(&without(tag, "state"), "state-qualifier");
        let inside = tag.trim_end_matches(['>', '/']).trim_end();
        inside.find(char::is_whitespace).map_or_else(String::new, |at| inside[at..].to_owned())
    }

    fn put(&mut self, entry: &Entry, filling: &Suggestion) {
        let (text, prefix) = (written(&filling.target), &entry.prefix);
        let percent = filling.percent;
        let place = entry.target.as_ref().map_or(entry.place..entry.place, |target| target.whole.clone());
        match self.kind {
            Kind::Tmx => {
                let lang = escape(self.to.as_str());
                let score = if filling.identical { 100 } else { percent };
                let status = if filling.identical { "" } else { "<prop type=\"x-status\">draft</prop>" };
                let variant = format!(
                    "<tuv xml:lang=\"{lang}\"><prop type=\"x-match\">{score}</prop>{status}<seg>{text}</seg></tuv>"
                );
                self.edits.push((place, variant));
            }
            Kind::Xliff1 => {
                let state = if filling.identical {
                    "state=\"translated\" state-qualifier=\"exact-match\"".to_owned()
                } else {
                    "state=\"needs-review-translation\" state-qualifier=\"fuzzy-match\"".to_owned()
                };
                let target =
                    format!("<{prefix}target{} {state}>{text}</{prefix}target>", self.attributes_of_target(entry));
                self.edits.push((place, target + &alternative(prefix, None, filling)));
                if let Some(tag) = self.text.get(entry.tag.clone()).filter(|tag| tag.contains(" mq:status=")) {
                    // memoQ looks at its own words.
                    let about = format!(" mq:status=\"Pretranslated\" mq:percent=\"{percent}\"");
                    self.edits.push((entry.tag.clone(), with(tag, &["mq:status", "mq:percent"], &about)));
                }
            }
            Kind::Xliff2 => {
                let attributes = self.attributes_of_target(entry);
                self.edits.push((place, format!("<{prefix}target{attributes}>{text}</{prefix}target>")));
                let tag = self.text.get(entry.tag.clone()).unwrap_or_default();
                let state = if filling.identical {
                    " state=\"translated\"".to_owned()
                } else {
                    format!(" state=\"initial\" subState=\"gloss:match-{percent}\"")
                };
                self.edits.push((entry.tag.clone(), with(tag, &["state", "subState"], &state)));
            }
        }
    }
}

/// XLIFF 1.2: what a translation was taken from, which is where its percentage has a place.
fn alternative(prefix: &str, segment: Option<&str>, filling: &Suggestion) -> String {
    if filling.identical {
        return String::new();
    }
    let (percent, source, text) = (filling.percent, escape(&filling.source), written(&filling.target));
    let segment = segment.map_or_else(String::new, |id| format!(" mid=\"{}\"", escape(id)));
    format!(
        "<{prefix}alt-trans{segment} match-quality=\"{percent}%\" origin=\"gloss\"><{prefix}source>{source}</{prefix}source>\
         <{prefix}target>{text}</{prefix}target></{prefix}alt-trans>"
    )
}
