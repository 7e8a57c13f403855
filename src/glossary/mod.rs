//! The termbase as plain text, made for hand editing and for `git diff`.
//!
//! A glossary is a folder: one TOML file for each domain (see [`read`] for the shape of an entry), compact TSV files of
//! administrative units in `units/`, the list of domains in `domains.tsv`, and `rejected.tsv` with what the miner must
//! never propose again. This room only turns text into a [`Glossary`] and back; files are opened by `project`.
//!
//! Reading is forgiving: a fault becomes a finding with its place, and everything that can be read is kept. Writing is
//! strict: [`mod@print`] knows one canonical form, keeps every comment, and [`edit`] changes one entry without touching a
//! byte of the others.

mod comments;
mod domains;
pub mod edit;
mod file;
mod lint;
pub mod print;
pub mod read;
mod rejected;
mod shipped;
mod units;

pub use domains::Domains;
pub use file::{Entry, EntryBody, GlossaryFile, SourceFile};
pub use lint::lint;
pub use rejected::Rejected;
pub use shipped::{SHIPPED_FINGERPRINT, shipped};

use std::collections::BTreeMap;

use crate::{model::Concept, report::Finding};

/// A read termbase: concepts in the order of their files, redirects of merged ones, and what was wrong on the way.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    files: Vec<GlossaryFile>,
    concepts: Vec<Concept>,
    by_id: BTreeMap<String, usize>,
    redirects: BTreeMap<String, String>,
    domains: Domains,
    rejected: Rejected,
    faults: Vec<Finding>,
}

impl Glossary {
    /// Reads a termbase from its files, in order. Of concepts with the same id the first one counts.
    ///
    /// `domains.tsv` and `rejected.tsv` are known by their names, other `.tsv` files as lists of administrative
    /// units, everything else as TOML entries. Cost: linear in the text.
    pub fn read(sources: Vec<SourceFile>) -> Self {
        let mut glossary = Self::default();
        for source in sources {
            match source.kind() {
                file::Kind::Domains => glossary.domains.extend(&source, &mut glossary.faults),
                file::Kind::Rejected => glossary.rejected.extend(&source.text),
                file::Kind::Units => glossary.take(units::read(source)),
                file::Kind::Entries => glossary.take(read::read(source)),
            }
        }
        glossary
    }

    fn take(&mut self, (file, faults): (GlossaryFile, Vec<Finding>)) {
        self.faults.extend(faults);
        for entry in &file.entries {
            match &entry.body {
                EntryBody::Concept(concept) => {
                    let next = self.concepts.len();
                    if *self.by_id.entry(entry.id.clone()).or_insert(next) == next {
                        self.concepts.push((**concept).clone());
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
        for file in other.files {
            self.take((file, Vec::new()));
        }
        self.domains.merge(other.domains);
        self.rejected.merge(other.rejected);
        self.faults.extend(other.faults);
        self
    }

    /// Every concept, in the order of the files.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }
    /// The concept with an id; the id of a merged concept leads to the one that took it in.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        let mut id = id;
        for _ in 0..=self.redirects.len() {
            if let Some(&at) = self.by_id.get(id) {
                return self.concepts.get(at);
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
