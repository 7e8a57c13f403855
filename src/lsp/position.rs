//! Places in a text: bytes here, lines and UTF-8 or UTF-16 units in the protocol.

use lsp_types::{InitializeParams, Position, PositionEncodingKind, Range};

use crate::project::Span;

/// What characters of a line are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
}

impl From<Encoding> for PositionEncodingKind {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Utf8 => Self::UTF8,
            Encoding::Utf16 => Self::UTF16,
        }
    }
}

impl Encoding {
    /// Bytes where the editor can, else what every editor knows.
    pub(super) fn agreed(params: &InitializeParams) -> Self {
        let offered = params.capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let utf8 = offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8));
        if utf8 { Self::Utf8 } else { Self::Utf16 }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// Where lines begin, as the protocol counts them: `\n`, `\r\n` and `\r` end one.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| match byte {
            b'\n' => Some(at + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
            _ => None,
        };
        Self(std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends)).collect())
    }

    /// The byte of a position; one behind the end of a line is its end.
    pub(super) fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some(&start) = self.0.get(position.line as usize) else { return text.len() };
        let end = self.0.get(position.line as usize + 1).copied().unwrap_or(text.len());
        let line = text[start..end].trim_end_matches(['\n', '\r']);
        let mut left = position.character as usize;
        for (at, c) in line.char_indices() {
            let width = encoding.width(c);
            if left < width {
                return start + at;
            }
            left -= width;
        }
        start + line.len()
    }

    pub(super) fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let line = self.0.partition_point(|start| *start <= offset).saturating_sub(1);
        let before = text.get(self.0[line]..offset).unwrap_or_default();
        let character: usize = before.chars().map(|c| encoding.width(c)).sum();
        Position::new(line as u32, character as u32)
    }

    pub(super) fn range(&self, text: &str, span: Span, encoding: Encoding) -> Range {
        Range::new(self.position(text, span.start, encoding), self.position(text, span.end, encoding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_go_there_and_back() {
        let text = "Đ𝄞a\r\nb\rc\n";
        let lines = Lines::of(text);
        for (offset, utf8, utf16) in [
            (0, (0, 0), (0, 0)),
            (2, (0, 2), (0, 1)),
            (6, (0, 6), (0, 3)),
            (9, (1, 0), (1, 0)),
            (11, (2, 0), (2, 0)),
            (13, (3, 0), (3, 0)),
        ] {
            for (encoding, (line, character)) in [(Encoding::Utf8, utf8), (Encoding::Utf16, utf16)] {
                let position = Position::new(line, character);
                assert_eq!(lines.position(text, offset, encoding), position);
                assert_eq!(lines.offset(text, position, encoding), offset);
            }
        }
        assert_eq!(lines.offset(text, Position::new(0, 99), Encoding::Utf16), 7);
        assert_eq!(lines.offset(text, Position::new(99, 0), Encoding::Utf16), text.len());
    }
}
