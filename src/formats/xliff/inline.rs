//! Text with inline elements, of both generations of XLIFF.

use std::borrow::Cow;

use crate::{
    formats::{
        ReadError,
        xml::reader::{Event, Reader, Tag},
    },
    lang::Lang,
    memory::{Code, CodeKind, Segment},
};

/// The content of a source or target.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) codes: Vec<Code>,
    /// The segments marked in it: their ids and where they begin and end.
    pub(super) marks: Vec<(String, usize, usize)>,
}

impl Content {
    /// All of it as one segment.
    pub(super) fn whole(self, lang: &Lang) -> Segment {
        Segment { lang: lang.clone(), text: self.text, codes: self.codes }
    }

    /// A segment marked in it.
    pub(super) fn marked(&self, id: &str, lang: &Lang) -> Option<Segment> {
        let (_, start, end) = *self.marks.iter().find(|(mid, _, _)| mid == id).as_ref()?;
        let inside = |code: &&Code| (*start..=*end).contains(&code.at);
        let codes = self.codes.iter().filter(inside).map(|code| Code { at: code.at - start, ..code.clone() });
        Some(Segment { lang: lang.clone(), text: self.text[*start..*end].to_owned(), codes: codes.collect() })
    }

    /// Reads to the end of the element that has just been started.
    pub(super) fn read(xml: &mut Reader<'_>, buffer: &mut Vec<u8>) -> Result<Self, ReadError> {
        let mut content = Self::default();
        let depth = xml.depth();
        let mut open: Vec<Open> = Vec::new();
        while xml.depth() >= depth {
            xml.most(content.codes.len() + content.marks.len(), "codes in one segment")?;
            match xml.next(buffer)? {
                Event::Text(piece) => xml.limited(&mut content.text, &piece)?,
                Event::Start(tag) => {
                    let (element, code) = content.start(&tag);
                    drop(tag);
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
                    Some(Open::Mark(id, start)) => content.marks.push((id, start, content.text.len())),
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
                (around(Open::Mark(get("mid").unwrap_or_default(), at)), None)
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
    /// A segment with its id and start.
    Mark(String, usize),
    /// A code with its id and data.
    Pair(String, String),
    Other,
}
