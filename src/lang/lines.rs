//! Word lists that are searched where they stand, so that a program that needs one word of them reads nothing else.

use std::cmp::Ordering;

/// Lines in order of their first cell, a tab behind it if there is more. Comments start with `#`.
#[derive(Debug, Clone, Copy)]
pub(super) struct SortedLines(pub(super) &'static str);

impl SortedLines {
    /// What stands behind a word; nothing if it has no line. Cost: O(log lines), some ten nanoseconds a step.
    pub(super) fn find(self, word: &str) -> Option<&'static str> {
        let is_end = |byte: &u8| *byte == b'\n';
        let mut rest = self.0;
        while !rest.is_empty() {
            let bytes = rest.as_bytes();
            let start = bytes[..bytes.len() / 2].iter().rposition(is_end).map_or(0, |end| end + 1);
            let line = &bytes[start..];
            let end = || line.iter().position(is_end).unwrap_or(line.len());
            let common = line.iter().zip(word.as_bytes()).take_while(|(a, b)| a == b).count();
            // The end of a cell is smaller than any letter.
            let next = |text: &[u8]| text.get(common).copied().filter(|byte| *byte > b'\t' && *byte != b'\n');
            match next(line).cmp(&next(word.as_bytes())) {
                Ordering::Equal => {
                    return rest.get(start + common..start + end()).map(|rest| rest.trim_start_matches('\t'));
                }
                Ordering::Less => rest = rest.get(start + end() + 1..).unwrap_or_default(),
                Ordering::Greater => rest = &rest[..start],
            }
        }
        None
    }

    /// The first cells and what stands behind them.
    pub(super) fn rows(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = self.0.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split_once('\t').unwrap_or((line, "")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        let list = SortedLines("# about\na\t1\nab\nb\t2\nbc\t3\n");
        let found: Vec<Option<&str>> = ["", "a", "aa", "ab", "b", "bc", "c", "#"].map(|word| list.find(word)).into();
        assert_eq!(found, [None, Some("1"), None, Some(""), Some("2"), Some("3"), None, None]);
        assert_eq!(SortedLines("").find("a"), None);
    }
}
