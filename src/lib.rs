//! gloss
pub mod lang;
pub mod report;
pub mod text;
