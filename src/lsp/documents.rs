//! The documents an editor has open.

use std::collections::{BTreeMap, BTreeSet};

use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, Position, Range,
    TextDocumentContentChangeEvent, Uri,
};

use crate::project::{Document as Text, Files, Finding, Lang, Span};

use super::{
    position::{Encoding, Lines},
    uri,
};

/// A document as it is in the editor.
#[derive(Debug)]
pub(super) struct Open {
    /// Its path, else its address.
    pub(super) name: String,
    pub(super) version: i32,
    pub(super) text: String,
    lines: Lines,
    /// What the last check found.
    pub(super) findings: Vec<Finding>,
}

impl Open {
    fn new(name: String, version: i32, text: String) -> Self {
        let lines = Lines::of(&text);
        Self { name, version, text, lines, findings: Vec::new() }
    }

    pub(super) fn range(&self, span: Span, encoding: Encoding) -> Range {
        self.lines.range(&self.text, span, encoding)
    }

    pub(super) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        self.lines.offset(&self.text, position, encoding)
    }

    fn apply(&mut self, change: TextDocumentContentChangeEvent, encoding: Encoding) {
        match change.range {
            None => self.text = change.text,
            Some(range) => {
                let (start, end) = (self.offset(range.start, encoding), self.offset(range.end, encoding));
                self.text.replace_range(start..end.max(start), &change.text);
            }
        }
        self.lines = Lines::of(&self.text);
    }

    /// What `gloss check` would read of it.
    pub(super) fn files(&self) -> Files {
        let mut files = Files::default();
        files.add_text(&self.name, &self.text);
        files
    }

    /// The readable text with its language, at a byte of the source: the text, and the byte in it.
    pub(super) fn readable(&self, offset: usize) -> Option<(Text, Lang, usize)> {
        let Files { articles, bitexts, .. } = self.files();
        let sides = bitexts.into_iter().flat_map(|bitext| bitext.sides);
        let mut texts = articles.into_iter().chain(sides);
        texts.find_map(|article| {
            let at = byte_in(&article.document, offset)?;
            Some((article.document, article.lang, at))
        })
    }
}

/// The byte of a document's text that stands for one of its source, if one does.
fn byte_in(document: &Text, offset: usize) -> Option<usize> {
    let (text, next) = (document.text(), document.offset_from_source(offset));
    // A byte inside of what was replaced belongs to the letter before.
    let before = text[..next].chars().next_back().map(|c| next - c.len_utf8());
    let stands = |at: usize| {
        let c = text[at..].chars().next()?;
        let place = document.to_source(Span::new(at, at + c.len_utf8()));
        (place.start <= offset && offset < place.end).then_some(at)
    };
    stands(next).or_else(|| stands(before?))
}

/// All of them, and which have changed since they were checked.
#[derive(Debug, Default)]
pub(super) struct Documents {
    open: BTreeMap<Uri, Open>,
    dirty: BTreeSet<Uri>,
    /// What was last told to be wrong around them.
    told: Option<String>,
}

impl Documents {
    /// Whether a trouble is another one than that told last.
    pub(super) fn is_news(&mut self, trouble: &str) -> bool {
        self.told.replace(trouble.to_owned()).as_deref() != Some(trouble)
    }

    pub(super) fn open(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let path = uri::path(&document.uri).map(|path| path.to_string_lossy().into_owned());
        let name = path.unwrap_or_else(|| document.uri.as_str().to_owned());
        self.open.insert(document.uri.clone(), Open::new(name, document.version, document.text));
        self.dirty.insert(document.uri);
    }

    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams, encoding: Encoding) {
        let uri = params.text_document.uri;
        if let Some(document) = self.open.get_mut(&uri) {
            document.version = params.text_document.version;
            params.content_changes.into_iter().for_each(|change| document.apply(change, encoding));
            self.dirty.insert(uri);
        }
    }

    pub(super) fn close(&mut self, params: DidCloseTextDocumentParams) -> Uri {
        let uri = params.text_document.uri;
        self.open.remove(&uri);
        self.dirty.remove(&uri);
        uri
    }

    pub(super) fn get(&self, uri: &Uri) -> Option<&Open> {
        self.open.get(uri)
    }

    pub(super) fn get_mut(&mut self, uri: &Uri) -> Option<&mut Open> {
        self.open.get_mut(uri)
    }

    /// Every open document.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Uri, &Open)> {
        self.open.iter()
    }

    pub(super) fn is_dirty(&self) -> bool {
        !self.dirty.is_empty()
    }

    pub(super) fn take_dirty(&mut self) -> Vec<Uri> {
        std::mem::take(&mut self.dirty).into_iter().collect()
    }

    pub(super) fn all_changed(&mut self) {
        self.dirty = self.open.keys().cloned().collect();
    }
}
