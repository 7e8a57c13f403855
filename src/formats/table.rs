//! Reads tables of terms: with a header or without, with tabs, commas or semicolons, and UTX.
//!
//! `columns.tsv` lists the names that columns have. A header with languages by their names is memoQ's way, where a cell
//! holds alternatives between `|`. Without a header the columns are source, target and note.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    glossary::{Column, Columns, Rows},
    lang::Lang,
    text::key::slug,
};

use super::{Found, Input, ReadError, Wanted, words};

static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = include_str!("columns.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// A row has at most this many bytes: 1 MiB.
const LONGEST_ROW: usize = 1 << 20;

/// Cells of a row.
const MOST_CELLS: usize = 1_000;

/// How cells are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// A tab; no quoting.
    Tab,
    /// Whatever of comma, semicolon and tab the first line has most of; cells may be quoted.
    Comma,
}

/// Which lines are comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comments {
    No,
    /// Those that begin with `#` and have no second cell.
    Alone,
    /// Those that begin with `#`.
    Any,
}

/// What is particular to a kind of table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) separator: Separator,
    pub(super) comments: Comments,
    /// Whether an apostrophe that keeps a spreadsheet from running a cell is taken off.
    pub(super) safe: bool,
}

impl Comments {
    /// What stands behind the mark, if the line is a comment.
    fn text<'c>(self, cells: &[&'c str]) -> Option<&'c str> {
        let text = cells.first()?.strip_prefix('#')?;
        match self {
            Self::No => None,
            Self::Alone => (cells.len() == 1).then_some(text),
            Self::Any => Some(text),
        }
    }
}

pub(super) fn read(
    kind: Kind,
    mut input: Input<'_>,
    wanted: &Wanted,
    found: &mut dyn FnMut(usize, Found),
) -> Result<(), ReadError> {
    input.notes().iter().for_each(|note| found(1, Found::Warning(note.clone())));
    let name = input.name().to_owned();
    input.limit(LONGEST_ROW);
    let separator = match kind.separator {
        Separator::Tab => None,
        Separator::Comma => Some(commonest(input.peek()?)),
    };
    let mut records = Records::new(input, separator);
    read_rows(&name, &mut || records.next(), kind, wanted, found)
}

/// Rows of a table as they come, each with its line.
type NextRow<'n> = dyn FnMut() -> Result<Option<(usize, Vec<String>)>, ReadError> + 'n;

pub(super) fn read_rows(
    name: &str,
    next: &mut NextRow<'_>,
    kind: Kind,
    wanted: &Wanted,
    found: &mut dyn FnMut(usize, Found),
) -> Result<(), ReadError> {
    let stem = slug(name.rsplit(['/', '\\']).next().and_then(|name| name.split('.').next()).unwrap_or_default());
    let mut wanted = wanted.clone();
    let mut table: Option<(Header, Rows<usize>)> = None;
    while let Some((line, cells)) = next()? {
        if cells.len() > MOST_CELLS {
            let message = format!("{} cells in a row; no list of terms has more than {MOST_CELLS}", cells.len());
            return Err(ReadError::new(line, message));
        }
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        if let Some(comment) = kind.comments.text(&cells) {
            // The last comment of UTX names the columns.
            let named: Vec<&str> = std::iter::once(comment).chain(cells[1..].iter().copied()).collect();
            if let Some((from, to)) = languages_of(comment) {
                wanted.from.get_or_insert(from);
                wanted.to.get_or_insert(to);
            } else if let Some(header) = Header::read(&named, &wanted) {
                table = Some(open(header, &stem, found, line)?);
            }
            continue;
        }
        if table.is_none() {
            if let Some(header) = Header::read(&cells, &wanted) {
                table = Some(open(header, &stem, found, line)?);
                continue;
            }
            table = Some(open(Header::plain(&wanted, line)?, &stem, found, line)?);
        }
        if let Some((header, rows)) = &mut table {
            header.row(&cells, kind.safe, rows, line, found);
        }
    }
    let concepts = table.map(|(_, rows)| rows.into_concepts()).unwrap_or_default();
    concepts.into_iter().for_each(|(concept, line)| found(line, Found::Concept(Box::new(concept))));
    Ok(())
}

fn open(
    header: Header,
    stem: &str,
    found: &mut dyn FnMut(usize, Found),
    line: usize,
) -> Result<(Header, Rows<usize>), ReadError> {
    header.unknown.iter().for_each(|name| found(line, Found::LeftOut(format!("column {name}"))));
    let columns = Columns::new(header.columns()).map_err(|message| ReadError::new(line, message))?;
    Ok((header, Rows::new(columns, stem, "")))
}

/// The first line of UTX: `#UTX 1.2; vi/en; …`.
fn languages_of(comment: &str) -> Option<(Lang, Lang)> {
    let mut parts = comment.strip_prefix("UTX")?.split(';').map(str::trim);
    let (from, to) = parts.nth(1)?.split_once('/')?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// The columns that are used, each with its place in a row.
struct Header {
    used: Vec<(usize, Column)>,
    /// Cells of terms hold alternatives.
    alternatives: bool,
    unknown: Vec<String>,
}

impl Header {
    /// The header a line is, if it is one: it names two languages, or nothing but what is known.
    fn read(cells: &[&str], wanted: &Wanted) -> Option<Self> {
        let mut header = Self { used: Vec::new(), alternatives: false, unknown: Vec::new() };
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match column_of(cell, wanted) {
                Some(column) => {
                    header.alternatives |= matches!(column, Column::Term(_))
                        && cell.chars().count() > 3
                        && !cell.contains('-')
                        && !["source", "target"].contains(&cell.to_lowercase().as_str());
                    header.used.push((at, column));
                }
                None => header.unknown.push((*cell).to_owned()),
            }
        }
        let languages = header.used.iter().filter(|(_, column)| matches!(column, Column::Term(_))).count();
        (languages >= 2 || languages == 1 && header.unknown.is_empty()).then_some(header)
    }

    /// Source, target and a note.
    fn plain(wanted: &Wanted, line: usize) -> Result<Self, ReadError> {
        let (Some(from), Some(to)) = (wanted.from.clone(), wanted.to.clone()) else {
            let message =
                "the first line names no columns, so nothing tells the languages; give them with --from and --to";
            return Err(ReadError::new(line, message));
        };
        let used = vec![(0, Column::Term(from)), (1, Column::Term(to)), (2, Column::Note)];
        Ok(Self { used, alternatives: false, unknown: Vec::new() })
    }

    fn columns(&self) -> Vec<Column> {
        self.used.iter().map(|(_, column)| column.clone()).collect()
    }

    fn row(
        &self,
        cells: &[&str],
        safe: bool,
        rows: &mut Rows<usize>,
        line: usize,
        found: &mut dyn FnMut(usize, Found),
    ) {
        let mut values = Vec::new();
        for (at, column) in &self.used {
            let cell = cells.get(*at).copied().unwrap_or_default();
            let cell = if safe { plain(cell) } else { cell };
            match in_our_words(column, cell) {
                Ok(value) => values.push(value),
                Err(trouble) => {
                    found(line, Found::Warning(trouble));
                    values.push(String::new());
                }
            }
        }
        // Alternatives are rows of their own: each with what the other cells hold.
        let split = |(value, (_, column)): (&String, &(usize, Column))| match column {
            Column::Term(_) if self.alternatives => value.split('|').map(|term| term.trim().to_owned()).collect(),
            _ => vec![value.clone()],
        };
        let values: Vec<Vec<String>> = values.iter().zip(&self.used).map(split).collect();
        let most = values.iter().map(Vec::len).max().unwrap_or_default();
        for number in 0..most {
            let cell = |all: &Vec<String>| all.get(number).or(all.first()).cloned().unwrap_or_default();
            let row: Vec<String> = values.iter().map(cell).collect();
            let row: Vec<&str> = row.iter().map(String::as_str).collect();
            if let Err(message) = rows.add(&row, line) {
                found(line, Found::Skipped(message));
            }
        }
    }
}

fn column_of(name: &str, wanted: &Wanted) -> Option<Column> {
    let name = name.to_lowercase().replace('_', " ");
    let language = || name.split_once('-').and_then(|(code, _)| NAMES.get(code)).and_then(|_| name.parse().ok());
    Some(match NAMES.get(name.as_str()).copied() {
        Some("from") => Column::Term(wanted.from.clone()?),
        Some("to") => Column::Term(wanted.to.clone()?),
        Some("status") => Column::Status,
        Some("type") => Column::Type,
        Some("domain") => Column::Domain,
        Some("note") => Column::Note,
        Some("definition") => Column::Definition,
        Some("pos") => Column::PartOfSpeech,
        Some("concept") => Column::Concept,
        Some(code) => Column::Term(code.parse().ok()?),
        None => Column::Term(language()?),
    })
}

/// A cell with the words that [`Rows`] knows; what other programs call plainly approved is left to the order of rows.
fn in_our_words(column: &Column, cell: &str) -> Result<String, String> {
    let unknown = |what: &str| format!("unknown {what} `{cell}`; it is not taken over");
    Ok(match column {
        _ if cell.is_empty() => String::new(),
        Column::Status if cell.eq_ignore_ascii_case("approved") => String::new(),
        Column::Status => words::status(cell).ok_or_else(|| unknown("status"))?.as_str().to_owned(),
        Column::Type => words::term_type(cell).ok_or_else(|| unknown("type"))?.as_str().to_owned(),
        Column::PartOfSpeech => {
            words::part_of_speech(cell).ok_or_else(|| unknown("part of speech"))?.as_str().to_owned()
        }
        Column::Concept => slug(cell),
        Column::Term(_) | Column::Domain | Column::Note | Column::Definition => cell.to_owned(),
    })
}

/// A cell without the apostrophe that keeps it from being run.
fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\'', '\t', '\r']) => rest,
        _ => cell,
    }
}

/// The separator a first line has most of, outside of quotes.
fn commonest(text: &str) -> u8 {
    let (mut counts, mut quoted) = ([(b',', 0), (b';', 0), (b'\t', 0)], false);
    for byte in text.lines().next().unwrap_or_default().bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte && !quoted) {
            *count += 1;
        }
    }
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, count)| if *count == 0 { b',' } else { *separator })
}

/// Rows of cells with their lines.
enum Records<'i> {
    Tab(Box<Input<'i>>),
    Quoted(Box<csv::Reader<Input<'i>>>, csv::StringRecord),
}

impl<'i> Records<'i> {
    fn new(input: Input<'i>, separator: Option<u8>) -> Self {
        match separator {
            None => Self::Tab(Box::new(input)),
            Some(separator) => {
                let mut builder = csv::ReaderBuilder::new();
                builder.delimiter(separator).has_headers(false).flexible(true);
                Self::Quoted(Box::new(builder.from_reader(input)), csv::StringRecord::new())
            }
        }
    }

    fn next(&mut self) -> Result<Option<(usize, Vec<String>)>, ReadError> {
        match self {
            Self::Tab(input) => {
                let mut line = String::new();
                let place = input.line(&mut line)?;
                Ok(place.map(|place| (place.line, line.split('\t').map(str::to_owned).collect())))
            }
            Self::Quoted(reader, record) => {
                reader.get_mut().start_token();
                let line = usize::try_from(reader.position().line()).unwrap_or_default();
                let more = match reader.read_record(record) {
                    Ok(more) => more,
                    Err(error) => {
                        return Err(match error.into_kind() {
                            csv::ErrorKind::Io(error) => reader.get_mut().fault(&error),
                            other => ReadError::new(line, format!("the table cannot be read: {other:?}")),
                        });
                    }
                };
                let at = record.position().map_or(line, |place| usize::try_from(place.line()).unwrap_or_default());
                Ok(more.then(|| (at, record.iter().map(str::to_owned).collect())))
            }
        }
    }
}
