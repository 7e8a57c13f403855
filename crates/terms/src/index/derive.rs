//! Translates names that are not in the glossary by rule: kind word and name change places.

use gloss_core::{
    lang::{Lang, english_kind_word, kind_word},
    text::{TokenKind, tokens},
};

use super::is_capitalised;

/// A name translated by rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedName {
    /// The language of the query.
    pub from: Lang,
    /// The translations, the usual one first.
    pub readings: Vec<String>,
}

/// Translates names such as `X commune` or `xã X`, whose name part must be capitalised; `None` for any other query.
pub fn derive_name(query: &str) -> Option<DerivedName> {
    let tokens = tokens(query);
    let words: Vec<&str> =
        tokens.iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.span.of(query)).collect();
    // In both languages the longest kind word counts.
    let from_english = || (1..words.len()).find_map(|at| derive_from_english(&words[..at], &words[at..]));
    let from_vietnamese = || (1..words.len()).rev().find_map(|at| derive_from_vietnamese(&words[..at], &words[at..]));
    from_english().or_else(from_vietnamese)
}

fn derive_from_english(name: &[&str], kind: &[&str]) -> Option<DerivedName> {
    let kind = kind_word(&kind.join(" ").to_lowercase()).filter(|_| is_name(name))?;
    let name = name.join(" ");
    Some(DerivedName { from: Lang::en(), readings: kind.vi.iter().map(|vi| format!("{vi} {name}")).collect() })
}

fn derive_from_vietnamese(kind: &[&str], name: &[&str]) -> Option<DerivedName> {
    let kind = english_kind_word(&kind.join(" ")).filter(|_| is_name(name))?;
    Some(DerivedName { from: Lang::vi(), readings: vec![format!("{} {kind}", name.join(" "))] })
}

fn is_name(words: &[&str]) -> bool {
    !words.is_empty() && words.iter().all(|word| is_capitalised(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_word_and_name_change_places() {
        let village = derive_name("Phìn Hồ village").expect("a kind word");
        assert_eq!(village.readings, ["bản Phìn Hồ", "thôn Phìn Hồ", "làng Phìn Hồ"]);
        assert_eq!(
            derive_name("Trường Mầm non Si Pa Phìn").map(|d| d.readings),
            Some(vec!["Si Pa Phìn kindergarten".to_owned()])
        );
        assert_eq!(derive_name("poor commune"), None);
    }
}
