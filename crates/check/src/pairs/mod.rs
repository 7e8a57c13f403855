//! Rules for translations: a segment against the one it is a translation of.

mod bitext;
pub(super) mod codes;
pub(super) mod consistency;
pub(super) mod language;
pub(super) mod numbers;
pub(super) mod terms;
mod unit;

pub use bitext::{Bitext, Escapes, Pair};
pub(super) use unit::{SOURCE, TARGET, Unit, UnitContext};
