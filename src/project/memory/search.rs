//! Journey: a word or phrase → the units that have it, in either language.

use rayon::prelude::*;

use gloss_core::text::{Letters, Span, TokenKind, each_token, is_bare, to_old_tone_style};
use gloss_memory::Stored;

use super::{super::ProjectError, TranslationMemory};

/// A unit with the places where the phrase stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concordance {
    /// The unit.
    pub stored: Stored,
    /// Where in its source.
    pub source: Vec<Span>,
    /// Where in its target.
    pub target: Vec<Span>,
}

/// The units found.
#[derive(Debug)]
pub struct SearchReport {
    /// The latest ones first, at most as many as were wanted.
    pub found: Vec<Concordance>,
    /// How many there are.
    pub total: usize,
}

/// How many units are searched at a time.
const UNITS_PER_CHUNK: usize = 1 << 12;

impl TranslationMemory {
    /// Looks for a phrase, word by word, whatever signs, hyphens or line breaks stand between its words. Case does not count;
    /// diacritics do if the phrase has any. At most `limit` units are given (0: all), the latest ones.
    ///
    /// Cost: a pass over the memory, about a microsecond a unit on two cores.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] if the phrase has no word, [`ProjectError::Memory`] if the memory cannot be read.
    pub fn search(&self, phrase: &str, limit: usize) -> Result<SearchReport, ProjectError> {
        let phrase = Phrase::of(phrase);
        if phrase.words.is_empty() {
            return Err(ProjectError::Refused("the query has no word to search for".to_owned()));
        }
        let (mut report, mut units) = (SearchReport { found: Vec::new(), total: 0 }, self.memory.units());
        loop {
            let chunk: Vec<Stored> = units.by_ref().take(UNITS_PER_CHUNK).collect::<Result<_, _>>()?;
            if chunk.is_empty() {
                break;
            }
            let found: Vec<Concordance> = chunk.into_par_iter().filter_map(|stored| phrase.find(stored)).collect();
            report.total += found.len();
            report.found.extend(found);
            if limit > 0 {
                report.found.drain(..report.found.len().saturating_sub(limit));
            }
        }
        report.found.reverse();
        Ok(report)
    }
}

/// What is looked for.
struct Phrase {
    words: Vec<Vec<u8>>,
    /// Whether diacritics do not count.
    folded: bool,
}

impl Phrase {
    fn of(text: &str) -> Self {
        let folded = is_bare(text);
        let mut words = Vec::new();
        each_token(text, |token, letters| {
            if token.kind == TokenKind::Word {
                words.push(word_of(letters, folded));
            }
        });
        Self { words, folded }
    }

    fn find(&self, stored: Stored) -> Option<Concordance> {
        let (source, target) = (self.places(&stored.unit.source.text), self.places(&stored.unit.target.text));
        (!source.is_empty() || !target.is_empty()).then_some(Concordance { stored, source, target })
    }

    fn places(&self, text: &str) -> Vec<Span> {
        let mut places: Vec<Span> = Vec::new();
        // The places at which some words of the phrase have been read: how many, and where it began.
        let mut begun: Vec<(usize, usize)> = Vec::new();
        each_token(text, |token, letters| {
            if token.kind != TokenKind::Word {
                return;
            }
            let word = word_of(letters, self.folded);
            begun.push((0, token.span.start));
            begun.retain_mut(|(read, start)| {
                if self.words.get(*read).is_none_or(|wanted| *wanted != word) {
                    return false;
                }
                *read += 1;
                if *read == self.words.len() {
                    places.push(Span::new(*start, token.span.end));
                    return false;
                }
                true
            });
        });
        places
    }
}

/// A word as it is compared: without diacritics, or with them and the tone mark in one place.
fn word_of(letters: Letters<'_>, folded: bool) -> Vec<u8> {
    match std::str::from_utf8(letters.exact) {
        Ok(exact) if !folded => to_old_tone_style(exact).into_owned().into_bytes(),
        _ => letters.folded.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(phrase: &str, text: &'t str) -> Vec<&'t str> {
        Phrase::of(phrase).places(text).iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn phrases_are_found_word_by_word() {
        assert_eq!(found("dai doan", "nhà Đại Đoàn kết, dai-doan"), ["Đại Đoàn", "dai-doan"]);
        assert_eq!(found("Đại đoàn", "nhà Đại Đoàn kết, dai-doan"), ["Đại Đoàn"]);
        assert_eq!(found("Hòa Bình", "tỉnh Hoà Bình"), ["Hoà Bình"]);
        assert_eq!(found("a b a", "a b a b a"), ["a b a", "a b a"]);
        assert_eq!(found("nha", "nhà nhanh"), ["nhà"]);
    }
}
