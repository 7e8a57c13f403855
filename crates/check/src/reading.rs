//! Tokenises each text once and feeds every word to all word-level rules, then runs the rules about one text.

use std::ops::Range;

use gloss_core::{
    lang::Article,
    text::{Span, each_token},
};
use gloss_terms::index::{MatchKind, TermRef, Word as IndexWord, keep_longest_by};

use super::{
    Checker,
    context::TextContext,
    passes::{PASSES, Run, WordVisitors},
    seen::{Seen, Spot, Use},
    word::{TextKind, Word, WordVisitor},
};

/// A term, and how well it matches.
type TermMatch<'g> = (TermRef<'g>, MatchKind);

/// Reads a text. Cost: one pass over its words, some over its bytes.
pub(super) fn read<'g>(checker: &Checker<'g>, file: usize, article: &Article, kind: TextKind) -> Seen<'g> {
    let mut seen = Seen::default();
    let mut visitors = WordVisitors::start(file, article, kind);
    let mut uses = visit_words(checker, file, article, &mut visitors);
    for pass in &PASSES {
        if let Run::Terms(run) = pass.run {
            uses = run(article, uses, &mut seen.findings);
        }
    }
    visitors.finish(&uses, &mut seen);
    let (concepts, style) = (&checker.concepts, &checker.style);
    let context = TextContext { concepts, style, file, input: article, uses: &uses };
    for pass in &PASSES {
        match pass.run {
            Run::Text(run) => run(&context, &mut seen),
            Run::RunningText(run) if kind == TextKind::Running => run(&context, &mut seen),
            _ => {}
        }
    }
    seen.uses = uses;
    seen
}

/// Feeds the words of a text to the rules and the scanner; the terms it finds, in their order.
fn visit_words<'a, 'g>(
    checker: &Checker<'g>,
    file: usize,
    article: &'a Article,
    visitors: &mut WordVisitors<'a>,
) -> Vec<Use<'g>> {
    let text = article.document.text();
    // The places of terms, and the terms of all of them one behind the other.
    let (mut places, mut terms): (Vec<(Span, Range<usize>)>, Vec<TermMatch<'g>>) = (Vec::new(), Vec::new());
    let mut found = |span, here: &[TermMatch<'g>]| {
        places.push((span, terms.len()..terms.len() + here.len()));
        terms.extend_from_slice(here);
    };
    let mut search = checker.scanner(&article.lang).map(|scanner| scanner.start_scan(text));
    each_token(text, |token, letters| {
        let word = IndexWord::new(token, letters);
        if let Some(search) = &mut search {
            search.push_word(word, &mut found);
        }
        visitors.visit(&Word::new(text, token, letters, &word));
    });
    if let Some(mut search) = search {
        search.finish(&mut found);
    }
    let longest = keep_longest_by(places, |(span, _)| *span).into_iter();
    longest.flat_map(|(span, range)| split(file, span, &terms[range])).collect()
}

/// The best matches of one place, one a concept; a loose match does not stand beside a strict one.
fn split<'g>(file: usize, span: Span, found: &[TermMatch<'g>]) -> Vec<Use<'g>> {
    let best = found.iter().map(|(_, kind)| *kind).min().unwrap_or(MatchKind::Exact);
    let mut terms: Vec<TermMatch<'g>> = found.iter().copied().filter(|(_, kind)| *kind == best).collect();
    // A form that one concept accepts is in order, whatever another thinks of it.
    if terms.iter().any(|(of, _)| of.term.status.is_accepted()) {
        terms.retain(|(of, _)| of.term.status.is_accepted());
    }
    terms.sort_by(|(a, _), (b, _)| (&a.concept.id, a.term.status).cmp(&(&b.concept.id, b.term.status)));
    terms.dedup_by(|(b, _), (a, _)| a.concept.id == b.concept.id);
    let (spot, ambiguous) = (Spot::new(file, span), terms.len() > 1);
    terms.into_iter().map(|(found, kind)| Use { spot, found, kind, ambiguous }).collect()
}
