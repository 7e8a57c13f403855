//! Indexes in the user's cache folder: one file for each glossary, made again when the glossary changed.
//!
//! Beside `NAME.idx` stands `NAME.seen`: what the glossary's files looked like when the index was made, what could not be
//! read of them, and what the index itself looked like when it was last verified. A start compares these stamps and reads nothing:
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
    time::{Duration, SystemTime},
};

use super::shipped::{SHIPPED_FINGERPRINT, shipped};
use gloss_core::{
    block::IndexError,
    lang::TABLES_FINGERPRINT,
    report::{Finding, Place},
    text::stable_hash,
};
use gloss_terms::{
    glossary::{Glossary, SourceFile},
    index::{FuzzyMethod, Index},
};

use super::{
    Layer, ProjectError,
    files::{TEMPORARY, glossary_files, glossary_paths},
    mapped::Mapped,
    stamp::{self, Stamp},
    write_file,
};

/// How many glossary indexes are kept: the latest ones, and that of the shipped glossary.
const MAX_CACHED_INDEXES: usize = 16;

/// A file that is still on its way after this time was left by a process that ended.
const LEFT: Duration = Duration::from_secs(24 * 60 * 60);

/// The index of a glossary, and what could not be read of the glossary.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) index: Index,
    /// `file:line:column: message` each.
    pub(super) faults: Vec<String>,
}

/// The index of a glossary, from the cache if that is possible.
pub(super) fn open(layer: &Layer) -> Result<Opened, ProjectError> {
    let Some(files) = CacheFiles::of(layer) else { return in_memory(layer) };
    if let Some(opened) = files.open(layer)? {
        return Ok(opened);
    }
    files.rebuild(layer)
}

/// The index of a glossary, built from its text for this process alone.
pub(super) fn in_memory(layer: &Layer) -> Result<Opened, ProjectError> {
    let glossary = Glossary::read(texts(layer)?);
    Ok(Opened { index: Index::build(glossary.concepts(), FuzzyMethod::Fst)?, faults: faults(&glossary) })
}

/// How many faults of a glossary a look-up prints.
const MAX_FAULTS_SHOWN: usize = 3;

pub(super) fn faults(glossary: &Glossary) -> Vec<String> {
    let line = |finding: &Finding| {
        let Place { file, line, column, .. } = &finding.place;
        format!("{file}:{line}:{column}: {}", finding.message).replace(['\n', '\r'], " ")
    };
    let mut told: Vec<String> = glossary.faults().iter().take(MAX_FAULTS_SHOWN).map(line).collect();
    if let more @ 1.. = glossary.faults().len().saturating_sub(MAX_FAULTS_SHOWN) {
        told.push(format!("and {more} more; `gloss lint` shows them"));
    }
    told
}

/// What a look at the whole index of a glossary says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// It is what was written, and what the glossary is now.
    Sound,
    /// It is not what was written; the next look-up makes it anew.
    Damaged,
    /// There is none for the glossary as it is now; the next look-up makes it.
    Missing,
}

/// Reads the index of a glossary as a whole, without mending it.
pub(super) fn verify(layer: &Layer) -> Result<Verified, ProjectError> {
    let Some(files) = CacheFiles::of(layer).filter(|files| files.index.is_file()) else { return Ok(Verified::Missing) };
    let fingerprint = fingerprint_of(layer, &texts(layer)?);
    let mapped =
        File::open(&files.index).and_then(|file| Mapped::of(&file)).map_err(ProjectError::read(&files.index))?;
    Ok(match Index::open(mapped, fingerprint).and_then(|index| index.verify()) {
        Ok(()) => Verified::Sound,
        Err(IndexError::Stale) => Verified::Missing,
        Err(_) => {
            distrust(layer);
            Verified::Damaged
        }
    })
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
        Some(path) => glossary_files(&layer.base, std::slice::from_ref(path)),
        None => Ok(shipped()),
    }
}

struct CacheFiles {
    index: PathBuf,
    seen: PathBuf,
}

impl CacheFiles {
    fn of(layer: &Layer) -> Option<Self> {
        let whose = match layer.place() {
            // The same from wherever one looks.
            Some(path) => format!("{:?}", fs::canonicalize(&path).or_else(|_| std::path::absolute(path)).ok()?),
            None => layer.origin.as_str().to_owned(),
        };
        // Several versions of this program may share a cache.
        let name = format!("{:016x}", stable_hash(&[&whose, &TABLES_FINGERPRINT.to_string()]));
        let folder = dirs::cache_dir()?.join("gloss");
        Some(Self { index: folder.join(format!("{name}.idx")), seen: folder.join(format!("{name}.seen")) })
    }

    /// The cached index, if it is there, sound, and made of what the glossary is now.
    fn open(&self, layer: &Layer) -> Result<Option<Opened>, ProjectError> {
        let Some(seen) = self.seen() else { return self.open_unseen(layer) };
        let now = Seen::look(layer)?;
        if !seen.is_still(&now) {
            return self.open_unseen(layer);
        }
        let Some((index, stamp)) = self.map(seen.fingerprint) else { return Ok(None) };
        if Some(stamp) != seen.index {
            if index.verify().is_err() {
                return Ok(None);
            }
            self.remember(&Seen { index: Some(stamp), ..seen.clone() });
        }
        Ok(Some(Opened { index, faults: seen.faults }))
    }

    /// The cached index, after reading the glossary's text and all of the index.
    fn open_unseen(&self, layer: &Layer) -> Result<Option<Opened>, ProjectError> {
        if !self.index.exists() {
            return Ok(None);
        }
        let mut now = Seen::look(layer)?;
        let texts = texts(layer)?;
        now.fingerprint = fingerprint_of(layer, &texts);
        let Some((index, stamp)) = self.map(now.fingerprint) else { return Ok(None) };
        if index.verify().is_err() {
            return Ok(None);
        }
        now.index = Some(stamp);
        // The same texts have the same faults.
        let known = self.seen().filter(|seen| seen.fingerprint == now.fingerprint);
        now.faults = known.map_or_else(|| faults(&Glossary::read(texts)), |seen| seen.faults);
        self.remember(&now);
        Ok(Some(Opened { index, faults: now.faults }))
    }

    fn seen(&self) -> Option<Seen> {
        fs::read_to_string(&self.seen).ok().and_then(|text| Seen::read(&text))
    }

    fn map(&self, fingerprint: u64) -> Option<(Index, Stamp)> {
        let file = File::open(&self.index).ok()?;
        let stamp = Stamp::from(&file.metadata().ok()?);
        Some((Index::open(Mapped::of(&file).ok()?, fingerprint).ok()?, stamp))
    }

    fn rebuild(&self, layer: &Layer) -> Result<Opened, ProjectError> {
        let mut now = Seen::look(layer)?;
        let texts = texts(layer)?;
        now.fingerprint = fingerprint_of(layer, &texts);
        let glossary = Glossary::read(texts);
        now.faults = faults(&glossary);
        let bytes = Index::build_bytes(glossary.concepts(), FuzzyMethod::DeletionTable, now.fingerprint)?;
        drop(glossary);
        // A cache that cannot be written costs time, not answers.
        if write_file(&self.index, &bytes).is_ok()
            && let Some((index, stamp)) = self.map(now.fingerprint)
            && index.verify().is_ok()
        {
            drop(bytes);
            now.index = Some(stamp);
            self.remember(&now);
            self.drop_old();
            return Ok(Opened { index, faults: now.faults });
        }
        Ok(Opened { index: Index::open(bytes, now.fingerprint)?, faults: now.faults })
    }

    fn remember(&self, seen: &Seen) {
        let _ = write_file(&self.seen, seen.write().as_bytes()); // without it the next start looks closer
    }

    fn drop_old(&self) {
        let Some(entries) = self.index.parent().and_then(|folder| fs::read_dir(folder).ok()) else { return };
        let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
        let dated: Vec<(SystemTime, PathBuf)> =
            paths.filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path))).collect();
        let (mut indexes, others): (Vec<_>, Vec<_>) =
            dated.into_iter().partition(|(_, path)| path.extension().is_some_and(|end| end == "idx"));
        // What a process left that was ended while it wrote.
        for (written, path) in others.iter().filter(|(_, path)| path.extension().is_some_and(|end| end == TEMPORARY)) {
            if written.elapsed().is_ok_and(|age| age > LEFT) {
                let _ = fs::remove_file(path);
            }
        }
        let shipped = Self::of(&Layer::shipped()).map(|files| files.index);
        indexes.retain(|(_, path)| Some(path) != shipped.as_ref());
        indexes.sort();
        for (_, path) in indexes.iter().rev().skip(MAX_CACHED_INDEXES) {
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
    let name = |file: &SourceFile| inside(&layer.base, root, Path::new(&file.path));
    let parts: Vec<String> = texts.iter().map(name).collect();
    let pairs: Vec<&str> =
        parts.iter().zip(texts).flat_map(|(name, file)| [name.as_str(), file.text.as_str()]).collect();
    stable_hash(&pairs)
}

/// The name of a glossary's file within the glossary.
fn inside(base: &Path, root: &Path, path: &Path) -> String {
    let root = if base.join(root).is_file() { root.parent().unwrap_or(root) } else { root };
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
    /// What could not be read of them.
    faults: Vec<String>,
    files: Vec<(Stamp, String)>,
}

const TITLE: &str = "gloss-seen 2";

impl Seen {
    /// Looks at the files of a glossary, without reading them.
    fn look(layer: &Layer) -> Result<Self, ProjectError> {
        let (at, index, faults) = (stamp::now(), None, Vec::new());
        let Some(root) = &layer.path else {
            return Ok(Self { fingerprint: SHIPPED_FINGERPRINT, at, index, faults, files: Vec::new() });
        };
        let paths = glossary_paths(&layer.base, std::slice::from_ref(root))?;
        let stamped = |path: PathBuf| match Stamp::of(&layer.base.join(&path)) {
            Ok(stamp) => Ok((stamp, inside(&layer.base, root, &path))),
            Err(error) => Err(ProjectError::read(path)(error)),
        };
        let files: Result<Vec<_>, _> = paths.into_iter().map(stamped).collect();
        Ok(Self { fingerprint: 0, at, index, faults, files: files? })
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
        self.faults.iter().for_each(|fault| out.push_str(&format!("! {fault}\n")));
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
        let (faults, files): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with("! "));
        let file = |line: &str| {
            let mut words = line.splitn(5, ' ');
            Some((Stamp::read(&mut words)?, words.next()?.to_owned()))
        };
        let files: Option<Vec<_>> = files.into_iter().map(file).collect();
        let faults = faults.into_iter().map(|line| line[2..].to_owned()).collect();
        Some(Self { fingerprint: fingerprint.parse().ok()?, at: at.parse().ok()?, index, faults, files: files? })
    }
}

impl From<IndexError> for ProjectError {
    fn from(error: IndexError) -> Self {
        Self::Refused(error.to_string())
    }
}
