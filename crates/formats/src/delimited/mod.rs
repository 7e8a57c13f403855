//! Tables of terms as text: TSV, CSV and the `.txt` of OmegaT. Programs want different columns, so each has several shapes.
//!
//! `columns.rs` writes tables with a header, a row a rendering; `omegat.rs`, `memoq.rs` and `dictionary.rs` write what these
//! programs take. [`super::table`] reads them all.

pub(super) mod columns;
mod dictionary;
mod memoq;
mod omegat;

use super::{
    Ending, FormatSpec, Part, Reading, Shape,
    parts::{DEFINITION, DOMAIN, NOTE, PART_OF_SPEECH, TERM_NOTE, TERM_TYPE},
};
use columns::Delimited;
use dictionary::Dictionary;
use memoq::MemoQ;
use omegat::OmegatGlossary;

/// What a table with a header has columns for.
pub(super) static COLUMNS: &[&Part] = &[&DOMAIN, &PART_OF_SPEECH, &TERM_TYPE, &DEFINITION, &NOTE, &TERM_NOTE];

/// What the comment behind source and target is made of.
static COMMENT: &[&Part] = &[&DEFINITION, &NOTE, &TERM_NOTE];

/// Cells between tabs.
pub(super) static TSV: FormatSpec = FormatSpec {
    name: "tsv",
    title: "TSV",
    endings: &[Ending::translations("tsv"), Ending::translations("tab")],
    roots: &[],
    begins: None,
    read: Some(Reading::Text(&Delimited::Tsv)),
    shapes: &[
        Shape {
            name: "tsv",
            about: "A table with a header, a row a rendering",
            settings: &[],
            holds: COLUMNS,
            writer: &Delimited::Tsv,
            units: None,
        },
        Shape {
            name: "tsv-plain",
            about: "Source, target and comment, without a header",
            settings: &["plain"],
            holds: COMMENT,
            writer: &OmegatGlossary::Utf8,
            units: None,
        },
        Shape {
            name: "tsv-pairs",
            about: "Source and target, each source once, without a header",
            settings: &["pairs"],
            holds: &[],
            writer: &Dictionary::Tsv,
            units: None,
        },
    ],
    validator: None,
};

/// Cells between commas, quoted where they must be.
pub(super) static CSV: FormatSpec = FormatSpec {
    name: "csv",
    title: "CSV",
    endings: &[Ending::translations("csv")],
    roots: &[],
    begins: None,
    read: Some(Reading::Text(&Delimited::Csv)),
    shapes: &[
        Shape {
            name: "csv",
            about: "The same with commas, safe for spreadsheets",
            settings: &[],
            holds: COLUMNS,
            writer: &Delimited::Csv,
            units: None,
        },
        Shape {
            name: "csv-lossless",
            about: "Without apostrophes in front of cells that a spreadsheet would run",
            settings: &["lossless"],
            holds: COLUMNS,
            writer: &Delimited::PlainCsv,
            units: None,
        },
        Shape {
            name: "csv-excel",
            about: "With a byte order mark, which Excel needs",
            settings: &["excel"],
            holds: COLUMNS,
            writer: &Delimited::ExcelCsv,
            units: None,
        },
        Shape {
            name: "csv-plain",
            about: "Source, target and comment, without a header",
            settings: &["plain"],
            holds: COMMENT,
            writer: &OmegatGlossary::Csv,
            units: None,
        },
        Shape {
            name: "csv-pairs",
            about: "Source and target, each source once, without a header",
            settings: &["pairs"],
            holds: &[],
            writer: &Dictionary::Csv,
            units: None,
        },
        Shape {
            name: "csv-memoq",
            about: "A row an entry, alternatives between |",
            settings: &["memoq"],
            holds: &[&DOMAIN, &DEFINITION, &NOTE],
            writer: &MemoQ,
            units: None,
        },
    ],
    validator: None,
};

/// OmegaT's own glossary.
pub(super) static TXT: FormatSpec = FormatSpec {
    name: "txt",
    title: "OmegaT glossaries (.txt)",
    endings: &[Ending::other("txt"), Ending::translations("utf8")],
    roots: &[],
    begins: None,
    read: Some(Reading::Text(&OmegatGlossary::Txt)),
    shapes: &[Shape {
        name: "txt",
        about: "OmegaT glossary: source, target and comment with tabs",
        settings: &[],
        holds: COMMENT,
        writer: &OmegatGlossary::Txt,
        units: None,
    }],
    validator: None,
};
