//! Indexes in the user's cache folder: one file for each glossary, made again when the glossary changed.
//!
//! Beside `NAME.idx` stands `NAME.seen`: what the glossary's files looked like when the index was made, and what the index
//! itself looked like when it was last verified. A start compares these stamps and reads nothing:
//!
//! - a glossary file whose stamp is another, or too young to be trusted, is read and its text compared by fingerprint;
//! - an index whose own stamp is another is verified as a whole, and used if it is sound;
//! - anything else, or an index that is damaged or of another version, is built again from the glossary's text.
//!
//! Files are written aside and renamed, so a reader has the old index or the new one. Where no file can be written the
//! index lives in memory for as long as the process does.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use crate::{
    glossary::{Glossary, SHIPPED_FINGERPRINT, SourceFile, shipped},
    index::{Fuzzy, Index, IndexError},
    lang::TABLES_FINGERPRINT,
    text::fingerprint,
};

use super::{
    Layer, ProjectError,
    files::{glossary_files, glossary_paths},
    mapped::Mapped,
    stamp::{self, Stamp},
    write_file,
};

/// So many indexes of glossaries are kept.
const KEPT: usize = 16;

/// The index of a glossary, from the cache if that is possible.
pub(super) fn index(layer: &Layer) -> Result<Index, ProjectError> {
    let Some(files) = CacheFiles::of(layer) else { return in_memory(layer) };
    if let Some(index) = files.open(layer)? {
        return Ok(index);
    }
    files.rebuild(layer)
}

/// The index of a glossary, built from its text for this process alone.
pub(super) fn in_memory(layer: &Layer) -> Result<Index, ProjectError> {
    let texts = texts(layer)?;
    Ok(Index::build(Glossary::read(texts).concepts(), Fuzzy::Fst)?)
}

/// Forgets that the index of a glossary was sound: the next start verifies it.
pub(super) fn distrust(layer: &Layer) {
    if let Some(files) = CacheFiles::of(layer) {
        let _ = fs::remove_file(files.seen); // another process may have done so
    }
}

/// Where the index of a glossary is kept.
pub(super) fn path(layer: &Layer) -> Option<PathBuf> {
    CacheFiles::of(layer).map(|files| files.index)
}

fn texts(layer: &Layer) -> Result<Vec<SourceFile>, ProjectError> {
    match &layer.path {
        Some(path) => glossary_files(std::slice::from_ref(path)),
        None => Ok(shipped()),
    }
}

struct CacheFiles {
    index: PathBuf,
    seen: PathBuf,
}

impl CacheFiles {
    fn of(layer: &Layer) -> Option<Self> {
        let whose = match &layer.path {
            Some(path) => std::path::absolute(path).ok()?.to_string_lossy().into_owned(),
            None => layer.origin.as_str().to_owned(),
        };
        // Several versions of this program may share a cache.
        let name = format!("{:016x}", fingerprint(&[&whose, &TABLES_FINGERPRINT.to_string()]));
        let folder = dirs::cache_dir()?.join("gloss");
        Some(Self { index: folder.join(format!("{name}.idx")), seen: folder.join(format!("{name}.seen")) })
    }

    /// The cached index, if it is there, sound, and made of what the glossary is now.
    fn open(&self, layer: &Layer) -> Result<Option<Index>, ProjectError> {
        let Some(seen) = fs::read_to_string(&self.seen).ok().and_then(|text| Seen::read(&text)) else {
            return self.open_unseen(layer);
        };
        let now = Seen::look(layer)?;
        if !seen.is_still(&now) {
            return self.open_unseen(layer);
        }
        let Some((index, stamp)) = self.map(seen.fingerprint) else { return Ok(None) };
        if Some(stamp) != seen.index {
            if index.verify().is_err() {
                return Ok(None);
            }
            self.remember(&Seen { index: Some(stamp), ..seen });
        }
        Ok(Some(index))
    }

    /// The cached index, after reading the glossary's text and all of the index.
    fn open_unseen(&self, layer: &Layer) -> Result<Option<Index>, ProjectError> {
        if !self.index.exists() {
            return Ok(None);
        }
        let mut now = Seen::look(layer)?;
        now.fingerprint = fingerprint_of(layer, &texts(layer)?);
        let Some((index, stamp)) = self.map(now.fingerprint) else { return Ok(None) };
        if index.verify().is_err() {
            return Ok(None);
        }
        self.remember(&Seen { index: Some(stamp), ..now });
        Ok(Some(index))
    }

    fn map(&self, fingerprint: u64) -> Option<(Index, Stamp)> {
        let file = File::open(&self.index).ok()?;
        let stamp = Stamp::from(&file.metadata().ok()?);
        Some((Index::open(Mapped::of(&file).ok()?, fingerprint).ok()?, stamp))
    }

    fn rebuild(&self, layer: &Layer) -> Result<Index, ProjectError> {
        let mut now = Seen::look(layer)?;
        let texts = texts(layer)?;
        now.fingerprint = fingerprint_of(layer, &texts);
        let bytes = Index::bytes_of(Glossary::read(texts).concepts(), Fuzzy::Table, now.fingerprint)?;
        // A cache that cannot be written costs time, not answers.
        if write_file(&self.index, &bytes).is_ok()
            && let Some((index, stamp)) = self.map(now.fingerprint)
        {
            drop(bytes);
            self.remember(&Seen { index: Some(stamp), ..now });
            self.drop_old();
            return Ok(index);
        }
        Ok(Index::open(bytes, now.fingerprint)?)
    }

    fn remember(&self, seen: &Seen) {
        let _ = write_file(&self.seen, seen.write().as_bytes()); // without it the next start looks closer
    }

    fn drop_old(&self) {
        let Some(entries) = self.index.parent().and_then(|folder| fs::read_dir(folder).ok()) else { return };
        let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
        let mut indexes: Vec<(std::time::SystemTime, PathBuf)> = paths
            .filter(|path| path.extension().is_some_and(|end| end == "idx"))
            .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
            .collect();
        indexes.sort();
        for (_, path) in indexes.iter().rev().skip(KEPT) {
            // Another process may have done so.
            let _ = fs::remove_file(path);
            let _ = fs::remove_file(path.with_extension("seen"));
        }
    }
}

/// The fingerprint under which the index of a glossary is stored: that of its texts and their names within the glossary,
/// which are the same from wherever one looks.
fn fingerprint_of(layer: &Layer, texts: &[SourceFile]) -> u64 {
    let Some(root) = &layer.path else { return SHIPPED_FINGERPRINT };
    let name = |file: &SourceFile| inside(root, Path::new(&file.path));
    let parts: Vec<String> = texts.iter().map(name).collect();
    let pairs: Vec<&str> =
        parts.iter().zip(texts).flat_map(|(name, file)| [name.as_str(), file.text.as_str()]).collect();
    fingerprint(&pairs)
}

fn inside(root: &Path, path: &Path) -> String {
    let root = if root.is_file() { root.parent().unwrap_or(root) } else { root };
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

/// What a glossary's files and its index looked like.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    /// That of the texts; 0 before they were read.
    fingerprint: u64,
    /// When the files were looked at, before they were read.
    at: u128,
    /// The index, when it was verified.
    index: Option<Stamp>,
    files: Vec<(Stamp, String)>,
}

const TITLE: &str = "gloss-seen 1";

impl Seen {
    /// Looks at the files of a glossary, without reading them.
    fn look(layer: &Layer) -> Result<Self, ProjectError> {
        let at = stamp::now();
        let Some(root) = &layer.path else {
            return Ok(Self { fingerprint: SHIPPED_FINGERPRINT, at, index: None, files: Vec::new() });
        };
        let paths = glossary_paths(std::slice::from_ref(root))?;
        let stamped = |path: PathBuf| match Stamp::of(&path) {
            Ok(stamp) => Ok((stamp, inside(root, &path))),
            Err(error) => Err(ProjectError::read(path)(error)),
        };
        let files: Result<Vec<_>, _> = paths.into_iter().map(stamped).collect();
        Ok(Self { fingerprint: 0, at, index: None, files: files? })
    }

    /// Whether the files surely are as they were.
    fn is_still(&self, now: &Self) -> bool {
        let same_shipped = now.fingerprint == 0 || now.fingerprint == self.fingerprint;
        same_shipped && self.files == now.files && !self.files.iter().any(|(stamp, _)| stamp.is_racy(self.at))
    }

    fn write(&self) -> String {
        let mut out = format!("{TITLE}\n{} {}\n", self.fingerprint, self.at);
        out.push_str(&self.index.map_or("-".to_owned(), |stamp| stamp.write()));
        out.push('\n');
        for (stamp, path) in &self.files {
            out.push_str(&format!("{} {path}\n", stamp.write()));
        }
        out
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != TITLE {
            return None;
        }
        let (fingerprint, at) = lines.next()?.split_once(' ')?;
        let index = Stamp::read(&mut lines.next()?.split(' '));
        let file = |line: &str| {
            let mut words = line.splitn(5, ' ');
            Some((Stamp::read(&mut words)?, words.next()?.to_owned()))
        };
        let files: Option<Vec<_>> = lines.map(file).collect();
        Some(Self { fingerprint: fingerprint.parse().ok()?, at: at.parse().ok()?, index, files: files? })
    }
}

impl From<IndexError> for ProjectError {
    fn from(error: IndexError) -> Self {
        Self::Refused(error.to_string())
    }
}
