//! A bilingual file as two texts whose segments are paired, each with the way back to the file.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::{
    lang::Article,
    memory::{Code, Segment, Unit},
    text::{Document, LineIndex, Mapped, Span},
};

/// How a file writes the characters of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escapes {
    /// As they are.
    None,
    /// As XML.
    Xml,
    /// As a PO file.
    Po,
}

/// A file of units.
#[derive(Debug)]
pub struct Bitext {
    /// Its source segments, and its target segments.
    pub sides: [Article; 2],
    /// Which of them belong together.
    pub pairs: Vec<Pair>,
}

/// A unit: where its segments stand in the texts of the two sides.
#[derive(Debug)]
pub struct Pair {
    /// Source and target.
    pub spans: [Span; 2],
    /// Their codes.
    pub codes: [Vec<Code>; 2],
}

impl Pair {
    /// The segment of a side.
    pub fn of<'b>(&self, bitext: &'b Bitext, side: usize) -> &'b str {
        self.spans[side].of(bitext.sides[side].document.text())
    }
}

impl Bitext {
    /// The units of a file, each with its line. A segment that is not found there as it was read stands for its line.
    /// `None` if there are none. Cost: linear in the file.
    pub fn new(name: &str, file: &str, escapes: Escapes, units: Vec<(usize, Unit)>) -> Option<Self> {
        let langs = units.first().map(|(_, unit)| [unit.source.lang.clone(), unit.target.lang.clone()])?;
        let lines = LineIndex::new(file);
        let mut sides = [Side::new(file, escapes), Side::new(file, escapes)];
        let mut pairs = Vec::with_capacity(units.len());
        let mut end = 0;
        for (line, unit) in units {
            let Range { start, end: line_end } = lines.range(file, line);
            // Units of one line follow each other.
            let from = if end > start && end < line_end { end } else { start };
            let source = sides[0].add(&unit.source, from, start..line_end);
            let behind = sides[0].at;
            let target = sides[1].add(&unit.target, behind, start..line_end);
            end = sides[1].at.max(behind);
            pairs.push(Pair { spans: [source, target], codes: [unit.source.codes, unit.target.codes] });
        }
        let article = |(side, lang): (Side<'_>, _)| Article { document: side.document(name), lang };
        let [source, target] = sides;
        let [from, to] = langs;
        Some(Self { sides: [article((source, from)), article((target, to))], pairs })
    }
}

/// One side on its way.
struct Side<'f> {
    file: &'f str,
    escapes: Escapes,
    text: Mapped,
    /// Where in the file the last segment ended.
    at: usize,
}

/// A segment is looked for so far behind its line: units have notes and other languages between.
const FAR: usize = 1 << 16;

impl<'f> Side<'f> {
    fn new(file: &'f str, escapes: Escapes) -> Self {
        Self { file, escapes, text: Mapped::with_capacity(file.len()), at: 0 }
    }

    fn document(self, name: &str) -> Document {
        Document::extracted(name, self.file, &self.text)
    }

    /// Adds a segment that stands somewhere behind a place of the file.
    fn add(&mut self, segment: &Segment, from: usize, line: Range<usize>) -> Span {
        let start = self.text.text().len();
        let mut at = from;
        let found = segment.pieces().try_for_each(|(piece, _)| {
            let place = self.find(piece, at)?;
            at = place.end;
            self.copy(piece, place);
            Some(())
        });
        let mut end = self.text.text().len();
        if found.is_none() && end - start < segment.text.nfc().map(char::len_utf8).sum() {
            // What is left of it stands for the line.
            let rest: String = segment.text.nfc().collect();
            let rest = rest.get(end - start..).unwrap_or_default().to_owned();
            self.text.replace(&rest, at.max(line.start).min(line.end.max(at)));
            end = self.text.text().len();
            at = at.max(line.end);
        }
        self.at = at;
        self.text.replace("\n\n", at); // no word goes on into the next segment
        Span::new(start, end)
    }

    /// Where a piece of text stands, as the file writes it.
    fn find(&self, piece: &str, from: usize) -> Option<Range<usize>> {
        if piece.is_empty() {
            return Some(from..from);
        }
        let window = self.file.as_bytes().get(from..self.file.len().min(from + FAR))?;
        let find = |needle: &str| memmem::find(window, needle.as_bytes()).map(|at| from + at..from + at + needle.len());
        let written = || piece.chars().map(|c| self.written(c).map_or_else(|| c.to_string(), str::to_owned)).collect();
        find(piece).or_else(|| {
            let written: String = written();
            (written != piece).then(|| find(&written)).flatten()
        })
    }

    /// How the file writes a character that it does not write as it is.
    fn written(&self, c: char) -> Option<&'static str> {
        match (self.escapes, c) {
            (Escapes::Xml, '&') => Some("&amp;"),
            (Escapes::Xml, '<') => Some("&lt;"),
            (Escapes::Xml, '>') => Some("&gt;"),
            (Escapes::Po, '"') => Some("\\\""),
            (Escapes::Po, '\n') => Some("\\n"),
            (Escapes::Po, '\t') => Some("\\t"),
            (Escapes::Po, '\\') => Some("\\\\"),
            _ => None,
        }
    }

    /// Appends a piece that stands at a place.
    fn copy(&mut self, piece: &str, place: Range<usize>) {
        if is_nfc_quick(piece.chars()) != IsNormalized::Yes {
            self.text.replace(&piece.nfc().collect::<String>(), place.start);
        } else if place.len() == piece.len() {
            self.text.copy(piece, place.start);
        } else {
            let (mut at, mut bytes) = (place.start, [0; 4]);
            for c in piece.chars() {
                let letter: &str = c.encode_utf8(&mut bytes);
                match self.written(c) {
                    Some(written) => {
                        self.text.replace(letter, at);
                        at += written.len();
                    }
                    None => {
                        self.text.copy(letter, at);
                        at += c.len_utf8();
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lang::Lang, memory::CodeKind, report::Place};

    #[test]
    fn segments_are_found_where_they_stand() {
        let file = "<tu>\n<seg>nhà &amp; <b/>bản</seg><seg>house &amp; <b/>village</seg>\n</tu><tu>\n<seg>khác</seg>";
        let code = |at| vec![Code { at, kind: CodeKind::Alone, id: String::new(), data: String::new() }];
        let segment = |lang, text: &str, at| Segment { codes: code(at), ..Segment::new(lang, text) };
        let unit = Unit::new(segment(Lang::vi(), "nhà & bản", 7), segment(Lang::en(), "house & village", 8));
        let other = Unit::new(Segment::new(Lang::vi(), "khác"), Segment::new(Lang::en(), "not there"));
        let bitext = Bitext::new("a.tmx", file, Escapes::Xml, vec![(1, unit), (3, other)]).expect("units");
        let there = |side: usize, text: &str| {
            let document = &bitext.sides[side].document;
            let at = document.text().find(text).expect("there");
            let place = Place::in_document(document, Span::new(at, at + text.len()));
            (place.span.of(file), place.line)
        };
        assert_eq!(there(0, "bản"), ("bản", 2));
        assert_eq!(there(1, "house &"), ("house &amp;", 2));
        assert_eq!(there(1, "village"), ("village", 2));
        assert_eq!(there(0, "khác"), ("khác", 4));
        assert_eq!(there(1, "not there").1, 4);
        assert_eq!(bitext.pairs[0].of(&bitext, 1), "house & village");
    }
}
