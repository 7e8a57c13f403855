//! English inflection and spelling, for keys only: a stem is never shown.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use crate::text::{self, ByHash, key};

use super::lines::SortedLines;

/// Irregular forms and spellings: `form⇥base`.
const FORMS: SortedLines = SortedLines(include_str!("english_forms.tsv"));
/// The stems of verbs in `-ize` that may be written `-ise`.
const IZE: SortedLines = SortedLines(include_str!("english_ize.txt"));
/// What may follow the `is` or `iz` of such a verb.
const IZE_ENDS: [&str; 7] = ["e", "ed", "er", "ing", "ation", "ational", "able"];

/// Words in lower case that end any term: articles, pronouns, numerals, verbs that help others.
pub static STOPWORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("english_stopwords.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// The base form of one folded word: possessive and plural dropped, British spelling made American.
///
/// `households` → `household`, `front's` → `front`, `women's` → `woman`, `programmes` → `program`.
pub fn base_form(word: &str) -> Cow<'_, str> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    irregular(word).unwrap_or_else(|| {
        let singular = singular(word);
        irregular(&singular).unwrap_or(singular)
    })
}

fn irregular(word: &str) -> Option<Cow<'static, str>> {
    if let Some(base) = FORMS.find(word) {
        return Some(base.into());
    }
    let verb = |end: &&str| {
        let stem = word.strip_suffix(*end)?.strip_suffix("is")?;
        IZE.find(stem).map(|_| format!("{stem}iz{end}").into())
    };
    IZE_ENDS.iter().find_map(verb)
}

/// The [`text::hash`] of the base form of a word with this hash, if only the lists know it: of most words of a text they
/// need not be asked.
#[inline]
pub fn irregular_hash(hash: u64) -> Option<u64> {
    let Irregular { filter, bases } = &*IRREGULAR;
    if filter.may_have(hash) { bases.get(&hash).copied() } else { None }
}

/// The lists by hash, for running text. A single query is answered sooner by a look into the lists themselves.
struct Irregular {
    filter: Filter,
    bases: HashMap<u64, u64, ByHash>,
}

static IRREGULAR: LazyLock<Irregular> = LazyLock::new(|| {
    let hash = |word: &str| text::hash(word.as_bytes());
    let verb = |(stem, _)| IZE_ENDS.map(|end| (hash(&format!("{stem}is{end}")), hash(&format!("{stem}iz{end}"))));
    let forms = FORMS.rows().map(|(form, base)| (hash(form), hash(base)));
    // As in a look-up, a form of its own counts before the ending.
    let bases: HashMap<u64, u64, ByHash> = IZE.rows().flat_map(verb).chain(forms).collect();
    Irregular { filter: Filter::of(bases.keys()), bases }
});

/// Two bits of 32,768 for each word that the lists know: of other words one in a hundred has both.
struct Filter([u64; Filter::BLOCKS]);

impl Filter {
    const BLOCKS: usize = 512;

    fn of<'h>(hashes: impl Iterator<Item = &'h u64>) -> Self {
        let mut filter = Self([0; Self::BLOCKS]);
        for (block, bit) in hashes.flat_map(|hash| Self::places(*hash)) {
            filter.0[block] |= bit;
        }
        filter
    }

    #[inline]
    fn may_have(&self, hash: u64) -> bool {
        Self::places(hash).iter().all(|&(block, bit)| self.0[block] & bit != 0)
    }

    #[inline]
    fn places(hash: u64) -> [(usize, u64); 2] {
        [hash >> 49, hash >> 34].map(|bits| (bits as usize / 64 % Self::BLOCKS, 1 << (bits % 64)))
    }
}

/// One folded word without the ending of a regular plural.
pub fn singular(word: &str) -> Cow<'_, str> {
    let keep = word.len() <= 3 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if keep || !word.ends_with('s') || !word.is_ascii() {
        return word.into();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y").into();
    }
    let two = ["sses", "shes", "ches", "xes", "zes"].iter().any(|end| word.ends_with(end));
    word[..word.len() - if two { 2 } else { 1 }].into()
}

/// Equal but for English inflection, spelling and diacritics: `great unity houses` = `great unity house`.
pub fn key(text: &str) -> String {
    key::join(text, |word| base_form(&key::folded_word(word)).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_know_no_word_twice() {
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
