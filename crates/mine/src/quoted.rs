//! Names in quotation marks beside a noun that says what they are: movement “…”, the “…” Fund.

use gloss_core::text::Span;

use super::{candidate::Mention, lexicon::TRIGGERS, words::Sentence};

/// A quoted name has at most this many words; longer quotations are speech.
const LONGEST: usize = 14;
/// A noun that belongs to the name is only taken in with quotations this short.
const SHORT: usize = 3;

pub(super) fn find(sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    let part = sentence.span.of(sentence.text);
    let mut at = 0;
    while let Some((open, close)) = next_quotation(part, at) {
        let quotation = Span::new(sentence.span.start + open, sentence.span.start + close);
        out.extend(named(sentence, quotation));
        at = close;
    }
}

/// The next quotation, its marks included.
fn next_quotation(part: &str, from: usize) -> Option<(usize, usize)> {
    let open = from + part[from..].find(['“', '"'])?;
    let mark = part[open..].chars().next()?;
    let inside = open + mark.len_utf8();
    let close_mark = if mark == '“' { '”' } else { '"' };
    let close = inside + part[inside..].find(close_mark)? + close_mark.len_utf8();
    Some((open, close))
}

fn named(sentence: &Sentence<'_>, quotation: Span) -> Option<Mention> {
    let words = &sentence.words;
    let first = words.iter().position(|w| w.span.start >= quotation.start)?;
    let last = words.iter().rposition(|w| w.span.end <= quotation.end)?;
    if last < first || last - first >= LONGEST {
        return None;
    }
    let inner = quotation.of(sentence.text).trim_matches(['“', '”', '"', ',', '.', ' ', '’', '‘']);
    let after = words
        .get(last + 1)
        .filter(|w| w.gap.trim_matches([' ', '”', '"', '.', ',']).is_empty() && !w.gap.contains(','));
    if let Some((word, (category, whole))) = after.and_then(|w| Some((w, *TRIGGERS.get(w.base.as_str())?))) {
        if whole && last - first < SHORT {
            let span = Span::new(quotation.start, word.span.end);
            return Some(Mention::new(span, span.of(sentence.text), category, 0.85));
        }
        return Some(Mention::new(quotation, inner, category, 0.85));
    }
    // Before the quotation: the noun itself, or the noun with "of", "to" or "titled" behind it.
    let introduces = |back: usize| {
        let word = words.get(first.checked_sub(back)?)?;
        TRIGGERS.get(word.base.as_str()).map(|(category, _)| *category)
    };
    let gap = words[first].gap;
    let speech = gap.contains(':') || (gap.contains(',') && introduces(1).is_none());
    let linked = first.checked_sub(1).is_some_and(|i| {
        matches!(words[i].lower.as_str(), "of" | "to" | "titled" | "themed" | "named" | "called" | "on" | "regarding")
    });
    let category = introduces(1).or_else(|| if linked { introduces(2) } else { None }).filter(|_| !speech)?;
    Some(Mention::new(quotation, inner, category, 0.8))
}
