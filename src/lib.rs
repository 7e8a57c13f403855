//! gloss
pub mod check;
pub mod formats;
pub mod glossary;
pub mod index;
pub mod lang;
pub mod mine;
pub mod project;
pub mod model;
pub mod report;
pub mod text;
#[cfg(feature = "cli")]
pub mod cli;
