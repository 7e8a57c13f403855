//! Finds terms: those that answer a query ([`Layers::lookup`]) and those that occur in a text ([`Scanner`]).
//!
//! An [`Index`] holds one glossary as a block of bytes that is searched in place, so a memory-mapped file answers without
//! being read as a whole. It contains
//!
//! - the **folded keys** of all terms, sorted, and an fst from key to number. Each hit is compared with the query to decide
//!   how well it matches, so one dictionary serves all tiers of equality;
//! - **aliases**: keys of a whole term that folding does not produce (base form, acronym, `i` for `y`);
//! - the **words** of all terms, for queries that are part of a term;
//! - a **deletion table** for misspelt queries;
//! - the **concepts** as records, each with a checksum.
//!
//! Every hit is verified against the concept record before it is shown, so a damaged index can lose a hit but never invent
//! one. [`Layers`] searches several glossaries together.
//!
//! Queries and texts use the same keys, so look-up, check and mining always agree on what is equal.

mod build;
mod deletes;
mod derive;
mod dictionary;
pub mod distance;
mod format;
mod fuzzy;
mod keys;
mod lookup;
mod rank;
mod records;
mod scan;
mod stats;
mod terms;

pub use build::FuzzyMethod;
pub use derive::{DerivedName, derive_name};
pub use fuzzy::NearKey;
pub use lookup::{Answers, Layers};
pub use rank::{Hit, HitKind};
pub use scan::{Match, MatchKind, ScanSession, Scanner, Scanners, TextWords, Word, keep_longest, keep_longest_by};
pub use stats::SectionStats;
pub use terms::{TermRef, all_terms};

use std::{collections::BTreeSet, fmt, ops::Range, sync::Arc};

use gloss_core::{model::Concept, text};

use deletes::DeletionTable;
use dictionary::Dictionary;
use format::{FILE_KIND, Head, Section};
use gloss_core::block::{
    IndexError,
    bytes::{Bytes, Part, Pieces, U32s},
    sealed,
};

/// A searchable glossary.
pub struct Index {
    bytes: Bytes,
    head: Head,
    folded: Dictionary,
    aliases: Dictionary,
    words: Dictionary,
    ids: Dictionary,
    rare: Dictionary,
}

impl Index {
    /// Builds an index of `concepts` in memory. Cost: O(n log n), about five microseconds per term on two cores.
    ///
    /// # Errors
    /// [`IndexError::TooLarge`] if a section would exceed four gigabytes.
    pub fn build<'g>(concepts: impl IntoIterator<Item = &'g Concept>, fuzzy: FuzzyMethod) -> Result<Self, IndexError> {
        Self::open(Self::build_bytes(concepts, fuzzy, 0)?, 0)
    }

    /// Builds the bytes of an index, to be stored. `fingerprint` identifies the texts from which the concepts were read.
    ///
    /// # Errors
    /// As [`Index::build`].
    pub fn build_bytes<'g>(
        concepts: impl IntoIterator<Item = &'g Concept>,
        fuzzy: FuzzyMethod,
        fingerprint: u64,
    ) -> Result<Vec<u8>, IndexError> {
        build::build(concepts, fuzzy, fingerprint)
    }

    /// Opens an index that was built from texts with this fingerprint. Cost: constant; reads only the head.
    ///
    /// # Errors
    /// [`IndexError::Stale`] if it was built from other texts or by another version; [`IndexError::Damaged`] or
    /// [`IndexError::Fst`] if its head or size has changed since it was written. In each case, build the index again.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static, fingerprint: u64) -> Result<Self, IndexError> {
        let head = sealed::open(FILE_KIND, bytes.as_ref(), fingerprint)?;
        let bytes: Bytes = Arc::new(bytes);
        let map = |section| Dictionary::open(Part { bytes: Arc::clone(&bytes), range: head.range(section as usize) });
        let (folded, aliases) = (map(Section::Folded)?, map(Section::Aliases)?);
        let (words, ids) = (map(Section::Words)?, map(Section::Ids)?);
        let rare = map(Section::Rare)?;
        Ok(Self { bytes, head, folded, aliases, words, ids, rare })
    }

    /// Reads the whole index and compares its checksum. Cost: one pass, some gigabytes per second.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if any bit has changed since the index was written.
    pub fn verify(&self) -> Result<(), IndexError> {
        sealed::verify(self.as_bytes(), &self.head)
    }

    /// Whether something was asked for and could not be read, for the bytes are not what was written: then answers may be
    /// missing. Build the index again.
    pub fn is_damaged(&self) -> bool {
        [&self.folded, &self.aliases, &self.words, &self.ids, &self.rare].iter().any(|map| map.is_damaged())
    }

    fn as_bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    fn section(&self, section: Section) -> &[u8] {
        self.as_bytes().get(self.head.range(section as usize)).unwrap_or_default()
    }

    fn numbers(&self, section: Section) -> U32s<'_> {
        U32s(self.section(section))
    }

    fn records(&self) -> Pieces<'_> {
        Pieces { offsets: self.numbers(Section::ConceptOffsets), blob: self.section(Section::Concepts) }
    }

    fn keys(&self) -> Keys<'_> {
        Keys(Pieces { offsets: self.numbers(Section::KeyOffsets), blob: self.section(Section::Keys) })
    }

    /// The deletion table, if the index has one.
    fn deletion_table(&self) -> Option<DeletionTable<'_>> {
        let table = DeletionTable {
            groups: self.numbers(Section::Groups),
            buckets: self.numbers(Section::Buckets),
            entries: self.numbers(Section::Entries),
        };
        (!table.groups.is_empty()).then_some(table)
    }

    /// The number of concepts.
    pub fn len(&self) -> usize {
        self.records().len()
    }

    /// Whether the index has no concepts.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All concepts, in display order, without the examples for checks. Cost: about a microsecond per concept.
    pub fn concepts(&self) -> impl Iterator<Item = Concept> + '_ {
        (0..).take(self.len()).filter_map(|number| self.concept(number))
    }

    /// The concepts whose terms may occur in texts with these words.
    fn concepts_for_words(&self, words: &TextWords) -> BTreeSet<u32> {
        words.phrases().iter().flat_map(|phrase| self.concepts_in(&self.rare, phrase)).collect()
    }

    /// The concepts that became part of one with such a name.
    fn concepts_merged_into(&self, names: &[String]) -> BTreeSet<u32> {
        names.iter().flat_map(|name| self.concepts_in(&self.rare, &build::merged_into_key(name))).collect()
    }

    /// Reads the concept with a number; `None` if its record is damaged.
    fn concept(&self, number: u32) -> Option<Concept> {
        records::read(number, self.records().get(number as usize)?)
    }

    /// Whether the index has a concept with this id.
    fn contains_id(&self, id: &str) -> bool {
        let number = self.ids.get(id).and_then(|number| u32::try_from(number).ok());
        number.and_then(|number| self.concept(number)).is_some_and(|concept| concept.id == id)
    }

    /// The concepts of a stored number, which is a concept or, with [`build::LIST`], the offset of a list.
    fn resolve_list(&self, number: u32) -> impl Iterator<Item = u32> + '_ {
        let lists = self.numbers(Section::Lists);
        let at = (number & !build::LIST) as usize;
        let list = (number & build::LIST != 0).then(|| lists.get(at).map_or(0, |count| count as usize));
        let single = list.is_none().then_some(number);
        let count = list.unwrap_or_default();
        single.into_iter().chain(lists.slice(at + 1, at.saturating_add(1).saturating_add(count)))
    }

    /// The concepts that a dictionary has for a key.
    fn concepts_in(&self, map: &Dictionary, key: &str) -> impl Iterator<Item = u32> + use<'_> {
        let number = map.get(key).and_then(|number| u32::try_from(number).ok());
        number.into_iter().flat_map(|number| self.resolve_list(number))
    }

    /// The concepts that have the folded key with a number.
    fn concepts_of_key(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        self.numbers(Section::KeyLists).get(key as usize).into_iter().flat_map(|number| self.resolve_list(number))
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("concepts", &self.len()).field("bytes", &self.as_bytes().len()).finish()
    }
}

/// The folded keys, sorted.
#[derive(Debug, Clone, Copy)]
struct Keys<'b>(Pieces<'b>);

impl<'b> Keys<'b> {
    fn get(self, number: u32) -> Option<&'b str> {
        std::str::from_utf8(self.0.get(number as usize)?).ok()
    }

    fn count(self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// The length of a key in bytes, without reading it.
    #[inline]
    fn size(self, number: u32) -> usize {
        self.0.size(number as usize)
    }

    /// The numbers of the keys that begin with `prefix`.
    fn starting_with(self, prefix: &str) -> Range<u32> {
        let count = self.count();
        let first = self.partition_point(0..count, |key| key < prefix.as_bytes());
        first..self.partition_point(first..count, |key| key.starts_with(prefix.as_bytes()))
    }

    /// The first key of a range for which `is_before` is false; the keys for which it is true come first.
    fn partition_point(self, mut range: Range<u32>, is_before: impl Fn(&[u8]) -> bool) -> u32 {
        while range.start < range.end {
            let middle = range.start + (range.end - range.start) / 2;
            if self.0.get(middle as usize).is_some_and(&is_before) {
                range.start = middle + 1;
            } else {
                range.end = middle;
            }
        }
        range.start
    }
}

/// Whether the first letter of a word, after any quotation mark, is a capital.
pub(crate) fn is_capitalised(word: &str) -> bool {
    word.chars().find(|c| !text::is_quote(*c)).is_some_and(char::is_uppercase)
}
