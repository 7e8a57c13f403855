//! What each character is, and what is left of it without case, and without case and diacritics.
//!
//! The rules are [`rule`] and [`lower`], written with unicode-normalization. Running text does not go through it: for U+0000–206F, which
//! is all of Latin with its marks, Greek, Cyrillic and the usual punctuation, their answers stand in `letters.tsv`, read at
//! compile time; a test writes that table anew from the rules. What the table calls [`Class::Rare`], and all characters
//! beyond it, go through the rules themselves.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::{is_dash, is_mark, is_quote};

/// What a character is to the matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Part of a word.
    Letter,
    /// Part of a word, but no letter: an apostrophe beside it stands outside.
    Number,
    /// Holds words apart and is nothing itself: space, dash, quotation mark, invisible.
    Soft,
    /// A sign of its own.
    Symbol,
    /// A Latin combining mark, which folding drops.
    Mark,
    /// Part of a word whose folding needs its neighbours or gives several characters.
    Rare,
}

use Class::{Letter, Mark, Number, Rare, Soft, Symbol};

/// A character's class, what it folds to (nothing for a mark, itself for what is rare), and its small letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) class: Class,
    pub(super) to: char,
    pub(super) lower: char,
}

/// One past the last character of the table.
const END: usize = 0x2070;

/// Three bits of class, thirteen of the small letter, thirteen of the folded one; 0 there means the character itself.
static TABLE: [u32; END] = read(LETTERS.as_bytes());

/// The table as text, for whoever must know whether it is still the same.
pub const LETTERS: &str = include_str!("letters.tsv");

const CLASSES: [(&[u8], Class); 6] =
    [(b"letter", Letter), (b"number", Number), (b"soft", Soft), (b"symbol", Symbol), (b"mark", Mark), (b"rare", Rare)];

/// What the table says of a character, at the cost of one look; the rule's answer beyond the table.
#[inline]
pub(super) fn folded(c: char) -> Folded {
    let Some(&entry) = TABLE.get(c as usize) else { return beyond(c) };
    let letter = |bits: u32| match bits & 0x1fff {
        0 => c,
        // All of them lie below the surrogates, so this never falls back.
        letter => char::from_u32(letter).unwrap_or(c),
    };
    Folded { class: CLASSES[(entry >> 26) as usize].1, to: letter(entry), lower: letter(entry >> 13) }
}

#[cold]
fn beyond(c: char) -> Folded {
    Folded { class: class(c, false), to: c, lower: c }
}

/// What a character is; a word character that does not fold to a single one is rare.
fn class(c: char, simple: bool) -> Class {
    if is_mark(c) {
        return Mark;
    }
    let word = (c.is_alphanumeric() && c != 'ʼ') || is_combining_mark(c);
    match (word, simple) {
        (true, false) => Rare,
        (true, true) if c.is_alphabetic() => Letter,
        (true, true) => Number,
        (false, _) if is_soft(c) => Soft,
        (false, _) => Symbol,
    }
}

/// Characters that only hold words apart: spaces, dashes, quotes and invisible ones.
fn is_soft(c: char) -> bool {
    c.is_whitespace()
        || is_dash(c)
        || is_quote(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

/// Appends `c` in lower case without its Latin diacritics: the rule behind the table.
///
/// `đ` has no decomposition and is mapped by hand, with the look-alikes `ð` (U+00F0) and `ɖ` (U+0256) that web text uses
/// for it. Letters with two marks (`ắ`, `ộ`) lose both. Letters of other scripts keep theirs, for there a mark makes
/// another letter. Typographic apostrophes become `'`.
pub(super) fn rule(c: char, out: &mut String) {
    match c {
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => return out.push('d'),
        '’' | '‘' | 'ʼ' => return out.push('\''),
        'ß' | 'ẞ' => return out.push_str("ss"),
        'ς' => return out.push('σ'),
        _ => {}
    }
    for lower in c.to_lowercase() {
        let start = out.len();
        let (mut foreign, mut kept) = (false, 0);
        decompose_canonical(lower, |part| {
            foreign |= is_combining_mark(part) && !is_mark(part);
            if !is_mark(part) {
                kept += 1;
                out.push(part);
            }
        });
        if foreign || kept > 1 {
            out.truncate(start);
            out.push(lower);
        }
    }
}

/// Appends `c` as a small letter with its marks: đ for its look-alikes, typographic apostrophes as `'`.
pub(super) fn lower(c: char, out: &mut String) {
    match c {
        '’' | '‘' | 'ʼ' => out.push('\''),
        'ß' | 'ẞ' => out.push_str("ss"),
        'ς' => out.push('σ'),
        'Ð' | 'Ɖ' => out.push('đ'),
        _ => out.extend(c.to_lowercase()),
    }
}

/// Reads the table: lines of first and last character (hexadecimal), class, what the first folds to and its small letter
/// (`+` for each to itself); what stands behind is for the reader.
const fn read(text: &[u8]) -> [u32; END] {
    let mut table = [0; END];
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'#' {
            let (first, next) = hex(text, at);
            let (last, next) = hex(text, next);
            let (class, next) = class_number(text, next);
            let (to, next) = if text[next] == b'+' { (0, next + 2) } else { hex(text, next) };
            let (lower, _) = if text[next] == b'+' { (0, next) } else { hex(text, next) };
            let mut c = first;
            while c <= last {
                table[c] = (class << 26 | lower << 13 | to) as u32;
                c += 1;
            }
        }
        while text[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    table
}

const fn hex(text: &[u8], mut at: usize) -> (usize, usize) {
    let mut n = 0;
    while text[at] != b'\t' && text[at] != b'\n' {
        let digit = text[at];
        n = n * 16 + (if digit <= b'9' { digit - b'0' } else { digit - b'a' + 10 }) as usize;
        at += 1;
    }
    (n, at + 1)
}

const fn class_number(text: &[u8], at: usize) -> (usize, usize) {
    let mut number = 0;
    while number < CLASSES.len() {
        let name = CLASSES[number].0;
        let mut i = 0;
        while i < name.len() && text[at + i] == name[i] {
            i += 1;
        }
        if i == name.len() && text[at + i] == b'\t' {
            return (number, at + i + 1);
        }
        number += 1;
    }
    panic!("letters.tsv names an unknown class")
}

#[cfg(test)]
mod tests {
    use std::{env, fmt::Write, fs};

    use crate::text::key::exact_word;

    use super::*;

    fn single(c: char, text: &str) -> Option<char> {
        let mut parts = text.chars();
        parts.next().filter(|&to| parts.next().is_none() && ((to as usize) < 0x2000 || to == c))
    }

    /// The rules' answer, as the table must give it.
    fn by_rule(c: char) -> Folded {
        let exact = exact_word(c.encode_utf8(&mut [0; 4]));
        let mut plain = String::new();
        exact.chars().for_each(|c| rule(c, &mut plain));
        let (to, small) = (single(c, &plain), single(c, &exact));
        // What composes with its neighbours, or keeps a mark that composes, is left to the rules.
        let jamo = ('\u{1100}'..='\u{11ff}').contains(&c);
        let mut keeps_a_mark = is_combining_mark(c) && !is_mark(c);
        decompose_canonical(c, |part| keeps_a_mark |= is_combining_mark(part) && !is_mark(part));
        let class = class(c, to.is_some() && small.is_some() && !jamo && !keeps_a_mark);
        let kept = |letter: Option<char>| letter.filter(|_| !matches!(class, Rare | Mark)).unwrap_or(c);
        Folded { class, to: kept(to), lower: kept(small) }
    }

    fn written() -> String {
        let mut out = String::from(
            "# Generated from the rules in letters.rs: LETTERS=overwrite cargo test --lib text::letters\n\
             # first\tlast\tclass\tfolded\tsmall (+: each itself)\t\n",
        );
        let all: Vec<(char, Folded)> = (0..END as u32).filter_map(char::from_u32).map(|c| (c, by_rule(c))).collect();
        let mut rest = all.as_slice();
        let itself = |c: char, folded: Folded| folded.to == c && folded.lower == c;
        while let Some(&(first, folded)) = rest.first() {
            let alike = |&&(c, other): &&(char, Folded)| other.class == folded.class && itself(c, other);
            let run = if itself(first, folded) { rest.iter().take_while(alike).count() } else { 1 };
            let last = rest[run - 1].0 as u32;
            let name = std::str::from_utf8(CLASSES[folded.class as usize].0).expect("ASCII");
            let code = |c: char| if c == first { "+".to_owned() } else { format!("{:04x}", c as u32) };
            let (to, small) = (code(folded.to), code(folded.lower));
            write!(out, "{:04x}\t{last:04x}\t{name}\t{to}\t{small}\t", first as u32).expect("a string");
            if !itself(first, folded) {
                write!(out, "{first} {} {}", folded.to, folded.lower).expect("a string");
            }
            out.push('\n');
            rest = &rest[run..];
        }
        out
    }

    #[test]
    fn the_table_is_what_the_rules_say() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/letters.tsv");
        let written = written();
        if env::var("LETTERS").is_ok_and(|wish| wish == "overwrite") {
            fs::write(path, &written).expect("a table to write");
        }
        let there = fs::read_to_string(path).expect("the table");
        assert!(there == written, "letters.tsv is not what the rules say; run the command in its first line");
        for c in (0..END as u32).filter_map(char::from_u32) {
            assert_eq!(folded(c), by_rule(c), "{c:?}");
        }
    }

    #[test]
    fn a_folded_letter_folds_to_itself() {
        for c in (0..END as u32).filter_map(char::from_u32).filter(|&c| folded(c).class != Rare) {
            assert_eq!(folded(folded(c).to).to, folded(c).to, "{c:?}");
        }
    }
}
