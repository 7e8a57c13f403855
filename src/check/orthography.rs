//! Vietnamese letters: lost marks, wrong letters, decomposed text, two tone styles.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::{
    index::MatchKind,
    lang::Article,
    report::{Edit, Finding, Place},
    text::{self, Document, Span, TokenKind},
};

use super::{Context, Use, rarest};

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    lost_diacritics(context, out);
    let of_file = |(file, input): (usize, &&Article)| {
        let mut found: Vec<Finding> = not_nfc(&input.document).into_iter().collect();
        wrong_letters(&input.document, &mut found);
        found.extend(mixed_tone_style(context, file));
        found
    };
    out.par_extend(context.inputs.par_iter().enumerate().flat_map_iter(of_file));
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
fn lost_diacritics(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    let marked: BTreeSet<(&str, &str)> = context
        .uses
        .iter()
        .filter(|used| {
            context.inputs[used.file].lang.is("en")
                && used.kind != MatchKind::Folded
                && !text::is_bare(used.span.of(context.inputs[used.file].document.text()))
        })
        .map(|used| (used.found.concept.id.as_str(), used.found.term.text.as_str()))
        .collect();
    let mut groups: BTreeMap<(usize, &str), Vec<&Use<'_>>> = BTreeMap::new();
    for used in context.uses.iter().filter(|used| used.kind == MatchKind::Folded) {
        let (concept, term) = (used.found.concept, used.found.term);
        let vietnamese = context.inputs[used.file].lang.is("vi");
        let known = vietnamese || marked.contains(&(concept.id.as_str(), term.text.as_str()));
        if known && is_name(&term.text) {
            groups.entry((used.file, &concept.id)).or_default().push(used);
        }
    }
    out.extend(groups.values().filter_map(|uses| without_diacritics(context, uses)));
}

fn without_diacritics(context: &Context<'_, '_>, uses: &[&Use<'_>]) -> Option<Finding> {
    let (first, others) = uses.split_first()?;
    let (place, term) = (context.place(first), first.found.term);
    let message = format!("`{}` stands without its diacritics; the name is `{}`", place.text, term.text);
    Some(Finding {
        concept: Some(first.found.concept.id.clone()),
        suggestions: vec![term.text.clone()],
        related: others.iter().map(|used| context.place(used)).collect(),
        // No fix: what stands around the name may have lost its marks too.
        ..Finding::new("lost-diacritics", place, message)
    })
}

fn not_nfc(document: &Document) -> Option<Finding> {
    let source = document.source();
    if is_nfc_quick(source.chars()) == IsNormalized::Yes {
        return None;
    }
    let tokens = text::tokens(source);
    let decomposed: Vec<Span> =
        tokens.iter().map(|token| token.span).filter(|span| !unicode_normalization::is_nfc(span.of(source))).collect();
    let first = *decomposed.first()?;
    let place = Place::in_source(document, first);
    let message = format!("{} words are stored in decomposed letters (NFD); save the file in NFC", decomposed.len());
    let composed = |span: &Span| Edit { span: *span, new: span.of(source).nfc().collect() };
    let fix: Vec<Edit> = decomposed.iter().map(composed).collect();
    Some(Finding { suggestions: vec![composed(&first).new], fix, ..Finding::new("not-nfc", place, message) })
}

fn wrong_letters(document: &Document, out: &mut Vec<Finding>) {
    let text = document.text();
    if !text.contains(['Ð', 'Ɖ', 'ɖ']) {
        return;
    }
    for token in text::tokens(text).iter().filter(|t| t.kind == TokenKind::Word) {
        let word = token.span.of(text);
        let Some(letter) = word.chars().find(|c| matches!(c, 'Ð' | 'Ɖ' | 'ɖ')) else { continue };
        let right = word.replace(['Ð', 'Ɖ'], "Đ").replace('ɖ', "đ");
        let message = format!("`{word}` has {letter} (U+{:04X}) where Đ (U+0110) is meant", u32::from(letter));
        let place = Place::in_document(document, token.span);
        let fix = super::edit(document, token.span, right.clone()).into_iter().collect();
        out.push(Finding { suggestions: vec![right], fix, ..Finding::new("wrong-letter", place, message) });
    }
}

fn mixed_tone_style(context: &Context<'_, '_>, file: usize) -> Option<Finding> {
    let text = context.inputs[file].document.text();
    let mut styles: BTreeMap<text::ToneStyle, Vec<Span>> = BTreeMap::new();
    text::each_token(text, |token, letters| {
        let word = token.span.of(text);
        if token.kind == TokenKind::Word
            && !word.is_ascii()
            && let Some(style) = std::str::from_utf8(letters.exact).ok().and_then(text::style_of)
        {
            styles.entry(style).or_default().push(token.span);
        }
    });
    let (rare, spans) = rarest(&styles)?;
    let (other, others) = styles.iter().find(|(style, _)| **style != rare)?;
    let name =
        |style: text::ToneStyle| if style == text::ToneStyle::Old { "old style (hòa)" } else { "new style (hoà)" };
    let counts = (spans.len(), others.len());
    let message = format!(
        "tone marks stand in the {} {} times and in the {} {} times",
        name(rare),
        counts.0,
        name(*other),
        counts.1
    );
    let related = vec![context.place_of(file, others[0])];
    Some(Finding { related, ..Finding::new("mixed-tone-style", context.place_of(file, spans[0]), message) })
}
