//! From byte offsets to lines and columns.

use std::ops::Range;

/// A place as people count it: both 1-based, the column in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line number.
    pub line: usize,
    /// Column in Unicode scalar values of that line.
    pub column: usize,
}

/// Where the lines of a text start. Building costs one pass, a look-up O(log lines + line length).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Indexes `text`. Lines end with `\n`; a `\r` before it counts as part of the line.
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The bytes of a line, its end included; the last line for a number that is too large.
    pub fn range(&self, text: &str, line: usize) -> Range<usize> {
        let at = line.clamp(1, self.starts.len()) - 1;
        self.starts[at]..self.starts.get(at + 1).copied().unwrap_or(text.len())
    }

    /// The position of byte `offset` of `text`, the text this index was made from.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        // A byte inside a character counts as its start; a byte order mark is no column.
        let end = (start..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
        let before = text[start..end].trim_start_matches('\u{feff}');
        Position { line, column: before.chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_scalar_values() {
        let text = "a\nĐiện Biên\r\nx";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, text.find("Biên").expect("there")), Position { line: 2, column: 6 });
        assert_eq!(index.position(text, text.len()), Position { line: 3, column: 2 });
        assert_eq!(LineIndex::new("\u{feff}ab").position("\u{feff}ab", 3), Position { line: 1, column: 1 });
    }
}
