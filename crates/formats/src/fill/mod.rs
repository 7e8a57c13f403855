//! Putting translations into a file that is being translated, and nothing else: every other byte stays as it is.
//!
//! Only segments without a translation are filled. What the file's own way is to say that a translation is not certain
//! (a state, a flag) is said of every translation that is not of the very text.

mod content;
mod po;
mod xml;

use gloss_core::{
    lang::{Lang, LangPair},
    model::Segment,
};

use super::{Input, ReadError};

/// A translation for a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The translation; its codes are those of the segment, in any order.
    pub target: Segment,
    /// What it is a translation of.
    pub source: String,
    /// The score of the match it comes from, in whole per cent.
    pub percent: u8,
    /// Whether it is the translation of the very text.
    pub identical: bool,
}

/// What is asked for each segment, with the language wanted.
pub type Fill<'f> = &'f mut dyn FnMut(&Segment, &Lang) -> Option<Suggestion>;

/// What was done to a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FillReport {
    /// The file.
    pub text: String,
    /// Segments that had a translation.
    pub translated: usize,
    /// Segments that got one of the very text.
    pub identical: usize,
    /// Segments that got another one.
    pub fuzzy: usize,
    /// Segments that have none still.
    pub left: usize,
}

/// A place of a file and what is to stand there.
type Edit = (std::ops::Range<usize>, String);

impl FillReport {
    /// Applies edits in the order of their places.
    fn edited(mut self, text: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|(place, _)| place.start);
        let mut at = 0;
        for (place, new) in edits {
            self.text.push_str(text.get(at..place.start).unwrap_or_default());
            self.text.push_str(&new);
            at = place.end;
        }
        self.text.push_str(&text[at..]);
        self
    }

    /// Counts a segment and what it got.
    pub fn count(&mut self, filling: Option<&Suggestion>) {
        match filling {
            Some(filling) if filling.identical => self.identical += 1,
            Some(_) => self.fuzzy += 1,
            None => self.left += 1,
        }
    }
}

/// Fills an XLIFF, a TMX or a PO file. `pair` is used where the file names no languages. The result is in UTF-8.
///
/// # Errors
/// [`ReadError`] if the file is none of these, or cannot be read.
pub fn fill(input: Input<'_>, pair: &LangPair, fill: Fill<'_>) -> Result<FillReport, ReadError> {
    let name = input.name().to_lowercase();
    let text = input.whole()?;
    let head = text.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with('<') {
        xml::fill(&text, pair, fill)
    } else if name.ends_with(".po") || name.ends_with(".pot") || head.starts_with("msgid ") || head.contains("\nmsgid ")
    {
        po::fill(&text, pair, fill)
    } else {
        Err(ReadError::new(0, "cannot pre-translate this file; use XLIFF, TMX, PO or text"))
    }
}
