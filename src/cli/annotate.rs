//! `gloss annotate`.

use std::io;

use crate::project::{
    Annotated, Mark, Overlaps, Project, TermRef, escape_markup, html_head, instead, renderings, reports::Annotations,
    safe_for_terminal,
};

use super::{InputArgs, Output, Status, complain_about, complain_about_glossary};

/// Marks the terms of the glossary in texts, with what they are in the other language.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss annotate article.txt\n  gloss annotate --format html article.txt > article.html\n  gloss annotate --format json --nested articles/"
)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// How to print the text: with marks, the terms as JSON, or a page
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Also list terms inside longer ones (JSON)
    #[arg(long)]
    nested: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
}

pub(super) fn run(args: &Args, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    if args.nested && args.format != Format::Json {
        anyhow::bail!("--nested needs --format json: marks in a text cannot overlap");
    }
    let files = args.input.read(&project.workspace)?;
    let trouble = complain_about_glossary(project, out) | complain_about(&files.errors, out);
    let overlaps = if args.nested { Overlaps::All } else { Overlaps::Longest };
    let texts = project.annotate(&files, overlaps);
    match args.format {
        Format::Text => text(&texts, out)?,
        Format::Json => out.json(&Annotations::of(&texts))?,
        Format::Html => html(&texts, out)?,
    }
    let none = texts.iter().all(|text| text.marks.is_empty());
    Ok(match (trouble, none) {
        (true, _) => Status::Trouble,
        (false, true) => Status::Negative,
        (false, false) => Status::Fine,
    })
}

/// What a mark says: the renderings, and what should be written instead.
fn saying(of: &TermRef<'_>) -> String {
    let mut parts: Vec<String> = renderings(of).map(|(_, term)| term.text.clone()).collect();
    if let Some(better) = instead(of) {
        parts.push(format!("{}: write {}", of.term.status, better.text));
    }
    parts.join("; ")
}

/// The pieces of a text: what stands between marks, and the marks.
fn pieces<'t>(text: &'t Annotated<'_>) -> impl Iterator<Item = (&'t str, Option<&'t Mark<'t>>)> {
    let source = text.article.document.text();
    let starts = std::iter::once(0).chain(text.marks.iter().map(|mark| mark.span.end));
    let marks = text.marks.iter().map(Some).chain([None]);
    starts.zip(marks).map(|(from, mark)| (&source[from..mark.map_or(source.len(), |mark| mark.span.start)], mark))
}

fn text(texts: &[Annotated<'_>], out: &mut Output) -> io::Result<()> {
    for text in texts {
        if texts.len() > 1 {
            out.line(&format!("==> {} <==", safe_for_terminal(text.article.document.name())))?;
        }
        let source = text.article.document.text();
        let mut marked = String::new();
        for (before, mark) in pieces(text) {
            marked.push_str(&safe_for_terminal(before));
            if let Some((mark, best)) = mark.and_then(|mark| Some((mark, mark.best()?))) {
                let form = safe_for_terminal(mark.span.of(source));
                marked.push_str(&format!("[{form} = {}]", safe_for_terminal(&saying(&best))));
            }
        }
        out.line(marked.trim_end_matches('\n'))?;
    }
    Ok(())
}

const STYLE: &str = "body { max-width: 44rem }\npre { font: inherit; white-space: pre-wrap }\nmark { background: none; color: inherit; border-bottom: 2px solid #2a7; cursor: help }\nmark.deprecated, mark.forbidden { border-bottom: 2px dashed #c33 }\n";

fn html(texts: &[Annotated<'_>], out: &mut Output) -> io::Result<()> {
    write!(out.results(), "{}", html_head("en", "Terms", STYLE))?;
    for text in texts {
        let source = text.article.document.text();
        out.line(&format!("<h2>{}</h2>", escape_markup(text.article.document.name())))?;
        write!(out.results(), "<pre lang=\"{}\">", text.article.lang)?;
        for (before, mark) in pieces(text) {
            write!(out.results(), "{}", escape_markup(before))?;
            if let Some((mark, best)) = mark.and_then(|mark| Some((mark, mark.best()?))) {
                let (id, status, says) =
                    (escape_markup(&best.concept.id), best.term.status, escape_markup(&saying(&best)));
                let form = escape_markup(mark.span.of(source));
                write!(out.results(), "<mark class=\"{status}\" data-concept=\"{id}\" title=\"{says}\">{form}</mark>")?;
            }
        }
        out.line("</pre>")?;
    }
    Ok(())
}
