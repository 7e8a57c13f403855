//! Reads any TMX: every version, `lang` as well as `xml:lang`, units in many languages, inline codes.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::{
    ImportItem, ReadError, ReadOptions,
    input::{Input, Position},
    xml::{
        parts::{Part, Parts},
        reader::{Event, Reader, Tag},
    },
};
use gloss_core::{
    lang::Lang,
    model::{Code, CodeKind, Segment, Unit},
};

pub(super) fn read(
    input: Input<'_>,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let mut file = File::new(Reader::new(input).with_places(wanted.places), wanted, None, found);
    file.units()?;
    let (xml, body, srclang) = (file.xml, file.body, file.srclang);
    match (body, xml.into_rest()) {
        (Some(body), Some(rest)) => in_parts(Parts::new(rest, "</tu", body.start), &body, wanted, &srclang, found),
        _ => Ok(()),
    }
}

/// The body of the file, in parts that are read side by side and told in order.
fn in_parts(
    mut parts: Parts<'_>,
    body: &Body,
    wanted: &ReadOptions,
    srclang: &Option<Lang>,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let read = |part: &Part, tell: &mut dyn FnMut(usize, ImportItem)| {
        File::new(Reader::part(part, &body.inside).with_places(wanted.places), wanted, srclang.clone(), tell).units()
    };
    let threads = rayon::current_num_threads();
    if threads == 1 {
        while let Some(part) = parts.next()? {
            read(&part, found)?;
        }
        return Ok(());
    }
    let collect = |part: Part| {
        let mut told = Vec::new();
        let end = read(&part, &mut |line, one| told.push((line, one)));
        (told, end)
    };
    let (mut batch, mut end) = parts.batch(2 * threads);
    while !batch.is_empty() {
        // The next parts are cut while these are read.
        let read_all = || batch.into_par_iter().map(collect).collect::<Vec<_>>();
        let (results, next) = if end.is_ok() {
            rayon::join(read_all, || parts.batch(2 * threads))
        } else {
            (read_all(), (Vec::new(), Ok(())))
        };
        for (told, end) in results {
            told.into_iter().for_each(|(line, one)| found(line, one));
            end?;
        }
        end?;
        (batch, end) = next;
    }
    end
}

struct File<'i, 'f> {
    xml: Reader<'i>,
    buffer: Vec<u8>,
    wanted: &'f ReadOptions,
    found: &'f mut dyn FnMut(usize, ImportItem),
    /// The language of the sources, if the header names one.
    srclang: Option<Lang>,
    /// The language codes met last, as written: few files have more than two.
    known: [Option<(String, Lang)>; 2],
    body: Option<Body>,
}

/// Where the second unit may begin.
struct Body {
    start: Position,
    /// The elements around them, each with its line.
    inside: Vec<(usize, String)>,
}

/// A unit with as many languages as the file gives it.
#[derive(Default)]
struct Entry {
    line: usize,
    srclang: Option<Lang>,
    about: About,
    variants: Vec<Variant>,
}

impl Entry {
    fn of(tag: &Tag<'_>, line: usize) -> Self {
        let mut entry = Self { line, ..Self::default() };
        for (name, value) in tag.attributes() {
            match name {
                "srclang" => entry.srclang = value.parse().ok(),
                name => entry.about.attribute(name, value),
            }
        }
        entry
    }
}

/// What can be said of a unit and of each of its variants.
#[derive(Default, Clone)]
struct About {
    id: Option<String>,
    created: Option<String>,
    author: Option<String>,
    changed: Option<String>,
    editor: Option<String>,
    notes: Vec<String>,
    properties: Vec<(String, String)>,
}

struct Variant {
    segment: Segment,
    about: About,
}

impl<'i, 'f> File<'i, 'f> {
    fn new(
        xml: Reader<'i>,
        wanted: &'f ReadOptions,
        srclang: Option<Lang>,
        found: &'f mut dyn FnMut(usize, ImportItem),
    ) -> Self {
        Self { xml, buffer: Vec::with_capacity(1 << 12), wanted, found, srclang, known: [None, None], body: None }
    }

    /// Reads the first unit of a document, or all units of a part.
    fn units(&mut self) -> Result<(), ReadError> {
        let (mut root, mut body) = ((1, String::new()), None);
        loop {
            match self.xml.next(&mut self.buffer)? {
                Event::Start(tag) => match (self.xml.depth(), tag.local()) {
                    (1, "tmx") => root = (self.xml.line(), tag.name().to_owned()),
                    (1, other) => {
                        let message = format!("the root element is `{other}`, not `tmx`");
                        return Err(self.xml.fault(message));
                    }
                    (2, "body") if self.xml.is_part() => {}
                    (2, "body") => body = Some((self.xml.line(), tag.name().to_owned())),
                    (_, "header") => {
                        let named = tag.get("srclang").filter(|name| !name.eq_ignore_ascii_case("*all*"));
                        self.srclang = named.and_then(|name| name.parse().ok());
                        self.xml.skip(&mut self.buffer)?;
                    }
                    (_, "tu") => {
                        let entry = Entry::of(&tag, self.xml.line());
                        drop(tag);
                        self.xml.start_entry();
                        self.entry(entry)?;
                        if let Some(body) = body.take() {
                            // From behind the first unit on, parts can be read side by side.
                            let inside = vec![root.clone(), body];
                            self.body = Some(Body { start: self.xml.next_position(), inside });
                            return Ok(());
                        }
                    }
                    _ => self.xml.skip(&mut self.buffer)?,
                },
                Event::Eof => return Ok(()),
                Event::End(_) | Event::Text(_) | Event::Doctype(_) => {}
            }
        }
    }

    fn entry(&mut self, mut entry: Entry) -> Result<(), ReadError> {
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            let parts = entry.variants.len() + entry.about.notes.len() + entry.about.properties.len();
            self.xml.most(parts, "parts of one unit")?;
            if let Event::Start(tag) = self.xml.next(&mut self.buffer)? {
                if tag.local() == "tuv" {
                    let (lang, about) = variant_of(&tag, &mut self.known);
                    drop(tag);
                    self.variant(&mut entry, lang.as_ref(), about)?;
                } else {
                    let place = Place::of(&tag);
                    self.aside(place, &mut entry.about)?;
                }
            }
        }
        self.tell(entry)
    }

    fn variant(&mut self, entry: &mut Entry, lang: Option<&Lang>, mut about: About) -> Result<(), ReadError> {
        let line = self.xml.line();
        let depth = self.xml.depth();
        let mut segment = Segment::new(lang.cloned().unwrap_or_else(Lang::en), "");
        while self.xml.depth() >= depth {
            self.xml.most(about.notes.len() + about.properties.len(), "parts of one variant")?;
            if let Event::Start(tag) = self.xml.next(&mut self.buffer)? {
                if tag.local() == "seg" {
                    drop(tag);
                    self.segment(&mut segment)?;
                } else {
                    let place = Place::of(&tag);
                    self.aside(place, &mut about)?;
                }
            }
        }
        if lang.is_some() {
            entry.variants.push(Variant { segment, about });
        } else {
            (self.found)(line, ImportItem::Skipped("a segment without a valid language".to_owned()));
        }
        Ok(())
    }

    /// The content of `seg`, or of `hi` in it.
    fn segment(&mut self, segment: &mut Segment) -> Result<(), ReadError> {
        let outside = self.xml.depth() - 1;
        let mut highlights: Vec<String> = Vec::new();
        let mut numbers: Vec<(String, String)> = Vec::new();
        while self.xml.depth() > outside {
            self.xml.most_codes(segment.codes.len())?;
            match self.xml.next(&mut self.buffer)? {
                Event::Text(piece) => {
                    self.xml.place(segment.text.len(), piece.len(), &mut segment.places);
                    if segment.text.is_empty() {
                        segment.text = piece.into_owned();
                    } else {
                        self.xml.limited(&mut segment.text, &piece)?;
                    }
                }
                Event::Start(tag) => {
                    let at = segment.text.len();
                    let id = tag.get("x").or_else(|| tag.get("i")).map_or_else(String::new, Cow::into_owned);
                    let kind = match tag.local() {
                        "hi" => {
                            highlights.push(id.clone());
                            segment.codes.push(Code { at, kind: CodeKind::Open, id, data: String::new() });
                            continue;
                        }
                        "ept" => CodeKind::Close,
                        "it" if tag.get("pos").as_deref() == Some("end") => CodeKind::Close,
                        "bpt" | "it" => CodeKind::Open,
                        _ => CodeKind::Alone,
                    };
                    // The end of a pair is named by `i` alone.
                    let number = tag.get("i").map(Cow::into_owned);
                    drop(tag);
                    let mut data = String::new();
                    self.xml.text_of(&mut self.buffer, &mut data)?;
                    let id = match (kind, number) {
                        (CodeKind::Open, Some(number)) => {
                            numbers.push((number, id.clone()));
                            id
                        }
                        (CodeKind::Close, Some(number)) => {
                            let open = numbers.iter().rev().find(|(known, _)| *known == number);
                            open.map_or(id, |(_, id)| id.clone())
                        }
                        _ => id,
                    };
                    segment.codes.push(Code { at, kind, id, data });
                }
                Event::End(_) if self.xml.depth() > outside => {
                    let (at, id) = (segment.text.len(), highlights.pop().unwrap_or_default());
                    segment.codes.push(Code { at, kind: CodeKind::Close, id, data: String::new() });
                }
                Event::End(_) | Event::Doctype(_) | Event::Eof => {}
            }
        }
        Ok(())
    }

    /// A note or property; anything else is passed over.
    fn aside(&mut self, place: Option<Place>, about: &mut About) -> Result<(), ReadError> {
        let Some(place) = place else { return self.xml.skip(&mut self.buffer) };
        let mut text = String::new();
        self.xml.text_of(&mut self.buffer, &mut text)?;
        match place {
            Place::Note => about.notes.push(text),
            Place::Property(name) => about.properties.push((name, text)),
        }
        Ok(())
    }

    /// One unit for each translation that is wanted.
    fn tell(&mut self, mut entry: Entry) -> Result<(), ReadError> {
        if self.wanted.from.is_none() {
            let outside = |variant: &Variant| !self.wanted.takes(&variant.segment.lang);
            for variant in entry.variants.extract_if(.., |variant| outside(variant)) {
                (self.found)(entry.line, ImportItem::LeftOut(format!("segments in {}", variant.segment.lang)));
            }
        }
        let source = self.wanted.from.as_ref().or(entry.srclang.as_ref()).or(self.srclang.as_ref());
        let at = match source {
            Some(lang) => ReadOptions::position(&entry.variants.iter().map(|variant| &variant.segment.lang), lang),
            None => (!entry.variants.is_empty()).then_some(0),
        };
        let Some(at) = at else {
            let lang = source.map_or_else(String::new, |lang| format!(" in {lang}"));
            (self.found)(entry.line, ImportItem::Skipped(format!("a unit without a segment{lang}")));
            return Ok(());
        };
        let Variant { segment: source, about } = entry.variants.remove(at);
        entry.about.fill_from(about);
        let is_wanted = |lang: &Lang| match &self.wanted.to {
            Some(to) => lang.primary() == to.primary(),
            None => *lang != source.lang,
        };
        let mut targets: Vec<Variant> = entry.variants.into_iter().filter(|v| is_wanted(&v.segment.lang)).collect();
        // Each translation is told with all that belongs to the unit.
        let shared = source.text.len() + entry.about.size();
        self.xml.most_bytes(shared.saturating_mul(targets.len().saturating_sub(1)))?;
        let last = targets.pop();
        for target in targets {
            (self.found)(entry.line, ImportItem::Unit(Box::new(unit(source.clone(), target, entry.about.clone()))));
        }
        match last {
            Some(target) => (self.found)(entry.line, ImportItem::Unit(Box::new(unit(source, target, entry.about)))),
            None if self.wanted.untranslated => {
                let lang = self.wanted.to.clone().unwrap_or_else(|| source.lang.clone());
                let target = Variant { segment: Segment::new(lang, ""), about: About::default() };
                (self.found)(entry.line, ImportItem::Unit(Box::new(unit(source, target, entry.about))));
            }
            None => {
                let lang = self.wanted.to.as_ref().map_or_else(String::new, |lang| format!(" in {lang}"));
                (self.found)(entry.line, ImportItem::Skipped(format!("a unit without a translation{lang}")));
            }
        }
        Ok(())
    }
}

enum Place {
    Note,
    Property(String),
}

impl Place {
    fn of(tag: &Tag<'_>) -> Option<Self> {
        match tag.local() {
            "note" => Some(Self::Note),
            "prop" => Some(Self::Property(tag.get("type").map_or_else(String::new, Cow::into_owned))),
            _ => None,
        }
    }
}

fn variant_of(tag: &Tag<'_>, known: &mut [Option<(String, Lang)>; 2]) -> (Option<Lang>, About) {
    let (mut lang, mut about) = (None, About::default());
    for (name, value) in tag.attributes() {
        match name {
            "xml:lang" | "lang" => lang = language(&value, known),
            name => about.attribute(name, value),
        }
    }
    (lang, about)
}

fn language(code: &str, known: &mut [Option<(String, Lang)>; 2]) -> Option<Lang> {
    if let Some((_, lang)) = known.iter().flatten().find(|(written, _)| written == code) {
        return Some(lang.clone());
    }
    let lang: Lang = code.parse().ok()?;
    known.swap(0, 1);
    known[0] = Some((code.to_owned(), lang.clone()));
    Some(lang)
}

impl About {
    fn attribute(&mut self, name: &str, value: Cow<'_, str>) {
        match name {
            "tuid" => self.id = Some(value.into_owned()),
            "creationdate" => self.created = date(&value),
            "creationid" => self.author = Some(value.into_owned()),
            "changedate" => self.changed = date(&value),
            "changeid" => self.editor = Some(value.into_owned()),
            _ => {}
        }
    }

    fn size(&self) -> usize {
        let properties = self.properties.iter().map(|(name, value)| name.len() + value.len());
        self.notes.iter().map(String::len).chain(properties).sum()
    }

    /// What is not known yet is taken from `other`.
    fn fill_from(&mut self, other: Self) {
        self.id = self.id.take().or(other.id);
        self.created = self.created.take().or(other.created);
        self.author = self.author.take().or(other.author);
        self.changed = self.changed.take().or(other.changed);
        self.editor = self.editor.take().or(other.editor);
        self.notes.extend(other.notes);
        self.properties.extend(other.properties);
    }
}

/// A unit of a source and one of its translations. What the translation says of itself counts before what the entry says.
fn unit(source: Segment, target: Variant, entry: About) -> Unit {
    let mut about = target.about;
    let (notes, properties) = (std::mem::take(&mut about.notes), std::mem::take(&mut about.properties));
    let mut unit = Unit {
        id: entry.id,
        created: about.created.or(entry.created),
        author: about.author.or(entry.author),
        changed: about.changed.or(entry.changed),
        editor: about.editor.or(entry.editor),
        notes: entry.notes,
        ..Unit::new(source, target.segment)
    };
    unit.notes.extend(notes);
    for (name, value) in entry.properties.into_iter().chain(properties) {
        match name.as_str() {
            "x-context-pre" => unit.previous = Some(value),
            "x-context-post" => unit.next = Some(value),
            "x-status" if value == "draft" => unit.draft = true,
            _ => unit.properties.push((name, value)),
        }
    }
    unit
}

/// `20260131T083000Z` as `2026-01-31T08:30:00Z`; anything else is no date.
fn date(compact: &str) -> Option<String> {
    let digits =
        |range: std::ops::Range<usize>| compact.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let (year, month, day) = (digits(0..4)?, digits(4..6)?, digits(6..8)?);
    let (hour, minute, second) = (digits(9..11)?, digits(11..13)?, digits(13..15)?);
    let marks = (compact.get(8..9), compact.get(15..));
    (marks == (Some("T"), Some("Z")))
        .then(|| [year, "-", month, "-", day, "T", hour, ":", minute, ":", second, "Z"].concat())
}
