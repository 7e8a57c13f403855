//! Rows of a table as concepts.

use std::collections::{HashMap, HashSet};

use crate::{lang::Lang, text::key::slug};

use super::{Concept, PartOfSpeech, Status, Term, TermType};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Terms of a language.
    Term(Lang),
    /// The status of the row's new term.
    Status,
    /// Its type.
    Type,
    /// The concept's domain.
    Domain,
    /// A note about the concept or the row's new term.
    Note,
    /// What the concept is.
    Definition,
    /// Its part of speech.
    PartOfSpeech,
    /// The concept's id.
    Concept,
}

impl Column {
    /// The names of columns that hold no terms.
    fn fields() -> [(&'static str, Self); 7] {
        [
            ("status", Self::Status),
            ("type", Self::Type),
            ("domain", Self::Domain),
            ("note", Self::Note),
            ("definition", Self::Definition),
            ("pos", Self::PartOfSpeech),
            ("concept", Self::Concept),
        ]
    }

    /// The column of a name: one that holds no terms, or a language code.
    pub fn named(name: &str) -> Option<Self> {
        let field = Self::fields().into_iter().find(|(known, _)| *known == name).map(|(_, column)| column);
        field.or_else(|| name.parse().ok().map(Self::Term))
    }
}

/// The columns of a table; at least one holds terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

impl Columns {
    /// Columns that are known.
    ///
    /// # Errors
    /// A message if no column is a language, or two are the same.
    pub fn new(columns: Vec<Column>) -> Result<Self, String> {
        if !columns.iter().any(|column| matches!(column, Column::Term(_))) {
            return Err("no column is a language; name one by its code, such as vi or en".to_owned());
        }
        if let Some(twice) = columns.iter().enumerate().find(|(i, column)| columns[..*i].contains(column)) {
            return Err(format!("column {} has the name of another", twice.0 + 1));
        }
        Ok(Self(columns))
    }

    /// The columns that a first line names.
    ///
    /// # Errors
    /// As [`Columns::new`], and if a name is none.
    pub fn read(cells: &[&str]) -> Result<Self, String> {
        let unknown = |name: &str| {
            let fields = Column::fields().map(|(name, _)| name).join(", ");
            format!(
                "the first line names the columns, and `{name}` is none: write language codes such as vi and en, and any \
                 of {fields}"
            )
        };
        let named = |cell: &&str| Column::named(cell.trim()).ok_or_else(|| unknown(cell.trim()));
        Self::new(cells.iter().map(named).collect::<Result<_, _>>()?)
    }

    /// How many languages there are.
    pub fn languages(&self) -> usize {
        self.0.iter().filter(|column| matches!(column, Column::Term(_))).count()
    }
}

/// No concept has more terms.
const MOST_TERMS: usize = 1_000;

/// What makes rows one entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    Concept(String),
    /// The first term; its column is its language.
    Term(usize, String),
}

/// Rows that become concepts.
///
/// Rows with the same `concept`, or without one the same first term, are one; its id is then made of the table's name and
/// that term. The first term of a language is preferred, later ones admitted, unless `status` says otherwise; status, type
/// and note of a row are about the term that is new in it, the last one if several are. Each concept keeps the place `P`
/// of its first row.
#[derive(Debug)]
pub struct Rows<P> {
    columns: Vec<Column>,
    /// What ids of concepts without one begin with.
    prefix: String,
    /// The domain of concepts that name none.
    domain: String,
    concepts: Vec<(Concept, P)>,
    by_name: HashMap<Name, usize>,
    ids: HashSet<String>,
    /// How often an id had to be numbered.
    numbered: HashMap<String, usize>,
}

impl<P: Clone + PartialEq> Rows<P> {
    /// A table without rows. `prefix` begins the ids of concepts that have none, `domain` is that of concepts that name none.
    pub fn new(columns: Columns, prefix: &str, domain: &str) -> Self {
        Self {
            columns: columns.0,
            prefix: prefix.to_owned(),
            domain: domain.to_owned(),
            concepts: Vec::new(),
            by_name: HashMap::new(),
            ids: HashSet::new(),
            numbered: HashMap::new(),
        }
    }

    /// Takes the concepts out, in the order of their first rows; rows that follow are others.
    pub fn take(&mut self) -> Vec<(Concept, P)> {
        self.by_name.clear();
        self.ids.clear();
        self.numbered.clear();
        std::mem::take(&mut self.concepts)
    }

    /// Adds a row that belongs to the concept that begins at a place, if the last one does; else to a new one.
    ///
    /// # Errors
    /// As [`Rows::add`].
    pub fn add_of(&mut self, place: P, cells: &[&str]) -> Result<(), String> {
        let last = self.concepts.len().checked_sub(1).filter(|last| self.concepts[*last].1 == place);
        self.add_to(last, cells, place)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// A message if a cell is not as its column wants it; nothing is added then.
    pub fn add(&mut self, cells: &[&str], place: P) -> Result<(), String> {
        self.add_to(None, cells, place)
    }

    /// Adds a row to a concept, or to the one it names.
    fn add_to(&mut self, into: Option<usize>, cells: &[&str], place: P) -> Result<(), String> {
        if cells.len() > self.columns.len() {
            return Err(format!("{} cells, but the file has {} columns", cells.len(), self.columns.len()));
        }
        let filled = || self.columns.iter().zip(cells).enumerate().filter(|(_, (_, cell))| !cell.is_empty());
        let of = |wanted: &Column| filled().find(|(_, (column, _))| *column == wanted).map(|(_, (_, cell))| *cell);
        let terms: Vec<(usize, Lang, &str)> = filled()
            .filter_map(|(at, (column, cell))| match column {
                Column::Term(lang) => Some((at, lang.clone(), *cell)),
                _ => None,
            })
            .collect();
        let Some(&(column, _, first)) = terms.first() else { return Err("no term in this line".to_owned()) };
        let about = About {
            status: of(&Column::Status)
                .map(|word| known("status", word, Status::from_word, Status::words))
                .transpose()?,
            kind: of(&Column::Type)
                .map(|word| known("type", word, TermType::from_word, TermType::words))
                .transpose()?,
            note: of(&Column::Note),
        };
        let pos = of(&Column::PartOfSpeech)
            .map(|word| known("part of speech", word, PartOfSpeech::from_word, PartOfSpeech::words))
            .transpose()?;
        let id = match of(&Column::Concept) {
            Some(id) if slug(id) != id => {
                return Err(format!("`{id}` is not a valid id; use lower-case letters, digits and hyphens"));
            }
            id => id,
        };
        let name = id.map_or_else(|| Name::Term(column, first.to_owned()), |id| Name::Concept(id.to_owned()));
        let (domain, definition) = (of(&Column::Domain).map(str::to_owned), of(&Column::Definition).map(str::to_owned));
        let at = match into.or_else(|| self.by_name.get(&name).copied()) {
            Some(at) => at,
            None => {
                if let Some(taken) = id.filter(|id| self.ids.contains(*id)) {
                    return Err(format!(
                        "`{taken}` is the id of a row above that names no concept; give one of them another"
                    ));
                }
                let id = id.map_or_else(|| self.free_id(first), str::to_owned);
                self.concepts.push((Concept::new(&id, domain.unwrap_or_else(|| self.domain.clone())), place));
                self.ids.insert(id);
                self.by_name.insert(name, self.concepts.len() - 1);
                self.concepts.len() - 1
            }
        };
        if let Some((concept, _)) = self.concepts.get_mut(at) {
            if concept.all_terms().count() > MOST_TERMS {
                return Err(format!("more than {MOST_TERMS} terms of one concept"));
            }
            about.add_to(concept, &terms);
            concept.pos = concept.pos.or(pos);
            concept.definition = concept.definition.take().or(definition);
        }
        Ok(())
    }

    /// An id that no entry has, made of the table's name and a term.
    fn free_id(&mut self, term: &str) -> String {
        let mut base = slug(&format!("{} {term}", self.prefix));
        if base.is_empty() {
            base.push_str("term");
        }
        if !self.ids.contains(&base) {
            return base;
        }
        loop {
            let number = self.numbered.entry(base.clone()).or_insert(1);
            *number += 1;
            let id = format!("{base}-{number}");
            if !self.ids.contains(&id) {
                return id;
            }
        }
    }
}

/// What a row says of its new term.
struct About<'s> {
    status: Option<Status>,
    kind: Option<TermType>,
    note: Option<&'s str>,
}

impl About<'_> {
    fn add_to(self, concept: &mut Concept, terms: &[(usize, Lang, &str)]) {
        let starts = concept.terms.is_empty();
        let is_new =
            |(_, lang, text): &&(usize, Lang, &str)| !concept.terms(lang).iter().any(|term| term.text == *text);
        let new: Vec<&(usize, Lang, &str)> = terms.iter().filter(is_new).collect();
        for (i, (_, lang, text)) in new.iter().enumerate() {
            // Most entries of a large table have one term a language.
            let there = concept.terms.entry(lang.clone()).or_insert_with(|| Vec::with_capacity(1));
            let mut term = Term::new(*text, if there.is_empty() { Status::Preferred } else { Status::Admitted });
            if i + 1 == new.len() {
                term.status = self.status.unwrap_or(term.status);
                term.kind = self.kind.unwrap_or(term.kind);
                term.note = self.note.filter(|_| !starts).map(str::to_owned);
            }
            there.push(term);
        }
        // A note that stands from the first row on is about the concept.
        if starts {
            concept.note = self.note.map(str::to_owned);
        } else if let Some(note) = &concept.note {
            let repeated = |term: &&mut Term| term.note.as_ref() == Some(note);
            concept.terms.values_mut().flatten().filter(repeated).for_each(|term| term.note = None);
        }
    }
}

fn known<T>(what: &str, word: &str, read: impl Fn(&str) -> Option<T>, words: impl Fn() -> String) -> Result<T, String> {
    read(word).ok_or_else(|| format!("unknown {what} `{word}`; use {}", words()))
}
