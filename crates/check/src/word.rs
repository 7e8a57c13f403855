//! A word of a text as word-level rules see it.

use gloss_core::{
    lang::Article,
    text::{Letters, Span, Token, TokenKind},
};
use gloss_terms::index;

use super::seen::{Seen, Use};

/// A word or sign of a text, in the order in which they stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'r> {
    pub(super) span: Span,
    pub(super) kind: TokenKind,
    pub(super) letters: Letters<'r>,
    /// The hash of its base form, without its marks.
    pub(super) base: u64,
    /// Whether its first letter is a capital.
    pub(super) capital: bool,
}

impl<'r> Word<'r> {
    #[inline]
    pub(super) fn new(text: &str, token: Token, letters: Letters<'r>, word: &index::Word) -> Self {
        let (base, capital) = (word.base_hash(), is_capital(text.as_bytes(), token, letters));
        Self { span: token.span, kind: token.kind, letters, base, capital }
    }
}

/// Whether the first letter of a token is another than its small one.
#[inline]
fn is_capital(text: &[u8], token: Token, letters: Letters<'_>) -> bool {
    let word = &text[token.span.start..token.span.end];
    let len = match word.first() {
        None | Some(0..0x80) => return word.first().is_some_and(u8::is_ascii_uppercase),
        Some(0x80..0xe0) => 2,
        Some(0xe0..0xf0) => 3,
        Some(0xf0..) => 4,
    };
    token.kind == TokenKind::Word && word.get(..len) != letters.exact.get(..len)
}

/// What kind of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// Sentences that follow each other.
    Running,
    /// One side of a bilingual file: its segments.
    Side,
}

/// A rule that looks at every word of a text, once, in order.
///
/// Each is a type of its own, so that the compiler can see through the calls: they are made for every word.
pub(super) trait WordVisitor<'a>: Sized {
    /// Begins a text, which has this number.
    fn start(file: usize, article: &'a Article, kind: TextKind) -> Self;
    /// Looks at the next word.
    fn visit(&mut self, word: &Word<'_>);
    /// Ends the text, whose terms are known now.
    fn finish(self, terms: &[Use<'_>], seen: &mut Seen<'_>);
}
