//! Reading and writing files.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use ignore::{DirEntry, WalkBuilder};
use rayon::prelude::*;

use crate::{
    check::Bitext,
    formats::documents,
    glossary::SourceFile,
    lang::{self, Article, Lang},
    report::Sources,
};

use super::{
    ProjectError,
    aligned::aligned_paths,
    bitexts::{self, Named, is_job, is_translation},
};

/// Called after each file of a long job.
pub struct Progress<'a>(Option<&'a (dyn Fn() + Sync)>);

impl<'a> Progress<'a> {
    /// Nobody looks.
    pub const NONE: Progress<'static> = Progress(None);

    /// Calls `tick` after each file.
    pub fn new(tick: &'a (dyn Fn() + Sync)) -> Self {
        Self(Some(tick))
    }

    pub(super) fn tick(&self) {
        if let Some(tick) = self.0 {
            tick();
        }
    }
}

/// Texts that were read, and those that could not be.
#[derive(Debug, Default)]
pub struct Files {
    /// The texts, each with its language.
    pub articles: Vec<Article>,
    /// The translations.
    pub bitexts: Vec<Bitext>,
    /// What went wrong with the others.
    pub errors: Vec<ProjectError>,
}

impl Files {
    /// Reads files and the documents in folders (files that git ignores left out), in order of their names.
    ///
    /// A file that cannot be read does not keep the others from being read. Files are read on all cores.
    pub fn read(paths: &[PathBuf]) -> Self {
        Self::read_under(Path::new(""), paths)
    }

    /// As [`Files::read`], for paths inside a folder; names are relative to it, so that they mean the same from everywhere.
    pub fn read_under(root: &Path, paths: &[PathBuf]) -> Self {
        let mut found = Found::default();
        paths.iter().for_each(|path| found.add(&root.join(path), Translations::Without));
        found.read(root, &Named::default())
    }

    /// As [`Files::read`], with files of translations, and pairs of aligned texts (`a.vi.txt=a.en.txt`); in folders XLIFF and
    /// PO files are read too, tables and memories are not.
    pub fn read_with_translations(paths: &[PathBuf], named: &Named) -> Self {
        let mut found = Found::default();
        paths.iter().filter_map(|path| aligned_paths(path)).for_each(|pair| found.add_pair(pair));
        for path in paths.iter().filter(|path| aligned_paths(path).is_none()) {
            found.add(path, Translations::With);
        }
        found.read(Path::new(""), named)
    }

    /// How many files were read.
    pub fn count(&self) -> usize {
        self.articles.len() + self.bitexts.len()
    }

    /// Adds a text under a name, which decides how it is read.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.take(document(name, bytes).map(Read::Article));
    }

    fn take(&mut self, read: Result<Read, ProjectError>) {
        match read {
            Ok(Read::Article(article)) => self.articles.push(article),
            Ok(Read::Bitext(bitext)) => self.bitexts.extend(bitext),
            Err(error) => self.errors.push(error),
        }
    }

    /// Adds a text or a file of translations that is not, or not yet, as it is on disk.
    pub fn add_text(&mut self, name: &str, text: &str) {
        if is_translation(name) {
            self.take(bitexts::of_text(name, text, &Named::default()).map(Read::Bitext));
        } else {
            self.add(name, text.as_bytes());
        }
    }

    /// As [`Files::add`], of a text or a file of translations.
    pub fn add_with_translations(&mut self, name: &str, bytes: &[u8], named: &Named) {
        if is_translation(name) {
            self.take(bitexts::of_bytes(name, bytes, named).map(Read::Bitext));
        } else {
            self.add(name, bytes);
        }
    }

    /// The sources by name, for showing findings in them.
    pub fn sources(&self) -> Sources<'_> {
        let sides = self.bitexts.iter().flat_map(|bitext| &bitext.sides);
        self.articles.iter().chain(sides).map(|a| (a.document.name(), a.document.source())).collect()
    }
}

/// The language a name gives: `x.vi.txt`, or a folder called `vi`.
pub(super) fn language_of(name: &str) -> Option<Lang> {
    let mut parts = name.rsplit(['/', '\\']);
    let file = parts.next()?;
    let code = |text: &str| matches!(text, "vi" | "en").then(|| text.parse().ok()).flatten();
    file.rsplit('.').nth(1).and_then(code).or_else(|| parts.find_map(code))
}

/// Whether files of translations are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Translations {
    With,
    Without,
}

/// A file to be read.
#[derive(Debug)]
enum Source {
    Document(PathBuf),
    Translation(PathBuf),
    Aligned([PathBuf; 2]),
}

/// What was read of one.
enum Read {
    Article(Article),
    /// Nothing, if it is one for one language only.
    Bitext(Option<Bitext>),
}

impl Source {
    fn read(&self, root: &Path, named: &Named) -> Result<Read, ProjectError> {
        match self {
            Self::Document(path) => {
                let name = path.strip_prefix(root).unwrap_or(path);
                let bytes = fs::read(path).map_err(ProjectError::read(path))?;
                document(&name.to_string_lossy(), &bytes).map(Read::Article)
            }
            Self::Translation(path) => bitexts::read(path, named).map(Read::Bitext),
            Self::Aligned([source, target]) => Ok(Read::Bitext(Some(bitexts::aligned([source, target], named)?))),
        }
    }
}

fn document(name: &str, bytes: &[u8]) -> Result<Article, ProjectError> {
    let document = documents::read(name, bytes)?;
    let lang = language_of(name).unwrap_or_else(|| lang::detect(document.text()));
    Ok(Article { document, lang })
}

/// Files that paths name, and what went wrong on the way to them.
#[derive(Debug, Default)]
struct Found {
    sources: Vec<Source>,
    /// Where they really are: the same file by two ways is one file.
    seen: BTreeSet<PathBuf>,
    errors: Vec<ProjectError>,
}

impl Found {
    /// Adds a file, or the files of a folder in order of their names, those that git ignores left out.
    fn add(&mut self, path: &Path, translations: Translations) {
        let with = translations == Translations::With;
        let real = fs::canonicalize(path);
        if path.is_file() {
            let is_translation = with && is_translation(&path.to_string_lossy());
            let source = if is_translation { Source::Translation } else { Source::Document };
            self.add_once(real.unwrap_or_else(|_| path.to_owned()), source(path.to_owned()));
            return;
        }
        let Ok(real) = real else { return self.errors.push(ProjectError::Missing(path.to_owned())) };
        let mut sources = Vec::new();
        for entry in WalkBuilder::new(path).build() {
            match entry {
                Ok(entry) => sources.extend(source_in(path, &real, entry, with)),
                Err(error) => self.errors.push(ProjectError::read(path)(io::Error::other(error))),
            }
        }
        if sources.is_empty() {
            return self.errors.push(ProjectError::NoText(path.to_owned()));
        }
        sources.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        sources.into_iter().for_each(|(_, real, source)| self.add_once(real, source));
    }

    /// Two texts that are read together are not read alone as well.
    fn add_pair(&mut self, pair: [PathBuf; 2]) {
        let real = pair.each_ref().map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.clone()));
        self.seen.extend(real);
        self.sources.push(Source::Aligned(pair));
    }

    fn add_once(&mut self, real: PathBuf, source: Source) {
        if self.seen.insert(real) {
            self.sources.push(source);
        }
    }

    fn read(self, root: &Path, named: &Named) -> Files {
        let mut files = Files { errors: self.errors, ..Files::default() };
        let read: Vec<_> = self.sources.par_iter().map(|source| source.read(root, named)).collect();
        read.into_iter().for_each(|read| files.take(read));
        files
    }
}

/// What an entry of a folder is to be read as, if it is, with its path and where it really is.
fn source_in(folder: &Path, real: &Path, entry: DirEntry, with: bool) -> Option<(PathBuf, PathBuf, Source)> {
    let kind = entry.file_type()?;
    let found = entry.into_path();
    // As git and others name it.
    let path = found.strip_prefix(".").map_or_else(|_| found.clone(), Path::to_path_buf);
    let name = path.to_string_lossy();
    let source = match () {
        () if documents::is_document(&name) => Source::Document(path.clone()),
        () if with && is_job(&name) => Source::Translation(path.clone()),
        () => return None,
    };
    // Links are few, and asking the system where each file is takes longer than reading it.
    let real = match found.strip_prefix(folder) {
        Ok(inside) if kind.is_file() => real.join(inside),
        _ if kind.is_symlink() && path.is_file() => fs::canonicalize(&path).ok()?,
        _ => return None,
    };
    Some((path, real, source))
}

/// The text of a file, if there is one.
pub fn text_of(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// The files of glossary folders, in order: `*.toml`, `domains.tsv`, `rejected.tsv`, `units/*.tsv`. Beside a single file
/// its `rejected.tsv` counts too.
pub(super) fn glossary_files(folders: &[PathBuf]) -> Result<Vec<SourceFile>, ProjectError> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(ProjectError::read(&path))?;
        Ok(SourceFile::new(path.to_string_lossy(), text))
    };
    glossary_paths(folders)?.into_iter().map(read).collect()
}

/// The paths of those files, not yet read.
pub(super) fn glossary_paths(folders: &[PathBuf]) -> Result<Vec<PathBuf>, ProjectError> {
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
pub(super) fn rejected_file(glossary: &Path) -> PathBuf {
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

/// Writes a file as a whole: into a temporary file beside it, synced, then renamed, so that a reader sees the old or the
/// new text and never a part. A link is followed, permissions stay; what is no ordinary file (a device, a pipe) is written
/// to directly.
///
/// # Errors
/// [`ProjectError::Io`]; the old file is then as it was.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ProjectError> {
    write_file_with(path, &mut |file| file.write_all(bytes))
}

/// As [`write_file`], for what is written piece by piece.
///
/// # Errors
/// [`ProjectError::Io`]; the old file is then as it was.
pub fn write_file_with(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), ProjectError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.exists() && !target.is_file() {
        let mut device = fs::OpenOptions::new().write(true).open(&target).map_err(ProjectError::write(path))?;
        return write(&mut device).map_err(ProjectError::write(path));
    }
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(ProjectError::write(folder))?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let (temporary, mut file) = temporary_beside(folder, &name).map_err(ProjectError::write(path))?;
    let written = (|| -> io::Result<()> {
        write(&mut file)?;
        if let Ok(old) = fs::metadata(&target) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&temporary, &target)
    })();
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary); // what matters is the first error
        ProjectError::write(path)(error)
    })
}

/// A new file, which nobody else writes to, not even another thread or a process of the same number elsewhere.
fn temporary_beside(folder: &Path, name: &str) -> io::Result<(PathBuf, fs::File)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".{name}.{}-{number}.{TEMPORARY}", std::process::id()));
        match fs::File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|file| (path, file)),
        }
    }
}

/// The ending of files on their way.
pub(super) const TEMPORARY: &str = "tmp";
