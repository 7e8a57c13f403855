//! The words that other programs use for what the model knows: `words.tsv`.

use std::{collections::HashMap, sync::LazyLock};

use gloss_core::model::{PartOfSpeech, Status, TermType};

static WORDS: LazyLock<HashMap<(&str, &str), &str>> = LazyLock::new(|| {
    let rows = include_str!("words.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some(((cells.next()?, cells.next()?), cells.next()?))
    })
    .collect()
});

fn meaning(kind: &str, word: &str) -> Option<&'static str> {
    WORDS.get(&(kind, word.trim().to_lowercase().as_str())).copied()
}

/// The status a word stands for.
pub(super) fn status(word: &str) -> Option<Status> {
    meaning("status", word).and_then(Status::from_word)
}

/// The term type a word stands for.
pub(super) fn term_type(word: &str) -> Option<TermType> {
    meaning("type", word).and_then(TermType::from_word)
}

/// The part of speech a word stands for.
pub(super) fn part_of_speech(word: &str) -> Option<PartOfSpeech> {
    meaning("pos", word).and_then(PartOfSpeech::from_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_meaning() {
        for ((kind, word), _) in WORDS.iter() {
            let known = match *kind {
                "status" => status(word).is_some(),
                "type" => term_type(word).is_some(),
                "pos" => part_of_speech(word).is_some(),
                _ => false,
            };
            assert!(known && *word == word.to_lowercase(), "{kind} {word}");
        }
        assert_eq!(status("notRecommended"), Some(Status::Deprecated));
        assert_eq!(status("whatever"), None);
    }
}
