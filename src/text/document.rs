//! A text to read, with the way back to the file it came from.

use super::{LineIndex, Mapped, Position, Span, is_composed, nfc};

/// A file's readable text in NFC (markup left out), beside its source as it was.
///
/// Rooms above work on [`Document::text`]; whatever they report is mapped to the source first.
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    source: String,
    /// The text, where it is another than the source.
    readable: Option<Mapped>,
    lines: LineIndex,
}

impl Document {
    /// A plain text: all of it is readable.
    pub fn plain(name: impl Into<String>, source: impl Into<String>) -> Self {
        let source = source.into();
        let readable = (!is_composed(&source)).then(|| nfc(&source));
        Self::build(name.into(), source, readable)
    }

    /// A text with markup, whose `readable` part was extracted by a reader of its format.
    pub fn extracted(name: impl Into<String>, source: impl Into<String>, readable: &Mapped) -> Self {
        let composed = nfc(readable.text()).after(readable);
        Self::build(name.into(), source.into(), Some(composed))
    }

    /// As [`Document::extracted`], of text whose parts are composed already and must not be with each other.
    pub fn composed(name: impl Into<String>, source: impl Into<String>, readable: Mapped) -> Self {
        Self::build(name.into(), source.into(), Some(readable))
    }

    fn build(name: String, source: String, readable: Option<Mapped>) -> Self {
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
        self.readable.as_ref().map_or(&self.source, Mapped::text)
    }
    /// Whether the text is the source, which then is in NFC.
    pub fn is_as_written(&self) -> bool {
        self.readable.is_none()
    }
    /// Where `span` of the text stands in the source.
    pub fn to_source(&self, span: Span) -> Span {
        self.readable.as_ref().map_or(span, |readable| readable.to_original(span))
    }
    /// Whether `span` of the text stands in the source in one stretch, without markup inside.
    pub fn is_unbroken(&self, span: Span) -> bool {
        self.readable.as_ref().is_none_or(|readable| readable.is_unbroken(span))
    }
    /// The first byte of the text that comes from this byte of the source or from one behind it.
    pub fn offset_of_source(&self, offset: usize) -> usize {
        self.readable.as_ref().map_or(offset, |readable| readable.offset_of(offset))
    }
    /// Line and column of a byte of the source.
    pub fn position(&self, source_offset: usize) -> Position {
        self.lines.position(&self.source, source_offset)
    }
}
