//! Finding terms: by a query ([`Index::lookup`]) and in running text ([`Scanner`]).
//!
//! The index maps keys to terms in one fst for each tier of equality; values are ordinals of posting lists,
//! because small ordinals keep an fst small. It holds no term itself: a hit names a term of the glossary, and its key is
//! derived again from that term before it is shown, so a damaged index can lose a hit but never invent one.
//!
//! Queries and text go through the same keys, so look-up, check and mining never disagree about what is equal.

mod derive;
mod fuzzy;
mod lookup;
mod scan;
mod store;
mod terms;

pub use derive::Derived;
pub use lookup::{Hit, HitKind};
pub use scan::{Match, MatchKind, Scanner, Scanners, longest};
pub use store::IndexError;
pub use terms::{TermRef, Terms};

use std::collections::BTreeMap;

use fst::Map;

use crate::{
    lang::{english, vietnamese},
    model::{Term, TermType},
    text::{self, key},
};

/// The ways in which a query can equal a term, strict to loose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    Exact,
    ToneStyle,
    Loose,
    Folded,
    Inflected,
    Acronym,
    /// Single folded words of a term.
    Words,
}

impl Tier {
    pub(crate) const ALL: [Self; 7] =
        [Self::Exact, Self::ToneStyle, Self::Loose, Self::Folded, Self::Inflected, Self::Acronym, Self::Words];

    /// The keys under which a term is found at this tier.
    fn keys(self, of: &TermRef<'_>) -> Vec<String> {
        let Term { text, kind, .. } = of.term;
        match self {
            Self::Exact => vec![key::exact(text)],
            Self::ToneStyle => vec![key::tone_style(text)],
            Self::Loose => vec![key::loose(text)],
            Self::Folded => vec![key::folded(text)],
            Self::Inflected if of.lang.is("en") => vec![english::key(text)],
            // However its letters are held apart: `Sở GD&ĐT`, `Sở GDĐT`.
            Self::Acronym if *kind == TermType::Acronym => vec![squeezed(text)],
            Self::Acronym if of.lang.is("vi") && *kind == TermType::Full => {
                let initials = vietnamese::initials(text);
                if initials.chars().count() > 2 { vec![key::folded(&initials)] } else { Vec::new() }
            }
            Self::Words => {
                let mut words: Vec<String> = key::folded(text).split(' ').map(str::to_owned).collect();
                words.sort_unstable();
                words.dedup();
                words
            }
            Self::Inflected | Self::Acronym => Vec::new(),
        }
    }

    /// The key of a query at this tier.
    fn query_key(self, query: &str) -> String {
        match self {
            Self::Exact => key::exact(query),
            Self::ToneStyle => key::tone_style(query),
            Self::Loose => key::loose(query),
            Self::Inflected => english::key(query),
            Self::Acronym => squeezed(query),
            Self::Folded | Self::Words => key::folded(query),
        }
    }
}

/// The folded letters and digits of a text, nothing between them.
fn squeezed(text: &str) -> String {
    key::folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The fst dictionaries over a set of terms.
#[derive(Debug)]
pub struct Index {
    maps: Vec<Map<Vec<u8>>>,
    postings: Vec<Vec<u32>>,
}

impl Index {
    /// Builds the index of `terms`. Cost: O(n log n); about 2 µs a key.
    ///
    /// # Errors
    /// Only if the fst builder fails, which sorted unique keys rule out.
    pub fn build(terms: &Terms<'_>) -> Result<Self, IndexError> {
        let (mut maps, mut postings) = (Vec::new(), Vec::new());
        for tier in Tier::ALL {
            let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for (ordinal, term) in terms.iter() {
                for key in tier.keys(&term).into_iter().filter(|key| !key.is_empty()) {
                    keys.entry(key).or_default().push(ordinal);
                }
            }
            let mut numbered = Vec::with_capacity(keys.len());
            for (key, list) in keys {
                numbered.push((key, postings.len() as u64));
                postings.push(list);
            }
            maps.push(Map::from_iter(numbered)?);
        }
        Ok(Self { maps, postings })
    }

    pub(crate) fn map(&self, tier: Tier) -> &Map<Vec<u8>> {
        &self.maps[tier as usize]
    }

    /// The ordinals of the terms under `key`.
    pub(crate) fn postings(&self, tier: Tier, key: &str) -> &[u32] {
        self.map(tier).get(key).map_or(&[], |list| self.list(list))
    }

    pub(crate) fn list(&self, list: u64) -> &[u32] {
        usize::try_from(list).ok().and_then(|list| self.postings.get(list)).map_or(&[], Vec::as_slice)
    }
}

/// Whether the letters of a word start with a capital.
pub(crate) fn is_capitalised(word: &str) -> bool {
    word.chars().find(|c| !text::is_quote(*c)).is_some_and(char::is_uppercase)
}
