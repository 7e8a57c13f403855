//! The user's journeys, as plain functions: the only room that commands, servers and editors call.
//!
//! A [`Project`] is a folder with a `gloss.toml`: its glossary, its articles, where exports go. Every journey takes a
//! project and returns a report value; nothing here prints.

mod build;
mod cache;
mod config;
mod error;
mod export;
mod files;
mod lint;
mod lookup;
mod places;
mod review;
mod termbase;

pub use build::{BuildReport, Outcome};
pub use config::Config;
pub use error::ProjectError;
pub use export::Exported;
pub use files::{Files, Progress, write_file};
pub use lookup::{Answer, LookupReport, Reading};
pub use places::{UsedAt, WhereReport};
pub use review::{Pending, Review, ReviewRow};
pub use termbase::{NewTerm, slug, today};

pub use crate::glossary::edit::Preferred;

use std::path::PathBuf;

use crate::{
    check::Checker,
    glossary::{Glossary, SourceFile, shipped},
    mine::{Mined, Miner},
    report::{Finding, Sources},
};

/// A folder with its glossary, loaded.
#[derive(Debug)]
pub struct Project {
    /// The folder of `gloss.toml`, or the current one.
    pub root: PathBuf,
    /// Its settings.
    pub config: Config,
    /// Whether there is a `gloss.toml`.
    pub configured: bool,
    /// The project's own glossary.
    pub own: Glossary,
    /// The project's own glossary over the shipped one: what look-up, checks and exports use.
    pub glossary: Glossary,
    /// The texts the glossary was read from, for the index's fingerprint.
    texts: Vec<SourceFile>,
    /// Where the project's own glossary files are.
    folders: Vec<PathBuf>,
}

impl Project {
    /// Opens the project that holds the current folder: the nearest `gloss.toml` upwards. Without one the shipped glossary
    /// serves alone. `glossaries` name other folders or files to use instead of the project's and the shipped one.
    ///
    /// # Errors
    /// [`ProjectError`] if `gloss.toml` or a glossary file cannot be opened or understood. Faults inside a glossary are no
    /// error: the rest of it is used, and lint tells.
    pub fn open(glossaries: &[PathBuf]) -> Result<Self, ProjectError> {
        let (root, found) = Config::find()?;
        let configured = found.is_some();
        let config = found.unwrap_or_default();
        if let Some(missing) = glossaries.iter().find(|path| !path.exists()) {
            return Err(ProjectError::Missing(missing.clone()));
        }
        let folders: Vec<PathBuf> = match glossaries {
            [] if configured => config.glossary.iter().map(|path| root.join(path)).collect(),
            given => given.to_vec(),
        };
        // A project may begin without a glossary; its folder is made by the first entry.
        let there: Vec<PathBuf> = folders.iter().filter(|folder| folder.exists()).cloned().collect();
        let mut texts = files::glossary_files(&there)?;
        let own = Glossary::read(texts.clone());
        let behind = if glossaries.is_empty() && config.shipped { shipped() } else { Vec::new() };
        let glossary = own.clone().over(Glossary::read(behind.clone()));
        texts.extend(behind);
        Ok(Self { root, config, configured, own, glossary, texts, folders })
    }

    /// Candidates and pairs from text files; `with_glossary` false ignores the termbase. Cost: linear in the text.
    pub fn mine(&self, files: &Files, with_glossary: bool, progress: &Progress<'_>) -> Mined {
        let miner = Miner::new(with_glossary.then_some(&self.glossary));
        miner.mine(&files.articles, &|| progress.tick())
    }

    /// Everything a check has to say about files; `with_glossary` false leaves out all rules that need it. Cost: linear in
    /// the text.
    pub fn check(&self, files: &Files, with_glossary: bool, progress: &Progress<'_>) -> Vec<Finding> {
        let empty = Glossary::default();
        let checker = Checker::new(if with_glossary { &self.glossary } else { &empty });
        checker.check(&files.articles, &|| progress.tick())
    }

    /// The texts of the project's own glossary files, for showing findings in them.
    pub fn glossary_sources(&self) -> Sources {
        self.own.files().iter().map(|file| (file.source.path.clone(), file.source.text.clone())).collect()
    }
}
