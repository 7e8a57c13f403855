//! TSV and CSV: a header, then one row a rendering.

use std::io;

use gloss_core::model::PartOfSpeech;

use super::super::{
    ImportItem, Input, Loss, Read, ReadError, ReadOptions, Selection, Write, pairs,
    table::{self, Comments, Kind, Separator},
};

/// The two delimited formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimited {
    /// Tabs between cells, no quoting; tabs and line breaks in a cell become spaces.
    Tsv,
    /// RFC 4180. A cell that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` first) gets an apostrophe, and so does
    /// one that begins with an apostrophe, so that reading it takes off what was put on.
    Csv,
    /// The same without apostrophes, for programs that do not run cells.
    PlainCsv,
    /// The safe one with a byte order mark, without which Excel takes the letters for others.
    ExcelCsv,
}

impl Write for Delimited {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        if *self == Self::ExcelCsv {
            out.write_all("\u{feff}".as_bytes())?;
        }
        rows(selection, &mut |cells| self.row(out, cells))
    }
}

/// Calls `row` with the header, then with each rendering.
pub(crate) fn rows(selection: &Selection<'_>, row: &mut dyn FnMut(&[&str]) -> io::Result<()>) -> io::Result<Loss> {
    let mut loss = Loss::default();
    let pair = selection.pair;
    row(&[pair.from.as_str(), pair.to.as_str(), "status", "type", "domain", "pos", "definition", "note", "concept"])?;
    for concept in selection.sorted() {
        let renderings = pairs::renderings(concept, pair);
        if renderings.is_empty() {
            loss.add("concepts without a term in both languages", &concept.id);
        }
        let pos = concept.pos.map_or("", PartOfSpeech::as_str);
        let definition = concept.definition.as_deref().unwrap_or_default();
        for one in &renderings {
            let note = one.about.note.as_deref().or(concept.note.as_deref()).unwrap_or_default();
            let (status, kind) = (one.about.status.as_str(), one.about.kind.as_str());
            let (domain, id) = (concept.domain.as_str(), concept.id.as_str());
            row(&[&one.from.text, &one.to.text, status, kind, domain, pos, definition, note, id])?;
        }
    }
    Ok(loss)
}

impl Delimited {
    fn row(self, out: &mut dyn io::Write, cells: &[&str]) -> io::Result<()> {
        match self {
            Self::Tsv => {
                let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
                writeln!(out, "{}", cells.join("\t"))
            }
            Self::Csv | Self::ExcelCsv => record(out, cells.iter().map(|cell| safe(cell))),
            Self::PlainCsv => record(out, cells.iter().map(|cell| (*cell).to_owned())),
        }
    }
}

fn record(out: &mut dyn io::Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells)?;
    writer.flush()
}

impl Read for Delimited {
    fn read(
        &self,
        input: Input<'_>,
        wanted: &ReadOptions,
        found: &mut dyn FnMut(usize, ImportItem),
    ) -> Result<(), ReadError> {
        let kind = match self {
            Self::Tsv => Kind { separator: Separator::Tab, comments: Comments::Alone, safe: false },
            Self::Csv | Self::ExcelCsv => Kind { separator: Separator::Comma, comments: Comments::No, safe: true },
            Self::PlainCsv => Kind { separator: Separator::Comma, comments: Comments::No, safe: false },
        };
        table::read(kind, input, wanted, found)
    }
}

fn safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) { format!("'{cell}") } else { cell.to_owned() }
}
