//! The two styles of placing a tone mark, and `i`/`y`.
//!
//! Old style writes `hòa khỏe thúy`, new style `hoà khoẻ thuý`. They differ only in the open syllables `oa oe uy`: with a
//! final consonant the place never varies (`hoàn`), and neither does it in `quý`, where `qu` is the consonant.

use std::borrow::Cow;

use unicode_normalization::char::{compose, decompose_canonical};

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Splits a lower-case letter into its base and its tone mark, if that is all the letter carries.
fn split_tone(c: char) -> Option<(char, char)> {
    let mut parts = ['\0'; 4];
    let mut n = 0;
    decompose_canonical(c, |part| {
        if n < parts.len() {
            parts[n] = part;
        }
        n += 1;
    });
    (n == 2 && TONES.contains(&parts[1])).then_some((parts[0], parts[1]))
}

/// One lower-case NFC word with its tone mark moved to the old place: `hoà` → `hòa`, `thuý` → `thúy`.
///
/// Words that are not such an open syllable come back as they are. Cost: the last three letters are looked at.
pub fn tone_style(word: &str) -> Cow<'_, str> {
    let mut back = word.char_indices().rev();
    let (Some((last_at, last)), Some((glide_at, glide))) = (back.next(), back.next()) else { return word.into() };
    let before = back.next().map(|(_, c)| c);
    if !matches!(glide, 'o' | 'u') {
        return word.into();
    }
    let Some((base, tone)) = split_tone(last) else { return word.into() };
    let open = matches!((glide, base), ('o', 'a' | 'e') | ('u', 'y')) && before != Some('q');
    match compose(glide, tone) {
        Some(toned) if open => {
            debug_assert_eq!(glide_at + glide.len_utf8(), last_at);
            format!("{}{toned}{base}", &word[..glide_at]).into()
        }
        _ => word.into(),
    }
}

/// Where a word puts its tone mark, for words that could put it elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToneStyle {
    /// `hòa`, `thúy`.
    Old,
    /// `hoà`, `thuý`.
    New,
}

/// Whether a tone mark may stand in two places of a word, which is given folded.
#[inline]
pub fn has_two_places(folded: &[u8]) -> bool {
    [b"oa", b"oe", b"uy"].iter().any(|open| folded.ends_with(*open))
}

/// The style a lower-case NFC word shows, if it is an open syllable that has one.
pub fn style_of(word: &str) -> Option<ToneStyle> {
    if tone_style(word) != word {
        return Some(ToneStyle::New);
    }
    let mut back = word.chars().rev();
    let (last, glide, before) = (back.next()?, back.next()?, back.next());
    let (base, _) = split_tone(glide)?;
    let open = matches!((base, last), ('o', 'a' | 'e') | ('u', 'y')) && before != Some('q');
    open.then_some(ToneStyle::Old)
}

/// One lower-case NFC word with a final `y` of an open syllable written `i`: `mỹ` → `mĩ`, `quý` → `quí`, `kỷ` → `kỉ`.
pub fn loose_i_y(word: &str) -> String {
    let mut back = word.char_indices().rev();
    let (Some((at, last)), Some((_, before))) = (back.next(), back.next()) else { return word.to_owned() };
    let (base, tone) = split_tone(last).map_or((last, None), |(base, tone)| (base, Some(tone)));
    let after_consonant = matches!(before, 'h' | 'k' | 'l' | 'm' | 's' | 't' | 'v') || word.starts_with("qu");
    if base != 'y' || !after_consonant {
        return word.to_owned();
    }
    let i = tone.and_then(|tone| compose('i', tone)).unwrap_or('i');
    format!("{}{i}", &word[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_syllables_move_their_tone() {
        for (from, to) in [
            ("hoà", "hòa"),
            ("hòa", "hòa"),
            ("khoẻ", "khỏe"),
            ("uỷ", "ủy"),
            ("ủy", "ủy"),
            ("thuý", "thúy"),
            ("hoàn", "hoàn"),
            ("quý", "quý"),
            ("của", "của"),
            ("khuya", "khuya"),
            ("ngoài", "ngoài"),
            ("hoa", "hoa"),
            ("à", "à"),
        ] {
            assert_eq!(tone_style(from), to, "{from}");
        }
    }

    #[test]
    fn words_show_a_style_only_where_there_are_two() {
        for (word, style) in [
            ("hòa", Some(ToneStyle::Old)),
            ("hoà", Some(ToneStyle::New)),
            ("uỷ", Some(ToneStyle::New)),
            ("của", None),
            ("quý", None),
            ("hoa", None),
            ("bò", None),
        ] {
            assert_eq!(style_of(word), style, "{word}");
        }
    }

    #[test]
    fn final_y_may_be_written_i() {
        for (from, to) in
            [("mỹ", "mĩ"), ("quý", "quí"), ("kỷ", "kỉ"), ("ly", "li"), ("thúy", "thúy"), ("ủy", "ủy"), ("tay", "tay")]
        {
            assert_eq!(loose_i_y(from), to, "{from}");
        }
    }
}
