//! One indicator of one year and place with two values: a question to the editor, not a verdict.

use std::collections::{BTreeMap, BTreeSet};

use gloss_core::{
    lang::{Amount, amounts, sentences},
    model::Concept,
    patterns,
    report::{Finding, Rule, Sees, Severity},
    text::Span,
};

use super::{
    context::{CheckContext, PendingFinding, TextContext},
    seen::{Figure, Question, Seen, Spot, Use},
};

patterns! {
    static PERCENT = r"^\s?(?:%|percent\b|per cent\b|phần trăm)";
    static YEAR = r"(?-u:\b)(?:19|20)\d\d(?-u:\b)";
    /// What changes or compares has several values.
    static SEVERAL = r"(?i)(?-u:\b)(?:from|between|compared|to \d|each year|annually|average|target|plan|by \d|giảm|tăng|từ \d|so với|bình quân|mục tiêu|kế hoạch)";
}

pub(super) static FACT_CONFLICT: Rule = Rule {
    id: "fact-conflict",
    severity: Severity::Info,
    sees: Sees::All,
    on_request: false,
    summary: "one indicator of one year has two values",
    explanation: r#"## What it does
Asks where two sentences, in one text or two, give one indicator of the glossary (a rate, a ratio) two values in per cent for one year and the same places. Sentences that compare, plan or give several values are passed over.

## Why
Figures are copied from report to report, and one of the two is older.

## What to do
Ask the source. It is a note, and does not fail a check.

## Example
Bad: `The poverty rate was 21.3 percent in 2024.` and, in another article, `In 2024 the poverty rate was 23.1 percent.`

Good: the same figure in both
"#,
};

/// Words of a term that make it something with a value a year.
const MEASURES: [&str; 6] = ["rate", "ratio", "percentage", "coverage", "tỷ lệ", "tỉ lệ"];

/// Collects the figures of a text.
pub(super) fn collect<'g>(here: &TextContext<'_, 'g>, seen: &mut Seen<'g>) {
    let (text, uses) = (here.text(), here.uses);
    if !uses.iter().any(is_measure) {
        return;
    }
    let in_sentence = |sentence: Span| {
        let from = uses.partition_point(|used| used.span().start < sentence.start);
        let within: Vec<&Use<'_>> = uses[from..].iter().take_while(|used| used.span().end <= sentence.end).collect();
        figure(here, sentence, &within)
    };
    seen.figures.extend(sentences(text, &here.input.lang).into_iter().filter_map(in_sentence));
}

pub(super) fn check<'a>(context: &'a CheckContext<'_, '_>, out: &mut Vec<PendingFinding<'a>>) {
    let mut said: BTreeMap<&Question<'_>, Vec<&Figure<'_>>> = BTreeMap::new();
    context.seen.figures.iter().for_each(|figure| said.entry(&figure.question).or_default().push(figure));
    out.extend(said.values().filter_map(|figures| conflict(figures)));
}

fn is_measure(used: &Use<'_>) -> bool {
    let text = used.found.term.text.to_lowercase();
    MEASURES.iter().any(|word| text.ends_with(word) || text.starts_with(word))
}

/// What a sentence says of one indicator, if it has one value and one year.
fn figure<'g>(here: &TextContext<'_, 'g>, sentence: Span, uses: &[&Use<'g>]) -> Option<Figure<'g>> {
    let text = sentence.of(here.text());
    let indicators: BTreeSet<&'g str> =
        uses.iter().copied().filter(|used| is_measure(used)).map(|used| used.found.concept.id.as_str()).collect();
    let indicator = indicators.first().filter(|_| indicators.len() == 1)?;
    let years: BTreeSet<&str> = YEAR.find_iter(text).map(|year| year.as_str()).collect();
    let year = years.first().filter(|_| years.len() == 1 && !SEVERAL.is_match(text))?;
    let is_percent = |(span, _): &(Span, Amount)| PERCENT.is_match(&text[span.end..]);
    let mut values = amounts(text, &here.input.lang).into_iter().filter(is_percent);
    let (span, value) = values.next().filter(|_| values.next().is_none())?;
    let is_place = |concept: &Concept| concept.is_unit();
    let places = uses.iter().map(|used| used.found.concept).filter(|concept| is_place(concept));
    let question = (*indicator, (*year).to_owned(), places.map(|concept| concept.id.as_str()).collect());
    let spot = Spot::new(here.file, Span::new(sentence.start + span.start, sentence.start + span.end));
    Some(Figure { question, value, spot })
}

fn conflict<'a>(figures: &[&Figure<'_>]) -> Option<PendingFinding<'a>> {
    let first = figures.first()?;
    let other = figures.iter().find(|other| other.value != first.value)?;
    Some(PendingFinding::new(other.spot, [first.spot], |place, related| {
        let there = related.first().map_or("", |there| &there.text);
        let message =
            format!("`{}` here and `{there}` elsewhere, for one indicator and year: which is right?", place.text);
        Finding { related, ..Finding::new(&FACT_CONFLICT, place, message) }
    }))
}
