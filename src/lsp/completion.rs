//! Terms that go on from what is being typed, with or without diacritics.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionTextEdit, Documentation, TextEdit,
};

use crate::project::{Span, detect_language};

use super::{documents::Documents, folders::FolderSession, terms::key};

/// How many words before the cursor may begin a term.
const MAX_WORDS: usize = 5;
/// Upper limit of the terms offered.
const MAX_ITEMS: usize = 30;
/// Fewer letters begin too many terms.
const MIN_LETTERS: usize = 3;

pub(super) fn complete(
    folder: &FolderSession<'_>,
    documents: &Documents,
    params: &CompletionParams,
) -> Option<CompletionList> {
    let position = &params.text_document_position;
    let document = documents.get(&position.text_document.uri)?;
    let end = document.offset(position.position, folder.encoding);
    let line = document.text[..end].rfind('\n').map_or(0, |at| at + 1);
    let here = detect_language(&document.text);
    let mut items: Vec<CompletionItem> = Vec::new();
    // What more words begin fits better.
    for start in starts(&document.text[line..end]).into_iter().map(|at| line + at) {
        let typed = &document.text[start..end];
        for (_, lang, term, concept) in folder.terms.beginning(&key(typed)) {
            let into = if lang.primary() == here.primary() { Some(*term) } else { concept.preferred(&here) };
            let Some(into) = into.filter(|into| items.len() < MAX_ITEMS && into.text != typed) else { continue };
            let is_there = |item: &CompletionItem| item.label == into.text;
            if items.iter().any(is_there) {
                continue;
            }
            let others = concept.terms.keys().filter(|other| other.primary() != here.primary());
            let others: Vec<&str> = others.filter_map(|other| Some(concept.preferred(other)?.text.as_str())).collect();
            let range = document.range(Span::new(start, end), folder.encoding);
            items.push(CompletionItem {
                label: into.text.clone(),
                kind: Some(CompletionItemKind::TEXT),
                detail: Some(others.join(", ")),
                documentation: concept.definition.clone().map(Documentation::String),
                // The editor filters by what was typed, which may lack diacritics or be in the other language.
                filter_text: Some(typed.to_owned()),
                sort_text: Some(format!("{:03}", items.len())),
                text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, into.text.clone()))),
                ..CompletionItem::default()
            });
        }
    }
    Some(CompletionList { is_incomplete: true, items })
}

/// Where the last words of a line begin, the most of them first.
fn starts(line: &str) -> Vec<usize> {
    let begins = |(at, c): (usize, char)| {
        let before = line[..at].chars().next_back();
        (c.is_alphanumeric() && before.is_none_or(|before| !before.is_alphanumeric())).then_some(at)
    };
    let all: Vec<usize> = line.char_indices().filter_map(begins).collect();
    let last = all.len().saturating_sub(MAX_WORDS);
    all[last..].iter().copied().filter(|at| line[*at..].chars().count() >= MIN_LETTERS).collect()
}
