//! The termbase as plain text, made for hand editing and for `git diff`.
//!
//! A glossary is a folder: one TOML file for each domain (see [`read`] for the shape of an entry), lists of terms as TSV,
//! compact TSV files of administrative units in `units/`, the list of domains in `domains.tsv`, and `rejected.tsv` with
//! what the miner must never propose again. This room only turns text into a [`Glossary`] and back; files are opened by `project`.
//!
//! Reading is forgiving: a fault becomes a finding with its place, and everything that can be read is kept. Writing is
//! strict: [`mod@print`] knows one canonical form, keeps every comment, and [`edit`] changes one entry without touching a
//! byte of the others.

mod comments;
mod domains;
pub mod edit;
mod file;
mod lint;
mod merge;
pub mod print;
pub mod read;
mod rejected;
mod rules;
mod table;
mod units;

pub use domains::Domains;
pub use file::{Entry, EntryBody, GlossaryFile, SourceFile};
pub use lint::lint;
pub use merge::{Merged, merge};
pub use rejected::Rejected;
pub use rules::RULES;

use std::collections::HashMap;

use rayon::prelude::*;

use gloss_core::{model::Concept, report::Finding};

/// A read termbase: concepts in the order of their files, redirects of merged ones, and what was wrong on the way.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    files: Vec<GlossaryFile>,
    /// Where each concept stands: the number of its file, and its own there.
    places: Vec<(usize, usize)>,
    by_id: HashMap<String, usize>,
    redirects: HashMap<String, String>,
    domains: Domains,
    rejected: Rejected,
    faults: Vec<Finding>,
}

impl Glossary {
    /// Reads a termbase from its files, in order. Of concepts with the same id the first one counts.
    ///
    /// `domains.tsv` and `rejected.tsv` are known by their names, other `.tsv` files by their first line: lists of
    /// administrative units or of terms. Everything else is TOML entries. Cost: linear in the text, on all cores.
    pub fn read(sources: Vec<SourceFile>) -> Self {
        enum Part {
            Domains(SourceFile),
            Rejected(SourceFile),
            Entries((GlossaryFile, Vec<Finding>)),
        }
        let read = |source: SourceFile| match source.kind() {
            file::Kind::Domains => Part::Domains(source),
            file::Kind::Rejected => Part::Rejected(source),
            file::Kind::Table if units::is_list(&source.text) => Part::Entries(units::read(source)),
            file::Kind::Table => Part::Entries(table::read(source)),
            file::Kind::Entries => Part::Entries(read::read(source)),
        };
        let mut glossary = Self::default();
        for part in sources.into_par_iter().map(read).collect::<Vec<_>>() {
            match part {
                Part::Domains(source) => glossary.domains.extend(&source, &mut glossary.faults),
                Part::Rejected(source) => glossary.rejected.extend(&source.text),
                Part::Entries(file) => glossary.take(file),
            }
        }
        glossary
    }

    fn take(&mut self, (file, faults): (GlossaryFile, Vec<Finding>)) {
        self.faults.extend(faults);
        for (at, entry) in file.entries.iter().enumerate() {
            match &entry.body {
                EntryBody::Concept(_) => {
                    let next = self.places.len();
                    if *self.by_id.entry(entry.id.clone()).or_insert(next) == next {
                        self.places.push((self.files.len(), at));
                    }
                }
                EntryBody::Redirect(to) => {
                    self.redirects.entry(entry.id.clone()).or_insert_with(|| to.clone());
                }
            }
        }
        self.files.push(file);
    }

    /// This termbase with another one behind it: where both have an id, this one's concept counts.
    pub fn over(mut self, other: Self) -> Self {
        let behind = self.files.last().map_or(0, |file| file.layer + 1);
        for file in other.files {
            self.take((GlossaryFile { layer: behind + file.layer, ..file }, Vec::new()));
        }
        self.domains.merge(other.domains);
        self.rejected.merge(other.rejected);
        self.faults.extend(other.faults);
        self
    }

    /// Every concept, in the order of the files.
    pub fn concepts(&self) -> impl ExactSizeIterator<Item = &Concept> + Clone {
        self.places.iter().map(|&place| self.concept_at(place).expect("places are those of concepts"))
    }

    fn concept_at(&self, (file, entry): (usize, usize)) -> Option<&Concept> {
        self.files.get(file)?.entries.get(entry)?.concept()
    }

    /// The concept with an id; the id of a merged concept leads to the one that took it in.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        let mut id = id;
        for _ in 0..=self.redirects.len() {
            if let Some(&at) = self.by_id.get(id) {
                return self.places.get(at).and_then(|&place| self.concept_at(place));
            }
            id = self.redirects.get(id)?;
        }
        None
    }
    /// The files it was read from.
    pub fn files(&self) -> &[GlossaryFile] {
        &self.files
    }
    /// The known domains.
    pub fn domains(&self) -> &Domains {
        &self.domains
    }
    /// What the miner must not propose again.
    pub fn rejected(&self) -> &Rejected {
        &self.rejected
    }
    /// What could not be read as written.
    pub fn faults(&self) -> &[Finding] {
        &self.faults
    }
}
