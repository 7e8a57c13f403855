//! What each rule weighs in each place.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use gloss_core::report::{Finding, Rule};

use super::{
    super::ProjectError,
    settings::{CheckSettings, Level, PathRules, RuleName},
};

/// A pattern for paths, as in `.gitignore`.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Gitignore);

impl Pattern {
    pub(super) fn of(pattern: &str) -> Result<Self, ProjectError> {
        let mut builder = GitignoreBuilder::new("");
        let built = builder.add_line(None, pattern).and_then(|builder| builder.build());
        built.map(Self).map_err(|error| ProjectError::Refused(format!("gloss.toml: the path `{pattern}`: {error}")))
    }

    /// Whether a file or a folder above it has the pattern; its path is relative to the project.
    pub(super) fn has(&self, file: &str) -> bool {
        let path = Path::new(file);
        !path.has_root() && self.0.matched_path_or_any_parents(path, false).is_ignore()
    }
}

/// What rules weigh.
#[derive(Debug)]
pub(super) struct Policy<'s> {
    settings: &'s CheckSettings,
    paths: Vec<(Pattern, &'s PathRules)>,
    /// The rules that the command names.
    only: &'s [RuleName],
}

impl<'s> Policy<'s> {
    pub(super) fn of(settings: &'s CheckSettings, only: &'s [RuleName]) -> Result<Self, ProjectError> {
        let paths = settings.paths.iter().map(|rules| Ok((Pattern::of(&rules.path)?, rules)));
        Ok(Self { settings, paths: paths.collect::<Result<_, ProjectError>>()?, only })
    }

    fn is_named(&self, rule: &Rule) -> bool {
        self.only.iter().any(|only| only.rule() == rule)
    }

    /// Whether a rule that is reported on request only is asked for anywhere.
    pub(super) fn asks_for(&self, rule: &Rule) -> bool {
        let tables = std::iter::once(&self.settings.rules).chain(self.paths.iter().map(|(_, rules)| &rules.rules));
        let named = |(name, level): (&RuleName, &Level)| name.rule() == rule && level.severity().is_some();
        self.is_named(rule) || tables.flatten().any(named)
    }

    /// Gives a finding its weight; whether it is to be reported at all. `file` is relative to the project.
    pub(super) fn weigh(&self, finding: &mut Finding, file: &str) -> bool {
        let named = |(rule, level): (&RuleName, &Level)| (rule.rule() == finding.rule).then_some(*level);
        let general = self.settings.rules.iter().find_map(named);
        let here = self.paths.iter().rev().filter(|(pattern, _)| pattern.has(file));
        let level = here.filter_map(|(_, rules)| rules.rules.iter().find_map(named)).next().or(general);
        match level.map(Level::severity) {
            None => !finding.rule.on_request || self.is_named(finding.rule),
            Some(None) => false,
            Some(Some(severity)) => {
                finding.severity = severity;
                true
            }
        }
    }
}
