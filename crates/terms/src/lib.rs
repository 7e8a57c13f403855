//! Terms: the glossary's files, and the index that finds its terms.
//!
//! Internal to gloss; its stable public face is the `gloss` library.

pub mod glossary;
pub mod index;
