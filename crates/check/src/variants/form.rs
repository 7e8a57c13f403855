//! A phrase as it is compared: its content words in base form, synonyms as one.

use std::{collections::HashMap, sync::LazyLock};

use gloss_core::{
    lang::english::STOPWORDS,
    text::{BuildPrehashed, Span, TokenKind, combine_hashes, each_token, hash},
};
use gloss_terms::index;

use crate::word::Word;

/// The class of each word that has synonyms, by its hash; 0 for words that make no difference at home.
static CLASSES: LazyLock<HashMap<u64, u64, BuildPrehashed>> = LazyLock::new(|| {
    let lines = include_str!("synonyms.txt").lines().filter(|line| !line.starts_with('#'));
    let group = |line: &'static str| {
        let first = of(line.split(' ').next().unwrap_or(line));
        line.split(' ').map(move |word| (of(word), first))
    };
    lines.flat_map(group).chain(COUNTRY.map(|word| (of(word), 0))).collect()
});

/// What words do that are no content, by their hash.
static ROLES: LazyLock<HashMap<u64, Role, BuildPrehashed>> = LazyLock::new(|| {
    let stops = STOPWORDS.iter().copied().chain(CALENDAR).map(|word| (of(word), Role::Stop));
    let others = LINKS.map(|word| (of(word), Role::Link)).into_iter();
    // A word of several lists is what the last one says.
    stops.chain(others).chain(SILENT.map(|word| (of(word), Role::Silent))).collect()
});

fn of(word: &str) -> u64 {
    hash(word.as_bytes())
}

/// What stands between the parts of a name.
const LINKS: [&str; 4] = ["of", "for", "on", "in"];
/// When something is, which is no part of its name.
const CALENDAR: [&str; 19] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// PhraseWords that make no difference.
const SILENT: [&str; 4] = ["the", "a", "an", "and"];
/// The country, whose name is left out at home.
const COUNTRY: [&str; 2] = ["vietnam", "vietnamese"];
/// Whose possessive is a part of the name: `People’s Committee`.
const BODIES: [&str; 8] = ["people's", "women's", "woman's", "men's", "man's", "children's", "child's", "farmer's"];

/// A word of a running text.
#[derive(Debug, Clone, Copy)]
pub(super) struct PhraseWord {
    pub(super) span: Span,
    pub(super) role: Role,
    /// Equal for words that may stand for each other.
    class: u64,
    /// Equal for forms of one word.
    base: u64,
    has_synonym: bool,
    pub(super) capital: bool,
    /// Whether a quotation mark stands right before it, and whether one stands between it and the word before.
    opens: bool,
    quoted: bool,
    /// Whether it is the first of its line.
    pub(super) begins_anew: bool,
    pub(super) is_number: bool,
    /// Whether it has a possessive `’s` as the name of an owner, not of a body (`People’s Committee`).
    owns: bool,
}

impl PhraseWord {
    /// Equal for words that may stand for each other.
    pub(super) fn class(&self) -> u64 {
        self.class
    }

    /// Equal for forms of one word.
    pub(super) fn base(&self) -> u64 {
        self.base
    }

    /// Whether a phrase with it may be a name, have a synonym or count something.
    pub(super) fn is_telling(&self) -> bool {
        self.has_synonym || self.capital || self.opens || self.quoted || self.is_number
    }
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

/// The words of a text as they go by.
pub(super) struct PhraseWords<'t> {
    text: &'t str,
    end: usize,
}

impl<'t> PhraseWords<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, end: 0 }
    }

    /// The next word; signs are stops.
    #[inline]
    pub(super) fn next(&mut self, &Word { span, kind, letters, base, capital }: &Word<'_>) -> PhraseWord {
        let gap = self.text.get(self.end..span.start).filter(|gap| *gap != " ").unwrap_or_default();
        self.end = span.end;
        let role = match kind {
            TokenKind::Word => ROLES.get(&hash(letters.folded)).copied().unwrap_or(Role::Content),
            TokenKind::Symbol | TokenKind::Break => Role::Stop,
        };
        let class = if role == Role::Content { CLASSES.get(&base).copied() } else { None };
        PhraseWord {
            span,
            role,
            class: class.unwrap_or(base),
            base,
            has_synonym: class.is_some_and(|class| class != 0),
            capital: role == Role::Content && capital,
            owns: letters.folded.ends_with(b"'s") && !BODIES.iter().any(|body| body.as_bytes() == letters.folded),
            opens: gap.ends_with(['“', '"']),
            quoted: gap.contains(['“', '”', '"']),
            begins_anew: gap.contains('\n'),
            is_number: letters.folded.first().is_some_and(u8::is_ascii_digit),
        }
    }
}

/// The words of a phrase.
pub(super) fn words(text: &str) -> Vec<PhraseWord> {
    let mut words = PhraseWords::of(text);
    let mut all = Vec::new();
    each_token(text, |token, letters| {
        all.push(words.next(&Word::new(text, token, letters, &index::Word::new(token, letters))));
    });
    all
}

/// A phrase, as it grows word by word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Form {
    classes: u64,
    sequence: u64,
    /// How many content words it has, and how many of those count.
    pub(super) words: usize,
    pub(super) content: u8,
    links: usize,
    /// Whether a word of it has synonyms.
    pub(super) has_synonym: bool,
    /// Whether a word of it has no capital.
    small: bool,
    quoted: bool,
}

/// A phrase has no more content words than these.
pub(super) const LONGEST: usize = 6;

impl Form {
    /// The phrase with one more word; `None` if that cannot be one: it has several links, too many words, or goes over a stop.
    #[inline]
    pub(super) fn with(mut self, word: &PhraseWord) -> Option<Self> {
        if word.is_number {
            return None;
        }
        self.quoted |= if self.sequence == 0 { word.opens } else { word.quoted };
        match word.role {
            Role::Stop => return None,
            Role::Silent => return Some(self),
            Role::Link => self.links += 1,
            Role::Content => {
                self.words += 1;
                self.small |= !word.capital;
                self.has_synonym |= word.has_synonym;
                if word.class != 0 {
                    self.content += 1;
                    self.classes = sum(self.classes, word.class);
                }
            }
        }
        // The order counts, as does the preposition.
        self.sequence = combine_hashes(self.sequence, word.base);
        (self.links < 2 && self.words <= LONGEST).then_some(self)
    }

    /// Equal for phrases that may name one thing.
    pub(super) fn key(&self) -> u64 {
        combine_hashes(u64::from(self.content), self.classes)
    }

    /// Equal for phrases of one key that differ in inflection, case and signs alone.
    pub(super) fn sequence(&self) -> u32 {
        // Among the phrases of one key half of the bits tell as well.
        self.sequence as u32
    }

    /// Whether it is a name: capitals throughout, or quotation marks around some of it.
    pub(super) fn is_name(&self) -> bool {
        !self.small || self.quoted
    }
}

/// Whatever their order, classes make one sum.
fn sum(classes: u64, class: u64) -> u64 {
    classes.wrapping_add(combine_hashes(0, class))
}

/// The key of a phrase with some classes of content words.
pub(super) fn key_of(classes: impl Iterator<Item = u64>) -> u64 {
    let (content, classes) = classes.fold((0, 0), |(content, classes), class| (content + 1, sum(classes, class)));
    combine_hashes(content, classes)
}

/// Why two phrases with one key name one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// `Bank for Policies` and `Policy Bank`.
    Permutation,
    /// One word stands for another: where each is in its phrase.
    Synonyms([Span; 2]),
}

/// Why, if they do: one word may differ, and the order if a preposition says how.
pub(super) fn compare(text_a: &str, text_b: &str) -> Option<Why> {
    let (a, b) = (words(text_a), words(text_b));
    let linked = [&a, &b].map(|words| words.iter().any(|word| word.role == Role::Link));
    let silent = |words: &[PhraseWord], text: &str| {
        words.iter().filter(|word| word.span.of(text).eq_ignore_ascii_case("and")).count()
    };
    let owned = a.iter().chain(&b).any(|word| word.owns);
    let (order_a, order_b) = (in_order(&a), in_order(&b));
    let same = order_a.len() == order_b.len() && order_a.iter().zip(&order_b).all(|(a, b)| a.class == b.class);
    if !same || silent(&a, text_a) != silent(&b, text_b) {
        return None;
    }
    let other: Vec<(&&PhraseWord, &&PhraseWord)> =
        order_a.iter().zip(&order_b).filter(|(a, b)| a.base != b.base).collect();
    match other.as_slice() {
        // Another preposition says another thing; a possessive is grammar.
        [] if linked[0] != linked[1] && !owned => Some(Why::Permutation),
        // Two words are too few to be both exchanged and turned round.
        [_] if linked[0] != linked[1] && order_a.len() < 3 => None,
        [(one, word)] => Some(Why::Synonyms([one.span, word.span])),
        _ => None,
    }
}

/// The content words as they would stand without a preposition: `Bank for Social Policies` → `social policy bank`.
pub(super) fn in_order(words: &[PhraseWord]) -> Vec<&PhraseWord> {
    let link = words.iter().position(|word| word.role == Role::Link);
    let (first, second) = link.map_or((words, &words[..0]), |at| (&words[at + 1..], &words[..at]));
    first.iter().chain(second).filter(|word| word.role == Role::Content && word.class != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gloss_core::lang::english::base_form;

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
        let form = |text: &str| words(text).iter().try_fold(Form::default(), Form::with);
        let same = form(a)?.key() == form(b)?.key();
        same.then(|| compare(a, b)).flatten()
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
