//! MultiTerm XML: what Trados' termbase takes in.

use std::io;

use gloss_core::{
    lang::Lang,
    model::{Concept, PartOfSpeech, Status, Term, TermType},
};

use super::{
    Ending, FormatSpec, ImportItem, Input, Loss, Read, ReadError, ReadOptions, Reading, Selection, Shape, Write,
    parts::{DEFINITION, DOMAIN, NOTE, PART_OF_SPEECH, TERM_NOTE, TERM_TYPE},
    words,
    xml::{
        self,
        reader::{Event, Reader},
    },
};

/// The format.
#[derive(Debug, Clone, Copy)]
struct MultiTerm;

/// The format.
pub(super) static MULTITERM: FormatSpec = FormatSpec {
    name: "multiterm",
    title: "MultiTerm XML",
    endings: &[Ending::other("xml")],
    roots: &["mtf"],
    begins: None,
    read: Some(Reading::Text(&MultiTerm)),
    shapes: &[Shape {
        name: "multiterm",
        about: "MultiTerm XML",
        settings: &[],
        holds: &[&DOMAIN, &PART_OF_SPEECH, &TERM_TYPE, &DEFINITION, &NOTE, &TERM_NOTE],
        writer: &MultiTerm,
        units: None,
    }],
    validator: None,
};

impl Write for MultiTerm {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
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
        }
        writeln!(out, "</mtf>")?;
        Ok(Loss::default())
    }
}

impl Read for MultiTerm {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        let (mut xml, mut buffer) = (Reader::new(input), Vec::new());
        loop {
            match xml.next(&mut buffer)? {
                Event::Start(tag) => match tag.local() {
                    "mtf" if xml.depth() == 1 => {}
                    other if xml.depth() == 1 => {
                        let message = format!("the root element is `{other}`, not `mtf`");
                        return Err(xml.fault(message));
                    }
                    "conceptGrp" => {
                        drop(tag);
                        entry(&mut xml, &mut buffer, wanted, found)?;
                    }
                    _ => xml.skip(&mut buffer)?,
                },
                Event::Eof => return Ok(()),
                Event::End(_) | Event::Text(_) | Event::Doctype(_) => {}
            }
        }
    }
}

fn entry(
    xml: &mut Reader<'_>,
    buffer: &mut Vec<u8>,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    xml.start_entry();
    let (line, depth) = (xml.line(), xml.depth());
    let mut concept = Concept::new(String::new(), String::new());
    let (mut lang, mut in_term): (Option<Lang>, bool) = (None, false);
    while xml.depth() >= depth {
        xml.most(concept.all_terms().count(), "terms in one entry")?;
        let tag = match xml.next(buffer)? {
            Event::Start(tag) => tag,
            Event::End(end) => {
                in_term &= end.local() != "termGrp";
                if end.local() == "languageGrp" {
                    lang = None;
                }
                continue;
            }
            Event::Text(_) | Event::Doctype(_) | Event::Eof => continue,
        };
        match tag.local() {
            "language" => lang = tag.get("lang").and_then(|code| code.parse().ok()),
            "termGrp" => in_term = true,
            "languageGrp" | "descripGrp" => {}
            "term" => {
                drop(tag);
                let mut text = String::new();
                xml.text_of(buffer, &mut text)?;
                let Some(lang) = lang.clone().filter(|lang| wanted.takes(lang)) else { continue };
                let terms = concept.terms.entry(lang).or_default();
                let status = if terms.is_empty() { Status::Preferred } else { Status::Admitted };
                terms.push(Term::new(text, status));
            }
            "descrip" => {
                let (kind, at) = (tag.get("type").unwrap_or_default().into_owned(), xml.line());
                drop(tag);
                let mut text = String::new();
                xml.text_of(buffer, &mut text)?;
                let term = lang.as_ref().and_then(|lang| concept.terms.get_mut(lang)?.last_mut()).filter(|_| in_term);
                if kind.eq_ignore_ascii_case("part of speech") && words::part_of_speech(&text).is_some() {
                    concept.pos = words::part_of_speech(&text);
                } else if !describe(&kind, text, term, &mut concept.domain, &mut concept.definition, &mut concept.note)
                {
                    found(at, ImportItem::LeftOut(kind));
                }
            }
            _ => xml.skip(buffer)?,
        }
    }
    found(
        line,
        if concept.terms.is_empty() {
            ImportItem::Skipped("an entry without a term".to_owned())
        } else {
            ImportItem::Concept(Box::new(concept))
        },
    );
    Ok(())
}

/// Puts a description where it belongs; false if it belongs nowhere.
fn describe(
    kind: &str,
    text: String,
    term: Option<&mut Term>,
    domain: &mut String,
    definition: &mut Option<String>,
    note: &mut Option<String>,
) -> bool {
    match (kind.to_lowercase().as_str(), term) {
        ("status", Some(term)) => match words::status(&text) {
            Some(status) => term.status = status,
            None => return false,
        },
        ("type", Some(term)) => match words::term_type(&text) {
            Some(kind) => term.kind = kind,
            None => return false,
        },
        ("usage note" | "note", Some(term)) => term.note = Some(text),
        ("subject" | "domain", None) => *domain = text,
        ("definition", _) => *definition = Some(text),
        ("note", None) => *note = Some(text),
        _ => return false,
    }
    true
}

fn language(out: &mut dyn io::Write, concept: &Concept, lang: &Lang) -> io::Result<()> {
    if concept.terms(lang).is_empty() {
        return Ok(());
    }
    let name = lang.english_name();
    writeln!(out, "<languageGrp><language type=\"{name}\" lang=\"{}\"/>", lang.as_str().to_uppercase())?;
    concept.terms(lang).iter().try_for_each(|term| term_group(out, term, concept.pos))?;
    writeln!(out, "</languageGrp>")
}

fn term_group(out: &mut dyn io::Write, term: &Term, pos: Option<PartOfSpeech>) -> io::Result<()> {
    write!(out, "<termGrp><term>{}</term>", xml::escape(&term.text))?;
    descrip(out, "Status", term.status.as_str())?;
    if let Some(pos) = pos {
        descrip(out, "Part of Speech", pos.as_str())?;
    }
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
