//! Journey: files to be translated → how much of them the memory knows, in the bands by which translators bill.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::{Path, PathBuf},
};

use unicode_normalization::UnicodeNormalization;

use gloss_core::lang::{Lang, LangPair};
use gloss_memory::{Match, Matcher, Query, Threshold};

use super::{super::ProjectError, TranslationMemory, job::JobSegment};

/// A band of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Identical, and so are the segments around it.
    Context,
    /// Seen before in the files.
    Repetition,
    /// Identical.
    Identical,
    /// 95 % and more, or other only in case and spaces.
    From95,
    /// 85 to 94 %.
    From85,
    /// 75 to 84 %.
    From75,
    /// 50 to 74 %.
    From50,
    /// Less.
    New,
}

impl Band {
    /// All of them, the best first.
    pub const ALL: [Self; 8] = [
        Self::Context,
        Self::Repetition,
        Self::Identical,
        Self::From95,
        Self::From85,
        Self::From75,
        Self::From50,
        Self::New,
    ];

    /// What it is called in a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Context => "101",
            Self::Repetition => "repetitions",
            Self::Identical => "100",
            Self::From95 => "95-99",
            Self::From85 => "85-94",
            Self::From75 => "75-84",
            Self::From50 => "50-74",
            Self::New => "new",
        }
    }
}

/// How much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// Segments.
    pub segments: usize,
    /// Words of their sources: what stands between spaces and has a letter or digit.
    pub words: usize,
}

/// How much of what is in each band; bands that are missing have nothing.
pub type Bands = BTreeMap<Band, Amount>;

/// The table of some files.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Each file with its bands.
    pub files: Vec<(PathBuf, Bands)>,
}

impl Analysis {
    /// All files together.
    pub fn total(&self) -> Bands {
        let mut total = Bands::new();
        for (band, amount) in self.files.iter().flat_map(|(_, bands)| bands) {
            let sum = total.entry(*band).or_default();
            (sum.segments, sum.words) = (sum.segments + amount.segments, sum.words + amount.words);
        }
        total
    }
}

impl Analysis {
    /// The name and amount of each band, the best first, and their sum as `total`.
    pub fn rows(bands: &Bands) -> Vec<(&'static str, Amount)> {
        let of = |band: Band| (band.name(), bands.get(&band).copied().unwrap_or_default());
        let mut rows: Vec<(&'static str, Amount)> = Band::ALL.into_iter().map(of).collect();
        let sum = |count: fn(&Amount) -> usize| rows.iter().map(|(_, amount)| count(amount)).sum();
        rows.push(("total", Amount { segments: sum(|amount| amount.segments), words: sum(|amount| amount.words) }));
        rows
    }
}

impl TranslationMemory {
    /// Looks every segment of some files up. Cost: that of a search at 75 per cent for each segment, and of one at 50 for
    /// those without a match there; on all cores.
    ///
    /// # Errors
    /// [`ProjectError`] if a file or the memory cannot be read.
    pub fn analyse(&self, paths: &[PathBuf], pair: &LangPair) -> Result<Analysis, ProjectError> {
        let (mut analysis, mut seen) = (Analysis::default(), HashSet::new());
        for path in paths {
            let bands = self.bands(path, pair, &mut seen)?;
            analysis.files.push((path.clone(), bands));
        }
        Ok(analysis)
    }

    fn bands(&self, path: &Path, pair: &LangPair, seen: &mut HashSet<String>) -> Result<Bands, ProjectError> {
        let asked = self.segments(path, pair)?;
        let matches = self.best(&asked, pair)?;
        let mut bands = Bands::new();
        for (asked, best) in asked.iter().zip(matches) {
            let text: String = asked.segment.text.nfc().collect();
            let words = words(&text);
            let known = best.as_ref().map_or(Band::New, band);
            let again = !seen.insert(text);
            let band = if again && known > Band::Repetition { Band::Repetition } else { known };
            let amount = bands.entry(band).or_default();
            (amount.segments, amount.words) = (amount.segments + 1, amount.words + words);
        }
        Ok(bands)
    }

    /// The best match of each segment, down to 50 per cent.
    fn best(&self, asked: &[JobSegment], pair: &LangPair) -> Result<Vec<Option<Match>>, ProjectError> {
        let langs: BTreeSet<&Lang> = asked.iter().map(|asked| &asked.segment.lang).collect();
        let matchers: BTreeMap<&Lang, Matcher> =
            langs.into_iter().map(|lang| Ok((lang, self.matcher(lang)?))).collect::<Result<_, ProjectError>>()?;
        let find = |memory: &Self, asked: &JobSegment| -> Result<Option<Match>, ProjectError> {
            for threshold in [Threshold::new(75).unwrap_or_default(), Threshold::HALF] {
                let lang = &asked.segment.lang;
                let Some(matcher) = matchers.get(lang) else { continue };
                if let Some(best) = memory.best_of(matcher, asked, other(pair, lang), threshold)? {
                    return Ok(Some(best));
                }
            }
            Ok(None)
        };
        self.on_all_cores(asked, find)
    }

    /// The best match of a segment.
    pub(super) fn best_of(
        &self,
        matcher: &Matcher,
        asked: &JobSegment,
        to: &Lang,
        threshold: Threshold,
    ) -> Result<Option<Match>, ProjectError> {
        let context = Some((asked.previous.as_str(), asked.next.as_str()));
        let query = Query { segment: &asked.segment, context, to: Some(to), threshold, limit: Some(1) };
        Ok(self.matches(matcher, &query)?.pop())
    }
}

/// The language of a pair that another is translated into.
pub(super) fn other<'p>(pair: &'p LangPair, lang: &Lang) -> &'p Lang {
    if lang.primary() == pair.to.primary() { &pair.from } else { &pair.to }
}

fn band(of: &Match) -> Band {
    if of.in_context {
        return Band::Context;
    }
    if of.identical() {
        return Band::Identical;
    }
    let bands = [(95, Band::From95), (85, Band::From85), (75, Band::From75), (50, Band::From50)];
    let reached = |percent| Threshold::new(percent).is_some_and(|threshold| of.comparison.score.reaches(threshold));
    bands.into_iter().find(|(percent, _)| reached(*percent)).map_or(Band::New, |(_, band)| band)
}

/// What stands between spaces and has a letter or digit.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
