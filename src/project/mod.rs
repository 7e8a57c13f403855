//! The user's journeys, as plain functions: the only room that commands, servers and editors call.
//!
//! A [`Project`] is a folder with a `gloss.toml`: its glossary, its articles, where exports go. Every journey takes a
//! project and returns a report value; nothing here prints.

mod aligned;
mod annotate;
mod bitexts;
mod build;
mod cache;
mod checking;
mod config;
mod error;
mod excerpt;
mod export;
mod files;
mod finder;
mod import;
mod init;
mod lint;
mod mapped;
#[cfg(feature = "tm")]
mod memory;
mod places;
mod review;
mod rules;
mod stamp;
mod termbase;
mod validate;
mod workspace;

pub use aligned::aligned_paths;
pub use annotate::{Annotated, Mark, Overlaps, instead, renderings};
pub use bitexts::Named;
pub use build::{BuildReport, Outcome};
pub use cache::Verified;
pub use checking::{
    BaselineUse, CheckOptions, CheckReport, CheckSettings, Checks, Fixed, Level, Page, PathRules, RuleName,
    WaiverSettings, fixed, found,
};
pub use config::Config;
pub use error::ProjectError;
pub use excerpt::excerpt;
pub use export::{Exported, Terms};
pub use files::{Files, InputSources, Inputs, Progress, Shelf, text_of, write_file, write_file_with};
pub use finder::{Answer, Finder, LookupReport, Reading, is_guarded};
pub use import::{Import, Imported};
pub use init::init;
#[cfg(feature = "tm")]
pub use memory::{
    Amount, Analysis, Asked, Band, Bands, Concordance, Doubt, MemoryImport, MemoryImported, Noted, SearchReport,
    TranslationMemory, doubts, segments_of, tidy,
};
pub use places::{UsedAt, WhereReport};
pub use review::{Pending, Review, ReviewRow};
pub use rules::{CHANGED_NAME, MISSING_TERM, RULES, rule};
pub use termbase::{NewTerm, now, today};
pub use validate::{Validation, validate_file};
pub use workspace::{Layer, Origin, UserLayer, Workspace, user_glossary};

pub use crate::glossary::edit::Preferred;

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    glossary::{Glossary, SourceFile, shipped},
    mine::{Mined, Miner},
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
    /// The glossaries, the one that counts most first.
    pub layers: Vec<Layer>,
    /// The texts they were read from.
    texts: Vec<SourceFile>,
    /// Where the project's own glossary files are.
    folders: Vec<PathBuf>,
}

impl Project {
    /// Reads the glossaries of a workspace.
    ///
    /// # Errors
    /// [`ProjectError`] if a glossary file cannot be opened. Faults inside a glossary are no error: the rest of it is used,
    /// and lint tells.
    pub fn open(workspace: Workspace) -> Result<Self, ProjectError> {
        let folders = workspace.own();
        let (mut texts, mut own) = (Vec::new(), Glossary::default());
        for folder in &folders {
            let of_folder = files::glossary_files(std::slice::from_ref(folder))?;
            texts.extend(of_folder.clone());
            own = own.over(Glossary::read(of_folder));
        }
        let mut behind = files::glossary_files(&workspace.paths(|origin| origin == Origin::User))?;
        if workspace.layers.iter().any(|layer| layer.origin == Origin::Shipped) {
            behind.extend(shipped());
        }
        let glossary = own.clone().over(Glossary::read(behind.clone()));
        texts.extend(behind);
        let Workspace { root, config, configured, layers } = workspace;
        Ok(Self { root, config, configured, own, glossary, layers, texts, folders })
    }

    /// Nothing but the shipped glossary.
    pub fn shipped() -> Self {
        let texts = shipped();
        Self {
            root: PathBuf::new(),
            config: Config::default(),
            configured: false,
            own: Glossary::default(),
            glossary: Glossary::read(texts.clone()),
            layers: vec![Layer { origin: Origin::Shipped, path: None }],
            texts,
            folders: Vec::new(),
        }
    }

    /// Candidates and pairs from text files; `with_glossary` false ignores the termbase. Cost: linear in the text.
    pub fn mine(&self, files: &Files, with_glossary: bool, progress: &Progress<'_>) -> Mined {
        let miner = Miner::new(with_glossary.then_some(&self.glossary));
        miner.mine(&files.articles, &|| progress.tick())
    }

    /// What could not be read of the glossaries, a line each; only the first few.
    pub fn faults(&self) -> Vec<String> {
        cache::faults(&self.glossary)
    }

    /// The texts of the project's own glossary files, for showing findings in them.
    pub fn glossary_sources(&self) -> BTreeMap<&str, &str> {
        self.own.files().iter().map(|file| (file.source.path.as_str(), file.source.text.as_str())).collect()
    }
}
