//! The letters that raw key sequences stand for: people paste what they typed with the input method switched off.
//!
//! Telex doubles letters (`aa` → `â`, `dd` → `đ`), adds `w` for breve and horn, and letters for the tones (`s f r x j`); VNI
//! uses digits (`6 7 8 9` and `1` to `5`). Both may give a mark later in the word, up to its end.

use unicode_normalization::UnicodeNormalization;

const CIRCUMFLEX: char = '\u{302}';
const BREVE: char = '\u{306}';
const HORN: char = '\u{31b}';
const TONES: [char; 5] = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'];

/// No syllable takes more keys.
const LONGEST: usize = 16;

/// What a query stands for if it was typed in Telex or in VNI; each reading that differs from the query.
pub fn typed(query: &str) -> Vec<String> {
    let is_long = |word: &str| word.len() > LONGEST;
    if !query.is_ascii() || query.split(|c: char| !c.is_ascii_alphanumeric()).any(is_long) {
        return Vec::new();
    }
    let read = |method: fn(&mut Word, char) -> bool| -> String {
        query.split_inclusive(|c: char| !c.is_ascii_alphanumeric()).map(|word| read_word(word, method)).collect()
    };
    let mut readings = vec![read(telex), read(vni)];
    readings.retain(|reading| reading != query);
    readings.dedup();
    readings
}

fn read_word(keys: &str, method: fn(&mut Word, char) -> bool) -> String {
    let mut word = Word::default();
    for key in keys.chars() {
        if !method(&mut word, key) {
            word.letters.push(Letter { base: key, mark: None });
        }
    }
    word.spell()
}

/// A word as typed so far.
#[derive(Debug, Default)]
struct Word {
    letters: Vec<Letter>,
    tone: Option<char>,
}

#[derive(Debug, Clone, Copy)]
struct Letter {
    base: char,
    /// A circumflex, breve, horn, or the bar of `đ`.
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

fn telex(word: &mut Word, key: char) -> bool {
    match key.to_ascii_lowercase() {
        tone @ ('s' | 'f' | 'r' | 'x' | 'j') => word.set_tone("sfrxj".find(tone)),
        vowel @ ('a' | 'e' | 'o') => word.mark(&[vowel], CIRCUMFLEX),
        'w' => word.mark(&['a'], BREVE) || word.horn(),
        'd' => word.bar(),
        _ => false,
    }
}

fn vni(word: &mut Word, key: char) -> bool {
    match key {
        '1'..='5' => word.set_tone("12345".find(key)),
        '6' => word.mark(&['a', 'e', 'o'], CIRCUMFLEX),
        '7' => word.horn(),
        '8' => word.mark(&['a'], BREVE),
        '9' => word.bar(),
        _ => false,
    }
}

impl Word {
    fn set_tone(&mut self, number: Option<usize>) -> bool {
        let there = self.letters.iter().any(|letter| letter.is_vowel());
        if there {
            self.tone = number.map(|number| TONES[number]);
        }
        there
    }

    /// Marks the last of some vowels, if it has no mark yet and stands in the last group of vowels.
    fn mark(&mut self, vowels: &[char], mark: char) -> bool {
        let last_vowel = self.letters.iter().rposition(|letter| letter.is_vowel());
        let first =
            last_vowel.map(|last| self.letters[..last].iter().rposition(|l| !l.is_vowel()).map_or(0, |i| i + 1));
        let found = first.and_then(|first| {
            let cluster = self.letters[first..].iter().rposition(|letter| vowels.iter().any(|v| letter.is(*v)))?;
            Some(first + cluster)
        });
        let Some(letter) = found.map(|at| &mut self.letters[at]).filter(|letter| letter.mark.is_none()) else {
            return false;
        };
        letter.mark = Some(mark);
        true
    }

    /// A horn goes on `o` and on the `u` before it, or on `u` alone.
    fn horn(&mut self) -> bool {
        let on_o = self.mark(&['o'], HORN);
        if on_o {
            let at = self.letters.iter().rposition(|letter| letter.is('o')).unwrap_or_default();
            let q = at > 1 && self.letters[at - 2].is('q');
            if let Some(u) = at.checked_sub(1).map(|u| &mut self.letters[u]).filter(|u| u.is('u') && !q) {
                u.mark = Some(HORN);
            }
        }
        on_o || self.mark(&['u'], HORN)
    }

    fn bar(&mut self) -> bool {
        let Some(first) = self.letters.first_mut().filter(|letter| letter.is('d') && letter.mark.is_none()) else {
            return false;
        };
        first.mark = Some(BAR);
        true
    }

    /// The letters with their marks, the tone where the old style puts it.
    fn spell(&self) -> String {
        let at = self.tone.and(self.tone_place());
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
            out.extend(self.tone.filter(|_| at == Some(i)));
        }
        out.nfc().collect()
    }

    fn tone_place(&self) -> Option<usize> {
        let vowel = |i: usize| self.letters.get(i).is_some_and(|letter| letter.is_vowel());
        let mut first = (0..self.letters.len()).find(|&i| vowel(i))?;
        // The vowel letter of `qu` and `gi` belongs to the consonant if another vowel follows.
        let glide = first > 0
            && vowel(first + 1)
            && ((self.letters[first - 1].is('q') && self.letters[first].is('u'))
                || (self.letters[first - 1].is('g') && self.letters[first].is('i')));
        first += usize::from(glide);
        let end = (first..self.letters.len()).find(|&i| !vowel(i)).unwrap_or(self.letters.len());
        let marked = (first..end).rev().find(|&i| self.letters[i].mark.is_some());
        let closed = self.letters[end..].iter().any(|letter| letter.base.is_ascii_alphabetic());
        Some(marked.unwrap_or(match (end - first, closed) {
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
    fn telex_and_vni_are_read() {
        for (keys, wanted) in [
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
            let readings = typed(keys);
            assert!(readings.iter().any(|reading| reading == wanted), "{keys}: {readings:?}");
        }
    }

    #[test]
    fn plain_words_stay() {
        assert!(typed("nông thôn mới").is_empty());
        assert!(typed("UBND").is_empty());
    }
}
