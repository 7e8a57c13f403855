//! Capitalised names: people, places, organisations, programmes, offices.

use std::collections::HashMap;

use gloss_core::{
    lang::kind_word,
    text::{self, Span},
};

use super::{
    anatomy::Anatomy,
    candidate::{Mention, Origin},
    lexicon::{
        ADDRESS, FAMILY_NAMES, INSTITUTIONS, LEVELS, ORG_HEADS, PERSON_MARKS, PLACE_WORDS, POSSESSORS, SPEECH,
        STOPWORDS, TITLES, UNIT_KINDS,
    },
    words::{Sentence, Word},
};

/// A plain syllable of so many letters behind a marked one is part of its name.
const SHORT_SYLLABLE: usize = 3;

/// Finds the names of a sentence. `marked` says whether the document keeps diacritics, so that a plain name is one that
/// has none.
pub(super) fn find(sentence: &Sentence<'_>, marked: bool, out: &mut Vec<Mention>) {
    // Only what was found in this sentence, at the end of the list, can be a quoted name around a run.
    let quoted: Vec<Span> = out.iter().rev().map(|f| f.span).take_while(|s| s.overlaps(sentence.span)).collect();
    let mut i = 0;
    while i < sentence.words.len() {
        if !sentence.words[i].is_capitalised() {
            i += 1;
            continue;
        }
        let end = run_end(sentence, i);
        let run = Run { sentence, marked, from: i, to: end };
        let inside_a_name = quoted.iter().any(|q| q.contains(sentence.words[i].span));
        if !inside_a_name {
            run.classify(out);
        }
        i = end + 1;
    }
}

/// The last word of the capitalised run that starts at `from`, joined over `of`, `for`, `and` where a head noun asks for it.
fn run_end(sentence: &Sentence<'_>, from: usize) -> usize {
    let words = &sentence.words;
    let mut end = from;
    let mut joined = false;
    while let Some(next) = words.get(end + 1) {
        let owner = words[end].has_possessive() || next.gap.contains(['’', '\'']);
        if owner && !POSSESSORS.contains(words[end].base.as_str()) {
            break;
        }
        let listed = joined && next.gap.trim() == "," && list_goes_on(words, end + 1);
        if next.is_capitalised() && (next.follows() || listed) {
            end += 1;
        } else if let Some(to) = join(words, from, end, joined) {
            joined = true;
            end = to;
        } else {
            break;
        }
    }
    end
}

/// The word to which a small word after `end` leads, if it joins two parts of one name.
fn join(words: &[Word<'_>], from: usize, end: usize, joined: bool) -> Option<usize> {
    let small = words.get(end + 1).filter(|w| w.follows())?;
    let the = usize::from(words.get(end + 2)?.lower == "the");
    let target = words.get(end + 2 + the).filter(|w| w.follows() && w.is_capitalised() && w.is_bare())?;
    // `Department of Health of Gia Lai`: the place is no part of the name, with or without marks.
    let place = |at: usize| words.get(at).is_some_and(|w| w.is_capitalised() && is_vietnamese(w));
    if place(end + 2 + the) && place(end + 3 + the) {
        return None;
    }
    let run = &words[from..=end];
    let title = run.iter().any(|w| TITLES.contains(w.lower.as_str()));
    let headed = run.iter().any(|w| ORG_HEADS.contains_key(w.base.as_str()));
    let institutions = INSTITUTIONS.contains(words[end].base.as_str()) && INSTITUTIONS.contains(target.base.as_str());
    let joins = match small.lower.as_str() {
        "of" | "for" | "on" => headed && !title && !(from == end && INSTITUTIONS.contains(words[end].base.as_str())),
        "and" => institutions || (joined && the == 0 && !ORG_HEADS.contains_key(target.base.as_str())),
        _ => false,
    };
    joins.then_some(end + 2 + the)
}

/// Whether a list `A, B and C` goes on from item `at` to its last one.
fn list_goes_on(words: &[Word<'_>], at: usize) -> bool {
    let mut i = at;
    while let Some(next) = words.get(i + 1) {
        match next.lower.as_str() {
            "and" => return words.get(i + 2).is_some_and(Word::is_capitalised),
            _ if next.is_capitalised() => i += 1,
            _ => return false,
        }
    }
    false
}

/// A capitalised run, words `from..=to` of its sentence.
#[derive(Clone, Copy)]
struct Run<'s, 't> {
    sentence: &'s Sentence<'t>,
    marked: bool,
    from: usize,
    to: usize,
}

impl<'s, 't> Run<'s, 't> {
    fn words(&self) -> &'s [Word<'t>] {
        &self.sentence.words[self.from..=self.to]
    }

    fn from(self, from: usize) -> Self {
        Self { from, ..self }
    }

    fn push(&self, out: &mut Vec<Mention>, category: &str, confidence: f64) {
        let (span, form) = self.sentence.form(self.from, self.to);
        out.push(Mention::new(span, form, category, confidence));
    }

    fn classify(self, out: &mut Vec<Mention>) {
        let Some(run) = self.without_sentence_start() else { return };
        if run.title(out) {
            return;
        }
        let Some((run, addressed)) = run.without_titles() else { return };
        if run.with_kind(out) {
            return;
        }
        let shaped = run.words().iter().take_while(|w| is_vietnamese(w)).count();
        // Before English words a plain syllable is one of them, unless it is short: `Cà Mau Young Lawyers Club`.
        let marked = run.words()[..shaped].iter().rposition(|w| !w.is_bare()).map_or(0, |last| last + 1);
        let short = |w: &&Word<'_>| w.text.len() <= SHORT_SYLLABLE;
        let marked =
            if marked == 0 { 0 } else { marked + run.words()[marked..shaped].iter().take_while(short).count() };
        let vietnamese = if shaped == run.words().len() { shaped } else { marked };
        if vietnamese == run.words().len() {
            run.vietnamese(addressed, out);
        } else if vietnamese > 0 && run.words()[vietnamese..].iter().any(|w| !w.is_capitalised()) {
            // `Điện Biên Department of Health`: the place, then the organisation.
            Self { to: run.from + vietnamese - 1, ..run }.vietnamese(false, out);
            run.from(run.from + vietnamese).english(false, out);
        } else {
            run.english(addressed, out);
        }
    }

    /// A capital at the start of a sentence says nothing about a plain word.
    fn without_sentence_start(self) -> Option<Self> {
        let first = &self.words()[0];
        let plain = first.is_bare()
            && (STOPWORDS.contains(first.lower.as_str())
                || ["ing", "ly", "ed"].iter().any(|end| first.lower.ends_with(end)));
        match (self.from == 0, plain, self.from == self.to) {
            (true, true, false) => Some(self.from(self.from + 1)),
            (true, _, true) if first.is_bare() => self.with_kind_ahead().then_some(self),
            (_, true, true) => None,
            _ => Some(self),
        }
    }

    fn with_kind_ahead(self) -> bool {
        let first = &self.words()[0];
        self.kind_after().is_some() && is_vietnamese(first) && !STOPWORDS.contains(first.lower.as_str())
    }

    /// An office: `Deputy Director`.
    fn title(self, out: &mut Vec<Mention>) -> bool {
        let words = self.words();
        let office = words.iter().all(|w| TITLES.contains(w.base.as_str()));
        if office {
            self.push(out, "title", if words.len() > 1 { 0.75 } else { 0.5 });
        }
        office
    }

    fn without_titles(self) -> Option<(Self, bool)> {
        let mut run = self;
        let mut addressed = false;
        loop {
            let first = &run.words()[0];
            let lower = first.lower.as_str();
            let office = TITLES.contains(lower) && run.words().get(1).is_some_and(is_vietnamese);
            if !office && !ADDRESS.contains(lower) {
                let before = run.from.checked_sub(1).map(|i| run.sentence.words[i].lower.as_str());
                let gap = run.words()[0].gap.trim();
                let abbreviated = before.is_some_and(|b| ADDRESS.contains(b)) && matches!(gap, "." | "");
                return Some((run, addressed || abbreviated));
            }
            addressed = true;
            if run.from == run.to {
                return None;
            }
            run = run.from(run.from + 1);
        }
    }

    /// Name + kind word, inside the run (`Si Pa Phìn Kindergarten`) or behind it (`Pu Nhi commune`).
    fn with_kind(self, out: &mut Vec<Mention>) -> bool {
        let words = self.words();
        let lower = |words: &[Word<'_>]| words.iter().map(|w| w.lower.clone()).collect::<Vec<_>>().join(" ");
        let inside = (1..words.len()).find_map(|k| Some((k, self.to, kind_word(&lower(&words[k..]))?)));
        let Some((count, to, kind)) = inside.or_else(|| self.kind_after().map(|(to, kind)| (words.len(), to, kind)))
        else {
            return false;
        };
        let name = &words[..count];
        // Highland names need not be regular syllables (`Ia Hrung`, `Plei Ơi`): a mark further on, or a kind that only units
        // have, tells them from English words (`Mẫu Sơn Tourism Cooperative`).
        let has_marks = name.iter().any(|w| !w.is_bare());
        let unit = self.marked && UNIT_KINDS.contains(kind.en);
        let fits = |(i, word): (usize, &Word<'_>)| {
            is_vietnamese(word) || (could_be_name(word) && (unit || name[i..].iter().any(|w| !w.is_bare())))
        };
        if !name.iter().enumerate().all(fits) {
            return false;
        }
        let name_text = self.sentence.form(self.from, self.from + count - 1).1;
        let known = self.marked || has_marks;
        let vi = if known { kind.vi.iter().map(|vi| format!("{vi} {name_text}")).collect() } else { Vec::new() };
        let (span, form) = self.sentence.form(self.from, to);
        let confidence = if kind.vi.len() > 1 { 0.8 } else { 0.9 };
        out.push(Mention::new(span, form, kind.category, confidence).with_vi(vi, Origin::Compositional));
        true
    }

    /// The kind word in small letters right behind the run, and where it ends.
    fn kind_after(self) -> Option<(usize, &'static gloss_core::lang::KindWord)> {
        let words = &self.sentence.words;
        (1..=3).rev().find_map(|count| {
            let behind = words.get(self.to + 1..=self.to + count)?;
            let small = behind.iter().all(|w| w.follows() && !w.is_capitalised());
            let joined = behind.iter().map(|w| w.stem().to_lowercase()).collect::<Vec<_>>().join(" ");
            // A plural names several things: `Na Sang and Na Son communes`.
            small
                .then(|| kind_word(&joined))
                .flatten()
                .filter(|kind| kind.en == joined)
                .map(|kind| (self.to + count, kind))
        })
    }

    /// A run of Vietnamese syllables: a person or a place.
    fn vietnamese(self, addressed: bool, out: &mut Vec<Mention>) {
        let words = self.words();
        let all_capitals = words.iter().all(|w| w.text.chars().all(char::is_uppercase));
        if all_capitals && words.len() == 1 {
            return; // an acronym or a dateline
        }
        let has_marks = words.iter().any(|w| !w.is_bare());
        let next = self.sentence.words.get(self.to + 1).map_or("", |w| w.lower.as_str());
        let family = FAMILY_NAMES.contains(words[0].text);
        let marked_person = words.get(1).is_some_and(|w| PERSON_MARKS.contains(w.text)) && words.len() > 2;
        let person = addressed
            || (family && (words.len() > 2 || (words.len() == 2 && SPEECH.contains(next))))
            || marked_person && has_marks;
        let (category, confidence) = match (person, words.len()) {
            (true, 1) => ("person", 0.5),
            (true, _) => ("person", 0.95),
            (false, 1) => ("name", 0.4),
            (false, _) => {
                (if self.stands_where_places_do() { "place" } else { "name" }, if has_marks { 0.75 } else { 0.55 })
            }
        };
        if !has_marks && (words.len() == 1 || !(self.marked || person)) {
            return;
        }
        let (span, form) = self.sentence.form(self.from, self.to);
        let vi = if has_marks || self.marked { vec![form.to_owned()] } else { Vec::new() };
        out.push(Mention::new(span, form, category, confidence).with_vi(vi, Origin::InText));
    }

    /// Behind a preposition of place, or in a list.
    fn stands_where_places_do(self) -> bool {
        let before = self.from.checked_sub(1).map_or("", |i| self.sentence.words[i].lower.as_str());
        PLACE_WORDS.contains(before) || self.words()[0].gap.trim() == ","
    }

    /// A run with English words: an organisation, programme, document …
    /// A form of address makes any of it a person (`Mr. Rah Lan Chung`).
    fn english(self, addressed: bool, out: &mut Vec<Mention>) {
        let last = self.words().last();
        if last.is_some_and(|w| STOPWORDS.contains(w.lower.as_str())) {
            // `Resolution No`: the number that follows is another find.
            return if self.from < self.to {
                Self { to: self.to - 1, ..self }.english(addressed, out);
            };
        }
        let words = self.words();
        let single = words.len() == 1;
        let starts_with_a_name = words.iter().any(|w| !w.is_bare());
        let head = words.last().and_then(|w| ORG_HEADS.get(w.base.as_str()));
        let inner = words
            .iter()
            .position(|w| !w.is_capitalised())
            .and_then(|joiner| ORG_HEADS.get(words[joiner.checked_sub(1)?].base.as_str()));
        let institution = INSTITUTIONS.contains(words[0].base.as_str());
        match inner.or(head) {
            Some(category) if !single || (institution && self.from > 0) => {
                self.push(out, category, if single { 0.4 } else { 0.8 });
                self.with_level(category, out);
            }
            None if addressed => {
                let (span, form) = self.sentence.form(self.from, self.to);
                let vi = if self.marked { vec![form.to_owned()] } else { Vec::new() };
                out.push(Mention::new(span, form, "person", 0.8).with_vi(vi, Origin::InText));
            }
            None if !single && (self.from > 0 || starts_with_a_name) => self.push(out, "name", 0.5),
            _ => {}
        }
    }

    /// The same name with the level of administration before it: `provincial Women’s Union`.
    fn with_level(self, category: &str, out: &mut Vec<Mention>) {
        let Some(before) = self.from.checked_sub(1) else { return };
        let level = &self.sentence.words[before];
        if LEVELS.contains(level.lower.as_str()) && self.words()[0].follows() {
            self.from(before).push(out, category, 0.7);
        }
    }
}

/// Whether a word may stand in a place name: it heads no organisation and is no function word.
fn could_be_name(word: &Word<'_>) -> bool {
    let lower = word.lower.as_str();
    !ORG_HEADS.contains_key(word.base.as_str()) && !TITLES.contains(lower) && !STOPWORDS.contains(lower)
}

/// Whether a word can be a Vietnamese syllable: one that carries marks, or a plain one of the right shape.
fn is_vietnamese(word: &Word<'_>) -> bool {
    let stem = word.stem();
    if !text::is_bare(stem) {
        return !stem.contains(['f', 'j', 'w', 'z']);
    }
    if PERSON_MARKS.contains(stem) {
        return true; // `A` in `Kháng A Lử` is a name
    }
    let lower = stem.to_lowercase();
    !STOPWORDS.contains(lower.as_str()) && syllable_shape(&lower)
}

/// Initial consonants, a group of vowels, a final consonant.
fn syllable_shape(word: &str) -> bool {
    const INITIALS: [&str; 12] = ["ngh", "ng", "nh", "gh", "gi", "qu", "kh", "ph", "th", "tr", "ch", ""];
    let vowel = |c: char| "aeiouy".contains(c);
    INITIALS.iter().any(|initial| {
        let Some(rest) = word.strip_prefix(initial) else { return false };
        let rest = if initial.is_empty() {
            rest.strip_prefix(|c: char| "bcdghklmnprstvx".contains(c)).unwrap_or(rest)
        } else {
            rest
        };
        let vowels = rest.chars().take_while(|c| vowel(*c)).count();
        (1..=3).contains(&vowels) && matches!(&rest[vowels..], "" | "c" | "m" | "n" | "p" | "t" | "ng" | "nh" | "ch")
    })
}

/// Later mentions use the given name alone: they are places of the person, not names of their own.
pub(super) fn link_given_names(text: &str, anatomy: &Anatomy, found: &mut Vec<Mention>) {
    let mut people: HashMap<String, (String, Vec<String>)> = HashMap::new();
    for f in found.iter().filter(|f| f.category == "person") {
        if let Some((_, given)) = f.en.as_deref().and_then(|en| en.rsplit_once(' ')) {
            people.entry(given.to_owned()).or_insert_with(|| (f.en.clone().unwrap_or_default(), f.vi.clone()));
        }
    }
    for f in found.iter_mut().filter(|f| f.confidence <= 0.5 && matches!(f.category.as_str(), "name" | "person")) {
        if let Some((en, vi)) = people.get(f.span.of(text)) {
            f.en = Some(en.clone());
            f.vi.clone_from(vi);
            f.category = "person".to_owned();
            f.confidence = 0.95;
        }
    }
    // The author signs alone on a line; the name is no term.
    let bylines = anatomy.segments.iter().filter(|s| s.kind == super::SegmentKind::Byline).map(|s| s.span.of(text));
    let authors: Vec<&str> = bylines.collect();
    found.retain(|f| !f.en.as_deref().is_some_and(|en| authors.contains(&en)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_have_a_shape() {
        for yes in ["na", "son", "sang", "dien", "pu", "nhi", "phin", "nghe", "thuong", "xuan"] {
            assert!(syllable_shape(yes), "{yes}");
        }
        for no in ["party", "state", "union", "bank", "board", "vietnam", "fund", "school"] {
            assert!(!syllable_shape(no), "{no}");
        }
    }
}
