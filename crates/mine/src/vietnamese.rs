//! Names in Vietnamese text. A place or person has its English by rule; an organisation has not.

use gloss_core::lang::{english_kind_word, kind_word};

use super::{
    candidate::{Mention, Origin},
    lexicon::{FAMILY_NAMES, PERSON_MARKS, UNIT_KINDS, VIETNAMESE_ORG_HEADS, VIETNAMESE_STARTERS},
    words::Sentence,
};

/// A kind has at most this many syllables (`Trường Trung học phổ thông`).
const LONGEST_KIND: usize = 5;

pub(super) fn find(sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    let words = &sentence.words;
    let mut i = 0;
    while i < words.len() {
        if !words[i].is_capitalised() {
            i += 1;
            continue;
        }
        let mut end = i;
        while words.get(end + 1).is_some_and(|w| w.is_capitalised() && w.follows()) {
            end += 1;
        }
        name(sentence, i, end, out);
        i = end + 1;
    }
}

fn name(sentence: &Sentence<'_>, from: usize, to: usize, out: &mut Vec<Mention>) {
    let words = &sentence.words;
    // `Theo Mặt trận …`, `Ông Lê Đình Tuyên`: the first word is capitalised for its place, not for the name.
    let from = from + usize::from(from < to && VIETNAMESE_STARTERS.contains(words[from].lower.as_str()));
    let (span, form) = sentence.form(from, to);
    let syllables = to - from + 1;
    if let Some(kind) = kind_before(sentence, from, to) {
        // A single capital may be the first syllable of a longer name, unless the kind is one of a unit.
        if to > kind.name || UNIT_KINDS.contains(kind.vi.as_str()) {
            let (span, vi) = sentence.form(kind.start, to);
            let english = format!("{} {}", sentence.form(kind.name, to).1, kind.en);
            let category = kind_word(kind.en).map_or("place", |kind| kind.category);
            out.push(Mention::new(span, &english, category, 0.85).with_vi(vec![vi.to_owned()], Origin::Compositional));
        }
        return;
    }
    let person = FAMILY_NAMES.contains(words[from].text)
        && (syllables > 2 || words.get(from + 1).is_some_and(|w| PERSON_MARKS.contains(w.text) && syllables > 1));
    if person {
        out.push(Mention::new(span, form, "person", 0.9).with_vi(vec![form.to_owned()], Origin::InText));
    } else if syllables > 1 && !VIETNAMESE_ORG_HEADS.contains(words[from].lower.as_str()) {
        let mut found = Mention::new(span, form, "name", 0.5).with_vi(vec![form.to_owned()], Origin::InText);
        found.en = None;
        out.push(found);
    }
}

/// A kind word with the name behind it.
struct Kind {
    /// Its first word.
    start: usize,
    /// The first word of the name.
    name: usize,
    vi: String,
    en: &'static str,
}

/// The kind word before a name, or its own first word at the start of a sentence (`Đèo Pha Đin`).
fn kind_before(sentence: &Sentence<'_>, from: usize, to: usize) -> Option<Kind> {
    let words = &sentence.words;
    if from == 0 && from < to {
        let vi = words[0].lower.clone();
        if let Some(en) = english_kind_word(&vi) {
            return Some(Kind { start: 0, name: 1, vi, en });
        }
    }
    (1..=LONGEST_KIND.min(from)).rev().find_map(|count| {
        let start = from - count;
        let vi = words[start..from].iter().map(|w| w.lower.clone()).collect::<Vec<_>>().join(" ");
        let connected = words[start + 1..=from].iter().all(super::words::Word::follows);
        let en = english_kind_word(&vi)?;
        connected.then_some(Kind { start, name: from, vi, en })
    })
}
