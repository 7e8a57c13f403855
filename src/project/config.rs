//! `gloss.toml`.

use std::{env, fs, path::PathBuf};

use serde::Deserialize;

use crate::{lang::LangPair, text::LineIndex};

use super::ProjectError;

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
        }
    }
}

impl Config {
    /// The nearest `gloss.toml` from the current folder upwards, with the way to its folder.
    pub(super) fn find() -> Result<(PathBuf, Option<Self>), ProjectError> {
        let start = env::current_dir().map_err(ProjectError::read("."))?;
        let found = start.ancestors().find(|folder| folder.join("gloss.toml").is_file());
        let Some(folder) = found else { return Ok((PathBuf::new(), None)) };
        // Paths stay short: the folder is named as seen from where the user is.
        let up = start.strip_prefix(folder).map_or(0, |rest| rest.components().count());
        let root = (0..up).fold(PathBuf::new(), |path, _| path.join(".."));
        let path = root.join("gloss.toml");
        let text = fs::read_to_string(&path).map_err(ProjectError::read(&path))?;
        let config: Self = toml_edit::de::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| LineIndex::new(&text).position(&text, span.start).line);
            ProjectError::Config { path: path.clone(), message: format!("line {line}: {}", error.message().trim()) }
        })?;
        config.pair().map_err(|message| ProjectError::Config { path, message })?;
        Ok((root, Some(config)))
    }

    /// The direction of the project.
    ///
    /// # Errors
    /// A message if a language is no language tag.
    pub fn pair(&self) -> Result<LangPair, String> {
        let lang = |text: &str| text.parse().map_err(|error: crate::lang::LangError| error.to_string());
        Ok(LangPair { from: lang(&self.from)?, to: lang(&self.to)? })
    }
}
