//! Terms of the source whose rendering is missing in the target, and names that must stay as they are.

use std::collections::BTreeSet;

use gloss_core::{
    lang::{
        Lang,
        english::{STOPWORDS, base_form},
    },
    model::{Concept, TermType},
    report::{Finding, Rule, Sees, Severity},
    text::{Span, TokenKind, each_token, key},
};
use gloss_terms::index::MatchKind;

use super::{
    super::{Checker, seen::Use},
    SOURCE, TARGET, Unit, UnitContext,
};

/// A name that stays in every language is missing in a translation.
pub static CHANGED_NAME: Rule = Rule {
    id: "changed-name",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a name that stays in every language is missing in a translation",
    explanation: r#"## What it does
Reports names that the glossary keeps as they are in every language (`keep = true`) and that a translation does not have as they stand in the source.

## Why
A name of a product or a person is found again only under its own spelling.

## What to do
Write the name as it stands in the source.

## Example
Bad: `Phần mềm eTax Mobile` → `The Mobile Tax app`

Good: `Phần mềm eTax Mobile` → `The eTax Mobile app`
"#,
};

/// A term of the source has no rendering in the translation.
pub static MISSING_TERM: Rule = Rule {
    id: "missing-term",
    severity: Severity::Warning,
    sees: Sees::Text,
    on_request: false,
    summary: "a term of the source has no rendering in the translation",
    explanation: r#"## What it does
Reports a term of several words (in Vietnamese three syllables or more), an acronym, or a name that is kept, which stands in the source while the translation has no rendering of it that the glossary knows. Inflected forms count, in whatever order their words stand; so do renderings the glossary advises against, which have rules of their own.

## Why
It is the check that keeps translations of many hands together.

## What to do
Use a rendering of the glossary. If the one in the text is right, enter it; if the text says it in another way on purpose, waive the finding.

## Example
Bad: `20 nhà Đại đoàn kết` → `20 new houses`

Good: `20 nhà Đại đoàn kết` → `20 Great Solidarity houses`
"#,
};

pub(crate) fn check(context: &UnitContext<'_, '_>, out: &mut Vec<Finding>) {
    let unit = context.unit;
    let span = unit.pair.spans[SOURCE];
    let mut target = None;
    for places in context.terms.chunk_by(|a, b| a.spot == b.spot) {
        let part = Span::new(places[0].span().start - span.start, places[0].span().end - span.start);
        let in_longer = || {
            is_in_longer_name(unit.text(SOURCE), part.start)
                || unit.lang(SOURCE).is("vi") && is_abroad(unit.text(SOURCE), part.end)
        };
        if !places.iter().all(|used| counts(used, unit.lang(TARGET))) || in_longer() {
            continue;
        }
        let target = target.get_or_insert_with(|| Target::of(context.checker, unit));
        let kept = |used: &Use<'_>| {
            let printed = Span::new(used.span().start - span.start, used.span().end - span.start).of(unit.text(SOURCE));
            used.found.term.kind == TermType::Acronym && unit.text(TARGET).contains(printed)
        };
        if !places.iter().any(|used| kept(used) || target.has(used.found.concept, unit.lang(TARGET))) {
            out.extend(places.first().map(|used| missing(unit, used, span)));
        }
    }
}

/// Whether a term says for certain that its concept is meant, and the other language has a name for it.
fn counts(used: &Use<'_>, to: &Lang) -> bool {
    let term = used.found.term;
    // A single word may be any word; an acronym of two letters may be anything.
    let acronym = term.kind == TermType::Acronym && term.text.chars().count() > 2;
    // So is one of two syllables in Vietnamese, where most words have two.
    let least = if used.found.lang.is("vi") { 3 } else { 2 };
    let telling = term.text.split_whitespace().count() >= least || acronym || term.keep;
    // Amounts of money are written in many ways; their numbers are compared.
    let concept = used.found.concept;
    telling && used.kind < MatchKind::Folded && concept.domain != "money" && concept.preferred(to).is_some()
}

/// Whether a capitalised term goes on from a word that is capitalised too: `William Knibb High School` is another name.
fn is_in_longer_name(text: &str, start: usize) -> bool {
    let Some(before) = text[..start].strip_suffix(' ') else { return false };
    let word = before.rsplit(' ').next().unwrap_or_default();
    let begins_sentence =
        before.len() == word.len() || before[..before.len() - word.len()].trim_end().ends_with(['.', '!', '?']);
    let capital = |text: &str| text.starts_with(char::is_uppercase);
    capital(&text[start..]) && capital(word) && word.ends_with(char::is_alphanumeric) && !begins_sentence
}

/// Whether a Vietnamese name goes on with that of another country: `Bộ Ngoại giao Uganda`.
fn is_abroad(text: &str, end: usize) -> bool {
    let Some(rest) = text[end..].strip_prefix(' ') else { return false };
    COUNTRIES.lines().filter(|line| !line.starts_with('#')).any(|country| {
        let Some(behind) = rest.strip_prefix(country).filter(|rest| !rest.starts_with(char::is_alphanumeric)) else {
            return false;
        };
        // Of one syllable it may begin another name: `Lào Cai`, `Anh Sơn`, `Anh hùng`.
        let next = behind.strip_prefix(' ').unwrap_or_default();
        country.contains(' ') || !next.starts_with(char::is_uppercase) && !next.starts_with("hùng")
    })
}

/// Countries as Vietnamese texts name them.
const COUNTRIES: &str = include_str!("countries.txt");

/// What a target says.
struct Target<'u> {
    concepts: BTreeSet<&'u str>,
    words: BTreeSet<String>,
}

impl<'u> Target<'u> {
    fn of<'g: 'u>(checker: &Checker<'g>, unit: Unit<'_>) -> Self {
        let (text, mut concepts, mut words) = (unit.text(TARGET), BTreeSet::new(), BTreeSet::new());
        if let Some(scanner) = checker.scanners.for_lang(unit.lang(TARGET)) {
            scanner.each(text, |_, terms| concepts.extend(terms.iter().map(|(of, _)| of.concept.id.as_str())));
        }
        let lang = unit.lang(TARGET);
        each_token(text, |token, _| {
            if token.kind == TokenKind::Word {
                words.insert(word(token.span.of(text), lang));
            }
        });
        Self { concepts, words }
    }

    /// Whether a concept is named: by any of its terms, or by all the words of one that say something, in whatever order.
    fn has(&self, concept: &Concept, lang: &Lang) -> bool {
        let in_words = |text: &str| {
            let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
            let mut all = words.filter(|word| !lang.is("en") || !STOPWORDS.contains(word)).peekable();
            all.peek().is_some() && all.all(|one| self.words.contains(&word(one, lang)))
        };
        self.concepts.contains(concept.id.as_str()) || concept.terms(lang).iter().any(|term| in_words(&term.text))
    }
}

/// A word as it is compared: `eliminating` is `elimination` here.
fn word(text: &str, lang: &Lang) -> String {
    const ENDINGS: [&str; 8] = ["ation", "ating", "ated", "ate", "ing", "ion", "ed", "e"];
    const LEAST: usize = 4;
    let base = base_form(&key::folded_word(text)).into_owned();
    let stem = |ending: &&str| base.strip_suffix(*ending).filter(|stem| stem.len() >= LEAST);
    let stem = ENDINGS.iter().filter(|_| lang.is("en")).find_map(stem);
    stem.map_or(base.clone(), str::to_owned)
}

fn missing(unit: Unit<'_>, used: &Use<'_>, segment: Span) -> Finding {
    let (concept, to) = (used.found.concept, unit.lang(TARGET));
    let part = Span::new(used.span().start - segment.start, used.span().end - segment.start);
    let printed = part.of(unit.text(SOURCE));
    let accepted: Vec<String> =
        concept.terms(to).iter().filter(|term| term.status.is_accepted()).map(|term| term.text.clone()).collect();
    let best = concept.preferred(to).map_or("", |term| &term.text);
    let (rule, message) = if used.found.term.keep {
        (&CHANGED_NAME, format!("`{printed}` stays as it is in every language, but the translation lacks it"))
    } else {
        (&MISSING_TERM, format!("the translation has no rendering of `{printed}`; the glossary has `{best}`"))
    };
    Finding { concept: Some(concept.id.clone()), suggestions: accepted, ..unit.finding(rule, part, message) }
}
