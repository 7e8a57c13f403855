//! Splits a segment into tokens, the units in which edit distance is counted.
//!
//! A token is a maximal run of letters, combining marks and digits, compared in NFC and case-folded; or any other single
//! character except white space; or one inline code. Two codes are equal if both open, both close or both stand alone, whatever
//! they contain.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick};

use gloss_core::{
    model::{Code, CodeKind, Segment},
    text::{self, Span},
};

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, or letters and digits.
    Word,
    /// Digits only.
    Number,
    /// Any other character.
    Sign,
    /// An inline code.
    Code,
}

/// A token of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its place in the segment's text in NFC; empty for a code.
    pub span: Span,
    /// Its kind.
    pub kind: TokenKind,
    /// Equal for equal tokens. Different tokens share a hash about once in a few billion.
    pub hash: u64,
}

/// The tokens of a segment.
#[derive(Debug, Clone)]
pub struct Tokens<'s> {
    /// The segment's text in NFC.
    pub text: Cow<'s, str>,
    /// Its tokens, in order.
    pub all: Vec<Token>,
}

impl<'s> Tokens<'s> {
    /// Splits a segment into tokens. Cost: about ten nanoseconds a token.
    pub fn of(segment: &'s Segment) -> Self {
        let text = match is_nfc_quick(segment.text.chars()) {
            IsNormalized::Yes => Cow::Borrowed(segment.text.as_str()),
            _ => Cow::Owned(segment.text.nfc().collect()),
        };
        let codes = match text {
            Cow::Borrowed(_) => Cow::Borrowed(segment.codes.as_slice()),
            Cow::Owned(_) => Cow::Owned(codes_in_nfc(&segment.text, &segment.codes)),
        };
        let mut all = Vec::with_capacity(segment.text.len() / 4);
        for_each_token(&text, &codes, &mut String::new(), |token| all.push(token));
        Self { text, all }
    }

    /// The hashes of the tokens, in order.
    pub fn hashes(&self) -> Vec<u64> {
        self.all.iter().map(|token| token.hash).collect()
    }
}

/// Moves the codes of a text to their places in its NFC.
fn codes_in_nfc(text: &str, codes: &[Code]) -> Vec<Code> {
    let moved = |code: &Code| {
        let before = text.get(..code.at).unwrap_or(text);
        Code { at: before.nfc().map(char::len_utf8).sum(), ..code.clone() }
    };
    codes.iter().map(moved).collect()
}

/// Calls `visit` with each token. `codes` are sorted by place; `buffer` is scratch space.
fn for_each_token(text: &str, codes: &[Code], buffer: &mut String, mut visit: impl FnMut(Token)) {
    let mut codes = codes.iter().peekable();
    let mut at = 0;
    loop {
        while let Some(code) = codes.next_if(|code| code.at <= at) {
            visit(Token { span: Span::new(at, at), kind: TokenKind::Code, hash: hash_of_code(code.kind) });
        }
        let Some(c) = text[at..].chars().next() else { break };
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        buffer.clear();
        let mut kind = TokenKind::Sign;
        if is_word_char(c) {
            // A code inside a character, such as one between a letter and its mark, comes after it.
            let end = codes.peek().map_or(text.len(), |code| code.at.min(text.len()));
            let end = (end..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
            let run = &text[start..];
            let len = run.find(|c: char| !is_word_char(c)).unwrap_or(run.len());
            at = if start < end { (start + len).min(end) } else { start + len };
            kind = fold_case(&text[start..at], buffer);
        } else {
            buffer.push(c);
        }
        visit(Token { span: Span::new(start, at), kind, hash: text::hash(buffer.as_bytes()) });
    }
    codes.for_each(|code| {
        visit(Token { span: Span::new(at, at), kind: TokenKind::Code, hash: hash_of_code(code.kind) });
    });
}

/// Whether a character is part of a word or number.
fn is_word_char(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        // These are all letters. Vietnamese text thus needs no table look-up.
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => !matches!(c, '×' | '÷'),
        _ => c.is_alphanumeric() || is_combining_mark(c),
    }
}

/// Appends the case-folded run: in lower case, with one form for letters that have several lower-case forms. Returns whether
/// it is a word or a number.
fn fold_case(run: &str, out: &mut String) -> TokenKind {
    let mut kind = TokenKind::Number;
    for c in run.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            if c.is_ascii_alphabetic() {
                kind = TokenKind::Word;
            }
            continue;
        }
        match c {
            'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư' | 'à'..='þ' | '\u{1ea0}'..='\u{1ef9}' => {
                kind = TokenKind::Word;
                // In the last group, each capital comes right before its lower-case letter.
                out.extend(if c < '\u{1ea0}' { Some(c) } else { char::from_u32(c as u32 | 1) });
                continue;
            }
            _ if c.is_numeric() => {}
            _ => kind = TokenKind::Word,
        }
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'ς' => out.push('σ'),
            'ſ' => out.push('s'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    kind
}

/// The hash of a code. Its bytes are not valid UTF-8, so no text has the same.
fn hash_of_code(kind: CodeKind) -> u64 {
    text::hash(match kind {
        CodeKind::Open => &[0xff, b'o'],
        CodeKind::Close => &[0xff, b'c'],
        CodeKind::Alone => &[0xff, b'a'],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gloss_core::lang::Lang;

    fn token_texts(text: &str) -> Vec<String> {
        let segment = Segment::new(Lang::vi(), text);
        let tokens = Tokens::of(&segment);
        tokens.all.iter().map(|token| token.span.of(&tokens.text).to_owned()).collect()
    }

    #[test]
    fn runs_are_one_token_and_each_sign_is_one() {
        assert_eq!(
            token_texts("Tỷ lệ 17,5% (2.063 hộ)…"),
            ["Tỷ", "lệ", "17", ",", "5", "%", "(", "2", ".", "063", "hộ", ")", "…"]
        );
        assert_eq!(token_texts("People’s  A1\n"), ["People", "’", "s", "A1"]);
        assert!(token_texts(" \n\u{a0}").is_empty());
    }

    #[test]
    fn case_and_normal_form_are_ignored() {
        let hashes = |text: &str| Tokens::of(&Segment::new(Lang::vi(), text)).hashes();
        assert_eq!(hashes("ĐẠI ĐOÀN KẾT"), hashes("đa\u{323}i đoa\u{300}n kê\u{301}t"));
        assert_eq!(hashes("STRASSE ΟΔΟΣ"), hashes("straße οδος"));
        assert_ne!(hashes("hòa"), hashes("hoà"));
    }

    #[test]
    fn bug_a_code_between_a_letter_and_its_mark() {
        for (text, at) in [("o\u{301} a", 1), ("o\u{301}x\u{344}", 3), ("ố", 1), ("ố", 2)] {
            let code = Code { at, kind: CodeKind::Alone, id: String::new(), data: String::new() };
            let segment = Segment { codes: vec![code], ..Segment::new(Lang::vi(), text) };
            let tokens = Tokens::of(&segment);
            assert!(
                tokens.all.iter().all(|token| !token.span.of(&tokens.text).is_empty() || token.kind == TokenKind::Code)
            );
        }
    }

    #[test]
    fn shortcuts_for_letters_agree_with_the_unicode_tables() {
        for c in ('\u{80}'..='\u{2fff}').filter(|c| !c.is_ascii()) {
            assert_eq!(is_word_char(c), c.is_alphanumeric() || is_combining_mark(c), "{c}");
            let (mut ours, wanted) = (String::new(), c.to_lowercase().collect::<String>());
            fold_case(c.encode_utf8(&mut [0; 4]), &mut ours);
            assert!(ours == wanted || matches!(c, 'ß' | 'ẞ' | 'ς' | 'ſ'), "{c}: {ours}, not {wanted}");
        }
    }

    #[test]
    fn codes_are_tokens_and_split_runs() {
        let code = |at, kind| Code { at, kind, id: String::new(), data: "<b>".to_owned() };
        let codes = vec![code(0, CodeKind::Open), code(2, CodeKind::Close), code(9, CodeKind::Alone)];
        let segment = Segment { codes, ..Segment::new(Lang::en(), "undo it") };
        let kinds: Vec<TokenKind> = Tokens::of(&segment).all.iter().map(|token| token.kind).collect();
        use TokenKind::{Code as C, Word as W};
        assert_eq!(kinds, [C, W, C, W, W, C]);
        // A code keeps its place between letters when NFC composes them.
        let segment = Segment { codes: vec![code(5, CodeKind::Alone)], ..Segment::new(Lang::vi(), "o\u{301} a") };
        let kinds: Vec<TokenKind> = Tokens::of(&segment).all.iter().map(|token| token.kind).collect();
        assert_eq!(kinds, [W, W, C]);
    }
}
