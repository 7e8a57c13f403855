//! Dropping case and diacritics.

use super::letters::{Class, Folded, folded, rule};

/// Whether `c` is a combining mark of Latin script (tone, hat, horn, …), the kind that folding drops.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Appends `c` in lower case without its Latin diacritics; letters of other scripts keep their marks.
pub fn fold_char(c: char, out: &mut String) {
    match folded(c) {
        Folded { class: Class::Mark, .. } => {}
        Folded { class: Class::Rare, .. } => rule(c, out),
        Folded { to, .. } => out.push(to),
    }
}

/// Lower case with Latin diacritics dropped, `Đ` included: the loosest form of running text.
///
/// Spaces and punctuation stay. NFC and NFD give the same letters but for scripts whose marks stay. Cost: one pass, eight
/// bytes at a time where they are ASCII; a gigabyte a second of English, a quarter of that of Vietnamese.
pub fn fold(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() + 8);
    let mut at = 0;
    while let Some(block) = bytes.get(at..at + 8).and_then(|block| block.try_into().ok()).map(u64::from_le_bytes) {
        let ascii = ((block & HIGH).trailing_zeros() / 8) as usize;
        out.extend_from_slice(&lower_block(block).to_le_bytes());
        out.truncate(out.len() - (8 - ascii));
        at += ascii;
        if ascii < 8 {
            at += fold_at(text, at, &mut out);
        }
    }
    while at < bytes.len() {
        at += fold_at(text, at, &mut out);
    }
    String::from_utf8(out).expect("whole characters only")
}

/// The high bit of each byte.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// So many bytes are worked on at once.
pub(super) const BLOCK: usize = 8;

/// A byte in all eight places.
const fn all(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// The high bit of each byte that lies between two ASCII characters, for bytes without their own high bit.
fn between(low: u64, first: u8, last: u8) -> u64 {
    (low + all(0x80 - first)) & !(low + all(0x7f - last)) & HIGH
}

/// Eight bytes with their ASCII capitals made small.
pub(super) fn lower_block(block: u64) -> u64 {
    let capital = between(block & !HIGH, b'A', b'Z') & !block;
    block | (capital >> 2)
}

/// How many of the first bytes are those of ASCII, of Latin letters before the first combining mark, or of Vietnamese ones;
/// looked at in blocks, so a few may be left.
pub(super) fn plain_blocks(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(block) = bytes[at..].first_chunk() {
        let block = u64::from_le_bytes(*block);
        if block & HIGH != 0 {
            let low = block & !HIGH;
            // From here on letters take three bytes, or are marks.
            let late = (low + all(0x80 - 0x4c)) & block & HIGH;
            let three = late & same(block, 0xe1);
            // What is behind the last byte is not known here, so a letter that begins there is not counted.
            let followed = same(block >> 8 & all(0xfc), 0xb8);
            if late != three & followed {
                return at;
            }
        }
        at += BLOCK;
    }
    at
}

/// The high bit of each byte that is this one.
fn same(block: u64, byte: u8) -> u64 {
    let other = block ^ all(byte);
    !(((other & !HIGH) + !HIGH) | other) & HIGH
}

/// How many of eight bytes, the first ones, are ASCII letters and digits.
pub(super) fn alphanumeric(block: u64) -> usize {
    let low = block & !HIGH;
    let word = (between(low | all(0x20), b'a', b'z') | between(low, b'0', b'9')) & !block;
    ((!word & HIGH).trailing_zeros() / 8) as usize
}

/// Folds the character at a byte; gives its length.
fn fold_at(text: &str, at: usize, out: &mut Vec<u8>) -> usize {
    let (c, len) = char_at(text, at);
    match folded(c) {
        Folded { class: Class::Mark, .. } => {}
        Folded { class: Class::Rare, .. } => {
            let mut several = String::new();
            rule(c, &mut several);
            out.extend_from_slice(several.as_bytes());
        }
        Folded { to, .. } => push(to, out),
    }
    len
}

/// Appends a character's bytes.
#[inline]
fn push(c: char, out: &mut Vec<u8>) {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => out.push(byte),
        _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// The character at a byte where one starts, and its length. Decoded by hand because a slice of a `str` checks both of its
/// ends first; running text goes through here.
#[inline(always)]
pub(super) fn char_at(text: &str, at: usize) -> (char, usize) {
    let bytes = text.as_bytes();
    let low = |i: usize| u32::from(bytes[at + i] & 0x3f);
    let first = u32::from(bytes[at]);
    let (code, len) = match bytes[at] {
        0..0x80 => (first, 1),
        0x80..0xe0 => ((first & 0x1f) << 6 | low(1), 2),
        0xe0..0xf0 => ((first & 0x0f) << 12 | low(1) << 6 | low(2), 3),
        0xf0.. => ((first & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3), 4),
    };
    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), len)
}

/// Whether a word carries no Latin diacritic at all, so that a Vietnamese word may stand behind it.
pub fn is_bare(word: &str) -> bool {
    word.is_ascii()
        || word.chars().all(|c| match folded(c) {
            Folded { class: Class::Mark, .. } => false,
            Folded { class: Class::Rare, .. } => {
                let mut several = String::new();
                rule(c, &mut several);
                several.chars().eq(c.to_lowercase())
            }
            Folded { to, .. } => c.is_ascii() || c == '’' || c.to_lowercase().eq(std::iter::once(to)),
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    const MIXED: &str = "[a-zA-ZđĐÀ-ɏḀ-ỹ\u{300}\u{301}\u{303}\u{309}\u{323}\u{302}\u{306}\u{31b} ,’“\u{a0}\nßक़か\u{1100}-\u{1161}]{0,40}";

    proptest! {
        #[test]
        fn blocks_fold_as_single_characters_do(text in MIXED) {
            let mut one_by_one = String::new();
            text.chars().for_each(|c| fold_char(c, &mut one_by_one));
            prop_assert_eq!(fold(&text), one_by_one);
        }

        #[test]
        fn folding_is_idempotent_and_blind_to_the_normal_form(text in "[a-zA-ZđĐÀ-ɏḀ-ỹ\u{300}-\u{309}\u{323}\u{31b} ,’“\n]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert_eq!(fold(&text.nfc().collect::<String>()), fold(&text.nfd().collect::<String>()));
        }
    }

    #[test]
    fn vietnamese_letters_lose_all_their_marks() {
        assert_eq!(fold("Đại đoàn kết ẮẤỐỰ Ðiện Ɖiện"), "dai doan ket aaou dien dien");
        assert_eq!(fold("STRASSE Straße @[`{ [Z]"), "strasse strasse @[`{ [z]");
    }

    #[test]
    fn marks_that_make_another_letter_stay() {
        for text in ["กำ", "हिन्दी", "가", "がぎ"] {
            assert_eq!(fold(text), text);
        }
    }

    #[test]
    fn bare_words_carry_no_mark() {
        assert!(is_bare("Dien") && is_bare("People’s"));
        assert!(!is_bare("Điện") && !is_bare("Tô\u{301}") && !is_bare("ban\u{309}"));
    }
}
