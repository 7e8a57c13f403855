//! Misspelt queries: keys within two edits, in process.

use std::collections::HashMap;

use fst::{IntoStreamer, Streamer};
use gloss_core::text::key;
use gloss_terms::index::{FuzzyMethod, Index};
use levenshtein_automata::LevenshteinAutomatonBuilder;
use rayon::prelude::*;
use symspell::{SymSpell, SymSpellBuilder, UnicodeStringStrategy, Verbosity};

use crate::{
    data::{Data, Query, concepts},
    timing::{Times, best, memory},
};

const EDITS: usize = 2;

/// Builds and asks gloss, symspell and fst with levenshtein_automata.
pub fn run(data: &Data, size: &str) -> anyhow::Result<()> {
    let terms = data.terms(size)?;
    let queries = data.queries(size)?;
    println!("\n## {size}: {} terms, all keys within {EDITS} edits (a transposition is one)", terms.len());
    let concepts = concepts(&terms);
    let (seconds, bytes) = best(3, || Index::build_bytes(&concepts, FuzzyMethod::DeletionTable, 0));
    drop(concepts);
    let index = Index::open(bytes?, 0)?;
    let size_of = |names: &[&str]| -> f64 {
        let parts = index.sections();
        parts
            .iter()
            .filter(|part| names.iter().any(|name| part.name.starts_with(name)))
            .map(|part| part.bytes)
            .sum::<usize>() as f64
            / 1e6
    };
    println!(
        "gloss: built in {seconds:.2} s; file {:.0} MB, its fuzzy part {:.0} MB, {} keys",
        index.size() as f64 / 1e6,
        size_of(&["fuzzy"]),
        index.key_count()
    );
    let keys: Vec<String> = index.dump().map(|(key, _)| key.to_owned()).collect();
    table("gloss", &queries, |query| index.near(&query.text, EDITS).len());

    let (seconds, map) = best(1, || fst::Map::from_iter(keys.iter().zip(0u64..)));
    let map = map?;
    println!(
        "fst + levenshtein_automata: built in {seconds:.2} s; file {:.1} MB",
        map.as_fst().as_bytes().len() as f64 / 1e6
    );
    let builder = LevenshteinAutomatonBuilder::new(EDITS as u8, true);
    table("fst", &queries, |query| {
        let dfa = builder.build_dfa(&query.text);
        let mut stream = map.search(&dfa).into_stream();
        let mut count = 0;
        while stream.next().is_some() {
            count += 1;
        }
        count
    });

    let before = memory();
    let (seconds, symspell) = best(1, || symspell_of(&keys));
    println!("symspell: built in {seconds:.2} s; about {:.0} MB of memory", memory() - before);
    table("symspell", &queries, |query| symspell.lookup(&query.text, Verbosity::All, EDITS as i64).len());
    Ok(())
}

fn symspell_of(keys: &[String]) -> SymSpell<UnicodeStringStrategy> {
    let mut symspell: SymSpell<UnicodeStringStrategy> = SymSpellBuilder::default()
        .max_dictionary_edit_distance(EDITS as i64)
        .prefix_length(7)
        .count_threshold(1)
        .build()
        .expect("a valid configuration");
    for key in keys {
        symspell.load_dictionary_line(&format!("{key}\t1"), 0, 1, "\t");
    }
    symspell
}

fn table(peer: &str, queries: &[Query], mut found: impl FnMut(&Query) -> usize) {
    for kind in ["exact", "prefix", "e1", "e2", "miss"] {
        let of_kind: Vec<&Query> = queries.iter().filter(|query| query.kind == kind).collect();
        let (times, answers) = Times::of(&of_kind, |query| found(query));
        println!(
            "{peer:<9} {kind:<7} p50 {:8.1} µs  p99 {:8.1} µs  {answers} answers to {} queries",
            times.percentile(50),
            times.percentile(99),
            of_kind.len()
        );
    }
}

/// Compares answers with brute force: `oracle DATA SIZE QUERIES`, the queries made from the terms with 0 to 2 edits.
pub fn oracle(data: &Data, args: &[String]) -> anyhow::Result<()> {
    let [size, count] = args else { anyhow::bail!("usage: oracle DATA SIZE QUERIES") };
    let (terms, count): (Vec<String>, usize) = (data.terms(size)?, count.parse()?);
    let index = Index::build(&concepts(&terms), FuzzyMethod::DeletionTable)?;
    let keys: Vec<String> = index.dump().map(|(key, _)| key.to_owned()).collect();
    let mut by_length: HashMap<usize, Vec<&str>> = HashMap::new();
    for key in &keys {
        by_length.entry(key.chars().count()).or_default().push(key);
    }
    let mut random = Random(1);
    let queries: Vec<String> = (0..count)
        .map(|i| {
            let mut letters: Vec<char> = keys[random.below(keys.len())].chars().collect();
            (0..i % (EDITS + 1)).for_each(|_| random.edit(&mut letters));
            letters.into_iter().collect()
        })
        .collect();
    let wrong = |query: &&String| {
        let found: Vec<(usize, &str)> =
            index.near(query, EDITS).into_iter().map(|near| (near.edits, near.key)).collect();
        let length = query.chars().count();
        let near =
            (length.saturating_sub(EDITS)..=length + EDITS).filter_map(|length| by_length.get(&length)).flatten();
        let mut wanted: Vec<(usize, &str)> =
            near.map(|key| (strsim::osa_distance(query, key), *key)).filter(|(edits, _)| *edits <= EDITS).collect();
        wanted.sort_unstable();
        found != wanted
    };
    let wrong: Vec<&String> = queries.par_iter().filter(wrong).collect();
    println!("{size}: {} of {count} queries answered as brute-force strsim::osa_distance does", count - wrong.len());
    anyhow::ensure!(wrong.is_empty(), "wrong: {:?}", &wrong[..wrong.len().min(5)]);
    let folded = queries.iter().filter(|query| key::folded(query) != **query).count();
    println!("{folded} of the queries are not keys themselves (doubled spaces, symbols)");
    Ok(())
}

/// A small generator, so that runs can be repeated (xorshift64*).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n.max(1)
    }

    fn edit(&mut self, letters: &mut Vec<char>) {
        let c = char::from(b'a' + self.below(26) as u8);
        let at = self.below(letters.len());
        match self.below(4) {
            0 if letters.len() > 1 => drop(letters.remove(at)),
            1 => letters.insert(at, c),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ if !letters.is_empty() => letters[at] = c,
            _ => letters.push(c),
        }
    }
}
