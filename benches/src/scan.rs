//! All terms in running text.

use std::collections::HashSet;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use gloss::{
    index::{Scanner, all_terms},
    text::{Span, TokenKind, fold, key, tokens},
};

use crate::{
    data::{Data, concepts},
    timing::best,
};

pub fn run(data: &Data, sizes: &[String]) -> anyhow::Result<()> {
    let texts = [data.read("news.en.txt")?, data.read("news.vi.txt")?];
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!(
        "\n## scan: all terms in {megabytes:.0} MB of news, nested and overlapping; MB/s of original text, one thread, best of 3"
    );
    for size in sizes {
        let terms = data.terms(size)?;
        let concepts = concepts(&terms);
        let (build, scanner) = best(1, || Scanner::of(all_terms(&concepts)));
        let (ours, found) = best(3, || {
            let mut count = 0;
            texts.iter().for_each(|text| scanner.each(text, |_, terms| count += terms.len().min(1)));
            count
        });
        let keys: Vec<String> = terms
            .iter()
            .map(|term| key::folded(term))
            .collect::<HashSet<_>>()
            .into_iter()
            .filter(|key| !key.is_empty())
            .collect();
        let (peer_build, automaton) = best(1, || CharwiseDoubleArrayAhoCorasick::<u32>::new(&keys));
        let automaton = automaton.map_err(|error| anyhow::anyhow!("{error}"))?;
        let (theirs, peer_found) = best(3, || {
            folded
                .iter()
                .map(|text| {
                    automaton.find_overlapping_iter(text).filter(|m| is_bounded(text, m.start(), m.end())).count()
                })
                .sum::<usize>()
        });
        println!(
            "{size}: gloss {:.0} MB/s with folding (built in {build:.2} s, {found} places); daachorse on folded text {:.0} MB/s \
             (built in {peer_build:.2} s, {peer_found} word-bounded places); ratio {:.1}",
            megabytes / ours,
            megabytes / theirs,
            theirs / ours
        );
        agree(&scanner, &terms, &texts)?;
    }
    Ok(())
}

fn is_bounded(text: &str, start: usize, end: usize) -> bool {
    let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !joined(text[..start].chars().next_back()) && !joined(text[end..].chars().next())
}

/// The places of a sample that a naive matcher finds: every run of words whose exact key is that of a term.
fn agree(scanner: &Scanner<'_>, terms: &[String], texts: &[String]) -> anyhow::Result<()> {
    let exact: HashSet<String> = terms.iter().map(|term| key::exact(term)).collect();
    let longest = exact.iter().map(|key| key.split(' ').count()).max().unwrap_or_default();
    let (mut naive, mut missed, mut places) = (0, 0, 0);
    for text in texts {
        let end = (0..=200_000.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
        let sample = &text[..end];
        let mut found: HashSet<Span> = HashSet::new();
        scanner.each(sample, |span, _| {
            found.insert(span);
        });
        places += found.len();
        let tokens = tokens(sample);
        for from in 0..tokens.len() {
            for to in from..tokens.len().min(from + longest) {
                if tokens[to].kind == TokenKind::Break {
                    break;
                }
                let span = Span::new(tokens[from].span.start, tokens[to].span.end);
                if exact.contains(&key::exact(span.of(sample))) && gloss::index::stands_alone(sample, span) {
                    naive += 1;
                    let there = found
                        .iter()
                        .any(|place| place.contains(span) && place.end - place.start <= span.end - span.start + 6);
                    missed += usize::from(!there && !found.contains(&span));
                }
            }
        }
    }
    println!(
        "  sample of 400 kB: {naive} exact places by the naive matcher, {missed} of them missed; {places} found in all tiers"
    );
    anyhow::ensure!(missed == 0, "a place was missed");
    Ok(())
}
