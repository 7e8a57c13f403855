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
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use gloss_check::{Checker, Texts};
use gloss_core::{
    lang::{Article, Lang},
    model::Concept,
    report::{Finding, Rule, Sees, Sources, sort},
};
use gloss_terms::index::{Match, TextWords, keep_longest};

use super::{Finder, InputSources, Inputs, Progress, Project, ProjectError, RULES, TextStore, Workspace, today};
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
    /// Make pages about the concepts that the texts name, too.
    pub pages: bool,
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
    /// Pages about the concepts that the texts name, if they were asked for.
    pub pages: Vec<Page>,
    /// What could not be read of the glossaries, a line each.
    pub faults: Vec<String>,
}

/// Checks texts against one glossary, as often as one likes: [`Project::check_session`] makes it.
#[derive(Debug)]
pub struct CheckSession<'p> {
    workspace: &'p Workspace,
    checker: Checker<'p>,
}

/// The concepts that some texts may name.
struct NamedConcepts {
    concepts: Vec<Concept>,
    /// What could not be read of the glossaries.
    faults: Vec<String>,
}

/// Texts of more bytes than these are checked against glossaries that are read from their texts: nearly all terms are needed.
const SMALL_BYTES: usize = 1 << 20;

impl Workspace {
    /// Checks texts, and reads for it no more of the glossaries than the texts may name. To check again and again against the
    /// same glossary, see [`Project::check_session`].
    ///
    /// Cost: linear in the text, on all cores, after some milliseconds; with texts of more than a megabyte after that of
    /// [`Project::open`].
    ///
    /// # Errors
    /// [`ProjectError`] if a glossary file, the settings, the baseline or the changes cannot be read.
    pub fn check(
        &self,
        texts: &TextStore,
        options: &CheckOptions,
        progress: Progress<'_>,
    ) -> Result<CheckReport, ProjectError> {
        if let Some(NamedConcepts { concepts, faults }) = self.concepts_for(texts)? {
            let report = CheckSession::of(self, Checker::of(&concepts), options)?.check(texts, options, progress)?;
            return Ok(CheckReport { faults, ..report });
        }
        let project = Project::open(self.clone())?;
        let report =
            CheckSession::of(self, Checker::new(&project.glossary), options)?.check(texts, options, progress)?;
        Ok(CheckReport { faults: project.faults(), ..report })
    }

    /// The concepts that small texts may name, read from the indexes, with the faults of the glossaries.
    fn concepts_for(&self, texts: &TextStore) -> Result<Option<NamedConcepts>, ProjectError> {
        if !texts.fits_in(SMALL_BYTES) {
            return Ok(None);
        }
        let mut words = TextWords::default();
        let read = (0..texts.count()).filter_map(|number| texts.text(number));
        read.for_each(|text| words.add(text.document.text()));
        let sides = texts.bitexts().iter().flat_map(|bitext| &bitext.sides);
        sides.for_each(|side| words.add(side.document.text()));
        let finder = Finder::open(self.clone())?;
        Ok(finder.concepts_for_words(&words)?.map(|concepts| NamedConcepts { concepts, faults: finder.faults }))
    }

    /// A file's name from the folder of the project, with `/` between its parts, wherever the caller's folder is.
    pub fn name_in_project(&self, file: &str) -> String {
        let inside =
            fs::canonicalize(self.place(".").join(&self.root)).ok().zip(fs::canonicalize(self.place(file)).ok());
        let inside = inside.and_then(|(root, file)| Some(file.strip_prefix(root).ok()?.to_string_lossy().into_owned()));
        inside.unwrap_or_else(|| file.to_owned()).replace('\\', "/")
    }
}

impl Project {
    /// A session that checks against this project's glossary. Cost: that of making a scanner for the whole glossary, once.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] if a path in the settings is no pattern.
    pub fn check_session(&self) -> Result<CheckSession<'_>, ProjectError> {
        CheckSession::of(&self.workspace, Checker::new(&self.glossary), &CheckOptions::default())
    }

    /// As [`Project::check_session`] without the settings, for when they cannot be used.
    pub fn check_session_without_settings(&self) -> CheckSession<'_> {
        CheckSession { workspace: &self.workspace, checker: Checker::new(&self.glossary) }
    }
}

impl<'p> CheckSession<'p> {
    /// A session whose checker is as the settings and options want it.
    fn of(workspace: &'p Workspace, checker: Checker<'p>, options: &CheckOptions) -> Result<Self, ProjectError> {
        let settings = &workspace.config.check;
        let policy = Policy::of(settings, &options.only)?;
        let requested = RULES.iter().filter(|rule| rule.on_request && policy.asks_for(rule)).copied().collect();
        let checker = if options.without_glossary { Checker::of([]) } else { checker };
        Ok(Self { workspace, checker: checker.with_requested(requested).with_style(settings.style.clone()) })
    }

    /// Checks texts and says what is to be reported.
    ///
    /// # Errors
    /// [`ProjectError`] if the settings, the baseline or the changes cannot be read.
    pub fn check(
        &self,
        inputs: &dyn Inputs,
        options: &CheckOptions,
        progress: Progress<'_>,
    ) -> Result<CheckReport, ProjectError> {
        let workspace = self.workspace;
        let mut waivers = Waivers::of(&workspace.config.check, workspace)?;
        for [source, target] in inputs.bitexts().iter().map(|bitext| &bitext.sides) {
            waivers.add(waivers_in(source));
            // Aligned texts are two files, other translations one.
            if target.document.name() != source.document.name() {
                waivers.add(waivers_in(target));
            }
        }
        let waivers = Mutex::new(waivers);
        let read = |text: &Article| {
            progress.add(1);
            waivers.lock().unwrap_or_else(PoisonError::into_inner).add(waivers_in(text));
        };
        let mut found = self.checker.check_texts(inputs, &read);
        found.extend(self.checker.check_pairs(inputs.bitexts(), &|| progress.add(1)));
        let mut report = workspace.apply_policy(
            inputs,
            found,
            waivers.into_inner().unwrap_or_else(PoisonError::into_inner),
            options,
        )?;
        if options.pages {
            report.pages = pages::pages(&self.checker, inputs, &report.findings);
        }
        Ok(report)
    }

    /// Everything that is found, whatever the settings, waivers and baseline say.
    pub fn findings(&self, inputs: &dyn Inputs) -> Vec<Finding> {
        let mut found = self.checker.check_texts(inputs, &|_| {});
        found.extend(self.checker.check_pairs(inputs.bitexts(), &|| {}));
        found
    }

    /// The terms in a text, the longest at each place.
    pub fn terms_in(&self, lang: &Lang, text: &str) -> Vec<Match<'p>> {
        self.checker.scanner(lang).map_or_else(Vec::new, |scanner| keep_longest(scanner.scan(text)))
    }
}

impl Workspace {
    /// What of some findings is to be reported.
    fn apply_policy(
        &self,
        inputs: &dyn Inputs,
        found: Vec<Finding>,
        mut waivers: Waivers,
        options: &CheckOptions,
    ) -> Result<CheckReport, ProjectError> {
        let (settings, today) = (&self.config.check, today());
        let policy = Policy::of(settings, &options.only)?;
        let changed = options.since.as_deref().map(|revision| Changed::since(self, revision)).transpose()?;
        let path = self.root.join(settings.baseline.as_deref().unwrap_or("gloss-baseline.tsv".as_ref()));
        let place = self.place(&path);
        let mut baseline = match options.baseline {
            BaselineUse::Apply | BaselineUse::Write => Baseline::read(&place)?,
            BaselineUse::Ignore => Baseline::default(),
        };
        let mut report = CheckReport::default();
        let is_wanted = |rule: &Rule| options.only.is_empty() || options.only.iter().any(|only| only.rule() == rule);
        // Asking where a file lies takes longer than most rules do.
        let mut names: HashMap<String, String> = HashMap::new();
        let mut named = |file: &str| match names.get(file) {
            Some(name) => name.clone(),
            None => names.entry(file.to_owned()).or_insert_with(|| self.name_in_project(file)).clone(),
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
            baseline
                .forget(&InputSources::of(inputs).names().into_iter().map(|file| self.name_in_project(file)).collect());
            all.iter().for_each(|(file, finding)| baseline.add(finding, file));
            baseline.write(&place)?;
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
}
