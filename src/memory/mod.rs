//! Translation units: what a memory is made of, and how those that are alike are found.
//!
//! A [`Unit`] is a plain value, the same whatever file it came from; the formats read and write it. Two segments are compared
//! token by token ([`Tokens`]), how alike they are is a [`Score`], and a [`Fuzzy`] index finds all that are alike enough.

mod fuzzy;
mod score;
mod token;
mod unit;

pub use fuzzy::{Builder, Fuzzy, Near};
pub use score::{Score, Threshold};
pub use token::{Token, TokenKind, Tokens};
pub use unit::{Code, CodeKind, Segment, Unit};
