//! Builds the bytes of an index from concepts.

use std::collections::HashMap;

use rayon::prelude::*;

use gloss_core::{model::Concept, text::key};

use super::{deletes, format::FILE_KIND, keys::aliases, records, scan::word_pairs};
use gloss_core::block::{
    IndexError,
    bytes::{PiecesBuilder, u32_bytes},
    sealed,
};

/// How misspelt queries are answered. The deletion table is about thirty times faster than the fst, but an index that serves
/// a single query is built sooner without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FuzzyMethod {
    /// With a deletion table.
    DeletionTable,
    /// By searching the fst of keys; the index has no deletion table.
    Fst,
}

/// The bytes of an index of `concepts`.
///
/// Concepts are numbered in display order: those in use before those that have ended, then by the length of their shortest
/// term. A sorted list of numbers is therefore in display order, too.
pub(super) fn build<'g>(
    concepts: impl IntoIterator<Item = &'g Concept>,
    fuzzy: FuzzyMethod,
    fingerprint: u64,
) -> Result<Vec<u8>, IndexError> {
    let mut concepts: Vec<&Concept> = concepts.into_iter().collect();
    concepts.par_sort_by_cached_key(|concept| (concept.validity.to.is_some(), shortest_term(concept), &concept.id));
    if u32::try_from(concepts.len()).is_ok_and(|count| count >= LIST) {
        return Err(IndexError::TooLarge);
    }
    let (records, (term_keys, rare)) =
        rayon::join(|| build_records(&concepts), || rayon::join(|| term_keys(&concepts), || rare_words(&concepts)));
    let (records, (mut keys, aliases)) = (records?, term_keys);
    sort_unique(&mut keys);
    let mut lists = ConceptLists::default();
    let mut key_texts = PiecesBuilder::default();
    let (mut distinct_keys, mut key_lists): (Vec<&str>, Vec<u32>) = (Vec::new(), Vec::new());
    for group in keys.chunk_by(|(a, _), (b, _)| a == b) {
        key_texts.push(group[0].0.as_bytes()).ok_or(IndexError::TooLarge)?;
        distinct_keys.push(&group[0].0);
        key_lists.push(lists.add(group.iter().map(|(_, concept)| *concept))?);
    }
    let mut words: Vec<(&str, u32)> =
        keys.par_iter().flat_map_iter(|(key, concept)| key.split(' ').map(move |word| (word, *concept))).collect();
    words.par_sort_unstable();
    words.dedup();
    let mut ids: Vec<(&str, u32)> = concepts.iter().map(|concept| concept.id.as_str()).zip(0..).collect();
    ids.par_sort_unstable();
    ids.dedup_by(|b, a| a.0 == b.0);
    let words = lists.add_all(&words)?;
    let aliases = lists.add_all(&aliases)?;
    let rare = lists.add_all(&rare)?;
    let deletion_table = || {
        if fuzzy == FuzzyMethod::DeletionTable {
            deletes::build(&distinct_keys)
        } else {
            deletes::NewDeletionTable::default()
        }
    };
    let key_numbers = || build_fst(distinct_keys.iter().zip(0u32..).map(|(key, number)| (*key, number)));
    let ((table, folded), (aliases, (words, ids))) = rayon::join(
        || rayon::join(deletion_table, key_numbers),
        || rayon::join(|| build_fst(aliases), || rayon::join(|| build_fst(words), || build_fst(ids))),
    );
    let sections = [
        u32_bytes(&records.offsets),
        records.blob,
        u32_bytes(&key_texts.offsets),
        key_texts.blob,
        u32_bytes(&key_lists),
        u32_bytes(&lists.0),
        folded?,
        aliases?,
        words?,
        ids?,
        u32_bytes(&table.groups),
        u32_bytes(&table.buckets),
        u32_bytes(&table.entries),
        build_fst(rare)?,
    ];
    Ok(sealed::write(FILE_KIND, &sections, fingerprint))
}

/// The length of a concept's shortest term in characters.
fn shortest_term(concept: &Concept) -> usize {
    concept.all_terms().map(|(_, term)| term.text.chars().count()).min().unwrap_or_default()
}

/// Number of concepts that one core processes at a time.
const CHUNK_CONCEPTS: usize = 4096;

/// The chunks of the concepts, each with the number of its first concept.
fn chunks<'c>(concepts: &'c [&'c Concept]) -> impl IndexedParallelIterator<Item = (u32, &'c [&'c Concept])> {
    let with_first_number = |(i, chunk)| ((i * CHUNK_CONCEPTS) as u32, chunk);
    concepts.par_chunks(CHUNK_CONCEPTS).enumerate().map(with_first_number)
}

fn build_records(concepts: &[&Concept]) -> Result<PiecesBuilder, IndexError> {
    let of_chunk = |(first, chunk): (u32, &[&Concept])| {
        let mut pieces = PiecesBuilder::default();
        let mut records = (first..).zip(chunk).map(|(number, concept)| records::write(number, concept));
        records.try_for_each(|record| pieces.push(&record)).map(|()| pieces)
    };
    let chunks: Vec<PiecesBuilder> =
        chunks(concepts).map(of_chunk).collect::<Option<_>>().ok_or(IndexError::TooLarge)?;
    let mut all = PiecesBuilder::default();
    chunks.iter().try_for_each(|chunk| all.append(chunk)).ok_or(IndexError::TooLarge)?;
    Ok(all)
}

/// Keys, each with the number of a concept.
type ConceptKeys = Vec<(String, u32)>;

/// The folded keys of all terms (unsorted), and their aliases (sorted).
fn term_keys(concepts: &[&Concept]) -> (ConceptKeys, ConceptKeys) {
    let keys_of_chunk = |(first, chunk): (u32, &[&Concept])| {
        let (mut keys, mut alias_keys) = (Vec::with_capacity(2 * chunk.len()), Vec::new());
        for (number, concept) in (first..).zip(chunk) {
            for (lang, term) in concept.all_terms() {
                let folded = key::folded(&term.text);
                alias_keys.extend(aliases(lang, term, &folded).into_iter().map(|key| (key, number)));
                if !folded.is_empty() {
                    keys.push((folded, number));
                }
            }
        }
        (keys, alias_keys)
    };
    let chunks: Vec<(ConceptKeys, ConceptKeys)> = chunks(concepts).map(keys_of_chunk).collect();
    let key_count = chunks.iter().map(|(keys, _)| keys.len()).sum();
    let (mut keys, mut alias_keys) = (Vec::with_capacity(key_count), Vec::new());
    for (chunk_keys, chunk_aliases) in chunks {
        keys.extend(chunk_keys);
        alias_keys.extend(chunk_aliases);
    }
    sort_unique(&mut alias_keys);
    (keys, alias_keys)
}

/// For each term its rarest pair of neighbouring words, or its only word, in base form; a text without it cannot contain the
/// term. Also the [`merged_into_key`] of each concept that became part of another. Sorted.
fn rare_words(concepts: &[&Concept]) -> ConceptKeys {
    let phrases_of_concept = |(number, concept): (u32, &&Concept)| {
        let terms = concept.all_terms().map(|(_, term)| word_pairs(&term.text));
        let merged = concept.merged_into().map(|whole| vec![merged_into_key(whole)]);
        terms.chain(merged).map(|phrases| (phrases, number)).collect::<Vec<_>>()
    };
    let phrases_of_chunk =
        |(first, chunk): (u32, &[&Concept])| (first..).zip(chunk).flat_map(phrases_of_concept).collect::<Vec<_>>();
    let phrases_of_terms: Vec<(Vec<String>, u32)> = chunks(concepts).flat_map_iter(phrases_of_chunk).collect();
    let mut counts: HashMap<&str, u32> = HashMap::new();
    let all_phrases = phrases_of_terms.iter().flat_map(|(phrases, _)| phrases);
    all_phrases.for_each(|phrase| *counts.entry(phrase).or_default() += 1);
    let rarest = |(phrases, number): &(Vec<String>, u32)| {
        let phrase = phrases.iter().min_by_key(|phrase| (counts.get(phrase.as_str()), *phrase))?;
        Some((phrase.clone(), *number))
    };
    let mut rare: ConceptKeys = phrases_of_terms.par_iter().filter_map(rarest).collect();
    sort_unique(&mut rare);
    rare
}

/// The key of the concepts that became part of the one with this name. Starts with a tab, as no word does.
pub(super) fn merged_into_key(name: &str) -> String {
    format!("\t{name}")
}

fn sort_unique(keys: &mut ConceptKeys) {
    keys.par_sort_unstable();
    keys.dedup();
}

/// An fst map of sorted keys.
fn build_fst<K: AsRef<[u8]>>(pairs: impl IntoIterator<Item = (K, u32)>) -> Result<Vec<u8>, IndexError> {
    let mut builder = fst::MapBuilder::memory();
    for (key, value) in pairs {
        builder.insert(key, u64::from(value))?;
    }
    Ok(builder.into_inner()?)
}

/// The bit that marks a stored number as the offset of a list; without it, the number is a single concept.
pub(super) const LIST: u32 = 1 << 31;

/// Lists of concept numbers, one after the other, each after its length.
#[derive(Default)]
struct ConceptLists(Vec<u32>);

impl ConceptLists {
    /// Adds a list and returns the number to store for it: the concept itself if there is only one.
    fn add(&mut self, mut concepts: impl ExactSizeIterator<Item = u32>) -> Result<u32, IndexError> {
        if concepts.len() == 1 {
            return concepts.next().ok_or(IndexError::Damaged);
        }
        let offset = u32::try_from(self.0.len()).ok().filter(|offset| *offset < LIST).ok_or(IndexError::TooLarge)?;
        self.0.push(u32::try_from(concepts.len()).map_err(|_| IndexError::TooLarge)?);
        self.0.extend(concepts);
        Ok(offset | LIST)
    }

    /// Adds the list of each distinct key; expects sorted keys.
    fn add_all<'k, K: AsRef<str> + PartialEq>(
        &mut self,
        keys: &'k [(K, u32)],
    ) -> Result<Vec<(&'k str, u32)>, IndexError> {
        let add_group =
            |group: &'k [(K, u32)]| Ok((group[0].0.as_ref(), self.add(group.iter().map(|(_, concept)| *concept))?));
        keys.chunk_by(|(a, _), (b, _)| a == b).map(add_group).collect()
    }
}
