//! Words, as the matcher sees them.

use unicode_normalization::char::is_combining_mark;

use super::{
    Span,
    fold::{BLOCK, alphanumeric, char_at, fold, is_mark, lower_block},
    key::exact_word,
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

/// The letters of a token, in UTF-8; none for a paragraph's end.
#[derive(Debug, Clone, Copy)]
pub struct Letters<'r> {
    /// What [`fold`](super::fold()) makes of the token in NFC, apostrophes made plain.
    pub folded: &'r [u8],
    /// What [`exact_word`](super::key::exact_word) makes of it: NFC, lower case.
    pub exact: &'r [u8],
    /// Whether the two are the same: there are no diacritics to drop.
    pub bare: bool,
}

impl Letters<'_> {
    const NONE: Self = Self { folded: &[], exact: &[], bare: true };
}

/// Calls `found` with each token of `text`, in order, and its letters.
///
/// One pass that allocates nothing but the buffers of the letters. Cost: about ten nanoseconds a word of ASCII letters,
/// which are read eight at a time, twice that for a word with diacritics.
pub fn each_token(text: &str, mut found: impl FnMut(Token, Letters<'_>)) {
    let mut reader = Reader { text, folded: Buffer::default(), exact: Buffer::default(), has: Has::default() };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b' ' {
            at += 1;
            continue;
        }
        let (c, len) = char_at(text, at);
        let class = if bytes[at].is_ascii_alphanumeric() { Class::Letter } else { folded(c).class };
        let (kind, end) = match class {
            Class::Letter | Class::Number | Class::Mark | Class::Rare => (TokenKind::Word, reader.word(at)),
            Class::Symbol => (TokenKind::Symbol, reader.symbol(at, c, len)),
            Class::Soft => {
                let (end, lines) = soft(text, at);
                if lines > 1 {
                    found(Token { span: Span::new(at, end), kind: TokenKind::Break }, Letters::NONE);
                }
                at = end;
                continue;
            }
        };
        let span = Span::new(at, end);
        if reader.has.rare || reader.has.marks {
            reader.compose(span);
        }
        found(Token { span, kind }, reader.letters());
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
    folded: Buffer,
    /// Filled only for a token that is not bare.
    exact: Buffer,
    has: Has,
}

/// What a token has that others do not.
#[derive(Debug, Clone, Copy, Default)]
struct Has {
    /// Letters with diacritics: its exact letters are others than its folded ones.
    diacritics: bool,
    /// Combining marks, which must be composed with their letters.
    marks: bool,
    /// Letters that must be folded together with their neighbours.
    rare: bool,
}

impl Reader<'_> {
    #[inline]
    fn letters(&self) -> Letters<'_> {
        let (folded, bare) = (self.folded.written(), !self.has.diacritics);
        Letters { folded, exact: if bare { folded } else { self.exact.written() }, bare }
    }

    fn clear(&mut self) {
        self.folded.clear();
        self.has = Has::default();
    }

    /// Reads the word at `start`; gives its end.
    #[inline]
    fn word(&mut self, start: usize) -> usize {
        self.clear();
        let bytes = self.text.as_bytes();
        let mut at = start;
        while at < bytes.len() {
            let ascii = self.ascii(at);
            at += ascii;
            if ascii == BLOCK {
                continue;
            }
            // Most words end so.
            if at == bytes.len() || bytes[at] == b' ' {
                break;
            }
            let (c, len) = char_at(self.text, at);
            let letter = folded(c);
            match letter.class {
                Class::Letter | Class::Number => self.push(letter),
                Class::Mark => self.has.marks = true,
                Class::Rare => self.has.rare = true,
                Class::Soft | Class::Symbol if self.joins(c, start, at, len) => self.push(letter),
                Class::Soft | Class::Symbol => break,
            }
            at += len;
        }
        at
    }

    /// Reads ASCII letters and digits, at most a block of them; gives their number.
    #[inline]
    fn ascii(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        let block = match rest.first_chunk() {
            Some(block) => u64::from_le_bytes(*block),
            None => rest.iter().rev().fold(0, |block, &byte| block << 8 | u64::from(byte)),
        };
        let count = alphanumeric(block);
        let small = lower_block(block);
        self.folded.block(small, count);
        if self.has.diacritics {
            self.exact.block(small, count);
        }
        count
    }

    #[inline(always)]
    fn push(&mut self, letter: Folded) {
        if letter.to != letter.lower && !self.has.diacritics {
            self.has.diacritics = true;
            self.exact.set(self.folded.written());
        }
        self.folded.push(letter.to);
        if self.has.diacritics {
            self.exact.push(letter.lower);
        }
    }

    /// Whether a sign between two characters of a word belongs to it: an apostrophe between letters, a separator between
    /// digits.
    fn joins(&self, c: char, start: usize, at: usize, len: usize) -> bool {
        let before = || self.text[start..at].chars().rev().find(|c| !is_any_mark(*c));
        let next = || self.text[at + len..].chars().next();
        match c {
            '\'' | '’' | '‘' | 'ʼ' => {
                before().is_some_and(char::is_alphabetic)
                    && next().is_some_and(|next| next.is_alphabetic() && !is_any_mark(next))
            }
            '.' | ',' => {
                next().is_some_and(|next| next.is_ascii_digit())
                    && before().is_some_and(|before| before.is_alphanumeric() && !before.is_alphabetic())
            }
            _ => false,
        }
    }

    /// Reads one sign and the marks that belong to it; gives its end.
    fn symbol(&mut self, start: usize, c: char, len: usize) -> usize {
        self.clear();
        self.push(folded(c));
        let mut at = start + len;
        while at < self.text.len() {
            let (next, len) = char_at(self.text, at);
            if !is_any_mark(next) {
                break;
            }
            self.has.rare = true;
            at += len;
        }
        at
    }

    /// Makes the letters of a token that has marks or rare letters.
    #[cold]
    fn compose(&mut self, span: Span) {
        let exact = exact_word(span.of(self.text));
        self.exact.set(exact.as_bytes());
        if self.has.rare {
            self.folded.set(fold(&exact).as_bytes());
        }
        self.has.diacritics = self.folded.written() != self.exact.written();
    }
}

/// Letters as they are read. Whole blocks are written, of which only the first bytes count.
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
    fn block(&mut self, block: u64, count: usize) {
        if let Some(room) = self.bytes.get_mut(self.len..self.len + BLOCK) {
            room.copy_from_slice(&block.to_le_bytes());
            self.len += count;
        } else {
            self.bytes.resize(2 * self.bytes.len() + 2 * BLOCK, 0);
            self.block(block, count);
        }
    }

    #[inline]
    fn push(&mut self, c: char) {
        let mut bytes = [0; BLOCK];
        let len = c.encode_utf8(&mut bytes).len();
        self.block(u64::from_le_bytes(bytes), len);
    }

    fn set(&mut self, text: &[u8]) {
        self.clear();
        for part in text.chunks(BLOCK) {
            let mut block = [0; BLOCK];
            block[..part.len()].copy_from_slice(part);
            self.block(u64::from_le_bytes(block), part.len());
        }
    }
}

/// Whether `c` belongs to the letter before it, in any script.
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
        /// The letters of a token are those of its own text, whatever stands around it.
        #[test]
        fn letters_are_those_of_the_token(text in "[a-cA-CđĐÐðß'’ʼ.,0-9à-ễ\u{300}\u{301}\u{31b} +\n가-각\u{1100}\u{1161}क़\u{915}\u{93c}😀ςΰ-]{0,30}") {
            each_token(&text, |token, letters| {
                let wanted = if token.kind == TokenKind::Break { String::new() } else { exact_word(token.span.of(&text)) };
                assert_eq!(std::str::from_utf8(letters.exact), Ok(wanted.as_str()));
                assert_eq!(std::str::from_utf8(letters.folded), Ok(fold(&wanted).as_str()));
            });
        }

        #[test]
        fn tokens_do_not_depend_on_the_normal_form(text in "[a-cđ'.,0-9à-ễ +\n-]{0,30}") {
            let of = |text: &str| {
                let mut all: Vec<(TokenKind, Vec<u8>)> = Vec::new();
                each_token(text, |token, letters| all.push((token.kind, letters.exact.to_vec())));
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
