//! Decodes Vietnamese typed in Telex or VNI while the input method was switched off.
//!
//! Telex doubles letters (`aa` → `â`, `dd` → `đ`), uses `w` for breve and horn, and `s f r x j` for the tones. VNI uses digits:
//! `6 7 8 9` for marks and `1` to `5` for tones. In both, the key of a mark may come anywhere later in the word.

use unicode_normalization::UnicodeNormalization;

const CIRCUMFLEX: char = '\u{302}';
const BREVE: char = '\u{306}';
const HORN: char = '\u{31b}';
/// The tone marks in the order of their keys: `s f r x j`, or `1` to `5`.
const TONES_BY_KEY: [char; 5] = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'];

/// Upper limit of the keys in one word; no syllable needs more.
const MAX_KEYS_PER_WORD: usize = 16;

/// The texts a query stands for if it was typed in Telex or VNI; only those that differ from the query.
pub fn decode_keystrokes(query: &str) -> Vec<String> {
    let is_long = |word: &str| word.len() > MAX_KEYS_PER_WORD;
    if !query.is_ascii() || query.split(|c: char| !c.is_ascii_alphanumeric()).any(is_long) {
        return Vec::new();
    }
    let decode = |method: InputMethod| -> String {
        query.split_inclusive(|c: char| !c.is_ascii_alphanumeric()).map(|word| decode_word(word, method)).collect()
    };
    let mut readings = vec![decode(press_telex), decode(press_vni)];
    readings.retain(|reading| reading != query);
    readings.dedup();
    readings
}

/// Applies a key to the word typed so far; `false` if the key only types itself.
type InputMethod = fn(&mut TypedWord, char) -> bool;

fn decode_word(keys: &str, method: InputMethod) -> String {
    let mut word = TypedWord::default();
    for key in keys.chars() {
        if !method(&mut word, key) {
            word.letters.push(Letter { base: key, mark: None });
        }
    }
    word.spell()
}

/// The word typed so far.
#[derive(Debug, Default)]
struct TypedWord {
    letters: Vec<Letter>,
    tone: Option<char>,
}

#[derive(Debug, Clone, Copy)]
struct Letter {
    base: char,
    /// Circumflex, breve, horn, or the bar of `đ`.
    mark: Option<char>,
}

const BAR: char = '\u{335}';

impl Letter {
    fn is(self, c: char) -> bool {
        self.base.eq_ignore_ascii_case(&c)
    }

    fn is_vowel(self) -> bool {
        matches!(self.base.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }
}

fn press_telex(word: &mut TypedWord, key: char) -> bool {
    match key.to_ascii_lowercase() {
        tone @ ('s' | 'f' | 'r' | 'x' | 'j') => word.set_tone("sfrxj".find(tone)),
        vowel @ ('a' | 'e' | 'o') => word.add_mark(&[vowel], CIRCUMFLEX),
        'w' => word.add_mark(&['a'], BREVE) || word.add_horn(),
        'd' => word.add_bar(),
        _ => false,
    }
}

fn press_vni(word: &mut TypedWord, key: char) -> bool {
    match key {
        '1'..='5' => word.set_tone("12345".find(key)),
        '6' => word.add_mark(&['a', 'e', 'o'], CIRCUMFLEX),
        '7' => word.add_horn(),
        '8' => word.add_mark(&['a'], BREVE),
        '9' => word.add_bar(),
        _ => false,
    }
}

impl TypedWord {
    /// Sets the tone from its place in the key order; `false` if there is no vowel to carry it.
    fn set_tone(&mut self, key_index: Option<usize>) -> bool {
        let has_vowel = self.letters.iter().any(|letter| letter.is_vowel());
        if has_vowel {
            self.tone = key_index.map(|index| TONES_BY_KEY[index]);
        }
        has_vowel
    }

    /// Puts a mark on the last of `vowels` in the last group of vowels; `false` if there is none or it has a mark.
    fn add_mark(&mut self, vowels: &[char], mark: char) -> bool {
        let Some(last_vowel) = self.letters.iter().rposition(|letter| letter.is_vowel()) else { return false };
        let before = self.letters[..last_vowel].iter().rposition(|letter| !letter.is_vowel());
        let group = &mut self.letters[before.map_or(0, |consonant| consonant + 1)..];
        let carrier = group.iter_mut().rfind(|letter| vowels.iter().any(|vowel| letter.is(*vowel)));
        let Some(letter) = carrier.filter(|letter| letter.mark.is_none()) else { return false };
        letter.mark = Some(mark);
        true
    }

    /// Puts a horn on `o` and on a `u` before it, or on `u` alone.
    fn add_horn(&mut self) -> bool {
        let on_o = self.add_mark(&['o'], HORN);
        if on_o {
            let at = self.letters.iter().rposition(|letter| letter.is('o')).unwrap_or_default();
            let is_after_q = at > 1 && self.letters[at - 2].is('q');
            let before = at.checked_sub(1).map(|before| &mut self.letters[before]);
            if let Some(u) = before.filter(|letter| letter.is('u') && !is_after_q) {
                u.mark = Some(HORN);
            }
        }
        on_o || self.add_mark(&['u'], HORN)
    }

    fn add_bar(&mut self) -> bool {
        let Some(first) = self.letters.first_mut().filter(|letter| letter.is('d') && letter.mark.is_none()) else {
            return false;
        };
        first.mark = Some(BAR);
        true
    }

    /// The letters with their marks; the tone is placed in the old style.
    fn spell(&self) -> String {
        let tone_at = self.tone.and(self.tone_letter());
        let mut out = String::new();
        for (i, letter) in self.letters.iter().enumerate() {
            match (letter.mark, letter.base) {
                (Some(BAR), 'D') => out.push('Đ'),
                (Some(BAR), _) => out.push('đ'),
                (mark, base) => {
                    out.push(base);
                    out.extend(mark);
                }
            }
            out.extend(self.tone.filter(|_| tone_at == Some(i)));
        }
        out.nfc().collect()
    }

    /// The index of the letter that carries the tone.
    fn tone_letter(&self) -> Option<usize> {
        let is_vowel = |i: usize| self.letters.get(i).is_some_and(|letter| letter.is_vowel());
        let mut first = (0..self.letters.len()).find(|&i| is_vowel(i))?;
        // The vowel letter of `qu` and `gi` belongs to the consonant if another vowel follows.
        let is_glide = first > 0
            && is_vowel(first + 1)
            && ((self.letters[first - 1].is('q') && self.letters[first].is('u'))
                || (self.letters[first - 1].is('g') && self.letters[first].is('i')));
        first += usize::from(is_glide);
        let end = (first..self.letters.len()).find(|&i| !is_vowel(i)).unwrap_or(self.letters.len());
        let marked = (first..end).rev().find(|&i| self.letters[i].mark.is_some());
        let has_final = self.letters[end..].iter().any(|letter| letter.base.is_ascii_alphabetic());
        Some(marked.unwrap_or(match (end - first, has_final) {
            (_, true) => end - 1,
            (3.., false) => first + 1,
            (_, false) => first,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telex_and_vni_are_decoded() {
        for (keys, expected) in [
            ("Ddaji ddoanf keets", "Đại đoàn kết"),
            ("D9ai5 d9oan2 ke6t1", "Đại đoàn kết"),
            ("Uyr ban nhaan daan", "Ủy ban nhân dân"),
            ("nhaf Ddaij ddoanf keets", "nhà Đại đoàn kết"),
            ("nguowif ngheof", "người nghèo"),
            ("nguwowif", "người"),
            ("ngu7o7i2 nghe2o", "người nghèo"),
            ("thuowng maij", "thương mại"),
            ("quyeets", "quyết"),
            ("quyr", "quỷ"),
            ("gias", "giá"),
            ("gif", "gì"),
            ("Mawtj traanj Toor quoocs", "Mặt trận Tổ quốc"),
            ("Ma85t tra65n To63 quo61c", "Mặt trận Tổ quốc"),
            ("khuyur", "khuỷu"),
            ("HOAF BINHF", "HÒA BÌNH"),
            ("dduwowcj", "được"),
            ("dienej", "diện"),
        ] {
            let readings = decode_keystrokes(keys);
            assert!(readings.iter().any(|reading| reading == expected), "{keys}: {readings:?}");
        }
    }

    #[test]
    fn plain_words_have_no_other_reading() {
        assert!(decode_keystrokes("nông thôn mới").is_empty());
        assert!(decode_keystrokes("UBND").is_empty());
    }
}
