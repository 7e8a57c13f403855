//! Two English forms of one thing, found from the texts alone: `Bank for Social Policies` and `Social Policy Bank`, `great
//! unity houses` and `Great Solidarity houses`.
//!
//! Every run of content words that has a synonym or is a name is brought to a key in which order and synonyms do not count
//! ([`form`]); forms with one key are then compared word by word. What the glossary knows is left to it.

mod form;

use std::collections::{BTreeMap, HashMap};

use crate::{
    lang::sentences,
    report::{Finding, Severity},
    text::{Letters, Span, Token},
};

use super::{Context, Use};
use form::{Form, Role, Why, Word, Words, compare};

/// A phrase where it stands. In order those of one key come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Phrase {
    /// Equal for phrases that may name one thing.
    key: u64,
    file: usize,
    span: Span,
    sequence: u64,
    content: usize,
    /// Whether it is a name: capitals throughout, or quotation marks around some of it.
    is_name: bool,
}

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    let groups = context.phrases.chunk_by(|a, b| a.key == b.key).filter(|all| is_varied(all));
    let mut groups: Vec<Vec<Phrase>> = groups.map(<[Phrase]>::to_vec).collect();
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

/// Looks for phrases in a text whose words go by.
pub(super) struct Phrases<'t> {
    file: usize,
    words: Words<'t>,
    found: Vec<Phrase>,
}

impl<'t> Phrases<'t> {
    pub(super) fn of(file: usize, text: &'t str) -> Self {
        Self { file, words: Words::of(text), found: Vec::new() }
    }

    /// Takes the next word; `base` is the hash of its base form.
    #[inline]
    pub(super) fn hear(&mut self, token: Token, letters: Letters<'_>, base: u64) {
        let word = self.words.next(token, letters, base);
        if word.begins_anew {
            self.end_of_run();
        }
        if word.role == Role::Stop { self.end_of_run() } else { self.words.run.push(word) }
    }

    /// The phrases of the text, but for those that touch a term which the glossary has.
    pub(super) fn end(mut self, uses: &[Use<'_>]) -> Vec<Phrase> {
        self.end_of_run();
        self.found.retain(|phrase| !is_known(uses, phrase.span));
        self.found
    }

    /// Two words that go on in a third are a part of one (`family economic models`), and a name is not begun in its middle.
    fn end_of_run(&mut self) {
        let Self { file, words: Words { run, .. }, found } = self;
        // Most runs are plain words without synonyms.
        if run.len() < 2 || !run.iter().any(Word::is_telling) {
            return run.clear();
        }
        let mut before: Option<&Word> = None;
        for (start, word) in run.iter().enumerate() {
            let in_a_name = before.replace(word).is_some_and(|before| before.capital) && word.capital;
            if word.role == Role::Content && !in_a_name {
                from_word(&run[start..], |form, span| {
                    let (key, sequence, content) = (form.key(), form.sequence(), form.content);
                    found.push(Phrase { key, file: *file, span, sequence, content, is_name: form.is_name() });
                });
            }
        }
        run.clear();
    }
}

/// Calls `found` with the phrases that begin at the first word and may have another form: those with a synonym, and names.
fn from_word(words: &[Word], mut found: impl FnMut(&Form, Span)) {
    let mut form = Form::default();
    for (at, word) in words.iter().enumerate() {
        let Some(longer) = form.with(word) else { return };
        form = longer;
        let goes_on = || words.get(at + 1).is_some_and(|next| next.role == Role::Content && !next.capital);
        let is_whole = word.role == Role::Content && form.content > 1 && !(form.words == 2 && goes_on());
        if is_whole && (form.has_synonym || form.is_name()) {
            found(&form, Span::new(words[0].span.start, word.span.end));
        }
    }
}

/// Whether the glossary has a term there.
fn is_known(uses: &[Use<'_>], span: Span) -> bool {
    let next = uses.partition_point(|used| used.span.end <= span.start);
    uses.get(next).is_some_and(|used| used.span.overlaps(span))
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

/// Whether two phrases stand in one sentence.
fn are_together(context: &Context<'_, '_>, one: &Phrase, other: &Phrase) -> bool {
    if one.file != other.file {
        return false;
    }
    let input = context.inputs[one.file];
    let from = one.span.start.min(other.span.start);
    let whole = &input.document.text()[from..one.span.end.max(other.span.end)];
    !whole.contains('\n') && sentences(whole, &input.lang).len() == 1
}

fn variant(context: &Context<'_, '_>, usual: &[&Phrase], other: &[&Phrase]) -> Option<Finding> {
    let text = |phrase: &Phrase| phrase.span.of(context.inputs[phrase.file].document.text());
    let [a, b] = [text(usual[0]), text(other[0])];
    let why = compare(a, b)?;
    // Two things that a sentence names beside each other are two.
    if other.iter().any(|one| usual.iter().any(|other| are_together(context, one, other))) {
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
