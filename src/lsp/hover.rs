//! The card of the term under the cursor.

use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind, Range, TextDocumentPositionParams};

use crate::project::{Concept, Span, Term, TermRef};

use super::{documents::Documents, folders::FolderSession};

/// The terms at a position, with the bytes of the source they stand on.
pub(super) fn at<'g>(
    folder: &FolderSession<'g>,
    documents: &Documents,
    position: &TextDocumentPositionParams,
) -> Option<(Span, Vec<TermRef<'g>>)> {
    let document = documents.get(&position.text_document.uri)?;
    let offset = document.offset(position.position, folder.encoding);
    let (text, lang, at) = document.readable(offset).or_else(|| document.readable(offset.checked_sub(1)?))?;
    let found = folder.checks.terms_in(&lang, text.text());
    let found = found.into_iter().find(|found| found.span.start <= at && at < found.span.end)?;
    let span = text.to_source(found.span);
    Some((span, found.terms.into_iter().map(|(term, _)| term).collect()))
}

pub(super) fn hover(folder: &FolderSession<'_>, documents: &Documents, params: &HoverParams) -> Option<Hover> {
    let position = &params.text_document_position_params;
    let (span, terms) = at(folder, documents, position)?;
    let range: Range = documents.get(&position.text_document.uri)?.range(span, folder.encoding);
    let mut concepts: Vec<&Concept> = terms.iter().map(|term| term.concept).collect();
    concepts.dedup_by_key(|concept| &concept.id);
    let value = concepts.iter().map(|concept| card(concept)).collect::<Vec<_>>().join("\n\n---\n\n");
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(range) })
}

/// A concept in Markdown.
fn card(concept: &Concept) -> String {
    let mut lines = Vec::new();
    for (lang, terms) in &concept.terms {
        let all: Vec<String> = terms.iter().map(term).collect();
        lines.push(format!("**{lang}** {}", all.join(", ")));
    }
    lines.extend(concept.definition.clone());
    lines.extend(concept.note.as_ref().map(|note| format!("_{note}_")));
    lines.push(format!("`{}` ({})", concept.id, concept.domain));
    lines.join("\n\n")
}

fn term(term: &Term) -> String {
    let text = if term.status.is_accepted() { term.text.clone() } else { format!("~~{}~~", term.text) };
    match &term.note {
        Some(note) => format!("{text} ({note})"),
        None => text,
    }
}
