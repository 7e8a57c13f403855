//! What the scanner should find, the slow and plain way: every run of words of a text is compared with every term that has
//! the same loosest form, word by word, as the rules are told. The oracle of the scanner, here and in the benchmarks.

use std::collections::{BTreeSet, HashMap};

use gloss_core::{
    lang::english,
    text::{self, Span, TokenKind, key},
};
use gloss_terms::index::{MatchKind, Scanner, TermRef};

/// Places: start, end, the term, how well it agrees.
pub(crate) type Places = BTreeSet<(usize, usize, String, MatchKind)>;

/// Some terms by their loosest form.
pub(crate) struct Naive<'g> {
    terms: HashMap<String, Vec<TermRef<'g>>>,
    longest: usize,
}

impl<'g> Naive<'g> {
    pub(crate) fn of(all: impl IntoIterator<Item = TermRef<'g>>) -> Self {
        let mut terms: HashMap<String, Vec<TermRef<'g>>> = HashMap::new();
        all.into_iter().for_each(|of| terms.entry(english::key(&of.term.text)).or_default().push(of));
        let longest = terms.keys().map(|key| key.split(' ').count()).max().unwrap_or_default();
        Self { terms, longest }
    }

    pub(crate) fn places(&self, text: &str) -> Places {
        let tokens = text::tokens(text);
        let mut found = Places::new();
        for from in 0..tokens.len() {
            for to in from..tokens.len().min(from + self.longest) {
                if tokens[to].kind == TokenKind::Break {
                    break; // no term crosses a paragraph's end
                }
                let span = Span::new(tokens[from].span.start, tokens[to].span.end);
                let words: Vec<&str> = tokens[from..=to].iter().map(|token| token.span.of(text)).collect();
                for of in self.terms.get(&english::key(span.of(text))).into_iter().flatten() {
                    if let Some(kind) = agree(of, &words).filter(|_| !joined(text, span)) {
                        found.insert((span.start, span.end, of.term.text.clone(), kind));
                    }
                }
            }
        }
        found
    }
}

/// What the scanner finds, without the quotation marks that it takes in.
pub(crate) fn places_of(scanner: &Scanner<'_>, text: &str) -> Places {
    let mut found = Places::new();
    scanner.each(text, |span, terms| {
        let there = span.of(text);
        let start = span.start + there.len() - there.trim_start_matches('“').len();
        let end = span.end - (there.len() - there.trim_end_matches('”').len());
        found.extend(terms.iter().map(|(of, kind)| (start, end, of.term.text.clone(), *kind)));
    });
    found
}

fn agree(of: &TermRef<'_>, words: &[&str]) -> Option<MatchKind> {
    let exact = key::exact(&of.term.text);
    let of_term: Vec<&str> = exact.split(' ').collect();
    if of_term.len() != words.len() {
        return None;
    }
    let kinds: Option<Vec<MatchKind>> =
        of_term.iter().zip(words).map(|(term, word)| agree_word(of.lang.is("en"), term, word)).collect();
    let worst = kinds?.into_iter().max()?;
    // A single syllable without its marks is too often another word, unless both are names.
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_guess = worst == MatchKind::Folded && words.len() == 1 && !(capital(&of.term.text) && capital(words[0]));
    (!is_guess).then_some(worst)
}

fn agree_word(english: bool, term: &str, word: &str) -> Option<MatchKind> {
    let exact = key::exact_word(word);
    if exact == term {
        return Some(MatchKind::Exact);
    }
    if text::to_old_tone_style(&exact) == text::to_old_tone_style(term) {
        return Some(MatchKind::ToneStyle);
    }
    if let Some(stem) = exact.strip_suffix("'s").filter(|_| !term.ends_with("'s")) {
        return agree_word(english, term, stem).map(|kind| kind.max(MatchKind::Inflected));
    }
    if text::fold(&exact) != exact {
        return None; // a mark that is there is never forgiven
    }
    if text::fold(term) == exact {
        return Some(MatchKind::Folded);
    }
    (english && english::base_form(&text::fold(term)) == english::base_form(&exact)).then_some(MatchKind::Inflected)
}

/// Whether a hyphen makes the words part of a longer one.
fn joined(text: &str, span: Span) -> bool {
    let hyphen = |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}'));
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (mut before, mut after) = (text[..span.start].chars().rev(), text[span.end..].chars());
    (hyphen(before.next()) && letter(before.next())) || (hyphen(after.next()) && letter(after.next()))
}
