//! One indicator of one year and place with two values: a question to the editor, not a verdict.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use regex::Regex;

use crate::{
    lang::{Amount, amounts, sentences},
    model::Concept,
    report::Finding,
    text::Span,
};

use super::{Context, Draft, Here, Spot, Use};

/// Words of a term that make it something with a value a year.
const MEASURES: [&str; 6] = ["rate", "ratio", "percentage", "coverage", "tỷ lệ", "tỉ lệ"];

static PERCENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s?(?:%|percent\b|per cent\b|phần trăm)").ok());
static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?-u:\b)(?:19|20)\d\d(?-u:\b)").ok());
/// What changes or compares has several values.
static SEVERAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?-u:\b)(?:from|between|compared|to \d|each year|annually|average|target|plan|by \d|giảm|tăng|từ \d|so với|bình quân|mục tiêu|kế hoạch)").ok()
});

/// What is said: of which indicator, of which year, of which places.
type Question<'g> = (&'g str, String, BTreeSet<&'g str>);

/// The value that a sentence gives an indicator.
pub(super) struct Figure<'g> {
    question: Question<'g>,
    value: Amount,
    spot: Spot,
}

impl Figure<'_> {
    pub(super) fn file(&self) -> usize {
        self.spot.file()
    }
}

/// The figures of a text.
pub(super) fn of_text<'g>(here: &Here<'_, 'g>) -> Vec<Figure<'g>> {
    let (text, uses) = (here.text(), here.uses);
    if !uses.iter().any(is_measure) {
        return Vec::new();
    }
    let in_sentence = |sentence: Span| {
        let from = uses.partition_point(|used| used.span().start < sentence.start);
        let within: Vec<&Use<'_>> = uses[from..].iter().take_while(|used| used.span().end <= sentence.end).collect();
        figure(here, sentence, &within)
    };
    sentences(text, &here.input.lang).into_iter().filter_map(in_sentence).collect()
}

pub(super) fn check<'a>(context: &'a Context<'_, '_>, out: &mut Vec<Draft<'a>>) {
    let mut said: BTreeMap<&Question<'_>, Vec<&Figure<'_>>> = BTreeMap::new();
    context.seen.figures.iter().for_each(|figure| said.entry(&figure.question).or_default().push(figure));
    out.extend(said.values().filter_map(|figures| conflict(figures)));
}

fn is_measure(used: &Use<'_>) -> bool {
    let text = used.found.term.text.to_lowercase();
    MEASURES.iter().any(|word| text.ends_with(word) || text.starts_with(word))
}

/// What a sentence says of one indicator, if it has one value and one year.
fn figure<'g>(here: &Here<'_, 'g>, sentence: Span, uses: &[&Use<'g>]) -> Option<Figure<'g>> {
    let text = sentence.of(here.text());
    let indicators: BTreeSet<&'g str> =
        uses.iter().copied().filter(|used| is_measure(used)).map(|used| used.found.concept.id.as_str()).collect();
    let indicator = indicators.first().filter(|_| indicators.len() == 1)?;
    let years: BTreeSet<&str> = YEAR.as_ref()?.find_iter(text).map(|year| year.as_str()).collect();
    let year = years
        .first()
        .filter(|_| years.len() == 1 && !SEVERAL.as_ref().is_some_and(|several| several.is_match(text)))?;
    let is_percent =
        |(span, _): &(Span, Amount)| PERCENT.as_ref().is_some_and(|percent| percent.is_match(&text[span.end..]));
    let mut values = amounts(text, &here.input.lang).into_iter().filter(is_percent);
    let (span, value) = values.next().filter(|_| values.next().is_none())?;
    let is_place = |concept: &Concept| concept.id.starts_with("unit-");
    let places = uses.iter().map(|used| used.found.concept).filter(|concept| is_place(concept));
    let question = (*indicator, (*year).to_owned(), places.map(|concept| concept.id.as_str()).collect());
    let spot = Spot::new(here.file, Span::new(sentence.start + span.start, sentence.start + span.end));
    Some(Figure { question, value, spot })
}

fn conflict<'a>(figures: &[&Figure<'_>]) -> Option<Draft<'a>> {
    let first = figures.first()?;
    let other = figures.iter().find(|other| other.value != first.value)?;
    Some(Draft::new(other.spot, [first.spot], |place, related| {
        let there = related.first().map_or("", |there| &there.text);
        let message =
            format!("`{}` here and `{there}` elsewhere, for one indicator and year: which is right?", place.text);
        Finding { related, ..Finding::new("fact-conflict", place, message) }
    }))
}
