//! A sentence as the rules see it: words with their gaps.

use gloss_core::{
    lang::{self, Lang, english},
    text::{self, Span, TokenKind},
};

/// A word; parts joined by a hyphen or slash are one word (`near-poor`, `2021-2025`).
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) span: Span,
    /// In lower case.
    pub(super) lower: String,
    /// Folded, singular, without a possessive: for look-up in English lists.
    pub(super) base: String,
    /// What stands between the word before and this one.
    pub(super) gap: &'t str,
}

/// A sentence of a text.
#[derive(Debug, Clone)]
pub(super) struct Sentence<'t> {
    /// The whole text, which all spans refer to.
    pub(super) text: &'t str,
    pub(super) span: Span,
    pub(super) words: Vec<Word<'t>>,
}

impl Word<'_> {
    pub(super) fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether only space, or the apostrophe of a plural possessive, holds it apart from the word before.
    pub(super) fn follows(&self) -> bool {
        matches!(self.gap.trim(), "" | "’" | "'") && !self.gap.contains('\n')
    }

    pub(super) fn is_bare(&self) -> bool {
        text::is_bare(self.text)
    }

    /// The word without a possessive `’s`.
    pub(super) fn stem(&self) -> &str {
        self.text.strip_suffix("’s").or_else(|| self.text.strip_suffix("'s")).unwrap_or(self.text)
    }

    /// The span of [`Word::stem`].
    pub(super) fn stem_span(&self) -> Span {
        Span::new(self.span.start, self.span.start + self.stem().len())
    }

    pub(super) fn has_possessive(&self) -> bool {
        self.stem().len() < self.text.len()
    }
}

impl<'t> Sentence<'t> {
    /// The text of words `from..=to`, a possessive at the end left out.
    pub(super) fn form(&self, from: usize, to: usize) -> (Span, &'t str) {
        let span = Span::new(self.words[from].span.start, self.words[to].stem_span().end);
        (span, span.of(self.text))
    }

    /// What stands after word `i`, up to the next word or the end.
    pub(super) fn gap_after(&self, i: usize) -> &'t str {
        match self.words.get(i + 1) {
            Some(next) => next.gap,
            None => &self.text[self.words[i].span.end..self.span.end.max(self.words[i].span.end)],
        }
    }
}

/// The sentences of a segment.
pub(super) fn sentences<'t>(text: &'t str, segment: Span, lang: &Lang) -> Vec<Sentence<'t>> {
    let part = segment.of(text);
    lang::sentences(part, lang)
        .into_iter()
        .map(|s| Span::new(segment.start + s.start, segment.start + s.end))
        .map(|span| Span::new(span.start + dateline(span.of(text)), span.end))
        .map(|span| Sentence { text, span, words: words(text, span) })
        .collect()
}

/// The length of a dateline mark at the start of a sentence: `ĐBP - `.
fn dateline(sentence: &str) -> usize {
    let Some(end) = sentence.find(' ').filter(|&end| sentence[..end].chars().all(char::is_uppercase)) else { return 0 };
    [" - ", " – "].iter().find(|dash| sentence[end..].starts_with(**dash)).map_or(0, |dash| end + dash.len())
}

fn words(text: &str, span: Span) -> Vec<Word<'_>> {
    let mut out: Vec<Word<'_>> = Vec::new();
    for token in text::tokens(span.of(text)).iter().filter(|t| t.kind == TokenKind::Word) {
        let here = Span::new(span.start + token.span.start, span.start + token.span.end);
        let before = out.last().map_or(span.start, |word| word.span.end);
        let gap = &text[before..here.start];
        match out.last_mut() {
            Some(last) if matches!(gap, "-" | "/" | "\u{2011}") => {
                *last = word(text, Span::new(last.span.start, here.end), last.gap);
            }
            _ => out.push(word(text, here, gap)),
        }
    }
    out
}

fn word<'t>(text: &'t str, span: Span, gap: &'t str) -> Word<'t> {
    let printed = span.of(text);
    let lower = printed.to_lowercase();
    let base = english::base_form(&text::fold(printed)).into_owned();
    Word { text: printed, span, lower, base, gap }
}
