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

use super::{Context, Use};

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

pub(super) fn check(context: &Context<'_, '_>, out: &mut Vec<Finding>) {
    let mut said: BTreeMap<Question<'_>, Vec<(Amount, usize, Span)>> = BTreeMap::new();
    for (file, input) in context.inputs.iter().enumerate() {
        let (text, uses) = (input.document.text(), context.uses_in(file));
        if !uses.iter().any(|used| is_measure(used)) {
            continue;
        }
        for sentence in sentences(text, &input.lang) {
            let from = uses.partition_point(|used| used.span.start < sentence.start);
            let here: Vec<&Use<'_>> = uses[from..].iter().take_while(|used| used.span.end <= sentence.end).collect();
            if let Some((question, value, span)) = statement(context, file, sentence, &here) {
                said.entry(question).or_default().push((value, file, span));
            }
        }
    }
    out.extend(said.values().filter_map(|values| conflict(context, values)));
}

fn is_measure(used: &Use<'_>) -> bool {
    let text = used.found.term.text.to_lowercase();
    MEASURES.iter().any(|word| text.ends_with(word) || text.starts_with(word))
}

/// What a sentence says of one indicator, if it has one value and one year.
fn statement<'g>(
    context: &Context<'_, 'g>,
    file: usize,
    sentence: Span,
    uses: &[&Use<'g>],
) -> Option<(Question<'g>, Amount, Span)> {
    let input = context.inputs[file];
    let text = sentence.of(input.document.text());
    let indicators: BTreeSet<&'g str> =
        uses.iter().filter(|used| is_measure(used)).map(|used| used.found.concept.id.as_str()).collect();
    let indicator = indicators.first().filter(|_| indicators.len() == 1)?;
    let years: BTreeSet<&str> = YEAR.as_ref()?.find_iter(text).map(|year| year.as_str()).collect();
    let year = years
        .first()
        .filter(|_| years.len() == 1 && !SEVERAL.as_ref().is_some_and(|several| several.is_match(text)))?;
    let is_percent =
        |(span, _): &(Span, Amount)| PERCENT.as_ref().is_some_and(|percent| percent.is_match(&text[span.end..]));
    let mut values = amounts(text, &input.lang).into_iter().filter(is_percent);
    let (span, value) = values.next().filter(|_| values.next().is_none())?;
    let is_place = |concept: &Concept| concept.id.starts_with("unit-");
    let places = uses.iter().map(|used| used.found.concept).filter(|concept| is_place(concept));
    let question = (*indicator, (*year).to_owned(), places.map(|concept| concept.id.as_str()).collect());
    Some((question, value, Span::new(sentence.start + span.start, sentence.start + span.end)))
}

fn conflict(context: &Context<'_, '_>, values: &[(Amount, usize, Span)]) -> Option<Finding> {
    let (first, file, span) = values.first()?;
    let (_, other_file, other) = values.iter().find(|(value, ..)| value != first)?;
    let (place, there) = (context.place_of(*other_file, *other), context.place_of(*file, *span));
    let message =
        format!("`{}` here and `{}` elsewhere, for one indicator and year: which is right?", place.text, there.text);
    Some(Finding { related: vec![there], ..Finding::new("fact-conflict", place, message) })
}
