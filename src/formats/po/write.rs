//! Each preferred term with its preferred rendering, the concept as context.

use std::io;

use unicode_normalization::UnicodeNormalization;

use crate::formats::{Loss, Selection, pairs};

pub(super) fn write(selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
    let mut loss = Loss::default();
    let language = selection.pair.to.as_str().replace('-', "_");
    writeln!(out, "msgid \"\"\nmsgstr \"\"\n\"MIME-Version: 1.0\\n\"")?;
    writeln!(out, "\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"")?;
    writeln!(out, "\"Language: {language}\\n\"\n\"X-Source-Language: {}\\n\"", selection.pair.from)?;
    for concept in selection.sorted() {
        let Some(pair) = pairs::preferred(concept, selection.pair) else {
            loss.add("concepts without a term in both languages", &concept.id);
            continue;
        };
        writeln!(out)?;
        for text in [&concept.definition, &concept.note].into_iter().flatten() {
            writeln!(out, "#. {}", text.split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
        writeln!(out, "msgctxt \"{}\"", escaped(&concept.id))?;
        writeln!(out, "msgid \"{}\"\nmsgstr \"{}\"", escaped(&pair.from.text), escaped(&pair.to.text))?;
        let others = concept.all_terms().count() - 2;
        loss.add_many("terms beside the preferred ones", &concept.id, others);
    }
    Ok(loss)
}

/// Text inside the quotes of a catalogue.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
