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

/// Where the lines of a text start. Building costs one pass, a look-up O(log lines).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// In long lines: bytes at about every [`STEP`], and the columns there.
    columns: Vec<(usize, usize)>,
}

/// So many bytes are counted through at most.
const STEP: usize = 4096;

impl LineIndex {
    /// Indexes `text`. Lines end with `\n`; a `\r` before it counts as part of the line.
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
        let mut index = Self { starts, columns: Vec::new() };
        for line in 1..=index.starts.len() {
            let range = index.range(text, line);
            let (mut at, mut column) = (range.start, 1);
            while range.end - at > STEP {
                let next = (at + STEP..).find(|next| text.is_char_boundary(*next)).unwrap_or(range.end);
                column += columns(&text[at..next], at == range.start);
                at = next;
                index.columns.push((at, column));
            }
        }
        index
    }

    /// The bytes of a line, its end included; the last line for a number that is too large.
    pub fn range(&self, text: &str, line: usize) -> Range<usize> {
        let at = line.clamp(1, self.starts.len()) - 1;
        self.starts[at]..self.starts.get(at + 1).copied().unwrap_or(text.len())
    }

    /// The position of byte `offset` of `text`, the text this index was made from.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = (self.starts[line - 1], 1);
        // A byte inside a character counts as its start.
        let end = (start.0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start.0);
        let near = self.columns[..self.columns.partition_point(|(at, _)| *at <= end)].last();
        let (from, column) = near.copied().unwrap_or(start).max(start);
        Position { line, column: column + columns(&text[from..end], from == start.0) }
    }
}

/// How many columns a part of a line has. A byte order mark at its beginning is none.
fn columns(text: &str, begins: bool) -> usize {
    let text = if begins { text.trim_start_matches('\u{feff}') } else { text };
    text.chars().count()
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
        // Only at the beginning of a line it is a mark.
        let text = format!("{}\u{feff}The", "a".repeat(4_096));
        assert_eq!(LineIndex::new(&text).position(&text, 4_099), Position { line: 1, column: 4_098 });
        let long = format!("a\n{}", "Điện ".repeat(5_000));
        let index = LineIndex::new(&long);
        for at in [0, 3, 4_000, 5_000, 20_003, 34_000] {
            let offset = long.char_indices().nth(at).map_or(long.len(), |(offset, _)| offset);
            let (line, column) = if at < 2 { (1, at + 1) } else { (2, at - 1) };
            assert_eq!(
                index.position(&long, offset),
                if offset == long.len() { Position { line: 2, column: 25_001 } } else { Position { line, column } }
            );
        }
    }
}
