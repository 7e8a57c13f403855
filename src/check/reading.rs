//! A text is read once: its words go by everything that looks at words.

use crate::{
    index::{Match, MatchKind, Scanner, Word, longest},
    lang::Article,
    report::Finding,
    text::each_token,
};

use super::{
    Use, letters, orthography,
    variants::{self, Phrase},
};

/// What kind of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Sentences that follow each other.
    Running,
    /// The segments of a translation.
    Side,
}

/// What is seen in one text.
pub(super) struct Reading<'g> {
    /// The terms, in their order.
    pub(super) uses: Vec<Use<'g>>,
    /// Phrases that may have another form, of a running English text.
    pub(super) phrases: Vec<Phrase>,
    /// What is wrong whatever else there is.
    pub(super) findings: Vec<Finding>,
}

impl<'g> Reading<'g> {
    /// Reads a text. Cost: one pass over its words, two over its bytes.
    pub(super) fn of(file: usize, input: &Article, scanner: Option<&Scanner<'g>>, kind: Kind) -> Self {
        let document = &input.document;
        let text = document.text();
        let mut matches = Vec::new();
        let mut found = |span, terms: &[_]| matches.push(Match { span, terms: terms.to_vec() });
        let mut search = scanner.map(|scanner| scanner.search(text));
        let mut letters = letters::Words::of(input);
        let mut tones = orthography::ToneMarks::of(document);
        let mut words = (kind == Kind::Running && input.lang.is("en")).then(|| variants::Words::of(text));
        each_token(text, |token, of_token| {
            let word = Word::new(token, of_token);
            if let Some(search) = &mut search {
                search.go_on(word, &mut found);
            }
            if let Some(words) = &mut words {
                words.hear(token, of_token, word.base_hash());
            }
            letters.hear(token, of_token);
            tones.hear(token, of_token);
        });
        if let Some(mut search) = search {
            search.end(&mut found);
        }
        let uses: Vec<Use<'g>> = longest(matches).into_iter().flat_map(|found| split(file, found)).collect();
        let phrases = words.map_or_else(Vec::new, |words| variants::phrases(file, input, &words.end(), &uses));
        let mut findings = letters.end();
        findings.extend(tones.end());
        letters::hidden(document, &mut findings);
        orthography::of_text(document, &mut findings);
        Self { uses, phrases, findings }
    }
}

/// The best matches of one place, one a concept; a loose match does not stand beside a strict one.
fn split(file: usize, found: Match<'_>) -> Vec<Use<'_>> {
    let best = found.terms.iter().map(|(_, kind)| *kind).min().unwrap_or(MatchKind::Exact);
    let mut terms: Vec<_> = found.terms.into_iter().filter(|(_, kind)| *kind == best).collect();
    // A form that one concept accepts is in order, whatever another thinks of it.
    if terms.iter().any(|(of, _)| of.term.status.is_accepted()) {
        terms.retain(|(of, _)| of.term.status.is_accepted());
    }
    terms.sort_by(|(a, _), (b, _)| (&a.concept.id, a.term.status).cmp(&(&b.concept.id, b.term.status)));
    terms.dedup_by(|(b, _), (a, _)| a.concept.id == b.concept.id);
    let ambiguous = terms.len() > 1;
    let span = found.span;
    terms.into_iter().map(|(found, kind)| Use { file, span, found, kind, ambiguous }).collect()
}
