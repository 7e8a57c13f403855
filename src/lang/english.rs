//! English inflection and spelling, for keys only: a stem is never shown.

use std::{collections::HashMap, sync::LazyLock};

use crate::text::key;

/// Irregular forms and spellings: `form⇥base`.
static FORMS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("english_forms.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// The base form of one folded word: possessive and plural dropped, British spelling made American.
///
/// `households` → `household`, `front's` → `front`, `women's` → `woman`, `programmes` → `program`.
pub fn base_form(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if let Some(base) = FORMS.get(word) {
        return (*base).to_owned();
    }
    let singular = singular(word);
    FORMS.get(singular.as_str()).map_or(singular, |base| (*base).to_owned())
}

/// The words whose base form no rule gives.
pub fn irregular_forms() -> impl Iterator<Item = &'static str> {
    FORMS.keys().copied()
}

fn singular(word: &str) -> String {
    let keep = word.len() <= 3 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if keep || !word.ends_with('s') || !word.is_ascii() {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    if ["sses", "shes", "ches", "xes", "zes"].iter().any(|end| word.ends_with(end)) {
        return word[..word.len() - 2].to_owned();
    }
    word[..word.len() - 1].to_owned()
}

/// Equal but for English inflection, spelling and diacritics: `great unity houses` = `great unity house`.
pub fn key(text: &str) -> String {
    key::join(text, |word| base_form(&key::folded_word(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_possessives_and_spellings_share_a_key() {
        for (a, b) in [
            ("poor households", "Poor household"),
            ("Women’s Union", "Woman’s Union"),
            ("Farmers’ Union", "Farmer's Union"),
            ("national target programmes", "National Target Program"),
            ("policies", "policy"),
            ("labour market", "labor market"),
            ("branches", "branch"),
        ] {
            assert_eq!(key(a), key(b));
        }
        for word in ["class", "news", "status", "basis", "gas", "series"] {
            assert_eq!(base_form(word), word);
        }
    }
}
