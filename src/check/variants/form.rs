//! A phrase as it is compared: its content words in base form, synonyms as one.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
    sync::LazyLock,
};

use crate::{
    lang::english::{STOPWORDS, base_form},
    text::{Letters, Span, Token, TokenKind, each_token, hash, mix},
};

/// Numbers that are hashes already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Build = BuildHasherDefault<Hashed>;

/// The class of each word that has synonyms, by its hash.
static GROUPS: LazyLock<HashMap<u64, u64, Build>> = LazyLock::new(|| {
    let lines = include_str!("synonyms.txt").lines().filter(|line| !line.starts_with('#'));
    let group = |line: &'static str| {
        let first = hash(line.split(' ').next().unwrap_or(line).as_bytes());
        line.split(' ').map(move |word| (hash(word.as_bytes()), first))
    };
    lines.flat_map(group).collect()
});

/// The words that end a phrase, by their hash.
static STOPS: LazyLock<HashSet<u64, Build>> =
    LazyLock::new(|| STOPWORDS.iter().map(|word| hash(word.as_bytes())).collect());

/// What stands between the parts of a name.
const LINKS: [&str; 4] = ["of", "for", "on", "in"];
/// Words that make no difference.
const SILENT: [&str; 4] = ["the", "a", "an", "and"];
/// The country, whose name is left out at home.
const COUNTRY: [&str; 2] = ["vietnam", "vietnamese"];

/// A word of a running text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) role: Role,
    /// Equal for words that may stand for each other.
    class: u64,
    /// Equal for forms of one word.
    base: u64,
    has_synonym: bool,
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
    let mut words = Vec::with_capacity(text.len() / 6);
    each_token(text, |token, letters| words.push(word(text, token, letters)));
    words
}

fn word(text: &str, token: Token, letters: Letters<'_>) -> Word {
    let span = token.span;
    let mut word = Word { span, role: Role::Stop, class: 0, base: 0, has_synonym: false, capital: false, owns: false };
    let folded = std::str::from_utf8(letters.folded).unwrap_or_default();
    let bare = folded.trim_end_matches('\'');
    word.role = match bare {
        _ if token.kind != TokenKind::Word => return word,
        link if LINKS.contains(&link) => Role::Link,
        silent if SILENT.contains(&silent) => Role::Silent,
        stop if STOPS.contains(&hash(stop.as_bytes())) => return word,
        _ => Role::Content,
    };
    let base = base_form(bare);
    word.base = hash(base.as_bytes());
    let group = GROUPS.get(&word.base);
    let country = COUNTRY.contains(&base.as_ref());
    // The country, whose name is left out at home, is of no class.
    word.class = if country { 0 } else { group.copied().unwrap_or(word.base) };
    word.has_synonym = group.is_some();
    word.capital = span.of(text).starts_with(char::is_uppercase);
    word.owns = bare.ends_with("'s") && !matches!(base.as_ref(), "people" | "woman" | "man" | "child" | "farmer");
    word
}

/// A phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// Equal for phrases that may name one thing.
    pub(super) key: u64,
    /// Equal for phrases that differ in inflection, case and signs alone.
    pub(super) sequence: u64,
    /// Whether a word of it has synonyms.
    pub(super) has_synonym: bool,
    /// How many content words it has.
    pub(super) content: usize,
}

/// A phrase has no more content words than these.
pub(super) const LONGEST: usize = 6;

/// The form of a phrase; `None` if it cannot be one: it has fewer than two content words or more than [`LONGEST`], several
/// links, or goes over a stop.
pub(super) fn form(words: &[Word]) -> Option<Form> {
    let (mut classes, mut content, mut links) = ([0; LONGEST], 0, 0);
    let (mut sequence, mut has_synonym) = (0, false);
    for word in words {
        match word.role {
            Role::Stop => return None,
            Role::Silent => continue,
            Role::Link => links += 1,
            Role::Content if word.class != 0 => {
                *classes.get_mut(content)? = word.class;
                content += 1;
                has_synonym |= word.has_synonym;
            }
            Role::Content => {}
        }
        // The order counts, as does the preposition.
        sequence = mix(sequence, word.base);
    }
    if content < 2 || links > 1 {
        return None;
    }
    let classes = &mut classes[..content];
    classes.sort_unstable();
    let key = classes.iter().fold(0, |key, class| mix(key, *class));
    Some(Form { key, sequence, has_synonym, content })
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
pub(super) fn compare(text_a: &str, text_b: &str) -> Option<Why> {
    let (a, b) = (words(text_a), words(text_b));
    let linked = [&a, &b].map(|words| words.iter().any(|word| word.role == Role::Link));
    let silent =
        |words: &[Word], text: &str| words.iter().filter(|word| word.span.of(text).eq_ignore_ascii_case("and")).count();
    let owned = a.iter().chain(&b).any(|word| word.owns);
    let (order_a, order_b) = (in_order(&a), in_order(&b));
    let same = order_a.len() == order_b.len() && order_a.iter().zip(&order_b).all(|(a, b)| a.class == b.class);
    if !same || silent(&a, text_a) != silent(&b, text_b) {
        return None;
    }
    let other: Vec<(&&Word, &&Word)> = order_a.iter().zip(&order_b).filter(|(a, b)| a.base != b.base).collect();
    match other.as_slice() {
        // Another preposition says another thing; a possessive is grammar.
        [] if linked[0] != linked[1] && !owned => Some(Why::Permutation),
        // Two words are too few to be both exchanged and turned round.
        [_] if linked[0] != linked[1] && order_a.len() < 3 => None,
        [(one, word)] => {
            let shown = |word: &Word, text: &str| word.span.of(text).to_lowercase();
            Some(Why::Synonyms(shown(one, text_a), shown(word, text_b)))
        }
        _ => None,
    }
}

/// The content words as they would stand without a preposition: `Bank for Social Policies` → `social policy bank`.
fn in_order(words: &[Word]) -> Vec<&Word> {
    let link = words.iter().position(|word| word.role == Role::Link);
    let (first, second) = link.map_or((words, &words[..0]), |at| (&words[at + 1..], &words[..at]));
    first.iter().chain(second).filter(|word| word.role == Role::Content && word.class != 0).collect()
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
        let same = form(&words(a))?.key == form(&words(b))?.key;
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
