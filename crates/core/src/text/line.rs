//! Converts byte offsets to lines and columns.

use std::ops::Range;

/// A line and a column, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line number.
    pub line: usize,
    /// Column in Unicode scalar values.
    pub column: usize,
}

/// The line starts of a text. Cost: building takes one pass, a look-up O(log lines).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// In long lines, about every [`CHECKPOINT_BYTES`]: a byte offset and its column.
    columns: Vec<(usize, usize)>,
}

/// Distance between two known columns of a long line: a look-up counts the characters of no more bytes than this.
const CHECKPOINT_BYTES: usize = 4096;

impl LineIndex {
    /// Indexes `text`. Lines end with `\n`; a `\r` before it belongs to the line.
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
        let mut index = Self { starts, columns: Vec::new() };
        for line in 1..=index.starts.len() {
            let range = index.range(text, line);
            let (mut at, mut column) = (range.start, 1);
            while range.end - at > CHECKPOINT_BYTES {
                let next = (at + CHECKPOINT_BYTES..).find(|next| text.is_char_boundary(*next)).unwrap_or(range.end);
                column += count_columns(&text[at..next], at == range.start);
                at = next;
                index.columns.push((at, column));
            }
        }
        index
    }

    /// The byte range of a line, including its line break; the last line if `line` is too large.
    pub fn range(&self, text: &str, line: usize) -> Range<usize> {
        let at = line.clamp(1, self.starts.len()) - 1;
        self.starts[at]..self.starts.get(at + 1).copied().unwrap_or(text.len())
    }

    /// The position of byte `offset` of `text`, which must be the indexed text.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|&start| start <= offset);
        let line_start = self.starts[line - 1];
        // An offset inside a character counts as the start of that character.
        let end = (line_start..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
        let end = end.unwrap_or(line_start);
        let checkpoint = self.columns[..self.columns.partition_point(|(at, _)| *at <= end)].last();
        let (from, column) = checkpoint.copied().unwrap_or_default().max((line_start, 1));
        Position { line, column: column + count_columns(&text[from..end], from == line_start) }
    }
}

/// The number of columns in a part of a line. A byte order mark at the start of a line has no column.
fn count_columns(text: &str, is_line_start: bool) -> usize {
    let text = if is_line_start { text.trim_start_matches('\u{feff}') } else { text };
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_scalar_values_also_in_long_lines() {
        let text = "a\nĐiện Biên\r\nx";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, text.find("Biên").expect("there")), Position { line: 2, column: 6 });
        assert_eq!(index.position(text, text.len()), Position { line: 3, column: 2 });
        assert_eq!(LineIndex::new("\u{feff}ab").position("\u{feff}ab", 3), Position { line: 1, column: 1 });
        // Elsewhere in a line the same character counts.
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
