//! What can be done about a place: mend it, waive it, enter a term.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CreateFile, CreateFileOptions,
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range,
    ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use crate::project::{CHANGED_NAME, Edit, Finding, MISSING_TERM, detect_language, slug, text_of};

use super::{
    diagnostics::diagnostic,
    documents::{Documents, Open},
    folders::FolderSession,
    position::Lines,
    uri,
};

/// Mends everything that is certain.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.gloss");

pub(super) fn actions(
    folder: &FolderSession<'_>,
    documents: &Documents,
    params: &CodeActionParams,
) -> Vec<CodeActionOrCommand> {
    let uri = &params.text_document.uri;
    let Some(document) = documents.get(uri) else { return Vec::new() };
    let wanted = |kind: &CodeActionKind| {
        let only = params.context.only.as_ref();
        only.is_none_or(|only| {
            only.iter()
                .any(|one| kind.as_str() == one.as_str() || kind.as_str().starts_with(&format!("{}.", one.as_str())))
        })
    };
    let start = document.offset(params.range.start, folder.encoding);
    let end = document.offset(params.range.end, folder.encoding);
    let here = document.findings.iter().filter(|f| f.place.span.start <= end && start <= f.place.span.end);
    let mut actions: Vec<CodeAction> = Vec::new();
    for finding in here {
        actions.extend(mend(folder, uri, document, finding));
        actions.extend(waive(folder, documents, uri, document, finding));
    }
    let all: Vec<&Edit> = document.findings.iter().flat_map(|finding| &finding.fix).collect();
    if !all.is_empty() {
        actions.push(CodeAction {
            title: "Mend everything that is certain".to_owned(),
            kind: Some(FIX_ALL),
            edit: Some(edit(folder, uri, document, &all)),
            ..CodeAction::default()
        });
    }
    actions.extend(add(folder, documents, document, document.text.get(start..end).unwrap_or_default()));
    actions.retain(|action| action.kind.as_ref().is_none_or(wanted));
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Edits of a document, those that overlap an earlier one left out.
fn edit(folder: &FolderSession<'_>, uri: &Uri, document: &Open, edits: &[&Edit]) -> WorkspaceEdit {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut last, mut out) = (0, Vec::new());
    for edit in edits {
        if edit.span.start >= last {
            out.push(TextEdit::new(document.range(edit.span, folder.encoding), edit.new.clone()));
            last = edit.span.end;
        }
    }
    #[expect(clippy::mutable_key_type, reason = "the protocol's own type; nothing changes its keys")]
    let changes = HashMap::from([(uri.clone(), out)]);
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

fn mend(folder: &FolderSession<'_>, uri: &Uri, document: &Open, finding: &Finding) -> Vec<CodeAction> {
    let action = |new: &str, edits: &[&Edit], is_preferred: bool| CodeAction {
        title: if new.is_empty() { "Take it out".to_owned() } else { format!("Write `{new}`") },
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic(folder, uri, document, finding)]),
        edit: Some(edit(folder, uri, document, edits)),
        is_preferred: Some(is_preferred),
        ..CodeAction::default()
    };
    if let Some(first) = finding.fix.first() {
        return vec![action(&first.new, &finding.fix.iter().collect::<Vec<_>>(), true)];
    }
    let here = |new: &String| action(new, &[&Edit { span: finding.place.span, new: new.clone() }], false);
    // What is missing in a translation has its place there, and a person knows where; markup is not to be written over.
    let is_elsewhere = [&MISSING_TERM, &CHANGED_NAME].contains(&finding.rule);
    let is_plain = |new: &&String| has_no_markup(&document.name) || !new.contains(['&', '<', '>', '"', '\\']);
    let stands = document.text.get(finding.place.span.range()) == Some(finding.place.text.as_str());
    finding.suggestions.iter().filter(|_| stands && !is_elsewhere).filter(is_plain).map(here).collect()
}

/// Whether a file is nothing but its text.
fn has_no_markup(name: &str) -> bool {
    !name.contains('.') || [".txt", ".text", ".md", ".markdown"].iter().any(|end| name.ends_with(end))
}

/// A comment above the line where texts have such, else an entry in `gloss.toml`.
fn waive(
    folder: &FolderSession<'_>,
    documents: &Documents,
    uri: &Uri,
    document: &Open,
    finding: &Finding,
) -> Option<CodeAction> {
    let concept = finding.concept.as_ref().map_or_else(String::new, |id| format!(" concept={id}"));
    let has_comments = [".md", ".markdown", ".html", ".htm", ".xhtml"].iter().any(|end| document.name.ends_with(end));
    let edit = if has_comments {
        let line = document.range(finding.place.span, folder.encoding).start.line;
        let place = Range::new(Position::new(line, 0), Position::new(line, 0));
        let text = format!("<!-- gloss:ignore {}{concept}: REASON -->\n", finding.rule);
        #[expect(clippy::mutable_key_type, reason = "the protocol's own type; nothing changes its keys")]
        let changes = HashMap::from([(uri.clone(), vec![TextEdit::new(place, text)])]);
        WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
    } else {
        if !folder.workspace().configured {
            return None;
        }
        let path = folder.workspace().folder().join("gloss.toml");
        let text = std::iter::once(format!("\n[[check.waivers]]\nrule = \"{}\"\n", finding.rule))
            .chain(finding.concept.iter().map(|id| format!("concept = {}\n", toml(id))))
            .chain([format!("text = {}\n", toml(&finding.place.text))])
            .chain([format!("path = {}\n", toml(&folder.workspace().name_in_project(&document.name)))])
            .chain(["reason = \"REASON\"\n".to_owned()]);
        at_end(folder, documents, &path, &text.collect::<String>())?
    };
    Some(CodeAction {
        title: format!("Waive `{}` here", finding.rule),
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(edit),
        ..CodeAction::default()
    })
}

/// An entry for what is selected, its other language to be filled in.
fn add(folder: &FolderSession<'_>, documents: &Documents, document: &Open, selected: &str) -> Option<CodeAction> {
    let selected = selected.trim();
    let id = slug(selected);
    if id.is_empty() || selected.contains(['\n', '"', '\\']) || folder.terms.has(selected) {
        return None;
    }
    let pair = folder.workspace().config.pair().ok()?;
    let vietnamese = detect_language(selected).is("vi") || detect_language(&document.text).is("vi");
    let lang = if vietnamese == pair.from.is("vi") { &pair.from } else { &pair.to };
    let path = folder.workspace().place(folder.project.file_for("general").ok()?);
    let lines = [&pair.from, &pair.to].map(|one| {
        let text = if one == lang { selected } else { "FILL IN" };
        format!("{one} = {}\n", toml(text))
    });
    let entry = format!("\n[{}]\n{}", folder.project.free_id(&id), lines.concat());
    Some(CodeAction {
        title: format!("Add `{selected}` to the glossary"),
        kind: Some(CodeActionKind::REFACTOR),
        edit: Some(at_end(folder, documents, &path, &entry)?),
        ..CodeAction::default()
    })
}

/// A text as a TOML string.
fn toml(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

/// Text at the end of a file that may not exist yet.
fn at_end(
    folder: &FolderSession<'_>,
    documents: &Documents,
    path: &std::path::Path,
    text: &str,
) -> Option<WorkspaceEdit> {
    let uri = uri::of(path)?;
    // As it is in the editor, if it is open there.
    let there = documents.get(&uri).map(|open| open.text.clone()).or_else(|| text_of(path));
    let end = there
        .as_deref()
        .map_or(Position::new(0, 0), |there| Lines::of(there).position(there, there.len(), folder.encoding));
    let create = there.is_none().then(|| {
        let options = CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) };
        DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
            uri: uri.clone(),
            options: Some(options),
            annotation_id: None,
        }))
    });
    let new_line =
        if there.as_deref().is_some_and(|there| !there.is_empty() && !there.ends_with('\n')) { "\n" } else { "" };
    let insert = DocumentChangeOperation::Edit(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(TextEdit::new(Range::new(end, end), format!("{new_line}{text}")))],
    });
    let changes = DocumentChanges::Operations(create.into_iter().chain([insert]).collect());
    Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() })
}
