//! What each command says, as plain values: one type for each report, serialised as `--format json` prints it.
//!
//! Every front end prints these: the command, a server, a binding. The first field of each is its `schema`, a name and a
//! version such as `gloss.lookup/1`; a version only ever gains fields. Lines and columns count from 1, columns in Unicode
//! scalar values; `start` and `end` are bytes, the end is exclusive. The findings of a check are written by
//! [`Renderer`](gloss_core::report::Renderer), as `gloss.check/1`.
//!
//! The values borrow from what they report on, so that making one costs next to nothing.

mod annotations;
mod import;
mod index;
mod lookup;
#[cfg(feature = "tm")]
mod memory;
mod mine;
mod places;

pub use annotations::{Annotations, FileAnnotations, TermAnnotation, TermMark, TermRendering};
pub use import::{Import, ImportedEntry, LeftOut, LineReason};
pub use index::{IndexPart, IndexSummary, Indexes};
pub use lookup::{Evidence, Hit, Lookup, Term};
#[cfg(feature = "tm")]
pub use memory::{
    BandAmount, Fix, LanguagePair, MarkedPiece, Match, MemoryImport, MemoryLineReason, MemoryLineReasons, MemoryUnit,
    QueryTerm, RepairedMatch, Session, TmAnalysis, TmAnalysisFile, TmMatches, TmSearch, TmSessions, TmStats,
    UnitIssues,
};
pub use mine::{Candidate, CandidatePlace, Mined, Relation, Unpaired};
pub use places::{Places, UsedPlace};
