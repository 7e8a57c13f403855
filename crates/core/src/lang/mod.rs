//! Languages: their tags, and what the program knows about English and Vietnamese.
//!
//! A glossary may use any language. English has inflection and spelling rules ([`english`]), Vietnamese has syllables and
//! acronyms ([`vietnamese`]); both have sentence boundaries ([`sentences`]), numbers and dates ([`quantities`], [`amounts`])
//! and kind words of names ([`kind_word`]).

mod amount;
pub mod english;
mod kinds;
mod lines;
mod quantity;
mod sentence;
mod tag;
pub mod vietnamese;

pub use amount::{Amount, amounts, scale_exponent};
pub use kinds::{KindWord, english_kind_word, english_kind_words, kind_word};
pub use quantity::{MONTHS, Quantity, QuantityValue, quantities};
pub use sentence::{abbreviations, sentences};
pub use tag::{Lang, LangError, LangPair, is_known_language};

use crate::text::{self, Document, TokenKind};

/// A document and its language.
#[derive(Debug)]
pub struct Article {
    /// The document.
    pub document: Document,
    /// The language it is written in.
    pub lang: Lang,
}

/// The fingerprint of the tables that determine keys and composed names; stored indexes are stale when it changes.
pub const TABLES_FINGERPRINT: u64 = text::stable_hash(&[
    include_str!("english_forms.tsv"),
    include_str!("english_ize.txt"),
    include_str!("kinds.tsv"),
    text::LETTERS,
    env!("CARGO_PKG_VERSION"),
]);

/// Detects the language of a text: Vietnamese if at least two fifths of its words have diacritics, otherwise English.
///
/// English news about Vietnam stays well below that share, Vietnamese text well above it. Cost: one pass.
pub fn detect_language(text: &str) -> Lang {
    let (mut words, mut with_diacritics) = (0usize, 0usize);
    for token in text::tokens(text) {
        if token.kind == TokenKind::Word {
            words += 1;
            with_diacritics += usize::from(!text::is_bare(token.span.of(text)));
        }
    }
    if with_diacritics * 5 >= words.max(1) * 2 { Lang::vi() } else { Lang::en() }
}

/// The language that the name of a file gives: `x.vi.txt`, or a folder called `vi`.
pub fn language_of_file(name: &str) -> Option<Lang> {
    let mut parts = name.rsplit(['/', '\\']);
    let file = parts.next()?;
    let code = |text: &str| matches!(text, "vi" | "en").then(|| text.parse().ok()).flatten();
    file.rsplit('.').nth(1).and_then(code).or_else(|| parts.find_map(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_text_with_vietnamese_names_is_english() {
        assert_eq!(
            detect_language("Lò Văn Khơi, a resident of Na Sang village in Điện Biên, shared his story."),
            Lang::en()
        );
        assert_eq!(detect_language("Tỷ lệ hộ nghèo của tỉnh giảm nhanh trong năm qua."), Lang::vi());
        assert_eq!(detect_language(""), Lang::en());
    }
}
