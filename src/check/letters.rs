//! Letters that are not what they look like, characters that cannot be seen, and words that stand there twice.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use rayon::prelude::*;

use crate::{
    lang::Article,
    report::{Finding, Place},
    text::{self, Document, Span, TokenKind},
};

use super::{Context, edit};

/// Letters that look like Latin ones, by what they should be.
static LOOK_ALIKES: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let lines = include_str!("look_alikes.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(a, b)| Some((a.chars().next()?, b.chars().next()?)))
        .collect()
});

/// Words that are never meant twice.
const ONCE: [&str; 31] = [
    "the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "from", "is", "are", "was",
    "were", "của", "và", "là", "các", "những", "được", "trong", "cho", "với", "tại", "do", "bị", "về",
];

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    let of_file = |input: &&Article| {
        let mut found = Vec::new();
        hidden(&input.document, &mut found);
        words(input, &mut found);
        found
    };
    out.par_extend(context.inputs.par_iter().flat_map_iter(of_file));
}

/// Characters without a shape that change how a text is found or shown.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Once a line and character.
fn hidden(document: &Document, out: &mut Vec<Finding>) {
    let text = document.text();
    let mut lines: BTreeMap<(usize, char), Vec<Span>> = BTreeMap::new();
    for (at, c) in text.char_indices().filter(|(at, c)| is_hidden(*c) && !(*at == 0 && *c == '\u{feff}')) {
        let span = Span::new(at, at + c.len_utf8());
        let line = document.position(document.to_source(span).start).line;
        lines.entry((line, c)).or_default().push(span);
    }
    for ((_, c), spans) in lines {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let what = if turns { "turns the direction of what follows" } else { "cannot be seen" };
        let more =
            if spans.len() > 1 { format!("; it stands {} times on this line", spans.len()) } else { String::new() };
        let message = format!("U+{:04X} {what}{more}", u32::from(c));
        let fix = spans.iter().filter_map(|span| edit(document, *span, String::new())).collect();
        out.push(Finding { fix, ..Finding::new("hidden-character", Place::in_document(document, spans[0]), message) });
    }
}

fn words(input: &Article, out: &mut Vec<Finding>) {
    let document = &input.document;
    let text = document.text();
    let mut before: Option<(Span, &str)> = None;
    text::each_token(text, |token, _| {
        if token.kind != TokenKind::Word {
            before = None;
            return;
        }
        let word = token.span.of(text);
        if !word.is_ascii() {
            out.extend(look_alike(document, token.span, word));
        }
        if let Some((span, other)) = before
            && other.len() == word.len()
            && text[span.end..token.span.start].trim().is_empty()
            && ONCE.contains(&word)
            && other.to_lowercase() == word
        {
            out.extend(doubled(document, span, token.span, word));
        }
        before = Some((token.span, word));
    });
}

fn look_alike(document: &Document, span: Span, word: &str) -> Option<Finding> {
    let wrong = word.chars().find(|c| LOOK_ALIKES.contains_key(c))?;
    // A word of another script throughout is a word of another language.
    if !word.chars().any(|c| {
        c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c) || ('\u{1e00}'..='\u{1eff}').contains(&c)
    }) {
        return None;
    }
    let right: String = word.chars().map(|c| LOOK_ALIKES.get(&c).copied().unwrap_or(c)).collect();
    let meant = LOOK_ALIKES.get(&wrong)?;
    let message =
        format!("`{word}` has U+{:04X}, which looks like {meant} and is a letter of another script", u32::from(wrong));
    let fix = edit(document, span, right.clone()).into_iter().collect();
    Some(Finding {
        suggestions: vec![right],
        fix,
        ..Finding::new("wrong-letter", Place::in_document(document, span), message)
    })
}

fn doubled(document: &Document, first: Span, second: Span, word: &str) -> Option<Finding> {
    let both = Span::new(first.start, second.end);
    let fix = edit(document, Span::new(first.end, second.end), String::new()).into_iter().collect();
    let kept = first.of(document.text()).to_owned();
    let message = format!("`{word}` stands there twice");
    Some(Finding {
        suggestions: vec![kept],
        fix,
        ..Finding::new("doubled-word", Place::in_document(document, both), message)
    })
}
