//! A segment and its translation.

use crate::{lang::Lang, text::Places};

/// A segment in one language with its translation in another, and what is known of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id in the file it came from.
    pub id: Option<String>,
    /// What was translated.
    pub source: Segment,
    /// Its translation.
    pub target: Segment,
    /// The segment before it.
    pub previous: Option<String>,
    /// The segment behind it.
    pub next: Option<String>,
    /// When it was made: `2026-01-31T08:30:00Z`, or a part of that from the left.
    pub created: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// When it was last changed.
    pub changed: Option<String>,
    /// Who changed it.
    pub editor: Option<String>,
    /// Whether nobody has confirmed the translation yet.
    pub draft: bool,
    /// Remarks.
    pub notes: Vec<String>,
    /// What else the file says, by name.
    pub properties: Vec<(String, String)>,
}

impl Unit {
    /// A unit of two segments and nothing else.
    pub fn new(source: Segment, target: Segment) -> Self {
        Self {
            id: None,
            source,
            target,
            previous: None,
            next: None,
            created: None,
            author: None,
            changed: None,
            editor: None,
            draft: false,
            notes: Vec::new(),
            properties: Vec::new(),
        }
    }
}

/// Text in a language, with inline codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its language.
    pub lang: Lang,
    /// The text without codes.
    pub text: String,
    /// The codes, in the order of their places.
    pub codes: Vec<Code>,
    /// Where the text stands in the file it was read from, if its reader was asked for that.
    pub places: Places,
}

impl Segment {
    /// A text without codes.
    pub fn new(lang: Lang, text: impl Into<String>) -> Self {
        Self { lang, text: text.into(), codes: Vec::new(), places: Places::default() }
    }

    /// The text in pieces, each with the code behind it; the last has none.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, Option<&Code>)> {
        let starts = std::iter::once(0).chain(self.codes.iter().map(|code| code.at));
        let ends = self.codes.iter().map(|code| (code.at, Some(code))).chain([(self.text.len(), None)]);
        starts.zip(ends).map(|(start, (end, code))| (self.text.get(start..end).unwrap_or_default(), code))
    }
}

/// An inline code: bold, a link, a placeholder, whatever a document has inside a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The byte of the text it stands before.
    pub at: usize,
    /// Whether it has a partner.
    pub kind: CodeKind,
    /// Names it; an opening code and its closing one have the same name, as have a code and its translation.
    pub id: String,
    /// The code itself, if the file holds it.
    pub data: String,
}

/// How a code stands in its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// Begins something.
    Open,
    /// Ends it.
    Close,
    /// Stands alone.
    Alone,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_read_with_its_codes() {
        let code = |at, kind| Code { at, kind, id: "1".to_owned(), data: String::new() };
        let codes = vec![code(0, CodeKind::Open), code(3, CodeKind::Close)];
        let segment = Segment { codes, ..Segment::new(Lang::en(), "new home") };
        let pieces: Vec<(&str, bool)> = segment.pieces().map(|(text, code)| (text, code.is_some())).collect();
        assert_eq!(pieces, [("", true), ("new", true), (" home", false)]);
    }
}
