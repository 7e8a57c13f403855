//! Definitions of acronyms: `national target program (NTP)`.

use super::{
    candidate::Mention,
    lexicon::{ORG_HEADS, STOPWORDS},
    phrases,
    words::Sentence,
};

pub(super) fn find(sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    for (i, word) in sentence.words.iter().enumerate() {
        let bracketed = word.gap.trim() == "(" && sentence.gap_after(i).starts_with(')');
        let letters: Vec<char> = word.lower.chars().collect();
        let capitals = word.text.chars().all(char::is_uppercase) && (2..=8).contains(&letters.len());
        if !bracketed || !capitals {
            continue;
        }
        let Some(from) = long_form(sentence, i, &letters) else { continue };
        let (span, form) = sentence.form(from, i - 1);
        let head = &sentence.words[i - 1].base;
        let category = ORG_HEADS.get(head.as_str()).copied().unwrap_or("policy");
        out.push(Mention::new(span, form, category, 0.9));
        let (acronym_span, acronym) = sentence.form(i, i);
        out.push(Mention::new(acronym_span, acronym, category, 0.85));
        out.extend(phrases::with_purpose(sentence, from, i, category));
    }
}

/// Where the long form before word `end` starts: matched from the right, a letter a word, small words skipped.
fn long_form(sentence: &Sentence<'_>, end: usize, letters: &[char]) -> Option<usize> {
    let mut left = letters.len();
    let mut at = end;
    while left > 0 {
        at = at.checked_sub(1)?;
        let word = &sentence.words[at];
        if word.lower.starts_with(letters[left - 1]) {
            left -= 1;
        } else if !STOPWORDS.contains(word.lower.as_str()) {
            return None;
        }
    }
    Some(at)
}
