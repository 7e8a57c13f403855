//! Two English forms of one thing, found from the texts alone: `Bank for Social Policies` and `Social Policy Bank`, `great
//! unity houses` and `Great Solidarity houses`.
//!
//! Every run of content words that has a synonym or is a name is brought to a key in which order and synonyms do not count
//! ([`form`]); forms with one key are then compared word by word. What the glossary knows is left to it.

mod form;
pub(super) mod nested;
mod stated;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{
    lang::{Article, sentences},
    report::{Finding, Severity},
    text::Span,
};

use super::{Context, Use, reading::Heard};
use form::{Form, Role, Why, Word, Words, compare};

pub(super) use stated::Statement;

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
    let (mut told, mut sentences) = (Told::default(), Sentences::of(context));
    stated::check(context, true, &mut sentences, &mut told, out);
    for group in groups {
        let group: Vec<&Phrase> = group.iter().filter(|phrase| !told.has(phrase.file, phrase.span)).collect();
        let judge = |usual: &[&Phrase], other: &[&Phrase]| judge(context, usual, other);
        for finding in compete(context, &mut sentences, &group, judge) {
            group.iter().for_each(|phrase| told.add(phrase.file, phrase.span));
            out.push(finding);
        }
    }
    stated::check(context, false, &mut sentences, &mut told, out);
}

/// The places of which something was said.
#[derive(Debug, Default)]
struct Told(HashMap<usize, Vec<Span>>);

impl Told {
    fn has(&self, file: usize, span: Span) -> bool {
        self.0.get(&file).is_some_and(|spans| spans.iter().any(|other| other.contains(span)))
    }

    fn add(&mut self, file: usize, span: Span) {
        self.0.entry(file).or_default().push(span);
    }
}

/// The sentences of the files that it is asked about.
struct Sentences<'c> {
    inputs: &'c [&'c Article],
    /// Where they begin.
    starts: HashMap<usize, Vec<usize>>,
}

impl<'c> Sentences<'c> {
    fn of(context: &'c Context<'_, '_>) -> Self {
        Self { inputs: &context.inputs, starts: HashMap::new() }
    }

    /// The file and the number of the sentence of a place.
    fn number(&mut self, (file, span): (usize, Span)) -> (usize, usize) {
        let starts = self.starts.entry(file).or_insert_with(|| {
            let input = self.inputs[file];
            sentences(input.document.text(), &input.lang).into_iter().map(|sentence| sentence.start).collect()
        });
        (file, starts.partition_point(|start| *start <= span.start))
    }

    /// Whether a sentence has one of each: two things that it names beside each other are two.
    fn have_both(&mut self, one: &[(usize, Span)], other: &[(usize, Span)]) -> bool {
        let with_one: HashSet<(usize, usize)> = one.iter().map(|place| self.number(*place)).collect();
        other.iter().any(|place| with_one.contains(&self.number(*place)))
    }
}

/// A form of a name where it is printed.
trait Printed {
    fn file(&self) -> usize;
    fn span(&self) -> Span;
    /// Equal for forms that differ in inflection, case and signs alone.
    fn sequence(&self) -> u64;

    fn place(&self) -> (usize, Span) {
        (self.file(), self.span())
    }
}

impl Printed for Phrase {
    fn file(&self) -> usize {
        self.file
    }

    fn span(&self) -> Span {
        self.span
    }

    fn sequence(&self) -> u64 {
        self.sequence
    }
}

/// Groups of what has one sequence, the largest first, of equally large ones the earlier.
fn by_use<'p, P: Printed>(all: &[&'p P]) -> Vec<Vec<&'p P>> {
    let mut forms: BTreeMap<u64, Vec<&P>> = BTreeMap::new();
    all.iter().for_each(|one| forms.entry(one.sequence()).or_default().push(one));
    let mut forms: Vec<Vec<&P>> = forms.into_values().collect();
    forms.sort_by_key(|all| (std::cmp::Reverse(all.len()), all[0].place()));
    forms
}

/// How sure it is that two forms name one thing, and why.
struct Verdict {
    severity: Severity,
    confidence: u8,
    reason: String,
}

/// The findings about a group: the usual form against each of the others that `judge` holds to be one with it, if no
/// sentence has both.
fn compete<P: Printed>(
    context: &Context<'_, '_>,
    sentences: &mut Sentences<'_>,
    group: &[&P],
    judge: impl Fn(&[&P], &[&P]) -> Option<Verdict>,
) -> Vec<Finding> {
    let forms = by_use(group);
    let Some((usual, others)) = forms.split_first() else { return Vec::new() };
    let judged = others.iter().filter_map(|other| Some((other, judge(usual, other)?)));
    let places = |forms: &[&P]| forms.iter().map(|form| form.place()).collect::<Vec<_>>();
    judged
        .filter(|(other, _)| !sentences.have_both(&places(usual), &places(other)))
        .map(|(other, verdict)| finding(context, usual, other, verdict))
        .collect()
}

fn finding<P: Printed>(context: &Context<'_, '_>, usual: &[&P], other: &[&P], verdict: Verdict) -> Finding {
    let [a, b] = [usual[0], other[0]].map(|form| printed(context, form));
    let Verdict { severity, confidence, reason } = verdict;
    let message = format!("`{b}` ({}) and `{a}` ({}) seem to name one thing: {reason}", other.len(), usual.len());
    let place = |form: &&P| context.place_of(form.file(), form.span());
    let related = usual.iter().chain(&other[1..]).map(place).collect();
    let finding = Finding::new("variant-rendering", place(&other[0]), message);
    Finding { severity, related, confidence: Some(confidence), suggestions: vec![a.to_owned()], ..finding }
}

fn printed<'c>(context: &Context<'c, '_>, form: &impl Printed) -> &'c str {
    form.span().of(context.inputs[form.file()].document.text())
}

/// Looks for phrases in a text whose words go by.
pub(super) struct Phrases<'t> {
    file: usize,
    text: &'t str,
    words: Words<'t>,
    /// The words since the last stop, and whether one of them is of interest.
    run: Vec<Word>,
    is_telling: bool,
    found: Vec<Phrase>,
    stated: Vec<Statement>,
    /// The name that the last run ended with.
    name: Option<Span>,
}

impl<'t> Phrases<'t> {
    pub(super) fn of(file: usize, text: &'t str) -> Self {
        let (words, run, is_telling) = (Words::of(text), Vec::new(), false);
        Self { file, text, words, run, is_telling, found: Vec::new(), stated: Vec::new(), name: None }
    }

    #[inline]
    pub(super) fn hear(&mut self, heard: &Heard<'_>) {
        let word = self.words.next(heard);
        if word.begins_anew {
            self.end_of_run();
        }
        if word.role != Role::Stop {
            self.is_telling |= word.is_telling();
            self.run.push(word);
            return;
        }
        if heard.letters.folded == b"(" {
            self.stated.extend(Statement::in_bracket(self.file, self.text, heard.span.start, &self.run));
        }
        self.end_of_run();
    }

    /// The phrases of the text and what it says of them, but for those that are a term of the glossary, or a part of one.
    pub(super) fn end(mut self, uses: &[Use<'_>]) -> (Vec<Phrase>, Vec<Statement>) {
        self.end_of_run();
        self.found.retain(|phrase| !is_known(uses, phrase.span));
        self.stated.retain(|statement| !is_known(uses, statement.span()));
        (self.found, self.stated)
    }

    /// Two words that go on in a third are a part of one (`family economic models`) unless they are a name, and a name is not
    /// begun in its middle.
    fn end_of_run(&mut self) {
        let Self { file, text, run, is_telling, found, stated, name, .. } = self;
        stated.extend(name.take().and_then(|name| Statement::of_former(*file, text, name, run)));
        // Most runs are plain words without synonyms.
        if !std::mem::take(is_telling) {
            return run.clear();
        }
        *name = stated::trailing_name(text, run);
        for at in (0..run.len()).filter(|at| run[*at].is_number) {
            stated.extend(Statement::in_count(*file, text, &run[at], &run[at + 1..]));
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
        let small = |next: &Word| next.role == Role::Content && !next.capital;
        let goes_on = || !word.capital && words.get(at + 1).is_some_and(small);
        let is_whole = word.role == Role::Content && form.content > 1 && !(form.words == 2 && goes_on());
        if is_whole && (form.has_synonym || form.is_name()) {
            found(&form, Span::new(words[0].span.start, word.span.end));
        }
    }
}

/// Whether the glossary has a term there with all of a phrase in it.
fn is_known(uses: &[Use<'_>], span: Span) -> bool {
    let next = uses.partition_point(|used| used.span.end <= span.start);
    uses.get(next).is_some_and(|used| used.span.contains(span))
}

fn is_varied(group: &[Phrase]) -> bool {
    group.iter().any(|phrase| phrase.sequence != group[0].sequence)
}

fn judge(context: &Context<'_, '_>, usual: &[&Phrase], other: &[&Phrase]) -> Option<Verdict> {
    let [a, b] = [usual[0], other[0]].map(|phrase| printed(context, phrase));
    let why = compare(a, b)?;
    let named = [usual, other].map(|all| all.iter().any(|phrase| phrase.is_name));
    let is_name = named.contains(&true);
    let (severity, confidence, reason) = match &why {
        // `tourism development` and `development of tourism` are grammar.
        Why::Permutation if named.contains(&false) => return None,
        Why::Permutation => (Severity::Warning, 90, "the same words in another order".to_owned()),
        // Of the terms of the glossary its entries say which is to be written.
        Why::Synonyms([one, word])
            if [(usual[0], one), (other[0], word)].iter().any(|(phrase, word)| {
                let start = phrase.span.start;
                is_known(context.uses_in(phrase.file), Span::new(start + word.start, start + word.end))
            }) =>
        {
            return None;
        }
        Why::Synonyms(differing) => {
            let [one, word] = [differing[0].of(a), differing[1].of(b)].map(str::to_lowercase);
            let telling = is_name || usual[0].content > 2;
            let (severity, confidence) = if telling { (Severity::Warning, 85) } else { (Severity::Info, 50) };
            (severity, confidence, format!("`{one}` and `{word}` may stand for each other"))
        }
    };
    Some(Verdict { severity, confidence, reason })
}
