//! Folding: text in lower case without diacritics.

use super::letters::{CharInfo, Class, char_info, push_folded};

/// Whether `c` is a combining mark of Latin script (tone, circumflex, horn, …); folding drops these.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Appends `c` in lower case without its Latin diacritics; letters of other scripts keep their marks.
pub fn fold_char(c: char, out: &mut String) {
    match char_info(c) {
        CharInfo { class: Class::Mark, .. } => {}
        CharInfo { class: Class::Rare, .. } => push_folded(c, out),
        CharInfo { folded, .. } => out.push(folded),
    }
}

/// The text in lower case without Latin diacritics (`Đ` becomes `d`): the loosest form of running text.
///
/// Keeps spaces and punctuation. NFC and NFD give the same letters, except in scripts that keep their marks. Cost: one pass,
/// eight bytes at a time in ASCII; a gigabyte per second of English, a quarter of that of Vietnamese.
pub fn fold(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() + 8);
    let mut at = 0;
    while let Some(block) = bytes.get(at..at + 8).and_then(|block| block.try_into().ok()).map(u64::from_le_bytes) {
        let ascii_bytes = ((block & HIGH_BITS).trailing_zeros() / 8) as usize;
        out.extend_from_slice(&lowercase_block(block).to_le_bytes());
        out.truncate(out.len() - (8 - ascii_bytes));
        at += ascii_bytes;
        if ascii_bytes < 8 {
            at += fold_at(text, at, &mut out);
        }
    }
    while at < bytes.len() {
        at += fold_at(text, at, &mut out);
    }
    String::from_utf8(out).expect("whole characters only")
}

/// The high bit of each byte.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Number of bytes processed at once, as one `u64`.
pub(super) const BLOCK_BYTES: usize = 8;

/// A block whose eight bytes are all `byte`.
const fn repeat(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// The high bit of each byte from `first` to `last`, two ASCII characters. Expects bytes with their high bit cleared.
fn bytes_in_range(low: u64, first: u8, last: u8) -> u64 {
    (low + repeat(0x80 - first)) & !(low + repeat(0x7f - last)) & HIGH_BITS
}

/// The block with ASCII capitals in lower case.
pub(super) fn lowercase_block(block: u64) -> u64 {
    let capitals = bytes_in_range(block & !HIGH_BITS, b'A', b'Z') & !block;
    block | (capitals >> 2)
}

/// The length, in whole blocks, of the start of `bytes` that NFC leaves as it is: ASCII, Latin letters below the combining
/// marks, and Vietnamese letters. A few more bytes may follow that NFC leaves alone as well.
pub(super) fn nfc_stable_blocks(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(block) = bytes[at..].first_chunk() {
        let block = u64::from_le_bytes(*block);
        if block & HIGH_BITS != 0 {
            let low = block & !HIGH_BITS;
            // First bytes from 0xcc on: combining marks, and letters of three bytes.
            let not_latin_two_byte = (low + repeat(0x80 - 0x4c)) & block & HIGH_BITS;
            let three_byte = not_latin_two_byte & bytes_equal_to(block, 0xe1);
            // The byte after the block is not known, so a letter that begins in the last byte stops the run.
            let vietnamese_second = bytes_equal_to(block >> 8 & repeat(0xfc), 0xb8);
            if not_latin_two_byte != three_byte & vietnamese_second {
                return at;
            }
        }
        at += BLOCK_BYTES;
    }
    at
}

/// The high bit of each byte that equals `byte`.
fn bytes_equal_to(block: u64, byte: u8) -> u64 {
    let difference = block ^ repeat(byte);
    !(((difference & !HIGH_BITS) + !HIGH_BITS) | difference) & HIGH_BITS
}

/// The number of ASCII letters and digits at the start of a block.
pub(super) fn leading_alphanumerics(block: u64) -> usize {
    let low = block & !HIGH_BITS;
    let letters_and_digits =
        (bytes_in_range(low | repeat(0x20), b'a', b'z') | bytes_in_range(low, b'0', b'9')) & !block;
    ((!letters_and_digits & HIGH_BITS).trailing_zeros() / 8) as usize
}

/// Appends the folded form of the character at byte `at` and returns the length of the character in bytes.
fn fold_at(text: &str, at: usize, out: &mut Vec<u8>) -> usize {
    let (c, len) = char_at(text, at);
    match char_info(c) {
        CharInfo { class: Class::Mark, .. } => {}
        CharInfo { class: Class::Rare, .. } => {
            let mut several = String::new();
            push_folded(c, &mut several);
            out.extend_from_slice(several.as_bytes());
        }
        CharInfo { folded, .. } => push_utf8(folded, out),
    }
    len
}

/// Appends a character in UTF-8.
#[inline]
fn push_utf8(c: char, out: &mut Vec<u8>) {
    match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => out.push(byte),
        _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// The character that starts at byte `at`, and its length in bytes. Decodes by hand because slicing a `str` checks both ends
/// first, which is too slow for running text.
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

/// Whether a word has no Latin diacritics at all, so that it may be a Vietnamese word typed without marks.
pub fn is_bare(word: &str) -> bool {
    word.is_ascii()
        || word.chars().all(|c| match char_info(c) {
            CharInfo { class: Class::Mark, .. } => false,
            CharInfo { class: Class::Rare, .. } => {
                let mut several = String::new();
                push_folded(c, &mut several);
                several.chars().eq(c.to_lowercase())
            }
            CharInfo { folded, .. } => c.is_ascii() || c == '’' || c.to_lowercase().eq(std::iter::once(folded)),
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
        fn folding_in_blocks_equals_folding_single_characters(text in MIXED) {
            let mut one_by_one = String::new();
            text.chars().for_each(|c| fold_char(c, &mut one_by_one));
            prop_assert_eq!(fold(&text), one_by_one);
        }

        #[test]
        fn folding_is_idempotent_and_ignores_the_normal_form(text in "[a-zA-ZđĐÀ-ɏḀ-ỹ\u{300}-\u{309}\u{323}\u{31b} ,’“\n]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert_eq!(fold(&text.nfc().collect::<String>()), fold(&text.nfd().collect::<String>()));
        }
    }

    #[test]
    fn folding_drops_all_vietnamese_marks() {
        assert_eq!(fold("Đại đoàn kết ẮẤỐỰ Ðiện Ɖiện"), "dai doan ket aaou dien dien");
        assert_eq!(fold("STRASSE Straße @[`{ [Z]"), "strasse strasse @[`{ [z]");
    }

    #[test]
    fn folding_keeps_marks_that_make_another_letter() {
        for text in ["กำ", "हिन्दी", "가", "がぎ"] {
            assert_eq!(fold(text), text);
        }
    }

    #[test]
    fn bare_words_have_no_marks() {
        assert!(is_bare("Dien") && is_bare("People’s"));
        assert!(!is_bare("Điện") && !is_bare("Tô\u{301}") && !is_bare("ban\u{309}"));
    }
}
