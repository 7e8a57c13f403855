//! Languages: tags, and what the tool knows about each.
//!
//! Any language can be used in a glossary; English and Vietnamese have more behind them: English inflection and
//! spelling ([`english`]), Vietnamese syllable initials ([`vietnamese`]), sentence ends for both ([`sentences`]).

mod amount;
pub mod english;
mod kinds;
mod lines;
mod quantity;
mod sentence;
mod tag;
pub mod vietnamese;

pub use amount::{Amount, amounts, power_of};
pub use kinds::{KindWord, english_kind, english_kinds, kind_word};
pub use quantity::{MONTHS, Quantity, Value, quantities};
pub use sentence::{abbreviations, sentences};
pub use tag::{Lang, LangError, LangPair, is_known};

use crate::text::{self, Document, TokenKind};

/// A document and the language it is written in.
#[derive(Debug)]
pub struct Article {
    /// The text.
    pub document: Document,
    /// Its language.
    pub lang: Lang,
}

/// The fingerprint of the tables that keys and composed names depend on.
pub const TABLES_FINGERPRINT: u64 = text::fingerprint(&[
    include_str!("english_forms.tsv"),
    include_str!("english_ize.txt"),
    include_str!("kinds.tsv"),
    text::LETTERS,
    env!("CARGO_PKG_VERSION"),
]);

/// The language of a running text: Vietnamese when at least two fifths of its words carry a Vietnamese letter.
///
/// English news about Vietnam stays well under that share, Vietnamese well above. Cost: one pass.
pub fn detect(text: &str) -> Lang {
    let (mut words, mut marked) = (0usize, 0usize);
    for token in text::tokens(text) {
        if token.kind == TokenKind::Word {
            words += 1;
            marked += usize::from(!text::is_bare(token.span.of(text)));
        }
    }
    if marked * 5 >= words.max(1) * 2 { Lang::vi() } else { Lang::en() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_english_news_do_not_make_it_vietnamese() {
        assert_eq!(detect("Lò Văn Khơi, a resident of Na Sang village in Điện Biên, shared his story."), Lang::en());
        assert_eq!(detect("Tỷ lệ hộ nghèo của tỉnh giảm nhanh trong năm qua."), Lang::vi());
        assert_eq!(detect(""), Lang::en());
    }
}
