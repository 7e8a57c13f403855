//! XLIFF 1.2 and 2, and TMX.

mod segments;
mod tags;

use std::ops::Range;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{
    formats::{ReadError, xml::escape},
    lang::{Lang, LangPair},
    text::LineIndex,
};

use super::{
    Edit, Fill, Filled, Filling,
    content::{is_segment, segment, written},
};
use segments::{Segments, Side};
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
    /// What stands inside of its source, …
    source: Option<Range<usize>>,
    /// … and where a target may stand.
    place: usize,
    /// A target: all of it, its start tag, and whether anything stands in it.
    target: Option<(Range<usize>, Range<usize>, bool)>,
    /// XLIFF 1.2: the segments that the source was cut into.
    segments: Segments,
    /// TMX: the language of the variant that is being read, and whether the wanted one is there.
    variant: Option<(Lang, usize)>,
    has_wanted: bool,
}

struct Document<'t, 'f, 'g> {
    text: &'t str,
    kind: Kind,
    from: Lang,
    to: Lang,
    pair: &'t LangPair,
    fill: &'g mut Fill<'f>,
    edits: Vec<Edit>,
    filled: Filled,
    entry: Option<Entry>,
    /// For each element that is open, whether it is not to be translated.
    kept: Vec<bool>,
    /// XLIFF 2: where the document is to name the language of its targets, if it gets any.
    unnamed: Option<usize>,
    /// Where the inside of the source or target that is being read begins, and its start tag.
    inside: Option<(Range<usize>, usize)>,
}

pub(super) fn fill(text: &str, pair: &LangPair, mut fill: Fill<'_>) -> Result<Filled, ReadError> {
    let mut xml = Reader::from_str(text);
    let lines = LineIndex::new(text);
    let mut document = Document {
        text,
        kind: Kind::Xliff1,
        from: pair.from.clone(),
        to: pair.to.clone(),
        pair,
        fill: &mut fill,
        edits: Vec::new(),
        filled: Filled::default(),
        entry: None,
        kept: Vec::new(),
        unnamed: None,
        inside: None,
    };
    let (mut path, mut start) = (Vec::<String>::new(), 0);
    loop {
        let event = xml.read_event().map_err(|error| {
            let at = usize::try_from(xml.error_position()).unwrap_or_default().min(text.len());
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
            ReadError::new(lines.position(text, at).line, error.to_string())
        })?;
        let end = usize::try_from(xml.buffer_position()).unwrap_or(text.len());
        match &event {
            Event::Start(tag) => {
                path.push(tag.local_name().as_ref().to_owned());
                document.starts(tag, start..end, &path)?;
            }
            Event::Empty(tag) => {
                path.push(tag.local_name().as_ref().to_owned());
                document.starts(tag, start..end, &path)?;
                document.ends(end..end, &path)?;
                path.pop();
            }
            Event::End(_) => {
                document.ends(start..end, &path)?;
                path.pop();
            }
            Event::Decl(_) => document.declaration(start..end),
            Event::Eof if path.is_empty() => break,
            Event::Eof => return Err(ReadError::new(lines.position(text, text.len()).line, "the file ends too early")),
            _ => {}
        }
        start = end;
    }
    let Document { mut edits, filled, unnamed, to, .. } = document;
    if let Some(at) = unnamed.filter(|_| filled.identical + filled.fuzzy > 0) {
        edits.push((at..at, format!(" trgLang=\"{to}\""))); // a document with targets names their language
    }
    Ok(filled.edited(text, edits))
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|one| one.key.as_ref() == name)?;
    Some(
        quick_xml::escape::unescape(&found.value)
            .map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned),
    )
}

impl Document<'_, '_, '_> {
    /// The file is written in UTF-8, whatever it was in.
    fn declaration(&mut self, place: Range<usize>) {
        let declared = self.text.get(place.clone()).unwrap_or_default();
        if !declared.to_lowercase().contains("utf-8") && declared.contains("encoding") {
            self.edits.push((place, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned()));
        }
    }

    fn starts(&mut self, tag: &BytesStart<'_>, place: Range<usize>, path: &[String]) -> Result<(), ReadError> {
        let language = |name: &str| attribute(tag, name).and_then(|code| code.parse::<Lang>().ok());
        let parent = path.iter().rev().nth(1).map_or("", String::as_str);
        let name = path.last().map_or("", String::as_str);
        let around = self.kept.last().copied().unwrap_or_default();
        self.kept.push(attribute(tag, "translate").map_or(around, |translate| translate == "no"));
        match (name, parent) {
            ("xliff", "") => {
                let version = attribute(tag, "version").unwrap_or_default();
                self.kind = if version.starts_with('2') { Kind::Xliff2 } else { Kind::Xliff1 };
                self.from = language("srcLang").unwrap_or_else(|| self.pair.from.clone());
                self.to = language("trgLang").unwrap_or_else(|| self.other());
                self.unnamed =
                    (attribute(tag, "trgLang").is_none() && self.kind == Kind::Xliff2).then(|| place.end - 1);
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
                let prefix =
                    tag.name().as_ref().split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
                self.entry = Some(Entry { tag: place, prefix, ..Entry::default() });
            }
            ("source" | "target", "trans-unit" | "segment") | ("seg", "tuv") => {
                self.inside = Some((place.clone(), place.end));
            }
            ("seg-source", "trans-unit") => {
                if let Some(entry) = &mut self.entry {
                    entry.segments.begin(place.end);
                }
            }
            ("mrk", _) => {
                let side = Side::of(path).filter(|_| is_segment(tag));
                if let Some(entry) = &mut self.entry {
                    entry.segments.open(side, attribute(tag, "mid").unwrap_or_default(), place);
                }
            }
            ("seg", "seg-defs") => {
                if let Some(entry) = &mut self.entry {
                    entry.segments.define(attribute(tag, "id").unwrap_or_default(), place);
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
        Ok(())
    }

    fn ends(&mut self, place: Range<usize>, path: &[String]) -> Result<(), ReadError> {
        let parent = path.iter().rev().nth(1).map_or("", String::as_str);
        let from = self.from.clone();
        let kept = self.kept.pop().unwrap_or_default();
        let Some(entry) = &mut self.entry else { return Ok(()) };
        match (path.last().map_or("", String::as_str), parent) {
            ("source", "trans-unit" | "segment") => {
                entry.source = self.inside.take().map(|(_, inside)| inside..place.start);
                entry.place = place.end;
            }
            ("seg-source", "trans-unit") => {
                entry.segments.end(place.start);
                entry.place = place.end;
            }
            ("mrk", _) => entry.segments.close(place.start),
            ("target", "trans-unit" | "segment") => {
                if let Some((tag, inside)) = self.inside.take() {
                    let full = inside < place.start
                        && self.text.get(inside..place.start).is_some_and(|inside| !inside.trim().is_empty());
                    entry.target = Some((tag.start..place.end, tag, full));
                }
            }
            ("seg", "tuv") => {
                let is =
                    |wanted: &Lang| entry.variant.as_ref().is_some_and(|(lang, _)| lang.primary() == wanted.primary());
                let inside = self.inside.take().map(|(_, inside)| inside.min(place.start)..place.start);
                let text = inside.clone().and_then(|inside| self.text.get(inside)).unwrap_or_default();
                entry.has_wanted |= is(&self.to) && !text.trim().is_empty();
                if is(&from) {
                    entry.source = inside;
                }
            }
            ("tuv", "tu") => {
                // One without a text is replaced.
                if let Some((lang, start)) = entry.variant.take()
                    && lang.primary() == self.to.primary()
                    && !entry.has_wanted
                {
                    entry.target = Some((start..place.end, start..start, false));
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
        if !entry.segments.is_empty() {
            return self.fill_segments(&entry);
        }
        if entry.has_wanted || entry.target.as_ref().is_some_and(|(.., full)| *full) {
            self.filled.translated += 1;
            return Ok(());
        }
        let Some(source) = entry.source.clone().and_then(|inside| self.text.get(inside)) else { return Ok(()) };
        let known = segment(source, &self.from)?.filter(|segment| !segment.text.trim().is_empty());
        let filling = known.and_then(|segment| (self.fill)(&segment, &self.to));
        self.filled.count(filling.as_ref());
        if let Some(filling) = filling {
            self.put(&entry, &filling);
        }
        Ok(())
    }

    /// What the start tag of an empty target says beside its state.
    fn attributes_of_target(&self, entry: &Entry) -> String {
        let tag = entry.target.as_ref().and_then(|(_, tag, _)| self.text.get(tag.clone())).unwrap_or_default();
        let tag = without(&without(tag, "state"), "state-qualifier");
        let inside = tag.trim_end_matches(['>', '/']).trim_end();
        inside.find(char::is_whitespace).map_or_else(String::new, |at| inside[at..].to_owned())
    }

    fn put(&mut self, entry: &Entry, filling: &Filling) {
        let (text, prefix) = (written(&filling.target), &entry.prefix);
        let percent = filling.percent;
        let place = entry.target.as_ref().map_or(entry.place..entry.place, |(whole, ..)| whole.clone());
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
fn alternative(prefix: &str, segment: Option<&str>, filling: &Filling) -> String {
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
