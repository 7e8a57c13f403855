//! Translation memory: units, where they are kept, and how those that are alike are found.
//!
//! A [`Unit`](gloss_core::model::Unit) is a plain value, the same whatever file it came from; the formats read and write it. A [`Memory`] keeps units on
//! disk. Two segments are compared token by token ([`Tokens`]), how alike they are is a [`Score`], a [`Fuzzy`] index finds all
//! that are alike enough, and a [`Matcher`] makes matches of them, each with what differs ([`compare()`]).

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
