//! Two English forms of one thing, found from the texts alone: `Bank for Social Policies` and `Social Policy Bank`, `great
//! unity houses` and `Great Solidarity houses`.
//!
//! Every run of content words that has a synonym or is a name is brought to a key in which order and synonyms do not count
//! ([`form`]); forms with one key are then compared word by word. What the glossary knows is left to it.

mod form;
pub(super) mod nested;
mod stated;

use std::collections::{BTreeMap, HashMap, HashSet};

use gloss_core::{
    lang::{Article, sentences},
    report::{Finding, Rule, Sees, Severity},
    text::Span,
};

use super::{
    context::{CheckContext, PendingFinding},
    seen::{Phrase, Seen, Spot, Statement, Use},
    word::{TextKind, Word, WordVisitor},
};
use form::{Form, PhraseWord, PhraseWords, Role, Why, compare};

pub(crate) static VARIANT_RENDERING: Rule = Rule {
    id: "variant-rendering",
    severity: Severity::Warning,
    sees: Sees::All,
    on_request: false,
    summary: "two English forms seem to name one thing",
    explanation: r#"## What it does
Finds, without a glossary, two English forms that seem to name one thing. Each finding says by what, and JSON and SARIF how sure that is:

- both stand before one Vietnamese name in brackets, which is not that of a place (0.95; of two small words 0.6, for one may be a verb): `Kindness Home Programme (chương trình Nhà nhân ái)`;
- both stand before one acronym in brackets and have its initials (with the same words 0.9, else 0.5): `Women’s Federation for Peace (WFP)`, `Women’s Federation of Peace (WFP)`;
- the same words stand in another order round a preposition (0.9): `Bank for Social Policies`, `Social Policy Bank`;
- one word stands in the place of another that may stand for it (0.85; two small words 0.5): `great unity houses`, `Great Solidarity houses`;
- there is one odd number of both (0.6): `9,819 joint-effort houses`, `9,819 common-effort houses`;
- one is said to be the former name of the other, and is used elsewhere (0.6): `the Work Board (formerly the Labour Board)`.

What is 0.85 sure or more is a warning, the rest are notes.

It is silent where the two stand in one sentence, where a number or any other word differs, and where the glossary has the phrase, or the word that differs: then its entry decides.

## Why
Readers of a series of articles take two names for two things, and nobody has entered the name yet.

## What to do
Choose one and enter it with `gloss add`, the other as a deprecated form; then `competing-renderings` and `deprecated-rendering` watch it. If they are two things, waive the finding, or enter both.

## Example
Bad: `He borrowed from the Vietnam Bank for Social Policies.` beside `The Social Policy Bank lent him money.`

Good: `the Vietnam Bank for Social Policies` in both
"#,
};

pub(super) fn check<'a>(context: &'a CheckContext<'_, '_>, out: &mut Vec<PendingFinding<'a>>) {
    let groups = context.seen.phrases.chunk_by(|a, b| a.key == b.key).filter(|all| is_varied(all));
    let mut groups: Vec<&[Phrase]> = groups.collect();
    // The longest first: what is inside of them is told with them.
    groups.sort_by_key(|all| (std::cmp::Reverse(all[0].content), all[0].spot));
    let forms = groups.iter().flat_map(|group| by_use(&group.iter().collect::<Vec<_>>())).map(|form| form[0].spot);
    let mut page = PrintedText::of(context, forms.chain(stated::spots(context)));
    let mut told = ReportedPlaces::default();
    stated::check(&mut page, true, &mut told, out);
    for group in groups {
        let group: Vec<&Phrase> = group.iter().filter(|phrase| !told.has(phrase.spot)).collect();
        for finding in compete(&mut page, &group, judge) {
            group.iter().for_each(|phrase| told.add(phrase.spot));
            out.push(finding);
        }
    }
    stated::check(&mut page, false, &mut told, out);
}

/// The places of which something was said.
#[derive(Debug, Default)]
struct ReportedPlaces(HashMap<usize, Vec<Span>>);

impl ReportedPlaces {
    fn has(&self, spot: Spot) -> bool {
        self.0.get(&spot.file()).is_some_and(|spans| spans.iter().any(|other| other.contains(spot.span())))
    }

    fn add(&mut self, spot: Spot) {
        self.0.entry(spot.file()).or_default().push(spot.span());
    }
}

/// What stands in the texts, as far as it is asked for.
struct PrintedText<'c, 'g> {
    context: &'c CheckContext<'c, 'g>,
    printed: BTreeMap<Spot, String>,
    /// Where the sentences of a text begin.
    sentences: HashMap<usize, Vec<usize>>,
}

impl<'c, 'g> PrintedText<'c, 'g> {
    /// With what stands at some places, for which no text has to be looked at any more.
    fn of(context: &'c CheckContext<'c, 'g>, spots: impl IntoIterator<Item = Spot>) -> Self {
        Self { context, printed: context.printed(spots), sentences: HashMap::new() }
    }

    /// What stands at a place.
    fn printed(&mut self, spot: Spot) -> Option<String> {
        if !self.printed.contains_key(&spot) {
            self.printed.append(&mut self.context.printed([spot]));
        }
        self.printed.get(&spot).cloned()
    }

    /// The number of the sentence of a place in its text.
    fn number(&mut self, spot: Spot) -> usize {
        let starts = self.sentences.entry(spot.file()).or_insert_with(|| {
            let text = self.context.text(spot.file());
            let sentences = text.map(|text| sentences(text.document.text(), &text.lang)).unwrap_or_default();
            sentences.into_iter().map(|sentence| sentence.start).collect()
        });
        starts.partition_point(|start| *start <= spot.span().start)
    }

    /// Whether a sentence has one of each: two things that it names beside each other are two.
    fn has_both(&mut self, one: &[Spot], other: &[Spot]) -> bool {
        // Most texts have one of them alone, and are not looked at.
        let files = |spots: &[Spot]| spots.iter().map(|spot| spot.file()).collect::<HashSet<usize>>();
        let files: HashSet<usize> = files(one).intersection(&files(other)).copied().collect();
        let mut numbers = |spots: &[Spot]| {
            let there = spots.iter().filter(|spot| files.contains(&spot.file()));
            there.map(|spot| (spot.file(), self.number(*spot))).collect::<HashSet<_>>()
        };
        !numbers(one).is_disjoint(&numbers(other))
    }
}

/// A form of a name where it is printed.
trait Printed {
    fn spot(&self) -> Spot;
    /// Equal for forms that differ in inflection, case and signs alone.
    fn sequence(&self) -> u32;
}

impl Printed for Phrase {
    fn spot(&self) -> Spot {
        self.spot
    }

    fn sequence(&self) -> u32 {
        self.sequence
    }
}

/// Groups of what has one sequence, the largest first, of equally large ones the earlier.
fn by_use<'p, P: Printed>(all: &[&'p P]) -> Vec<Vec<&'p P>> {
    let mut forms: BTreeMap<u32, Vec<&P>> = BTreeMap::new();
    all.iter().for_each(|one| forms.entry(one.sequence()).or_default().push(one));
    let mut forms: Vec<Vec<&P>> = forms.into_values().collect();
    forms.sort_by_key(|all| (std::cmp::Reverse(all.len()), all[0].spot()));
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
fn compete<'a, P: Printed>(
    page: &mut PrintedText<'_, '_>,
    group: &[&P],
    judge: impl Fn(&mut PrintedText<'_, '_>, &[&P], &[&P]) -> Option<Verdict>,
) -> Vec<PendingFinding<'a>> {
    let forms = by_use(group);
    let Some((usual, others)) = forms.split_first() else { return Vec::new() };
    let spots = |forms: &[&P]| forms.iter().map(|form| form.spot()).collect::<Vec<_>>();
    let one = |other: &Vec<&P>| {
        let verdict = judge(page, usual, other)?;
        if page.has_both(&spots(usual), &spots(other)) {
            None
        } else {
            draft(page, &spots(usual), &spots(other), verdict)
        }
    };
    others.iter().filter_map(one).collect()
}

fn draft<'a>(
    page: &mut PrintedText<'_, '_>,
    usual: &[Spot],
    other: &[Spot],
    verdict: Verdict,
) -> Option<PendingFinding<'a>> {
    let (a, b) = (page.printed(usual[0])?, page.printed(other[0])?);
    let Verdict { severity, confidence, reason } = verdict;
    let message = format!("`{b}` ({}) and `{a}` ({}) seem to name one thing: {reason}", other.len(), usual.len());
    Some(PendingFinding::new(other[0], usual.iter().chain(&other[1..]).copied(), move |place, related| {
        let finding = Finding::new(&VARIANT_RENDERING, place, message);
        Finding { severity, related, confidence: Some(confidence), suggestions: vec![a], ..finding }
    }))
}

/// Looks for phrases.
pub(super) struct Phrases<'t> {
    file: usize,
    text: &'t str,
    words: PhraseWords<'t>,
    /// The words since the last stop, and whether one of them is of interest.
    run: Vec<PhraseWord>,
    is_telling: bool,
    found: Vec<Phrase>,
    stated: Vec<Statement>,
    /// The name that the last run ended with.
    name: Option<Span>,
}

/// Running English texts have phrases.
impl<'t> WordVisitor<'t> for Option<Phrases<'t>> {
    fn start(file: usize, article: &'t Article, kind: TextKind) -> Self {
        let has_phrases = kind == TextKind::Running && article.lang.is("en");
        has_phrases.then(|| Phrases::new(file, article.document.text()))
    }

    #[inline]
    fn visit(&mut self, word: &Word<'_>) {
        if let Some(phrases) = self {
            phrases.visit(word);
        }
    }

    fn finish(self, terms: &[Use<'_>], seen: &mut Seen<'_>) {
        if let Some(phrases) = self {
            phrases.finish(terms, seen);
        }
    }
}

impl<'t> Phrases<'t> {
    fn new(file: usize, text: &'t str) -> Self {
        let (words, run, is_telling) = (PhraseWords::of(text), Vec::new(), false);
        Self { file, text, words, run, is_telling, found: Vec::new(), stated: Vec::new(), name: None }
    }

    #[inline]
    fn visit(&mut self, heard: &Word<'_>) {
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
    fn finish(mut self, uses: &[Use<'_>], seen: &mut Seen<'_>) {
        self.end_of_run();
        self.found.retain(|phrase| !is_known(uses, phrase.spot.span()));
        self.stated.retain(|statement| !is_known(uses, statement.spot().span()));
        seen.phrases.extend(self.found);
        seen.statements.extend(self.stated);
    }

    /// Two words that go on in a third are a part of one (`family economic models`) unless they are a name, and a name is not
    /// begun in its middle.
    fn end_of_run(&mut self) {
        let Self { file, text, run, is_telling, found, stated, name, .. } = self;
        if let Some(now) = name.take() {
            stated.extend(Statement::of_former(*file, text, now, run));
            *name = stated::is_known(text, run).then_some(now);
        }
        // Most runs are plain words without synonyms.
        if !std::mem::take(is_telling) {
            return run.clear();
        }
        *name = stated::trailing_name(text, run).or(*name);
        for at in (0..run.len()).filter(|at| run[*at].is_number) {
            stated.extend(Statement::in_count(*file, text, &run[at], &run[at + 1..]));
        }
        let mut before: Option<&PhraseWord> = None;
        for (start, word) in run.iter().enumerate() {
            let in_a_name = before.replace(word).is_some_and(|before| before.capital) && word.capital;
            if word.role == Role::Content && !in_a_name {
                from_word(&run[start..], |form, span| {
                    let (key, sequence, content) = (form.key(), form.sequence(), form.content);
                    found.push(Phrase {
                        key,
                        spot: Spot::new(*file, span),
                        sequence,
                        content,
                        is_name: form.is_name(),
                    });
                });
            }
        }
        run.clear();
    }
}

/// Calls `found` with the phrases that begin at the first word and may have another form: those with a synonym, and names.
fn from_word(words: &[PhraseWord], mut found: impl FnMut(&Form, Span)) {
    let mut form = Form::default();
    for (at, word) in words.iter().enumerate() {
        let Some(longer) = form.with(word) else { return };
        form = longer;
        let small = |next: &PhraseWord| next.role == Role::Content && !next.capital;
        let goes_on = || !word.capital && words.get(at + 1).is_some_and(small);
        let is_whole = word.role == Role::Content && form.content > 1 && !(form.words == 2 && goes_on());
        if is_whole && (form.has_synonym || form.is_name()) {
            found(&form, Span::new(words[0].span.start, word.span.end));
        }
    }
}

/// Whether the glossary has a term there with all of a phrase in it.
fn is_known(uses: &[Use<'_>], span: Span) -> bool {
    let next = uses.partition_point(|used| used.span().end <= span.start);
    uses.get(next).is_some_and(|used| used.span().contains(span))
}

fn is_varied(group: &[Phrase]) -> bool {
    group.iter().any(|phrase| phrase.sequence != group[0].sequence)
}

fn judge(page: &mut PrintedText<'_, '_>, usual: &[&Phrase], other: &[&Phrase]) -> Option<Verdict> {
    let (a, b) = (page.printed(usual[0].spot)?, page.printed(other[0].spot)?);
    let why = compare(&a, &b)?;
    let named = [usual, other].map(|all| all.iter().any(|phrase| phrase.is_name));
    let is_name = named.contains(&true);
    let (severity, confidence, reason) = match &why {
        // `tourism development` and `development of tourism` are grammar.
        Why::Permutation if named.contains(&false) => return None,
        Why::Permutation => (Severity::Warning, 90, "the same words in another order".to_owned()),
        // Of the terms of the glossary its entries say which is to be written.
        Why::Synonyms([one, word])
            if [(usual[0], one), (other[0], word)].iter().any(|(phrase, word)| {
                let start = phrase.spot.span().start;
                is_known(page.context.uses_in(phrase.spot.file()), Span::new(start + word.start, start + word.end))
            }) =>
        {
            return None;
        }
        Why::Synonyms(differing) => {
            let [one, word] = [differing[0].of(&a), differing[1].of(&b)].map(str::to_lowercase);
            // Of two things beside each other each may be another.
            let telling = is_name || usual[0].content > 2 && !a.contains(" and ");
            let (severity, confidence) = if telling { (Severity::Warning, 85) } else { (Severity::Info, 50) };
            (severity, confidence, format!("`{one}` and `{word}` may stand for each other"))
        }
    };
    Some(Verdict { severity, confidence, reason })
}
