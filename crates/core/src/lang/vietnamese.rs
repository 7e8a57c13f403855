//! Vietnamese syllables and acronyms.

use std::{collections::HashSet, sync::OnceLock};

use unicode_normalization::UnicodeNormalization;

use crate::text::{self, TokenKind};

const TONE_MARKS: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
/// Number of letters in the longest syllable, `nghiêng`.
const MAX_SYLLABLE_LETTERS: usize = 7;

static INITIALS: SyllableParts = syllable_parts("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x");
static NUCLEI: SyllableParts = syllable_parts(
    "a ă â e ê i o ô ơ u ư y ia ya iê yê oa oă oe oo ua uâ uê ui ưa ươ uô uơ uy uya uyê ai ao au ay âu ây eo êu iu iêu yêu oi \
     ôi ơi oai oay oao oeo uôi ưi ưu ươi ươu uây uyu uơi",
);
static FINALS: SyllableParts = syllable_parts("c ch m n ng nh p t");

/// A set of initials, nuclei or finals.
struct SyllableParts {
    list: &'static str,
    set: OnceLock<HashSet<&'static str>>,
}

const fn syllable_parts(list: &'static str) -> SyllableParts {
    SyllableParts { list, set: OnceLock::new() }
}

impl SyllableParts {
    fn contains(&self, part: &str) -> bool {
        self.set.get_or_init(|| self.list.split_whitespace().collect()).contains(part)
    }
}

/// Whether a word has the form of a Vietnamese syllable: an optional initial, a nucleus, an optional final, and at most one
/// tone. Ignores case. Each part must exist in Vietnamese; their combination need not.
pub fn is_syllable(word: &str) -> bool {
    let mut letters = String::new();
    let mut tones = 0;
    for c in word.nfd().flat_map(char::to_lowercase) {
        if TONE_MARKS.contains(&c) {
            tones += 1;
        } else {
            letters.push(c);
        }
    }
    let letters: String = letters.nfc().collect();
    if tones > 1 || letters.chars().count() > MAX_SYLLABLE_LETTERS {
        return false;
    }
    let boundaries: Vec<usize> = letters.char_indices().map(|(at, _)| at).chain([letters.len()]).collect();
    let is_optional = |parts: &SyllableParts, part: &str| part.is_empty() || parts.contains(part);
    boundaries.iter().filter(|start| is_optional(&INITIALS, &letters[..**start])).any(|start| {
        let mut ends = boundaries.iter().filter(|end| *end > start);
        ends.any(|end| NUCLEI.contains(&letters[*start..*end]) && is_optional(&FINALS, &letters[*end..]))
    })
}

/// The acronym of a Vietnamese name, one letter per syllable: `Ủy ban nhân dân` → `UBND`, `Hội đồng` → `HĐ`.
///
/// Vowels lose their marks, as is usual in print; `Đ` keeps its bar.
pub fn acronym(term: &str) -> String {
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
    fn recognises_syllables() {
        for word in ["Việt", "nghiêng", "quốc", "giữ", "ước", "Đại", "khuyến", "hoà", "y", "thuở", "gì"]
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["Viöt", "café", "đường-phố", "naïve", "hểể", "ngh", "Übung", "strà", ""] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn acronyms_have_one_letter_per_syllable() {
        assert_eq!(acronym("Ủy ban nhân dân"), "UBND");
        assert_eq!(acronym("Hội đồng nhân dân"), "HĐND");
        assert_eq!(acronym("nông thôn mới"), "NTM");
    }
}
