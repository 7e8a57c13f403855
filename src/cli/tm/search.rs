//! `gloss tm search`.

use serde::Serialize;

use crate::{project::Concordance, text::Span};

use super::{
    super::{Output, Status},
    Format, Place,
};

/// Finds where a word or phrase was translated, in either language.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm search \"đại đoàn kết\"\n  gloss tm search \"dai doan ket\"     with or without diacritics\n  gloss tm search house --limit 0 --format json\n\nCase does not count; diacritics count if the phrase has any. The latest units come first."
)]
pub(super) struct Args {
    /// The word or phrase
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// How many units at most; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

pub(super) fn run(args: &Args, place: &Place, out: &mut Output) -> anyhow::Result<Status> {
    let phrase = args.text.join(" ");
    let report = place.open()?.search(&phrase, args.limit)?;
    match args.format {
        Format::Json => out.json(&JsonReport {
            schema: "gloss.tm-search/1",
            query: &phrase,
            total: report.total,
            units: report.found.iter().map(JsonUnit::from).collect(),
        })?,
        Format::Text => {
            let coloured = out.coloured();
            for found in &report.found {
                let unit = &found.stored.unit;
                let number = format!("{:>7}", found.stored.number);
                out.line(&format!("{number}  {}", lit(&unit.source.text, &found.source, coloured)))?;
                out.line(&format!("{:>7}  {}", "", lit(&unit.target.text, &found.target, coloured)))?;
            }
            let hidden = report.total - report.found.len();
            if hidden > 0 {
                out.complain(&format!("… and {hidden} more; --limit 0 shows all"));
            }
            if report.total == 0 {
                out.complain(&format!("no unit has `{phrase}`"));
            }
        }
    }
    Ok(if report.total == 0 { Status::Negative } else { Status::Fine })
}

/// A text on one line with places in it shown.
fn lit(text: &str, places: &[Span], coloured: bool) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for place in places.iter().filter(|_| coloured) {
        if place.start < at {
            continue;
        }
        out.push_str(&format!("{}\u{1b}[1;33m{}\u{1b}[0m", &text[at..place.start], place.of(text)));
        at = place.end;
    }
    out.push_str(&text[at..]);
    out.replace('\n', " ⏎ ")
}

#[derive(Serialize)]
struct JsonReport<'r> {
    schema: &'static str,
    query: &'r str,
    total: usize,
    units: Vec<JsonUnit<'r>>,
}

#[derive(Serialize)]
struct JsonUnit<'r> {
    unit: u64,
    source_language: &'r str,
    target_language: &'r str,
    source: &'r str,
    target: &'r str,
    origin: &'r str,
    source_places: Vec<[usize; 2]>,
    target_places: Vec<[usize; 2]>,
}

impl<'r> From<&'r Concordance> for JsonUnit<'r> {
    fn from(found: &'r Concordance) -> Self {
        let places = |spans: &[Span]| spans.iter().map(|span| [span.start, span.end]).collect();
        let unit = &found.stored.unit;
        Self {
            unit: found.stored.number,
            source_language: unit.source.lang.as_str(),
            target_language: unit.target.lang.as_str(),
            source: &unit.source.text,
            target: &unit.target.text,
            origin: &found.stored.origin,
            source_places: places(&found.source),
            target_places: places(&found.target),
        }
    }
}
