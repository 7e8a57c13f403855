//! Workbooks: the table of [`super::Delimited`] as cells of text, which no spreadsheet runs.

use std::io::{self, Cursor};

use calamine::{Data, Reader, Xlsx as Workbook};

use super::{
    Found, Loss, ReadError, Selection, Wanted, Write, delimited,
    table::{self, Comments, Kind, Separator},
};

/// The format.
#[derive(Debug, Clone, Copy)]
pub struct Xlsx;

/// A workbook unpacked may have this many bytes.
const LARGEST: u64 = 1 << 28;

impl Write for Xlsx {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        // A workbook says when it was made; ours is always the same.
        let never = rust_xlsxwriter::ExcelDateTime::from_timestamp(0).map_err(io::Error::other)?;
        workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&never));
        let sheet = workbook.add_worksheet();
        let mut row = 0;
        let loss = delimited::rows(selection, &mut |cells| {
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

impl Xlsx {
    /// Reads the first sheet. A workbook is read as a whole.
    ///
    /// # Errors
    /// [`ReadError`] if it is no workbook, or unpacks to too much.
    pub fn read(
        name: &str,
        bytes: Vec<u8>,
        wanted: &Wanted,
        found: &mut dyn FnMut(usize, Found),
    ) -> Result<(), ReadError> {
        let bad = |error: &dyn std::fmt::Display| ReadError::new(0, format!("the workbook cannot be read: {error}"));
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).map_err(|error| bad(&error))?;
        let mut size = 0u64;
        for number in 0..archive.len() {
            size = size.saturating_add(archive.by_index_raw(number).map_err(|error| bad(&error))?.size());
        }
        if size > LARGEST {
            let message = format!("the workbook unpacks to more than {} MiB; save it as CSV", LARGEST >> 20);
            return Err(ReadError::new(0, message));
        }
        let mut workbook: Workbook<_> = Workbook::new(Cursor::new(bytes)).map_err(|error| bad(&error))?;
        let sheet =
            workbook.worksheet_range_at(0).ok_or_else(|| bad(&"it has no sheet"))?.map_err(|error| bad(&error))?;
        let first = sheet.start().map_or(0, |(row, _)| row as usize);
        let mut rows = (first + 1..).zip(sheet.rows().map(|row| row.iter().map(text).collect::<Vec<String>>()));
        let kind = Kind { separator: Separator::Comma, comments: Comments::No, safe: false };
        table::read_rows(name, &mut || Ok(rows.next()), kind, wanted, found)
    }
}

fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}
