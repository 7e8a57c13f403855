//! One query against many keys.

use gloss_core::text::key;
use gloss_terms::index::distance::Pattern;
use rapidfuzz::distance::osa;

use crate::{data::Data, lookup::Random, timing::best};

pub fn run(data: &Data) -> anyhow::Result<()> {
    println!("\n## distance: one query against many keys (OSA), ns a pair, best of 7");
    let mut random = Random(7);
    let terms: Vec<String> = data.terms("100k")?.iter().map(|term| key::folded(term)).collect();
    let vi = data.read("news.vi.txt")?;
    let lines: Vec<String> = vi.lines().take(20_000).map(|line| key::folded(line).chars().take(47).collect()).collect();
    for (name, keys) in [("terms", terms), ("beginnings of sentences, up to 47 letters", lines)] {
        let queries: Vec<&String> = (0..20).map(|_| &keys[random.below(keys.len())]).collect();
        let pairs = (queries.len() * keys.len()) as f64;
        for cut in [2, usize::MAX] {
            let (ours, a) = best(7, || {
                let count = |query: &&String| {
                    let pattern = Pattern::new(query);
                    keys.iter().filter_map(|key| pattern.distance(key, cut)).sum::<usize>()
                };
                queries.iter().map(count).sum::<usize>()
            });
            let (theirs, b) = best(7, || {
                let count = |query: &&String| {
                    let batch = osa::BatchComparator::new(query.chars());
                    let args = osa::Args::default().score_cutoff(cut);
                    keys.iter().filter_map(|key| batch.distance_with_args(key.chars(), &args)).sum::<usize>()
                };
                queries.iter().map(count).sum::<usize>()
            });
            let cut = if cut == usize::MAX { "no cut-off".to_owned() } else { format!("cut-off {cut}") };
            println!(
                "{name}, {cut}: gloss {:.1} ns, rapidfuzz BatchComparator {:.1} ns, ratio {:.2}; sums of distances {a} and {b}",
                ours / pairs * 1e9,
                theirs / pairs * 1e9,
                theirs / ours
            );
        }
    }
    Ok(())
}
