//! Making an index.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::{model::Concept, text::key};

use super::{
    IndexError,
    bytes::{PiecesBuilder, u32_bytes},
    deletes,
    format::KIND,
    keys::aliases,
    records,
    scan::telling_words,
    sealed,
};

/// Whether the table of shortened forms is made: it answers misspelt queries some thirty times faster than the fst does,
/// but an index that serves a single query is made sooner without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fuzzy {
    /// Made.
    Table,
    /// Left out; the fst is searched instead.
    Fst,
}

/// The bytes of the index of some concepts.
///
/// Concepts are numbered in the order in which they would be shown: what is in use before what is past, then the one with
/// the shortest term. A list of numbers in order is then a list of answers in order.
pub(super) fn build<'g>(
    concepts: impl IntoIterator<Item = &'g Concept>,
    fuzzy: Fuzzy,
    fingerprint: u64,
) -> Result<Vec<u8>, IndexError> {
    let mut concepts: Vec<&Concept> = concepts.into_iter().collect();
    concepts.par_sort_by_cached_key(|concept| (concept.validity.to.is_some(), shortest(concept), &concept.id));
    if u32::try_from(concepts.len()).is_ok_and(|count| count >= LIST) {
        return Err(IndexError::TooLarge);
    }
    let (records, (named, rare)) =
        rayon::join(|| records(&concepts), || rayon::join(|| named(&concepts), || rare_words(&concepts)));
    let (records, (mut keys, aliases)) = (records?, named);
    sort(&mut keys);
    let mut lists = Lists::default();
    let mut texts = PiecesBuilder::new();
    let (mut distinct, mut key_lists): (Vec<&str>, Vec<u32>) = (Vec::new(), Vec::new());
    for group in keys.chunk_by(|(a, _), (b, _)| a == b) {
        texts.push(group[0].0.as_bytes()).ok_or(IndexError::TooLarge)?;
        distinct.push(&group[0].0);
        key_lists.push(lists.add(group.iter().map(|(_, concept)| *concept))?);
    }
    let mut words: Vec<(&str, u32)> =
        keys.par_iter().flat_map_iter(|(key, concept)| key.split(' ').map(move |word| (word, *concept))).collect();
    words.par_sort_unstable();
    words.dedup();
    let mut ids: Vec<(&str, u32)> = concepts.iter().map(|concept| concept.id.as_str()).zip(0..).collect();
    ids.par_sort_unstable();
    ids.dedup_by(|b, a| a.0 == b.0);
    let words = lists.of_keys(&words)?;
    let aliases = lists.of_keys(&aliases)?;
    let rare = lists.of_keys(&rare)?;
    let table = || if fuzzy == Fuzzy::Table { deletes::build(&distinct) } else { deletes::Built::default() };
    let numbered = || map(distinct.iter().zip(0u32..).map(|(key, number)| (*key, number)));
    let ((table, folded), (aliases, (words, ids))) = rayon::join(
        || rayon::join(table, numbered),
        || rayon::join(|| map(aliases), || rayon::join(|| map(words), || map(ids))),
    );
    let sections = [
        u32_bytes(&records.offsets),
        records.blob,
        u32_bytes(&texts.offsets),
        texts.blob,
        u32_bytes(&key_lists),
        u32_bytes(&lists.0),
        folded?,
        aliases?,
        words?,
        ids?,
        u32_bytes(&table.groups),
        u32_bytes(&table.buckets),
        u32_bytes(&table.entries),
        map(rare)?,
    ];
    Ok(sealed::write(KIND, &sections, fingerprint))
}

fn shortest(concept: &Concept) -> usize {
    concept.all_terms().map(|(_, term)| term.text.chars().count()).min().unwrap_or_default()
}

/// So many concepts are worked on by one core at a time.
const CHUNK: usize = 4096;

/// Each chunk of concepts with the number of its first one.
fn chunks<'c>(concepts: &'c [&'c Concept]) -> impl IndexedParallelIterator<Item = (u32, &'c [&'c Concept])> {
    let first = |(i, chunk)| ((i * CHUNK) as u32, chunk);
    concepts.par_chunks(CHUNK).enumerate().map(first)
}

fn records(concepts: &[&Concept]) -> Result<PiecesBuilder, IndexError> {
    let of_chunk = |(first, chunk): (u32, &[&Concept])| {
        let mut pieces = PiecesBuilder::new();
        let mut records = (first..).zip(chunk).map(|(number, concept)| records::write(number, concept));
        records.try_for_each(|record| pieces.push(&record)).map(|()| pieces)
    };
    let chunks: Vec<PiecesBuilder> =
        chunks(concepts).map(of_chunk).collect::<Option<_>>().ok_or(IndexError::TooLarge)?;
    let mut all = PiecesBuilder::new();
    chunks.iter().try_for_each(|chunk| all.append(chunk)).ok_or(IndexError::TooLarge)?;
    Ok(all)
}

type Keyed = Vec<(String, u32)>;

/// The folded keys of all terms with their concepts, and the aliases (sorted).
fn named(concepts: &[&Concept]) -> (Keyed, Keyed) {
    let of_chunk = |(first, chunk): (u32, &[&Concept])| {
        let (mut keys, mut others) = (Vec::with_capacity(2 * chunk.len()), Vec::new());
        for (number, concept) in (first..).zip(chunk) {
            for (lang, term) in concept.all_terms() {
                let folded = key::folded(&term.text);
                others.extend(aliases(lang, term, &folded).into_iter().map(|key| (key, number)));
                if !folded.is_empty() {
                    keys.push((folded, number));
                }
            }
        }
        (keys, others)
    };
    let chunks: Vec<(Keyed, Keyed)> = chunks(concepts).map(of_chunk).collect();
    let (mut keys, mut others) = (Vec::with_capacity(chunks.iter().map(|(keys, _)| keys.len()).sum()), Vec::new());
    for (of_chunk, other) in chunks {
        keys.extend(of_chunk);
        others.extend(other);
    }
    sort(&mut others);
    (keys, others)
}

/// For each term the two neighbouring words that the fewest of them have, or its only word, in their loosest form: a text
/// without them has nothing to do with the concept. And what each thing became part of ([`whole_key`]). Sorted.
fn rare_words(concepts: &[&Concept]) -> Keyed {
    let of_chunk = |(first, chunk): (u32, &[&Concept])| {
        let of_concept = |(number, concept): (u32, &&Concept)| {
            let terms = concept.all_terms().map(|(_, term)| telling_words(&term.text));
            let whole = concept.became_part_of().map(|whole| vec![whole_key(whole)]);
            terms.chain(whole).map(|words| (words, number)).collect::<Vec<_>>()
        };
        (first..).zip(chunk).flat_map(of_concept).collect::<Vec<_>>()
    };
    let names: Vec<(Vec<String>, u32)> = chunks(concepts).flat_map_iter(of_chunk).collect();
    let mut counts: HashMap<&str, u32> = HashMap::new();
    names.iter().flat_map(|(words, _)| words).for_each(|words| *counts.entry(words).or_default() += 1);
    let rarest = |(words, number): &(Vec<String>, u32)| {
        let words = words.iter().min_by_key(|words| (counts.get(words.as_str()), *words))?;
        Some((words.clone(), *number))
    };
    let mut rare: Keyed = names.par_iter().filter_map(rarest).collect();
    sort(&mut rare);
    rare
}

/// The key of what became part of a thing with this name. No word begins so.
pub(super) fn whole_key(name: &str) -> String {
    format!("\t{name}")
}

fn sort(keys: &mut Keyed) {
    keys.par_sort_unstable();
    keys.dedup();
}

/// An fst of sorted keys.
fn map<K: AsRef<[u8]>>(pairs: impl IntoIterator<Item = (K, u32)>) -> Result<Vec<u8>, IndexError> {
    let mut builder = fst::MapBuilder::memory();
    for (key, value) in pairs {
        builder.insert(key, u64::from(value))?;
    }
    Ok(builder.into_inner()?)
}

/// Marks a number as the place of a list; without it, it is a single concept.
pub(super) const LIST: u32 = 1 << 31;

/// Lists of concepts, one behind the other.
#[derive(Default)]
struct Lists(Vec<u32>);

impl Lists {
    fn add(&mut self, mut concepts: impl ExactSizeIterator<Item = u32>) -> Result<u32, IndexError> {
        if concepts.len() == 1 {
            return concepts.next().ok_or(IndexError::Damaged);
        }
        let place = u32::try_from(self.0.len()).ok().filter(|place| *place < LIST).ok_or(IndexError::TooLarge)?;
        self.0.push(u32::try_from(concepts.len()).map_err(|_| IndexError::TooLarge)?);
        self.0.extend(concepts);
        Ok(place | LIST)
    }

    /// The lists of sorted keys.
    fn of_keys<'k, K: AsRef<str> + PartialEq>(
        &mut self,
        keys: &'k [(K, u32)],
    ) -> Result<Vec<(&'k str, u32)>, IndexError> {
        let group =
            |group: &'k [(K, u32)]| Ok((group[0].0.as_ref(), self.add(group.iter().map(|(_, concept)| *concept))?));
        keys.chunk_by(|(a, _), (b, _)| a == b).map(group).collect()
    }
}
