//! Text with inline elements, of both generations of XLIFF.

use std::{borrow::Cow, ops::Range};

use crate::{
    ReadError,
    xml::reader::{Event, Reader, Tag},
};
use gloss_core::{
    lang::Lang,
    model::{Code, CodeKind, Segment},
    text::Places,
};

/// The content of a source or target.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(super) text: String,
    pub(super) codes: Vec<Code>,
    places: Places,
    /// The segments marked in it.
    pub(crate) marks: Vec<Mark>,
    /// The bytes of the file that hold all of it, and those that hold each code.
    pub(crate) inside: Range<usize>,
    written: Vec<Range<usize>>,
}

/// A segment marked in a text: its id, and where its text and its codes begin and end.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) id: String,
    text: (usize, usize),
    codes: (usize, usize),
    /// The bytes of the file that hold its start tag, and what stands inside of it.
    pub(crate) tag: Range<usize>,
    pub(crate) inside: Range<usize>,
}

/// What an element inside a segment is that no standard knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// It stands around text of the segment.
    Text,
    /// All of it is a code.
    Code,
}

impl Content {
    /// All of it as one segment.
    pub(super) fn whole(self, lang: &Lang) -> Segment {
        Segment { codes: self.codes, places: self.places, ..Segment::new(lang.clone(), self.text) }
    }

    /// A segment marked in it.
    pub(super) fn marked(&self, mark: &Mark, lang: &Lang) -> Segment {
        let (start, end) = mark.text;
        let codes = self.codes[mark.codes.0..mark.codes.1].iter();
        let codes = codes.map(|code| Code { at: code.at - start, ..code.clone() }).collect();
        let places = self.places.part(start..end);
        Segment { codes, places, ..Segment::new(lang.clone(), &self.text[start..end]) }
    }

    /// All of it as a segment whose codes are the very markup of `file`; none if it holds other segments.
    pub(crate) fn as_written(&self, lang: &Lang, file: &str) -> Option<Segment> {
        let all = ((0, self.text.len()), (0, self.codes.len()));
        self.marks.is_empty().then(|| self.part_as_written(all, lang, file))
    }

    /// A segment marked in it, whose codes are the very markup of `file`; none if it holds other segments.
    pub(crate) fn mark_as_written(&self, mark: &Mark, lang: &Lang, file: &str) -> Option<Segment> {
        let is_inside = |other: &Mark| other.tag.start > mark.tag.start && other.tag.end <= mark.inside.end;
        let has_others = self.marks.iter().any(is_inside);
        (!has_others).then(|| self.part_as_written((mark.text, mark.codes), lang, file))
    }

    fn part_as_written(&self, part: ((usize, usize), (usize, usize)), lang: &Lang, file: &str) -> Segment {
        let ((start, end), codes) = part;
        let codes = self.codes[codes.0..codes.1].iter().zip(&self.written[codes.0..codes.1]);
        let codes = codes.map(|(code, written)| Code {
            at: code.at - start,
            kind: code.kind,
            id: String::new(),
            data: file.get(written.clone()).unwrap_or_default().to_owned(),
        });
        Segment { codes: codes.collect(), ..Segment::new(lang.clone(), &self.text[start..end]) }
    }

    /// The first segment of an id.
    pub(super) fn mark(&self, id: &str) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.id == id)
    }

    /// Reads to the end of the element that has just been started.
    pub(crate) fn read(xml: &mut Reader<'_>, buffer: &mut Vec<u8>, foreign: Foreign) -> Result<Self, ReadError> {
        let mut content = Self { inside: xml.event().end..xml.event().end, ..Self::default() };
        let depth = xml.depth();
        let mut open: Vec<Open> = Vec::new();
        let mut marked = 0;
        while xml.depth() >= depth {
            xml.most_codes(content.codes.len().max(content.marks.len()))?;
            match xml.next(buffer)? {
                Event::Text(piece) => {
                    xml.place(content.text.len(), piece.len(), &mut content.places);
                    xml.limited(&mut content.text, &piece)?;
                }
                Event::Start(tag) => {
                    let before = content.text.len();
                    let (element, code) = content.start(&tag, &xml.event(), foreign);
                    drop(tag);
                    xml.place_of_tag(before..content.text.len(), &mut content.places);
                    let mut written = xml.event();
                    let code = match element {
                        Element::Native => {
                            let mut data = String::new();
                            xml.text_of(buffer, &mut data)?;
                            written.end = xml.event().end;
                            code.map(|code| Code { data, ..code })
                        }
                        Element::Around(inner) => {
                            open.push(inner);
                            code
                        }
                    };
                    if let Some(code) = code {
                        content.codes.push(code);
                        content.written.push(written);
                    }
                }
                Event::End(_) => match open.pop() {
                    Some(Open::Mark(mark)) => {
                        // Marks inside of marks repeat their text.
                        marked += content.text.len() - mark.text.0;
                        xml.most_bytes(marked)?;
                        content.marks.push(Mark {
                            text: (mark.text.0, content.text.len()),
                            codes: (mark.codes.0, content.codes.len()),
                            inside: mark.inside.start..xml.event().start.max(mark.inside.start),
                            ..mark
                        });
                    }
                    Some(Open::Pair(id, data)) => {
                        content.codes.push(Code { at: content.text.len(), kind: CodeKind::Close, id, data });
                        content.written.push(xml.event());
                    }
                    // A code in two tags ends with the second.
                    Some(Open::Alone(code)) => {
                        if let Some(written) = content.written.get_mut(code) {
                            written.end = xml.event().end;
                        }
                    }
                    Some(Open::Other) | None => {}
                },
                Event::Doctype(_) | Event::Eof => {}
            }
        }
        content.inside.end = xml.event().start.max(content.inside.start);
        Ok(content)
    }

    fn start(&mut self, tag: &Tag<'_>, written: &Range<usize>, foreign: Foreign) -> (Element, Option<Code>) {
        let get = |name: &str| tag.get(name).map(Cow::into_owned);
        let id = get("rid").or_else(|| get("startRef")).or_else(|| get("id")).unwrap_or_default();
        let at = self.text.len();
        let code = |kind: CodeKind, data: Option<String>| {
            Some(Code { at, kind, id: id.clone(), data: data.unwrap_or_default() })
        };
        let around = |inner: Open| Element::Around(inner);
        match tag.local() {
            "mrk" if tag.get("mtype").as_deref() == Some("seg") => {
                let (id, codes) = (get("mid").unwrap_or_default(), self.codes.len());
                let (tag, inside) = (written.clone(), written.end..written.end);
                (around(Open::Mark(Mark { id, text: (at, at), codes: (codes, codes), tag, inside })), None)
            }
            // `hi` is that of TMX.
            "g" | "hi" => (around(Open::Pair(id.clone(), String::new())), code(CodeKind::Open, None)),
            "pc" => {
                let data = get("dataRefEnd").unwrap_or_default();
                (around(Open::Pair(id.clone(), data)), code(CodeKind::Open, get("dataRefStart")))
            }
            "bx" | "sc" => (around(Open::Alone(self.codes.len())), code(CodeKind::Open, get("dataRef"))),
            "ex" | "ec" => (around(Open::Alone(self.codes.len())), code(CodeKind::Close, get("dataRef"))),
            "x" => (around(Open::Alone(self.codes.len())), code(CodeKind::Alone, None)),
            "ept" => (Element::Native, code(CodeKind::Close, None)),
            "it" if matches!(tag.get("pos").as_deref(), Some("close" | "end")) => {
                (Element::Native, code(CodeKind::Close, None))
            }
            "bpt" | "it" => (Element::Native, code(CodeKind::Open, None)),
            // The placeholder of 2.x is empty and refers to its data.
            "ph" if tag.get("dataRef").is_some() => {
                (around(Open::Alone(self.codes.len())), code(CodeKind::Alone, get("dataRef")))
            }
            "ph" => (Element::Native, code(CodeKind::Alone, None)),
            "cp" => {
                let character = get("hex").and_then(|hex| u32::from_str_radix(&hex, 16).ok()).and_then(char::from_u32);
                self.text.extend(character);
                (around(Open::Other), None)
            }
            "mrk" | "sm" | "em" => (around(Open::Other), None), // marks of terms and comments stand around text
            _ if foreign == Foreign::Code => (Element::Native, code(CodeKind::Alone, None)),
            _ => (around(Open::Other), None),
        }
    }
}

/// What to do with the content of an inline element.
enum Element {
    /// It is the code itself.
    Native,
    /// It is text.
    Around(Open),
}

/// An element around text, and what its end means.
enum Open {
    /// A segment, as far as it is known.
    Mark(Mark),
    /// A code with its id and data.
    Pair(String, String),
    /// A code of this number without an end of its own.
    Alone(usize),
    Other,
}
