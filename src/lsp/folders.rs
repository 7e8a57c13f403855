//! The folders that an editor has open, and which of them a document belongs to.

use std::path::{Path, PathBuf};

use lsp_types::{DidChangeWorkspaceFoldersParams, InitializeParams, Uri, WorkspaceFolder};

use crate::project::{CheckSession, Project, ProjectError, UserLayer, Workspace};

use super::{position::Encoding, terms::Terms, uri};

/// The folders that an editor has open.
#[derive(Debug, Clone)]
pub(super) struct Folders {
    open: Vec<PathBuf>,
    /// The folder to work in if the editor has none open.
    other: PathBuf,
    /// Glossaries to use in the place of all others.
    glossaries: Vec<PathBuf>,
}

/// A folder with its project, and why the project is the shipped glossary alone if its own cannot be used.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    project: Project,
    pub(super) failed: Option<ProjectError>,
}

impl Folders {
    /// Those that an editor names at the beginning: its workspace folders, else its root.
    pub(super) fn of(params: &InitializeParams, other: &Path, glossaries: &[PathBuf]) -> Self {
        #[expect(deprecated, reason = "editors without workspace folders name their root so")]
        let root = params.root_uri.iter();
        let mut open: Vec<PathBuf> = params.workspace_folders.iter().flatten().filter_map(path).collect();
        if open.is_empty() {
            open.extend(root.filter_map(uri::path));
        }
        // Named from the folder in which the server was started, whatever folder it works in.
        let whole = |path: &PathBuf| std::path::absolute(other.join(path)).unwrap_or_else(|_| path.clone());
        Self { open, other: other.to_owned(), glossaries: glossaries.iter().map(whole).collect() }
    }

    /// Takes note of folders that were opened and closed.
    pub(super) fn change(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let closed: Vec<PathBuf> = params.event.removed.iter().filter_map(path).collect();
        self.open.retain(|folder| !closed.contains(folder));
        for folder in params.event.added.iter().filter_map(path) {
            if !self.open.contains(&folder) {
                self.open.push(folder);
            }
        }
    }

    /// Reads the project of each folder.
    pub(super) fn read(&self) -> Vec<Folder> {
        let other = std::slice::from_ref(&self.other);
        let folders = if self.open.is_empty() { other } else { &self.open };
        folders.iter().filter_map(|folder| self.read_one(folder)).collect()
    }

    fn read_one(&self, folder: &Path) -> Option<Folder> {
        let path = folder.to_owned();
        let workspace = Workspace::open_with(folder, &self.glossaries, UserLayer::Without);
        Some(match workspace.and_then(Project::open) {
            Ok(project) => Folder { path, project, failed: None },
            // The shipped glossary is inside the program, so it can always be read.
            Err(error) => {
                Folder { path, project: Project::open(Workspace::shipped(folder)).ok()?, failed: Some(error) }
            }
        })
    }
}

fn path(folder: &WorkspaceFolder) -> Option<PathBuf> {
    uri::path(&folder.uri)
}

/// A folder with everything that answers about its documents are made of.
pub(super) struct FolderSession<'p> {
    path: &'p Path,
    pub(super) project: &'p Project,
    pub(super) checks: CheckSession<'p>,
    pub(super) terms: Terms<'p>,
    pub(super) encoding: Encoding,
}

impl<'p> FolderSession<'p> {
    pub(super) fn new(folder: &'p Folder, encoding: Encoding) -> Self {
        let Folder { path, project, .. } = folder;
        let checks = project.check_session().unwrap_or_else(|_| project.check_session_without_settings());
        Self { path, project, checks, terms: Terms::of(&project.glossary), encoding }
    }

    pub(super) fn workspace(&self) -> &'p Workspace {
        &self.project.workspace
    }
}

/// The folder that a document belongs to: the innermost one that it lies in, else the first.
pub(super) fn folder_of<'s, 'p>(folders: &'s [FolderSession<'p>], uri: &Uri) -> Option<&'s FolderSession<'p>> {
    let document = uri::path(uri);
    let has = |folder: &&FolderSession<'_>| document.as_ref().is_some_and(|document| document.starts_with(folder.path));
    let innermost = folders.iter().filter(has).max_by_key(|folder| folder.path.components().count());
    innermost.or(folders.first())
}
