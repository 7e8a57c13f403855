//! Journeys around the translation memory.

mod analyse;
mod apply;
mod clean;
mod edit;
mod extract;
mod import;
mod indexes;
mod job;
mod matching;
mod search;
mod units;
mod upkeep;

pub use analyse::{Amount, Analysis, Band, Bands};
pub use edit::{Added, UnitEdit};
pub use import::{IssueList, MemoryImport, MemoryImported};
pub use job::JobSegment;
pub use matching::{MatchOptions, MatchSession, QueryMatches};
pub use search::{Concordance, SearchReport};
pub use units::MemoryStats;
pub use upkeep::QualityIssue;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use gloss_core::lang::Lang;
use gloss_memory::{Match, Matcher, Memory, Query};

use super::{ProjectError, Verified, Workspace};

/// A memory with what is needed to search it.
#[derive(Debug)]
pub struct TranslationMemory {
    /// The database.
    pub memory: Memory,
    path: PathBuf,
    /// The folder that relative paths of files start in.
    base: PathBuf,
}

impl TranslationMemory {
    /// Opens the memory at a path.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if there is none or it cannot be used.
    pub fn open(path: &Path) -> Result<Self, ProjectError> {
        Ok(Self { memory: Memory::open(path)?, path: path.to_owned(), base: PathBuf::new() })
    }

    /// Opens it, or makes an empty one.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if it cannot be used or made.
    pub fn create(path: &Path) -> Result<Self, ProjectError> {
        Ok(Self { memory: Memory::create(path)?, path: path.to_owned(), base: PathBuf::new() })
    }

    /// What finds matches of queries in a language. Cost: a few system calls if the index is up to date, else that of
    /// indexing what came since.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if the memory cannot be read.
    pub fn matcher(&self, lang: &Lang) -> Result<Matcher, ProjectError> {
        indexes::matcher(&self.memory, &self.path, lang)
    }

    /// The matches of a query.
    ///
    /// # Errors
    /// As [`TranslationMemory::matcher`].
    pub fn matches(&self, matcher: &Matcher, query: &Query<'_>) -> Result<Vec<Match>, ProjectError> {
        Ok(matcher.matches(&self.memory, query)?)
    }

    /// Answers many questions on all cores, each of which reads the database by itself; the answers are in order.
    ///
    /// # Errors
    /// The first of the answers that is one.
    pub fn on_all_cores<Q: Sync, A: Send>(
        &self,
        questions: &[Q],
        answer: impl Fn(&Self, &Q) -> Result<A, ProjectError> + Sync,
    ) -> Result<Vec<A>, ProjectError> {
        if let [only] = questions {
            return Ok(vec![answer(self, only)?]);
        }
        let path = &self.path;
        let one = |opened: &mut Result<Self, ProjectError>, question: &Q| match opened {
            Ok(memory) => answer(memory, question),
            Err(_) => Self::open(path).and_then(|memory| answer(&memory, question)),
        };
        questions.par_iter().map_init(|| Self::open(path), one).collect()
    }

    /// Brings the indexes of all languages up to date.
    ///
    /// # Errors
    /// As [`TranslationMemory::matcher`].
    pub fn index(&self) -> Result<(), ProjectError> {
        self.primary()?.iter().try_for_each(|lang| self.matcher(lang).map(drop))
    }

    /// Reads the index of each language as a whole, without mending it. Cost: that of reading the files.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if the memory cannot be read.
    pub fn verify(&self) -> Result<Vec<(Lang, Verified)>, ProjectError> {
        let verified = |lang: Lang| Ok((lang.clone(), indexes::verify(&self.memory, &self.path, &lang)?));
        self.primary()?.into_iter().map(verified).collect()
    }

    /// The languages without their regions.
    fn primary(&self) -> Result<Vec<Lang>, ProjectError> {
        let mut primary: Vec<Lang> =
            self.memory.languages()?.iter().filter_map(|lang| lang.primary().parse().ok()).collect();
        primary.dedup();
        Ok(primary)
    }
}

/// Where a translation memory is.
#[derive(Debug, Clone)]
pub struct MemoryLocation {
    /// Its path, as reports show it.
    pub path: PathBuf,
    base: PathBuf,
}

impl Workspace {
    /// Where the memory is: at a path that the caller names, else the project's, or the user's where there is no project.
    ///
    /// # Errors
    /// [`ProjectError::NoMemory`] if none is named and the user has no folder for data.
    pub fn memory(&self, named: Option<&Path>) -> Result<MemoryLocation, ProjectError> {
        let path = match named {
            Some(path) => Some(path.to_owned()),
            None if self.configured => Some(self.root.join(&self.config.memory)),
            None => dirs::data_dir().map(|folder| folder.join("gloss/memory.sqlite")),
        };
        Ok(MemoryLocation { path: path.ok_or(ProjectError::NoMemory)?, base: self.base().to_owned() })
    }
}

impl MemoryLocation {
    /// Whether there is a memory.
    pub fn exists(&self) -> bool {
        self.place().is_file()
    }

    /// Opens the memory that is there.
    ///
    /// # Errors
    /// As [`TranslationMemory::open`].
    pub fn open(&self) -> Result<TranslationMemory, ProjectError> {
        Ok(TranslationMemory { base: self.base.clone(), ..TranslationMemory::open(&self.place())? })
    }

    /// Opens the memory, or makes an empty one.
    ///
    /// # Errors
    /// As [`TranslationMemory::create`].
    pub fn create(&self) -> Result<TranslationMemory, ProjectError> {
        Ok(TranslationMemory { base: self.base.clone(), ..TranslationMemory::create(&self.place())? })
    }

    fn place(&self) -> PathBuf {
        self.base.join(&self.path)
    }
}
