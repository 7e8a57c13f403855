//! A text is read once: its words go by everything that looks at words.

use std::ops::Range;

use rayon::prelude::*;

use crate::{
    index::{MatchKind, TermRef, Word, longest_by},
    lang::Article,
    report::Finding,
    text::{Letters, Span, Token, TokenKind, each_token},
};

use super::{
    Checker, Here, Spot, Use,
    facts::{self, Figure},
    letters, names, orthography, predecessors, sense,
    status::{self, Unwanted},
    typography::{self, Styled},
    validity,
    variants::{self, Phrase, Statement},
};

/// A term, and how well it matches.
type Found<'g> = (TermRef<'g>, MatchKind);

/// A word or sign as it goes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard<'r> {
    pub(super) span: Span,
    pub(super) kind: TokenKind,
    pub(super) letters: Letters<'r>,
    /// The hash of its base form, without its marks.
    pub(super) base: u64,
    /// Whether its first letter is a capital.
    pub(super) capital: bool,
}

impl Heard<'_> {
    #[inline]
    pub(super) fn of<'r>(text: &str, token: Token, letters: Letters<'r>, word: &Word) -> Heard<'r> {
        let (base, capital) = (word.base_hash(), is_capital(text.as_bytes(), token, letters));
        Heard { span: token.span, kind: token.kind, letters, base, capital }
    }
}

/// Whether the first letter of a token is another than its small one.
#[inline]
fn is_capital(text: &[u8], token: Token, letters: Letters<'_>) -> bool {
    let word = &text[token.span.start..token.span.end];
    let len = match word.first() {
        None | Some(0..0x80) => return word.first().is_some_and(u8::is_ascii_uppercase),
        Some(0x80..0xe0) => 2,
        Some(0xe0..0xf0) => 3,
        Some(0xf0..) => 4,
    };
    token.kind == TokenKind::Word && word.get(..len) != letters.exact.get(..len)
}

/// What kind of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Sentences that follow each other.
    Running,
    /// The segments of a translation.
    Side,
}

/// What is seen in one text, or in all of them.
#[derive(Default)]
pub(super) struct Reading<'g> {
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

impl<'g> Reading<'g> {
    /// Reads a text. Cost: one pass over its words, some over its bytes.
    pub(super) fn of(checker: &Checker<'g>, file: usize, input: &Article, kind: Kind) -> Self {
        let document = &input.document;
        let text = document.text();
        // The places of terms, and the terms of all of them one behind the other.
        let (mut places, mut terms): (Vec<(Span, Range<usize>)>, Vec<Found<'g>>) = (Vec::new(), Vec::new());
        let mut found = |span, here: &[Found<'g>]| {
            places.push((span, terms.len()..terms.len() + here.len()));
            terms.extend_from_slice(here);
        };
        let mut search = checker.scanner(&input.lang).map(|scanner| scanner.search(text));
        let mut letters = letters::Words::of(input);
        let mut tones = orthography::ToneMarks::of(document);
        let mut names = names::Names::of(input);
        let mut phrases = (kind == Kind::Running && input.lang.is("en")).then(|| variants::Phrases::of(file, text));
        each_token(text, |token, of_token| {
            let word = Word::new(token, of_token);
            if let Some(search) = &mut search {
                search.go_on(word, &mut found);
            }
            let heard = Heard::of(text, token, of_token, &word);
            if let Some(phrases) = &mut phrases {
                phrases.hear(&heard);
            }
            letters.hear(&heard);
            tones.hear(&heard);
            names.hear(&heard);
        });
        if let Some(mut search) = search {
            search.end(&mut found);
        }
        let longest = longest_by(places, |(span, _)| *span).into_iter();
        let uses: Vec<Use<'g>> = longest.flat_map(|(span, range)| split(file, span, &terms[range])).collect();
        let mut findings = letters.end();
        let uses = sense::settle(input, uses, &mut findings);
        let (phrases, statements) = phrases.map(|phrases| phrases.end(&uses)).unwrap_or_default();
        findings.extend(tones.end());
        findings.extend(names.end());
        letters::hidden(document, &mut findings);
        orthography::of_text(document, &mut findings);
        let here = Here { concepts: &checker.concepts, style: &checker.style, file, input, uses: &uses };
        predecessors::check(&here, &mut findings);
        let unwanted = status::of_text(&here);
        let styled = typography::of_text(&here, &mut findings);
        let mut figures = Vec::new();
        if kind == Kind::Running {
            validity::check(&here, &mut findings);
            figures = facts::of_text(&here);
        }
        Self { uses, unwanted, phrases, statements, figures, styled, findings }
    }

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

/// The best matches of one place, one a concept; a loose match does not stand beside a strict one.
fn split<'g>(file: usize, span: Span, found: &[Found<'g>]) -> Vec<Use<'g>> {
    let best = found.iter().map(|(_, kind)| *kind).min().unwrap_or(MatchKind::Exact);
    let mut terms: Vec<Found<'g>> = found.iter().copied().filter(|(_, kind)| *kind == best).collect();
    // A form that one concept accepts is in order, whatever another thinks of it.
    if terms.iter().any(|(of, _)| of.term.status.is_accepted()) {
        terms.retain(|(of, _)| of.term.status.is_accepted());
    }
    terms.sort_by(|(a, _), (b, _)| (&a.concept.id, a.term.status).cmp(&(&b.concept.id, b.term.status)));
    terms.dedup_by(|(b, _), (a, _)| a.concept.id == b.concept.id);
    let (spot, ambiguous) = (Spot::new(file, span), terms.len() > 1);
    terms.into_iter().map(|(found, kind)| Use { spot, found, kind, ambiguous }).collect()
}
