//! The parts of a glossary's index; [`super::sealed`] says how they become a file.

use super::sealed::Kind;

/// The parts together.
pub(super) type Head = super::sealed::Head<{ Section::ALL.len() }>;

pub(super) const KIND: Kind = Kind { magic: b"GLOSSIDX", version: 7 };

/// The parts of the file, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Where each concept's record begins.
    ConceptOffsets,
    /// The records: checksum, then the concept.
    Concepts,
    /// Where each folded key begins.
    KeyOffsets,
    /// The folded keys of all terms, sorted.
    Keys,
    /// For each key the concepts that have it.
    KeyLists,
    /// Lists of concepts: a count, then their numbers.
    Lists,
    /// Folded key → its number.
    Folded,
    /// Other ways to name a whole term (acronym, base form, `i` for `y`) → concepts.
    Aliases,
    /// Single folded word → concepts.
    Words,
    /// Id → concept.
    Ids,
    /// The table of shortened forms: groups of keys, …
    Groups,
    /// … buckets, …
    Buckets,
    /// … entries.
    Entries,
    /// The two words of each term that are rarest beside each other, or its only one, in their loosest form → concepts.
    Rare,
}

impl Section {
    /// Every section with its name, in the order of the file.
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
