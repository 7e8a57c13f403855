//! Findings that were there before: a table in git, in which each is known by its rule, file, text and concept, not by its
//! line.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use gloss_core::report::Finding;

use super::super::{ProjectError, write_file};

const HEAD: &str = "# Findings that `gloss check` keeps quiet about; `gloss check --write-baseline` writes them anew\n\
                    rule\tfile\ttext\tconcept\tcount\n";

/// How many findings of each kind are old.
#[derive(Debug, Default)]
pub(super) struct Baseline(BTreeMap<[String; 4], usize>);

fn key(finding: &Finding, file: &str) -> [String; 4] {
    let cell = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let concept = finding.concept.as_deref().unwrap_or_default();
    [cell(finding.rule.id), cell(file), cell(&finding.place.text), cell(concept)]
}

impl Baseline {
    /// Reads a baseline; an empty one if there is no file.
    pub(super) fn read(path: &Path) -> Result<Self, ProjectError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(ProjectError::read(path)(error)),
        };
        let mut old = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()).skip(2) {
            let cells: Vec<&str> = line.split('\t').collect();
            let count = cells.get(4).and_then(|count| count.parse().ok());
            let (&[rule, file, text, concept, _], Some(count)) = (cells.as_slice(), count) else {
                let message = format!(
                    "{}:{number}: not a line of a baseline (rule, file, text, concept, count); `gloss check --write-baseline` makes it anew",
                    path.display()
                );
                return Err(ProjectError::Refused(message));
            };
            old.insert([rule, file, text, concept].map(str::to_owned), count);
        }
        Ok(Self(old))
    }

    /// Whether a finding is an old one; each counts once.
    pub(super) fn takes(&mut self, finding: &Finding, file: &str) -> bool {
        match self.0.get_mut(&key(finding, file)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    /// Drops what it has of some files.
    pub(super) fn forget(&mut self, files: &BTreeSet<String>) {
        self.0.retain(|[_, file, ..], _| !files.contains(file));
    }

    /// Adds a finding.
    pub(super) fn add(&mut self, finding: &Finding, file: &str) {
        *self.0.entry(key(finding, file)).or_default() += 1;
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), ProjectError> {
        let rows = self.0.iter().map(|(cells, count)| format!("{}\t{count}\n", cells.join("\t")));
        write_file(path, (HEAD.to_owned() + &rows.collect::<String>()).as_bytes())
    }
}
