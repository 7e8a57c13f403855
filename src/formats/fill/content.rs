//! The inside of a segment in XML, with its inline elements kept as they are written.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::{
    formats::{ReadError, xml::escape},
    lang::Lang,
    memory::{Code, CodeKind, Segment},
};

/// A segment whose codes hold the very markup of the file; `None` if it holds other segments.
pub(super) fn segment(inside: &str, lang: &Lang) -> Result<Option<Segment>, ReadError> {
    let mut xml = Reader::from_str(inside);
    xml.config_mut().check_end_names = false;
    let mut segment = Segment::new(lang.clone(), "");
    let fault = |error: quick_xml::Error| ReadError::new(0, error.to_string());
    // Where an element began whose content is a code too, and how many are open in it.
    let mut native: Option<(usize, usize, CodeKind)> = None;
    let mut start = 0;
    loop {
        let event = xml.read_event().map_err(fault)?;
        let end = xml.buffer_position() as usize;
        let raw = inside.get(start..end).unwrap_or_default();
        let mut code = |kind, data: &str| {
            segment.codes.push(Code { at: segment.text.len(), kind, id: String::new(), data: data.to_owned() });
        };
        match (&event, &mut native) {
            (Event::Eof, _) => return Ok(Some(segment)),
            (Event::Start(_), Some((_, open, _))) => *open += 1,
            (Event::End(_), Some((from, open, kind))) => {
                *open -= 1;
                if *open == 0 {
                    code(*kind, inside.get(*from..end).unwrap_or_default());
                    native = None;
                }
            }
            (Event::Start(tag), None) => {
                let name = tag.local_name();
                match name.as_ref() {
                    "mrk" if is_segment(tag) => return Ok(None),
                    // Marks of terms and comments stand around text; they are not kept.
                    "mrk" => {}
                    "g" | "pc" | "hi" => code(CodeKind::Open, raw),
                    other => native = Some((start, 1, kind_of(other, raw))),
                }
            }
            (Event::Empty(tag), None) => {
                let name = tag.local_name();
                match name.as_ref() {
                    "sm" | "em" | "mrk" => {}
                    "cp" => segment.text.extend(character(tag)),
                    other => code(kind_of(other, raw), raw),
                }
            }
            (Event::End(tag), None) if tag.local_name().as_ref() == "mrk" => {}
            (Event::End(_), None) => code(CodeKind::Close, raw),
            (Event::Text(_) | Event::CData(_) | Event::GeneralRef(_), None) => {
                let text = match &event {
                    Event::CData(data) => data.to_string(),
                    _ => quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned),
                };
                segment.text.push_str(&text);
            }
            _ => {}
        }
        start = end;
    }
}

/// Whether a mark is around a segment.
pub(super) fn is_segment(mark: &BytesStart<'_>) -> bool {
    mark.attributes().with_checks(false).flatten().any(|one| one.key.as_ref() == "mtype" && one.value == "seg")
}

/// The control character that `cp` stands for.
fn character(tag: &BytesStart<'_>) -> Option<char> {
    let hex = tag.attributes().with_checks(false).flatten().find(|one| one.key.as_ref() == "hex")?;
    char::from_u32(u32::from_str_radix(&hex.value, 16).ok()?)
}

fn kind_of(name: &str, raw: &str) -> CodeKind {
    match name {
        "bpt" | "bx" | "sc" => CodeKind::Open,
        "it" if raw.contains("pos=\"open\"") || raw.contains("pos=\"begin\"") => CodeKind::Open,
        "ept" | "ex" | "ec" | "it" => CodeKind::Close,
        _ => CodeKind::Alone,
    }
}

/// A segment as it is written: its codes are markup already.
pub(super) fn written(segment: &Segment) -> String {
    let piece = |(text, code): (&str, Option<&Code>)| escape(text) + code.map_or("", |code| code.data.as_str());
    segment.pieces().map(piece).collect()
}
