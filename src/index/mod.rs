//! Finding terms: by a query ([`Layers::lookup`]) and in running text ([`Scanner`]).
//!
//! An [`Index`] is one glossary made ready to answer: its concepts and the ways to find them, in one block of bytes that is
//! used as it stands, so that a mapped file answers without being read. It holds
//!
//! - the **folded keys** of all terms, sorted, and an fst from key to number; whether a hit is exact or only folded is
//!   decided by comparing it with the query, so one dictionary serves all tiers of equality;
//! - **aliases**: whole-term keys that folding does not give (base form, acronym, `i` for `y`);
//! - the **words** of all terms, for queries that are part of a term;
//! - a table of **shortened forms** for misspelt queries;
//! - the **concepts** as records, each with a checksum.
//!
//! Whatever is found is derived again from the record before it is shown, so a damaged index can lose a hit but never
//! invent one. Several glossaries are searched together as [`Layers`].
//!
//! Queries and text go through the same keys, so look-up, check and mining never disagree about what is equal.

mod build;
pub(crate) mod bytes;
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
pub(crate) mod sealed;
mod stats;
mod terms;

pub use build::Fuzzy;
pub use derive::{Derived, derived};
pub use fuzzy::Near;
pub use lookup::{Answers, Layers};
pub use rank::{Hit, HitKind};
pub use scan::{Match, MatchKind, Scanner, Scanners, Search, TextWords, Word, longest, longest_by};
pub use sealed::IndexError;
pub use stats::SectionStats;
pub use terms::{TermRef, all_terms};

use std::{collections::BTreeSet, fmt, ops::Range, sync::Arc};

use crate::{model::Concept, text};

use bytes::{Bytes, Part, Pieces, U32s};
use deletes::Deletes;
use dictionary::Dictionary;
use format::{Head, KIND, Section};

/// One glossary, ready to be searched.
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
    /// Builds the index of some concepts in memory. Cost: O(n log n), about five microseconds a term on two cores.
    ///
    /// # Errors
    /// [`IndexError::TooLarge`] if a part of it would pass four gigabytes.
    pub fn build<'g>(concepts: impl IntoIterator<Item = &'g Concept>, fuzzy: Fuzzy) -> Result<Self, IndexError> {
        Self::open(Self::bytes_of(concepts, fuzzy, 0)?, 0)
    }

    /// The index of some concepts as bytes to be stored, under the fingerprint of the texts they were read from.
    ///
    /// # Errors
    /// As [`Index::build`].
    pub fn bytes_of<'g>(
        concepts: impl IntoIterator<Item = &'g Concept>,
        fuzzy: Fuzzy,
        fingerprint: u64,
    ) -> Result<Vec<u8>, IndexError> {
        build::build(concepts, fuzzy, fingerprint)
    }

    /// Opens an index that was made of texts with this fingerprint. Cost: constant; nothing but the head is read.
    ///
    /// # Errors
    /// [`IndexError::Stale`] if it belongs to other texts or another version, [`IndexError::Damaged`] or
    /// [`IndexError::Fst`] if its head or size is not what was written. In each case build it again.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static, fingerprint: u64) -> Result<Self, IndexError> {
        let head = sealed::open(KIND, bytes.as_ref(), fingerprint)?;
        let bytes: Bytes = Arc::new(bytes);
        let map = |section| Dictionary::open(Part { bytes: Arc::clone(&bytes), range: head.range(section as usize) });
        let (folded, aliases) = (map(Section::Folded)?, map(Section::Aliases)?);
        let (words, ids) = (map(Section::Words)?, map(Section::Ids)?);
        let rare = map(Section::Rare)?;
        Ok(Self { bytes, head, folded, aliases, words, ids, rare })
    }

    /// Reads the whole index and compares its checksum. Cost: one pass, some gigabytes a second.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if a single bit is not what was written.
    pub fn verify(&self) -> Result<(), IndexError> {
        sealed::verify(self.all(), &self.head)
    }

    /// Whether something was asked for and could not be read, for the bytes are not what was written: then answers may be
    /// missing. Build the index again.
    pub fn is_damaged(&self) -> bool {
        [&self.folded, &self.aliases, &self.words, &self.ids, &self.rare].iter().any(|map| map.is_damaged())
    }

    fn all(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    fn section(&self, section: Section) -> &[u8] {
        self.all().get(self.head.range(section as usize)).unwrap_or_default()
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

    fn deletes(&self) -> Option<Deletes<'_>> {
        let table = Deletes {
            groups: self.numbers(Section::Groups),
            buckets: self.numbers(Section::Buckets),
            entries: self.numbers(Section::Entries),
        };
        (table.groups.len() > 0).then_some(table)
    }

    /// How many concepts it holds.
    pub fn len(&self) -> usize {
        self.records().len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every concept, in the order in which they are shown, without the examples for checks. Cost: about a microsecond each.
    pub fn concepts(&self) -> impl Iterator<Item = Concept> + '_ {
        (0..).take(self.len()).filter_map(|number| self.concept(number))
    }

    /// The numbers of the concepts of which texts with these words may have a term; in order.
    fn about(&self, words: &TextWords) -> BTreeSet<u32> {
        words.words().iter().flat_map(|word| self.list_in(&self.rare, word)).collect()
    }

    /// The numbers of the concepts that became part of things with these names; in order.
    fn parts_of(&self, names: &[String]) -> BTreeSet<u32> {
        names.iter().flat_map(|name| self.list_in(&self.rare, &build::whole_key(name))).collect()
    }

    fn concept(&self, number: u32) -> Option<Concept> {
        records::read(number, self.records().get(number as usize)?)
    }

    /// Whether it holds a concept with this id.
    fn has(&self, id: &str) -> bool {
        let number = self.ids.get(id).and_then(|number| u32::try_from(number).ok());
        number.and_then(|number| self.concept(number)).is_some_and(|concept| concept.id == id)
    }

    /// The concepts a stored number stands for: one, or a list.
    fn list(&self, number: u32) -> impl Iterator<Item = u32> + '_ {
        let lists = self.numbers(Section::Lists);
        let at = (number & !build::LIST) as usize;
        let list = (number & build::LIST != 0).then(|| lists.get(at).map_or(0, |count| count as usize));
        let single = list.is_none().then_some(number);
        let count = list.unwrap_or_default();
        single.into_iter().chain(lists.slice(at + 1, at.saturating_add(1).saturating_add(count)))
    }

    fn list_in(&self, map: &Dictionary, key: &str) -> impl Iterator<Item = u32> + use<'_> {
        let number = map.get(key).and_then(|number| u32::try_from(number).ok());
        number.into_iter().flat_map(|number| self.list(number))
    }

    /// The concepts with a folded key.
    fn list_of_key(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        self.numbers(Section::KeyLists).get(key as usize).into_iter().flat_map(|number| self.list(number))
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("concepts", &self.len()).field("bytes", &self.all().len()).finish()
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

    /// How many bytes a key has.
    #[inline]
    fn size(self, number: u32) -> usize {
        self.0.size(number as usize)
    }

    /// The numbers of the keys that begin with some letters.
    fn starting_with(self, letters: &str) -> Range<u32> {
        let count = self.count();
        let first = self.partition(0..count, |key| key < letters.as_bytes());
        first..self.partition(first..count, |key| key.starts_with(letters.as_bytes()))
    }

    fn partition(self, mut range: Range<u32>, before: impl Fn(&[u8]) -> bool) -> u32 {
        while range.start < range.end {
            let middle = range.start + (range.end - range.start) / 2;
            if self.0.get(middle as usize).is_some_and(&before) {
                range.start = middle + 1;
            } else {
                range.end = middle;
            }
        }
        range.start
    }
}

/// Whether the letters of a word start with a capital.
pub(crate) fn is_capitalised(word: &str) -> bool {
    word.chars().find(|c| !text::is_quote(*c)).is_some_and(char::is_uppercase)
}
