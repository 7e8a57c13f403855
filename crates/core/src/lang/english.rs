//! English inflection and spelling. The base forms serve as keys and are never shown to users.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use crate::text::{self, BuildPrehashed, key};

use super::lines::SortedLines;

/// Irregular forms and spellings: `form⇥base`.
const FORMS: SortedLines = SortedLines(include_str!("english_forms.tsv"));
/// The stems of verbs in `-ize` that may be written `-ise`.
const IZE: SortedLines = SortedLines(include_str!("english_ize.txt"));
/// The endings that follow the `is` or `iz` of such a verb.
const IZE_ENDINGS: [&str; 7] = ["e", "ed", "er", "ing", "ation", "ational", "able"];

/// Words, in lower case, that are not part of a term: articles, pronouns, numerals, auxiliary verbs.
pub static STOPWORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("english_stopwords.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// The base form of one folded word: without possessive and plural endings, in American spelling.
///
/// `households` → `household`, `front's` → `front`, `women's` → `woman`, `programmes` → `program`.
pub fn base_form(word: &str) -> Cow<'_, str> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    irregular(word).unwrap_or_else(|| {
        let singular = singular(word);
        irregular(&singular).unwrap_or(singular)
    })
}

/// The base form of a word in the lists.
fn irregular(word: &str) -> Option<Cow<'static, str>> {
    if let Some(base) = FORMS.find(word) {
        return Some(base.into());
    }
    let american_verb = |ending: &&str| {
        let stem = word.strip_suffix(*ending)?.strip_suffix("is")?;
        IZE.find(stem).map(|_| format!("{stem}iz{ending}").into())
    };
    IZE_ENDINGS.iter().find_map(american_verb)
}

/// The [`text::hash`] of the base form of an irregular word, given the hash of the word; `None` if the lists do not have it.
///
/// Cost: a few nanoseconds; a bit filter rejects most words of a text.
#[inline]
pub fn irregular_base_hash(hash: u64) -> Option<u64> {
    let Irregular { filter, bases } = &*IRREGULAR;
    if filter.may_contain(hash) { bases.get(&hash).copied() } else { None }
}

/// The lists by hash, for running text. For a single query it is faster to search the lists themselves.
struct Irregular {
    filter: BloomFilter,
    bases: HashMap<u64, u64, BuildPrehashed>,
}

static IRREGULAR: LazyLock<Irregular> = LazyLock::new(|| {
    let hash = |word: &str| text::hash(word.as_bytes());
    let verb_forms =
        |(stem, _)| IZE_ENDINGS.map(|ending| (hash(&format!("{stem}is{ending}")), hash(&format!("{stem}iz{ending}"))));
    let forms = FORMS.rows().map(|(form, base)| (hash(form), hash(base)));
    // A listed form overrides a form made from an ending, as in `irregular`.
    let bases: HashMap<u64, u64, BuildPrehashed> = IZE.rows().flat_map(verb_forms).chain(forms).collect();
    Irregular { filter: BloomFilter::from_hashes(bases.keys()), bases }
});

/// A Bloom filter of 32,768 bits, two per listed word. One in a hundred other words passes it.
struct BloomFilter([u64; BloomFilter::BLOCKS]);

impl BloomFilter {
    const BLOCKS: usize = 512;

    fn from_hashes<'h>(hashes: impl Iterator<Item = &'h u64>) -> Self {
        let mut filter = Self([0; Self::BLOCKS]);
        for (block, bit) in hashes.flat_map(|hash| Self::bits(*hash)) {
            filter.0[block] |= bit;
        }
        filter
    }

    #[inline]
    fn may_contain(&self, hash: u64) -> bool {
        Self::bits(hash).iter().all(|&(block, bit)| self.0[block] & bit != 0)
    }

    /// The block and mask of each of the two bits of a hash.
    #[inline]
    fn bits(hash: u64) -> [(usize, u64); 2] {
        [hash >> 49, hash >> 34].map(|bits| (bits as usize / 64 % Self::BLOCKS, 1 << (bits % 64)))
    }
}

/// A folded word without its regular plural ending.
pub fn singular(word: &str) -> Cow<'_, str> {
    let is_no_plural = word.len() <= 3 || ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    if is_no_plural || !word.ends_with('s') || !word.is_ascii() {
        return word.into();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y").into();
    }
    let ends_in_es = ["sses", "shes", "ches", "xes", "zes"].iter().any(|ending| word.ends_with(ending));
    word[..word.len() - if ends_in_es { 2 } else { 1 }].into()
}

/// The key that ignores English inflection, spelling variants and diacritics: `great unity houses` = `great unity house`.
pub fn key(text: &str) -> String {
    key::join(text, |word| base_form(&key::folded_word(word)).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_without_duplicates() {
        for list in [FORMS, IZE] {
            let words: Vec<&str> = list.rows().map(|(word, _)| word).collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{:?}", words.windows(2).find(|pair| pair[0] >= pair[1]));
            assert!(words.iter().all(|word| list.find(word).is_some()));
        }
    }

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
            ("modernisations", "modernization"),
            ("Organising committees", "organizing committee"),
            ("the crises", "the crisis"),
            ("sheaves of paddies", "sheaf of paddy"),
            ("a judgement", "a judgment"),
        ] {
            assert_eq!(key(a), key(b));
        }
        for word in ["class", "news", "status", "basis", "gas", "series"] {
            assert_eq!(base_form(word), word);
        }
    }
}
