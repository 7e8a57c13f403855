//! Noun phrases of the field: a head noun of the lexicon with at least one modifier of it before.

use super::{
    candidate::Mention,
    lexicon::{HEADS, HYPERNYMS, MODIFIERS, PRODUCTS, STOPWORDS},
    words::{Sentence, Word},
};

/// A term has at most this many words.
const LONGEST: usize = 5;
/// An item of a list of products has at most this many.
const LONGEST_ITEM: usize = 2;

pub(super) fn find(sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    let words = &sentence.words;
    for (end, word) in words.iter().enumerate() {
        if let Some(&(category, alone)) = HEADS.get(word.base.as_str())
            && !word.has_possessive()
            && !(word.is_capitalised() && end > 0)
            && !goes_on(sentence, end)
        {
            let from = start(sentence, end);
            if from < end || alone {
                let (span, form) = sentence.form(from, end);
                out.push(Mention::new(span, form, category, if from < end { 0.6 } else { 0.5 }));
            }
        }
        if PRODUCTS.contains(word.base.as_str()) && !word.is_capitalised() {
            let (span, form) = sentence.form(end, end);
            out.push(Mention::new(span, form, "product", 0.6));
        }
        if word.lower == "as"
            && end > 1
            && words[end - 1].lower == "such"
            && HYPERNYMS.contains(words[end - 2].base.as_str())
        {
            list_items(sentence, end + 1, out);
        }
        if is_acronym(word) && !sentence.gap_after(end).starts_with(')') {
            out.extend(with_purpose(sentence, end, end, "programme"));
        }
    }
}

fn is_acronym(word: &Word<'_>) -> bool {
    (2..=6).contains(&word.text.chars().count()) && word.text.chars().all(char::is_uppercase)
}

/// Whether the head at `end` is itself only a modifier of the next word.
fn goes_on(sentence: &Sentence<'_>, end: usize) -> bool {
    sentence.words.get(end + 1).is_some_and(|next| {
        next.follows()
            && !next.is_capitalised()
            && HEADS.contains_key(next.base.as_str())
            && !is_verb_use(sentence, end + 1)
    }) && sentence.words[end].lower == sentence.words[end].base
}

/// Words such as `support` or `plan` after a plural noun are verbs: `households support`.
fn is_verb_use(sentence: &Sentence<'_>, at: usize) -> bool {
    let before = &sentence.words[at - 1];
    before.lower != before.base && before.lower.ends_with('s')
}

/// The first word of the phrase that ends with the head at `end`.
fn start(sentence: &Sentence<'_>, end: usize) -> usize {
    let mut from = end;
    while from > 0 && end - from < LONGEST - 1 && sentence.words[from].follows() {
        let before = &sentence.words[from - 1];
        let name = before.is_capitalised() && from > 1;
        let fits = MODIFIERS.contains(before.lower.as_str())
            || HEADS.contains_key(before.lower.as_str())
            || is_compound(before);
        if name || before.has_possessive() || !fits {
            break;
        }
        from -= 1;
    }
    // `to support livelihoods`: the noun is a verb here.
    if from < end
        && from > 0
        && sentence.words[from - 1].lower == "to"
        && HEADS.contains_key(sentence.words[from].lower.as_str())
    {
        from += 1;
    }
    // An adverb alone makes no term.
    while from < end && sentence.words[from].lower.ends_with("ly") && from + 1 == end {
        from += 1;
    }
    from
}

/// `poverty-reduction`, `low-income`: a compound with a word of the field in it.
fn is_compound(word: &Word<'_>) -> bool {
    word.lower.contains('-') && word.lower.split('-').any(|part| HEADS.contains_key(part) || MODIFIERS.contains(part))
}

/// `NTP for sustainable poverty reduction`: a programme with its purpose.
pub(super) fn with_purpose(sentence: &Sentence<'_>, from: usize, to: usize, category: &str) -> Option<Mention> {
    let words = &sentence.words;
    let link =
        words.get(to + 1).filter(|w| matches!(w.lower.as_str(), "for" | "on") && matches!(w.gap.trim(), "" | ")"))?;
    let first = to + 2;
    let fits = |w: &&Word<'_>| w.follows() && !w.has_possessive() && !STOPWORDS.contains(w.lower.as_str());
    let count = words.get(first..)?.iter().take(LONGEST).take_while(fits).count();
    let end = (first..first + count)
        .rev()
        .find(|&i| HEADS.contains_key(words[i].base.as_str()) && start(sentence, i) <= first)?;
    debug_assert!(link.span.start < words[end].span.start);
    let (span, form) = sentence.form(from, end);
    Some(Mention::new(span, form, category, 0.8))
}

/// The items of `crops such as A, B, and C, as well as D`.
fn list_items(sentence: &Sentence<'_>, from: usize, out: &mut Vec<Mention>) {
    let words = &sentence.words;
    let mut at = from;
    while at < words.len() {
        while words.get(at).is_some_and(|w| matches!(w.lower.as_str(), "and" | "or" | "as" | "well")) {
            at += 1;
        }
        let fits =
            |i: usize| words.get(i).is_some_and(|w| !STOPWORDS.contains(w.lower.as_str()) && !w.is_capitalised());
        let mut end = at;
        while fits(end) && (end == at || words[end].follows()) {
            end += 1;
        }
        if end == at || end - at > LONGEST_ITEM {
            return;
        }
        let (span, form) = sentence.form(at, end - 1);
        out.push(Mention::new(span, form, "product", 0.7));
        let listed = words.get(end).is_some_and(|w| w.gap.starts_with(',') || matches!(w.lower.as_str(), "and" | "or"));
        if !listed {
            return;
        }
        at = end;
    }
}
