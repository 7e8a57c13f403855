//! Sorted word lists, searched in place: a look-up parses nothing but the lines it compares.

use std::cmp::Ordering;

/// Lines sorted by their first column; a tab separates it from the rest of the line. Comments start with `#`.
#[derive(Debug, Clone, Copy)]
pub(super) struct SortedLines(pub(super) &'static str);

impl SortedLines {
    /// The rest of the line that begins with a word; `None` if there is no such line. Cost: O(log lines), about ten
    /// nanoseconds per step.
    pub(super) fn find(self, word: &str) -> Option<&'static str> {
        let is_end = |byte: &u8| *byte == b'\n';
        let mut rest = self.0;
        while !rest.is_empty() {
            let bytes = rest.as_bytes();
            let start = bytes[..bytes.len() / 2].iter().rposition(is_end).map_or(0, |end| end + 1);
            let line = &bytes[start..];
            let end = || line.iter().position(is_end).unwrap_or(line.len());
            let common = line.iter().zip(word.as_bytes()).take_while(|(a, b)| a == b).count();
            // `None`, the end of a column, sorts before every letter.
            let first_difference =
                |text: &[u8]| text.get(common).copied().filter(|byte| *byte > b'\t' && *byte != b'\n');
            match first_difference(line).cmp(&first_difference(word.as_bytes())) {
                Ordering::Equal => {
                    return rest.get(start + common..start + end()).map(|rest| rest.trim_start_matches('\t'));
                }
                Ordering::Less => rest = rest.get(start + end() + 1..).unwrap_or_default(),
                Ordering::Greater => rest = &rest[..start],
            }
        }
        None
    }

    /// All lines as first column and rest.
    pub(super) fn rows(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = self.0.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split_once('\t').unwrap_or((line, "")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_exactly_the_listed_words() {
        let list = SortedLines("# about\na\t1\nab\nb\t2\nbc\t3\n");
        let found: Vec<Option<&str>> = ["", "a", "aa", "ab", "b", "bc", "c", "#"].map(|word| list.find(word)).into();
        assert_eq!(found, [None, Some("1"), None, Some(""), Some("2"), Some("3"), None, None]);
        assert_eq!(SortedLines("").find("a"), None);
    }
}
