//! The files of a glossary.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use gloss_terms::glossary::SourceFile;

use super::super::ProjectError;

/// The files of glossary folders, in order: `*.toml`, `domains.tsv`, `rejected.tsv`, `units/*.tsv`. Beside a single file
/// its `rejected.tsv` counts too. Relative folders are seen from `base`; the files are named as the folders are.
pub(in crate::project) fn glossary_files(base: &Path, folders: &[PathBuf]) -> Result<Vec<SourceFile>, ProjectError> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(base.join(&path)).map_err(ProjectError::read(&path))?;
        Ok(SourceFile::new(path.to_string_lossy(), text))
    };
    glossary_paths(base, folders)?.into_iter().map(read).collect()
}

/// The paths of those files, not yet read.
pub(in crate::project) fn glossary_paths(base: &Path, folders: &[PathBuf]) -> Result<Vec<PathBuf>, ProjectError> {
    let mut out = Vec::new();
    for folder in folders.iter().filter(|folder| base.join(folder).exists()) {
        let is_file = base.join(folder).is_file();
        let mut paths = if is_file { vec![folder.clone(), rejected_file(base, folder)] } else { listed(base, folder)? };
        let units = folder.join("units");
        if base.join(&units).is_dir() {
            paths.extend(listed(base, &units)?);
        }
        out.extend(paths.into_iter().filter(|path| base.join(path).is_file()));
    }
    Ok(out)
}

/// Where rejections of a glossary folder or file are recorded, named as the glossary is.
pub(in crate::project) fn rejected_file(base: &Path, glossary: &Path) -> PathBuf {
    let is_file = base.join(glossary).is_file();
    if is_file { glossary.with_file_name("rejected.tsv") } else { glossary.join("rejected.tsv") }
}

fn listed(base: &Path, folder: &Path) -> Result<Vec<PathBuf>, ProjectError> {
    let entries = fs::read_dir(base.join(folder)).map_err(ProjectError::read(folder))?;
    let known = |path: &PathBuf| path.extension().is_some_and(|end| end == "toml" || end == "tsv");
    let paths: io::Result<Vec<PathBuf>> =
        entries.map(|entry| entry.map(|entry| folder.join(entry.file_name()))).collect();
    let mut paths = paths.map_err(ProjectError::read(folder))?;
    paths.retain(known);
    paths.sort();
    Ok(paths)
}
