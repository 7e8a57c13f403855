//! Journey: a file to be translated → the same with what the memory knows.

use std::{
    fs::{self, File},
    path::Path,
};

use gloss_core::{
    lang::{self, Lang, LangPair, sentences},
    model::{Code, Segment},
};
use gloss_formats::{FillReport, Input, ReadError, Suggestion, documents, fill};
use gloss_memory::{Match, Matcher, Threshold};

use super::{super::ProjectError, TranslationMemory, job::JobSegment};

impl TranslationMemory {
    /// Puts translations into a file, where it has none: those of the very text, and others from a threshold up, marked as
    /// uncertain in the file's own way. Every other byte stays as it is. In a text file sentences are replaced, by
    /// translations of the very text alone.
    ///
    /// Of several translations of the very text the one with the same segments around it is taken.
    ///
    /// Cost: a search for each segment; the file is read twice and held in memory.
    ///
    /// # Errors
    /// [`ProjectError`] if the file or the memory cannot be read.
    pub fn apply(&self, path: &Path, pair: &LangPair, threshold: Threshold) -> Result<FillReport, ProjectError> {
        let name = path.to_string_lossy();
        if documents::is_document(&name) {
            return self.apply_to_text(path, pair, threshold);
        }
        let failed = |error: ReadError| ProjectError::Exchange { name: name.clone().into_owned(), error };
        let input = Input::open(&name, File::open(self.base.join(path)).map_err(ProjectError::read(path))?, None)
            .map_err(failed)?;
        let mut filler = Filler::new(self, threshold, self.segments(path, pair)?);
        let filled = fill(input, pair, &mut |segment, to| filler.filling(segment, to)).map_err(failed)?;
        filler.failed.map_or(Ok(filled), Err)
    }

    fn apply_to_text(&self, path: &Path, pair: &LangPair, threshold: Threshold) -> Result<FillReport, ProjectError> {
        if path.extension().is_none_or(|end| end != "txt") {
            let message = format!("{}: translations can be put into XLIFF, TMX, PO and .txt files", path.display());
            return Err(ProjectError::Refused(message));
        }
        let document = documents::read(
            &path.to_string_lossy(),
            &fs::read(self.base.join(path)).map_err(ProjectError::read(path))?,
        )?;
        let (text, source) = (document.text(), document.source());
        let turned = lang::detect_language(text).primary() == pair.to.primary();
        let (from, to) = if turned { (&pair.to, &pair.from) } else { (&pair.from, &pair.to) };
        let mut filler = Filler::new(self, threshold, self.segments(path, pair)?);
        let (mut filled, mut at) = (FillReport::default(), 0);
        for span in sentences(text, from) {
            // Nothing in a text file could say that a translation is not certain.
            let segment = Segment::new(from.clone(), span.of(text).trim_start_matches('\u{feff}'));
            let filling = filler.filling(&segment, to).filter(|filling| filling.identical);
            filled.count(filling.as_ref());
            if let Some(filling) = filling {
                let place = document.to_source(span);
                filled.text.push_str(&source[at..place.start]);
                filled.text.push_str(&filling.target.text);
                at = place.end;
            }
        }
        filled.text.push_str(&source[at..]);
        filler.failed.map_or(Ok(filled), Err)
    }
}

/// Finds translations for the segments of one file.
struct Filler<'m> {
    memory: &'m TranslationMemory,
    threshold: Threshold,
    matchers: Vec<(Lang, Matcher)>,
    failed: Option<ProjectError>,
    /// The segments of the file, and how many have been asked for or passed.
    asked: Vec<JobSegment>,
    at: usize,
}

impl<'m> Filler<'m> {
    fn new(memory: &'m TranslationMemory, threshold: Threshold, asked: Vec<JobSegment>) -> Self {
        Self { memory, threshold, matchers: Vec::new(), failed: None, asked, at: 0 }
    }

    /// A segment with those around it. Segments are asked for in the order of the file, but not all of them.
    fn in_context(&mut self, segment: &Segment) -> JobSegment {
        let rest = self.asked.get(self.at..).unwrap_or_default();
        let found = rest.iter().position(|asked| asked.segment.text.trim() == segment.text.trim());
        let (mut previous, mut next) = (String::new(), String::new());
        if let Some(asked) = found.and_then(|found| rest.get(found)) {
            (previous, next) = (asked.previous.clone(), asked.next.clone());
        }
        self.at += found.map_or(0, |found| found + 1);
        JobSegment { segment: segment.clone(), previous, next, target: None }
    }

    fn filling(&mut self, segment: &Segment, to: &Lang) -> Option<Suggestion> {
        if self.failed.is_some() {
            return None;
        }
        match self.best(segment, to) {
            Ok(best) => filling(segment, &best?),
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }

    fn best(&mut self, segment: &Segment, to: &Lang) -> Result<Option<Match>, ProjectError> {
        let at = match self.matchers.iter().position(|(lang, _)| *lang == segment.lang) {
            Some(at) => at,
            None => {
                self.matchers.push((segment.lang.clone(), self.memory.matcher(&segment.lang)?));
                self.matchers.len() - 1
            }
        };
        let asked = self.in_context(segment);
        self.memory.best_of(&self.matchers[at].1, &asked, to, self.threshold)
    }
}

/// The translation of a match with the codes of the segment; none if they are others.
fn filling(segment: &Segment, best: &Match) -> Option<Suggestion> {
    let unit = &best.stored.unit;
    let kinds = |side: &Segment| side.codes.iter().map(|code| code.kind).collect::<Vec<_>>();
    let percent = best.comparison.score.percent().floor() as u8;
    let source = unit.source.text.clone();
    if kinds(segment) != kinds(&unit.source) {
        // The text may serve; where the codes go is for a person to say.
        let target = Segment::new(unit.target.lang.clone(), unit.target.text.clone());
        return Some(Suggestion { source, target, percent: percent.min(99), identical: false });
    }
    // Codes without ids are told apart by their order alone.
    let mut free: Vec<Option<&Code>> = unit.source.codes.iter().map(Some).collect();
    let of_segment = |code: &Code| {
        let is_it = |known: &Option<&Code>| known.is_some_and(|known| known.kind == code.kind && known.id == code.id);
        let at = free.iter().position(is_it)?;
        free[at] = None;
        Some(Code { at: code.at, ..segment.codes.get(at)?.clone() })
    };
    let codes: Option<Vec<Code>> = unit.target.codes.iter().map(of_segment).collect();
    // A code that the translation lacks would be lost.
    let codes = codes.filter(|codes| codes.len() == segment.codes.len())?;
    let identical = best.identical() && !unit.draft;
    // Whatever is not of the very text is less.
    let percent = if best.identical() { percent } else { percent.min(99) };
    Some(Suggestion { source, target: Segment { codes, ..unit.target.clone() }, percent, identical })
}
