//! Words, as the matcher sees them.

use super::{Span, is_mark};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, marks and digits; an apostrophe between letters and a separator between digits belong to the word.
    Word,
    /// One other character (with its marks) that a match may not step over unless the term has it too: `,` `.` `/` `+` …
    Symbol,
    /// An empty line: the end of a paragraph, which no term crosses.
    Break,
}

/// A token and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// Whether `c` is a hyphen or dash of any length.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether `c` is a quotation mark or apostrophe.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | 'ʼ' | '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' | '′' | '″')
}

/// Characters that only hold words apart: spaces, dashes, quotes and invisible ones.
fn is_soft(c: char) -> bool {
    c.is_whitespace()
        || is_dash(c)
        || is_quote(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

/// Whether `c` belongs to the letter before it, in any script.
fn is_any_mark(c: char) -> bool {
    is_mark(c) || unicode_normalization::char::is_combining_mark(c)
}

fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && c != 'ʼ') || is_any_mark(c)
}

/// The tokens of `text`, in order. Cost: one pass.
///
/// Spaces, line breaks, hyphens and quotation marks are no tokens, so `three-solid`, `three solid` and `“three” solid`
/// have the same ones.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if is_word(c) {
            let end = word_end(text, start);
            out.push(Token { span: Span::new(start, end), kind: TokenKind::Word });
            while chars.next_if(|&(i, _)| i < end).is_some() {}
        } else if is_soft(c) {
            let mut lines = 0;
            let mut end = start;
            while let Some((i, c)) = chars.next_if(|&(_, c)| is_soft(c)) {
                lines += usize::from(c == '\n');
                end = i + c.len_utf8();
            }
            if lines > 1 {
                out.push(Token { span: Span::new(start, end), kind: TokenKind::Break });
            }
        } else {
            let mut end = start;
            while let Some((i, c)) = chars.next_if(|&(i, c)| i == start || is_any_mark(c)) {
                end = i + c.len_utf8();
            }
            out.push(Token { span: Span::new(start, end), kind: TokenKind::Symbol });
        }
    }
    out
}

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].chars().peekable();
    let mut before = '\0';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let inside = match c {
            '\'' | '’' | '‘' | 'ʼ' => {
                before.is_alphabetic() && next.is_alphabetic() && is_word(next) && !is_any_mark(next)
            }
            '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
            _ => is_word(c),
        };
        if !inside {
            break;
        }
        end += c.len_utf8();
        before = if is_any_mark(c) { before } else { c };
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn words_keep_their_apostrophes_and_numbers_their_separators() {
        assert_eq!(
            words("the Front’s 9,819 “great unity” three-solid houses."),
            ["the", "Front’s", "9,819", "great", "unity", "three", "solid", "houses", "."]
        );
        assert_eq!(
            words("Farmers’ Union C++ No.07-NQ/TU"),
            ["Farmers", "Union", "C", "+", "+", "No", ".", "07", "NQ", "/", "TU"]
        );
    }

    #[test]
    fn bug_a_mark_behind_a_symbol_is_a_word() {
        assert_eq!(words("a\u{a8}\u{301}b"), ["a", "\u{a8}\u{301}", "b"]);
    }

    #[test]
    fn marks_belong_to_their_letter_and_an_empty_line_ends_a_paragraph() {
        assert_eq!(words("To\u{302}\u{301} quo\u{302}\u{301}c"), ["To\u{302}\u{301}", "quo\u{302}\u{301}c"]);
        let kinds: Vec<_> = tokens("a\nb\n\nc").iter().map(|t| t.kind).collect();
        assert_eq!(kinds, [TokenKind::Word, TokenKind::Word, TokenKind::Break, TokenKind::Word]);
    }
}
