//! Spelling variants of Vietnamese syllables: the place of the tone mark, and `i` for `y`.
//!
//! The old style writes `hòa khỏe thúy`, the new style `hoà khoẻ thuý`. They differ only in syllables that end in `oa`, `oe`
//! or `uy`. Before a final consonant the place is fixed (`hoàn`), and so it is in `quý`, where `qu` is the consonant.

use std::borrow::Cow;

use unicode_normalization::char::{compose, decompose_canonical};

const TONE_MARKS: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Splits a lower-case letter into base and tone mark, if the tone is its only mark.
fn split_tone(c: char) -> Option<(char, char)> {
    let mut parts = ['\0'; 4];
    let mut count = 0;
    decompose_canonical(c, |part| {
        if count < parts.len() {
            parts[count] = part;
        }
        count += 1;
    });
    (count == 2 && TONE_MARKS.contains(&parts[1])).then_some((parts[0], parts[1]))
}

/// Moves the tone mark of a word to its place in the old style: `hoà` → `hòa`, `thuý` → `thúy`.
///
/// Expects one word in lower case and NFC, and returns any other word unchanged. Cost: constant; looks at the last three
/// letters.
pub fn to_old_tone_style(word: &str) -> Cow<'_, str> {
    let mut backwards = word.char_indices().rev();
    let (Some((last_at, last)), Some((glide_at, glide))) = (backwards.next(), backwards.next()) else {
        return word.into();
    };
    let before = backwards.next().map(|(_, c)| c);
    if !matches!(glide, 'o' | 'u') {
        return word.into();
    }
    let Some((base, tone)) = split_tone(last) else { return word.into() };
    let has_two_styles = matches!((glide, base), ('o', 'a' | 'e') | ('u', 'y')) && before != Some('q');
    match compose(glide, tone) {
        Some(toned) if has_two_styles => {
            debug_assert_eq!(glide_at + glide.len_utf8(), last_at);
            format!("{}{toned}{base}", &word[..glide_at]).into()
        }
        _ => word.into(),
    }
}

/// The style of a word whose tone mark has two possible places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToneStyle {
    /// `hòa`, `thúy`.
    Old,
    /// `hoà`, `thuý`.
    New,
}

/// Whether the tone mark of a word, given in its folded form, has two possible places.
#[inline]
pub fn has_two_tone_places(folded: &[u8]) -> bool {
    [b"oa", b"oe", b"uy"].iter().any(|open| folded.ends_with(*open))
}

/// The tone style of a word in lower case and NFC; `None` if both styles write it the same way.
pub fn tone_style_of(word: &str) -> Option<ToneStyle> {
    if to_old_tone_style(word) != word {
        return Some(ToneStyle::New);
    }
    let mut backwards = word.chars().rev();
    let (last, glide, before) = (backwards.next()?, backwards.next()?, backwards.next());
    let (base, _) = split_tone(glide)?;
    let has_two_styles = matches!((base, last), ('o', 'a' | 'e') | ('u', 'y')) && before != Some('q');
    has_two_styles.then_some(ToneStyle::Old)
}

/// Writes the final `y` of an open syllable as `i`: `mỹ` → `mĩ`, `quý` → `quí`, `kỷ` → `kỉ`. Expects one word in lower case
/// and NFC.
pub fn y_to_i(word: &str) -> String {
    let mut backwards = word.char_indices().rev();
    let (Some((at, last)), Some((_, before))) = (backwards.next(), backwards.next()) else { return word.to_owned() };
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
    fn only_open_syllables_change_the_place_of_the_tone() {
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
            assert_eq!(to_old_tone_style(from), to, "{from}");
        }
    }

    #[test]
    fn only_words_with_two_places_have_a_style() {
        for (word, style) in [
            ("hòa", Some(ToneStyle::Old)),
            ("hoà", Some(ToneStyle::New)),
            ("uỷ", Some(ToneStyle::New)),
            ("của", None),
            ("quý", None),
            ("hoa", None),
            ("bò", None),
        ] {
            assert_eq!(tone_style_of(word), style, "{word}");
        }
    }

    #[test]
    fn final_y_may_be_written_i() {
        for (from, to) in
            [("mỹ", "mĩ"), ("quý", "quí"), ("kỷ", "kỉ"), ("ly", "li"), ("thúy", "thúy"), ("ủy", "ủy"), ("tay", "tay")]
        {
            assert_eq!(y_to_i(from), to, "{from}");
        }
    }
}
