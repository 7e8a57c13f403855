//! A list of terms for people: Markdown for a repository or wiki, HTML for a browser or printer. By domain, then by the
//! preferred term of the language translated from; what should not be written is struck through.

use std::{collections::BTreeMap, io};

use gloss_core::{
    lang::Lang,
    model::{Concept, Term},
    text::{html_head, key},
};

use super::{
    FormatSpec, Loss, Part, Selection, Shape, Write,
    parts::{DEFINITION, DOMAIN, NOTE, TERM_NOTE},
    xml,
};

/// The writer, for either shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    /// Tables under headings.
    Markdown,
    /// One page that needs nothing else.
    Html,
}

/// Markdown.
pub(super) static MARKDOWN: FormatSpec = FormatSpec {
    name: "markdown",
    title: "Markdown",
    endings: &[],
    roots: &[],
    begins: None,
    read: None,
    shapes: &[Shape {
        name: "markdown",
        about: "A list for people",
        settings: &[],
        holds: HOLDS,
        writer: &List::Markdown,
        units: None,
    }],
    validator: None,
};

/// HTML.
pub(super) static HTML: FormatSpec = FormatSpec {
    name: "html",
    title: "HTML",
    endings: &[],
    roots: &[],
    begins: None,
    read: None,
    shapes: &[Shape {
        name: "html",
        about: "A page for people",
        settings: &[],
        holds: HOLDS,
        writer: &List::Html,
        units: None,
    }],
    validator: None,
};

/// What a row shows.
static HOLDS: &[&Part] = &[&DOMAIN, &DEFINITION, &NOTE, &TERM_NOTE];

const STYLE: &str = "table { width: 100% }\ntd p { margin: .2rem 0 0; opacity: .75 }\n";

impl Write for List {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let (from, to) = (&selection.pair.from, &selection.pair.to);
        if *self == Self::Html {
            write!(out, "{}", html_head(to.as_str(), "Glossary", STYLE))?;
        }
        if *self == Self::Markdown {
            writeln!(out, "# Glossary")?;
        }
        let mut domains: BTreeMap<&str, Vec<&Concept>> = BTreeMap::new();
        for concept in selection.sorted() {
            domains.entry(&concept.domain).or_default().push(concept);
        }
        for (domain, mut concepts) in domains {
            concepts.sort_by_cached_key(|concept| {
                (concept.preferred(from).map(|term| key::exact(&term.text)), &concept.id)
            });
            self.heading(out, domain, from, to)?;
            concepts.iter().try_for_each(|concept| self.row(out, concept, from, to))?;
            if *self == Self::Html {
                writeln!(out, "</table>")?;
            }
        }
        if *self == Self::Html {
            writeln!(out, "</html>")?;
        }
        Ok(Loss::default())
    }
}

impl List {
    fn heading(self, out: &mut dyn io::Write, domain: &str, from: &Lang, to: &Lang) -> io::Result<()> {
        match self {
            Self::Markdown => writeln!(out, "\n## {}\n\n| {from} | {to} | |\n|---|---|---|", self.safe(domain)),
            Self::Html => {
                writeln!(out, "<h2>{}</h2>\n<table>\n<tr><th>{from}<th>{to}<th></tr>", self.safe(domain))
            }
        }
    }

    fn row(self, out: &mut dyn io::Write, concept: &Concept, from: &Lang, to: &Lang) -> io::Result<()> {
        let about: Vec<String> =
            [&concept.definition, &concept.note].into_iter().flatten().map(|text| self.safe(text)).collect();
        let (sources, targets) = (self.terms(concept.terms(from)), self.terms(concept.terms(to)));
        match self {
            Self::Markdown => writeln!(out, "| {sources} | {targets} | {} |", about.join(" ")),
            Self::Html => {
                let (id, about) = (xml::id(&concept.id), about.join("<p>"));
                writeln!(
                    out,
                    "<tr id=\"{id}\"><td lang=\"{from}\">{sources}<td lang=\"{to}\">{targets}<td>{about}</tr>"
                )
            }
        }
    }

    fn terms(self, terms: &[Term]) -> String {
        let shown = terms.iter().enumerate().map(|(i, term)| {
            let text = self.safe(&term.text);
            let marked = match (self, term.status.is_accepted(), i) {
                (Self::Markdown, true, 0) => format!("**{text}**"),
                (Self::Markdown, false, _) => format!("~~{text}~~"),
                (_, true, 1..) => text,
                (Self::Html, true, 0) => format!("<b>{text}</b>"),
                (Self::Html, false, _) => format!("<s>{text}</s>"),
            };
            let note = term.note.as_ref().map(|note| format!(" ({})", self.safe(note))).unwrap_or_default();
            marked + &note
        });
        shown.collect::<Vec<_>>().join(if self == Self::Html { "<br>" } else { "; " })
    }

    /// Text that is nothing but text in this shape, on one line.
    fn safe(self, text: &str) -> String {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Self::Html => xml::escape(&line),
            Self::Markdown => {
                let special = |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#');
                line.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
            }
        }
    }
}
