//! The index in the user's cache folder.
//!
//! Its name holds the fingerprint of the glossary texts, the language tables and the version, so it is never stale; a damaged one is built again, and where no
//! file can be written the index lives in memory.

use std::{fs, path::PathBuf, time::SystemTime};

use crate::{
    glossary::SourceFile,
    index::{Index, IndexError, Terms},
    lang,
};

use super::write_file;

/// So many indexes of other glossaries or versions are kept.
const KEPT: usize = 8;

pub(super) fn index(texts: &[SourceFile], terms: &Terms<'_>) -> Result<Index, IndexError> {
    // Keys also depend on this version's tables and rules.
    let version = [env!("CARGO_PKG_VERSION")].into_iter().chain(lang::tables());
    let fingerprint =
        Index::fingerprint(version.chain(texts.iter().flat_map(|file| [file.path.as_str(), file.text.as_str()])));
    let path = folder().map(|folder| folder.join(format!("{fingerprint:016x}.idx")));
    if let Some(index) = path.as_ref().and_then(|path| Index::from_bytes(&fs::read(path).ok()?, fingerprint).ok()) {
        return Ok(index);
    }
    let index = Index::build(terms)?;
    if let Some(path) = path {
        // A cache that cannot be written costs time, not answers.
        let _ = write_file(&path, &index.to_bytes(fingerprint));
        drop_old();
    }
    Ok(index)
}

fn folder() -> Option<PathBuf> {
    dirs::cache_dir().map(|cache| cache.join("gloss"))
}

fn drop_old() {
    let Some(entries) = folder().and_then(|folder| fs::read_dir(folder).ok()) else { return };
    let mut indexes: Vec<(SystemTime, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "idx"))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    indexes.sort();
    for (_, path) in indexes.iter().rev().skip(KEPT) {
        let _ = fs::remove_file(path); // another process may have done so
    }
}
