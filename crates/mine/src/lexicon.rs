//! The word lists, read once.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use regex::Regex;

use gloss_core::text::compile;

pub(super) use gloss_core::lang::english::STOPWORDS;

macro_rules! sets {
    ($($(#[$meta:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$meta])* pub(super) static $name: LazyLock<HashSet<&'static str>> =
            LazyLock::new(|| lines(include_str!(concat!("lexicon/", $file))).collect());)*
    };
}

sets! {
    /// Family names.
    FAMILY_NAMES = "family_names.txt";
    /// Syllables that stand between family and given name.
    PERSON_MARKS = "person_marks.txt";
    /// Words of offices.
    TITLES = "titles.txt";
    /// Single words that name an institution.
    INSTITUTIONS = "institutions.txt";
    /// Levels of administration before an organisation's name.
    LEVELS = "levels.txt";
    /// Words that make a head noun a term.
    MODIFIERS = "modifiers.txt";
    /// Nouns before "such as" whose list names products.
    HYPERNYMS = "hypernyms.txt";
    /// Products that are terms on their own.
    PRODUCTS = "products.txt";
    /// Words that begin a sentence in Vietnamese.
    VIETNAMESE_STARTERS = "vietnamese_starters.txt";
    /// First syllables of Vietnamese names whose end cannot be seen.
    VIETNAMESE_ORG_HEADS = "vietnamese_org_heads.txt";
    /// Forms of address before a person's name.
    ADDRESS = "address.txt";
    /// Words after a name that only a person takes.
    SPEECH = "speech.txt";
    /// Words before the name of a place.
    PLACE_WORDS = "place_words.txt";
    /// Kinds that only administrative units of Vietnam have.
    UNIT_KINDS = "unit_kinds.txt";
    /// Whose possessive belongs to a name.
    POSSESSORS = "possessors.txt";
}

/// Head nouns of capitalised names, with their category.
pub(super) static ORG_HEADS: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| pairs(include_str!("lexicon/heads_org.tsv")));

/// Kinds of documents with their Vietnamese.
pub(super) static DOCUMENT_KINDS: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| pairs(include_str!("lexicon/document_kinds.tsv")));

/// Nouns beside a quoted name: category, and whether the noun belongs to the name.
pub(super) static TRIGGERS: LazyLock<HashMap<&'static str, (&'static str, bool)>> =
    LazyLock::new(|| flagged(include_str!("lexicon/triggers.tsv")));

/// Head nouns of domain phrases: category, and whether the noun is a term on its own.
pub(super) static HEADS: LazyLock<HashMap<&'static str, (&'static str, bool)>> =
    LazyLock::new(|| flagged(include_str!("lexicon/heads.tsv")));

/// Lines of a page that are no text.
pub(super) static FURNITURE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    lines(include_str!("lexicon/furniture.txt")).map(|line| compile(&format!("^(?:{line})$"))).collect()
});

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn pairs(text: &'static str) -> HashMap<&'static str, &'static str> {
    lines(text).filter_map(|line| line.split_once('\t')).collect()
}

fn flagged(text: &'static str) -> HashMap<&'static str, (&'static str, bool)> {
    lines(text)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (word, category) = (cells.next()?, cells.next()?);
            Some((word, (category, cells.next().is_some())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_holds_a_term_of_several_words() {
        let sets = [
            &FAMILY_NAMES,
            &PERSON_MARKS,
            &TITLES,
            &INSTITUTIONS,
            &LEVELS,
            &STOPWORDS,
            &MODIFIERS,
            &HYPERNYMS,
            &PRODUCTS,
            &POSSESSORS,
        ];
        let words = sets.iter().flat_map(|set| set.iter().copied());
        let maps = ORG_HEADS.keys().chain(DOCUMENT_KINDS.keys()).chain(TRIGGERS.keys()).chain(HEADS.keys()).copied();
        for word in words.chain(maps) {
            assert!(!word.contains(' '), "`{word}` belongs in glossary/");
        }
    }

    #[test]
    fn every_furniture_pattern_compiles() {
        assert_eq!(FURNITURE.len(), lines(include_str!("lexicon/furniture.txt")).count());
    }
}
