//! Journey: files to be translated → the part of the memory that serves them.

use std::{collections::BTreeSet, path::PathBuf};

use gloss_core::{
    lang::{Lang, LangPair},
    model::Unit,
};
use gloss_memory::{Stored, Threshold};

use super::{super::ProjectError, TranslationMemory, units::in_direction};

impl TranslationMemory {
    /// The units that reach a threshold with any segment of some files, in the order in which they came, turned into the
    /// direction of the first file, which is given too. Cost: a search for each segment.
    ///
    /// # Errors
    /// [`ProjectError`] if a file or the memory cannot be read.
    pub fn extract(
        &self,
        paths: &[PathBuf],
        pair: &LangPair,
        threshold: Threshold,
    ) -> Result<(LangPair, Vec<Unit>), ProjectError> {
        let mut numbers = BTreeSet::new();
        for path in paths {
            let asked = self.segments(path, pair)?;
            let langs: BTreeSet<&Lang> = asked.iter().map(|asked| &asked.segment.lang).collect();
            for lang in langs {
                let matcher = self.matcher(lang)?;
                let near = |asked: &super::JobSegment| {
                    let near = matcher.near(&asked.segment, threshold);
                    near.into_iter().map(|near| near.unit).collect::<Vec<u64>>()
                };
                let for_lang = asked.iter().filter(|asked| asked.segment.lang == *lang);
                for_lang.for_each(|asked| numbers.extend(near(asked)));
            }
        }
        // The files decide the direction.
        let first = paths.first().map(|path| self.segments(path, pair)).transpose()?.unwrap_or_default();
        let turned = first.first().is_some_and(|asked| asked.segment.lang.primary() == pair.to.primary());
        let LangPair { from, to } = pair.clone();
        let pair = if turned { LangPair { from: to, to: from } } else { LangPair { from, to } };
        // What the index still holds may have been removed.
        let found = numbers.into_iter().filter_map(|number| self.memory.unit(number).transpose());
        let stored: Vec<Stored> = found.collect::<Result<_, _>>()?;
        let units = stored.into_iter().filter_map(|stored| in_direction(stored, &pair)).collect();
        Ok((pair, units))
    }
}
