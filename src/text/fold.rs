//! Dropping diacritics.

use unicode_normalization::char::decompose_canonical;

/// Whether `c` is a combining mark of Latin script (tone, hat, horn, …), the kind that folding drops.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Appends `c` in lower case without its Latin diacritics.
///
/// `đ` has no decomposition and is mapped by hand, with the look-alikes `ð` (U+00F0) and `ɖ` (U+0256) that web text uses
/// for it. Letters with two marks (`ắ`, `ộ`) lose both. Letters of other scripts keep theirs. Typographic apostrophes become `'`.
pub fn fold_char(c: char, out: &mut String) {
    match c {
        'a'..='z' | '0'..='9' | ' ' => return out.push(c),
        'A'..='Z' => return out.push(c.to_ascii_lowercase()),
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => return out.push('d'),
        '’' | '‘' | 'ʼ' => return out.push('\''),
        'ß' | 'ẞ' => return out.push_str("ss"),
        'ς' => return out.push('σ'),
        _ => {}
    }
    for lower in c.to_lowercase() {
        let start = out.len();
        let mut foreign = false;
        decompose_canonical(lower, |part| {
            foreign |= unicode_normalization::char::is_combining_mark(part) && !is_mark(part);
            if !is_mark(part) {
                out.push(part);
            }
        });
        if foreign {
            // In other scripts a mark makes another letter: it stays, and the letter stays composed.
            out.truncate(start);
            out.push(lower);
        }
    }
}

/// Whether a word carries no Latin diacritic at all, so that a Vietnamese word may stand behind it.
pub fn is_bare(word: &str) -> bool {
    word.is_ascii()
        || word.chars().all(|c| {
            let mut folded = String::new();
            fold_char(c, &mut folded);
            c.is_ascii() || c == '’' || folded.chars().eq(c.to_lowercase())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        super::super::fold(text).text().to_owned()
    }

    #[test]
    fn vietnamese_letters_lose_all_their_marks() {
        assert_eq!(folded("Đại đoàn kết ẮẤỐỰ Ðiện Ɖiện"), "dai doan ket aaou dien dien");
    }

    #[test]
    fn bare_words_carry_no_mark() {
        assert!(is_bare("Dien") && is_bare("People’s"));
        assert!(!is_bare("Điện") && !is_bare("Tô\u{301}") && !is_bare("ban\u{309}"));
    }
}
