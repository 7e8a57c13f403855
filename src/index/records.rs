//! Concepts as they stand in an index file: a checksum over number and content, then the concept in postcard's encoding.
//!
//! The checksum of each record keeps a damaged file from showing a changed rendering as if it were the glossary's.

use crate::model::Concept;

pub(super) fn write(number: u32, concept: &Concept) -> Vec<u8> {
    let content = postcard::to_allocvec(concept).expect("a concept has nothing that cannot be written");
    let mut record = checksum(number, &content).to_le_bytes().to_vec();
    record.extend_from_slice(&content);
    record
}

/// The concept of a record; `None` if a bit of it has changed, or if it is another concept's.
pub(super) fn read(number: u32, record: &[u8]) -> Option<Concept> {
    let (sum, content) = record.split_first_chunk()?;
    if u32::from_le_bytes(*sum) != checksum(number, content) {
        return None;
    }
    postcard::from_bytes(content).ok()
}

fn checksum(number: u32, content: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&number.to_le_bytes());
    hasher.update(content);
    hasher.finalize()
}
