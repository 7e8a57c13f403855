//! TMX 1.4.
//!
//! What readers demand, beyond the DTD: all seven header attributes, `srclang` equal to the source language of the units,
//! the source first, one unit a line with `<body>` on its own, one target for each source, no `prop` named `file`, `id`,
//! `prev`, `next` or `path`.

use std::{collections::BTreeSet, io};

use crate::text::key;

use crate::formats::{Loss, Selection, pairs, xml};

pub(super) fn write(selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
    let mut loss = Loss::default();
    let (from, to) = (&selection.pair.from, &selection.pair.to);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<tmx version=\"1.4\">")?;
    writeln!(
        out,
        "<header creationtool=\"gloss\" creationtoolversion=\"{}\" segtype=\"phrase\" o-tmf=\"gloss\" adminlang=\"en\" srclang=\"{from}\" datatype=\"plaintext\" o-encoding=\"UTF-8\"/>",
        env!("CARGO_PKG_VERSION")
    )?;
    writeln!(out, "<body>")?;
    let mut sources = BTreeSet::new();
    for concept in selection.sorted() {
        let Some(pair) = pairs::preferred(concept, selection.pair) else {
            loss.add("concepts without a term in both languages", &concept.id);
            continue;
        };
        if !sources.insert(key::exact(&pair.from.text)) {
            loss.add("concepts whose source term another unit has already", &concept.id);
            continue;
        }
        let others = concept.terms(from).len() + concept.terms(to).len() - 2;
        loss.add_many("terms beside the preferred ones", &concept.id, others);
        if concept.definition.is_some() || concept.note.is_some() {
            loss.add("definitions and notes", &concept.id);
        }
        write!(
            out,
            "<tu tuid=\"{}\"><prop type=\"x-domain\">{}</prop>",
            xml::id(&concept.id),
            xml::escape(&concept.domain)
        )?;
        for (lang, term) in [(from, pair.from), (to, pair.to)] {
            write!(out, "<tuv xml:lang=\"{lang}\"><seg>{}</seg></tuv>", xml::escape(&term.text))?;
        }
        writeln!(out, "</tu>")?;
    }
    writeln!(out, "</body>\n</tmx>")?;
    Ok(loss)
}
