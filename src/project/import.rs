//! Journey: exchange file → glossary.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{Read, Seek},
    path::PathBuf,
};

use unicode_normalization::UnicodeNormalization;

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term, Unit},
    text::{
        self, TokenKind,
        key::{self, slug},
    },
};
use gloss_formats::{Encoding, ImportItem, ReadOptions, read_file};
use gloss_terms::glossary::{Entry, Glossary, GlossaryFile, Merged, SourceFile, edit, merge};

use super::{Project, ProjectError, write_file};

/// How a file is to be taken in.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Which of its languages, and which it has if it does not say.
    pub wanted: ReadOptions,
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
const LONGEST_TERM: usize = 40;

/// A term that ends with a full stop, such as `Co., Ltd.`, has at most this many.
const LONGEST_ABBREVIATED: usize = 6;

/// No concept has more terms.
const MOST_TERMS: usize = 500;

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
        if let Some(domain) = &import.domain {
            self.check_domain(domain)?;
        }
        let mut taking = Taking::new(self, import);
        let mut wanted = import.wanted.clone();
        wanted.among.clone_from(&taking.langs);
        read_file(name, file, import.encoding, &wanted, &mut |line, found| taking.take(line, found)).map_err(failed)?;
        let Taking { mut report, changed, .. } = taking;
        let places = self.places();
        let mut by_file: BTreeMap<PathBuf, Vec<Concept>> = BTreeMap::new();
        for concept in changed.into_values() {
            let there = places.get(concept.id.as_str()).map(|file| PathBuf::from(&file.source.path));
            let path = there.map_or_else(|| self.file_for(&concept.domain), Ok)?;
            by_file.entry(path).or_default().push(concept);
        }
        let mut texts = Vec::new();
        for (path, concepts) in by_file {
            texts.push((self.updated(&path, &concepts)?, path));
        }
        for (text, path) in texts {
            if !import.dry_run {
                write_file(&self.workspace.place(&path), text.as_bytes())?;
            }
            report.files.push(path);
        }
        Ok(report)
    }

    /// Where the project's own entries stand.
    fn places(&self) -> HashMap<&str, &GlossaryFile> {
        let of = |file| move |entry| (entry, file);
        let entries = self.own.files().iter().flat_map(|file| file.entries.iter().map(of(file)));
        let concepts = entries.filter(|(entry, _): &(&Entry, _)| entry.concept().is_some());
        concepts.map(|(entry, file)| (entry.id.as_str(), file)).collect()
    }

    /// Whether an entry of the project's own stands in a table, which is not rewritten.
    fn in_table(&self, id: &str) -> bool {
        let tables = self.own.files().iter().filter(|file| file.is_table());
        tables.flat_map(|file| &file.entries).any(|entry| entry.id == id)
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
    /// The two languages of the import: those named, else the project's.
    langs: Vec<Lang>,
    /// The entries that units of this import made, by their sources.
    sources: HashMap<String, String>,
    /// How often an id had to be numbered.
    numbered: HashMap<String, usize>,
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
            langs: languages(project, &import.wanted),
            sources: HashMap::new(),
            numbered: HashMap::new(),
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

    fn take(&mut self, line: usize, found: ImportItem) {
        match found {
            ImportItem::Concept(concept) => self.concept(line, *concept),
            ImportItem::Unit(unit) => match term_pair(*unit) {
                Ok((source, concept)) => self.unit(line, &source, concept),
                Err(why) => self.report.skipped.push((line, why)),
            },
            ImportItem::Skipped(why) => self.report.skipped.push((line, why)),
            ImportItem::Warning(what) => self.report.warned.push((line, what)),
            ImportItem::LeftOut(kind) => self.report.left_out.entry(kind).or_default().push(line),
        }
    }

    /// Units of one source are renderings of one concept, as rows of a table are.
    fn unit(&mut self, line: usize, source: &str, mut concept: Concept) {
        let source = key::exact(source);
        if let Some(id) = self.sources.get(&source) {
            concept.id.clone_from(id);
        }
        let created = self.report.created.len();
        self.concept(line, concept);
        if let Some((_, id)) = self.report.created.get(created) {
            self.sources.insert(source, id.clone());
        }
    }

    fn concept(&mut self, line: usize, mut concept: Concept) {
        concept.terms = self.clean(line, concept.terms);
        for text in [&mut concept.definition, &mut concept.note].into_iter().flatten() {
            *text = on_a_line(text);
        }
        concept.sources.iter_mut().for_each(|source| source.detail = on_a_line(&source.detail));
        if let Some(lang) = self.langs.iter().find(|lang| concept.preferred(lang).is_none()) {
            return self.report.skipped.push((line, format!("an entry without a term to write in {lang}")));
        }
        let Some(known) = self.same(&concept) else { return self.create(line, concept) };
        if known.is_unit() {
            let why = format!("`{}` has these names, from the register of administrative units", known.id);
            return self.report.skipped.push((line, why));
        }
        if self.project.in_table(&known.id) {
            let why = format!("`{}` stands in a table, which is edited as one", known.id);
            return self.report.skipped.push((line, why));
        }
        if known.all_terms().count() >= MOST_TERMS {
            return self.report.skipped.push((line, format!("`{}` has {MOST_TERMS} terms already", known.id)));
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
    fn clean(&mut self, line: usize, terms: BTreeMap<Lang, Vec<Term>>) -> BTreeMap<Lang, Vec<Term>> {
        let mut clean: BTreeMap<Lang, Vec<Term>> = BTreeMap::new();
        for (lang, terms) in terms {
            let Some(ours) = self.langs.iter().find(|ours| ours.primary() == lang.primary()).cloned() else {
                self.report.left_out.entry(format!("terms in {lang}")).or_default().push(line);
                continue;
            };
            for mut term in terms {
                term.text = on_a_line(&term.text);
                let there = clean.entry(ours.clone()).or_default();
                if !term.text.is_empty() && !there.iter().any(|known| known.text == term.text) {
                    there.push(term);
                }
            }
        }
        clean
    }

    /// The entry that is about the same: it has a term of the other in both languages, or its id and one of its terms.
    fn same(&self, concept: &Concept) -> Option<&Concept> {
        let ids_of = |lang: &Lang| -> Vec<&str> {
            let keys = concept.terms(lang).iter().map(|term| (lang.clone(), key::exact(&term.text)));
            keys.filter_map(|key| self.by_term.get(&key)).flatten().map(String::as_str).collect()
        };
        // Many entries may share a term, few share one in the other language too.
        let mut lists: Vec<Vec<&str>> = self.langs.iter().map(ids_of).collect();
        lists.sort_by_key(Vec::len);
        let (few, many) = lists.split_first()?;
        let others: HashSet<&str> = many.iter().flatten().copied().collect();
        let named =
            self.project.glossary.concept(&slug(&concept.id)).map_or_else(|| slug(&concept.id), |c| c.id.clone());
        let by_name = others.get(named.as_str()).copied().or_else(|| few.iter().find(|id| **id == named).copied());
        let id = by_name.or_else(|| few.iter().find(|id| others.contains(**id)).copied())?;
        self.changed.get(id).or_else(|| self.project.glossary.concept(id))
    }

    fn create(&mut self, line: usize, mut concept: Concept) {
        let english = concept.preferred(&Lang::en()).map(|term| term.text.clone());
        let name =
            english.or_else(|| concept.all_terms().next().map(|(_, term)| term.text.clone())).unwrap_or_default();
        let ids = [slug(&concept.id), slug(&name), "term".to_owned()];
        let wanted = ids.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
        self.warn_of_shared(line, &concept, &wanted);
        concept.id = self.free_id(&wanted);
        concept.domain = self.domain_of(&concept.domain, line);
        for terms in concept.terms.values_mut() {
            one_preferred(terms);
        }
        self.index(&concept);
        self.report.created.push((line, concept.id.clone()));
        self.changed.insert(concept.id.clone(), concept);
    }

    /// A term that another entry has may be the same thing under another name, or another thing.
    fn warn_of_shared(&mut self, line: usize, concept: &Concept, id: &str) {
        let shared = concept.all_terms().find_map(|(lang, term)| {
            let ids = self.by_term.get(&(lang.clone(), key::exact(&term.text)))?;
            Some((term.text.clone(), ids.first()?.clone()))
        });
        if let Some((term, other)) = shared {
            let what = format!("`{other}` has `{term}` too; if it is the same thing, merge `{id}` into that entry");
            self.report.warned.push((line, what));
        }
    }

    fn free_id(&mut self, wanted: &str) -> String {
        let is_free = |id: &str| !self.changed.contains_key(id) && self.project.glossary.concept(id).is_none();
        if is_free(wanted) {
            return wanted.to_owned();
        }
        let number = self.numbered.entry(wanted.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{wanted}-{number}");
            if is_free(&id) {
                return id;
            }
        }
    }

    fn domain_of(&mut self, named: &str, line: usize) -> String {
        let (domains, domain) = (self.project.glossary.domains(), slug(named));
        if !domain.is_empty() && domains.allows(&domain) {
            return domain;
        }
        let other = self.import.domain.clone().unwrap_or_else(|| DOMAIN.to_owned());
        if !named.is_empty() && self.domains_told.insert(domain) {
            let what = format!("unknown domain `{named}`; its entries go to `{other}`");
            self.report.warned.push((line, what));
        }
        other
    }
}

/// Text as the glossary has it: NFC, one space between words.
fn on_a_line(text: &str) -> String {
    let text: String = text.nfc().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The languages named, else the project's.
fn languages(project: &Project, wanted: &ReadOptions) -> Vec<Lang> {
    let ours =
        project.workspace.config.pair().map_or_else(|_| vec![Lang::vi(), Lang::en()], |pair| vec![pair.from, pair.to]);
    let named: Vec<Lang> = [&wanted.from, &wanted.to].into_iter().flatten().cloned().collect();
    if named.len() == 2 { named } else { ours }
}

/// The source of a unit and the unit as a concept, if it is no sentence.
fn term_pair(unit: Unit) -> Result<(String, Concept), String> {
    let words = |text: &str| text::tokens(text).iter().filter(|token| token.kind == TokenKind::Word).count();
    let longest = words(&unit.source.text).max(words(&unit.target.text));
    let ends = unit.source.text.trim_end().ends_with(['.', '!', '?', '…']);
    if longest > LONGEST_TERM || ends && longest > LONGEST_ABBREVIATED {
        return Err("a sentence, not a term".to_owned());
    }
    let domain = unit.properties.into_iter().find(|(name, _)| name == "x-domain").map(|(_, value)| value);
    let id = unit.id.unwrap_or_default();
    // Our own exports number the renderings of a concept.
    let numbered = id.rsplit_once('.').filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()));
    let id = numbered.map_or(id.as_str(), |(concept, _)| concept).to_owned();
    let source = unit.source.text.clone();
    let mut concept = Concept::new(id, domain.unwrap_or_default());
    for segment in [unit.source, unit.target] {
        concept.terms.entry(segment.lang).or_default().push(Term::new(segment.text, Status::Preferred));
    }
    concept.note = (!unit.notes.is_empty()).then(|| unit.notes.join(" "));
    Ok((source, concept))
}

/// A language has one preferred term: the first that the file prefers.
fn one_preferred(terms: &mut [Term]) {
    let mut preferred = terms.iter_mut().filter(|term| term.status == Status::Preferred);
    preferred.next();
    preferred.for_each(|term| term.status = Status::Admitted);
}
