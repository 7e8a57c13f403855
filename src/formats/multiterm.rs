//! MultiTerm XML: what Trados' termbase takes in.

use std::io;

use crate::{
    lang::Lang,
    model::{Concept, Term, TermType},
};

use super::{Loss, Selection, Write, xml};

/// The writer.
#[derive(Debug, Clone, Copy)]
pub struct MultiTerm;

impl Write for MultiTerm {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mtf>")?;
        for (number, concept) in (1..).zip(selection.sorted()) {
            writeln!(out, "<conceptGrp><concept>{number}</concept>")?;
            descrip(out, "Subject", &concept.domain)?;
            for (kind, text) in [("Definition", &concept.definition), ("Note", &concept.note)] {
                text.iter().try_for_each(|text| descrip(out, kind, text))?;
            }
            for lang in [&selection.pair.from, &selection.pair.to] {
                language(out, concept, lang)?;
            }
            writeln!(out, "</conceptGrp>")?;
            loss.add_many("sources", &concept.id, concept.sources.len());
            loss.add_many("places where a term was seen", &concept.id, concept.seen.len());
        }
        writeln!(out, "</mtf>")?;
        Ok(loss)
    }
}

fn language(out: &mut dyn io::Write, concept: &Concept, lang: &Lang) -> io::Result<()> {
    if concept.terms(lang).is_empty() {
        return Ok(());
    }
    let name = match lang.primary() {
        "vi" => "Vietnamese",
        "en" => "English",
        code => code,
    };
    writeln!(out, "<languageGrp><language type=\"{name}\" lang=\"{}\"/>", lang.as_str().to_uppercase())?;
    concept.terms(lang).iter().try_for_each(|term| term_group(out, term))?;
    writeln!(out, "</languageGrp>")
}

fn term_group(out: &mut dyn io::Write, term: &Term) -> io::Result<()> {
    write!(out, "<termGrp><term>{}</term>", xml::escape(&term.text))?;
    descrip(out, "Status", term.status.as_str())?;
    if term.kind != TermType::Full {
        descrip(out, "Type", term.kind.as_str())?;
    }
    if let Some(note) = &term.note {
        descrip(out, "Usage note", note)?;
    }
    writeln!(out, "</termGrp>")
}

fn descrip(out: &mut dyn io::Write, kind: &str, text: &str) -> io::Result<()> {
    writeln!(out, "<descripGrp><descrip type=\"{kind}\">{}</descrip></descripGrp>", xml::escape(text))
}
