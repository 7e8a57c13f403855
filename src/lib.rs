//! A bilingual glossary and translation memory: look terms up, mine them from texts, check texts and translations, and
//! exchange both with other programs. Vietnamese and English come first; other languages work with fewer rules.
//!
//! # Where to start
//!
//! [`project`] is the interface for programs. Open a [`project::Workspace`] for a folder, then what you need from it:
//!
//! | to do this | use this |
//! |---|---|
//! | look terms up | [`project::Finder`] |
//! | check texts and translations | [`project::Workspace::check`] |
//! | change, mine or export a glossary | [`project::Project`] |
//! | use a translation memory | [`project::Workspace`]`::memory` (feature `tm`) |
//!
//! The programs in `examples/` do each of these in under sixty lines. The command `gloss` is built on the same interface.
//!
//! # Example
//!
//! The parts below [`project`] work without files. This looks a term up in the shipped glossary, typed without diacritics:
//!
//! ```
//! use gloss::{glossary::{Glossary, shipped}, index::{Fuzzy, Index, Layers}, lang::Lang};
//!
//! let glossary = Glossary::read(shipped());
//! let layers = Layers::new(vec![Index::build(glossary.concepts(), Fuzzy::Table)?]);
//! let best = &layers.lookup("nha dai doan ket", 10, None).hits[0];
//! assert_eq!(best.concept.preferred(&Lang::en()).map(|term| term.text.as_str()), Some("Great Solidarity house"));
//! # Ok::<(), gloss::index::IndexError>(())
//! ```
//!
//! # Conventions
//!
//! - Places are byte ranges of the file as it is on disk; lines and columns are derived from them.
//! - Nothing in the library prints. Functions return values, and renderers write them to any `impl Write`.
//! - Errors name the file, the line where there is one, and the remedy.
//! - `Cost:` in the documentation of a function says how its time grows.
//!
//! # Features
//!
//! `cli` (the command), `tm` (translation memories, with SQLite), `lsp` (the language server), `xlsx` (workbooks). The first
//! three are on by default.

pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod formats;
pub mod glossary;
pub mod index;
pub mod lang;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod memory;
pub mod mine;
pub mod model;
pub mod project;
pub mod report;
pub mod text;
