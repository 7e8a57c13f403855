//! Names in Vietnamese text. A place or person has its English by rule; an organisation has not.

use crate::lang::english_kind;

use super::{
    candidate::{Found, Origin},
    lexicon::{FAMILY_NAMES, PERSON_MARKS},
    words::Sentence,
};

/// A kind has at most this many syllables (`Trường Trung học phổ thông`).
const LONGEST_KIND: usize = 5;

pub(super) fn find(sentence: &Sentence<'_>, out: &mut Vec<Found>) {
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

fn name(sentence: &Sentence<'_>, from: usize, to: usize, out: &mut Vec<Found>) {
    let words = &sentence.words;
    let (span, form) = sentence.form(from, to);
    let kind = (1..=LONGEST_KIND.min(from)).rev().find_map(|count| {
        let start = from - count;
        let joined = words[start..from].iter().map(|w| w.lower.clone()).collect::<Vec<_>>().join(" ");
        let connected = words[start + 1..=from].iter().all(super::words::Word::follows);
        let capital =
            joined.chars().take(1).flat_map(char::to_uppercase).chain(joined.chars().skip(1)).collect::<String>();
        let en = english_kind(&joined).or_else(|| english_kind(&capital))?;
        connected.then_some((start, en))
    });
    if let Some((start, en)) = kind {
        let (span, vi) = sentence.form(start, to);
        let english = format!("{form} {en}");
        out.push(Found::new(span, &english, "place", 0.85).with_vi(vec![vi.to_owned()], Origin::Compositional));
        return;
    }
    let syllables = to - from + 1;
    let person = FAMILY_NAMES.contains(words[from].text)
        && (syllables > 2 || words.get(from + 1).is_some_and(|w| PERSON_MARKS.contains(w.text) && syllables > 1));
    if person {
        out.push(Found::new(span, form, "person", 0.9).with_vi(vec![form.to_owned()], Origin::InText));
    } else if syllables > 1 {
        let mut found = Found::new(span, form, "name", 0.5).with_vi(vec![form.to_owned()], Origin::InText);
        found.en = None;
        out.push(found);
    }
}
