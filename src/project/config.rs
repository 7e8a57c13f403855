//! `gloss.toml`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use semver::{Version, VersionReq};
use serde::Deserialize;

use gloss_core::{
    lang::{LangError, LangPair},
    text::LineIndex,
};

use super::{CheckSettings, ProjectError};

/// The settings of a project. Paths are relative to the folder of `gloss.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Folders (or files) of the glossary; new entries go to the first.
    pub glossary: Vec<PathBuf>,
    /// Files or folders that `gloss build` mines and checks.
    pub articles: Vec<PathBuf>,
    /// Where `gloss build` writes exports.
    pub exports: PathBuf,
    /// Where `gloss build` puts candidates to be reviewed.
    pub review: PathBuf,
    /// The project's translation memory.
    pub memory: PathBuf,
    /// The language translated from.
    pub from: String,
    /// The language translated into.
    pub to: String,
    /// Whether the shipped glossary is used behind the project's own.
    pub shipped: bool,
    /// The versions of this program that the project may be worked on with: `>=0.1`.
    pub required_version: Option<VersionReq>,
    /// What checks are to report.
    pub check: CheckSettings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            glossary: vec!["glossary".into()],
            articles: Vec::new(),
            exports: "exports".into(),
            review: ".gloss/review.tsv".into(),
            memory: ".gloss/memory.sqlite".into(),
            from: "vi".to_owned(),
            to: "en".to_owned(),
            shipped: true,
            required_version: None,
            check: CheckSettings::default(),
        }
    }
}

impl Config {
    /// The nearest `gloss.toml` from a folder upwards, with the way from there to its folder.
    pub(super) fn find(start: &Path) -> Result<(PathBuf, Option<Self>), ProjectError> {
        let whole = std::path::absolute(Path::new(".").join(start)).map_err(ProjectError::read(start))?;
        let found = whole.ancestors().find(|folder| folder.join("gloss.toml").is_file());
        let Some(folder) = found else { return Ok((PathBuf::new(), None)) };
        // Paths stay short: the folder is named as seen from where the caller is.
        let up = whole.strip_prefix(folder).map_or(0, |rest| rest.components().count());
        let root = (0..up).fold(PathBuf::new(), |path, _| path.join(".."));
        let path = root.join("gloss.toml");
        let text = fs::read_to_string(start.join(&path)).map_err(ProjectError::read(&path))?;
        let config: Self = toml_edit::de::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| LineIndex::new(&text).position(&text, span.start).line);
            ProjectError::Config { path: path.clone(), message: format!("line {line}: {}", error.message().trim()) }
        })?;
        let checked = config.languages().map_err(|error| error.to_string()).and_then(|_| config.is_for_this_version());
        checked.map_err(|message| ProjectError::Config { path, message })?;
        Ok((root, Some(config)))
    }

    fn is_for_this_version(&self) -> Result<(), String> {
        let (Some(required), Ok(this)) = (&self.required_version, Version::parse(env!("CARGO_PKG_VERSION"))) else {
            return Ok(());
        };
        if required.matches(&this) {
            return Ok(());
        }
        Err(format!(
            "the project requires gloss {required}, and this is {this}; install that, or change `required-version`"
        ))
    }

    /// The direction of the project.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] if a language is no language tag.
    pub fn pair(&self) -> Result<LangPair, ProjectError> {
        self.languages().map_err(|error| ProjectError::Refused(error.to_string()))
    }

    fn languages(&self) -> Result<LangPair, LangError> {
        Ok(LangPair { from: self.from.parse()?, to: self.to.parse()? })
    }
}
