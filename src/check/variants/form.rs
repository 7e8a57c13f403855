//! A phrase as it is compared: its content words in base form, synonyms as one.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    lang::english::{STOPWORDS, base_form},
    text::{self, Span, TokenKind, each_token, hash, mix},
};

/// Groups of synonyms by word.
static GROUPS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("synonyms.txt").lines().filter(|line| !line.starts_with('#'));
    let group = |line: &'static str| {
        let first = line.split(' ').next().unwrap_or(line);
        line.split(' ').map(move |word| (word, first))
    };
    lines.flat_map(group).collect()
});

/// What stands between the parts of a name.
const LINKS: [&str; 4] = ["of", "for", "on", "in"];
/// Words that make no difference.
const SILENT: [&str; 4] = ["the", "a", "an", "and"];
/// The country, whose name is left out at home.
const COUNTRY: [&str; 2] = ["vietnam", "vietnamese"];

/// A word of a running text.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) role: Role,
    /// The base form.
    pub(super) base: String,
    pub(super) capital: bool,
    /// Whether it has a possessive `’s` as the name of an owner, not of a body (`People’s Committee`).
    pub(super) owns: bool,
}

/// What a word does in a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Content,
    Link,
    Silent,
    /// No phrase goes over it.
    Stop,
}

/// The words of a text; signs are stops.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    each_token(text, |token, letters| {
        let folded = std::str::from_utf8(letters.folded).unwrap_or_default();
        let bare = folded.trim_end_matches('\'');
        let base = if token.kind == TokenKind::Word { base_form(bare).into_owned() } else { String::new() };
        let role = match bare {
            _ if token.kind != TokenKind::Word => Role::Stop,
            link if LINKS.contains(&link) => Role::Link,
            word if SILENT.contains(&word) => Role::Silent,
            word if STOPWORDS.contains(word) => Role::Stop,
            _ => Role::Content,
        };
        let capital = token.kind == TokenKind::Word && token.span.of(text).starts_with(char::is_uppercase);
        let owns = bare.ends_with("'s") && !matches!(base.as_str(), "people" | "woman" | "man" | "child" | "farmer");
        words.push(Word { span: token.span, role, base, capital, owns });
    });
    words
}

/// A phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// Equal for phrases that may name one thing.
    pub(super) key: u64,
    /// Equal for phrases that differ in inflection, case and signs alone.
    pub(super) sequence: u64,
    /// Whether it has the shape of `A of B`.
    pub(super) is_linked: bool,
    /// Whether a word of it has synonyms.
    pub(super) has_synonym: bool,
    /// How many content words it has.
    pub(super) content: usize,
}

/// The form of a phrase; `None` if it cannot be one: it has fewer than two content words, or several links.
pub(super) fn form(words: &[Word]) -> Option<Form> {
    if words.iter().any(|word| word.role == Role::Stop) {
        return None;
    }
    let content: Vec<&Word> = words.iter().filter(|word| word.role == Role::Content).collect();
    let links = words.iter().filter(|word| word.role == Role::Link).count();
    let told: Vec<&str> =
        content.iter().map(|word| word.base.as_str()).filter(|base| !COUNTRY.contains(base)).collect();
    if told.len() < 2 || links > 1 {
        return None;
    }
    let group = |base: &&str| GROUPS.get(*base).copied();
    let mut classes: Vec<u64> = told.iter().map(|base| hash(group(base).unwrap_or(base).as_bytes())).collect();
    classes.sort_unstable();
    // The order counts, as does the preposition.
    let sequence = words.iter().filter(|word| matches!(word.role, Role::Content | Role::Link));
    let sequence = sequence.fold(0, |hash, word| mix(hash, text::hash(word.base.as_bytes())));
    Some(Form {
        key: classes.iter().fold(0, |key, class| mix(key, *class)),
        sequence,
        is_linked: links == 1,
        has_synonym: told.iter().any(|base| group(base).is_some()),
        content: told.len(),
    })
}

/// Why two phrases with one key name one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// `Bank for Policies` and `Policy Bank`.
    Permutation,
    /// One word stands for another.
    Synonyms(String, String),
}

/// Why, if they do: one word may differ, and the order if a preposition says how.
pub(super) fn compare(a: &[Word], b: &[Word]) -> Option<Why> {
    let linked = [a, b].map(|words| words.iter().any(|word| word.role == Role::Link));
    let ands = [a, b].map(|words| words.iter().filter(|word| word.base == "and").count());
    if ands[0] != ands[1] {
        return None;
    }
    let owned = [a, b].iter().any(|words| words.iter().any(|word| word.owns));
    let ([a_order, b_order], [a, b]) = ([in_order(a), in_order(b)], [told(a), told(b)]);
    let same_order = |x: &[&str], y: &[&str]| x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same_class(x, y));
    if !same_order(&a_order, &b_order) {
        return None;
    }
    let rest = |from: &[&'_ str], of: &[&str]| -> Vec<String> {
        let mut of = of.to_vec();
        let is_other = |word: &&&str| match of.iter().position(|other| other == *word) {
            Some(at) => {
                of.remove(at);
                false
            }
            None => true,
        };
        let mut is_other = is_other;
        from.iter().filter(|word| is_other(word)).map(|word| (*word).to_owned()).collect()
    };
    match (rest(&a, &b).as_slice(), rest(&b, &a).as_slice()) {
        // Another preposition says another thing; a possessive is grammar.
        ([], []) if linked[0] != linked[1] && !owned => Some(Why::Permutation),
        // Two words are too few to be both exchanged and turned round.
        ([_], [_]) if linked[0] != linked[1] && a.len() < 3 => None,
        ([one], [other]) => Some(Why::Synonyms(one.clone(), other.clone())),
        _ => None,
    }
}

fn same_class(a: &str, b: &str) -> bool {
    a == b || GROUPS.get(a).is_some_and(|group| GROUPS.get(b) == Some(group))
}

fn told(words: &[Word]) -> Vec<&str> {
    let content = words.iter().filter(|word| word.role == Role::Content && !COUNTRY.contains(&word.base.as_str()));
    content.map(|word| word.base.as_str()).collect()
}

/// The content words as they would stand without a preposition: `Bank for Social Policies` → `social policy bank`.
fn in_order(words: &[Word]) -> Vec<&str> {
    match words.iter().position(|word| word.role == Role::Link) {
        Some(at) => {
            let mut order = told(&words[at + 1..]);
            order.extend(told(&words[..at]));
            order
        }
        None => told(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_in_two_groups() {
        let lines = include_str!("synonyms.txt").lines().filter(|line| !line.starts_with('#'));
        let mut words: Vec<&str> = lines.flat_map(|line| line.split(' ')).collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
        assert!(
            words.iter().all(|word| base_form(word) == *word),
            "{:?}",
            words.iter().find(|word| base_form(word) != **word)
        );
    }

    fn why(a: &str, b: &str) -> Option<Why> {
        let [a, b] = [words(a), words(b)];
        let same = form(&a)?.key == form(&b)?.key;
        same.then(|| compare(&a, &b)).flatten()
    }

    #[test]
    fn forms_of_one_name_are_known_and_others_are_not() {
        let pairs = include_str!("pairs.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut counts = [[0, 0], [0, 0]];
        for line in pairs {
            let cells: Vec<&str> = line.split('\t').collect();
            let [kind, a, b] = cells[..] else { panic!("{line}") };
            let (wanted, found) = (kind == "variant", why(a, b).is_some());
            counts[usize::from(wanted)][usize::from(found)] += 1;
            assert!(wanted || !found, "{a} is not {b}");
        }
        let [[quiet, _], [missed, found]] = counts;
        assert!(quiet >= 100 && found * 10 >= (found + missed) * 7, "{counts:?}");
    }
}
