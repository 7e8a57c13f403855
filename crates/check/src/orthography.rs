//! Vietnamese letters: lost marks, wrong letters, decomposed text, two tone styles.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;

use gloss_core::{
    lang::Article,
    report::{Edit, Finding, Place, Rule, Sees, Severity},
    text::{self, Document, Span, TokenKind, ToneStyle},
};
use gloss_terms::index::MatchKind;

use super::{
    context::{CheckContext, PendingFinding, TextContext},
    letters::{WRONG_LETTER, with_right_letters},
    names::LOST_DIACRITICS,
    rarest,
    seen::{Seen, Use},
    word::{TextKind, Word, WordVisitor},
};

pub(super) static MIXED_TONE_STYLE: Rule = Rule {
    id: "mixed-tone-style",
    severity: Severity::Info,
    sees: Sees::Text,
    on_request: false,
    summary: "tone marks are placed in the old and the new style",
    explanation: r#"## What it does
Reports a file that writes both `hòa` and `hoà`, `ủy` and `uỷ`, once, on the rarer style. Names keep their spelling, unless one stands there in both.

## Why
Both styles are correct, but search and translation memories take them for two words.

## What to do
Use one style throughout.

## Example
Bad: `hòa nhập` and `hoà bình` in one text

Good: `hòa nhập` and `hòa bình`
"#,
};

pub(super) static NOT_NFC: Rule = Rule {
    id: "not-nfc",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "letters are stored in decomposed form",
    explanation: r#"## What it does
Reports a file that stores letters in decomposed form (NFD), once, with their number.

## Why
Most programs then do not find `Điện Biên` when it is typed.

## What to do
Save the file in NFC; most editors and `uconv -x nfc` do that.

## Example
Bad: `Đie\u0323\u0302n Biên`, each mark a character of its own

Good: `Điện Biên`
"#,
};

/// What is wrong with the letters of one text, whatever they say.
pub(super) fn of_text(context: &TextContext<'_, '_>, seen: &mut Seen<'_>) {
    seen.findings.extend(not_nfc(&context.input.document));
    wrong_letters(&context.input.document, &mut seen.findings);
}

/// A name of several syllables, each with a capital, or so many words that they cannot be others without their marks.
fn is_name(term: &str) -> bool {
    const TELLING: usize = 3;
    let words: Vec<&str> = term.split_whitespace().collect();
    let capitalised = words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase));
    words.len() >= TELLING || (words.len() > 1 && capitalised)
}

/// Once a concept and file. In English text only where the name also stands with its marks in the files of this run:
/// whole outlets drop them on purpose.
pub(super) fn check<'a>(context: &'a CheckContext<'_, '_>, out: &mut Vec<PendingFinding<'a>>) {
    let english = context.seen.uses.iter().filter(|used| used.found.lang.is("en") && used.kind != MatchKind::Folded);
    let marked: BTreeSet<(&str, &str)> = english
        .map(|used| (used.found.concept.id.as_str(), used.found.term.text.as_str()))
        .filter(|(_, term)| !text::is_bare(term))
        .collect();
    let mut groups: BTreeMap<(usize, &str), Vec<&Use<'_>>> = BTreeMap::new();
    for used in context.seen.uses.iter().filter(|used| used.kind == MatchKind::Folded) {
        let (concept, term) = (used.found.concept, used.found.term);
        let known = used.found.lang.is("vi") || marked.contains(&(concept.id.as_str(), term.text.as_str()));
        if known && is_name(&term.text) {
            groups.entry((used.file(), &concept.id)).or_default().push(used);
        }
    }
    out.extend(groups.values().filter_map(|uses| without_diacritics(uses)));
}

fn without_diacritics<'a>(uses: &[&'a Use<'_>]) -> Option<PendingFinding<'a>> {
    let (first, others) = uses.split_first()?;
    let (concept, term) = (first.found.concept, first.found.term);
    Some(PendingFinding::new(first.spot, others.iter().map(|used| used.spot), move |place, related| {
        let message = format!("`{}` stands without its diacritics; the name is `{}`", place.text, term.text);
        Finding {
            concept: Some(concept.id.clone()),
            suggestions: vec![term.text.clone()],
            related,
            // No fix: what stands around the name may have lost its marks too.
            ..Finding::new(&LOST_DIACRITICS, place, message)
        }
    }))
}

/// The words of a text that are not in NFC.
fn decomposed(text: &str) -> Vec<Span> {
    let (mut words, mut from) = (Vec::new(), 0);
    while let Some(at) = text::find_non_nfc(text, from) {
        let around = word_around(text, at);
        // A mark at the beginning of a word belongs to the sign before it.
        let base = || text[..at].char_indices().next_back().map_or(0, |(base, _)| base);
        let start = if around.start == at { base() } else { around.start };
        let word = Span::new(start.max(from), around.end.max(at));
        if !unicode_normalization::is_nfc(word.of(text)) {
            words.push(word);
        }
        let behind = at + text[at..].chars().next().map_or(1, char::len_utf8);
        from = word.end.max(behind);
    }
    words
}

fn not_nfc(document: &Document) -> Option<Finding> {
    let source = document.source();
    if document.is_source_unchanged() {
        return None;
    }
    let decomposed = decomposed(source);
    let first = *decomposed.first()?;
    let place = Place::in_source(document, first);
    let message = format!("{} words are stored in decomposed letters (NFD); save the file in NFC", decomposed.len());
    let composed = |span: &Span| Edit { span: *span, new: span.of(source).nfc().collect() };
    // An address in the markup names a file as it is.
    let is_text = |edit: &Edit| {
        let at = document.offset_from_source(edit.span.start);
        let here = Span::new(at, at + edit.new.len());
        document.text().get(here.range()) == Some(&edit.new) && document.to_source(here) == edit.span
    };
    let fix: Vec<Edit> = decomposed.iter().map(composed).filter(is_text).collect();
    Some(Finding { suggestions: vec![composed(&first).new], fix, ..Finding::new(&NOT_NFC, place, message) })
}

fn wrong_letters(document: &Document, out: &mut Vec<Finding>) {
    let text = document.text();
    let mut places: Vec<usize> =
        ["Ð", "Ɖ", "ɖ"].iter().flat_map(|letter| memmem::find_iter(text.as_bytes(), letter)).collect();
    places.sort_unstable();
    let mut end = 0;
    for at in places {
        if at < end {
            continue; // the same word once
        }
        let span = word_around(text, at);
        end = span.end;
        let word = span.of(text);
        let letter = text[at..].chars().next().unwrap_or_default();
        let right = with_right_letters(word);
        let message = format!("`{word}` has {letter} (U+{:04X}) where Đ (U+0110) is meant", u32::from(letter));
        let place = Place::in_document(document, span);
        let fix = super::edit(document, span, right.clone()).into_iter().collect();
        out.push(Finding { suggestions: vec![right], fix, ..Finding::new(&WRONG_LETTER, place, message) });
    }
}

/// The letters and digits around a place.
fn word_around(text: &str, at: usize) -> Span {
    let is_part = |c: char| c.is_alphanumeric() || text::is_mark(c);
    let before: usize = text[..at].chars().rev().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    let after: usize = text[at..].chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    Span::new(at - before, at + after)
}

/// Looks for tone marks in two places.
pub(super) struct ToneMarks<'a> {
    document: &'a Document,
    /// Words that have them.
    styles: BTreeMap<ToneStyle, Vec<Span>>,
    /// Names that have them, by what they are without them: people write theirs as they like, but each in one way.
    names: BTreeMap<String, Vec<(ToneStyle, Span)>>,
    /// The last word, if it has a capital, and where the last word ended.
    before: (Option<Span>, usize),
}

impl<'a> WordVisitor<'a> for ToneMarks<'a> {
    fn start(_: usize, article: &'a Article, _: TextKind) -> Self {
        let document = &article.document;
        Self { document, styles: BTreeMap::new(), names: BTreeMap::new(), before: (None, 0) }
    }

    #[inline]
    fn visit(&mut self, &Word { span, kind, letters, capital, .. }: &Word<'_>) {
        let before = std::mem::replace(&mut self.before, (capital.then_some(span), span.end));
        if letters.bare {
            return;
        }
        if kind == TokenKind::Word
            && text::has_two_tone_places(letters.folded)
            && let Ok(word) = std::str::from_utf8(letters.exact)
            && let Some(style) = text::tone_style_of(word)
        {
            self.take(word, style, span, capital, before);
        }
    }

    fn finish(self, _: &[Use<'_>], seen: &mut Seen<'_>) {
        seen.findings.extend(self.mixed());
    }
}

impl ToneMarks<'_> {
    fn take(&mut self, word: &str, style: ToneStyle, span: Span, capital: bool, before: (Option<Span>, usize)) {
        let text = self.document.text();
        let gap = &text[before.1..span.start];
        let begins = before.1 == 0 || gap.contains(['.', '!', '?', ':', '\n']);
        if !capital || begins {
            return self.styles.entry(style).or_default().push(span);
        }
        // `Văn Hoà` is another name than `Thanh Hoá`.
        let first = before.0.filter(|_| gap == " ").map_or("", |first| first.of(text));
        let name = format!("{first} {}", text::to_old_tone_style(word)).to_lowercase();
        self.names.entry(name).or_default().push((style, span));
    }

    /// The finding if there are both.
    fn mixed(mut self) -> Option<Finding> {
        let in_two_ways = self.names.into_values().filter(|all| all.iter().any(|(style, _)| *style != all[0].0));
        in_two_ways.flatten().for_each(|(style, span)| self.styles.entry(style).or_default().push(span));
        self.styles.values_mut().for_each(|spans| spans.sort_unstable());
        let (rare, spans) = rarest(&self.styles)?;
        let (other, others) = self.styles.iter().find(|(style, _)| **style != rare)?;
        let name = |style: ToneStyle| if style == ToneStyle::Old { "old style (hòa)" } else { "new style (hoà)" };
        let counts = (spans.len(), others.len());
        let message = format!(
            "tone marks stand in the {} {} times and in the {} {} times",
            name(rare),
            counts.0,
            name(*other),
            counts.1
        );
        let place = |span: Span| Place::in_document(self.document, span);
        let related = vec![place(others[0])];
        Some(Finding { related, ..Finding::new(&MIXED_TONE_STYLE, place(spans[0]), message) })
    }
}
