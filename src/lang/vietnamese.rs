//! Vietnamese syllables.

use crate::text::{self, TokenKind};

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
    fn one_letter_a_syllable() {
        assert_eq!(initials("Ủy ban nhân dân"), "UBND");
        assert_eq!(initials("Hội đồng nhân dân"), "HĐND");
        assert_eq!(initials("nông thôn mới"), "NTM");
    }
}
