//! Each preferred term as a unit with its rendering as the finished target.

use std::io;

use crate::formats::{Loss, Selection, pairs, xml};

use super::Xliff;

impl Xliff {
    pub(super) fn glossary(self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        let (from, to) = (&selection.pair.from, &selection.pair.to);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        match self {
            Self::V1 => writeln!(
                out,
                "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n<file original=\"glossary\" \
                 source-language=\"{from}\" target-language=\"{to}\" datatype=\"plaintext\">\n<body>"
            )?,
            Self::V2 => writeln!(
                out,
                "<xliff version=\"2.0\" srcLang=\"{from}\" trgLang=\"{to}\" \
                 xmlns=\"urn:oasis:names:tc:xliff:document:2.0\">\n<file id=\"glossary\">"
            )?,
        }
        for concept in selection.sorted() {
            let Some(pair) = pairs::preferred(concept, selection.pair) else {
                loss.add("concepts without a term in both languages", &concept.id);
                continue;
            };
            let notes: Vec<String> =
                [&concept.definition, &concept.note].into_iter().flatten().map(|text| xml::escape(text)).collect();
            self.unit(out, &xml::id(&concept.id), &xml::escape(&pair.from.text), &xml::escape(&pair.to.text), &notes)?;
            loss.add_many("terms beside the preferred ones", &concept.id, concept.all_terms().count() - 2);
        }
        match self {
            Self::V1 => writeln!(out, "</body>\n</file>\n</xliff>")?,
            Self::V2 => writeln!(out, "</file>\n</xliff>")?,
        }
        Ok(loss)
    }
}

impl Xliff {
    fn unit(self, out: &mut dyn io::Write, id: &str, from: &str, to: &str, notes: &[String]) -> io::Result<()> {
        let notes = notes.iter().map(|note| format!("<note>{note}</note>")).collect::<String>();
        match self {
            Self::V1 => writeln!(
                out,
                "<trans-unit id=\"{id}\" approved=\"yes\"><source>{from}</source><target state=\"final\">{to}</target>\
                 {notes}</trans-unit>"
            ),
            Self::V2 => {
                let notes = if notes.is_empty() { notes } else { format!("<notes>{notes}</notes>") };
                writeln!(
                    out,
                    "<unit id=\"{id}\">{notes}<segment state=\"final\"><source>{from}</source><target>{to}</target>\
                     </segment></unit>"
                )
            }
        }
    }
}
