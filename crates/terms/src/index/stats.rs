//! Statistics and contents of an index, for inspection.

use super::{Index, format::Section};

/// Name and size of a section of an index file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionStats {
    /// The name of the section.
    pub name: &'static str,
    /// Its size in bytes.
    pub bytes: usize,
}

impl Index {
    /// The sections of the file with their sizes.
    pub fn sections(&self) -> Vec<SectionStats> {
        let size = |(section, name)| SectionStats { name, bytes: self.head.range(section as usize).len() };
        Section::ALL.map(size).to_vec()
    }

    /// The size of the whole file in bytes.
    pub fn size(&self) -> usize {
        self.as_bytes().len()
    }

    /// The number of distinct folded keys.
    pub fn key_count(&self) -> usize {
        self.keys().0.len()
    }

    /// Every folded key with the ids of the concepts that have it, sorted by key.
    pub fn dump(&self) -> impl Iterator<Item = (&str, Vec<String>)> {
        let keys = self.keys();
        (0..keys.count()).filter_map(move |key| Some((keys.get(key)?, self.ids_of_key(key))))
    }

    /// The ids of the concepts that have the folded key with a number.
    fn ids_of_key(&self, key: u32) -> Vec<String> {
        let concepts = self.concepts_of_key(key).filter_map(|number| self.concept(number));
        concepts.map(|concept| concept.id).collect()
    }
}
