//! From a term to its entry, to every place where it is used, and to entries by name.

use lsp_types::{
    GotoDefinitionParams, Location, Range, ReferenceParams, SymbolInformation, SymbolKind, Uri, WorkspaceSymbolParams,
};

use crate::project::{Article, Entry, Files, GlossaryFile, Span, fold};

use super::{documents::Documents, folders::FolderSession, hover, position::Lines, uri};

pub(super) fn definition(
    folder: &FolderSession<'_>,
    documents: &Documents,
    params: &GotoDefinitionParams,
) -> Vec<Location> {
    let Some((_, terms)) = hover::at(folder, documents, &params.text_document_position_params) else {
        return Vec::new();
    };
    let is_meant = |entry: &Entry| terms.iter().any(|term| term.concept.id == entry.id);
    entries(folder)
        .filter(|(_, entry)| is_meant(entry))
        .filter_map(|(file, entry)| location(folder, file, entry))
        .collect()
}

/// The entries of the project's own glossary: the shipped one is in no file.
fn entries<'d>(folder: &FolderSession<'d>) -> impl Iterator<Item = (&'d GlossaryFile, &'d Entry)> + use<'d> {
    folder.project.own.files().iter().flat_map(|file| file.entries.iter().map(move |entry| (file, entry)))
}

fn location(folder: &FolderSession<'_>, file: &GlossaryFile, entry: &Entry) -> Option<Location> {
    let source = &file.source;
    let range = Lines::of(&source.text).range(&source.text, entry.id_span, folder.encoding);
    Some(Location::new(uri::of(&folder.workspace().place(&source.path))?, range))
}

/// Every place of the project's articles and of the folder's open documents where the concept is named.
pub(super) fn references(
    folder: &FolderSession<'_>,
    documents: &Documents,
    is_in_folder: &dyn Fn(&Uri) -> bool,
    params: &ReferenceParams,
) -> Vec<Location> {
    let Some((_, terms)) = hover::at(folder, documents, &params.text_document_position) else { return Vec::new() };
    let ids: Vec<&str> = terms.iter().map(|term| term.concept.id.as_str()).collect();
    let mut found: Vec<(Uri, Range)> = Vec::new();
    for (uri, document) in documents.iter().filter(|(uri, _)| is_in_folder(uri)) {
        let Files { articles, bitexts, .. } = document.files();
        let sides = bitexts.into_iter().flat_map(|bitext| bitext.sides);
        for article in articles.into_iter().chain(sides) {
            found.extend(uses(folder, &article, &ids).map(|span| (uri.clone(), document.range(span, folder.encoding))));
        }
    }
    let workspace = folder.workspace();
    let paths: Vec<_> = workspace.config.articles.iter().map(|path| workspace.root.join(path)).collect();
    for article in workspace.read(&paths).articles {
        let place = workspace.place(article.document.name());
        let Some(uri) = uri::of(&place).filter(|uri| documents.get(uri).is_none()) else { continue };
        let source = article.document.source();
        let lines = Lines::of(source);
        found
            .extend(uses(folder, &article, &ids).map(|span| (uri.clone(), lines.range(source, span, folder.encoding))));
    }
    found.into_iter().map(|(uri, range)| Location::new(uri, range)).collect()
}

fn uses<'a>(folder: &FolderSession<'_>, article: &'a Article, ids: &'a [&str]) -> impl Iterator<Item = Span> + 'a {
    let spans: Vec<Span> = folder
        .checks
        .terms_in(&article.lang, article.document.text())
        .into_iter()
        .filter(|found| found.terms.iter().any(|(term, _)| ids.contains(&term.concept.id.as_str())))
        .map(|found| article.document.to_source(found.span))
        .collect();
    spans.into_iter()
}

/// The project's own entries that have a word in a term.
pub(super) fn symbols(folder: &FolderSession<'_>, params: &WorkspaceSymbolParams) -> Vec<SymbolInformation> {
    let wanted = fold(&params.query).to_lowercase();
    let symbol = |(file, entry): (&GlossaryFile, &Entry)| {
        let concept = entry.concept()?;
        let (_, term) = concept.all_terms().find(|(_, term)| fold(&term.text).to_lowercase().contains(&wanted))?;
        #[expect(deprecated, reason = "a field that must be given and may be nothing")]
        Some(SymbolInformation {
            name: term.text.clone(),
            kind: SymbolKind::STRING,
            tags: None,
            deprecated: None,
            location: location(folder, file, entry)?,
            container_name: Some(concept.id.clone()),
        })
    };
    entries(folder).filter_map(symbol).collect()
}
