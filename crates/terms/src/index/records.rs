//! Concept records of an index file: a checksum over number and content, then the concept in postcard encoding.
//!
//! The checksum makes sure that a damaged file never shows a changed rendering as if it came from the glossary.

use gloss_core::model::Concept;

/// The record of a concept.
pub(super) fn write(number: u32, concept: &Concept) -> Vec<u8> {
    let content = postcard::to_allocvec(concept).expect("every concept can be encoded");
    let mut record = checksum(number, &content).to_le_bytes().to_vec();
    record.extend_from_slice(&content);
    record
}

/// Reads the record of the concept with a number; `None` if the record is damaged or belongs to another concept.
pub(super) fn read(number: u32, record: &[u8]) -> Option<Concept> {
    let (stored_checksum, content) = record.split_first_chunk()?;
    if u32::from_le_bytes(*stored_checksum) != checksum(number, content) {
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
