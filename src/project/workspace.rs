//! Which glossaries count, and how much.

use std::path::{Path, PathBuf};

use super::{
    Config, ProjectError,
    cache::{self, Verified},
};

/// Whose a glossary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Named on the command line.
    Given,
    /// The project's.
    Project,
    /// The user's own, in their configuration folder.
    User,
    /// The one inside the program.
    Shipped,
}

impl Origin {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Project => "project",
            Self::User => "user",
            Self::Shipped => "shipped",
        }
    }
}

/// One glossary among those that are searched together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Whose it is.
    pub origin: Origin,
    /// Its folder or file; none for the shipped one.
    pub path: Option<PathBuf>,
}

impl Layer {
    /// How an answer names it: `shipped`, `user`, or its path.
    pub fn label(&self) -> String {
        match (&self.path, self.origin) {
            (Some(path), Origin::Given | Origin::Project) => path.display().to_string(),
            _ => self.origin.as_str().to_owned(),
        }
    }
}

/// A folder with its settings and the glossaries that count there, none of them read yet.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder of `gloss.toml`, or the current one.
    pub root: PathBuf,
    /// Its settings.
    pub config: Config,
    /// Whether there is a `gloss.toml`.
    pub configured: bool,
    /// The glossaries, the one that counts most first.
    pub layers: Vec<Layer>,
}

/// Whether the user's own glossary counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserLayer {
    /// For look-up: whoever asks wants all they have.
    With,
    /// For checks and exports: the same result on every machine.
    Without,
}

impl Workspace {
    /// The workspace that holds the current folder: the nearest `gloss.toml` upwards, else the shipped glossary alone.
    /// `glossaries` name other folders or files to use instead of all others.
    ///
    /// # Errors
    /// [`ProjectError`] if `gloss.toml` cannot be understood, or a named glossary is not there.
    pub fn find(glossaries: &[PathBuf], user: UserLayer) -> Result<Self, ProjectError> {
        let (root, found) = Config::find()?;
        let configured = found.is_some();
        let config = found.unwrap_or_default();
        if let Some(missing) = glossaries.iter().find(|path| !path.exists()) {
            return Err(ProjectError::Missing(missing.clone()));
        }
        let all = glossaries.iter().cloned().chain(config.glossary.iter().map(|path| root.join(path)));
        let is_other = |path: &PathBuf| path.is_file() && !path.extension().is_some_and(|e| e == "toml" || e == "tsv");
        if let Some(other) = all.into_iter().find(is_other) {
            let message = format!("{} is no glossary: gloss reads folders, .toml and .tsv files", other.display());
            return Err(ProjectError::Refused(message));
        }
        let layer = |origin| move |path: PathBuf| Layer { origin, path: Some(path) };
        let mut layers: Vec<Layer> = glossaries.iter().cloned().map(layer(Origin::Given)).collect();
        if layers.is_empty() {
            if configured {
                let missing = config.glossary.iter().find(|path| !root.join(path).exists());
                // A project may begin without the usual folder.
                if let Some(missing) = missing.filter(|_| config.glossary != Config::default().glossary) {
                    let message = format!("`glossary` names {}, which is not there", missing.display());
                    return Err(ProjectError::Config { path: root.join("gloss.toml"), message });
                }
                layers.extend(config.glossary.iter().map(|path| root.join(path)).map(layer(Origin::Project)));
            }
            let own = user_glossary().filter(|path| user == UserLayer::With && path.exists());
            layers.extend(own.map(layer(Origin::User)));
            layers.extend(config.shipped.then_some(Layer { origin: Origin::Shipped, path: None }));
        }
        Ok(Self { root, config, configured, layers })
    }

    /// The folders or files of the glossaries that this workspace's own entries are in; new entries go to the first. They
    /// need not exist: a project may begin without a glossary.
    pub fn own(&self) -> Vec<PathBuf> {
        self.paths(|origin| matches!(origin, Origin::Given | Origin::Project))
    }

    /// The paths of the glossaries of some origins.
    pub(super) fn paths(&self, of: impl Fn(Origin) -> bool) -> Vec<PathBuf> {
        self.layers.iter().filter(|layer| of(layer.origin)).filter_map(|layer| layer.path.clone()).collect()
    }

    /// Reads the index of each glossary as a whole and says what it is. Nothing is mended. Cost: some gigabytes a second.
    ///
    /// # Errors
    /// [`ProjectError`] if a glossary or an index cannot be read.
    pub fn verify(&self) -> Result<Vec<(&Layer, Verified)>, ProjectError> {
        self.layers.iter().map(|layer| Ok((layer, cache::verify(layer)?))).collect()
    }

    /// A path as given, seen from where the user is.
    pub fn at(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }
}

/// The folder of the user's own glossary, in the platform's place for configuration; it need not exist.
pub fn user_glossary() -> Option<PathBuf> {
    dirs::config_dir().map(|folder| folder.join("gloss/glossary"))
}
