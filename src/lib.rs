//! Bilingual terminology: look-up, term mining, checks, translation memory and exchange, Vietnamese and English first.
//!
//! Everything starts with a [`Workspace`], which belongs to a folder that the caller names. What it opens answers with plain
//! values; [`reports`] turns them into what `gloss --format json` prints. Nothing here prints, and nothing depends on the
//! folder or the state of the process.
//!
//! This crate is the stable face of gloss. The crates it is made of (`gloss-core`, `gloss-terms`, …) are internal and may
//! change with any version.

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "lsp")]
#[doc(hidden)]
pub mod lsp;
mod project;

pub use project::*;

/// The README tells the truth.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
