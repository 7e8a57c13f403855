//! Journey: texts → what is to be said about them here, after the settings, waivers, changes and baseline of the project.

mod baseline;
mod changed;
mod fix;
mod pages;
mod policy;
mod settings;
mod waivers;

pub use fix::{Fixed, fixed};
pub use pages::Page;
pub use settings::{CheckSettings, Level, PathRules, RuleName, WaiverSettings};

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use crate::{
    check::{Checker, Texts},
    glossary::Glossary,
    index::TextWords,
    lang::Article,
    model::Concept,
    report::{Finding, Rule, Sees, Sources, sort},
};

use super::{Config, Finder, InputSources, Inputs, Progress, Project, ProjectError, RULES, Shelf, Workspace, today};
use baseline::Baseline;
use changed::Changed;
use policy::Policy;
use waivers::{Waivers, waivers_in};

/// What a check is to look at, and to be quiet about.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Leave out all rules that need the glossary.
    pub without_glossary: bool,
    /// Only these rules; all if none is named.
    pub only: Vec<RuleName>,
    /// Only what touches lines that changed since this revision.
    pub since: Option<String>,
    /// What to do with the baseline.
    pub baseline: BaselineUse,
}

/// What a check does with the baseline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BaselineUse {
    /// Keep quiet about what it has.
    #[default]
    Apply,
    /// Report everything.
    Ignore,
    /// Record everything that is found now in the files read, and report nothing.
    Write,
}

/// What a check found.
#[derive(Debug, Default)]
pub struct CheckReport {
    /// What is to be reported, in the order of files and places.
    pub findings: Vec<Finding>,
    /// How many findings were waived.
    pub waived: usize,
    /// How many the baseline has.
    pub old: usize,
    /// The baseline, if it was written.
    pub written: Option<PathBuf>,
}

/// The folder and the settings under which texts are checked.
#[derive(Debug, Clone, Copy)]
struct Ground<'p> {
    root: &'p Path,
    config: &'p Config,
}

impl Project {
    /// As [`Checks::check`], with a checker that was made before.
    ///
    /// # Errors
    /// As [`Checks::check`].
    pub fn check_with(
        &self,
        checker: &Checker<'_>,
        inputs: &dyn Inputs,
        options: &CheckOptions,
    ) -> Result<CheckReport, ProjectError> {
        self.ground().check(checker, inputs, options, &Progress::NONE)
    }

    /// What checks texts against the glossary as the settings want it.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] if a path in the settings is no pattern.
    pub fn checker(&self) -> Result<Checker<'_>, ProjectError> {
        self.ground().as_wanted(Checker::new(&self.glossary), &[])
    }

    /// A file's name from the folder of the project, with `/` between its parts.
    pub fn named(&self, file: &str) -> String {
        self.ground().named(file)
    }

    fn ground(&self) -> Ground<'_> {
        Ground { root: &self.root, config: &self.config }
    }
}

/// What some texts are checked with.
#[derive(Debug)]
pub struct Checks {
    root: PathBuf,
    config: Config,
    known: Known,
    /// What could not be read of the glossaries, a line each.
    pub faults: Vec<String>,
}

/// What is known of the glossary.
#[derive(Debug)]
enum Known {
    /// The concepts that the texts may name.
    Some(Vec<Concept>),
    All(Box<Glossary>),
}

impl Known {
    fn checker(&self) -> Checker<'_> {
        match self {
            Self::Some(concepts) => Checker::of(concepts),
            Self::All(glossary) => Checker::new(glossary),
        }
    }
}

/// Texts of more bytes than these are checked against glossaries that are read from their texts: nearly all terms are needed.
const SMALL: usize = 1 << 20;

impl Checks {
    /// Reads what the texts may name of the glossaries, from their indexes if the texts are small. Cost: some milliseconds;
    /// with texts of more than a megabyte that of [`Project::open`].
    ///
    /// # Errors
    /// [`ProjectError`] if a glossary file cannot be opened.
    pub fn open(workspace: Workspace, shelf: &Shelf) -> Result<Self, ProjectError> {
        let (root, config) = (workspace.root.clone(), workspace.config.clone());
        if shelf.fits_in(SMALL) {
            let mut words = TextWords::default();
            let texts = (0..shelf.count()).filter_map(|number| shelf.text(number));
            texts.for_each(|text| words.add(text.document.text()));
            let sides = shelf.bitexts().iter().flat_map(|bitext| &bitext.sides);
            sides.for_each(|side| words.add(side.document.text()));
            let finder = Finder::open(workspace.clone())?;
            if let Some(concepts) = finder.about(&words)? {
                return Ok(Self { root, config, known: Known::Some(concepts), faults: finder.faults });
            }
        }
        let project = Project::open(workspace)?;
        let faults = project.faults();
        Ok(Self { root, config, known: Known::All(Box::new(project.glossary)), faults })
    }

    /// Checks the texts. Cost: linear in the text, on all cores.
    ///
    /// # Errors
    /// [`ProjectError`] if the settings, the baseline or the changes cannot be read.
    pub fn check(
        &self,
        inputs: &dyn Inputs,
        options: &CheckOptions,
        progress: &Progress<'_>,
    ) -> Result<CheckReport, ProjectError> {
        let ground = Ground { root: &self.root, config: &self.config };
        let checker = if options.without_glossary { Checker::of([]) } else { self.known.checker() };
        let checker = ground.as_wanted(checker, &options.only)?;
        ground.check(&checker, inputs, options, progress)
    }

    /// What was found in the texts as pages, one for each concept.
    pub fn pages(&self, texts: &dyn Texts, findings: &[Finding]) -> Vec<Page> {
        pages::pages(&self.known.checker(), texts, findings)
    }
}

impl Ground<'_> {
    /// A checker as the settings want it; `only` are the rules that are asked for by name.
    fn as_wanted<'g>(self, checker: Checker<'g>, only: &[RuleName]) -> Result<Checker<'g>, ProjectError> {
        let policy = Policy::of(&self.config.check, only)?;
        let requested = RULES.iter().filter(|rule| rule.on_request && policy.asks_for(rule)).copied().collect();
        Ok(checker.with_requested(requested).with_style(self.config.check.style.clone()))
    }

    /// Checks texts and says what is to be reported.
    fn check(
        self,
        checker: &Checker<'_>,
        inputs: &dyn Inputs,
        options: &CheckOptions,
        progress: &Progress<'_>,
    ) -> Result<CheckReport, ProjectError> {
        let mut waivers = Waivers::of(&self.config.check, &self.root.join("gloss.toml"))?;
        for [source, target] in inputs.bitexts().iter().map(|bitext| &bitext.sides) {
            waivers.add(waivers_in(source));
            // Aligned texts are two files, other translations one.
            if target.document.name() != source.document.name() {
                waivers.add(waivers_in(target));
            }
        }
        let waivers = Mutex::new(waivers);
        let read = |text: &Article| {
            progress.tick();
            waivers.lock().unwrap_or_else(PoisonError::into_inner).add(waivers_in(text));
        };
        let mut found = checker.check_texts(inputs, &read);
        found.extend(checker.check_pairs(inputs.bitexts(), &|| progress.tick()));
        self.settle(inputs, found, waivers.into_inner().unwrap_or_else(PoisonError::into_inner), options)
    }

    /// What of some findings is to be reported.
    fn settle(
        self,
        inputs: &dyn Inputs,
        found: Vec<Finding>,
        mut waivers: Waivers,
        options: &CheckOptions,
    ) -> Result<CheckReport, ProjectError> {
        let (settings, today) = (&self.config.check, today());
        let policy = Policy::of(settings, &options.only)?;
        let changed = options.since.as_deref().map(Changed::since).transpose()?;
        let path = self.root.join(settings.baseline.as_deref().unwrap_or("gloss-baseline.tsv".as_ref()));
        let mut baseline = match options.baseline {
            BaselineUse::Apply | BaselineUse::Write => Baseline::read(&path)?,
            BaselineUse::Ignore => Baseline::default(),
        };
        let mut report = CheckReport::default();
        let is_wanted = |rule: &Rule| options.only.is_empty() || options.only.iter().any(|only| only.rule() == rule);
        // Asking where a file lies takes longer than most rules do.
        let mut names: HashMap<String, String> = HashMap::new();
        let mut named = |file: &str| match names.get(file) {
            Some(name) => name.clone(),
            None => names.entry(file.to_owned()).or_insert_with(|| self.named(file)).clone(),
        };
        let mut all: Vec<(String, Finding)> = found.into_iter().map(|f| (named(&f.place.file), f)).collect();
        // A rule that is off has nothing to waive.
        all.retain_mut(|(file, finding)| policy.weigh(finding, file));
        all.retain(|(file, finding)| {
            let waived = waivers.take(finding, file, &today);
            report.waived += usize::from(waived);
            !waived
        });
        // What is seen between files may be there when others are read; rules of the glossary need it.
        let ran = |rule: &Rule| rule.sees == Sees::Text && !options.without_glossary;
        for mut finding in waivers.findings(&today, ran) {
            let file = named(&finding.place.file);
            if policy.weigh(&mut finding, &file) {
                all.push((file, finding));
            }
        }
        all.retain(|(_, finding)| {
            is_wanted(finding.rule) && changed.as_ref().is_none_or(|changed| changed.has(finding))
        });
        if options.baseline == BaselineUse::Write {
            // Of files that were not read nothing is known that is newer.
            baseline.forget(&InputSources::of(inputs).names().into_iter().map(|file| self.named(file)).collect());
            all.iter().for_each(|(file, finding)| baseline.add(finding, file));
            baseline.write(&path)?;
            report.written = Some(path);
            report.old = all.len();
            return Ok(report);
        }
        for (file, finding) in all {
            if baseline.takes(&finding, &file) {
                report.old += 1;
            } else {
                report.findings.push(finding);
            }
        }
        sort(&mut report.findings);
        Ok(report)
    }

    fn named(self, file: &str) -> String {
        let root = if self.root.as_os_str().is_empty() { Path::new(".") } else { self.root };
        let inside = fs::canonicalize(root).ok().zip(fs::canonicalize(file).ok());
        let inside = inside.and_then(|(root, file)| Some(file.strip_prefix(root).ok()?.to_string_lossy().into_owned()));
        inside.unwrap_or_else(|| file.to_owned()).replace('\\', "/")
    }
}

/// Everything that is found, before anything is said about what is to be reported.
pub fn found(checker: &Checker<'_>, inputs: &dyn Inputs) -> Vec<Finding> {
    let mut found = checker.check_texts(inputs, &|_| {});
    found.extend(checker.check_pairs(inputs.bitexts(), &|| {}));
    found
}
