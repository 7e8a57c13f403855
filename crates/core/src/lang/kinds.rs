//! Kind words in names of places and organisations: last in English (`Mường Pồn commune`), first in Vietnamese
//! (`xã Mường Pồn`).

use std::{collections::HashMap, sync::LazyLock};

/// A kind of place, organisation or festival, with its words in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindWord {
    /// The English word or words, in lower case, singular.
    pub en: &'static str,
    /// The Vietnamese words, the usual one first; several where one English word covers several kinds.
    pub vi: Vec<&'static str>,
    /// `place`, `org` or `festival`.
    pub category: &'static str,
}

static KINDS: LazyLock<Vec<KindWord>> = LazyLock::new(|| {
    let rows = include_str!("kinds.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut cells = line.split('\t');
        let (en, vi, category) = (cells.next()?, cells.next()?, cells.next()?);
        Some(KindWord { en, vi: vi.split('|').collect(), category })
    })
    .collect()
});

static BY_ENGLISH: LazyLock<HashMap<&'static str, &'static KindWord>> =
    LazyLock::new(|| KINDS.iter().map(|kind| (kind.en, kind)).collect());

/// Looks up an English kind word in lower case, singular or plural: `commune`, `border posts`.
pub fn kind_word(en: &str) -> Option<&'static KindWord> {
    BY_ENGLISH.get(en).or_else(|| BY_ENGLISH.get(en.strip_suffix('s')?)).copied()
}

/// The English words for each Vietnamese kind word in lower case.
static BY_VIETNAMESE: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut readings: HashMap<String, Vec<&KindWord>> = HashMap::new();
    for kind in KINDS.iter() {
        kind.vi.iter().for_each(|vi| readings.entry(vi.to_lowercase()).or_default().push(kind));
    }
    let usual_first = |(vi, mut kinds): (String, Vec<&KindWord>)| {
        kinds.sort_by_key(|kind| (kind.vi[0].to_lowercase() != vi, kind.vi.len()));
        (vi, kinds.into_iter().map(|kind| kind.en).collect())
    };
    readings.into_iter().map(usual_first).collect()
});

/// The English words for a Vietnamese kind word in any case, the usual one first. That is the word whose usual Vietnamese
/// reading this is, or the one with the fewest other readings.
pub fn english_kind_words(vi: &str) -> &'static [&'static str] {
    BY_VIETNAMESE.get(&vi.to_lowercase()).map_or(&[], Vec::as_slice)
}

/// The usual English word for a Vietnamese kind word in any case.
pub fn english_kind_word(vi: &str) -> Option<&'static str> {
    english_kind_words(vi).first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_words_translate_in_both_directions() {
        assert_eq!(kind_word("hamlet").map(|k| k.vi.clone()), Some(vec!["bản", "thôn", "ấp"]));
        for (vi, en) in [
            ("xã", "commune"),
            ("phường", "ward"),
            ("thị trấn", "township"),
            ("thị xã", "town"),
            ("quận", "urban district"),
            ("huyện", "district"),
        ] {
            assert_eq!(english_kind_word(vi), Some(en), "{vi}");
        }
    }
}
