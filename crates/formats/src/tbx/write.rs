//! Writes TBX-Basic.
//!
//! The three differ in element names and in how a data category is written (`<termNote type="partOfSpeech">` or
//! `<min:partOfSpeech>`), not in structure, so one writer serves all.

use std::io;

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term, TermType},
};

use crate::{Loss, Selection, xml};

use super::Dialect;

const CORE: &str = "https://raw.githubusercontent.com/LTAC-Global/TBX_Core_RNG/master/TBXcoreStructV03.rng";
const DCA_RULES: &str = "https://raw.githubusercontent.com/LTAC-Global/TBX-Basic_dialect/master/DCA/TBX-Basic_DCA.sch";
const DCT_RULES: &str = "https://raw.githubusercontent.com/LTAC-Global/TBX-Basic_dialect/master/DCT/TBX-Basic.nvdl";

pub(super) fn write(dialect: Dialect, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
    let mut loss = Loss::default();
    let mut body = Body { dialect, out, loss: &mut loss };
    body.head()?;
    for concept in selection.sorted() {
        if concept.all_terms().next().is_some() {
            body.concept(concept)?;
        }
    }
    body.tail()?;
    Ok(loss)
}

struct Body<'a> {
    dialect: Dialect,
    out: &'a mut dyn io::Write,
    loss: &'a mut Loss,
}

impl Body<'_> {
    fn head(&mut self) -> io::Result<()> {
        let out = &mut self.out;
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        let source =
            "    <fileDesc>\n      <sourceDesc>\n        <p>gloss export</p>\n      </sourceDesc>\n    </fileDesc>";
        let ns = "xmlns=\"urn:iso:std:iso:30042:ed-2\"";
        match self.dialect {
            Dialect::V2 => writeln!(
                out,
                "<!DOCTYPE martif SYSTEM \"TBXcoreStructV02.dtd\">\n<martif type=\"TBX-Basic\" xml:lang=\"en\">\n  <martifHeader>\n{source}\n    <encodingDesc>\n      <p type=\"XCSURI\">TBXBasicXCSV02.xcs</p>\n    </encodingDesc>\n  </martifHeader>"
            )?,
            Dialect::Dca => writeln!(
                out,
                "<?xml-model href=\"{CORE}\" type=\"application/xml\" schematypens=\"http://relaxng.org/ns/structure/1.0\"?>\n<?xml-model href=\"{DCA_RULES}\" type=\"application/xml\" schematypens=\"http://purl.oclc.org/dsdl/schematron\"?>\n<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"en\" {ns}>\n  <tbxHeader>\n{source}\n  </tbxHeader>"
            )?,
            Dialect::Dct => writeln!(
                out,
                "<?xml-model href=\"{DCT_RULES}\" type=\"application/xml\" schematypens=\"http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0\"?>\n<tbx type=\"TBX-Basic\" style=\"dct\" xml:lang=\"en\" {ns} xmlns:min=\"http://www.tbxinfo.net/ns/min\" xmlns:basic=\"http://www.tbxinfo.net/ns/basic\">\n  <tbxHeader>\n{source}\n  </tbxHeader>"
            )?,
        }
        writeln!(out, "  <text>\n    <body>")
    }

    fn tail(&mut self) -> io::Result<()> {
        let root = if self.dialect == Dialect::V2 { "martif" } else { "tbx" };
        writeln!(self.out, "    </body>\n  </text>\n</{root}>")
    }

    fn concept(&mut self, concept: &Concept) -> io::Result<()> {
        let entry = if self.dialect == Dialect::V2 { "termEntry" } else { "conceptEntry" };
        writeln!(self.out, "      <{entry} id=\"{}\">", xml::id(&concept.id))?;
        self.category(8, "descrip", "min", "subjectField", &concept.domain)?;
        if let Some(definition) = &concept.definition {
            writeln!(self.out, "        <descripGrp>")?;
            self.category(10, "descrip", "basic", "definition", definition)?;
            writeln!(self.out, "        </descripGrp>")?;
        }
        for source in &concept.sources {
            self.category(8, "admin", "basic", "source", &source.to_string())?;
        }
        if let Some(note) = &concept.note {
            writeln!(self.out, "        <note>{}</note>", xml::escape(note))?;
        }
        for (lang, terms) in concept.terms.iter().filter(|(_, terms)| !terms.is_empty()) {
            self.language(concept, lang, terms)?;
        }
        writeln!(self.out, "      </{entry}>")?;
        Ok(())
    }

    fn language(&mut self, concept: &Concept, lang: &Lang, terms: &[Term]) -> io::Result<()> {
        let (section, group) = if self.dialect == Dialect::V2 { ("langSet", "tig") } else { ("langSec", "termSec") };
        writeln!(self.out, "        <{section} xml:lang=\"{lang}\">")?;
        for term in terms {
            writeln!(self.out, "          <{group}>\n            <term>{}</term>", xml::escape(&term.text))?;
            if let Some(pos) = concept.pos {
                self.category(12, "termNote", "min", "partOfSpeech", pos.as_str())?;
            }
            self.category(12, "termNote", "min", "administrativeStatus", status(term.status))?;
            if let Some(kind) = term_type(term.kind) {
                self.category(12, "termNote", "basic", "termType", kind)?;
            }
            if let Some(note) = &term.note {
                writeln!(self.out, "            <note>{}</note>", xml::escape(note))?;
            }
            writeln!(self.out, "          </{group}>")?;
            if term.status == Status::Forbidden {
                self.loss.add("forbidden terms, written as deprecated", &concept.id);
            }
        }
        writeln!(self.out, "        </{section}>")
    }

    /// A data category, in the way of the dialect.
    fn category(&mut self, indent: usize, element: &str, module: &str, name: &str, value: &str) -> io::Result<()> {
        let value = xml::escape(value);
        let pad = " ".repeat(indent);
        match self.dialect {
            Dialect::Dct => writeln!(self.out, "{pad}<{module}:{name}>{value}</{module}:{name}>"),
            Dialect::V2 | Dialect::Dca => writeln!(self.out, "{pad}<{element} type=\"{name}\">{value}</{element}>"),
        }
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Preferred => "preferredTerm-admn-sts",
        Status::Admitted => "admittedTerm-admn-sts",
        Status::Deprecated | Status::Forbidden => "deprecatedTerm-admn-sts",
    }
}

fn term_type(kind: TermType) -> Option<&'static str> {
    match kind {
        TermType::Full => None,
        TermType::Short => Some("shortForm"),
        TermType::Acronym => Some("acronym"),
        TermType::Variant => Some("variant"),
    }
}
