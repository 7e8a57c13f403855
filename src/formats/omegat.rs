//! An OmegaT glossary: `source⇥target⇥comment`, for a file called `.txt`.
//!
//! OmegaT reads the coding from a first line that says so, has no header row, trims cells and knows no quoting. It offers
//! every target whatever its status, so what should not be written stays out.

use std::io;

use super::{
    Found, Input, Loss, Read, ReadError, Selection, Wanted, Write, cell, pairs,
    table::{self, Comments, Kind, Separator},
};

/// The format.
#[derive(Debug, Clone, Copy)]
pub struct OmegatGlossary;

impl Read for OmegatGlossary {
    fn read(&self, input: Input<'_>, wanted: &Wanted, found: &mut dyn FnMut(usize, Found)) -> Result<(), ReadError> {
        let kind = Kind { separator: Separator::Tab, comments: Comments::Any, safe: false };
        table::read(kind, input, wanted, found)
    }
}

impl Write for OmegatGlossary {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        writeln!(out, "# -*- coding: utf-8 -*-")?;
        for concept in selection.sorted() {
            let rows = pairs::renderings(concept, selection.pair);
            if rows.is_empty() {
                loss.add("concepts without a term in both languages", &concept.id);
            }
            let (wanted, unwanted): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.about.status.is_accepted());
            loss.add_many("deprecated and forbidden terms", &concept.id, unwanted.len());
            for row in wanted {
                let note = row.about.note.as_deref().or(concept.note.as_deref());
                let comment: Vec<&str> = [concept.definition.as_deref(), note].into_iter().flatten().collect();
                writeln!(out, "{}\t{}\t{}", cell(&row.from.text), cell(&row.to.text), cell(&comment.join(" ")))?;
            }
        }
        Ok(loss)
    }
}
