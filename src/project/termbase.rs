//! Journeys that change the termbase: add, prefer, fmt.

use std::{
    env,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use gloss_core::{
    lang::Lang,
    model::{Concept, PartOfSpeech, Source, Status, Term},
    text::key::{self, slug},
};
use gloss_terms::glossary::{
    Glossary, GlossaryFile, SourceFile,
    edit::{self, Preferred},
};

use super::{Project, ProjectError, write_file};

/// What a new entry is made of.
#[derive(Debug, Clone, Default)]
pub struct NewTerm {
    /// Its id; made from the English term if none is given.
    pub id: Option<String>,
    /// Its domain, which is also the name of its file.
    pub domain: String,
    /// Terms with their languages; the first of a language is preferred, the others admitted.
    pub terms: Vec<(Lang, String)>,
    /// Part of speech.
    pub pos: Option<PartOfSpeech>,
    /// What it is.
    pub definition: Option<String>,
    /// What a translator should know.
    pub note: Option<String>,
    /// Who vouches for it.
    pub sources: Vec<Source>,
}

impl Project {
    /// Writes one new entry and returns its id and file. No other entry is touched.
    ///
    /// # Errors
    /// [`ProjectError`] if there is no glossary of one's own, the id or domain is not possible, or the file cannot be
    /// written.
    pub fn add(&self, new: NewTerm) -> Result<(String, PathBuf), ProjectError> {
        let concept = self.concept_of(new)?;
        let path = self.file_for(&concept.domain)?;
        self.insert(&concept, &path)?;
        Ok((concept.id, path))
    }

    fn concept_of(&self, new: NewTerm) -> Result<Concept, ProjectError> {
        let refuse = |message: String| Err(ProjectError::Refused(message));
        self.check_domain(&new.domain)?;
        let english = new.terms.iter().find(|(lang, _)| lang.is("en")).or(new.terms.first());
        let Some((first_lang, name)) = english else {
            return refuse("an entry needs terms: vi=\"…\" en=\"…\"".to_owned());
        };
        if new.terms.iter().all(|(lang, _)| lang == first_lang) {
            return refuse(format!("an entry needs terms in two languages, and this has only {first_lang}"));
        }
        if let Some(there) = self.with_all_terms(&new.terms) {
            return refuse(format!("`{there}` has these terms already; `gloss prefer` changes its preferred one"));
        }
        let id = match new.id {
            Some(id) if self.own.concept(&id).is_some() => return refuse(format!("the id `{id}` is taken")),
            Some(id) if slug(&id) != id => {
                return refuse(format!("`{id}` is not a valid id; use lower-case letters, digits and hyphens"));
            }
            Some(id) => id,
            None => self.free_id(&slug(name)),
        };
        let mut concept = Concept::new(id, new.domain);
        for (lang, text) in new.terms {
            let terms = concept.terms.entry(lang).or_default();
            let status = if terms.is_empty() { Status::Preferred } else { Status::Admitted };
            terms.push(Term::new(text.trim(), status));
        }
        Ok(Concept { pos: new.pos, definition: new.definition, note: new.note, sources: new.sources, ..concept })
    }

    /// An error if the glossary does not know a domain.
    pub(super) fn check_domain(&self, domain: &str) -> Result<(), ProjectError> {
        if self.glossary.domains().allows(domain) && slug(domain) == domain {
            return Ok(());
        }
        let known = self.glossary.domains().ids().collect::<Vec<_>>().join(", ");
        let known = if known.is_empty() { "small letters, digits and hyphens".to_owned() } else { known };
        Err(ProjectError::Refused(format!("unknown domain `{domain}`; use {known}")))
    }

    /// The entries, shipped ones included, that have one of these terms, each with that term.
    pub fn sharing<'p>(&'p self, terms: &[(Lang, String)]) -> Vec<(&'p str, &'p str)> {
        let wanted: Vec<(&Lang, String)> = terms.iter().map(|(lang, text)| (lang, key::exact(text))).collect();
        let shared = |concept: &'p Concept| {
            let mut terms = concept.all_terms();
            let found = terms.find(|(lang, term)| wanted.contains(&(*lang, key::exact(&term.text))));
            found.map(|(_, term)| (concept.id.as_str(), term.text.as_str()))
        };
        self.glossary.concepts().filter_map(shared).collect()
    }

    /// The concept that has a term equal to each of these.
    fn with_all_terms(&self, terms: &[(Lang, String)]) -> Option<&str> {
        let has = |concept: &Concept, lang: &Lang, text: &str| {
            concept.terms(lang).iter().any(|term| key::exact(&term.text) == key::exact(text))
        };
        let found = self.glossary.concepts().find(|c| terms.iter().all(|(lang, text)| has(c, lang, text)));
        found.map(|concept| concept.id.as_str())
    }

    /// An id that neither the project's own glossary nor the shipped one has: a generated id must not hide an entry.
    pub fn free_id(&self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "term" } else { wanted };
        let free = |id: &String| self.glossary.concept(id).is_none();
        std::iter::once(wanted.to_owned())
            .chain((2..).map(|n| format!("{wanted}-{n}")))
            .find(free)
            .unwrap_or_else(|| wanted.to_owned())
    }

    /// The file of a domain in the project's own glossary; it need not exist yet.
    ///
    /// # Errors
    /// [`ProjectError::NoGlossary`] if there is no such folder, [`ProjectError::Refused`] if the glossary is one file of
    /// another domain.
    pub fn file_for(&self, domain: &str) -> Result<PathBuf, ProjectError> {
        let first = self.folders.first().ok_or(ProjectError::NoGlossary)?;
        if !self.workspace.place(first).is_file() {
            return Ok(first.join(format!("{domain}.toml")));
        }
        let stem = first.file_stem().unwrap_or_default().to_string_lossy();
        if stem == domain {
            return Ok(first.clone());
        }
        let message =
            format!("{} holds the domain `{stem}`; use that, or name a folder with --glossary", first.display());
        Err(ProjectError::Refused(message))
    }

    /// Writes a new entry into a file of the glossary.
    pub(super) fn insert(&self, concept: &Concept, path: &Path) -> Result<(), ProjectError> {
        let place = self.workspace.place(path);
        let text = match std::fs::read_to_string(&place) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(ProjectError::read(path)(error)),
        };
        let glossary = Glossary::read(vec![SourceFile::new(path.to_string_lossy(), text)]);
        let Some(file) = glossary.files().first() else { return Err(ProjectError::NoGlossary) };
        write_file(&place, edit::insert(file, concept)?.as_bytes())
    }

    /// Makes a term the preferred one of its concept and records when and why. An entry of the shipped glossary is copied
    /// into the project's own first.
    ///
    /// # Errors
    /// [`ProjectError`] if there is no such entry or term, or the file cannot be written.
    pub fn prefer(&self, id: &str, term: &str, why: &str) -> Result<(Preferred, PathBuf), ProjectError> {
        if self.glossary.concept(id).is_some_and(Concept::is_unit) {
            let message = format!("`{id}` is an administrative unit; its names follow from the register in units/");
            return Err(ProjectError::Refused(message));
        }
        let mut concept = self.glossary.concept(id).cloned().ok_or_else(|| ProjectError::NoEntry(id.to_owned()))?;
        let chosen = edit::prefer(&mut concept, term, &today(), why)?;
        let entry_in = |file: &&GlossaryFile| file.entries.iter().any(|e| e.id == concept.id && e.concept().is_some());
        if let Some(file) = self.own.files().iter().find(entry_in) {
            let path = PathBuf::from(&file.source.path);
            if chosen.before != Status::Preferred {
                write_file(&self.workspace.place(&path), edit::replace(file, &concept)?.as_bytes())?;
            }
            return Ok((chosen, path));
        }
        let path = self.file_for(&concept.domain)?;
        if chosen.before != Status::Preferred {
            self.insert(&concept, &path)?;
        }
        Ok((chosen, path))
    }

    /// Brings the files of the project's own glossary into canonical form; with `only_look` nothing is written. Returns
    /// the files that are or were not in it.
    ///
    /// # Errors
    /// [`ProjectError::Edit`] if a file cannot be read as it is; no file is written then.
    pub fn format(&self, only_look: bool) -> Result<Vec<PathBuf>, ProjectError> {
        let changed = self.unformatted()?;
        if !only_look {
            for (path, text) in &changed {
                write_file(&self.workspace.place(path), text.as_bytes())?;
            }
        }
        Ok(changed.into_iter().map(|(path, _)| path).collect())
    }

    /// The files of the project's own glossary that are not in canonical form, each with its canonical text.
    fn unformatted(&self) -> Result<Vec<(PathBuf, String)>, ProjectError> {
        let mut out = Vec::new();
        for file in self.own.files() {
            let text = edit::format(file)?;
            if text != file.source.text {
                out.push((PathBuf::from(&file.source.path), text));
            }
        }
        Ok(out)
    }
}

/// Today as an ISO date: from `SOURCE_DATE_EPOCH` if that is set, so that a run can be repeated.
pub fn today() -> String {
    moment().strftime("%Y-%m-%d").to_string()
}

/// Now, as `2026-01-31T08:30:00Z`; from `SOURCE_DATE_EPOCH` as [`today`].
pub fn now() -> String {
    moment().to_string()
}

/// Now in whole seconds, or the moment that `SOURCE_DATE_EPOCH` gives.
fn moment() -> Timestamp {
    let given = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let seconds = given.unwrap_or_else(|| Timestamp::now().as_second());
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
