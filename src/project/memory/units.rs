//! Journeys: memory → its units in one direction, as an exchange file has them; and how many there are.

use std::path::PathBuf;

use gloss_core::{lang::LangPair, model::Unit};
use gloss_memory::{MemoryError, Stored};

use super::{
    super::{Direction, ProjectError, Workspace},
    TranslationMemory,
};

/// What is in a memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryStats {
    /// Its path, as reports show it.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many sessions it has seen.
    pub sessions: usize,
    /// How many units of each direction.
    pub pairs: Vec<(LangPair, u64)>,
}

impl MemoryStats {
    /// How many units there are.
    pub fn units(&self) -> u64 {
        self.pairs.iter().map(|(_, units)| units).sum()
    }
}

impl TranslationMemory {
    /// What is in the memory.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if it cannot be read.
    pub fn stats(&self) -> Result<MemoryStats, ProjectError> {
        let pairs = self.memory.counts()?.into_iter().map(|(from, to, units)| (LangPair { from, to }, units)).collect();
        let path = self.path.strip_prefix(&self.base).unwrap_or(&self.path).to_owned();
        Ok(MemoryStats { path, bytes: self.memory.size(), sessions: self.memory.sessions()?.len(), pairs })
    }

    /// The direction of an export: the one named, else that of most units, else the project's.
    ///
    /// # Errors
    /// [`ProjectError`] if the memory cannot be read, or both languages are the same.
    pub fn export_direction(&self, named: &Direction, workspace: &Workspace) -> Result<LangPair, ProjectError> {
        let most = self.memory.counts()?.into_iter().max_by_key(|(.., count)| *count).filter(|_| named.is_open());
        most.map_or_else(|| named.or_turned(&workspace.config.pair()?), |(from, to, _)| Ok(LangPair { from, to }))
    }

    /// Calls `write` with the units in a direction, those of the other direction turned, and gives what it gives. With
    /// `confirmed` units are left out that nobody has confirmed.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if the memory cannot be read to its end, and whatever `write` fails with.
    pub fn export_units<T, E: From<ProjectError>>(
        &self,
        pair: &LangPair,
        confirmed: bool,
        write: impl FnOnce(&mut dyn Iterator<Item = Unit>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut failed: Option<MemoryError> = None;
        let all = self.memory.units().map_while(|stored| stored.map_err(|error| failed = Some(error)).ok());
        let mut units =
            all.filter(|stored| !(confirmed && stored.unit.draft)).filter_map(|stored| in_direction(stored, pair));
        let written = write(&mut units)?;
        drop(units);
        failed.map_or(Ok(written), |error| Err(ProjectError::from(error).into()))
    }
}

/// A unit in the direction that is asked for, if it has these languages.
pub(super) fn in_direction(stored: Stored, pair: &LangPair) -> Option<Unit> {
    let mut unit = stored.unit;
    let has = |unit: &Unit| {
        unit.source.lang.primary() == pair.from.primary() && unit.target.lang.primary() == pair.to.primary()
    };
    if !has(&unit) {
        std::mem::swap(&mut unit.source, &mut unit.target);
        (unit.previous, unit.next) = (None, None); // they are in the other language
        if !has(&unit) {
            return None;
        }
    }
    // A file names one language for all of its sources.
    (unit.source.lang, unit.target.lang) = (pair.from.clone(), pair.to.clone());
    Some(unit)
}
