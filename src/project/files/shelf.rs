//! Texts that need not all be in memory: those that do not fit are read again when somebody asks for them.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;

use gloss_check::{Bitext, TextRef, Texts};
use gloss_core::{lang::Article, text};

use super::{
    super::{ProjectError, aligned::aligned_paths, bitexts::Named},
    Files, Inputs, document,
    found::{FoundFiles, Source, Translations},
};

/// Upper limit of the texts kept in memory, in bytes.
const CACHE_BYTES: usize = 8 << 20;

/// Texts and translations to be checked. The first eight megabytes of texts that are read are kept; others are read again
/// whenever they are asked for.
#[derive(Debug)]
pub struct TextStore {
    on_disk: Vec<OnDisk>,
    /// What is in memory: translations, texts that are in no file.
    here: Files,
    /// How many bytes may still be kept.
    room: AtomicUsize,
    /// What was asked for last: often it is asked for again.
    last: Mutex<Option<(usize, Arc<Article>)>>,
}

/// A text in a file.
#[derive(Debug)]
struct OnDisk {
    path: PathBuf,
    name: String,
    /// The text, if there was room.
    kept: OnceLock<Arc<Article>>,
    /// A hash of the file when it was first read.
    first: OnceLock<u64>,
    /// Why it could not be read.
    error: OnceLock<ProjectError>,
}

impl OnDisk {
    fn new(base: &Path, path: PathBuf) -> Self {
        let name = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().into_owned();
        Self { path, name, kept: OnceLock::new(), first: OnceLock::new(), error: OnceLock::new() }
    }

    /// Reads it; what cannot be read once is not tried again.
    fn read_or_tell(&self) -> Option<Arc<Article>> {
        if self.error.get().is_some() {
            return None;
        }
        // Of two errors that come at once one is enough.
        self.read().map_err(|error| self.error.set(error)).ok().map(Arc::new)
    }

    fn read(&self) -> Result<Article, ProjectError> {
        let bytes = fs::read(&self.path).map_err(ProjectError::read(&self.path))?;
        let hash = text::hash(&bytes);
        if *self.first.get_or_init(|| hash) != hash {
            return Err(ProjectError::Changed(self.path.clone()));
        }
        document(&self.name, &bytes)
    }
}

impl TextStore {
    /// Finds files, the documents in folders (files that git ignores left out) in order of their names, and pairs of aligned
    /// texts (`a.vi.txt=a.en.txt`). Translations are read at once, in folders those in XLIFF and PO files, and so are pipes; texts are
    /// read when they are asked for.
    pub fn of(paths: &[PathBuf], named: &Named) -> Self {
        Self::under(Path::new(""), paths, named)
    }

    /// As [`TextStore::of`], for paths seen from a folder; names are relative to it.
    pub(in crate::project) fn under(base: &Path, paths: &[PathBuf], named: &Named) -> Self {
        let mut found = FoundFiles::default();
        let pair = |path: &PathBuf| if base.join(path).exists() { None } else { aligned_paths(path) };
        // Two texts that are read together are not read alone as well, so they come first.
        paths.iter().filter_map(pair).for_each(|pair| found.add_pair(pair.map(|text| base.join(text))));
        for path in paths.iter().filter(|path| pair(path).is_none()) {
            found.add(&base.join(path), Translations::With);
        }
        let mut here = Files { errors: found.errors, ..Files::default() };
        let (mut on_disk, mut at_once) = (Vec::new(), Vec::new());
        let mut names = HashSet::new();
        for source in found.sources {
            match source {
                Source::Document(path) => {
                    let text = OnDisk::new(base, path);
                    // Findings are known by the name; two names that are no UTF-8 may be shown as one.
                    if names.insert(text.name.clone()) {
                        on_disk.push(text);
                    } else {
                        here.errors.push(ProjectError::SameName(text.path));
                    }
                }
                other => at_once.push(other),
            }
        }
        let read: Vec<_> = at_once.par_iter().map(|source| source.read(base, named)).collect();
        read.into_iter().for_each(|read| here.take(read));
        Self { on_disk, here, room: AtomicUsize::new(CACHE_BYTES), last: Mutex::default() }
    }

    /// Adds a text or a file of translations that is in no file, under a name which decides how it is read. It stands for the
    /// file of that name, as it is on the way to it.
    pub fn add(&mut self, name: &str, bytes: &[u8], named: &Named) {
        self.on_disk.retain(|text| text.name != name);
        self.here.bitexts.retain(|bitext| bitext.sides.iter().all(|side| side.document.name() != name));
        self.here.add_with_translations(name, bytes, named);
    }

    /// What could not be read until now.
    pub fn errors(&self) -> impl Iterator<Item = &ProjectError> {
        self.here.errors.iter().chain(self.on_disk.iter().filter_map(|text| text.error.get()))
    }

    /// How many files there are that could be read until now.
    pub fn files(&self) -> usize {
        self.on_disk.iter().filter(|text| text.error.get().is_none()).count()
            + self.here.articles.len()
            + self.bitexts().len()
    }

    /// Whether all of it has no more bytes than these.
    pub fn fits_in(&self, bytes: usize) -> bool {
        let sides = self.bitexts().iter().flat_map(|bitext| &bitext.sides);
        let mut rest = Some(bytes);
        let mut take = |bytes: usize| {
            rest = rest.and_then(|rest| rest.checked_sub(bytes));
            rest.is_some()
        };
        self.here.articles.iter().chain(sides).all(|article| take(article.document.text().len()))
            && self.on_disk.iter().all(|text| take(fs::metadata(&text.path).map_or(0, |about| about.len() as usize)))
    }

    /// Takes room for a text to be kept, if there is so much.
    fn has_room(&self, article: &Article) -> bool {
        let bytes = article.document.source().len();
        self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(bytes)).is_ok()
    }

    fn last(&self) -> MutexGuard<'_, Option<(usize, Arc<Article>)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Texts for TextStore {
    fn count(&self) -> usize {
        self.on_disk.len() + self.here.articles.len()
    }

    fn name(&self, number: usize) -> Option<&str> {
        match self.on_disk.get(number) {
            None => Texts::name(&self.here, number - self.on_disk.len()),
            Some(text) => text.error.get().is_none().then_some(&text.name),
        }
    }

    fn text(&self, number: usize) -> Option<TextRef<'_>> {
        let Some(text) = self.on_disk.get(number) else { return self.here.text(number - self.on_disk.len()) };
        if let Some(kept) = text.kept.get() {
            return Some(TextRef::Here(kept));
        }
        if let Some((_, article)) = self.last().as_ref().filter(|(last, _)| *last == number) {
            return Some(TextRef::Read(Arc::clone(article)));
        }
        let article = text.read_or_tell()?;
        if self.has_room(&article) {
            return Some(TextRef::Here(text.kept.get_or_init(|| article)));
        }
        *self.last() = Some((number, Arc::clone(&article)));
        Some(TextRef::Read(article))
    }
}

impl Inputs for TextStore {
    fn bitexts(&self) -> &[Bitext] {
        &self.here.bitexts
    }
}
