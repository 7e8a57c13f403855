//! Lists of terms: tab-separated, a row a rendering, as `gloss export tsv` writes them and as term lists come.
//!
//! ```text
//! vi⇥en⇥status⇥concept
//! nhà Đại đoàn kết⇥Great Solidarity house⇥preferred⇥great-solidarity-house
//! nhà Đại đoàn kết⇥great unity house⇥deprecated⇥great-solidarity-house
//! ```
//!
//! The first line that is no comment names the columns: language codes, and any of `status`, `type`, `domain`, `note`,
//! `concept`. Rows with the same `concept`, or without one the same first term, are one entry; its id is then made of the
//! file's name and that term. The first term of a language is preferred, later ones admitted, unless `status` says
//! otherwise; status, type and note of a row are about the term that is new in it, the last one if several are.

use std::collections::{HashMap, HashSet};

use crate::{
    lang::Lang,
    model::{Concept, Status, Term, TermType},
    report::Finding,
    text::{Span, key::slug},
};

use super::{
    comments::Comments,
    file::{Entry, EntryBody, Form, GlossaryFile, Layout, SourceFile},
};

/// So many faults of a file are told one by one.
const TOLD: usize = 20;

pub(super) fn read(source: SourceFile) -> (GlossaryFile, Vec<Finding>) {
    let mut reader = Reader::new(&source);
    let mut at = source.text.len() - source.text.trim_start_matches('\u{feff}').len();
    for line in source.text[at..].split_inclusive('\n') {
        let row = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(at, at + row.len());
        at += line.len();
        if !(row.trim().is_empty() || row == "#" || row.starts_with("# ")) {
            reader.line(row, span);
        }
    }
    let (entries, faults) = reader.finish();
    (GlossaryFile { source, entries, layout: Layout { form: Form::Terms, ..Layout::default() }, layer: 0 }, faults)
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Term(Lang),
    Status,
    Type,
    Domain,
    Note,
    Concept,
}

impl Column {
    fn of(name: &str) -> Result<Self, String> {
        Ok(match name.trim() {
            "status" => Self::Status,
            "type" => Self::Type,
            "domain" => Self::Domain,
            "note" => Self::Note,
            "concept" => Self::Concept,
            name => Self::Term(name.parse().map_err(|_| {
                format!(
                    "the first line names the columns, and `{name}` is none: write language codes such as vi and en, and \
                     any of status, type, domain, note, concept"
                )
            })?),
        })
    }
}

/// What makes rows one entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name<'s> {
    Concept(&'s str),
    /// The first term; its column is its language.
    Term(usize, &'s str),
}

struct Reader<'s> {
    source: &'s SourceFile,
    stem: String,
    columns: Vec<Column>,
    entries: Vec<Entry>,
    by_name: HashMap<Name<'s>, usize>,
    ids: HashSet<String>,
    /// How often an id had to be numbered.
    numbered: HashMap<String, usize>,
    faults: Vec<(Span, String)>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s SourceFile) -> Self {
        Self {
            source,
            stem: slug(source.stem()),
            columns: Vec::new(),
            entries: Vec::new(),
            by_name: HashMap::new(),
            ids: HashSet::new(),
            numbered: HashMap::new(),
            faults: Vec::new(),
        }
    }

    fn finish(self) -> (Vec<Entry>, Vec<Finding>) {
        let more = self.faults.len().saturating_sub(TOLD);
        let mut told: Vec<(Span, String)> = self.faults.into_iter().take(TOLD).collect();
        if let (Some((_, last)), true) = (told.last_mut(), more > 0) {
            last.push_str(&format!(" (and {more} more lines of this file)"));
        }
        let finding = |(span, message)| self.source.finding("glossary-syntax", span, message);
        (self.entries, told.into_iter().map(finding).collect())
    }

    fn line(&mut self, row: &'s str, span: Span) {
        let (read, lost) = if self.columns.is_empty() {
            (self.header(row), "nothing of this file is used")
        } else {
            (self.row(row, span), "the line is left out")
        };
        if let Err(message) = read {
            self.faults.push((span, format!("{message}; {lost}")));
        }
    }

    fn header(&mut self, row: &str) -> Result<(), String> {
        // What cannot be understood names one column, so that the rows below are not taken for another header.
        self.columns = vec![Column::Note];
        let columns: Vec<Column> = row.split('\t').map(Column::of).collect::<Result<_, _>>()?;
        if !columns.iter().any(|column| matches!(column, Column::Term(_))) {
            return Err("no column is a language; name one by its code, such as vi or en".to_owned());
        }
        if let Some(twice) = columns.iter().enumerate().find(|(i, column)| columns[..*i].contains(column)) {
            return Err(format!("column {} has the name of another", twice.0 + 1));
        }
        self.columns = columns;
        Ok(())
    }

    fn row(&mut self, row: &'s str, span: Span) -> Result<(), String> {
        let known = |column: &Column| matches!(column, Column::Term(_));
        if !self.columns.iter().any(known) {
            return Ok(()); // the header's fault has been told
        }
        let cells: Vec<&'s str> = row.split('\t').map(str::trim).collect();
        if cells.len() > self.columns.len() {
            return Err(format!("{} cells, but the file has {} columns", cells.len(), self.columns.len()));
        }
        let filled = || self.columns.iter().zip(&cells).enumerate().filter(|(_, (_, cell))| !cell.is_empty());
        let of = |wanted: &Column| filled().find(|(_, (column, _))| *column == wanted).map(|(_, (_, cell))| *cell);
        let term = |(at, (column, cell)): (usize, (&'_ Column, &&'s str))| match column {
            Column::Term(lang) => Some((at, lang.clone(), *cell)),
            _ => None,
        };
        let terms: Vec<(usize, Lang, &'s str)> = filled().filter_map(term).collect();
        let Some(&(column, _, first)) = terms.first() else { return Err("no term in this line".to_owned()) };
        let about = About {
            status: of(&Column::Status).map(|word| word_of("status", word, Status::from_word)).transpose()?,
            kind: of(&Column::Type).map(|word| word_of("type", word, TermType::from_word)).transpose()?,
            note: of(&Column::Note),
        };
        let id = match of(&Column::Concept) {
            Some(id) if slug(id) != id => {
                return Err(format!("`{id}` is no id; use small letters, digits and hyphens"));
            }
            id => id,
        };
        let name = id.map_or(Name::Term(column, first), Name::Concept);
        let domain = of(&Column::Domain).unwrap_or_else(|| self.source.stem());
        let at = match self.by_name.get(&name) {
            Some(&at) => at,
            None => {
                if let Some(taken) = id.filter(|id| self.ids.contains(*id)) {
                    return Err(format!(
                        "`{taken}` is the id of a row above that names no concept; give one of them another"
                    ));
                }
                let id = id.map_or_else(|| self.free_id(first), str::to_owned);
                self.entries.push(entry(Concept::new(&id, domain), span));
                self.ids.insert(id);
                self.by_name.insert(name, self.entries.len() - 1);
                self.entries.len() - 1
            }
        };
        if let EntryBody::Concept(concept) = &mut self.entries[at].body {
            about.add_to(concept, &terms);
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// An id that no entry has, made of the file's name and a term.
    fn free_id(&mut self, term: &str) -> String {
        let mut base = slug(&format!("{} {term}", self.stem));
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

fn word_of<T>(what: &str, word: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, String> {
    let known = if what == "status" { Status::words() } else { TermType::words() };
    read(word).ok_or_else(|| format!("unknown {what} `{word}`; use {known}"))
}

fn entry(concept: Concept, span: Span) -> Entry {
    Entry {
        id: concept.id.clone(),
        body: EntryBody::Concept(Box::new(concept)),
        id_span: span,
        block: span,
        term_spans: Vec::new(),
        comments: Comments::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concepts(text: &str) -> (Vec<Concept>, Vec<Finding>) {
        let (file, faults) = read(SourceFile::new("my terms.tsv", text));
        (file.entries.iter().filter_map(Entry::concept).cloned().collect(), faults)
    }

    fn terms<'c>(concept: &'c Concept, lang: &str) -> Vec<(&'c str, Status)> {
        let lang = lang.parse().expect("a language");
        concept.terms(&lang).iter().map(|term| (term.text.as_str(), term.status)).collect()
    }

    #[test]
    fn rows_of_one_term_are_one_entry() {
        let (found, faults) = concepts(
            "\u{feff}vi\ten\r\nhộ nghèo\tpoor household\r\n# remark\r\n\r\nhộ nghèo\tneedy household\r\nhò nghẹo\tx\r\n",
        );
        assert!(faults.is_empty(), "{faults:?}");
        let ids: Vec<&str> = found.iter().map(|concept| concept.id.as_str()).collect();
        assert_eq!(ids, ["my-terms-ho-ngheo", "my-terms-ho-ngheo-2"]);
        assert_eq!(
            terms(&found[0], "en"),
            [("poor household", Status::Preferred), ("needy household", Status::Admitted)]
        );
        assert_eq!(terms(&found[0], "vi"), [("hộ nghèo", Status::Preferred)]);
        assert_eq!(found[0].domain, "my terms");
    }

    #[test]
    fn other_columns_say_more() {
        let (found, faults) = concepts(
            "vi\ten\tstatus\ttype\tdomain\tnote\tconcept\n\
             nhà Đại đoàn kết\tGreat Solidarity house\tpreferred\tfull\tprogramme\ta house\tsolidarity\n\
             nhà Đại đoàn kết\tunity house\tdeprecated\tfull\tprogramme\tolder\tsolidarity\n\
             Đại đoàn kết\tGreat Solidarity house\tadmitted\tshort\tprogramme\ta house\tsolidarity\n",
        );
        assert!(faults.is_empty(), "{faults:?}");
        let [concept] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((concept.id.as_str(), concept.domain.as_str()), ("solidarity", "programme"));
        assert_eq!(concept.note.as_deref(), Some("a house"));
        let unity = &concept.terms(&Lang::en())[1];
        assert_eq!((unity.status, unity.note.as_deref()), (Status::Deprecated, Some("older")));
        let short = &concept.terms(&Lang::vi())[1];
        assert_eq!((short.kind, short.note.as_deref()), (TermType::Short, None));
    }

    #[test]
    fn faults_have_their_line_and_the_rest_is_kept() {
        let (found, faults) = concepts("vi\ten\tstatus\na\tb\tgood\nc\td\ne\tf\tpreferred\tx\n\tb\t\n");
        assert_eq!(found.len(), 2, "{found:?}");
        let told: Vec<(usize, &str)> = faults.iter().map(|f| (f.place.line, f.message.as_str())).collect();
        assert_eq!(
            told,
            [
                (2, "unknown status `good`; use preferred, admitted, deprecated, forbidden; the line is left out"),
                (4, "4 cells, but the file has 3 columns; the line is left out")
            ]
        );
    }

    #[test]
    fn bug_a_concept_and_a_term_of_one_name_were_one_entry() {
        let (found, _) = concepts("en\tvi\tconcept\nParty\tĐảng\tparty\nparty\tbữa tiệc\t\n\tparty\t\n");
        let ids: Vec<&str> = found.iter().map(|concept| concept.id.as_str()).collect();
        assert_eq!(ids, ["party", "my-terms-party", "my-terms-party-2"]);
        let (_, faults) = concepts("en\tconcept\nparty\t\nParty\tmy-terms-party\n");
        assert_eq!(faults.len(), 1, "{faults:?}");
    }

    #[test]
    fn bug_terms_without_latin_letters_took_a_look_at_all_ids_each() {
        let rows: String =
            (0..20_000u32).map(|n| format!("{}\n", char::from_u32(0x4e00 + n).unwrap_or('家'))).collect();
        let (found, faults) = concepts(&format!("zh\n{rows}"));
        assert!(faults.is_empty());
        assert_eq!(found.last().map(|concept| concept.id.as_str()), Some("my-terms-20000"));
    }

    #[test]
    fn a_term_may_begin_like_a_comment() {
        let (found, _) = concepts("en\tvi\n#MeToo\tphong trào MeToo\n# a remark\n");
        assert_eq!(terms(&found[0], "en"), [("#MeToo", Status::Preferred)]);
    }

    #[test]
    fn a_file_without_column_names_says_so_once() {
        let (found, faults) = concepts("hộ nghèo\tpoor household\nx\ty\n");
        assert!(found.is_empty());
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.starts_with("the first line names the columns, and `hộ nghèo` is none"));
    }

    #[test]
    fn a_thousand_faults_are_told_in_twenty() {
        let (_, faults) = concepts(&format!("vi\ten\n{}", "a\tb\tc\n".repeat(1000)));
        assert_eq!(faults.len(), TOLD);
        assert!(faults[TOLD - 1].message.ends_with("(and 980 more lines of this file)"));
    }
}
