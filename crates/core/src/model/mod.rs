//! The termbase model of ISO 30042: a concept, its languages, the terms of each.
//!
//! A [`Concept`] has several [`Term`]s a language, each with a [`Status`]; the preferred one is what an export writes and
//! a check suggests. One form may serve two concepts; their notes tell them apart.

mod concept;
mod evidence;
mod rows;
mod term;
mod unit;

pub use concept::{AdministrativeUnit, Concept, PartOfSpeech, Validity};
pub use evidence::{Seen, Source, SourceKind};
pub use rows::{Column, Columns, Rows};
pub use term::{Status, Term, TermType};
pub use unit::{Code, CodeKind, Segment, Unit};
