//! Terms that are not in the termbase as such but follow from a rule: kind word + name.

use crate::{
    lang::{Lang, english_kind, kind_word},
    text::{TokenKind, tokens},
};

use super::is_capitalised;

/// What a rule makes of a query: the readings in the other language, the usual one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The query's language.
    pub from: Lang,
    /// Its translations.
    pub readings: Vec<String>,
}

/// Composes the other language's name for `X commune`, `xã X` and the like. The name must be capitalised.
pub fn derived(query: &str) -> Option<Derived> {
    let words: Vec<&str> =
        tokens(query).iter().filter(|t| t.kind == TokenKind::Word).map(|t| t.span.of(query)).collect();
    let from_english = (1..words.len()).find_map(|at| {
        let kind = kind_word(&words[at..].join(" ").to_lowercase())?;
        let name = words[..at].join(" ");
        is_name(&words[..at])
            .then(|| Derived { from: Lang::en(), readings: kind.vi.iter().map(|vi| format!("{vi} {name}")).collect() })
    });
    from_english.or_else(|| {
        (1..words.len()).rev().find_map(|at| {
            let head = words[..at].join(" ");
            let kind = english_kind(&head)?;
            let name = words[at..].join(" ");
            is_name(&words[at..]).then(|| Derived { from: Lang::vi(), readings: vec![format!("{name} {kind}")] })
        })
    })
}

fn is_name(words: &[&str]) -> bool {
    !words.is_empty() && words.iter().all(|word| is_capitalised(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_and_name_change_places() {
        let found = derived("Phìn Hồ village").expect("a kind word");
        assert_eq!(found.readings, ["bản Phìn Hồ", "thôn Phìn Hồ", "làng Phìn Hồ"]);
        assert_eq!(
            derived("Trường Mầm non Si Pa Phìn").map(|d| d.readings),
            Some(vec!["Si Pa Phìn kindergarten".to_owned()])
        );
        assert_eq!(derived("poor commune"), None);
    }
}
