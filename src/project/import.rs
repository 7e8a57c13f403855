//! Journey: exchange file → glossary.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{Read, Seek},
    path::PathBuf,
};

use unicode_normalization::UnicodeNormalization;

use crate::{
    formats::{Encoding, Found, Wanted, read_file},
    glossary::{Entry, Glossary, Merged, SourceFile, edit, merge},
    lang::Lang,
    memory::Unit,
    model::{Concept, Status, Term},
    text::{
        self, TokenKind,
        key::{self, slug},
    },
};

use super::{Project, ProjectError, write_file};

/// How a file is to be taken in.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Which of its languages, and which it has if it does not say.
    pub wanted: Wanted,
    /// Its encoding, if it does not say or says it wrongly.
    pub encoding: Option<Encoding>,
    /// The domain of entries whose own is not one of the glossary's.
    pub domain: Option<String>,
    /// Look only.
    pub dry_run: bool,
}

/// What became of the entries of a file, each with its line.
#[derive(Debug, Default)]
pub struct Imported {
    /// Entries that are new.
    pub created: Vec<(usize, String)>,
    /// Entries that were there and have more now.
    pub updated: Vec<(usize, String)>,
    /// What was not taken in, and why.
    pub skipped: Vec<(usize, String)>,
    /// What a user should look at.
    pub warned: Vec<(usize, String)>,
    /// What the glossary has no place for: each kind with its lines.
    pub left_out: BTreeMap<String, Vec<usize>>,
    /// The files that were, or would be, written.
    pub files: Vec<PathBuf>,
}

/// A term has at most this many words; what has more is a sentence.
const LONGEST_TERM: usize = 25;

/// The domain of what has none.
const DOMAIN: &str = "general";

impl Project {
    /// Takes the entries of an exchange file into the project's own glossary: what is there already is left alone, what is
    /// known gets what the file knows more, the rest is entered. Nothing is written unless all of the file could be read.
    /// Doing it again changes nothing.
    ///
    /// # Errors
    /// [`ProjectError::Exchange`] if the file cannot be read to its end, [`ProjectError`] if there is no glossary to write
    /// to or it cannot be written.
    pub fn import(&self, name: &str, file: impl Read + Seek + Send, import: &Import) -> Result<Imported, ProjectError> {
        let failed = |error| ProjectError::Exchange { name: name.to_owned(), error };
        let mut taking = Taking::new(self, import);
        read_file(name, file, import.encoding, &import.wanted, &mut |line, found| taking.take(line, found))
            .map_err(failed)?;
        let Taking { mut report, changed, .. } = taking;
        let mut by_file: BTreeMap<PathBuf, Vec<Concept>> = BTreeMap::new();
        for concept in changed.into_values() {
            by_file.entry(self.file_of(&concept)?).or_default().push(concept);
        }
        let mut texts = Vec::new();
        for (path, concepts) in by_file {
            texts.push((self.updated(&path, &concepts)?, path));
        }
        for (text, path) in texts {
            if !import.dry_run {
                write_file(&path, text.as_bytes())?;
            }
            report.files.push(path);
        }
        Ok(report)
    }

    /// Where a concept is written: where it stands, else the file of its domain.
    fn file_of(&self, concept: &Concept) -> Result<PathBuf, ProjectError> {
        let is_it = |entry: &Entry| entry.id == concept.id && entry.concept().is_some();
        let there = self.own.files().iter().find(|file| file.entries.iter().any(is_it));
        there.map_or_else(|| self.file_for(&concept.domain), |file| Ok(PathBuf::from(&file.source.path)))
    }

    fn updated(&self, path: &std::path::Path, concepts: &[Concept]) -> Result<String, ProjectError> {
        if let Some(file) = self.own.files().iter().find(|file| std::path::Path::new(&file.source.path) == path) {
            return Ok(edit::update(file, concepts)?);
        }
        let empty = Glossary::read(vec![SourceFile::new(path.to_string_lossy(), "")]);
        let file = empty.files().first().ok_or(ProjectError::NoGlossary)?;
        Ok(edit::update(file, concepts)?)
    }
}

/// An import on its way.
struct Taking<'p> {
    project: &'p Project,
    import: &'p Import,
    report: Imported,
    /// The concepts that have a term, by its key.
    by_term: HashMap<(Lang, String), Vec<String>>,
    /// Entries that are other than in the glossary.
    changed: BTreeMap<String, Concept>,
    domains_told: HashSet<String>,
    /// The project's languages.
    langs: Vec<Lang>,
}

impl<'p> Taking<'p> {
    fn new(project: &'p Project, import: &'p Import) -> Self {
        let mut taking = Self {
            project,
            import,
            report: Imported::default(),
            by_term: HashMap::new(),
            changed: BTreeMap::new(),
            domains_told: HashSet::new(),
            langs: project.config.pair().map_or_else(|_| vec![Lang::vi(), Lang::en()], |pair| vec![pair.from, pair.to]),
        };
        project.glossary.concepts().for_each(|concept| taking.index(concept));
        taking
    }

    fn index(&mut self, concept: &Concept) {
        for (lang, term) in concept.all_terms() {
            let ids = self.by_term.entry((lang.clone(), key::exact(&term.text))).or_default();
            if !ids.contains(&concept.id) {
                ids.push(concept.id.clone());
            }
        }
    }

    fn take(&mut self, line: usize, found: Found) {
        match found {
            Found::Concept(concept) => self.concept(line, *concept),
            Found::Unit(unit) => match term_pair(*unit) {
                Ok(concept) => self.concept(line, concept),
                Err(why) => self.report.skipped.push((line, why)),
            },
            Found::Skipped(why) => self.report.skipped.push((line, why)),
            Found::Warning(what) => self.report.warned.push((line, what)),
            Found::LeftOut(kind) => self.report.left_out.entry(kind).or_default().push(line),
        }
    }

    fn concept(&mut self, line: usize, mut concept: Concept) {
        concept.terms = self.clean(concept.terms);
        if concept.terms.is_empty() {
            return self.report.skipped.push((line, "an entry without a term".to_owned()));
        }
        let Some(known) = self.same(&concept) else { return self.create(line, concept) };
        if known.id.starts_with("unit-") {
            let why = format!("`{}` has these names, from the register of administrative units", known.id);
            return self.report.skipped.push((line, why));
        }
        let (id, mut entry) = (known.id.clone(), known.clone());
        let Merged { changed, differences } = merge(&mut entry, concept);
        self.report.warned.extend(differences.into_iter().map(|what| (line, format!("`{id}`: {what}"))));
        if changed {
            self.index(&entry);
            self.changed.insert(id.clone(), entry);
            self.report.updated.push((line, id));
        } else {
            self.report.skipped.push((line, format!("`{id}` has all of this already")));
        }
    }

    /// Terms as the glossary has them: NFC, on one line, under the project's own codes for its languages.
    fn clean(&self, terms: BTreeMap<Lang, Vec<Term>>) -> BTreeMap<Lang, Vec<Term>> {
        let mut clean: BTreeMap<Lang, Vec<Term>> = BTreeMap::new();
        for (lang, terms) in terms {
            let ours = self.langs.iter().find(|ours| ours.primary() == lang.primary()).cloned().unwrap_or(lang);
            for mut term in terms {
                let text: String = term.text.nfc().collect();
                term.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !term.text.is_empty() {
                    clean.entry(ours.clone()).or_default().push(term);
                }
            }
        }
        clean
    }

    /// The entry that is about the same: it has a term of the other in two languages, or its id and one of its terms.
    fn same(&self, concept: &Concept) -> Option<&Concept> {
        let mut shared: BTreeMap<&str, HashSet<&Lang>> = BTreeMap::new();
        for (lang, term) in concept.all_terms() {
            let ids = self.by_term.get(&(lang.clone(), key::exact(&term.text)));
            for id in ids.into_iter().flatten() {
                shared.entry(id).or_default().insert(lang);
            }
        }
        let enough = |(id, langs): &(&&str, &HashSet<&Lang>)| {
            langs.len() >= 2.min(concept.terms.len()) || **id == slug(&concept.id)
        };
        let best = shared.iter().filter(enough).max_by_key(|(id, langs)| (**id == slug(&concept.id), langs.len()))?;
        self.changed.get(*best.0).or_else(|| self.project.glossary.concept(best.0))
    }

    fn create(&mut self, line: usize, mut concept: Concept) {
        let english = concept.preferred(&Lang::en()).map(|term| term.text.clone());
        let name =
            english.or_else(|| concept.all_terms().next().map(|(_, term)| term.text.clone())).unwrap_or_default();
        let wanted = Some(slug(&concept.id)).filter(|id| !id.is_empty()).unwrap_or_else(|| slug(&name));
        concept.id = self.free_id(&wanted);
        concept.domain = self.domain_of(&concept.domain, line);
        for terms in concept.terms.values_mut() {
            one_preferred(terms);
        }
        self.index(&concept);
        self.report.created.push((line, concept.id.clone()));
        self.changed.insert(concept.id.clone(), concept);
    }

    fn free_id(&self, wanted: &str) -> String {
        let free = |id: &String| !self.changed.contains_key(id) && self.project.glossary.concept(id).is_none();
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        std::iter::once(wanted.to_owned()).chain(numbered).find(free).unwrap_or_default()
    }

    fn domain_of(&mut self, named: &str, line: usize) -> String {
        let (domains, domain) = (self.project.glossary.domains(), slug(named));
        if !domain.is_empty() && domains.allows(&domain) {
            return domain;
        }
        let other = self.import.domain.clone().unwrap_or_else(|| DOMAIN.to_owned());
        if !named.is_empty() && self.domains_told.insert(domain) {
            let what = format!("the domain `{named}` is none of the glossary's; its entries go to `{other}`");
            self.report.warned.push((line, what));
        }
        other
    }
}

/// A unit as a concept, if it is no sentence.
fn term_pair(unit: Unit) -> Result<Concept, String> {
    let words = |text: &str| text::tokens(text).iter().filter(|token| token.kind == TokenKind::Word).count();
    let longest = words(&unit.source.text).max(words(&unit.target.text));
    if longest > LONGEST_TERM || unit.source.text.trim_end().ends_with(['.', '!', '?', '…']) {
        return Err("a sentence, not a term".to_owned());
    }
    let domain = unit.properties.into_iter().find(|(name, _)| name == "x-domain").map(|(_, value)| value);
    let mut concept = Concept::new(unit.id.unwrap_or_default(), domain.unwrap_or_default());
    for segment in [unit.source, unit.target] {
        concept.terms.entry(segment.lang).or_default().push(Term::new(segment.text, Status::Preferred));
    }
    concept.note = (!unit.notes.is_empty()).then(|| unit.notes.join(" "));
    Ok(concept)
}

/// A language has one preferred term: the first that the file prefers.
fn one_preferred(terms: &mut [Term]) {
    let mut preferred = terms.iter_mut().filter(|term| term.status == Status::Preferred);
    preferred.next();
    preferred.for_each(|term| term.status = Status::Admitted);
}
