//! Journey: files to be translated → the part of the memory that serves them.

use std::{collections::BTreeSet, path::PathBuf};

use crate::{
    lang::{Lang, LangPair},
    memory::{Stored, Threshold},
};

use super::{super::ProjectError, TranslationMemory, job::segments_of};

impl TranslationMemory {
    /// The units that reach a threshold with any segment of some files, in the order in which they came. Cost: a search for
    /// each segment.
    ///
    /// # Errors
    /// [`ProjectError`] if a file or the memory cannot be read.
    pub fn extract(
        &self,
        paths: &[PathBuf],
        pair: &LangPair,
        threshold: Threshold,
    ) -> Result<Vec<Stored>, ProjectError> {
        let mut numbers = BTreeSet::new();
        for path in paths {
            let asked = segments_of(path, pair)?;
            let langs: BTreeSet<&Lang> = asked.iter().map(|asked| &asked.segment.lang).collect();
            for lang in langs {
                let matcher = self.matcher(lang)?;
                let near = |asked: &super::Asked| {
                    let near = matcher.near(&asked.segment, threshold);
                    near.into_iter().map(|near| near.unit).collect::<Vec<u64>>()
                };
                let of_lang = asked.iter().filter(|asked| asked.segment.lang == *lang);
                of_lang.for_each(|asked| numbers.extend(near(asked)));
            }
        }
        // What the index still holds may have been removed.
        numbers.into_iter().filter_map(|number| self.memory.unit(number).transpose()).map(|unit| Ok(unit?)).collect()
    }
}
