//! Terms that mean something else where they stand, as far as their entry says how to tell: by words in the same sentence.

use crate::{
    lang::{Article, english::base_form, sentences},
    report::{Finding, Place},
    text::{self, Span, TokenKind, key},
};

use super::{Use, status::subject};

/// Leaves out the uses that are of something else, and tells those of accepted terms of which no other concept is meant.
///
/// Of an unwanted term it is in order that it stands there; of a name of several things the others are meant.
pub(super) fn settle<'g>(input: &Article, uses: Vec<Use<'g>>, out: &mut Vec<Finding>) -> Vec<Use<'g>> {
    if uses.iter().all(|used| used.found.term.not_with.is_empty()) {
        return uses;
    }
    let text = input.document.text();
    let sentences = sentences(text, &input.lang);
    let mut kept = Vec::with_capacity(uses.len());
    for place in uses.chunk_by(|a, b| a.span == b.span) {
        let telling = |used: &Use<'_>| {
            let sentence = sentences.iter().find(|sentence| sentence.contains(used.span))?;
            telling_word(text, *sentence, used)
        };
        let meant: Vec<&Use<'g>> = place.iter().filter(|used| telling(used).is_none()).collect();
        if let (true, [only]) = (meant.is_empty(), place)
            && only.found.term.status.is_accepted()
        {
            out.extend(telling(only).map(|word| wrong(input, only, word)));
        }
        let ambiguous = meant.len() > 1;
        kept.extend(meant.into_iter().map(|used| Use { ambiguous, ..used.clone() }));
    }
    kept
}

/// The word of the sentence by which the entry says that the term is not meant there.
fn telling_word(text: &str, sentence: Span, used: &Use<'_>) -> Option<Span> {
    let around = [Span::new(sentence.start, used.span.start), Span::new(used.span.end, sentence.end)];
    let wanted: Vec<Vec<String>> = used.found.term.not_with.iter().map(|cue| forms(cue).0).collect();
    around.into_iter().find_map(|part| {
        let (words, spans) = forms(part.of(text));
        wanted.iter().filter(|cue| !cue.is_empty()).find_map(|cue| {
            let at = words.windows(cue.len()).position(|run| run == cue.as_slice())?;
            Some(Span::new(part.start + spans[at].start, part.start + spans[at + cue.len() - 1].end))
        })
    })
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
        text::tone_style(&key::exact_word(word)).into_owned()
    }
}

fn wrong(input: &Article, used: &Use<'_>, word: Span) -> Finding {
    let place = |span| Place::in_document(&input.document, span);
    let (here, there) = (place(used.span), place(word));
    let note = used.found.term.note.as_deref().map_or(String::new(), |note| format!(" ({note})"));
    let message = format!("`{}` beside `{}` is not {}{note}", here.text, there.text, subject(used));
    let concept = Some(used.found.concept.id.clone());
    Finding { concept, related: vec![there], ..Finding::new("wrong-sense", here, message) }
}
