//! The sections of a glossary index; [`gloss_core::block`] defines the file around them.

use gloss_core::block::sealed::FileKind;

/// The head of a glossary index.
pub(super) type Head = gloss_core::block::sealed::Head<{ Section::ALL.len() }>;

/// Magic number and version of glossary indexes.
pub(super) const FILE_KIND: FileKind = FileKind { magic: b"GLOSSIDX", version: 8 };

/// The sections of the file, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// The start of each concept record.
    ConceptOffsets,
    /// Concept records: a checksum, then the concept.
    Concepts,
    /// The start of each folded key.
    KeyOffsets,
    /// The folded keys of all terms, sorted.
    Keys,
    /// For each key, the concepts that have it.
    KeyLists,
    /// Lists of concepts: a count, then the concept numbers.
    Lists,
    /// Maps a folded key to its number.
    Folded,
    /// Maps the other keys of a whole term (acronym, base form, `i` for `y`) to concepts.
    Aliases,
    /// Maps a single folded word to concepts.
    Words,
    /// Maps an id to its concept.
    Ids,
    /// The deletion table: the first key of each group.
    Groups,
    /// The deletion table: the first entry of each bucket.
    Buckets,
    /// The deletion table: its entries.
    Entries,
    /// Maps the rarest pair of neighbouring words of each term, or its only word, in base form, to concepts.
    Rare,
}

impl Section {
    /// Every section and its name, in file order.
    pub(super) const ALL: [(Self, &'static str); 14] = [
        (Self::ConceptOffsets, "concept offsets"),
        (Self::Concepts, "concepts"),
        (Self::KeyOffsets, "key offsets"),
        (Self::Keys, "keys"),
        (Self::KeyLists, "key lists"),
        (Self::Lists, "lists"),
        (Self::Folded, "fst of keys"),
        (Self::Aliases, "fst of aliases"),
        (Self::Words, "fst of words"),
        (Self::Ids, "fst of ids"),
        (Self::Groups, "fuzzy groups"),
        (Self::Buckets, "fuzzy buckets"),
        (Self::Entries, "fuzzy entries"),
        (Self::Rare, "fst of rare words"),
    ];
}
