//! `gloss tm search`.

use crate::project::{Span, reports::TmSearch};

use super::{
    super::{Output, Status},
    Format, Memory,
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

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let phrase = args.text.join(" ");
    let report = at.open()?.search(&phrase, args.limit)?;
    match args.format {
        Format::Json => out.json(&TmSearch::of(&phrase, &report))?,
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
