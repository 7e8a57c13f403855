#![doc = include_str!("../README.md")]
//! # The rooms
//!
//! Data walks through the house like this:
//!
//! - *a query*: [`text`] makes keys of it, [`index`] finds terms, [`project`] answers with concepts;
//! - *an article*: [`formats::documents`] reads it, [`mine`] proposes terms, [`check`] compares it with the [`glossary`];
//! - *a memory*: [`formats`] reads units, [`memory`] keeps them and finds those that are alike;
//! - *the termbase*: [`glossary`] turns text into the [`model`] and back, [`formats`] writes it for other programs.

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
