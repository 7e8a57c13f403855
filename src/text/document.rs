//! A text to read, with the way back to the file it came from.

use super::{LineIndex, Mapped, Position, Span, nfc};

/// A file's readable text in NFC (markup left out), beside its source as it was.
///
/// Rooms above work on [`Document::text`]; whatever they report is mapped to the source first.
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    source: String,
    readable: Mapped,
    lines: LineIndex,
}

impl Document {
    /// A plain text: all of it is readable.
    pub fn plain(name: impl Into<String>, source: impl Into<String>) -> Self {
        let source = source.into();
        let readable = nfc(&source);
        Self::build(name.into(), source, readable)
    }

    /// A text with markup, whose `readable` part was extracted by a reader of its format.
    pub fn extracted(name: impl Into<String>, source: impl Into<String>, readable: &Mapped) -> Self {
        let composed = nfc(readable.text()).after(readable);
        Self::build(name.into(), source.into(), composed)
    }

    /// As [`Document::extracted`], of text whose parts are composed already and must not be with each other.
    pub fn composed(name: impl Into<String>, source: impl Into<String>, readable: Mapped) -> Self {
        Self::build(name.into(), source.into(), readable)
    }

    fn build(name: String, source: String, readable: Mapped) -> Self {
        let lines = LineIndex::new(&source);
        Self { name, source, readable, lines }
    }

    /// The file's name as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The file as it was.
    pub fn source(&self) -> &str {
        &self.source
    }
    /// The readable text, in NFC.
    pub fn text(&self) -> &str {
        self.readable.text()
    }
    /// Where `span` of the text stands in the source.
    pub fn to_source(&self, span: Span) -> Span {
        self.readable.to_original(span)
    }
    /// The first byte of the text that comes from this byte of the source or from one behind it.
    pub fn offset_of_source(&self, offset: usize) -> usize {
        self.readable.offset_of(offset)
    }
    /// Line and column of a byte of the source.
    pub fn position(&self, source_offset: usize) -> Position {
        self.lines.position(&self.source, source_offset)
    }
}
