//! Lists of terms: tab-separated, a row a rendering, as `gloss export tsv` writes them and as term lists come.
//!
//! ```text
//! vi⇥en⇥status⇥concept
//! nhà Đại đoàn kết⇥Great Solidarity house⇥preferred⇥great-solidarity-house
//! nhà Đại đoàn kết⇥great unity house⇥deprecated⇥great-solidarity-house
//! ```
//!
//! The first line that is no comment names the columns; [`Rows`] says how rows become entries.

use gloss_core::{
    model::{Columns, Concept, Rows},
    report::Finding,
    text::{Span, key::slug},
};

use super::rules::GLOSSARY_SYNTAX;
use super::{
    comments::Comments,
    file::{Entry, EntryBody, Form, GlossaryFile, Layout, SourceFile},
};

/// How many faults of a file are reported one by one.
const MAX_FAULTS_LISTED: usize = 20;

pub(super) fn read(source: SourceFile) -> (GlossaryFile, Vec<Finding>) {
    let mut reader = Reader::new(&source);
    let mut at = source.text.len() - source.text.trim_start_matches('\u{feff}').len();
    for line in source.text[at..].split_inclusive('\n') {
        let row = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(at, at + row.len());
        at += line.len();
        // A comment has no second cell, so that no term is taken for one.
        if !(row.trim().is_empty() || row.starts_with('#') && !row.contains('\t')) {
            reader.line(row, span);
        }
    }
    let (entries, faults) = reader.finish();
    (GlossaryFile { source, entries, layout: Layout { form: Form::Terms, ..Layout::default() }, layer: 0 }, faults)
}

struct Reader<'s> {
    source: &'s SourceFile,
    /// `None` until the header has come, or if it could not be understood.
    rows: Option<Rows<Span>>,
    has_header: bool,
    faults: Vec<(Span, String)>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s SourceFile) -> Self {
        Self { source, rows: None, has_header: false, faults: Vec::new() }
    }

    fn finish(self) -> (Vec<Entry>, Vec<Finding>) {
        let more = self.faults.len().saturating_sub(MAX_FAULTS_LISTED);
        let mut told: Vec<(Span, String)> = self.faults.into_iter().take(MAX_FAULTS_LISTED).collect();
        if let (Some((_, last)), true) = (told.last_mut(), more > 0) {
            last.push_str(&format!(" (and {more} more lines of this file)"));
        }
        let finding = |(span, message)| self.source.finding(&GLOSSARY_SYNTAX, span, message);
        let concepts = self.rows.map(|mut rows| rows.take()).unwrap_or_default();
        let entries = concepts.into_iter().map(|(concept, span)| entry(concept, span)).collect();
        (entries, told.into_iter().map(finding).collect())
    }

    fn line(&mut self, row: &str, span: Span) {
        let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
        let (read, lost) = match &mut self.rows {
            Some(rows) => (rows.add(&cells, span), "the line is left out"),
            // Behind a header that was not understood, whose fault has been told, nothing can be.
            None if self.has_header => return,
            None => {
                self.has_header = true;
                let stem = self.source.stem();
                let columns = Columns::read(&cells);
                let rows = columns.map(|columns| self.rows = Some(Rows::new(columns, &slug(stem), stem)));
                (rows, "nothing of this file is used")
            }
        };
        if let Err(message) = read {
            self.faults.push((span, format!("{message}; {lost}")));
        }
    }
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
    use gloss_core::{
        lang::Lang,
        model::{Status, TermType},
    };

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
        assert_eq!(faults.len(), MAX_FAULTS_LISTED);
        assert!(faults[MAX_FAULTS_LISTED - 1].message.ends_with("(and 980 more lines of this file)"));
    }
}
