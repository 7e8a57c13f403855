//! Words, as the matcher sees them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    Span,
    fold::{char_at, fold, is_mark, push},
    letters::{Class, Folded, folded},
};

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

/// The tokens of `text`, in order. Cost: one pass.
///
/// Spaces, line breaks, hyphens and quotation marks are no tokens, so `three-solid`, `three solid` and `“three” solid`
/// have the same ones.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    each_token(text, |token, _| out.push(token));
    out
}

/// Calls `found` with each token of `text`, in order, and its folded letters in UTF-8 (none for a paragraph's end).
///
/// One pass that allocates nothing but the buffer of the letters: what [`fold`](super::fold()) would make of the token in
/// NFC, apostrophes made plain.
pub fn each_token(text: &str, mut found: impl FnMut(Token, &[u8])) {
    let mut reader = Reader { text, letters: Vec::with_capacity(64), rare: false };
    let mut at = 0;
    while at < text.len() {
        let (c, len) = char_at(text, at);
        let (kind, end) = match folded(c).class {
            Class::Letter | Class::Number | Class::Mark | Class::Rare => (TokenKind::Word, reader.word(at)),
            Class::Symbol => (TokenKind::Symbol, reader.symbol(at, c, len)),
            Class::Soft => {
                let (end, lines) = soft(text, at);
                if lines > 1 {
                    found(Token { span: Span::new(at, end), kind: TokenKind::Break }, &[]);
                }
                at = end;
                continue;
            }
        };
        let span = Span::new(at, end);
        if reader.rare {
            reader.fold_rare(span);
        }
        found(Token { span, kind }, &reader.letters);
        at = end;
    }
}

/// The end of a run of soft characters, and the line breaks in it.
fn soft(text: &str, start: usize) -> (usize, usize) {
    let (mut at, mut lines) = (start, 0);
    while at < text.len() {
        let (c, len) = char_at(text, at);
        if folded(c).class != Class::Soft {
            break;
        }
        lines += usize::from(c == '\n');
        at += len;
    }
    (at, lines)
}

struct Reader<'t> {
    text: &'t str,
    letters: Vec<u8>,
    /// Whether a letter of the token must be folded together with its neighbours.
    rare: bool,
}

impl Reader<'_> {
    /// Reads the word at `start`; gives its end.
    fn word(&mut self, start: usize) -> usize {
        self.letters.clear();
        self.rare = false;
        let mut at = start;
        let mut before = Class::Soft;
        while at < self.text.len() {
            let (c, len) = char_at(self.text, at);
            let Folded { class, to } = folded(c);
            match class {
                Class::Letter | Class::Number => push(to, &mut self.letters),
                Class::Mark => {}
                Class::Rare => self.rare = true,
                Class::Soft | Class::Symbol => {
                    if !self.joins(c, before, at + len) {
                        break;
                    }
                    push(to, &mut self.letters);
                }
            }
            at += len;
            before = match class {
                Class::Mark => before,
                Class::Rare if is_combining_mark(c) => before,
                Class::Rare if c.is_alphabetic() => Class::Letter,
                Class::Rare => Class::Number,
                _ => class,
            };
        }
        at
    }

    /// Whether a sign between two characters of a word belongs to it: an apostrophe between letters, a separator between
    /// digits.
    fn joins(&self, c: char, before: Class, next: usize) -> bool {
        let next = || self.text.get(next..).and_then(|rest| rest.chars().next());
        match c {
            '\'' | '’' | '‘' | 'ʼ' => {
                before == Class::Letter && next().is_some_and(|next| next.is_alphabetic() && !is_any_mark(next))
            }
            '.' | ',' => before == Class::Number && next().is_some_and(|next| next.is_ascii_digit()),
            _ => false,
        }
    }

    /// Reads one sign and the marks that belong to it; gives its end.
    fn symbol(&mut self, start: usize, c: char, len: usize) -> usize {
        self.letters.clear();
        self.rare = false;
        push(folded(c).to, &mut self.letters);
        let mut at = start + len;
        while at < self.text.len() {
            let (next, len) = char_at(self.text, at);
            if !is_any_mark(next) {
                break;
            }
            self.rare = true;
            at += len;
        }
        at
    }

    #[cold]
    fn fold_rare(&mut self, span: Span) {
        let composed: String = span.of(self.text).nfc().collect();
        let plain = composed.replace(['’', '‘', 'ʼ'], "'");
        self.letters.clear();
        self.letters.extend_from_slice(fold(&plain).as_bytes());
    }
}

/// Whether `c` belongs to the letter before it, in any script.
fn is_any_mark(c: char) -> bool {
    is_mark(c) || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        /// The letters of a token are those of its own text, whatever stands around it.
        #[test]
        fn letters_are_the_folded_token(text in "[a-cđĐß'’ʼ.,0-9à-ễ\u{300}\u{301}\u{31b} +\n가-각\u{1100}\u{1161}क़\u{915}\u{93c}😀-]{0,30}") {
            each_token(&text, |token, letters| {
                let composed: String = token.span.of(&text).nfc().collect();
                let wanted = if token.kind == TokenKind::Break { String::new() } else { fold(&composed) };
                assert_eq!(std::str::from_utf8(letters), Ok(wanted.as_str()));
            });
        }

        #[test]
        fn tokens_do_not_depend_on_the_normal_form(text in "[a-cđ'.,0-9à-ễ +\n-]{0,30}") {
            let of = |text: &str| {
                let mut all: Vec<(TokenKind, Vec<u8>)> = Vec::new();
                each_token(text, |token, letters| all.push((token.kind, letters.to_vec())));
                all
            };
            prop_assert_eq!(of(&text.nfc().collect::<String>()), of(&text.nfd().collect::<String>()));
        }
    }

    #[test]
    fn marks_belong_to_their_letter_and_an_empty_line_ends_a_paragraph() {
        assert_eq!(words("To\u{302}\u{301} quo\u{302}\u{301}c"), ["To\u{302}\u{301}", "quo\u{302}\u{301}c"]);
        let kinds: Vec<_> = tokens("a\nb\n\nc").iter().map(|t| t.kind).collect();
        assert_eq!(kinds, [TokenKind::Word, TokenKind::Word, TokenKind::Break, TokenKind::Word]);
    }
}
