//! Splits text into sentences.

use std::{collections::HashSet, sync::LazyLock};

use crate::text::Span;

use super::Lang;

static ABBREVIATIONS: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("abbreviations.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// The abbreviations of a language whose full stop does not end a sentence, in lower case.
pub fn abbreviations(lang: &Lang) -> impl Iterator<Item = &'static str> + use<'_> {
    let lines = include_str!("abbreviations.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).filter(move |(code, _)| lang.is(code)).map(|(_, word)| word)
}

/// For each byte: whether a character that may end a sentence begins with it.
const MAY_END: [bool; 256] = {
    let mut may_end = [false; 256];
    let mut at = 0;
    let first_bytes = [b'\n', b'.', b'!', b'?', "…".as_bytes()[0]];
    while at < first_bytes.len() {
        may_end[first_bytes[at] as usize] = true;
        at += 1;
    }
    may_end
};

/// The sentences of `text`, in order, without surrounding white space.
///
/// A sentence ends at every line break, and at `.` `!` `?` or `…` with any closing quotes or brackets, if white space follows
/// and the next letter is not lower case. It does not end after an abbreviation of the language (`TP.`, `Mr.`), after an
/// initial (`J.`), or inside a number (`2.9`). Cost: one pass.
pub fn sentences(text: &str, lang: &Lang) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut start, mut closing) = (0, 0);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(skipped) = bytes[at..].iter().position(|byte| MAY_END[usize::from(*byte)]) {
        at += skipped;
        let c = text[at..].chars().next().unwrap_or_default();
        let after = at + c.len_utf8();
        let end = match c {
            '\n' => Some(after),
            '.' | '!' | '?' | '…' => {
                closing = closing_end(text, after);
                ends_sentence(text, start, at, closing, lang).then_some(closing)
            }
            _ => None,
        };
        // Skip the rest of a run of closing marks; it has been judged as a whole.
        at = after.max(closing);
        if let Some(end) = end.filter(|&end| end > start) {
            push_trimmed(text, start, end, &mut out);
            start = end;
        }
    }
    push_trimmed(text, start, text.len(), &mut out);
    out
}

fn push_trimmed(text: &str, start: usize, end: usize, out: &mut Vec<Span>) {
    let slice = &text[start..end];
    let lead = slice.len() - slice.trim_start().len();
    let trimmed = slice.trim();
    if !trimmed.is_empty() {
        out.push(Span::new(start + lead, start + lead + trimmed.len()));
    }
}

/// The end of the run of full stops, closing quotes and brackets that starts at `after`.
fn closing_end(text: &str, after: usize) -> usize {
    let length = text[after..].find(|c: char| !matches!(c, '”' | '"' | '’' | '\'' | ')' | ']' | '.' | '!' | '?' | '…'));
    length.map_or(text.len(), |length| after + length)
}

/// Whether a sentence ends with the mark at `at`, whose closing quotes and brackets reach to `end`.
fn ends_sentence(text: &str, start: usize, at: usize, end: usize, lang: &Lang) -> bool {
    let mut rest = text[end..].chars();
    if !rest.next().is_none_or(char::is_whitespace) {
        return false;
    }
    let next = rest.find(|c| !c.is_whitespace() && !matches!(c, '“' | '"' | '‘' | '(' | '-' | '–'));
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    let is_single_full_stop = text[at..].starts_with('.') && end == at + 1;
    !(is_single_full_stop && is_abbreviation(&text[start..at], lang))
}

/// Whether the last word of `before` is an abbreviation or an initial.
fn is_abbreviation(before: &str, lang: &Lang) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“')).next().unwrap_or_default();
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let lower = word.to_lowercase();
    let last_part = lower.rsplit('.').next().unwrap_or_default();
    let is_listed = |word: &str| ABBREVIATIONS.contains(&(lang.primary(), word));
    is_initial || is_listed(&lower) || (lower.contains('.') && is_listed(last_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &'static str, lang: &Lang) -> Vec<&'static str> {
        sentences(text, lang).iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn vietnamese_abbreviations_numbers_and_quotes_are_recognised() {
        let vi = Lang::vi();
        for (text, count) in [
            ("Ông sống ở TP. Hồ Chí Minh. Ông đã 80 tuổi.", 2),
            ("PGS.TS. Lò Văn Hòa phát biểu. Mọi người vỗ tay.", 2),
            ("Lễ kỷ niệm ngày 2.9 tại bản. Có 1.000 người dự.", 2),
            ("“Anh đi đâu?” Chị hỏi.", 2),
            ("Thóc, ngô, sắn, v.v. Đều được mùa.", 1),
            ("Đ/c Hòa đến… Mọi người mừng.", 2),
        ] {
            assert_eq!(split(text, &vi).len(), count, "{:?}", split(text, &vi));
        }
    }

    #[test]
    fn bug_three_dots_before_a_capital() {
        assert_eq!(
            split("Many difficulties... But they go on.", &Lang::en()),
            ["Many difficulties...", "But they go on."]
        );
    }

    #[test]
    fn english_titles_and_document_numbers_do_not_end_a_sentence() {
        let en = Lang::en();
        assert_eq!(split("Mr. Hòa smiled. Resolution No. 07 was issued.", &en).len(), 2);
        assert_eq!(split("“We moved in.” He laughed.\nNext line", &en), ["“We moved in.”", "He laughed.", "Next line"]);
    }
}
