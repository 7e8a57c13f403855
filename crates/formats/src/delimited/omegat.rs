//! An OmegaT glossary: `source⇥target⇥comment`, for a file called `.txt`.
//!
//! OmegaT reads the coding from a first line that says so, has no header row, trims cells and knows no quoting. It offers
//! every target whatever its status, so what should not be written stays out.

use std::io;

use super::super::{
    ImportItem, Input, Loss, Read, ReadError, ReadOptions, Selection, Write, cell, pairs,
    table::{self, Comments, Kind, Separator},
};

/// The format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OmegatGlossary {
    /// For a file called `.txt`: tabs, and a first line that says the coding.
    Txt,
    /// For a file called `.utf8`: tabs and nothing else. A `.tsv` or `.tab` is read so too where UTF-8 is the system's
    /// encoding.
    Utf8,
    /// For a file called `.csv`: commas, quotes where they must be.
    Csv,
}

impl Read for OmegatGlossary {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        let separator = if *self == Self::Csv { Separator::Comma } else { Separator::Tab };
        let kind = Kind { separator, comments: Comments::Any, safe: false };
        table::read(kind, input, wanted, found)
    }
}

impl Write for OmegatGlossary {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        if *self == Self::Txt {
            writeln!(out, "# -*- coding: utf-8 -*-")?;
        }
        for concept in selection.sorted() {
            let rows = pairs::renderings(concept, selection.pair);
            if rows.is_empty() {
                loss.add("concepts without a term in both languages", &concept.id);
            }
            let (wanted, unwanted): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.about.status.is_accepted());
            loss.add_many("deprecated and forbidden terms", &concept.id, unwanted.len());
            for row in wanted {
                if row.from.text.starts_with('#') {
                    loss.add("terms that begin with #, which begins a comment", &concept.id);
                    continue;
                }
                let note = row.about.note.as_deref().or(concept.note.as_deref());
                let comment: Vec<&str> = [concept.definition.as_deref(), note].into_iter().flatten().collect();
                self.row(out, [cell(&row.from.text), cell(&row.to.text), cell(&comment.join(" "))])?;
            }
        }
        Ok(loss)
    }
}

impl OmegatGlossary {
    fn row(self, out: &mut dyn io::Write, cells: [String; 3]) -> io::Result<()> {
        match self {
            Self::Txt | Self::Utf8 => writeln!(out, "{}", cells.join("\t")),
            Self::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(cells)?;
                writer.flush()
            }
        }
    }
}
