//! Tokenises text into words, symbols and paragraph breaks, with the normalised letters of each token.

use unicode_normalization::char::is_combining_mark;

use super::{
    Span,
    fold::{BLOCK_BYTES, char_at, fold, is_mark, leading_alphanumerics, lowercase_block},
    key::exact_word,
    letters::{CharInfo, Class, char_info},
};

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, marks and digits. An apostrophe between letters and a separator between digits belong to the word.
    Word,
    /// One other character with its marks (`,` `.` `/` `+` …). A match contains it only if the term does.
    Symbol,
    /// An empty line. It ends the paragraph, and no term crosses it.
    Break,
}

/// A token and its span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The bytes of the token.
    pub span: Span,
    /// Its kind.
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
/// Spaces, line breaks, hyphens and quotation marks are not tokens, so `three-solid`, `three solid` and `“three” solid` have
/// the same tokens.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    each_token(text, |token, _| out.push(token));
    out
}

/// The normalised letters of a token, in UTF-8; empty for a paragraph break.
#[derive(Debug, Clone, Copy)]
pub struct Letters<'r> {
    /// The token as folded by [`fold`](super::fold()), with plain apostrophes.
    pub folded: &'r [u8],
    /// The token as normalised by [`exact_word`](super::key::exact_word): NFC, lower case, with plain apostrophes.
    pub exact: &'r [u8],
    /// Whether the two are the same, because the token has no diacritics.
    pub bare: bool,
}

impl Letters<'_> {
    const NONE: Self = Self { folded: &[], exact: &[], bare: true };
}

/// Calls `visit` with each token of `text`, in order, and with its letters.
///
/// Allocates only the two letter buffers. Cost: one pass, about ten nanoseconds per ASCII word (eight bytes are read at a
/// time), twice that for a word with diacritics.
pub fn each_token(text: &str, mut visit: impl FnMut(Token, Letters<'_>)) {
    let mut reader =
        TokenReader { text, folded: Buffer::default(), exact: Buffer::default(), traits: Traits::default() };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b' ' {
            at += 1;
            continue;
        }
        let (c, len) = char_at(text, at);
        let class = if bytes[at].is_ascii_alphanumeric() { Class::Letter } else { char_info(c).class };
        let (kind, end) = match class {
            Class::Letter | Class::Number | Class::Mark | Class::Rare => (TokenKind::Word, reader.read_word(at)),
            Class::Symbol => (TokenKind::Symbol, reader.read_symbol(at, c, len)),
            Class::Soft => {
                let (end, line_breaks) = separators(text, at);
                if line_breaks > 1 {
                    visit(Token { span: Span::new(at, end), kind: TokenKind::Break }, Letters::NONE);
                }
                at = end;
                continue;
            }
        };
        let span = Span::new(at, end);
        if reader.traits.rare || reader.traits.marks {
            reader.compose(span);
        }
        visit(Token { span, kind }, reader.letters());
        at = end;
    }
}

/// The end of a run of separating characters, and the number of line breaks in it.
fn separators(text: &str, start: usize) -> (usize, usize) {
    let (mut at, mut line_breaks) = (start, 0);
    while at < text.len() {
        let (c, len) = char_at(text, at);
        if char_info(c).class != Class::Soft {
            break;
        }
        line_breaks += usize::from(c == '\n');
        at += len;
    }
    (at, line_breaks)
}

/// Reads tokens and normalises their letters.
struct TokenReader<'t> {
    text: &'t str,
    folded: Buffer,
    /// Filled only for a token that is not bare.
    exact: Buffer,
    traits: Traits,
}

/// What the token read so far contains.
#[derive(Debug, Clone, Copy, Default)]
struct Traits {
    /// Letters with diacritics, so that its exact and folded letters differ.
    diacritics: bool,
    /// Combining marks, which must be composed with their letters.
    marks: bool,
    /// Characters of [`Class::Rare`], which must be folded together with their neighbours.
    rare: bool,
}

impl TokenReader<'_> {
    #[inline]
    fn letters(&self) -> Letters<'_> {
        let (folded, bare) = (self.folded.written(), !self.traits.diacritics);
        Letters { folded, exact: if bare { folded } else { self.exact.written() }, bare }
    }

    fn clear(&mut self) {
        self.folded.clear();
        self.traits = Traits::default();
    }

    /// Reads the word at `start` and returns its end.
    #[inline]
    fn read_word(&mut self, start: usize) -> usize {
        self.clear();
        let bytes = self.text.as_bytes();
        let mut at = start;
        while at < bytes.len() {
            let ascii = self.read_ascii(at);
            at += ascii;
            if ascii == BLOCK_BYTES {
                continue;
            }
            // The usual end of a word, checked first.
            if at == bytes.len() || bytes[at] == b' ' {
                break;
            }
            let (c, len) = char_at(self.text, at);
            let letter = char_info(c);
            match letter.class {
                Class::Letter | Class::Number => self.push(letter),
                Class::Mark => self.traits.marks = true,
                Class::Rare => self.traits.rare = true,
                Class::Soft | Class::Symbol if self.is_inside_word(c, start, at, len) => self.push(letter),
                Class::Soft | Class::Symbol => break,
            }
            at += len;
        }
        at
    }

    /// Reads at most one block of ASCII letters and digits and returns their number.
    #[inline]
    fn read_ascii(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        let block = match rest.first_chunk() {
            Some(block) => u64::from_le_bytes(*block),
            None => rest.iter().rev().fold(0, |block, &byte| block << 8 | u64::from(byte)),
        };
        let count = leading_alphanumerics(block);
        let lower = lowercase_block(block);
        self.folded.push_block(lower, count);
        if self.traits.diacritics {
            self.exact.push_block(lower, count);
        }
        count
    }

    #[inline(always)]
    fn push(&mut self, letter: CharInfo) {
        if letter.folded != letter.lower && !self.traits.diacritics {
            self.traits.diacritics = true;
            self.exact.set(self.folded.written());
        }
        self.folded.push(letter.folded);
        if self.traits.diacritics {
            self.exact.push(letter.lower);
        }
    }

    /// Whether the character at `at` belongs to the word that began at `start`: an apostrophe between letters, or a separator
    /// between digits.
    fn is_inside_word(&self, c: char, start: usize, at: usize, len: usize) -> bool {
        let before = || self.text[start..at].chars().rev().find(|c| !is_any_mark(*c));
        let next = || self.text[at + len..].chars().next();
        match c {
            '\'' | '’' | '‘' | 'ʼ' => {
                before().is_some_and(char::is_alphabetic)
                    && next().is_some_and(|next| next.is_alphabetic() && next != 'ʼ' && !is_any_mark(next))
            }
            '.' | ',' => {
                next().is_some_and(|next| next.is_ascii_digit())
                    && before().is_some_and(|before| before.is_alphanumeric() && !before.is_alphabetic())
            }
            _ => false,
        }
    }

    /// Reads one symbol with its marks and returns its end.
    fn read_symbol(&mut self, start: usize, c: char, len: usize) -> usize {
        self.clear();
        self.push(char_info(c));
        let mut at = start + len;
        while at < self.text.len() {
            let (next, len) = char_at(self.text, at);
            if !is_any_mark(next) {
                break;
            }
            self.traits.rare = true;
            at += len;
        }
        at
    }

    /// Normalises a token that has combining marks or rare letters.
    #[cold]
    fn compose(&mut self, span: Span) {
        let exact = exact_word(span.of(self.text));
        self.exact.set(exact.as_bytes());
        if self.traits.rare {
            self.folded.set(fold(&exact).as_bytes());
        }
        self.traits.diacritics = self.folded.written() != self.exact.written();
    }
}

/// A growing buffer of letters. Always writes whole blocks; only the first `len` bytes are valid.
#[derive(Debug, Default)]
struct Buffer {
    bytes: Vec<u8>,
    len: usize,
}

impl Buffer {
    #[inline]
    fn written(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    fn clear(&mut self) {
        self.len = 0;
    }

    #[inline]
    fn push_block(&mut self, block: u64, count: usize) {
        if let Some(free) = self.bytes.get_mut(self.len..self.len + BLOCK_BYTES) {
            free.copy_from_slice(&block.to_le_bytes());
            self.len += count;
        } else {
            self.bytes.resize(2 * self.bytes.len() + 2 * BLOCK_BYTES, 0);
            self.push_block(block, count);
        }
    }

    #[inline]
    fn push(&mut self, c: char) {
        let mut bytes = [0; BLOCK_BYTES];
        let len = c.encode_utf8(&mut bytes).len();
        self.push_block(u64::from_le_bytes(bytes), len);
    }

    fn set(&mut self, text: &[u8]) {
        self.clear();
        for part in text.chunks(BLOCK_BYTES) {
            let mut block = [0; BLOCK_BYTES];
            block[..part.len()].copy_from_slice(part);
            self.push_block(u64::from_le_bytes(block), part.len());
        }
    }
}

/// Whether `c` is a combining mark of any script.
fn is_any_mark(c: char) -> bool {
    is_mark(c) || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

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
        #[test]
        fn letters_depend_on_the_token_alone(text in "[a-cA-CđĐÐðß'’ʼ.,0-9à-ễ\u{300}\u{301}\u{31b} +\n가-각\u{1100}\u{1161}क़\u{915}\u{93c}😀ςΰ-]{0,30}") {
            each_token(&text, |token, letters| {
                let is_break = token.kind == TokenKind::Break;
                let expected = if is_break { String::new() } else { exact_word(token.span.of(&text)) };
                assert_eq!(std::str::from_utf8(letters.exact), Ok(expected.as_str()));
                assert_eq!(std::str::from_utf8(letters.folded), Ok(fold(&expected).as_str()));
            });
        }

        #[test]
        fn tokens_do_not_depend_on_the_normal_form(text in "[a-cđ'.,0-9à-ễ +\n-]{0,30}") {
            let tokens_of = |text: &str| {
                let mut tokens: Vec<(TokenKind, Vec<u8>)> = Vec::new();
                each_token(text, |token, letters| tokens.push((token.kind, letters.exact.to_vec())));
                tokens
            };
            prop_assert_eq!(tokens_of(&text.nfc().collect::<String>()), tokens_of(&text.nfd().collect::<String>()));
        }
    }

    #[test]
    fn marks_stay_with_their_letter_and_an_empty_line_is_a_break() {
        assert_eq!(words("To\u{302}\u{301} quo\u{302}\u{301}c"), ["To\u{302}\u{301}", "quo\u{302}\u{301}c"]);
        let kinds: Vec<_> = tokens("a\nb\n\nc").iter().map(|t| t.kind).collect();
        assert_eq!(kinds, [TokenKind::Word, TokenKind::Word, TokenKind::Break, TokenKind::Word]);
    }
}
