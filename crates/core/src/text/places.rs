//! Where a text that a reader put together stands in its file.

use std::ops::Range;

use super::{MappedText, Span, is_nfc, nfc};

/// The places of a text's pieces in its file, in the order of the text.
///
/// A piece was copied from the file, or stands for an escape there: an entity, a doubled quote. Empty if the reader was not
/// asked for places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(Vec<PlacedPiece>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct PlacedPiece {
    /// Bytes of the text.
    text: Range<usize>,
    /// Bytes of the file.
    file: Range<usize>,
    /// Whether both are the same bytes.
    copied: bool,
}

impl Places {
    /// Bytes of the text that are copied from byte `file` of the file on.
    pub fn copy(&mut self, text: Range<usize>, file: usize) {
        if text.is_empty() {
            return;
        }
        let length = text.len();
        match self.0.last_mut() {
            Some(last) if last.copied && last.text.end == text.start && last.file.end == file => {
                last.text.end = text.end;
                last.file.end = file + length;
            }
            _ => self.0.push(PlacedPiece { text, file: file..file + length, copied: true }),
        }
    }

    /// Bytes of the text that stand for other bytes of the file.
    pub fn replace(&mut self, text: Range<usize>, file: Range<usize>) {
        if !text.is_empty() {
            self.0.push(PlacedPiece { text, file, copied: false });
        }
    }

    /// Whether no place is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The places of a part of the text, as a text of its own.
    pub fn part(&self, part: Range<usize>) -> Self {
        let mut out = Self::default();
        out.add_part(0, self, part);
        out
    }

    /// Adds the places of a part of another text, which stands here from byte `at` on.
    pub fn add_part(&mut self, at: usize, other: &Self, part: Range<usize>) {
        let first = other.0.partition_point(|piece| piece.text.end <= part.start);
        for piece in other.0[first..].iter().take_while(|piece| piece.text.start < part.end) {
            let (start, end) = (piece.text.start.max(part.start), piece.text.end.min(part.end));
            let text = at + start - part.start..at + end - part.start;
            if piece.copied {
                self.copy(text, piece.file.start + (start - piece.text.start));
            } else {
                self.replace(text, piece.file.clone());
            }
        }
    }

    /// The bytes of the file from the first piece to the last.
    pub fn range(&self) -> Option<Range<usize>> {
        Some(self.0.first()?.file.start..self.0.last()?.file.end)
    }

    /// A part of the text in normalization form C, with the way back to the file.
    pub fn mapped(&self, text: &str, part: Range<usize>) -> MappedText {
        let places = self.part(part.clone());
        let text = text.get(part).unwrap_or_default();
        let mut mapped = MappedText::with_capacity(text.len());
        for piece in &places.0 {
            let written = text.get(piece.text.clone()).unwrap_or_default();
            if piece.copied {
                mapped.copy(written, piece.file.start);
            } else {
                mapped.replace_range(written, piece.file.clone());
            }
        }
        if is_nfc(text) { mapped } else { nfc(text).after(&mapped) }
    }
}

/// A text that is put together from parts of another one, with its places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub places: Places,
}

impl Placed {
    /// A text whose place is not known.
    pub fn nowhere(text: impl Into<String>) -> Self {
        Self { text: text.into(), places: Places::default() }
    }

    /// A text as it stands in the file from a byte on.
    pub fn copied(text: impl Into<String>, file: usize) -> Self {
        let text = text.into();
        let mut places = Places::default();
        places.copy(0..text.len(), file);
        Self { text, places }
    }

    /// A part of it.
    pub fn part(&self, part: Range<usize>) -> Self {
        Self { text: self.text[part.clone()].to_owned(), places: self.places.part(part) }
    }

    /// On one line, with one space where there is white space.
    #[must_use]
    pub fn on_one_line(&self) -> Self {
        let mut out = Self::default();
        let mut end = None;
        for word in self.text.split_whitespace() {
            let start = word.as_ptr() as usize - self.text.as_ptr() as usize;
            if let Some(end) = end {
                if let Some(file) = self.places.part(end..start).range() {
                    out.places.replace(out.text.len()..out.text.len() + 1, file);
                }
                out.text.push(' ');
            }
            out.places.add_part(out.text.len(), &self.places, start..start + word.len());
            out.text.push_str(word);
            end = Some(start + word.len());
        }
        out
    }

    /// Where the part of the text at `span` stands; `None` if its place is not known.
    pub fn file_range(&self, span: Span) -> Option<Range<usize>> {
        self.places.part(span.range()).range()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a &amp; b`, as a reader of XML puts it together.
    fn escaped() -> Placed {
        let mut placed = Placed::copied("a ", 10);
        placed.places.replace(2..3, 12..17);
        placed.places.copy(3..5, 17);
        placed.text.push_str("& b");
        placed
    }

    #[test]
    fn a_part_has_its_own_places() {
        let placed = escaped();
        assert_eq!(placed.file_range(Span::new(0, 5)), Some(10..19));
        assert_eq!(placed.file_range(Span::new(2, 3)), Some(12..17));
        assert_eq!(placed.part(2..5).file_range(Span::new(2, 3)), Some(18..19));
    }

    #[test]
    fn a_part_that_ends_with_an_escape_ends_where_the_escape_does() {
        let mut placed = escaped();
        placed.places.copy(5..6, 30); // behind a tag
        placed.text.push('c');
        let mapped = placed.places.mapped(&placed.text, 0..6);
        assert_eq!(mapped.to_original(Span::new(0, 3)), Span::new(10, 17));
        assert!(mapped.is_unbroken(Span::new(0, 5)) && !mapped.is_unbroken(Span::new(0, 6)));
        assert!(mapped.is_unbroken(Span::new(2, 3)) && mapped.is_unbroken(Span::new(5, 6)));
    }

    #[test]
    fn white_space_becomes_one_space() {
        let placed = Placed::copied("  big\r\n  house ", 100).on_one_line();
        assert_eq!(placed.text, "big house");
        assert_eq!(placed.file_range(Span::new(4, 9)), Some(109..114));
        assert_eq!(placed.file_range(Span::new(3, 4)), Some(105..109));
    }

    #[test]
    fn composed_letters_stand_where_their_parts_do() {
        let placed = Placed::copied("cafe\u{301} x", 7);
        let mapped = placed.places.mapped(&placed.text, 0..placed.text.len());
        assert_eq!(mapped.text(), "café x");
        assert_eq!(mapped.to_original(Span::new(3, 5)), Span::new(10, 13));
    }
}
