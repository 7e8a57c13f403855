//! Vietnamese syllables.

use std::{collections::HashSet, sync::OnceLock};

use unicode_normalization::UnicodeNormalization;

use crate::text::{self, TokenKind};

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
/// The letters of the longest syllable, `nghiêng`.
const LONGEST: usize = 7;

static INITIALS: Parts = parts("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x");
static NUCLEI: Parts = parts(
    "a ă â e ê i o ô ơ u ư y ia ya iê yê oa oă oe oo ua uâ uê ui ưa ươ uô uơ uy uya uyê ai ao au ay âu ây eo êu iu iêu yêu oi \
     ôi ơi oai oay oao oeo uôi ưi ưu ươi ươu uây uyu uơi",
);
static FINALS: Parts = parts("c ch m n ng nh p t");

/// Parts of syllables.
struct Parts(&'static str, OnceLock<HashSet<&'static str>>);

const fn parts(list: &'static str) -> Parts {
    Parts(list, OnceLock::new())
}

impl Parts {
    fn have(&self, part: &str) -> bool {
        self.1.get_or_init(|| self.0.split_whitespace().collect()).contains(part)
    }
}

/// Whether a word has the shape of a Vietnamese syllable: an initial, a nucleus, a final, at most one tone. Case does not
/// matter; every part must be one that occurs, not every combination does.
pub fn is_syllable(word: &str) -> bool {
    let mut letters = String::new();
    let mut tones = 0;
    for c in word.nfd().flat_map(char::to_lowercase) {
        if TONES.contains(&c) {
            tones += 1;
        } else {
            letters.push(c);
        }
    }
    let letters: String = letters.nfc().collect();
    if tones > 1 || letters.chars().count() > LONGEST {
        return false;
    }
    let cuts: Vec<usize> = letters.char_indices().map(|(at, _)| at).chain([letters.len()]).collect();
    let may_be = |parts: &Parts, part: &str| part.is_empty() || parts.have(part);
    cuts.iter().filter(|start| may_be(&INITIALS, &letters[..**start])).any(|start| {
        let ends = cuts.iter().filter(|end| *end > start);
        ends.into_iter().any(|end| NUCLEI.have(&letters[*start..*end]) && may_be(&FINALS, &letters[*end..]))
    })
}

/// The acronym a Vietnamese name makes, one letter a syllable: `Ủy ban nhân dân` → `UBND`, `Hội đồng` → `HĐ`.
///
/// Vowels lose their marks as in print; `Đ` keeps its bar.
pub fn initials(term: &str) -> String {
    let mut out = String::new();
    for token in text::tokens(term).iter().filter(|t| t.kind == TokenKind::Word) {
        match token.span.of(term).chars().next() {
            Some('đ' | 'Đ') => out.push('Đ'),
            Some(c) => {
                let mut folded = String::new();
                text::fold_char(c, &mut folded);
                out.push_str(&folded.to_uppercase());
            }
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_have_three_parts() {
        for word in ["Việt", "nghiêng", "quốc", "giữ", "ước", "Đại", "khuyến", "hoà", "y", "thuở", "gì"]
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["Viöt", "café", "đường-phố", "naïve", "hểể", "ngh", "Übung", "strà", ""] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn one_letter_a_syllable() {
        assert_eq!(initials("Ủy ban nhân dân"), "UBND");
        assert_eq!(initials("Hội đồng nhân dân"), "HĐND");
        assert_eq!(initials("nông thôn mới"), "NTM");
    }
}
