//! A document: its readable text and the map from there back to its source file.

use super::{LineIndex, MappedText, Position, Span, is_nfc, nfc};

/// A file's readable text in NFC, without markup, together with the unchanged source.
///
/// Higher modules work on [`Document::text`] and map every span they report back to the source.
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    source: String,
    /// The text, where it differs from the source.
    readable: Option<MappedText>,
    lines: LineIndex,
}

impl Document {
    /// A plain-text document: the whole source is readable.
    pub fn plain(name: impl Into<String>, source: impl Into<String>) -> Self {
        let source = source.into();
        let readable = (!is_nfc(&source)).then(|| nfc(&source));
        Self::build(name.into(), source, readable)
    }

    /// A document with markup, whose `readable` text a format reader extracted.
    pub fn extracted(name: impl Into<String>, source: impl Into<String>, readable: &MappedText) -> Self {
        let composed = nfc(readable.text()).after(readable);
        Self::build(name.into(), source.into(), Some(composed))
    }

    /// As [`Document::extracted`], for text made of parts that are in NFC already and must not be composed across their
    /// borders.
    pub fn from_nfc_parts(name: impl Into<String>, source: impl Into<String>, readable: MappedText) -> Self {
        Self::build(name.into(), source.into(), Some(readable))
    }

    fn build(name: String, source: String, readable: Option<MappedText>) -> Self {
        let lines = LineIndex::new(&source);
        Self { name, source, readable, lines }
    }

    /// The file name as given.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The unchanged content of the file.
    pub fn source(&self) -> &str {
        &self.source
    }
    /// The readable text, in NFC.
    pub fn text(&self) -> &str {
        self.readable.as_ref().map_or(&self.source, MappedText::text)
    }
    /// Whether text and source are the same, which means that the source is in NFC.
    pub fn is_source_unchanged(&self) -> bool {
        self.readable.is_none()
    }
    /// The span of the source from which `span` of the text came.
    pub fn to_source(&self, span: Span) -> Span {
        self.readable.as_ref().map_or(span, |readable| readable.to_original(span))
    }
    /// Whether `span` of the text stands in the source in one stretch, without markup inside.
    pub fn is_unbroken(&self, span: Span) -> bool {
        self.readable.as_ref().is_none_or(|readable| readable.is_unbroken(span))
    }
    /// The first byte of the text that came from `offset` in the source or from after it.
    pub fn offset_from_source(&self, offset: usize) -> usize {
        self.readable.as_ref().map_or(offset, |readable| readable.offset_from_original(offset))
    }
    /// The line and column of a byte of the source.
    pub fn position(&self, source_offset: usize) -> Position {
        self.lines.position(&self.source, source_offset)
    }
}
