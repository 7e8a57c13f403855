//! Two English forms of one thing, found from the texts alone: `Bank for Social Policies` and `Social Policy Bank`, `great
//! unity houses` and `Great Solidarity houses`.
//!
//! Every run of content words that has a synonym or is a name is brought to a key in which order and synonyms do not count
//! ([`form`]); forms with one key are then compared word by word. What the glossary knows is left to it.

mod form;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::{
    lang::{Article, sentences},
    report::{Finding, Severity},
    text::Span,
};

use super::Context;
use form::{Form, LONGEST, Role, Why, Word, compare, form, words};

/// A phrase where it stands.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    file: usize,
    span: Span,
    /// The number of its sentence, in the file.
    sentence: usize,
    sequence: u64,
    content: usize,
    /// Whether it is a name: capitals throughout, or quotation marks around some of it.
    is_name: bool,
}

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    let english = context.inputs.par_iter().enumerate().filter(|(_, input)| input.lang.is("en"));
    let found: Vec<(u64, Phrase)> = english.flat_map_iter(|(file, input)| phrases(context, file, input)).collect();
    let mut groups: HashMap<u64, Vec<Phrase>> = HashMap::new();
    found.into_iter().for_each(|(key, phrase)| groups.entry(key).or_default().push(phrase));
    let mut groups: Vec<Vec<Phrase>> = groups.into_values().filter(|all| is_varied(all)).collect();
    // The longest first: what is inside of them is told with them.
    groups.sort_by_key(|all| (std::cmp::Reverse(all[0].content), all[0].file, all[0].span));
    let mut told: HashMap<usize, Vec<Span>> = HashMap::new();
    for group in groups {
        let is_new = |phrase: &Phrase| {
            !told.get(&phrase.file).is_some_and(|spans| spans.iter().any(|span| span.contains(phrase.span)))
        };
        let group: Vec<Phrase> = group.into_iter().filter(is_new).collect();
        for finding in compete(context, &group) {
            group.iter().for_each(|phrase| told.entry(phrase.file).or_default().push(phrase.span));
            out.push(finding);
        }
    }
}

/// Every run of words that may be a phrase. Two words that go on in a third are a part of one: `family economic models`; a
/// name is not begun in its middle.
fn runs(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    let is_name = |at: usize| words.get(at).is_some_and(|word| word.role == Role::Content && word.capital);
    let from = move |start: usize| {
        let rest = &words[start..];
        let open = rest.iter().take_while(|word| word.role != Role::Stop).count();
        let mut content = 0;
        let ends = rest[..open].iter().enumerate().filter_map(move |(at, word)| {
            content += usize::from(word.role == Role::Content);
            let goes_on =
                content == 2 && rest.get(at + 1).is_some_and(|next| next.role == Role::Content && !next.capital);
            (word.role == Role::Content && (2..=LONGEST).contains(&content) && !goes_on).then_some(at)
        });
        ends.map(move |end| &rest[..=end])
    };
    let begins = move |start: &usize| {
        words[*start].role == Role::Content && !(is_name(*start) && start.checked_sub(1).is_some_and(is_name))
    };
    (0..words.len()).filter(begins).flat_map(from)
}

/// The phrases of a file that may have another form: those with a synonym, and names.
fn phrases(context: &Context<'_, '_>, file: usize, input: &Article) -> Vec<(u64, Phrase)> {
    let (text, uses) = (input.document.text(), context.uses_in(file));
    let is_known = |span: Span| {
        let next = uses.partition_point(|used| used.span.end <= span.start);
        uses.get(next).is_some_and(|used| used.span.overlaps(span))
    };
    let mut found = Vec::new();
    for (sentence, place) in sentences(text, &input.lang).into_iter().enumerate() {
        let here = place.of(text);
        for run in runs(&words(here)) {
            let Some(form) = form(run) else { continue };
            let span = Span::new(run[0].span.start, run[run.len() - 1].span.end);
            let capitals = run.iter().filter(|word| word.role == Role::Content).all(|word| word.capital);
            let marks = || here[..span.start].ends_with(['“', '"']) || span.of(here).contains(['“', '”', '"']);
            let is_name = capitals || marks();
            let span = Span::new(place.start + span.start, place.start + span.end);
            if (form.has_synonym || is_name) && !is_known(span) {
                let Form { key, sequence, content, .. } = form;
                found.push((key, Phrase { file, span, sentence, sequence, content, is_name }));
            }
        }
    }
    found
}

fn is_varied(group: &[Phrase]) -> bool {
    group.iter().any(|phrase| phrase.sequence != group[0].sequence)
}

/// The findings about a group: the usual form against each of the others.
fn compete(context: &Context<'_, '_>, group: &[Phrase]) -> Vec<Finding> {
    let mut forms: BTreeMap<u64, Vec<&Phrase>> = BTreeMap::new();
    group.iter().for_each(|phrase| forms.entry(phrase.sequence).or_default().push(phrase));
    let mut forms: Vec<Vec<&Phrase>> = forms.into_values().collect();
    forms.sort_by_key(|all| (std::cmp::Reverse(all.len()), all[0].file, all[0].span));
    let Some((usual, others)) = forms.split_first() else { return Vec::new() };
    others.iter().filter_map(|other| variant(context, usual, other)).collect()
}

fn variant(context: &Context<'_, '_>, usual: &[&Phrase], other: &[&Phrase]) -> Option<Finding> {
    let text = |phrase: &Phrase| phrase.span.of(context.inputs[phrase.file].document.text());
    let [a, b] = [text(usual[0]), text(other[0])];
    let why = compare(a, b)?;
    // Two things that a sentence names beside each other are two.
    let together = |one: &&Phrase| usual.iter().any(|u| (u.file, u.sentence) == (one.file, one.sentence));
    if other.iter().any(together) {
        return None;
    }
    let named = [usual, other].map(|all| all.iter().any(|phrase| phrase.is_name));
    let is_name = named.contains(&true);
    let (severity, reason) = match &why {
        // `tourism development` and `development of tourism` are grammar.
        Why::Permutation if named.contains(&false) => return None,
        Why::Permutation => (Severity::Warning, "the same words in another order".to_owned()),
        Why::Synonyms(one, word) => {
            let telling = is_name || usual[0].content > 2;
            let severity = if telling { Severity::Warning } else { Severity::Info };
            (severity, format!("`{one}` and `{word}` may stand for each other"))
        }
    };
    let message = format!("`{b}` ({}) and `{a}` ({}) seem to name one thing: {reason}", other.len(), usual.len());
    let place = |phrase: &&Phrase| context.place_of(phrase.file, phrase.span);
    let related = usual.iter().chain(&other[1..]).map(place).collect();
    let finding = Finding::new("variant-rendering", place(&other[0]), message);
    Some(Finding { severity, related, suggestions: vec![a.to_owned()], ..finding })
}
