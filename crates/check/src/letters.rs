//! Letters that are not what they look like, characters that cannot be seen, and words that stand there twice.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use gloss_core::{
    lang::Article,
    report::{Finding, Place, Rule, Sees, Severity},
    text::{Document, Span, TokenKind},
};

use super::{
    context::TextContext,
    edit,
    seen::{Seen, Use},
    word::{TextKind, Word, WordVisitor},
};

pub(super) static DOUBLED_WORD: Rule = Rule {
    id: "doubled-word",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a word stands there twice",
    explanation: r#"## What it does
Reports articles, prepositions and other small words that stand there twice: `of of`, `của của`. Words that Vietnamese doubles on purpose are not among them.

## Why
It is what is left when a sentence is rewritten.

## What to do
Take one out.

## Example
Bad: `the head of of the commune`

Good: `the head of the commune`
"#,
};

pub(super) static HIDDEN_CHARACTER: Rule = Rule {
    id: "hidden-character",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a character that cannot be seen, or that turns the direction of the text",
    explanation: r#"## What it does
Reports zero-width spaces and joiners, soft hyphens, byte order marks inside of a text, and controls that turn the direction of what follows; once a line and character.

## Why
A name with such a character in it is not found, and a turned line shows another text than it has.

## What to do
Take them out; `--fix` takes out all of them.

## Example
Bad: `Điện\u200b Biên`

Good: `Điện Biên`
"#,
};

pub(super) static WRONG_LETTER: Rule = Rule {
    id: "wrong-letter",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a letter is not the one it looks like",
    explanation: r#"## What it does
Reports `Ð` (U+00D0, Icelandic eth) and `Ɖ` (U+0189, African d) inside Vietnamese words, and Cyrillic and Greek letters among Latin ones.

## Why
They look like `Đ` (U+0110), `a` or `o` but are other letters: search does not find them.

## What to do
Replace them; `--fix` does.

## Example
Bad: `Ðiện Biên` with U+00D0, `Nа Sang` with a Cyrillic а

Good: `Điện Biên`, `Na Sang`
"#,
};

/// Letters that look like Latin ones, by what they should be.
static LOOK_ALIKES: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let lines = include_str!("look_alikes.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(a, b)| Some((a.chars().next()?, b.chars().next()?)))
        .collect()
});

/// Words that are never meant twice.
const ONCE: [&str; 39] = [
    "the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "from", "is", "are", "was",
    "were", "has", "have", "been", "their", "its", "của", "và", "là", "các", "những", "được", "trong", "cho", "với",
    "tại", "do", "bị", "về", "đã", "sẽ", "đang",
];

/// Characters without a shape that change how a text is found or shown.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Hidden characters, once a line and character.
pub(super) fn hidden(context: &TextContext<'_, '_>, seen: &mut Seen<'_>) {
    let (document, text, out) = (&context.input.document, context.text(), &mut seen.findings);
    let mut lines: BTreeMap<(usize, char), Vec<Span>> = BTreeMap::new();
    // Each of them begins with one of these bytes.
    let suspects = memchr::memchr3_iter(0xc2, 0xe2, 0xef, text.as_bytes());
    let chars = suspects.filter_map(|at| Some((at, text.get(at..)?.chars().next()?)));
    for (at, c) in chars.filter(|(at, c)| is_hidden(*c) && !(*at == 0 && *c == '\u{feff}')) {
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
        out.push(Finding { fix, ..Finding::new(&HIDDEN_CHARACTER, Place::in_document(document, spans[0]), message) });
    }
}

/// A word with Đ in the place of letters that look like it.
pub(super) fn with_right_letters(word: &str) -> String {
    word.replace(['Ð', 'Ɖ'], "Đ").replace('ɖ', "đ")
}

/// Looks for letters of other scripts and for words that stand there twice.
pub(super) struct Letters<'a> {
    document: &'a Document,
    before: Option<Span>,
    found: Vec<Finding>,
}

impl<'a> WordVisitor<'a> for Letters<'a> {
    fn start(_: usize, article: &'a Article, _: TextKind) -> Self {
        Self { document: &article.document, before: None, found: Vec::new() }
    }

    #[inline]
    fn visit(&mut self, &Word { span, kind, letters, .. }: &Word<'_>) {
        if kind != TokenKind::Word {
            self.before = None;
            return;
        }
        // Latin letters are ASCII when they are folded, letters of other scripts are not.
        if !letters.folded.is_ascii() {
            self.found.extend(look_alike(self.document, span, span.of(self.document.text())));
        }
        if let Some(before) = self.before.replace(span) {
            // Hardly any two words are of one length and end alike.
            let bytes = self.document.text().as_bytes();
            if before.end - before.start == span.end - span.start && bytes[before.end - 1] == bytes[span.end - 1] {
                self.found.extend(twice(self.document, before, span));
            }
        }
    }

    fn finish(self, _: &[Use<'_>], seen: &mut Seen<'_>) {
        seen.findings.extend(self.found);
    }
}

fn twice(document: &Document, before: Span, span: Span) -> Option<Finding> {
    let text = document.text();
    let (first, word) = (before.of(text), span.of(text));
    let is_twice =
        ONCE.contains(&word) && first.to_lowercase() == word && text[before.end..span.start].trim().is_empty();
    is_twice.then(|| doubled(document, before, span, word))
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
        ..Finding::new(&WRONG_LETTER, Place::in_document(document, span), message)
    })
}

fn doubled(document: &Document, first: Span, second: Span, word: &str) -> Finding {
    let both = Span::new(first.start, second.end);
    // Lines stay as they are: of two that meet in the word the second loses it.
    let text = document.text();
    let gap = &text[first.end..second.start];
    let behind = &text[second.end..];
    let gone = if gap.contains('\n') {
        Span::new(second.start, second.end + (behind.len() - behind.trim_start_matches(' ').len()))
    } else {
        Span::new(first.end, second.end)
    };
    let fix = edit(document, gone, String::new()).into_iter().collect();
    let kept = first.of(document.text()).to_owned();
    let message = format!("`{word}` stands there twice");
    Finding { suggestions: vec![kept], fix, ..Finding::new(&DOUBLED_WORD, Place::in_document(document, both), message) }
}

#[cfg(test)]
mod tests {
    /// So a word whose folded letters are ASCII has none.
    #[test]
    fn no_look_alike_is_folded_to_ascii() {
        for letter in super::LOOK_ALIKES.keys() {
            assert!(!gloss_core::text::fold(&letter.to_string()).is_ascii(), "{letter}");
        }
    }
}
