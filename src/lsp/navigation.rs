//! From a term to its entry, to every place where it is used, and to entries by name.

use std::path::Path;

use lsp_types::{
    GotoDefinitionParams, Location, Range, ReferenceParams, SymbolInformation, SymbolKind, Uri, WorkspaceSymbolParams,
};

use crate::{
    glossary::{Entry, GlossaryFile},
    index::longest,
    lang::Article,
    project::Files,
    text::{Span, fold},
};

use super::{Desk, documents::Documents, hover, position::Lines, uri};

pub(super) fn definition(desk: &Desk<'_, '_>, documents: &Documents, params: &GotoDefinitionParams) -> Vec<Location> {
    let Some((_, terms)) = hover::at(desk, documents, &params.text_document_position_params) else { return Vec::new() };
    let is_meant = |entry: &Entry| terms.iter().any(|term| term.concept.id == entry.id);
    entries(desk).filter(|(_, entry)| is_meant(entry)).filter_map(|(file, entry)| location(desk, file, entry)).collect()
}

/// The entries of the project's own glossary: the shipped one is in no file.
fn entries<'d>(desk: &Desk<'d, '_>) -> impl Iterator<Item = (&'d GlossaryFile, &'d Entry)> + use<'d> {
    desk.project.own.files().iter().flat_map(|file| file.entries.iter().map(move |entry| (file, entry)))
}

fn location(desk: &Desk<'_, '_>, file: &GlossaryFile, entry: &Entry) -> Option<Location> {
    let source = &file.source;
    let range = Lines::of(&source.text).range(&source.text, entry.id_span, desk.encoding);
    Some(Location::new(uri::of(Path::new(&source.path))?, range))
}

/// Every place of the project's articles and of the open documents where the concept is named.
pub(super) fn references(desk: &Desk<'_, '_>, documents: &Documents, params: &ReferenceParams) -> Vec<Location> {
    let Some((_, terms)) = hover::at(desk, documents, &params.text_document_position) else { return Vec::new() };
    let ids: Vec<&str> = terms.iter().map(|term| term.concept.id.as_str()).collect();
    let mut found: Vec<(Uri, Range)> = Vec::new();
    for (uri, document) in documents.iter() {
        let Files { articles, bitexts, .. } = document.files();
        let sides = bitexts.into_iter().flat_map(|bitext| bitext.sides);
        for article in articles.into_iter().chain(sides) {
            found.extend(uses(desk, &article, &ids).map(|span| (uri.clone(), document.range(span, desk.encoding))));
        }
    }
    let paths: Vec<_> = desk.project.config.articles.iter().map(|path| desk.project.root.join(path)).collect();
    for article in Files::read(&paths).articles {
        let Some(uri) = uri::of(Path::new(article.document.name())).filter(|uri| documents.get(uri).is_none()) else {
            continue;
        };
        let source = article.document.source();
        let lines = Lines::of(source);
        found.extend(uses(desk, &article, &ids).map(|span| (uri.clone(), lines.range(source, span, desk.encoding))));
    }
    found.into_iter().map(|(uri, range)| Location::new(uri, range)).collect()
}

fn uses<'a>(desk: &Desk<'_, '_>, article: &'a Article, ids: &'a [&str]) -> impl Iterator<Item = Span> + 'a {
    let matches = desk.checker.scanner(&article.lang).map(|scanner| longest(scanner.scan(article.document.text())));
    let spans: Vec<Span> = matches
        .into_iter()
        .flatten()
        .filter(|found| found.terms.iter().any(|(term, _)| ids.contains(&term.concept.id.as_str())))
        .map(|found| article.document.to_source(found.span))
        .collect();
    spans.into_iter()
}

/// The project's own entries that have a word in a term.
pub(super) fn symbols(desk: &Desk<'_, '_>, params: &WorkspaceSymbolParams) -> Vec<SymbolInformation> {
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
            location: location(desk, file, entry)?,
            container_name: Some(concept.id.clone()),
        })
    };
    entries(desk).filter_map(symbol).collect()
}
