//! memoQ's CSV: a row an entry, a column a language by its name, alternatives between `|`.
//!
//! memoQ maps the columns of a header by their names when it is told so, and asks for the mark between alternatives. What
//! should not be written stays out, because a row has no place for a status.

use std::io;

use unicode_normalization::UnicodeNormalization;

use gloss_core::{lang::Lang, model::Concept};

use super::super::{Loss, Selection, Write, pairs};

/// The format.
#[derive(Debug, Clone, Copy)]
pub(super) struct MemoQ;

impl Write for MemoQ {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        let (from, to) = (&selection.pair.from, &selection.pair.to);
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record([from.english_name(), to.english_name(), "Definition", "Note", "Domain", "Concept ID"])?;
        for concept in selection.sorted() {
            if pairs::preferred(concept, selection.pair).is_none() {
                loss.add("concepts without a term in both languages", &concept.id);
                continue;
            }
            let text = |text: &Option<String>| text.as_deref().unwrap_or_default().nfc().collect::<String>();
            let (definition, note) = (text(&concept.definition), text(&concept.note));
            let (from, to) = (terms(concept, from), terms(concept, to));
            writer.write_record([&from, &to, &definition, &note, &concept.domain, &concept.id])?;
            let unwanted = concept.all_terms().filter(|(_, term)| !term.status.is_accepted()).count();
            loss.add_many("deprecated and forbidden terms", &concept.id, unwanted);
            let marked = concept.all_terms().filter(|(_, term)| term.text.contains('|')).count();
            loss.add_many("terms with |, written as /", &concept.id, marked);
        }
        writer.flush()?;
        Ok(loss)
    }
}

/// The accepted terms, the preferred one first.
fn terms(concept: &Concept, lang: &Lang) -> String {
    let best = concept.preferred(lang);
    let others = concept.terms(lang).iter().filter(|term| term.status.is_accepted() && Some(*term) != best);
    // The mark between alternatives cannot stand in one.
    let all = best.into_iter().chain(others).map(|term| term.text.nfc().collect::<String>().replace('|', "/"));
    all.collect::<Vec<_>>().join("|")
}
