//! All terms in running text.

use std::collections::HashSet;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use gloss_core::{model::Concept, text::{fold, key}};
use gloss_terms::index::{Scanner, all_terms};

use crate::{
    data::{Data, concepts},
    naive::{Naive, places_of},
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
        let (build, scanner) = best(1, || Scanner::from_terms(all_terms(&concepts)));
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
        agree(&scanner, &concepts, &texts)?;
    }
    Ok(())
}

fn is_bounded(text: &str, start: usize, end: usize) -> bool {
    let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !joined(text[..start].chars().next_back()) && !joined(text[end..].chars().next())
}

/// Compares a sample with what a naive matcher finds: places, terms, and how well they agree.
fn agree(scanner: &Scanner<'_>, concepts: &[Concept], texts: &[String]) -> anyhow::Result<()> {
    let naive = Naive::of(all_terms(concepts));
    let (mut same, mut differing) = (0, 0);
    for text in texts {
        let end = (0..=200_000.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
        let (ours, theirs) = (places_of(scanner, &text[..end]), naive.places(&text[..end]));
        same += ours.intersection(&theirs).count();
        for place in ours.symmetric_difference(&theirs) {
            differing += 1;
            println!("  differs: {place:?}");
        }
    }
    println!("  sample of 400 kB: {same} matches as a naive matcher finds them, {differing} otherwise");
    anyhow::ensure!(differing == 0, "the matches differ");
    Ok(())
}
