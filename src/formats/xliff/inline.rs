//! Text with inline elements, of both generations of XLIFF.

use std::borrow::Cow;

use crate::{
    formats::{
        ReadError,
        xml::reader::{Event, Reader, Tag},
    },
    lang::Lang,
    memory::{Code, CodeKind, Segment},
    text::Places,
};

/// The content of a source or target.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) codes: Vec<Code>,
    places: Places,
    /// The segments marked in it.
    pub(super) marks: Vec<Mark>,
}

/// A segment marked in a text: its id, and where its text and its codes begin and end.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) id: String,
    text: (usize, usize),
    codes: (usize, usize),
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

    /// The first segment of an id.
    pub(super) fn mark(&self, id: &str) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.id == id)
    }

    /// Reads to the end of the element that has just been started.
    pub(super) fn read(xml: &mut Reader<'_>, buffer: &mut Vec<u8>) -> Result<Self, ReadError> {
        let mut content = Self::default();
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
                    let (element, code) = content.start(&tag);
                    drop(tag);
                    xml.place_of_tag(before..content.text.len(), &mut content.places);
                    match element {
                        Element::Native => {
                            let mut data = String::new();
                            xml.text_of(buffer, &mut data)?;
                            content.codes.extend(code.map(|code| Code { data, ..code }));
                        }
                        Element::Around(inner) => {
                            content.codes.extend(code);
                            open.push(inner);
                        }
                    }
                }
                Event::End(_) => match open.pop() {
                    Some(Open::Mark(id, (text, codes))) => {
                        // Marks inside of marks repeat their text.
                        marked += content.text.len() - text;
                        xml.most_bytes(marked)?;
                        let (text, codes) = ((text, content.text.len()), (codes, content.codes.len()));
                        content.marks.push(Mark { id, text, codes });
                    }
                    Some(Open::Pair(id, data)) => {
                        content.codes.push(Code { at: content.text.len(), kind: CodeKind::Close, id, data });
                    }
                    Some(Open::Other) | None => {}
                },
                Event::Doctype(_) | Event::Eof => {}
            }
        }
        Ok(content)
    }

    fn start(&mut self, tag: &Tag<'_>) -> (Element, Option<Code>) {
        let get = |name: &str| tag.get(name).map(Cow::into_owned);
        let id = get("rid").or_else(|| get("startRef")).or_else(|| get("id")).unwrap_or_default();
        let at = self.text.len();
        let code = |kind: CodeKind, data: Option<String>| {
            Some(Code { at, kind, id: id.clone(), data: data.unwrap_or_default() })
        };
        let around = |inner: Open| Element::Around(inner);
        match tag.local() {
            "mrk" if tag.get("mtype").as_deref() == Some("seg") => {
                (around(Open::Mark(get("mid").unwrap_or_default(), (at, self.codes.len()))), None)
            }
            "g" => (around(Open::Pair(id.clone(), String::new())), code(CodeKind::Open, None)),
            "pc" => {
                let data = get("dataRefEnd").unwrap_or_default();
                (around(Open::Pair(id.clone(), data)), code(CodeKind::Open, get("dataRefStart")))
            }
            "bx" | "sc" => (around(Open::Other), code(CodeKind::Open, get("dataRef"))),
            "ex" | "ec" => (around(Open::Other), code(CodeKind::Close, get("dataRef"))),
            "x" => (around(Open::Other), code(CodeKind::Alone, None)),
            "ept" => (Element::Native, code(CodeKind::Close, None)),
            "it" if tag.get("pos").as_deref() == Some("close") => (Element::Native, code(CodeKind::Close, None)),
            "bpt" | "it" => (Element::Native, code(CodeKind::Open, None)),
            // The placeholder of 2.x is empty and refers to its data.
            "ph" if tag.get("dataRef").is_some() => (around(Open::Other), code(CodeKind::Alone, get("dataRef"))),
            "ph" => (Element::Native, code(CodeKind::Alone, None)),
            "cp" => {
                let character = get("hex").and_then(|hex| u32::from_str_radix(&hex, 16).ok()).and_then(char::from_u32);
                self.text.extend(character);
                (around(Open::Other), None)
            }
            _ => (around(Open::Other), None), // other marks and extensions stand around text
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
    /// A segment with its id, and where its text and codes begin.
    Mark(String, (usize, usize)),
    /// A code with its id and data.
    Pair(String, String),
    Other,
}
