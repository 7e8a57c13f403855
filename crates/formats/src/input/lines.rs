//! Lines and columns of a text that passes by in blocks.

/// Where a reader stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in Unicode scalar values.
    pub column: usize,
    /// Bytes of text before it.
    pub offset: usize,
}

impl Default for Position {
    fn default() -> Self {
        Self { line: 1, column: 1, offset: 0 }
    }
}

/// Keeps track of places. Line breaks are counted when a place is asked for or its block is given up, columns only when
/// they are asked for.
#[derive(Debug)]
pub(crate) struct Lines {
    /// Where the block begins.
    block: Position,
    /// Line breaks up to byte `at` of the block.
    breaks: usize,
    at: usize,
    /// A byte of the line that is read and its column.
    counted: (usize, usize),
    token: Token,
}

/// Where the last token began.
#[derive(Debug)]
enum Token {
    /// At this byte of the block.
    Here(usize),
    /// In a block that is gone.
    Before(Position),
}

impl Lines {
    /// Lines of a text that begins at `start`.
    pub(crate) fn from(start: Position) -> Self {
        Self { block: start, breaks: 0, at: 0, counted: (0, start.column), token: Token::Here(0) }
    }

    /// The line the block begins on.
    pub(super) fn block_line(&self) -> usize {
        self.block.line
    }

    /// Bytes of text before a byte of the block.
    pub(crate) fn offset(&self, at: usize) -> usize {
        self.block.offset + at
    }

    /// A token begins at a byte of the block.
    pub(crate) fn start_token(&mut self, at: usize) {
        self.token = Token::Here(at);
    }

    /// The line of a byte of the block that is not before the one asked for last.
    fn line(&mut self, block: &[u8], to: usize) -> usize {
        for found in memchr::memchr_iter(b'\n', &block[self.at..to]) {
            self.breaks += 1;
            self.counted = (self.at + found + 1, 1);
        }
        self.at = to;
        self.block.line + self.breaks
    }

    /// The place of a byte of the block that is not before the one asked for last.
    pub(crate) fn place(&mut self, block: &[u8], to: usize) -> Position {
        let line = self.line(block, to);
        let (from, before) = self.counted;
        let letters = block[from..to].iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
        self.counted = (to, before + letters);
        Position { line, column: before + letters, offset: self.block.offset + to }
    }

    /// Where the last token began.
    pub(crate) fn token(&mut self, block: &[u8]) -> Position {
        match self.token {
            Token::Here(at) => self.place(block, at),
            Token::Before(place) => place,
        }
    }

    /// The line on which the last token began.
    pub(crate) fn token_line(&mut self, block: &[u8]) -> usize {
        match self.token {
            Token::Here(at) => self.line(block, at),
            Token::Before(place) => place.line,
        }
    }

    /// The block is used up and another one takes its place.
    pub(super) fn next_block(&mut self, block: &[u8]) {
        let token = Token::Before(self.token(block));
        *self = Self { token, ..Self::from(self.place(block, block.len())) };
    }
}

impl Default for Lines {
    fn default() -> Self {
        Self::from(Position::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_right_whatever_the_blocks() {
        let text = "một\nhai ba\n\nbốn";
        for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let mut lines = Lines::default();
            for (block, offset) in [(&text[..cut], 0), (&text[cut..], cut)] {
                for (at, _) in block.char_indices() {
                    lines.start_token(at);
                    let before = &text[..offset + at];
                    let line = before.rfind('\n').map_or(0, |at| at + 1);
                    let wanted = Position {
                        line: 1 + before.matches('\n').count(),
                        column: 1 + before[line..].chars().count(),
                        offset: offset + at,
                    };
                    assert_eq!(lines.token(block.as_bytes()), wanted, "{cut} {at}");
                    assert_eq!(lines.token_line(block.as_bytes()), wanted.line);
                }
                lines.next_block(block.as_bytes());
            }
        }
    }
}
