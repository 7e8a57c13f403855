//! The files of a glossary.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::glossary::SourceFile;

use super::super::ProjectError;

/// The files of glossary folders, in order: `*.toml`, `domains.tsv`, `rejected.tsv`, `units/*.tsv`. Beside a single file
/// its `rejected.tsv` counts too.
pub(in crate::project) fn glossary_files(folders: &[PathBuf]) -> Result<Vec<SourceFile>, ProjectError> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(ProjectError::read(&path))?;
        Ok(SourceFile::new(path.to_string_lossy(), text))
    };
    glossary_paths(folders)?.into_iter().map(read).collect()
}

/// The paths of those files, not yet read.
pub(in crate::project) fn glossary_paths(folders: &[PathBuf]) -> Result<Vec<PathBuf>, ProjectError> {
    let mut out = Vec::new();
    for folder in folders.iter().filter(|folder| folder.exists()) {
        let mut paths = if folder.is_file() { vec![folder.clone(), rejected_file(folder)] } else { listed(folder)? };
        if folder.join("units").is_dir() {
            paths.extend(listed(&folder.join("units"))?);
        }
        out.extend(paths.into_iter().filter(|path| path.is_file()));
    }
    Ok(out)
}

/// Where rejections of a glossary folder or file are recorded.
pub(in crate::project) fn rejected_file(glossary: &Path) -> PathBuf {
    if glossary.is_file() { glossary.with_file_name("rejected.tsv") } else { glossary.join("rejected.tsv") }
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, ProjectError> {
    let entries = fs::read_dir(folder).map_err(ProjectError::read(folder))?;
    let known = |path: &PathBuf| path.extension().is_some_and(|end| end == "toml" || end == "tsv");
    let paths: io::Result<Vec<PathBuf>> = entries.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = paths.map_err(ProjectError::read(folder))?;
    paths.retain(known);
    paths.sort();
    Ok(paths)
}
