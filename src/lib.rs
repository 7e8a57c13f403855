//! gloss
pub mod check;
pub mod formats;
pub mod glossary;
pub mod index;
pub mod lang;
pub mod mine;
pub mod model;
pub mod report;
pub mod text;
