//! Finding all segments that are alike enough, beside a comparison with every one.

use std::{collections::BTreeMap, fs, io::Write, time::Instant};

use gloss_core::{lang::Lang, model::Segment};
use gloss_memory::{Builder, Fuzzy, Near, Threshold, Tokens};

use crate::{
    data::Data,
    timing::{Times, memory},
};

/// For each name, `NAME.txt` holds segments and `NAME.q` queries; answers go to `NAME.out`, for others to judge.
pub fn run(data: &Data, names: &[String]) -> anyhow::Result<()> {
    for name in names {
        let path = |end: &str| data.0.join(format!("{name}.{end}"));
        let read = |end| -> anyhow::Result<Vec<Segment>> {
            Ok(fs::read_to_string(path(end))?.lines().map(|line| Segment::new(Lang::vi(), line)).collect())
        };
        let (segments, queries) = (read("txt")?, read("q")?);
        println!("\n## fuzzy: {name}, {} segments, {} queries", segments.len(), queries.len());
        let start = Instant::now();
        let mut builder = Builder::new(1);
        for (segment, unit) in segments.iter().zip(1..) {
            builder.push(unit, &Tokens::of(segment).hashes())?;
        }
        let collected = start.elapsed();
        let bytes = builder.finish(segments.len() as u64 + 1, 0)?;
        println!(
            "build {:.2} s, of which collecting {:.2} s; {:.1} MB; {:.0} MB in memory",
            start.elapsed().as_secs_f64(),
            collected.as_secs_f64(),
            bytes.len() as f64 / 1e6,
            memory()
        );
        let index = Fuzzy::open(bytes, 0)?;
        let search = |query: &Segment, threshold| -> Vec<Near> {
            let mut all = Vec::new();
            index.search(&Tokens::of(query).hashes(), threshold, &mut |near| all.push(near));
            all
        };
        for percent in [70, 85, 50] {
            let threshold = Threshold::new(percent).expect("from 1 to 100");
            let (times, found) = Times::of(&queries, |query| search(query, threshold).len());
            println!(
                "{percent} %: {:6.0} queries/s, p50 {:.0} µs, p99 {:.0} µs; {found} matches",
                1e6 / times.mean(),
                times.percentile(50),
                times.percentile(99)
            );
        }
        let mut out = fs::File::create(path("out"))?;
        for query in &queries {
            let mut near = search(query, Threshold::DEFAULT);
            near.sort_by(|a, b| b.score.cmp(&a.score).then(a.unit.cmp(&b.unit)));
            let cells: Vec<String> =
                near.iter().map(|near| format!("{:.3}\t{}", near.score.percent() / 100.0, near.unit)).collect();
            writeln!(out, "{}", cells.join("\t"))?;
        }
        brute(&segments, &queries, 20, &search);
    }
    Ok(())
}

/// The same by comparing with each segment.
fn brute(segments: &[Segment], queries: &[Segment], count: usize, search: &dyn Fn(&Segment, Threshold) -> Vec<Near>) {
    let all: Vec<Vec<u64>> = segments.iter().map(|segment| Tokens::of(segment).hashes()).collect();
    let start = Instant::now();
    let mut missed = 0;
    for query in queries.iter().take(count) {
        let tokens = Tokens::of(query).hashes();
        let near: BTreeMap<u64, usize> = (1..)
            .zip(&all)
            .filter_map(|(unit, other)| {
                let length = tokens.len().max(other.len());
                let shorter = tokens.len().min(other.len());
                if 10 * (length - shorter) > 3 * length {
                    return None;
                }
                let distance = strsim::generic_levenshtein(&tokens, other);
                (10 * distance <= 3 * length).then_some((unit, distance))
            })
            .collect();
        let found: BTreeMap<u64, usize> =
            search(query, Threshold::DEFAULT).iter().map(|near| (near.unit, near.score.distance as usize)).collect();
        missed += usize::from(found != near);
    }
    println!(
        "every segment: {:.1} queries/s; {missed} of {count} queries are answered otherwise",
        count as f64 / start.elapsed().as_secs_f64()
    );
}

/// A recombined memory of some size, in parts as they are on disk.
pub fn grown(real: &[Vec<&str>], queries: &[Segment], count: usize) -> anyhow::Result<()> {
    const PART: usize = 1 << 22;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % real.len()
    };
    let (mut indexes, mut bytes, mut built) = (Vec::new(), 0usize, 0.0);
    for first in (0..count).step_by(PART) {
        let start = Instant::now();
        let mut builder = Builder::new(first as u64);
        for unit in first..count.min(first + PART) {
            let text = if count <= real.len() {
                real[unit].join(" ")
            } else {
                let (a, b) = (&real[random()], &real[random()]);
                [&a[..a.len().div_ceil(2)], &b[b.len() / 2..]].concat().join(" ")
            };
            builder.push(unit as u64, &Tokens::of(&Segment::new(Lang::vi(), text)).hashes())?;
        }
        let part = builder.finish(count.min(first + PART) as u64, 0)?;
        built += start.elapsed().as_secs_f64();
        bytes += part.len();
        indexes.push(Fuzzy::open(part, 0)?);
    }
    let search = |query: &Segment| {
        let (hashes, mut found) = (Tokens::of(query).hashes(), 0);
        indexes.iter().for_each(|index| index.search(&hashes, Threshold::DEFAULT, &mut |_| found += 1));
        found
    };
    let (times, found) = Times::of(queries, search);
    println!(
        "{count:>10}   {built:7.2}   {:7.1}   {:9.1}   {:7.1}   {:6.1}   {:6.1}   {:.1}",
        bytes as f64 / 1e6,
        bytes as f64 / count as f64,
        times.mean(),
        times.percentile(50),
        times.percentile(99),
        found as f64 / queries.len() as f64
    );
    Ok(())
}
