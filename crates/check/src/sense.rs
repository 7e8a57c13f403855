//! Terms that mean something else where they stand, as far as their entry says how to tell: by words in the same sentence.

use std::collections::{BTreeSet, HashMap};

use gloss_core::{
    lang::{Article, english::base_form, sentences},
    report::{Finding, Place, Rule, Sees, Severity},
    text::{self, Span, TokenKind, key},
};

use super::{seen::Use, status::subject};

pub(super) static WRONG_SENSE: Rule = Rule {
    id: "wrong-sense",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a term stands with a word by which its entry says that it is not meant",
    explanation: r#"## What it does
Flags an accepted term in a sentence with a word by which its entry says that it is not meant: `not-with` of the term, words or phrases in any inflection.

If the form is a name of several concepts, the others are meant, and nothing is said. A deprecated or forbidden form is in order there.

## Why
A term list is used by those who see a word and not its sense: `social security` stands for `an sinh xã hội`, but contributions are paid to social insurance, `bảo hiểm xã hội`.

## What to do
Write the term of the thing that is meant; or take the word out of `not-with` if the term is right.

## Example
Bad: `Social security contributions rose.` with `{ term = "social security", not-with = ["contribution"] }`

Good: `Social insurance contributions rose.`
"#,
};

/// Leaves out the uses that are of something else, and tells those of accepted terms of which no other concept is meant.
///
/// Of an unwanted term it is in order that it stands there; of a name of several things the others are meant.
pub(super) fn drop_wrong_sense<'g>(input: &Article, uses: Vec<Use<'g>>, out: &mut Vec<Finding>) -> Vec<Use<'g>> {
    if uses.iter().all(|used| used.found.term.not_with.is_empty()) {
        return uses;
    }
    let cues = uses.iter().flat_map(|used| &used.found.term.not_with);
    let cues = Cues::of(input, cues.map(String::as_str).collect());
    let mut kept = Vec::with_capacity(uses.len());
    for place in uses.chunk_by(|a, b| a.spot == b.spot) {
        let telling: Vec<Option<Span>> = place.iter().map(|used| cues.beside(used)).collect();
        let meant = || place.iter().zip(&telling).filter(|(_, word)| word.is_none()).map(|(used, _)| used);
        if let ([only], [Some(word)]) = (place, telling.as_slice())
            && only.found.term.status.is_accepted()
        {
            out.push(wrong(input, only, *word));
        }
        let ambiguous = meant().count() > 1;
        kept.extend(meant().map(|used| Use { ambiguous, ..used.clone() }));
    }
    kept
}

/// Where words stand by which terms are not meant, and where sentences begin; both in order.
struct Cues<'g> {
    places: HashMap<&'g str, Vec<Span>>,
    sentences: Vec<usize>,
}

impl<'g> Cues<'g> {
    fn of(input: &Article, cues: BTreeSet<&'g str>) -> Self {
        let text = input.document.text();
        let (words, spans) = forms(text);
        let places = |cue: &'g str| {
            let wanted = forms(cue).0;
            let runs = words.windows(wanted.len().max(1)).enumerate().filter(|(_, run)| *run == wanted.as_slice());
            (cue, runs.map(|(at, run)| Span::new(spans[at].start, spans[at + run.len() - 1].end)).collect())
        };
        // A line break within a paragraph ends no sentence; the text is of the same length, so places are the same.
        let sentences = sentences(&one_line_each(text), &input.lang);
        let sentences = sentences.into_iter().map(|sentence| sentence.start).collect();
        Self { places: cues.into_iter().map(places).collect(), sentences }
    }

    /// The word of the sentence by which the entry says that the term is not meant there. It may have the term in it.
    fn beside(&self, used: &Use<'_>) -> Option<Span> {
        let next = self.sentences.partition_point(|start| *start <= used.span().start);
        let from = next.checked_sub(1).map_or(0, |at| self.sentences[at]);
        let to = self.sentences.get(next).copied().unwrap_or(usize::MAX);
        let cues = used.found.term.not_with.iter().filter_map(|cue| self.places.get(cue.as_str()));
        cues.into_iter().find_map(|places| {
            let behind = &places[places.partition_point(|place| place.start < from)..];
            behind.iter().take_while(|place| place.start < to).find(|place| !used.span().contains(**place)).copied()
        })
    }
}

/// A text with a space for each line break that ends no paragraph.
fn one_line_each(text: &str) -> String {
    let mut out = text.to_owned().into_bytes();
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let rest = text[at + 1..].trim_start_matches([' ', '\t', '\r']);
        let before = text[..at].trim_end_matches([' ', '\t', '\r']);
        if !rest.is_empty() && !rest.starts_with('\n') && !before.ends_with('\n') {
            out[at] = b' ';
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// The words of a text in the form in which they are compared, and where they stand.
fn forms(text: &str) -> (Vec<String>, Vec<Span>) {
    let words = text::tokens(text).into_iter().filter(|token| token.kind == TokenKind::Word);
    words.map(|token| (form(token.span.of(text)), token.span)).unzip()
}

fn form(word: &str) -> String {
    if text::is_bare(word) {
        base_form(&key::folded_word(word)).into_owned()
    } else {
        text::to_old_tone_style(&key::exact_word(word)).into_owned()
    }
}

fn wrong(input: &Article, used: &Use<'_>, word: Span) -> Finding {
    let place = |span| Place::in_document(&input.document, span);
    let (here, there) = (place(used.span()), place(word));
    let note = used.found.term.note.as_deref().map_or(String::new(), |note| format!(" ({note})"));
    let message = format!("`{}` beside `{}` is not {}{note}", here.text, there.text, subject(used));
    let concept = Some(used.found.concept.id.clone());
    Finding { concept, related: vec![there], ..Finding::new(&WRONG_SENSE, here, message) }
}
