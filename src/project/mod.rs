//! The one door to everything that gloss does: commands, editors, servers and bindings call this room and no other.
//!
//! A [`Workspace`] is where every journey starts. It belongs to a folder that the caller names, and to the project (the nearest
//! `gloss.toml`) that the folder is in; nothing depends on the folder or the state of the process. What a journey needs is opened
//! from the workspace, once, and answers as often as one likes:
//!
//! | to do this | open this |
//! |---|---|
//! | look terms up | [`Finder::open`] |
//! | check texts once | nothing: [`Workspace::check`] |
//! | check texts as they are written | [`Project::open`], then [`Project::check_session`] |
//! | change the glossary, mine, export, build | [`Project::open`] |
//! | use the translation memory | [`Workspace::memory`], then [`MemoryLocation::open`](MemoryLocation::open) |
//!
//! Every journey returns a value; [`reports`] turns it into what `--format json` prints. Nothing here prints.
//!
//! ```
//! use gloss::{CheckOptions, Finder, Named, Progress, ProjectError, Workspace};
//!
//! # fn main() -> Result<(), ProjectError> {
//! # let folder = std::env::temp_dir().join(format!("gloss-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).expect("a folder");
//! # std::fs::write(folder.join("gloss.toml"), "").expect("settings");
//! # std::fs::write(folder.join("a.txt"), "The great unity houses were built.").expect("a text");
//! let workspace = Workspace::open(&folder)?;
//!
//! let finder = Finder::open(workspace.clone())?;
//! let found = finder.lookup("hộ nghèo", 10, None)?;
//! let report = finder.report(&found, &[], 10); // gloss.lookup/1, ready for serde
//! assert_eq!(report.hits[0].renderings[0].term, "poor household");
//!
//! let texts = workspace.texts(&["a.txt".into()], &Named::default());
//! let checked = workspace.check(&texts, &CheckOptions::default(), Progress::NONE)?;
//! assert!(checked.findings.iter().all(|finding| finding.place.file == "a.txt"));
//! # std::fs::remove_dir_all(&folder).expect("tidied");
//! # Ok(())
//! # }
//! ```

mod aligned;
mod annotate;
mod bitexts;
mod build;
mod cache;
mod checking;
mod config;
mod direction;
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
mod progress;
pub mod reports;
mod review;
mod review_session;
mod rules;
mod shipped;
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
    BaselineUse, CheckOptions, CheckReport, CheckSession, CheckSettings, Fixed, Level, Page, PathRules, RuleName,
    WaiverSettings, fixed,
};
pub use config::Config;
pub use direction::Direction;
pub use error::ProjectError;
pub use export::{Exported, Terms};
pub use files::{Files, InputSources, Inputs, TextStore, text_of, write_file, write_file_with};
pub use finder::{Answer, Finder, LookupReport, Reading};
pub use import::{Import, Imported};
pub use init::init;
#[cfg(feature = "tm")]
pub use memory::{
    Added, Amount, Analysis, Band, Bands, Concordance, IssueList, JobSegment, MatchOptions, MatchSession, MemoryImport,
    MemoryImported, MemoryLocation, MemoryStats, QualityIssue, QueryMatches, SearchReport, TranslationMemory, UnitEdit,
};
pub use places::{UsedAt, WhereReport};
pub use progress::Progress;
pub use review::{Pending, Review, ReviewRow};
pub use review_session::{Decided, ReviewSession};
pub use rules::{CHANGED_NAME, MISSING_TERM, RULES, rule, unknown_rule};
pub use shipped::shipped;
pub use termbase::{NewTerm, now, today};
pub use validate::{Validation, validate_file};
pub use workspace::{Layer, Origin, UserLayer, Workspace, user_glossary};

// What the values above are made of: with it a front end needs no other room.
pub use gloss_check::Texts;
pub use gloss_core::model::{Segment, Unit};
pub use gloss_core::{
    lang::{Article, Lang, LangError, LangPair, detect_language},
    model::{Concept, PartOfSpeech, Source, SourceKind, Status, Term, TermType},
    report::{Edit, Finding, Place, Renderer, Rule, Severity, Sources, Style, safe_for_terminal},
    text::{Document, Span, escape_markup, fold, html_head, key::slug, suggest},
};
pub use gloss_formats::{self as formats, Encoding};
#[cfg(feature = "tm")]
pub use gloss_memory::{Compacted, Match, Piece, Repaired, SessionInfo, Side, State, Stored, Threshold};
pub use gloss_mine::{Mined, Origin as CandidateOrigin};
pub use gloss_terms::{
    glossary::{Entry, Glossary, GlossaryFile, edit::Preferred},
    index::{Hit, HitKind, Index, Match as TermMatch, TermRef},
};

use std::{collections::BTreeMap, path::PathBuf};

use gloss_mine::Miner;
use gloss_terms::glossary::SourceFile;

/// A workspace with its glossaries read.
#[derive(Debug)]
pub struct Project {
    /// Where it belongs.
    pub workspace: Workspace,
    /// The project's own glossary.
    pub own: Glossary,
    /// The project's own glossary over the shipped one: what look-up, checks and exports use.
    pub glossary: Glossary,
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
            let of_folder = files::glossary_files(workspace.base(), std::slice::from_ref(folder))?;
            texts.extend(of_folder.clone());
            own = own.over(Glossary::read(of_folder));
        }
        let mut behind = files::glossary_files(workspace.base(), &workspace.paths(|origin| origin == Origin::User))?;
        if workspace.layers.iter().any(|layer| layer.origin == Origin::Shipped) {
            behind.extend(shipped());
        }
        let glossary = own.clone().over(Glossary::read(behind.clone()));
        texts.extend(behind);
        Ok(Self { workspace, own, glossary, texts, folders })
    }

    /// Candidates and pairs from text files; `with_glossary` false ignores the termbase. Cost: linear in the text.
    pub fn mine(&self, files: &Files, with_glossary: bool, progress: Progress<'_>) -> Mined {
        let miner = Miner::new(with_glossary.then_some(&self.glossary));
        miner.mine(&files.articles, &|| progress.add(1))
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
