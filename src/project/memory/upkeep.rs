//! Journeys: which units of a memory may be wrong, and which are in it twice.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use gloss_core::{
    lang,
    model::{CodeKind, Segment, Unit},
    text,
};
use gloss_memory::{Compacted, SessionKind, Stored};

use super::{
    super::{ProjectError, now},
    TranslationMemory,
    edit::about,
};

/// What may be wrong with a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QualityIssue {
    /// A side has neither a letter nor a digit.
    Empty,
    /// Both sides are the same text.
    Identical,
    /// A side is in another language than it says.
    WrongLanguage,
    /// Codes are not closed, or the two sides have different ones.
    BrokenCodes,
    /// Letters that were read in a wrong encoding.
    Mojibake,
}

impl QualityIssue {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Identical => "identical",
            Self::WrongLanguage => "wrong-language",
            Self::BrokenCodes => "broken-codes",
            Self::Mojibake => "mojibake",
        }
    }
}

/// Fewer words than these do not tell a language.
const TELLING: usize = 6;

/// What may be wrong with a unit, in the order of [`QualityIssue`].
fn issues_of(unit: &Unit) -> Vec<QualityIssue> {
    let sides = [&unit.source, &unit.target];
    let says_something = |side: &Segment| side.text.chars().any(char::is_alphanumeric) || !side.codes.is_empty();
    let all = [
        (QualityIssue::Empty, !sides.iter().all(|side| says_something(side))),
        (
            QualityIssue::Identical,
            unit.source.text == unit.target.text && unit.source.text.chars().any(char::is_alphabetic),
        ),
        (QualityIssue::WrongLanguage, sides.iter().any(|side| is_other_language(side))),
        (
            QualityIssue::BrokenCodes,
            !sides.iter().all(|side| is_closed(side)) || kinds(&unit.source) != kinds(&unit.target),
        ),
        (QualityIssue::Mojibake, sides.iter().any(|side| is_garbled(&side.text))),
    ];
    all.into_iter().filter(|(_, is_so)| *is_so).map(|(issue, _)| issue).collect()
}

/// Vietnamese and English can be told apart.
fn is_other_language(side: &Segment) -> bool {
    let known = ["vi", "en"].contains(&side.lang.primary());
    let words = || text::tokens(&side.text).iter().filter(|token| token.kind == text::TokenKind::Word).count();
    known && lang::detect_language(&side.text).primary() != side.lang.primary() && words() >= TELLING
}

fn is_closed(side: &Segment) -> bool {
    let count = |kind| side.codes.iter().filter(|code| code.kind == kind).count();
    count(CodeKind::Open) == count(CodeKind::Close)
}

/// How many codes of each kind: their order may differ between languages.
fn kinds(side: &Segment) -> [usize; 3] {
    [CodeKind::Open, CodeKind::Close, CodeKind::Alone]
        .map(|kind| side.codes.iter().filter(|code| code.kind == kind).count())
}

/// UTF-8 that was read as Windows-1252: `Ä‘`, `áº`, `â€`; or letters that could not be read at all.
fn is_garbled(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let garbled = match c {
            '\u{fffd}' => true,
            'á' => matches!(next, 'º' | '»'),
            'â' => next == '€',
            'Ã' | 'Â' | 'Ä' | 'Æ' | 'Å' => {
                matches!(
                    next,
                    '\u{80}'
                        ..='\u{bf}' | '‘' | '’' | '“' | '”' | '€' | '™' | 'ƒ' | '†' | '‡' | '•' | '˜' | '›'
                ) && !matches!(next, '·' | '»' | '«')
            }
            _ => false,
        };
        if garbled {
            return true;
        }
    }
    false
}

impl TranslationMemory {
    /// Calls `found` with every unit that may be wrong. Cost: a pass over the memory.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if it cannot be read.
    pub fn inspect(&self, found: &mut dyn FnMut(&Stored, &[QualityIssue])) -> Result<(), ProjectError> {
        for stored in self.memory.units() {
            let stored = stored?;
            let issues = issues_of(&stored.unit);
            if !issues.is_empty() {
                found(&stored, &issues);
            }
        }
        Ok(())
    }

    /// The units of which another has the same languages, texts and codes, in either direction: all but the one that was confirmed and changed
    /// last. Cost: a pass over the memory; its different units are held.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if it cannot be read.
    pub fn repetitions(&self) -> Result<Vec<u64>, ProjectError> {
        let mut kept: HashMap<u64, (Unit, u64)> = HashMap::new();
        let mut repeated = Vec::new();
        for stored in self.memory.units() {
            let Stored { number, unit, .. } = stored?;
            match kept.entry(key(&unit)) {
                std::collections::hash_map::Entry::Vacant(free) => drop(free.insert((unit, number))),
                std::collections::hash_map::Entry::Occupied(mut there) => {
                    let (other, other_number) = there.get();
                    if !is_same(other, &unit) {
                        continue;
                    }
                    if worth(other) > worth(&unit) {
                        repeated.push(number);
                    } else {
                        repeated.push(*other_number);
                        there.insert((unit, number));
                    }
                }
            }
        }
        repeated.sort_unstable();
        Ok(repeated)
    }

    /// Removes units that may be wrong, in a session of its own.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if one is not there, or the memory cannot be written.
    pub fn remove_doubtful(&mut self, units: &[u64]) -> Result<(), ProjectError> {
        self.memory.record(about(SessionKind::Delete, "clean", None, &now()), &[], units)?;
        Ok(())
    }

    /// Removes repetitions, in a session of its own.
    ///
    /// # Errors
    /// As [`TranslationMemory::remove_doubtful`].
    pub fn remove_repetitions(&mut self, units: &[u64]) -> Result<(), ProjectError> {
        self.memory.record(about(SessionKind::Dedupe, "", None, &now()), &[], units)?;
        Ok(())
    }

    /// Drops what sessions brought that were undone, and makes the memory and its indexes as small as they can be.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if the memory cannot be written.
    pub fn compact(&mut self) -> Result<Compacted, ProjectError> {
        let compacted = self.memory.compact()?;
        self.index()?;
        Ok(compacted)
    }
}

fn key(unit: &Unit) -> u64 {
    let text = |segment: &Segment| segment.text.nfc().collect::<String>();
    let [first, second] = sides(unit);
    text::stable_hash(&[first.lang.as_str(), second.lang.as_str(), &text(first), &text(second)])
}

/// Both sides in an order that does not depend on the direction.
fn sides(unit: &Unit) -> [&Segment; 2] {
    let (source, target) = (&unit.source, &unit.target);
    if source.lang <= target.lang { [source, target] } else { [target, source] }
}

fn is_same(a: &Unit, b: &Unit) -> bool {
    let same = |a: &Segment, b: &Segment| a.lang == b.lang && a.text.nfc().eq(b.text.nfc()) && a.codes == b.codes;
    sides(a).into_iter().zip(sides(b)).all(|(a, b)| same(a, b))
}

/// Which of two that are the same is kept.
fn worth(unit: &Unit) -> (bool, &str) {
    (!unit.draft, unit.changed.as_deref().or(unit.created.as_deref()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gloss_core::lang::Lang;

    fn of(vi: &str, en: &str) -> Vec<QualityIssue> {
        issues_of(&Unit::new(Segment::new(Lang::vi(), vi), Segment::new(Lang::en(), en)))
    }

    #[test]
    fn doubtful_units_are_told_and_others_are_not() {
        for (vi, en, wanted) in [
            ("Nhà Đại đoàn kết", "Great Solidarity house", &[][..]),
            ("…", "and so on", &[QualityIssue::Empty]),
            ("Firefox", "Firefox", &[QualityIssue::Identical]),
            ("The house was built in the spring", "The house was built in the spring.", &[QualityIssue::WrongLanguage]),
            ("Ä\u{90}áº¡i Ä‘oÃ n káº¿t", "great solidarity", &[QualityIssue::Mojibake]),
            ("nhÃ\u{a0} má»›i", "a new house", &[QualityIssue::Mojibake]),
            ("CÂU HỎI ÂM THANH", "SOUND QUESTION", &[]),
        ] {
            assert_eq!(of(vi, en), wanted, "{vi}");
        }
    }
}
