//! What a file of translations says where, apart from its markup: the texts of each side, in which segments are looked for.

use quick_xml::{Reader, events::Event};

use crate::text::Mapped;

use super::{SOURCE, TARGET};

/// How a file writes its segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escapes {
    /// As they are.
    None,
    /// As XML.
    Xml,
    /// As a PO file.
    Po,
}

/// Stands between texts that do not follow each other; no segment has it.
pub(super) const BORDER: &str = "\0";

/// The texts of both sides with the way back to the file.
pub(super) fn sides(file: &str, escapes: Escapes) -> [Mapped; 2] {
    let mut sides = [Mapped::with_capacity(file.len()), Mapped::with_capacity(file.len())];
    match escapes {
        Escapes::None => sides.iter_mut().for_each(|side| side.copy(file, 0)),
        Escapes::Xml => xml(file, &mut sides),
        Escapes::Po => po(file, &mut sides),
    }
    sides
}

/// The sides that the text of an element belongs to, by the elements around it.
fn belongs(path: &[(String, bool)]) -> [bool; 2] {
    const APART: [&str; 9] = ["alt-trans", "note", "notes", "bpt", "ept", "ph", "it", "ut", "seg-source"];
    let has = |name: &str| path.iter().any(|(element, _)| element == name);
    if APART.iter().any(|name| has(name)) {
        return [false; 2];
    }
    // Which variant of a TMX unit is the source, its language says.
    [has("seg") || has("source"), has("seg") || has("target")]
}

/// The character data of segments; what cannot be read is left out, and its segments stand for their lines.
fn xml(file: &str, sides: &mut [Mapped; 2]) {
    let mut xml = Reader::from_str(file);
    xml.config_mut().check_end_names = false;
    let (mut path, mut start) = (Vec::<(String, bool)>::new(), 0);
    while let Ok(event) = xml.read_event() {
        let end = usize::try_from(xml.buffer_position()).unwrap_or(file.len());
        let raw = file.get(start..end).unwrap_or_default();
        // Marks of terms and comments do not interrupt a segment; those of segments do.
        let is_mark = |tag: &quick_xml::events::BytesStart<'_>| {
            let is_segment =
                || tag.attributes().flatten().any(|a| a.key.as_ref() == "mtype" && a.value.as_ref() == "seg");
            tag.local_name().as_ref() == "mrk" && !is_segment()
        };
        let mut border = || sides.iter_mut().for_each(|side| side.replace(BORDER, start));
        match &event {
            Event::Eof => break,
            Event::Start(tag) => {
                let is_mark = is_mark(tag);
                if !is_mark {
                    border();
                }
                path.push((tag.local_name().as_ref().to_owned(), is_mark));
            }
            Event::End(_) => {
                let was_mark = path.pop().is_some_and(|(_, is_mark)| is_mark);
                if !was_mark {
                    border();
                }
            }
            Event::Empty(tag) if is_mark(tag) => {}
            Event::Empty(_) => border(),
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                for (side, _) in sides.iter_mut().zip(belongs(&path)).filter(|(_, belongs)| *belongs) {
                    match &event {
                        Event::CData(data) => side.copy(data, start + "<![CDATA[".len()),
                        Event::GeneralRef(_) => {
                            let text = quick_xml::escape::unescape(raw).unwrap_or(raw.into());
                            side.replace(&text, start);
                        }
                        _ => lines(raw, start, side),
                    }
                }
            }
            _ => {}
        }
        start = end;
    }
}

/// Text whose line ends are single ones for every reader.
fn lines(raw: &str, start: usize, side: &mut Mapped) {
    let mut at = start;
    for (number, part) in raw.split("\r\n").enumerate() {
        if number > 0 {
            side.replace("\n", at);
            at += 2;
        }
        side.copy(part, at);
        at += part.len();
    }
}

/// The texts between quotation marks behind `msgid` and `msgstr`.
fn po(file: &str, sides: &mut [Mapped; 2]) {
    let (mut of, mut start) = (None, 0);
    for line in file.split_inclusive('\n') {
        let keyword = line.trim_start().split([' ', '[', '"']).next().unwrap_or_default();
        of = match keyword {
            "msgid" | "msgid_plural" => Some(SOURCE),
            "msgstr" => Some(TARGET),
            "" => of,
            _ => None,
        };
        if !keyword.is_empty() {
            sides.iter_mut().for_each(|side| side.replace(BORDER, start));
        }
        if let (Some(of), Some(open)) = (of, line.find('"')) {
            quoted(&line[open + 1..], start + open + 1, &mut sides[of]);
        }
        start += line.len();
    }
}

fn quoted(line: &str, start: usize, side: &mut Mapped) {
    let (mut chars, mut bytes) = (line.char_indices(), [0; 4]);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => break,
            '\\' => {
                let text = match chars.next() {
                    Some((_, 'n')) => "\n",
                    Some((_, 't')) => "\t",
                    Some((_, 'r')) => "\r",
                    Some((_, other)) => other.encode_utf8(&mut bytes),
                    None => break,
                };
                side.replace(text, start + at);
            }
            c => side.copy(c.encode_utf8(&mut bytes), start + at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_apart_from_markup() {
        let of = |file, escapes| sides(file, escapes).map(|side| side.text().replace('\0', "|").replace("||", "|"));
        let xliff = "<trans-unit id=\"a\"><source>a &amp; &#98;</source><target>x<g id=\"1\">y</g></target><note>n</note></trans-unit>";
        let [source, target] = of(xliff, Escapes::Xml);
        assert_eq!((source.matches("a & b").count(), target.matches('x').count(), target.contains('n')), (1, 1, false));
        let [source, target] = of("msgid \"\"\n\"a \\\"b\\\"\"\nmsgstr \"x\\n\"\n", Escapes::Po);
        assert_eq!((source.as_str(), target.as_str()), ("|a \"b\"|", "|x\n"));
    }
}
