//! A bilingual file as two texts whose segments are paired, each with the way back to the file.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::{
    lang::Article,
    memory::{Code, Segment, Unit},
    text::{Document, LineIndex, Mapped, Span},
};

use super::{
    SOURCE, TARGET,
    written::{self, Escapes},
};

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
        let mut sides = written::sides(file, escapes).map(|written| Side::new(file, written));
        let mut pairs = Vec::with_capacity(units.len());
        let begins: Vec<usize> = units.iter().map(|(line, _)| *line).collect();
        for (number, (line, unit)) in units.into_iter().enumerate() {
            // A unit goes to the line of one that begins further below.
            let below = begins[number..].iter().take(MANY).find(|next| **next > line);
            let from = lines.range(file, line);
            let to = below.map_or(file.len(), |line| lines.range(file, *line).start);
            let spans = [sides[SOURCE].add(&unit.source, &from, to), sides[TARGET].add(&unit.target, &from, to)];
            pairs.push(Pair { spans, codes: [unit.source.codes, unit.target.codes] });
        }
        let [source, target] = sides.map(|side| Document::composed(name, file, side.text));
        let [from, to] = langs;
        let article = |document, lang| Article { document, lang };
        Some(Self { sides: [article(source, from), article(target, to)], pairs })
    }
}

impl Bitext {
    /// Whether bytes of the file are of a translation.
    pub(super) fn is_target(&self, place: Span) -> bool {
        let document = &self.sides[TARGET].document;
        let at = document.offset_of_source(place.start);
        let next = self.pairs.partition_point(|pair| pair.spans[TARGET].end <= at);
        self.pairs.get(next).is_some_and(|pair| document.to_source(pair.spans[TARGET]).contains(place))
    }
}

/// More units than these do not begin on one line of a file that is looked into with any profit.
const MANY: usize = 64;

/// One side on its way.
struct Side<'f> {
    file: &'f str,
    /// What the file says on this side.
    written: Mapped,
    text: Mapped,
    /// Where in what is written the last segment ended.
    at: usize,
}

impl<'f> Side<'f> {
    fn new(file: &'f str, written: Mapped) -> Self {
        Self { file, written, text: Mapped::with_capacity(file.len()), at: 0 }
    }

    /// Adds a segment of a unit that begins on a line and goes to a byte of the file.
    fn add(&mut self, segment: &Segment, line: &Range<usize>, to: usize) -> Span {
        let start = self.text.text().len();
        let from = self.written.offset_of(line.start).max(self.at);
        let to = self.written.offset_of(to);
        let mut at = from;
        let places: Option<Vec<Span>> = segment
            .pieces()
            .map(|(piece, _)| {
                let place = find(self.written.text(), piece, at, to)?;
                at = place.end;
                Some(place)
            })
            .collect();
        let place = match places {
            Some(places) => {
                self.at = at;
                segment.pieces().zip(places).for_each(|((piece, _), place)| self.copy(piece, place));
                self.written.to_original(Span::new(at, at)).start
            }
            // It stands for its line.
            None => {
                self.text.replace(&segment.text.nfc().collect::<String>(), line.start);
                line.start + self.file.get(line.clone()).unwrap_or_default().trim_end().len()
            }
        };
        let end = self.text.text().len();
        self.text.replace("\n\n", place); // no word goes on into the next segment
        Span::new(start, end)
    }

    /// Appends a piece that is written at a place.
    fn copy(&mut self, piece: &str, place: Span) {
        let original = self.written.to_original(place);
        if is_nfc_quick(piece.chars()) != IsNormalized::Yes {
            self.text.replace(&piece.nfc().collect::<String>(), original.start);
        } else if self.file.get(original.range()) == Some(piece) {
            self.text.copy(piece, original.start);
        } else {
            let mut bytes = [0; 4];
            for (at, c) in piece.char_indices() {
                let letter: &str = c.encode_utf8(&mut bytes);
                let here = self.written.to_original(Span::new(place.start + at, place.start + at + letter.len()));
                if self.file.get(here.range()) == Some(letter) {
                    self.text.copy(letter, here.start);
                } else {
                    self.text.replace(letter, here.start);
                }
            }
        }
    }
}

/// Where a piece of a segment stands between two places, if it can be as a whole.
fn find(text: &str, piece: &str, from: usize, to: usize) -> Option<Span> {
    if piece.is_empty() {
        return Some(Span::new(from, from));
    }
    let window = text.get(from..to)?;
    let is_border = |c: Option<char>| c.is_none_or(|c| matches!(c, '\0' | '\t' | '\n' | ',' | ';' | '"'));
    let is_whole = |place: &Span| {
        is_border(text[..place.start].chars().next_back()) && is_border(text[place.end..].chars().next())
    };
    let places = || {
        memmem::find_iter(window.as_bytes(), piece.as_bytes()).map(|at| Span::new(from + at, from + at + piece.len()))
    };
    places().find(is_whole).or_else(|| places().next())
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
        assert_eq!(there(1, "not there").1, 3);
        assert_eq!(bitext.pairs[0].of(&bitext, 1), "house & village");
    }

    fn place(bitext: &Bitext, pair: usize, side: usize) -> (usize, Span) {
        let document = &bitext.sides[side].document;
        let place = Place::in_document(document, bitext.pairs[pair].spans[side]);
        (place.line, place.span)
    }

    fn of(source: &str, target: &str) -> Unit {
        Unit::new(Segment::new(Lang::vi(), source), Segment::new(Lang::en(), target))
    }

    #[test]
    fn bug_an_id_that_equals_the_text_was_taken_for_it() {
        let file = "<trans-unit id=\"a b\"><source>a b</source><target>a b</target></trans-unit>";
        let bitext = Bitext::new("a.xlf", file, Escapes::Xml, vec![(1, of("a b", "a b"))]).expect("units");
        let at = |text: &str| file.find(text).expect("there") + text.len();
        assert_eq!(place(&bitext, 0, SOURCE).1.start, at("<source>"));
        assert_eq!(place(&bitext, 0, TARGET).1.start, at("<target>"));
    }

    #[test]
    fn bug_a_mark_behind_a_code_was_composed_twice() {
        let file = "<seg>e</seg><seg>cafe<x/>\u{301} ok</seg>\n<seg>f</seg><seg>end</seg>";
        let mut unit = of("e", "cafe\u{301} ok");
        unit.target.codes.push(Code { at: 4, kind: CodeKind::Alone, id: String::new(), data: String::new() });
        let bitext = Bitext::new("a.tmx", file, Escapes::Xml, vec![(1, unit), (2, of("f", "end"))]).expect("units");
        assert_eq!(bitext.pairs[1].of(&bitext, TARGET), "end");
        assert_eq!(place(&bitext, 1, TARGET).1.of(file), "end");
    }

    #[test]
    fn bug_an_entity_sent_the_search_into_the_next_unit() {
        let file = "<source>a &quot;b&quot;</source><target>x y</target>\n<source>c</source><target>x y</target>";
        let units = vec![(1, of("a \"b\"", "x y")), (2, of("c", "x y"))];
        let bitext = Bitext::new("a.xlf", file, Escapes::Xml, units).expect("units");
        assert_eq!([0, 1].map(|pair| place(&bitext, pair, TARGET).0), [1, 2]);
        assert_eq!(place(&bitext, 0, SOURCE).1.of(file), "a &quot;b&quot;");
    }

    #[test]
    fn bug_a_segment_was_looked_for_in_the_units_behind_where_all_are_on_one_line() {
        let mark = |text: &str| format!("<mrk mtype=\"seg\" mid=\"0\">{text}</mrk>");
        let unit = |texts: [&str; 2]| {
            let marks = texts.map(mark).join(" ");
            format!("<trans-unit><source>{marks}</source><target>{marks}</target></trans-unit>")
        };
        let file = unit(["a", "b"]) + &unit(["a", "c"]);
        let units = ["a", "b", "a", "c"].map(|text| (1, of(text, text)));
        let bitext = Bitext::new("a.xlf", &file, Escapes::Xml, units.into()).expect("units");
        let starts = [0, 1, 2, 3].map(|pair| place(&bitext, pair, TARGET).1);
        assert!(starts.is_sorted() && starts.iter().all(|span| span.end == span.start + 1), "{starts:?}");
    }

    #[test]
    fn a_segment_that_is_not_found_stands_for_its_line() {
        let file = "<source>a</source><target>x</target>\n<source>b</source><target>y</target>";
        let units = vec![(1, of("a", "nowhere")), (2, of("b", "y"))];
        let bitext = Bitext::new("a.xlf", file, Escapes::Xml, units).expect("units");
        assert_eq!([0, 1].map(|pair| place(&bitext, pair, TARGET).0), [1, 2]);
    }
}
