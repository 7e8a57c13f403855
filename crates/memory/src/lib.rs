//! Translation memory: stores translation units, finds similar segments and shows how they differ.
//!
//! A [`Unit`](gloss_core::model::Unit) is a plain value, whatever file it came from; the formats read and write it. A [`Memory`]
//! keeps units on disk. Two segments are compared token by token ([`Tokens`]), and a [`Score`] says how similar they are. A
//! [`Fuzzy`] index finds every segment that reaches a threshold; a [`Matcher`] turns these into matches and marks the
//! differences ([`compare()`]).

mod compare;
mod fuzzy;
#[cfg(feature = "store")]
mod matcher;
mod repair;
mod score;
#[cfg(feature = "store")]
mod store;
mod token;

pub use compare::{Comparison, Piece, Side, compare};
pub use fuzzy::{Builder, Fuzzy, Near};
#[cfg(feature = "store")]
pub use matcher::{Match, Matcher, Query};
pub use repair::{Fix, FixKind, Renderings, Repaired, repair};
pub use score::{Score, Threshold};
#[cfg(feature = "store")]
pub use store::{About, Compacted, Memory, MemoryError, Outcome, SessionInfo, SessionKind, State, Stored, Units};
pub use token::{Token, TokenKind, Tokens};
