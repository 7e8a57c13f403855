//! What was seen in texts, for the rules that look at all of them.

use std::collections::BTreeSet;

use rayon::prelude::*;

use gloss_core::{
    lang::Amount,
    report::{Edit, Finding},
    text::Span,
};
use gloss_terms::index::{MatchKind, TermRef};

/// A place in one of the texts. There is one for each name and term of a run, so it is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    file: u32,
    start: usize,
    length: u32,
}

impl Spot {
    /// Lengths and file numbers beyond `u32` are clamped; they do not occur in practice.
    pub(super) fn new(file: usize, span: Span) -> Self {
        let length = u32::try_from(span.end - span.start).unwrap_or_default();
        Self { file: u32::try_from(file).unwrap_or(u32::MAX), start: span.start, length }
    }

    pub(super) fn file(self) -> usize {
        self.file as usize
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.start + self.length as usize)
    }
}

/// A term in a file.
#[derive(Debug, Clone)]
pub(super) struct Use<'g> {
    pub(super) spot: Spot,
    pub(super) found: TermRef<'g>,
    pub(super) kind: MatchKind,
    /// Whether another concept has a term that matches here as well.
    pub(super) ambiguous: bool,
}

impl Use<'_> {
    pub(super) fn file(&self) -> usize {
        self.spot.file()
    }

    pub(super) fn span(&self) -> Span {
        self.spot.span()
    }
}

/// A use of a term that is not to be used, with what is written instead, if that is certain.
pub(super) struct Unwanted<'g> {
    pub(super) used: Use<'g>,
    pub(super) fix: Option<Edit>,
}

impl Unwanted<'_> {
    pub(super) fn file(&self) -> usize {
        self.used.file()
    }
}

/// A phrase where it stands. In order those of one key come together. There is one for each name of a run, so it is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Phrase {
    /// Equal for phrases that may name one thing.
    pub(super) key: u64,
    pub(super) spot: Spot,
    pub(super) sequence: u32,
    pub(super) content: u8,
    /// Whether it is a name: capitals throughout, or quotation marks around some of it.
    pub(super) is_name: bool,
}

/// A form that a text says to be something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Statement {
    pub(super) kind: StatementKind,
    /// Equal for what is the same.
    pub(super) key: u64,
    pub(super) spot: Spot,
    /// What is said of it, in the same text.
    pub(super) by: Spot,
    pub(super) sequence: u32,
}

/// By what two forms are known to be one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StatementKind {
    /// Their Vietnamese name, in brackets behind them.
    Vietnamese,
    /// Their acronym, in brackets behind them.
    Acronym,
    /// Their number, which is too odd to be another thing's, and their last word.
    Count,
    /// It is called the former name of another; `by` is that.
    Former,
}

/// What is said: of which indicator, of which year, of which places.
pub(super) type Question<'g> = (&'g str, String, BTreeSet<&'g str>);

/// The value that a sentence gives an indicator.
pub(super) struct Figure<'g> {
    pub(super) question: Question<'g>,
    pub(super) value: Amount,
    pub(super) spot: Spot,
}

impl Figure<'_> {
    pub(super) fn file(&self) -> usize {
        self.spot.file()
    }
}

/// What is written in one of several styles, where the house has chosen none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Styled {
    /// The numbers of its family, and of its language in that.
    pub(super) family: (usize, usize),
    pub(super) spot: Spot,
    pub(super) style: usize,
}

/// What is seen in one text, or in all of them.
#[derive(Default)]
pub(super) struct Seen<'g> {
    /// The terms, in their order.
    pub(super) uses: Vec<Use<'g>>,
    /// Those that are not to be used.
    pub(super) unwanted: Vec<Unwanted<'g>>,
    /// Phrases that may have another form, of running English texts.
    pub(super) phrases: Vec<Phrase>,
    /// What those texts say of phrases.
    pub(super) statements: Vec<Statement>,
    /// What running texts say of indicators.
    pub(super) figures: Vec<Figure<'g>>,
    /// What is written in one of several styles.
    pub(super) styled: Vec<Styled>,
    /// What is wrong whatever else there is.
    pub(super) findings: Vec<Finding>,
}

impl<'g> Seen<'g> {
    /// Adds what was seen in another text.
    pub(super) fn add(&mut self, other: Self) {
        self.uses.extend(other.uses);
        self.unwanted.extend(other.unwanted);
        self.phrases.extend(other.phrases);
        self.statements.extend(other.statements);
        self.figures.extend(other.figures);
        self.styled.extend(other.styled);
        self.findings.extend(other.findings);
    }

    /// Brings what was added in any order into that of the texts.
    pub(super) fn bring_into_order(&mut self) {
        // What is of one text is in its order already.
        self.uses.sort_by_key(Use::file);
        self.unwanted.sort_by_key(Unwanted::file);
        self.figures.sort_by_key(Figure::file);
        self.phrases.par_sort_unstable();
        self.statements.sort_unstable();
        self.styled.sort_unstable();
    }
}
