//! A bilingual file as two texts whose segments are paired, each with the way back to the file.

use gloss_core::{
    lang::Article,
    model::{Code, Segment, Unit},
    report::Edit,
    text::{Document, LineIndex, MappedText, Span, nfc},
};

/// The side that is the translation.
const TARGET: usize = 1;

/// A file of units.
#[derive(Debug)]
pub struct Bitext {
    /// Its source segments, and its target segments.
    pub sides: [Article; 2],
    /// Which of them belong together.
    pub pairs: Vec<Pair>,
    escapes: Escapes,
}

/// How a file writes its segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escapes {
    /// As lines of a text.
    Lines,
    /// As cells of a table, which may need quotes.
    Cells,
    /// As XML.
    Xml,
    /// As a PO file.
    Po,
}

impl Escapes {
    /// A text as such a file writes it; none if that depends on what stands around it.
    fn written(self, text: &str) -> Option<String> {
        match self {
            Self::Lines => (!text.contains(['\n', '\r'])).then(|| text.to_owned()),
            Self::Cells => (!text.contains(['"', ',', ';', '|', '\t', '\n', '\r'])).then(|| text.to_owned()),
            Self::Xml => Some(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
            Self::Po => (!text.contains(['\n', '\r'])).then(|| text.replace('\\', "\\\\").replace('"', "\\\"")),
        }
    }
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
    /// Two texts whose lines are translations of each other.
    pub fn of_lines(sides: [Article; 2], pairs: Vec<Pair>) -> Self {
        Self { sides, pairs, escapes: Escapes::Lines }
    }

    /// The units of a file, each with its line. A segment without places stands for its line. `None` if there are no units.
    /// Cost: linear in the file.
    pub fn new(name: &str, file: &str, escapes: Escapes, units: Vec<(usize, Unit)>) -> Option<Self> {
        let langs = units.first().map(|(_, unit)| [unit.source.lang.clone(), unit.target.lang.clone()])?;
        let lines = LineIndex::new(file);
        let mut sides = [MappedText::with_capacity(file.len()), MappedText::with_capacity(file.len())];
        let mut pairs = Vec::with_capacity(units.len());
        for (line, unit) in units {
            let line = lines.range(file, line);
            let line = Span::new(line.start, line.start + file.get(line).unwrap_or_default().trim_end().len());
            let spans = [add(&mut sides[0], &unit.source, line), add(&mut sides[TARGET], &unit.target, line)];
            pairs.push(Pair { spans, codes: [unit.source.codes, unit.target.codes] });
        }
        let [source, target] = sides.map(|side| Document::from_nfc_parts(name, file, side));
        let [from, to] = langs;
        let article = |document, lang| Article { document, lang };
        Some(Self { sides: [article(source, from), article(target, to)], pairs, escapes })
    }

    /// The edit as the file has to write it; none if it belongs to no translation, or if its text has no safe form there.
    pub(crate) fn written(&self, edit: &Edit) -> Option<Edit> {
        let new = self.escapes.written(&edit.new)?;
        self.is_target(edit.span).then_some(Edit { new, ..edit.clone() })
    }

    /// Whether bytes of the file are of a translation.
    fn is_target(&self, place: Span) -> bool {
        let document = &self.sides[TARGET].document;
        let at = document.offset_from_source(place.start);
        let next = self.pairs.partition_point(|pair| pair.spans[TARGET].end <= at);
        self.pairs.get(next).is_some_and(|pair| document.to_source(pair.spans[TARGET]).contains(place))
    }
}

/// Adds a segment to a side and returns where it stands there. `line` is where it stands if nothing better is known.
fn add(side: &mut MappedText, segment: &Segment, line: Span) -> Span {
    let start = side.text().len();
    let end = match segment.places.range() {
        Some(file) => {
            // Letters on both sides of a code are not composed with each other.
            let ends = segment.codes.iter().map(|code| code.at).chain([segment.text.len()]);
            let mut from = 0;
            for to in ends {
                side.append(&segment.places.mapped(&segment.text, from..to));
                from = to;
            }
            file.end
        }
        None => {
            let text = nfc(&segment.text);
            side.replace_range(text.text(), line.range());
            line.end
        }
    };
    let span = Span::new(start, side.text().len());
    side.replace_range("\n\n", end..end); // no word goes on into the next segment
    span
}

#[cfg(test)]
mod tests {
    use super::*;
    use gloss_core::{lang::Lang, report::Place, text::Placed};

    #[test]
    fn a_segment_without_places_stands_for_its_line() {
        let file = "<source>a</source><target>x</target>\n<source>b</source><target>y</target>";
        let unit = || Unit::new(Segment::new(Lang::vi(), "a"), Segment::new(Lang::en(), "nowhere"));
        let bitext = Bitext::new("a.xlf", file, Escapes::Xml, vec![(1, unit()), (2, unit())]).expect("units");
        let place = |pair: usize| Place::in_document(&bitext.sides[TARGET].document, bitext.pairs[pair].spans[TARGET]);
        assert_eq!([place(0).line, place(1).line], [1, 2]);
        assert_eq!(place(1).span.of(file), "<source>b</source><target>y</target>");
    }

    #[test]
    fn an_edit_is_written_as_the_file_writes_its_segments() {
        let file = "source a b";
        let placed = |lang, text: &str, at: usize| Segment {
            places: Placed::copied(text, at).places,
            ..Segment::new(lang, text)
        };
        let edit = |escapes: Escapes, start: usize, new: &str| {
            let unit = Unit::new(placed(Lang::vi(), "source", 0), placed(Lang::en(), "a b", 7));
            let bitext = Bitext::new("a", file, escapes, vec![(1, unit)]).expect("units");
            let written = bitext.written(&Edit { span: Span::new(start, start + 1), new: new.to_owned() });
            written.map(|edit| edit.new)
        };
        assert_eq!(edit(Escapes::Xml, 7, "R&D <1>"), Some("R&amp;D &lt;1&gt;".to_owned()));
        assert_eq!(edit(Escapes::Po, 7, "the \"house\""), Some("the \\\"house\\\"".to_owned()));
        assert_eq!(edit(Escapes::Cells, 7, "a, b"), None);
        assert_eq!(edit(Escapes::Cells, 7, "house"), Some("house".to_owned()));
        assert_eq!(edit(Escapes::Xml, 0, "house"), None, "the source is not the translator's to change");
    }
}
