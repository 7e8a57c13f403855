//! Administrative units: compact TSV, a line each, read as concepts like any other.
//!
//! ```text
//! code⇥kind⇥name⇥parent⇥since⇥until⇥merged-into⇥note
//! 03160⇥xã⇥Mường Pồn⇥Điện Biên
//! ```
//!
//! The first line that is no comment names the columns; `code`, `kind` and `name` are required, trailing empty cells may be
//! left out. `merged-into` names the unit that a former one became part of, with its kind. A line `#default since=2025-07-01` fills a column that a row leaves empty, a line `#source official: …` says who
//! vouches for the rows. The English name is composed from
//! the kind (`Mường Pồn commune`) unless a column `en` gives the bare English name (`Hanoi`). The bare name is a short form
//! in both languages; a column `also` holds other spellings, with `|` between them.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use gloss_core::{
    lang::{Lang, english_kind_words},
    model::{AdministrativeUnit, Concept, PartOfSpeech, Source, Status, Term, TermType, Validity},
    report::Finding,
    text::Span,
};

use super::rules::GLOSSARY_SYNTAX;
use super::{
    comments::Comments,
    file::{Entry, EntryBody, Form, GlossaryFile, Layout, SourceFile},
};

/// Whether a table is a list of units: its first line that is no comment has a column `code`.
pub(super) fn is_list(text: &str) -> bool {
    let header = text.lines().find(|line| !(line.is_empty() || line.starts_with('#')));
    header.is_some_and(|header| header.split('\t').any(|column| column == "code"))
}

const COLUMNS: [&str; 10] = ["code", "kind", "name", "parent", "since", "until", "merged-into", "note", "en", "also"];

pub(super) fn read(source: SourceFile) -> (GlossaryFile, Vec<Finding>) {
    let mut reader = Reader::default();
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let row = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(at, at + row.len());
        at += line.len();
        reader.line(&source, row, span);
    }
    let Reader { entries, faults, .. } = reader;
    (GlossaryFile { source, entries, layout: Layout { form: Form::Units, ..Layout::default() }, layer: 0 }, faults)
}

#[derive(Default)]
struct Reader<'s> {
    columns: Vec<&'s str>,
    defaults: HashMap<&'s str, &'s str>,
    sources: Vec<Source>,
    entries: Vec<Entry>,
    faults: Vec<Finding>,
}

impl<'s> Reader<'s> {
    fn line(&mut self, source: &'s SourceFile, row: &'s str, span: Span) {
        if let Some(defaults) = row.strip_prefix("#default ") {
            self.defaults.extend(defaults.split(' ').filter_map(|pair| pair.split_once('=')));
        } else if let Some(text) = row.strip_prefix("#source ") {
            self.sources.extend(Source::parse(text));
        } else if row.is_empty() || row.starts_with('#') {
        } else if self.columns.is_empty() {
            self.columns = row.split('\t').collect();
            if let Some(unknown) = self.columns.iter().find(|c| !COLUMNS.contains(c)) {
                let message = format!("unknown column `{unknown}`; known are {}", COLUMNS.join(", "));
                self.faults.push(source.finding(&GLOSSARY_SYNTAX, span, message));
            }
        } else {
            match self.unit(row, span) {
                Ok(entry) => self.entries.push(entry),
                Err(message) => self.faults.push(source.finding(&GLOSSARY_SYNTAX, span, message)),
            }
        }
    }

    fn unit(&self, row: &str, span: Span) -> Result<Entry, String> {
        let cells: Vec<&str> = row.split('\t').collect();
        if cells.len() > self.columns.len() {
            return Err(format!("{} cells, but the file has {} columns", cells.len(), self.columns.len()));
        }
        let cell = |name: &str| {
            let at = self.columns.iter().position(|c| *c == name);
            let given = at.and_then(|at| cells.get(at)).copied().filter(|cell| !cell.is_empty());
            given.or_else(|| self.defaults.get(name).copied())
        };
        let required = |name: &str| cell(name).ok_or_else(|| format!("no `{name}` in this line"));
        let (code, kind, name) = (required("code")?, required("kind")?, required("name")?);
        let en_kinds = english_kind_words(kind);
        let Some((en_kind, other_kinds)) = en_kinds.split_first() else {
            return Err(format!("unknown kind of unit `{kind}`"));
        };
        let id = format!("unit-{code}");
        let mut concept = Concept::new(&id, "place");
        let en_name = cell("en").unwrap_or(name);
        // Other spellings are free variants in both languages.
        let also = cell("also").map_or(Vec::new(), |cell| cell.split('|').collect());
        let spelling =
            |name: &&str| Term { case: true, ..Term::new(*name, Status::Admitted).with_type(TermType::Variant) };
        let mut vietnamese = names(format!("{kind} {name}"), &[name]);
        vietnamese.extend(also.iter().map(spelling));
        concept.terms.insert(Lang::vi(), vietnamese);
        // Papers that keep diacritics write `Hà Nội` in English too.
        let bare = if en_name == name { vec![name] } else { vec![en_name, name] };
        let mut english = names(english_full(en_name, en_kind), &bare);
        let variant =
            |other: &&str| Term::new(english_full(en_name, other), Status::Admitted).with_type(TermType::Variant);
        english.extend(other_kinds.iter().map(variant));
        english.extend(also.iter().map(spelling));
        concept.terms.insert(Lang::en(), english);
        concept.pos = Some(PartOfSpeech::Noun);
        concept.definition = cell("parent").map(|parent| format!("{en_kind} in {parent}"));
        concept.note = cell("note").map(str::to_owned);
        concept.validity = Validity { from: cell("since").map(str::to_owned), to: cell("until").map(str::to_owned) };
        concept.unit = Some(AdministrativeUnit { merged_into: cell("merged-into").map(str::to_owned) });
        concept.sources.clone_from(&self.sources);
        let comments = Comments::default();
        Ok(Entry {
            id,
            body: EntryBody::Concept(Box::new(concept)),
            id_span: span,
            block: span,
            term_spans: Vec::new(),
            comments,
        })
    }
}

/// `Ho Chi Minh City` has its kind in its name.
fn english_full(name: &str, kind: &str) -> String {
    let already = name.to_lowercase().split(' ').next_back() == Some(kind);
    if already { name.to_owned() } else { format!("{name} {kind}") }
}

/// The full name, and the bare ones, which only count with their capitals: names are also common words.
fn names(full: String, bare: &[&str]) -> Vec<Term> {
    let short = |name: &&str| Term { case: true, ..Term::new(*name, Status::Admitted).with_type(TermType::Short) };
    let others: Vec<Term> = bare.iter().filter(|name| **name != full).map(short).collect();
    std::iter::once(Term::new(full, Status::Preferred)).chain(others).collect()
}

/// The canonical form: rows sorted between two `#` lines (a `#default` counts for the rows below it), empty lines and empty
/// cells at the end of a row dropped.
pub(super) fn canonical(text: &str) -> String {
    let (mut out, mut rows): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut header = false;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let line: String = line.nfc().collect();
        if line.starts_with('#') {
            rows.sort_unstable();
            out.append(&mut rows);
            out.push(line);
        } else if header {
            rows.push(line.trim_end_matches('\t').to_owned());
        } else {
            header = true;
            out.push(line);
        }
    }
    rows.sort_unstable();
    out.append(&mut rows);
    out.into_iter().map(|line| line + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# a list\n#default since=2025-07-01\ncode\tkind\tname\tparent\ten\n03160\txã\tMường Pồn\tĐiện Biên\n01\tthành phố\tHà Nội\t\tHanoi\n";

    #[test]
    fn names_are_composed_in_both_orders() {
        let (file, faults) = read(SourceFile::new("units/x.tsv", FILE));
        assert!(faults.is_empty(), "{faults:?}");
        let forms: Vec<String> = file
            .entries
            .iter()
            .filter_map(Entry::concept)
            .flat_map(|c| c.all_terms().map(|(_, t)| t.text.clone()))
            .collect();
        assert_eq!(
            forms,
            [
                "Mường Pồn commune",
                "Mường Pồn",
                "xã Mường Pồn",
                "Mường Pồn",
                "Hanoi city",
                "Hanoi",
                "Hà Nội",
                "thành phố Hà Nội",
                "Hà Nội"
            ]
        );
        assert_eq!(file.entries[0].concept().and_then(|c| c.validity.from.as_deref()), Some("2025-07-01"));
    }

    #[test]
    fn a_bad_row_is_named_and_the_rest_is_kept() {
        let (file, faults) = read(SourceFile::new("units/x.tsv", format!("{FILE}9\tchâu\tX\n")));
        assert_eq!(file.entries.len(), 2);
        assert_eq!((faults[0].place.line, faults[0].message.as_str()), (6, "unknown kind of unit `châu`"));
    }

    #[test]
    fn canonical_rows_are_sorted_and_comments_kept() {
        assert_eq!(
            canonical("# c\n\ncode\tkind\n2\tb\t\n1\ta\n# d\n0\tc\n"),
            "# c\ncode\tkind\n1\ta\n2\tb\n# d\n0\tc\n"
        );
    }
}
