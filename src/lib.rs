//! A bilingual glossary and translation memory: look terms up, mine them from texts, check texts and translations, and
//! exchange both with other programs. Vietnamese and English come first; other languages work with fewer rules.
//!
//! # Where to start
//!
//! Open a [`Workspace`] for a folder, then what you need from it:
//!
//! | to do this | use this |
//! |---|---|
//! | look terms up | [`Finder`] |
//! | check texts and translations | [`Workspace::check`] |
//! | change, mine or export a glossary | [`Project`] |
//! | use a translation memory | `Workspace::memory` (feature `tm`) |
//!
//! Each returns plain values; [`reports`] turns them into what `gloss --format json` prints. The programs in `examples/` do
//! each of these in under sixty lines. The command `gloss` is built on the same interface.
//!
//! ```
//! use gloss::{Finder, Workspace};
//!
//! let workspace = Workspace::open(std::env::temp_dir())?; // the folder of a project, or any other
//! let found = Finder::open(workspace)?.lookup("nha dai doan ket", 10, None)?;
//! assert_eq!(found.plain(), ["Great Solidarity house"]);
//! # Ok::<(), gloss::ProjectError>(())
//! ```
//!
//! # Conventions
//!
//! - Places are byte ranges of the file as it is on disk; lines and columns are derived from them.
//! - Nothing in the library prints, and nothing depends on the folder or the state of the process.
//! - Errors name the file, the line where there is one, and the remedy.
//! - `Cost:` in the documentation of a function says how its time grows.
//!
//! # Features
//!
//! `cli` (the command), `tm` (translation memories, with SQLite), `lsp` (the language server), `xlsx` (workbooks). The first
//! three are on by default.
//!
//! # Stability
//!
//! This crate is the stable interface. The crates it is made of (`gloss-core`, `gloss-terms`, …) are internal and may change
//! with any version.

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "lsp")]
#[doc(hidden)]
pub mod lsp;
mod project;

pub use project::*;
