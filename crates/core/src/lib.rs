//! The ground floor of gloss: text, languages, the model, findings and their reports. It reads no files and prints nothing.
//!
//! Internal to gloss; its stable public face is the `gloss` library.

pub mod block;
pub mod lang;
pub mod model;
pub mod report;
pub mod text;
