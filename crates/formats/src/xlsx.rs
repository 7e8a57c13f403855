//! Workbooks: the table of `super::delimited` as cells of text, which no spreadsheet runs.

use std::io::{self, BufReader, Cursor};

use calamine::{DataRef, Reader, Xlsx as Workbook};
use quick_xml::events::Event;

use gloss_core::text::Placed;

use super::{
    Ending, FormatSpec, ImportItem, Loss, ReadError, ReadOptions, Reading, Selection, Shape, Write,
    delimited::{COLUMNS, columns},
    table::{self, Comments, Kind, Separator},
};

/// The format.
#[derive(Debug, Clone, Copy)]
struct Xlsx;

/// The format.
pub(super) static XLSX: FormatSpec = FormatSpec {
    name: "xlsx",
    title: "XLSX",
    endings: &[Ending::other("xlsx")],
    roots: &[],
    begins: None,
    read: Some(Reading::Bytes(read)),
    shapes: &[Shape {
        name: "xlsx",
        about: "The same as a workbook",
        settings: &[],
        holds: COLUMNS,
        writer: &Xlsx,
        units: None,
    }],
    validator: None,
};

/// A workbook unpacked may have this many bytes.
const LARGEST: u64 = 1 << 26;

/// Columns of a sheet.
const LAST_COLUMN: u32 = 1_000;

impl Write for Xlsx {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        // A workbook says when it was made; ours is always the same.
        let never = rust_xlsxwriter::ExcelDateTime::from_timestamp(0).map_err(io::Error::other)?;
        workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&never));
        let sheet = workbook.add_worksheet();
        let mut row = 0;
        let loss = columns::rows(selection, &mut |cells| {
            for (column, cell) in (0u16..).zip(cells) {
                sheet.write_string(row, column, *cell).map_err(io::Error::other)?;
            }
            row += 1;
            Ok(())
        })?;
        out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)?;
        Ok(loss)
    }
}

/// Reads the first sheet, cell by cell: a workbook of two cells may span a thousand million.
///
/// # Errors
/// [`ReadError`] if it is no workbook, or unpacks to too much.
fn read(
    name: &str,
    bytes: Vec<u8>,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).map_err(bad)?;
    let mut size = 0u64;
    for number in 0..archive.len() {
        size = size.saturating_add(archive.by_index_raw(number).map_err(bad)?.size());
    }
    if size > LARGEST {
        let message = format!("the workbook unpacks to more than {} MiB; save it as CSV", LARGEST >> 20);
        return Err(ReadError::new(0, message));
    }
    references(&mut archive)?;
    let mut workbook: Workbook<_> = Workbook::new(Cursor::new(bytes)).map_err(bad)?;
    let sheets = workbook.sheet_names();
    let Some((first, others)) = sheets.split_first() else { return Err(bad("it has no sheet")) };
    if !others.is_empty() {
        let what = format!("only the first sheet, `{first}`, was read; there are {} more", others.len());
        found(1, ImportItem::Warning(what));
    }
    let mut rows = Rows { cells: workbook.worksheet_cells_reader(first).map_err(bad)?, waiting: None, ended: false };
    let kind = Kind { separator: Separator::Comma, comments: Comments::No, safe: false };
    table::read_rows(name, &mut || rows.next().map(placed_nowhere), kind, wanted, found)
}

/// A workbook is packed; its cells have no place in the file.
fn placed_nowhere(row: Option<(usize, Vec<String>)>) -> Option<(usize, Vec<Placed>)> {
    row.map(|(line, cells)| (line, cells.into_iter().map(Placed::nowhere).collect()))
}

/// Refuses names of cells that are none: the library counts them modulo 2³² and would put their texts elsewhere.
fn references(archive: &mut zip::ZipArchive<Cursor<&Vec<u8>>>) -> Result<(), ReadError> {
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(bad)?;
        let (mut xml, mut buffer) = (quick_xml::Reader::from_reader(BufReader::new(part)), Vec::new());
        xml.config_mut().check_end_names = false;
        xml.config_mut().allow_unmatched_ends = true;
        // A part that is no XML is the library's to refuse, or a picture.
        while let Ok(Event::Start(tag) | Event::Empty(tag)) = next_tag(&mut xml, &mut buffer) {
            if !matches!(tag.local_name().as_ref(), "c" | "row" | "dimension") {
                continue;
            }
            let is_name = |key: &str| matches!(key, "r" | "ref");
            for name in tag.attributes().with_checks(false).flatten().filter(|one| is_name(one.key.as_ref())) {
                if let Some(wrong) = name.value.split(':').find(|name| !is_reference(name)) {
                    let wrong: String = wrong.chars().take(20).collect();
                    return Err(bad(format!("`{wrong}` is the name of no cell")));
                }
            }
        }
    }
    Ok(())
}

/// The next tag that begins an element; anything else at the end.
fn next_tag<'b, R: io::BufRead>(
    xml: &mut quick_xml::Reader<R>,
    buffer: &'b mut Vec<u8>,
) -> quick_xml::Result<Event<'b>> {
    loop {
        buffer.clear();
        let event = xml.read_event_into(buffer)?.into_owned();
        if matches!(event, Event::Start(_) | Event::Empty(_) | Event::Eof) {
            return Ok(event);
        }
    }
}

/// Up to three letters and seven digits: `XFD1048576`, or a part of it.
fn is_reference(name: &str) -> bool {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    letters <= 3 && name.len() - letters <= 7
}

/// Cells of a sheet as rows.
struct Rows<'w, R: io::Read + io::Seek> {
    cells: calamine::XlsxCellReader<'w, R>,
    /// The first cell of the next row.
    waiting: Option<(u32, u32, String)>,
    ended: bool,
}

impl<R: io::Read + io::Seek> Rows<'_, R> {
    fn next(&mut self) -> Result<Option<(usize, Vec<String>)>, ReadError> {
        let mut row: Option<(u32, Vec<String>)> = None;
        loop {
            let cell = match self.waiting.take() {
                Some(cell) => Some(cell),
                None => self.cell()?,
            };
            let Some((line, column, text)) = cell else { break };
            if row.as_ref().is_some_and(|(here, _)| *here != line) {
                self.waiting = Some((line, column, text));
                break;
            }
            if column > LAST_COLUMN {
                let message = format!("a cell in column {}; no list of terms has more than {LAST_COLUMN}", column + 1);
                return Err(ReadError::new(line as usize + 1, message));
            }
            let (_, cells) = row.get_or_insert_with(|| (line, Vec::new()));
            cells.resize(cells.len().max(column as usize + 1), String::new());
            cells[column as usize] = text;
        }
        Ok(row.map(|(line, cells)| (line as usize + 1, cells)))
    }

    fn cell(&mut self) -> Result<Option<(u32, u32, String)>, ReadError> {
        // Behind the last cell there is nothing to ask for.
        let cell = if self.ended { None } else { self.cells.next_cell().map_err(bad)? };
        self.ended = cell.is_none();
        Ok(cell.map(|cell| {
            let (line, column) = cell.get_position();
            (line, column, text(cell.get_value()))
        }))
    }
}

fn bad(error: impl std::fmt::Display) -> ReadError {
    ReadError::new(0, format!("the workbook cannot be read: {error}"))
}

fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Empty => String::new(),
        other => calamine::Data::from(other.clone()).to_string(),
    }
}
