//! TSV and CSV: a header, then one row a rendering.

use std::io;

use super::{Loss, Selection, Write, pairs};

/// The two delimited formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimited {
    /// Tabs between cells, no quoting; tabs and line breaks in a cell become spaces.
    Tsv,
    /// RFC 4180. A cell that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` first) gets an apostrophe.
    Csv,
}

impl Write for Delimited {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        let pair = selection.pair;
        self.row(out, &[pair.from.as_str(), pair.to.as_str(), "status", "type", "domain", "note", "concept"])?;
        for concept in selection.sorted() {
            let rows = pairs::renderings(concept, pair);
            if rows.is_empty() {
                loss.add("concepts without a term in both languages", &concept.id);
            }
            for row in &rows {
                let note = row.about.note.as_deref().or(concept.note.as_deref()).unwrap_or_default();
                let (status, kind) = (row.about.status.as_str(), row.about.kind.as_str());
                self.row(out, &[&row.from.text, &row.to.text, status, kind, &concept.domain, note, &concept.id])?;
            }
            if concept.definition.is_some() {
                loss.add("definitions", &concept.id);
            }
            if !concept.sources.is_empty() {
                loss.add("sources", &concept.id);
            }
        }
        Ok(loss)
    }
}

impl Delimited {
    fn row(self, out: &mut dyn io::Write, cells: &[&str]) -> io::Result<()> {
        match self {
            Self::Tsv => {
                let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
                writeln!(out, "{}", cells.join("\t"))
            }
            Self::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(cells.iter().map(|cell| safe(cell)))?;
                writer.flush()
            }
        }
    }
}

fn safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
