//! Tokens: what the distance between two segments is counted in.
//!
//! A token is a maximal run of letters, combining marks and digits, compared in NFC and case-folded; or any other single
//! character that is no space; or one inline code. Codes are alike when they stand alike (begin, end, alone), whatever
//! they hold.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick};

use gloss_core::text::{self, Span};

use gloss_core::model::{Code, CodeKind, Segment};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with digits or without.
    Word,
    /// Digits.
    Number,
    /// Any other character.
    Sign,
    /// An inline code.
    Code,
}

/// A token and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the segment's text in NFC; empty for a code.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Equal for equal tokens. (Two others have the same by accident once in some billion times.)
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
    /// The tokens of a segment. Cost: some ten nanoseconds a token.
    pub fn of(segment: &'s Segment) -> Self {
        let mut all = Vec::with_capacity(segment.text.len() / 4);
        let text = match is_nfc_quick(segment.text.chars()) {
            IsNormalized::Yes => Cow::Borrowed(segment.text.as_str()),
            _ => Cow::Owned(segment.text.nfc().collect()),
        };
        let codes = match text {
            Cow::Borrowed(_) => Cow::Borrowed(segment.codes.as_slice()),
            Cow::Owned(_) => Cow::Owned(moved(&segment.text, &segment.codes)),
        };
        each_token(&text, &codes, &mut String::new(), |token| all.push(token));
        Self { text, all }
    }

    /// The hashes, in order.
    pub fn hashes(&self) -> Vec<u64> {
        self.all.iter().map(|token| token.hash).collect()
    }
}

/// Codes of a text where they stand in its NFC.
fn moved(text: &str, codes: &[Code]) -> Vec<Code> {
    let moved = |code: &Code| {
        let before = text.get(..code.at).unwrap_or(text);
        Code { at: before.nfc().map(char::len_utf8).sum(), ..code.clone() }
    };
    codes.iter().map(moved).collect()
}

fn each_token(text: &str, codes: &[Code], buffer: &mut String, mut found: impl FnMut(Token)) {
    let mut codes = codes.iter().peekable();
    let mut at = 0;
    loop {
        while let Some(code) = codes.next_if(|code| code.at <= at) {
            found(Token { span: Span::new(at, at), kind: TokenKind::Code, hash: hash_of_code(code.kind) });
        }
        let Some(c) = text[at..].chars().next() else { break };
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        buffer.clear();
        let mut kind = TokenKind::Sign;
        if is_word(c) {
            // A code inside of a character, as one between a letter and its mark, stands behind it.
            let end = codes.peek().map_or(text.len(), |code| code.at.min(text.len()));
            let end = (end..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
            let run = &text[start..];
            let len = run.find(|c: char| !is_word(c)).unwrap_or(run.len());
            at = if start < end { (start + len).min(end) } else { start + len };
            kind = fold_case(&text[start..at], buffer);
        } else {
            buffer.push(c);
        }
        found(Token { span: Span::new(start, at), kind, hash: text::hash(buffer.as_bytes()) });
    }
    codes.for_each(|code| {
        found(Token { span: Span::new(at, at), kind: TokenKind::Code, hash: hash_of_code(code.kind) });
    });
}

/// Whether a character is part of a run.
fn is_word(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        // All of these are letters: what Vietnamese is written in need not be looked up.
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => !matches!(c, '×' | '÷'),
        _ => c.is_alphanumeric() || is_combining_mark(c),
    }
}

/// Case folding: lower case, and one form for letters that have several small ones.
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
                // Capitals of the last group stand before their small letters.
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

/// No text has these bytes.
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

    fn shown(text: &str) -> Vec<String> {
        let segment = Segment::new(Lang::vi(), text);
        let tokens = Tokens::of(&segment);
        tokens.all.iter().map(|token| token.span.of(&tokens.text).to_owned()).collect()
    }

    #[test]
    fn runs_and_single_signs() {
        assert_eq!(
            shown("Tỷ lệ 17,5% (2.063 hộ)…"),
            ["Tỷ", "lệ", "17", ",", "5", "%", "(", "2", ".", "063", "hộ", ")", "…"]
        );
        assert_eq!(shown("People’s  A1\n"), ["People", "’", "s", "A1"]);
        assert!(shown(" \n\u{a0}").is_empty());
    }

    #[test]
    fn case_and_normal_form_do_not_count() {
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
    fn letters_that_are_not_looked_up_are_what_the_tables_say() {
        for c in ('\u{80}'..='\u{2fff}').filter(|c| !c.is_ascii()) {
            assert_eq!(is_word(c), c.is_alphanumeric() || is_combining_mark(c), "{c}");
            let (mut ours, wanted) = (String::new(), c.to_lowercase().collect::<String>());
            fold_case(c.encode_utf8(&mut [0; 4]), &mut ours);
            assert!(ours == wanted || matches!(c, 'ß' | 'ẞ' | 'ς' | 'ſ'), "{c}: {ours}, not {wanted}");
        }
    }

    #[test]
    fn codes_are_tokens_and_cut_runs() {
        let code = |at, kind| Code { at, kind, id: String::new(), data: "<b>".to_owned() };
        let codes = vec![code(0, CodeKind::Open), code(2, CodeKind::Close), code(9, CodeKind::Alone)];
        let segment = Segment { codes, ..Segment::new(Lang::en(), "undo it") };
        let kinds: Vec<TokenKind> = Tokens::of(&segment).all.iter().map(|token| token.kind).collect();
        use TokenKind::{Code as C, Word as W};
        assert_eq!(kinds, [C, W, C, W, W, C]);
        // A code stays between its letters when they are composed.
        let segment = Segment { codes: vec![code(5, CodeKind::Alone)], ..Segment::new(Lang::vi(), "o\u{301} a") };
        let kinds: Vec<TokenKind> = Tokens::of(&segment).all.iter().map(|token| token.kind).collect();
        assert_eq!(kinds, [W, W, C]);
    }
}
