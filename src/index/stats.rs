//! Looking inside an index.

use super::{Index, format::Section};

/// A part of an index file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionStats {
    /// What it holds.
    pub name: &'static str,
    /// Its size.
    pub bytes: usize,
}

impl Index {
    /// The parts of the file with their sizes.
    pub fn sections(&self) -> Vec<SectionStats> {
        let size = |(section, name)| SectionStats { name, bytes: self.head.range(section as usize).len() };
        Section::ALL.map(size).to_vec()
    }

    /// The size of the whole file in bytes.
    pub fn size(&self) -> usize {
        self.all().len()
    }

    /// How many distinct folded keys it holds.
    pub fn key_count(&self) -> usize {
        self.keys().0.len()
    }

    /// Every folded key with the ids of the concepts that have it, in order of the keys.
    pub fn dump(&self) -> impl Iterator<Item = (&str, Vec<String>)> {
        let keys =
            (0..u32::try_from(self.key_count()).unwrap_or(u32::MAX)).filter_map(|n| Some((n, self.keys().get(n)?)));
        keys.map(|(number, key)| {
            (key, self.list_of_key(number).filter_map(|concept| self.concept(concept)).map(|c| c.id).collect())
        })
    }
}
