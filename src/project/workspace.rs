//! Which glossaries count, and how much.

use std::path::{Path, PathBuf};

use super::{
    Config, Files, Named, ProjectError, TextStore,
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
    /// Its folder or file, as the caller or `gloss.toml` names it; none for the shipped one.
    pub path: Option<PathBuf>,
    /// The folder that a relative path is seen from.
    pub(super) base: PathBuf,
}

impl Layer {
    /// How an answer names it: `shipped`, `user`, or its path.
    pub fn label(&self) -> String {
        match (&self.path, self.origin) {
            (Some(path), Origin::Given | Origin::Project) => path.display().to_string(),
            _ => self.origin.as_str().to_owned(),
        }
    }

    /// The glossary inside the program.
    pub(super) fn shipped() -> Self {
        Self { origin: Origin::Shipped, path: None, base: PathBuf::new() }
    }

    /// Where its folder or file really is.
    pub(super) fn place(&self) -> Option<PathBuf> {
        self.path.as_ref().map(|path| self.base.join(path))
    }
}

/// A folder with its settings and the glossaries that count there, none of them read yet: where every journey starts.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder that the caller works in. Relative paths start there, both those that the caller gives and those in reports.
    base: PathBuf,
    /// The folder of `gloss.toml` as seen from the caller's folder; empty if it is that folder, or if there is no project.
    pub root: PathBuf,
    /// Its settings.
    pub config: Config,
    /// Whether there is a `gloss.toml`.
    pub configured: bool,
    /// The glossaries, the one that counts most first.
    pub layers: Vec<Layer>,
}

/// Whether the user's own glossary counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UserLayer {
    /// For look-up: whoever asks wants all they have.
    With,
    /// For checks and exports: the same result on every machine.
    #[default]
    Without,
}

impl Workspace {
    /// The workspace that a folder belongs to: that of the nearest `gloss.toml` upwards, else the shipped glossary alone.
    /// Paths that the caller gives later are relative to the folder, and reports name files relative to it.
    ///
    /// A relative folder is taken from the process's own, as every relative path is; servers give an absolute one.
    ///
    /// # Errors
    /// [`ProjectError`] if there is no such folder, or its `gloss.toml` cannot be understood.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, ProjectError> {
        Self::open_with(folder, &[], UserLayer::default())
    }

    /// As [`Workspace::open`]. `glossaries` name folders or files to use instead of all others; `user` says whether the
    /// user's own glossary counts where none are named.
    ///
    /// # Errors
    /// As [`Workspace::open`], and [`ProjectError::Missing`] if a named glossary is not there.
    pub fn open_with(folder: impl AsRef<Path>, glossaries: &[PathBuf], user: UserLayer) -> Result<Self, ProjectError> {
        let folder = folder.as_ref();
        // Nobody writes `./` before the names of files.
        let base = folder.strip_prefix(".").unwrap_or(folder).to_owned();
        if !base.as_os_str().is_empty() && !base.is_dir() {
            return Err(ProjectError::Missing(base));
        }
        let (root, found) = Config::find(&base)?;
        let configured = found.is_some();
        let config = found.unwrap_or_default();
        let exists = |path: &Path| base.join(path).exists();
        if let Some(missing) = glossaries.iter().find(|path| !exists(path)) {
            return Err(ProjectError::Missing(missing.clone()));
        }
        let all = glossaries.iter().cloned().chain(config.glossary.iter().map(|path| root.join(path)));
        let is_other = |path: &PathBuf| {
            base.join(path).is_file() && !path.extension().is_some_and(|end| end == "toml" || end == "tsv")
        };
        if let Some(other) = all.into_iter().find(is_other) {
            let message = format!("{} is not a glossary; name a folder, a .toml file or a .tsv file", other.display());
            return Err(ProjectError::Refused(message));
        }
        let layer = |origin| {
            let base = base.clone();
            move |path: PathBuf| Layer { origin, path: Some(path), base: base.clone() }
        };
        let mut layers: Vec<Layer> = glossaries.iter().cloned().map(layer(Origin::Given)).collect();
        if layers.is_empty() {
            if configured {
                let missing = config.glossary.iter().find(|path| !exists(&root.join(path)));
                // A project may begin without the usual folder.
                if let Some(missing) = missing.filter(|_| config.glossary != Config::default().glossary) {
                    let message = format!("`glossary` names {}, which is not there", missing.display());
                    return Err(ProjectError::Config { path: root.join("gloss.toml"), message });
                }
                layers.extend(config.glossary.iter().map(|path| root.join(path)).map(layer(Origin::Project)));
            }
            let own = user_glossary().filter(|path| user == UserLayer::With && path.exists());
            layers.extend(own.map(layer(Origin::User)));
            layers.extend(config.shipped.then(Layer::shipped));
        }
        Ok(Self { base, root, config, configured, layers })
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

    /// Nothing but the shipped glossary, for a folder whose own settings cannot be used.
    pub fn shipped(folder: impl AsRef<Path>) -> Self {
        let layers = vec![Layer::shipped()];
        let (base, root) = (folder.as_ref().to_owned(), PathBuf::new());
        Self { base, root, config: Config::default(), configured: false, layers }
    }

    /// Where a file really is that a caller or a report names.
    pub fn place(&self, path: impl AsRef<Path>) -> PathBuf {
        self.base.join(path)
    }

    /// Where the folder of `gloss.toml` really is; the caller's folder if there is no project.
    pub fn folder(&self) -> PathBuf {
        self.place(&self.root)
    }

    /// The folder that relative paths start in.
    pub(super) fn base(&self) -> &Path {
        &self.base
    }

    /// How reports name a file: relative to the caller's folder if it is inside.
    pub fn name(&self, path: &Path) -> String {
        path.strip_prefix(&self.base).unwrap_or(path).to_string_lossy().into_owned()
    }

    /// Reads files and the documents in folders, in order of their names; see [`Files::read`].
    pub fn read(&self, paths: &[PathBuf]) -> Files {
        Files::read_under(&self.base, paths)
    }

    /// Texts and translations to be checked; see [`TextStore::of`].
    pub fn texts(&self, paths: &[PathBuf], named: &Named) -> TextStore {
        TextStore::under(&self.base, paths, named)
    }
}

/// The folder of the user's own glossary, in the platform's place for configuration; it need not exist.
pub fn user_glossary() -> Option<PathBuf> {
    dirs::config_dir().map(|folder| folder.join("gloss/glossary"))
}
