//! Journey: everything up to date in one go.

use std::{fs, path::PathBuf};

use gloss_core::{
    report::{Finding, Severity},
    text::stable_hash,
};
use gloss_formats::Shape;

use super::export::Terms;
use super::{CheckOptions, Files, Progress, Project, ProjectError, cache, write_file};

/// The formats that a build writes, each as `glossary.` and its name.
const EXPORTS: [&str; 4] = ["csv", "tbx", "tmx", "tsv"];

/// What a build did.
#[derive(Debug)]
pub struct BuildReport {
    /// The texts it read, and what could not be read.
    pub files: Files,
    /// Faults of the glossary; with errors among them nothing else was done.
    pub lint: Vec<Finding>,
    /// What became of the rest.
    pub outcome: Outcome,
}

/// How far a build went.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing had changed since the last build.
    UpToDate,
    /// The glossary has errors.
    LintFailed,
    /// Everything was done.
    Done {
        /// Concepts in the glossary.
        concepts: usize,
        /// How many of them are administrative units.
        units: usize,
        /// Candidates that wait in the review file.
        candidates: usize,
        /// The review file.
        review: PathBuf,
        /// What the check found in the articles.
        findings: Vec<Finding>,
        /// The exports that changed.
        written: Vec<PathBuf>,
        /// The exports that were as they should be.
        unchanged: usize,
    },
}

impl Project {
    /// Lints, indexes, mines the configured articles into the review file, checks them, and writes the exports. The
    /// glossary itself is never written: people decide. If nothing changed since the last build, nothing is done.
    ///
    /// # Errors
    /// [`ProjectError`] if a file cannot be written.
    pub fn build(&self, progress: Progress<'_>) -> Result<BuildReport, ProjectError> {
        if !self.workspace.configured {
            return Err(ProjectError::NoProject);
        }
        // Named as seen from the project's folder, so that the review file means the same from everywhere.
        let files = Files::read_under(&self.workspace.folder(), &self.workspace.config.articles);
        let stamp_path = self.workspace.folder().join(".gloss/build.stamp");
        if files.errors.is_empty() && fs::read_to_string(&stamp_path).ok() == Some(self.stamp(&files)) {
            return Ok(BuildReport { files, lint: Vec::new(), outcome: Outcome::UpToDate });
        }
        let lint = self.lint();
        if lint.iter().any(|finding| finding.severity == Severity::Error) {
            return Ok(BuildReport { files, lint, outcome: Outcome::LintFailed });
        }
        self.workspace.layers.iter().try_for_each(|layer| cache::open(layer).map(drop))?;
        let review = self.workspace.root.join(&self.workspace.config.review);
        let candidates = self.update_review(&review, &self.mine(&files, true, progress), &files)?;
        let findings = self.check_session()?.check(&files, &CheckOptions::default(), progress)?.findings;
        let (written, unchanged, units) = self.write_exports()?;
        if files.errors.is_empty() {
            write_file(&stamp_path, self.stamp(&files).as_bytes())?;
        }
        let concepts = self.glossary.concepts().len();
        let outcome = Outcome::Done { concepts, units, candidates, review, findings, written, unchanged };
        Ok(BuildReport { files, lint, outcome })
    }

    fn write_exports(&self) -> Result<(Vec<PathBuf>, usize, usize), ProjectError> {
        let pair = self.workspace.config.pair()?;
        let (mut written, mut unchanged, mut units) = (Vec::new(), 0, 0);
        for shape in EXPORTS.iter().filter_map(|name| Shape::named(name)) {
            let name = format!("glossary.{}", shape.name);
            let path = self.workspace.root.join(&self.workspace.config.exports).join(name);
            let place = self.workspace.place(&path);
            let exported = self.export(shape, &pair, Terms::default())?;
            units = exported.units;
            if fs::read(&place).is_ok_and(|there| there == exported.bytes) {
                unchanged += 1;
            } else {
                write_file(&place, &exported.bytes)?;
                written.push(path);
            }
        }
        Ok((written, unchanged, units))
    }

    /// A fingerprint of everything a build reads and writes.
    fn stamp(&self, files: &Files) -> String {
        let (folder, config) = (self.workspace.folder(), &self.workspace.config);
        let outputs = EXPORTS.map(|name| folder.join(&config.exports).join(format!("glossary.{name}")));
        let outputs = outputs.into_iter().chain([folder.join(&config.review)]);
        let mut parts: Vec<String> = vec![env!("CARGO_PKG_VERSION").to_owned(), format!("{config:?}")];
        parts.extend(self.texts.iter().flat_map(|file| [file.path.clone(), file.text.clone()]));
        parts
            .extend(files.articles.iter().flat_map(|a| [a.document.name().to_owned(), a.document.source().to_owned()]));
        parts.extend(outputs.map(|path| fs::read_to_string(path).unwrap_or_default()));
        format!("{:016x}\n", stable_hash(&parts.iter().map(String::as_str).collect::<Vec<_>>()))
    }
}
