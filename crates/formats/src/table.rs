//! Reads tables of terms: with a header or without, with tabs, commas or semicolons, and UTX.
//!
//! `columns.tsv` lists the names that columns have in other programs, each with ours. A header with languages by their names is memoQ's way, where a cell
//! holds alternatives between `|`. Without a header the columns are source, target and note.

use std::{
    collections::HashMap,
    io::{self, Read},
    sync::LazyLock,
};

use gloss_core::{
    lang::Lang,
    model::{Column, Columns, Rows, Segment, Unit},
    text::{Placed, Places, key::slug},
};

use super::{ImportItem, Input, ReadError, ReadOptions, words};

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
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let name = input.name().to_owned();
    input.limit(LONGEST_ROW);
    let separator = match kind.separator {
        Separator::Tab => None,
        Separator::Comma => Some(commonest(input.peek()?)),
    };
    let mut records = Records::new(input, separator, wanted.places);
    read_rows(&name, &mut || records.next(), kind, wanted, found)
}

/// Rows of a table as they come, each with its line.
type NextRow<'n> = dyn FnMut() -> Result<Option<(usize, Vec<Placed>)>, ReadError> + 'n;

pub(super) fn read_rows(
    name: &str,
    next: &mut NextRow<'_>,
    kind: Kind,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let stem = slug(name.rsplit(['/', '\\']).next().and_then(|name| name.split('.').next()).unwrap_or_default());
    let mut wanted = wanted.clone();
    let mut table: Option<(Header, Rows<usize>)> = None;
    while let Some((line, placed)) = next()? {
        let cells = &placed;
        if cells.len() > MOST_CELLS {
            let message = format!("{} cells in a row; no list of terms has more than {MOST_CELLS}", cells.len());
            return Err(ReadError::new(line, message));
        }
        // A cell is a line, whatever breaks a spreadsheet put into it.
        let cells: Vec<String> =
            cells.iter().map(|cell| cell.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        if table.is_none() && cells[0].to_lowercase().starts_with("sep=") {
            continue; // Excel's own word for the separator
        }
        if let Some(comment) = kind.comments.text(&cells) {
            // The last comment of UTX names the columns.
            let named: Vec<&str> = std::iter::once(comment).chain(cells[1..].iter().copied()).collect();
            if let Some((from, to)) = languages_of(comment) {
                wanted.from.get_or_insert(from);
                wanted.to.get_or_insert(to);
            } else if let Some(header) = Header::read(&named, &wanted).filter(|_| table.is_none()) {
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
        match &mut table {
            Some((header, _)) if wanted.each_row => {
                if let Some(unit) = header.unit(&placed, kind.safe, &wanted) {
                    found(line, ImportItem::Unit(Box::new(unit)));
                }
            }
            Some((header, rows)) => header.row(&cells, kind.safe, rows, line, found),
            None => {}
        }
    }
    table.iter_mut().for_each(|(_, rows)| tell(rows, found));
    Ok(())
}

fn tell(rows: &mut Rows<usize>, found: &mut dyn FnMut(usize, ImportItem)) {
    rows.take().into_iter().for_each(|(concept, line)| found(line, ImportItem::Concept(Box::new(concept))));
}

fn open(
    header: Header,
    stem: &str,
    found: &mut dyn FnMut(usize, ImportItem),
    line: usize,
) -> Result<(Header, Rows<usize>), ReadError> {
    header.unknown.iter().for_each(|name| found(line, ImportItem::LeftOut(format!("column {name}"))));
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
    /// More columns of a language, each with the one whose alternatives it holds.
    more: Vec<(usize, usize)>,
    /// How many cells a row may have.
    width: Option<usize>,
    unknown: Vec<String>,
}

impl Header {
    /// The header a line is, if it is one: it names two languages, or nothing but what is known.
    fn read(cells: &[&str], wanted: &ReadOptions) -> Option<Self> {
        let mut header = Self {
            used: Vec::new(),
            alternatives: false,
            more: Vec::new(),
            width: Some(cells.len()),
            unknown: Vec::new(),
        };
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match column_of(cell, wanted) {
                Some(column) => {
                    header.alternatives |= matches!(column, Column::Term(_)) && is_name_of_language(cell);
                    match header.used.iter().position(|(_, known)| *known == column) {
                        Some(first) => header.more.push((at, first)),
                        None => header.used.push((at, column)),
                    }
                }
                None => header.unknown.push((*cell).to_owned()),
            }
        }
        let languages = header.used.iter().filter(|(_, column)| matches!(column, Column::Term(_))).count();
        (languages >= 2 || languages == 1 && header.unknown.is_empty()).then_some(header)
    }

    /// Source, target and a note.
    fn plain(wanted: &ReadOptions, line: usize) -> Result<Self, ReadError> {
        let [Some(from), Some(to)] = wanted.of_table() else {
            let message =
                "the first line names no columns, so nothing tells the languages; give them with --from and --to";
            return Err(ReadError::new(line, message));
        };
        let used = vec![(0, Column::Term(from)), (1, Column::Term(to)), (2, Column::Note)];
        Ok(Self { used, alternatives: false, more: Vec::new(), width: None, unknown: Vec::new() })
    }

    fn columns(&self) -> Vec<Column> {
        self.used.iter().map(|(_, column)| column.clone()).collect()
    }

    /// The unit that a row is: the first term of its cell in one language, and that of its cell in the other.
    fn unit(&self, cells: &[Placed], safe: bool, wanted: &ReadOptions) -> Option<Unit> {
        let cell = |at: usize| cells.get(at).map(Placed::on_one_line).filter(|cell| !cell.text.is_empty());
        let about = |column: &Column| self.used.iter().find(|(_, known)| known == column).and_then(|(at, _)| cell(*at));
        let status = about(&Column::Status).and_then(|cell| words::status(&cell.text));
        if status.is_some_and(|status| !status.is_accepted()) {
            return None; // not what a translation should say
        }
        let mut terms: Vec<(&Lang, Placed)> = Vec::new();
        for (at, column) in &self.used {
            if let (Column::Term(lang), Some(cell)) = (column, cell(*at)) {
                terms.push((lang, self.first_term(cell, safe)));
            }
        }
        terms.sort_by_key(|(lang, _)| *lang);
        let [from, to] = wanted.of_table();
        let of = |lang: Option<Lang>| {
            terms.iter().position(|(known, _)| lang.as_ref().is_some_and(|lang| lang.primary() == known.primary()))
        };
        let from = of(from).or_else(|| (!terms.is_empty()).then_some(0))?;
        let to = of(to).filter(|to| *to != from).or_else(|| (0..terms.len()).find(|to| *to != from))?;
        let segment = |(lang, term): &(&Lang, Placed)| {
            let places = if wanted.places { term.places.clone() } else { Places::default() };
            Segment { places, ..Segment::new((*lang).clone(), &term.text) }
        };
        Some(Unit::new(segment(&terms[from]), segment(&terms[to])))
    }

    /// The first of the alternatives in a cell.
    fn first_term(&self, cell: Placed, safe: bool) -> Placed {
        let start = if safe { cell.text.len() - plain(&cell.text).len() } else { 0 };
        let text = &cell.text[start..];
        let end = if self.alternatives || !self.more.is_empty() { text.find('|') } else { None };
        let end = text[..end.unwrap_or(text.len())].trim_end().len();
        if (start, start + end) == (0, cell.text.len()) { cell } else { cell.part(start..start + end) }
    }

    fn row(
        &self,
        cells: &[&str],
        safe: bool,
        rows: &mut Rows<usize>,
        line: usize,
        found: &mut dyn FnMut(usize, ImportItem),
    ) {
        let beyond = self.width.and_then(|width| cells.get(width..)).unwrap_or_default();
        if beyond.iter().any(|cell| !cell.is_empty()) {
            let message = format!(
                "{} cells, but the header has {}; is a cell with a comma not in quotes?",
                cells.len(),
                self.width.unwrap_or_default()
            );
            return found(line, ImportItem::Skipped(message));
        }
        let mut values = Vec::new();
        for (number, (at, column)) in self.used.iter().enumerate() {
            let others = self.more.iter().filter(|(_, first)| *first == number);
            let others = others.filter_map(|(at, _)| cells.get(*at).copied().filter(|cell| !cell.is_empty()));
            let all: Vec<&str> = cells.get(*at).copied().into_iter().chain(others).collect();
            let joined = all.join("|");
            let cell = if self.more.is_empty() || !matches!(column, Column::Term(_)) {
                cells.get(*at).copied().unwrap_or_default()
            } else {
                joined.as_str()
            };
            let cell = if safe { plain(cell) } else { cell };
            if *column == Column::Status && !cell.is_empty() && words::status(cell).is_none() {
                found(line, ImportItem::Warning(format!("unknown status `{cell}`; the term is taken as admitted")));
            }
            match in_our_words(column, cell) {
                Ok(value) => values.push(value),
                Err(trouble) => {
                    found(line, ImportItem::Warning(trouble));
                    values.push(String::new());
                }
            }
        }
        // Alternatives are rows of their own: each with what the other cells hold.
        let split = |(value, (_, column)): (&String, &(usize, Column))| match column {
            Column::Term(_) if self.alternatives || !self.more.is_empty() => {
                value.split('|').map(|term| term.trim().to_owned()).collect()
            }
            _ => vec![value.clone()],
        };
        let values: Vec<Vec<String>> = values.iter().zip(&self.used).map(split).collect();
        // Each alternative stands in a row with the first of the others, so that all are one concept.
        let first = |all: &Vec<String>| all.first().cloned().unwrap_or_default();
        let base: Vec<String> = values.iter().map(first).collect();
        let mut all = vec![base.clone()];
        for (at, alternatives) in values.iter().enumerate() {
            for other in alternatives.iter().skip(1) {
                let mut row = base.clone();
                row[at].clone_from(other);
                all.push(row);
            }
        }
        for row in all {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            if let Err(message) = rows.add_of(line, &cells) {
                found(line, ImportItem::Skipped(message));
            }
        }
    }
}

/// Whether a header names a language in words: memoQ's way.
fn is_name_of_language(header: &str) -> bool {
    let name = header.to_lowercase();
    NAMES.get(name.as_str()).is_some_and(|code| *code != "to" && code.len() == 2 && name.len() > 3)
}

/// `English (US)`, `English term`, `term_en` and the like say no more than the language.
fn bare(name: &str) -> String {
    let outside = name.split('(').next().unwrap_or_default();
    let words = outside.split(|c: char| c.is_whitespace() || c == '_');
    words.filter(|word| !matches!(*word, "term" | "terms" | "text" | "")).collect::<Vec<_>>().join(" ")
}

fn column_of(name: &str, wanted: &ReadOptions) -> Option<Column> {
    let lower = name.to_lowercase();
    let name = if NAMES.contains_key(lower.as_str()) { lower } else { bare(&lower) };
    let name = if NAMES.contains_key(name.as_str()) { name } else { name.replace(' ', "-") };
    let [from, to] = wanted.of_table();
    let language = || name.split_once('-').and_then(|(code, _)| NAMES.get(code)).and_then(|_| name.parse().ok());
    Some(match NAMES.get(name.as_str()).copied() {
        Some("from") => Column::Term(from?),
        Some("to") => Column::Term(to?),
        Some(named) => Column::named(named)?,
        None => Column::Term(language()?),
    })
}

/// A cell with the words that [`Rows`] knows; what other programs call plainly approved is left to the order of rows.
fn in_our_words(column: &Column, cell: &str) -> Result<String, String> {
    let unknown = |what: &str| format!("unknown {what} `{cell}`; it is not taken over");
    Ok(match column {
        _ if cell.is_empty() => String::new(),
        Column::Status if cell.eq_ignore_ascii_case("approved") => String::new(),
        // What is not understood must not be promoted.
        Column::Status => words::status(cell).map_or("admitted", gloss_core::model::Status::as_str).to_owned(),
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
    Tab { input: Box<Input<'i>>, places: bool },
    Quoted(Box<Quoted<'i>>),
}

impl<'i> Records<'i> {
    fn new(input: Input<'i>, separator: Option<u8>, places: bool) -> Self {
        match separator {
            None => Self::Tab { input: Box::new(input), places },
            Some(separator) => Self::Quoted(Box::new(Quoted::new(input, separator, places))),
        }
    }

    fn next(&mut self) -> Result<Option<(usize, Vec<Placed>)>, ReadError> {
        match self {
            Self::Tab { input, places } => {
                let mut line = String::new();
                let Some(place) = input.line(&mut line)? else { return Ok(None) };
                let mut start = place.offset;
                let cell = |cell: &str| {
                    let file = start;
                    start += cell.len() + 1;
                    if *places { Placed::copied(cell, file) } else { Placed::nowhere(cell) }
                };
                Ok(Some((place.line, line.split('\t').map(cell).collect())))
            }
            Self::Quoted(quoted) => quoted.next(),
        }
    }
}

/// A table whose cells may be quoted.
struct Quoted<'i> {
    reader: csv::Reader<Counted<'i>>,
    record: csv::StringRecord,
    separator: u8,
    /// Lines end with a carriage return, too; the reader counts a line only when it meets the line feed.
    crlf: bool,
    /// The last record: where it began, and whether it went over a line's end.
    last: (usize, bool),
}

/// The text of a table, and how many quotes have passed.
struct Counted<'i> {
    input: Input<'i>,
    quotes: usize,
    /// What has passed since the last record, if places are wanted; the byte it begins at.
    passed: Option<(Vec<u8>, u64)>,
}

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(out)?;
        self.quotes += memchr::memchr_iter(b'"', &out[..read]).count();
        if let Some((passed, _)) = &mut self.passed {
            passed.extend_from_slice(&out[..read]);
        }
        Ok(read)
    }
}

impl<'i> Quoted<'i> {
    fn new(mut input: Input<'i>, separator: u8, places: bool) -> Self {
        let crlf = input
            .peek()
            .is_ok_and(|text| text.lines().next().is_some_and(|line| text[line.len()..].starts_with("\r\n")));
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(separator).has_headers(false).flexible(true);
        let reader = builder.from_reader(Counted { input, quotes: 0, passed: places.then(|| (Vec::new(), 0)) });
        Self { reader, record: csv::StringRecord::new(), separator, crlf, last: (1, false) }
    }

    fn next(&mut self) -> Result<Option<(usize, Vec<Placed>)>, ReadError> {
        self.reader.get_mut().input.start_token();
        let line = |position: &csv::Position| usize::try_from(position.line()).unwrap_or_default();
        let here = line(self.reader.position());
        let more = match self.reader.read_record(&mut self.record) {
            Ok(more) => more,
            Err(error) => {
                return Err(match error.into_kind() {
                    csv::ErrorKind::Io(error) => self.reader.get_mut().input.fault(&error),
                    other => ReadError::new(here, format!("the table cannot be read: {other:?}")),
                });
            }
        };
        if !more {
            // Quotes come in pairs; the reader takes the end of the file for the one that is missing.
            let open = self.reader.get_ref().quotes % 2 == 1 && self.last.1;
            let message = "a quote that begins a cell here is never closed";
            return if open { Err(ReadError::new(self.last.0, message)) } else { Ok(None) };
        }
        let begins = self.record.position().map_or(here, line);
        let at = begins + usize::from(self.crlf && self.record.position().is_some_and(|place| place.byte() > 0));
        self.last = (at, self.record.iter().any(|cell| cell.contains('\n')));
        let end = self.reader.position().byte();
        let cells = match &mut self.reader.get_mut().passed {
            Some((passed, start)) => {
                let text: Vec<u8> = passed.drain(..usize::try_from(end - *start).unwrap_or_default()).collect();
                let cells = placed(&self.record, &text, usize::try_from(*start).unwrap_or_default(), self.separator);
                *start = end;
                cells
            }
            None => self.record.iter().map(Placed::nowhere).collect(),
        };
        Ok(Some((at, cells)))
    }
}

/// The cells of a record, each where it stands in the record's bytes, which begin at a byte of the file.
fn placed(record: &csv::StringRecord, bytes: &[u8], start: usize, separator: u8) -> Vec<Placed> {
    // The reader passes over line ends and a byte order mark in front of a record.
    let mark: &[u8] = b"\xef\xbb\xbf";
    let mut at = if bytes.starts_with(mark) { mark.len() } else { 0 };
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let mut cells = Vec::with_capacity(record.len());
    for cell in record {
        let mut places = Places::default();
        let mut quoted = bytes.get(at) == Some(&b'"');
        at += usize::from(quoted);
        let mut read = 0;
        loop {
            match bytes.get(at..).unwrap_or_default() {
                [b'"', b'"', ..] if quoted => {
                    places.replace(read..read + 1, start + at..start + at + 2);
                    (read, at) = (read + 1, at + 2);
                }
                [b'"', ..] if quoted => {
                    quoted = false;
                    at += 1;
                }
                [] => break,
                [byte, ..] if !quoted && (*byte == separator || matches!(byte, b'\r' | b'\n')) => break,
                _ => {
                    places.copy(read..read + 1, start + at);
                    (read, at) = (read + 1, at + 1);
                }
            }
        }
        at += 1; // the separator
        let known = read == cell.len();
        cells.push(Placed { text: cell.to_owned(), places: if known { places } else { Places::default() } });
    }
    cells
}
