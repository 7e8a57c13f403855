//! GlossML: the termbase format of Maxprograms' tools.
//!
//! A language of an entry has one term and one definition, so a rendering is an entry of its own; the comment of an entry
//! names the concept.

use std::io;

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term},
    text::key::slug,
};

use super::{
    Ending, FormatSpec, ImportItem, Input, Loss, Read, ReadError, ReadOptions, Reading, Selection, Shape, Write, pairs,
    parts::DEFINITION,
    standard::{NoRules, Standard, Validator},
    xml::{
        escape,
        reader::{Event, Reader},
    },
};

/// The format.
#[derive(Debug, Clone, Copy)]
struct GlossMl;

/// The format.
pub(super) static GLOSSML: FormatSpec = FormatSpec {
    name: "glossml",
    title: "GlossML",
    endings: &[Ending::other("gml")],
    roots: &["glossary"],
    begins: None,
    read: Some(Reading::Text(&GlossMl)),
    shapes: &[Shape {
        name: "glossml",
        about: "GlossML",
        settings: &[],
        holds: &[&DEFINITION],
        writer: &GlossMl,
        units: None,
    }],
    validator: Some(Validator::Xml(&[Standard {
        name: "GlossML",
        is_root: |_| true,
        schema: include_str!("schema.rnc"),
        rules: |_| Box::new(NoRules),
    }])),
};

impl Write for GlossMl {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        let (from, to) = (&selection.pair.from, &selection.pair.to);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<glossary xmlns=\"http://www.maxprograms.com/gml\" version=\"1.0\" srclang=\"{from}\">")?;
        for concept in selection.sorted() {
            let rows = pairs::renderings(concept, selection.pair);
            if rows.is_empty() {
                loss.add("concepts without a term in both languages", &concept.id);
            }
            let (wanted, unwanted): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.about.status.is_accepted());
            loss.add_many("deprecated and forbidden terms", &concept.id, unwanted.len());
            for (number, row) in wanted.iter().enumerate() {
                write!(out, "<glossentry><comment>{}</comment>", escape(&concept.id))?;
                let definition = concept.definition.as_ref().filter(|_| number == 0);
                let definition =
                    definition.map_or_else(String::new, |text| format!("<definition>{}</definition>", escape(text)));
                write!(
                    out,
                    "<langentry xml:lang=\"{from}\"><term>{}</term>{definition}</langentry>",
                    escape(&row.from.text)
                )?;
                writeln!(
                    out,
                    "<langentry xml:lang=\"{to}\"><term>{}</term></langentry></glossentry>",
                    escape(&row.to.text)
                )?;
            }
        }
        writeln!(out, "</glossary>")?;
        Ok(loss)
    }
}

impl Read for GlossMl {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        let (mut xml, mut buffer) = (Reader::new(input), Vec::new());
        let mut last: Option<(usize, Concept)> = None;
        loop {
            match xml.next(&mut buffer)? {
                Event::Start(tag) => match tag.local() {
                    "glossary" if xml.depth() == 1 => {}
                    other if xml.depth() == 1 => {
                        let message = format!("the root element is `{other}`, not `glossary`");
                        return Err(xml.fault(message));
                    }
                    "glossentry" => {
                        let line = xml.line();
                        drop(tag);
                        let mut next = entry(&mut xml, &mut buffer)?;
                        next.terms.retain(|lang, _| wanted.takes(lang));
                        // Entries in a row with the same comment are renderings of one concept.
                        match &mut last {
                            Some((_, concept))
                                if !next.id.is_empty() && concept.id == next.id && shares(concept, &next) =>
                            {
                                merge(concept, next);
                            }
                            _ => last.replace((line, next)).into_iter().for_each(|(line, one)| tell(line, one, found)),
                        }
                    }
                    _ => xml.skip(&mut buffer)?,
                },
                Event::Eof => break,
                Event::End(_) | Event::Text(_) | Event::Doctype(_) => {}
            }
        }
        last.into_iter().for_each(|(line, concept)| tell(line, concept, found));
        Ok(())
    }
}

fn tell(line: usize, mut concept: Concept, found: &mut dyn FnMut(usize, ImportItem)) {
    // A comment that is no id is a remark.
    if slug(&concept.id) != concept.id {
        concept.note = Some(std::mem::take(&mut concept.id));
    }
    let told = if concept.terms.is_empty() {
        ImportItem::Skipped("an entry without a term".to_owned())
    } else {
        ImportItem::Concept(Box::new(concept))
    };
    found(line, told);
}

fn entry(xml: &mut Reader<'_>, buffer: &mut Vec<u8>) -> Result<Concept, ReadError> {
    xml.start_entry();
    let depth = xml.depth();
    let mut concept = Concept::new(String::new(), String::new());
    let mut lang: Option<Lang> = None;
    while xml.depth() >= depth {
        xml.most(concept.all_terms().count(), "terms in one entry")?;
        let Event::Start(tag) = xml.next(buffer)? else { continue };
        let name = tag.local().to_owned();
        if name == "langentry" {
            lang = tag.get("xml:lang").and_then(|code| code.parse().ok());
            continue;
        }
        drop(tag);
        let mut text = String::new();
        xml.text_of(buffer, &mut text)?;
        match (name.as_str(), &lang) {
            ("comment", None) => concept.id = text,
            ("definition", _) => concept.definition = Some(text),
            ("term", Some(lang)) => {
                concept.terms.entry(lang.clone()).or_default().push(Term::new(text, Status::Preferred));
            }
            _ => {}
        }
    }
    Ok(concept)
}

/// Whether two entries have a term in common: renderings of one concept do.
fn shares(concept: &Concept, other: &Concept) -> bool {
    other.all_terms().any(|(lang, term)| concept.terms(lang).iter().any(|known| known.text == term.text))
}

fn merge(concept: &mut Concept, more: Concept) {
    for (lang, terms) in more.terms {
        let there = concept.terms.entry(lang).or_default();
        for term in terms {
            if !there.iter().any(|known| known.text == term.text) {
                let status = if there.is_empty() { Status::Preferred } else { Status::Admitted };
                there.push(Term { status, ..term });
            }
        }
    }
    concept.definition = concept.definition.take().or(more.definition);
}
