//! A Vale rule: what should not be written, and what to write instead.

use std::io;

use gloss_core::model::Status;

use super::{FormatSpec, Loss, Selection, Shape, Write, parts};

/// The writer: substitutions in the language translated into.
#[derive(Debug, Clone, Copy)]
struct Vale;

/// The format. It holds rules for a program, not a glossary, so nothing of an entry counts as left out.
pub(super) static VALE: FormatSpec = FormatSpec {
    name: "vale",
    title: "Vale",
    endings: &[],
    roots: &[],
    begins: None,
    read: None,
    shapes: &[Shape {
        name: "vale",
        about: "A Vale rule that flags what should not be written",
        settings: &[],
        holds: &parts::ALL,
        writer: &Vale,
        units: None,
    }],
    validator: None,
};

impl Write for Vale {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let (mut loss, to) = (Loss::default(), &selection.pair.to);
        writeln!(
            out,
            "extends: substitution\nmessage: \"Write '%s' instead of '%s'.\"\nlevel: warning\nignorecase: true\nswap:"
        )?;
        for concept in selection.sorted() {
            let unwanted = |status| matches!(status, Status::Deprecated | Status::Forbidden);
            for term in concept.terms(to).iter().filter(|term| unwanted(term.status)) {
                match concept.replacement(to, term) {
                    Some(better) => writeln!(out, "  {}: {}", pattern(&term.text), quoted(&better.text))?,
                    None => loss.add("unwanted terms without a better one", &concept.id),
                }
            }
        }
        Ok(loss)
    }
}

/// A term as a regular expression in single quotes.
fn pattern(term: &str) -> String {
    quoted(&regex::escape(term))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
