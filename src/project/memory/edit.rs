//! Journeys that change a memory by hand: add, edit, delete, undo; and what was done to it.

use gloss_core::{
    lang::LangPair,
    model::{Segment, Unit},
};
use gloss_memory::{About, MemoryError, Outcome, SessionInfo, SessionKind};

use super::{
    super::{ProjectError, now},
    TranslationMemory,
    clean::tidy,
};

/// What became of a unit that was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It was stored under this number.
    Stored(u64),
    /// The unit of this number is the same.
    Known(u64),
}

/// What a unit is changed to; what is not given stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct UnitEdit<'a> {
    /// The new source.
    pub source: Option<&'a str>,
    /// The new target.
    pub target: Option<&'a str>,
    /// Who changes it.
    pub author: Option<&'a str>,
}

impl TranslationMemory {
    /// Adds a translation, and returns when it is on disk.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] if it is no unit that a memory keeps, [`ProjectError::Memory`] if the memory cannot be written.
    pub fn add(
        &mut self,
        pair: &LangPair,
        [source, target]: [&str; 2],
        author: Option<&str>,
    ) -> Result<Option<Added>, ProjectError> {
        let now = now();
        let unit = Unit::new(Segment::new(pair.from.clone(), source), Segment::new(pair.to.clone(), target));
        let unit = Unit { created: Some(now.clone()), author: author.map(str::to_owned), ..unit };
        let (unit, _) = tidy(unit).map_err(|why| ProjectError::Refused(format!("the unit was not added: {why}")))?;
        let about = about(SessionKind::Add, "", author, &now);
        Ok(self.memory.record(about, &[(None, unit)], &[])?.first().map(Added::of))
    }

    /// Changes a unit: the old one is kept behind the new one, whose number is returned.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if there is no such unit or the memory cannot be written, [`ProjectError::Refused`] if it would
    /// be no unit that a memory keeps.
    pub fn edit(&mut self, number: u64, edit: UnitEdit<'_>) -> Result<Option<Added>, ProjectError> {
        let stored = self.memory.unit(number)?.ok_or(MemoryError::NoUnit(number))?;
        let (mut unit, now) = (stored.unit, now());
        for (text, side) in [(edit.source, &mut unit.source), (edit.target, &mut unit.target)] {
            if let Some(text) = text {
                // The codes of the old text have no place in the new one.
                (side.text, side.codes) = (text.to_owned(), Vec::new());
            }
        }
        (unit.changed, unit.editor, unit.draft) = (Some(now.clone()), edit.author.map(str::to_owned), false);
        let (unit, _) = tidy(unit).map_err(|why| ProjectError::Refused(format!("the unit was not changed: {why}")))?;
        let about = about(SessionKind::Edit, &stored.origin, edit.author, &now);
        Ok(self.memory.record(about, &[(stored.line, unit)], &[number])?.first().map(Added::of))
    }

    /// Deletes units, and returns how many.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if one is not there, or the memory cannot be written.
    pub fn delete(&mut self, units: &[u64]) -> Result<usize, ProjectError> {
        let mut units = units.to_vec();
        units.sort_unstable();
        units.dedup();
        self.memory.record(about(SessionKind::Delete, "", None, &now()), &[], &units)?;
        Ok(units.len())
    }

    /// Undoes a session: what it brought is gone, what it removed is there again.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if there is no such session, or the memory cannot be written.
    pub fn undo(&mut self, session: u64) -> Result<(), ProjectError> {
        self.memory.undo(session)?;
        Ok(())
    }

    /// What was done to the memory, the latest last.
    ///
    /// # Errors
    /// [`ProjectError::Memory`] if it cannot be read.
    pub fn sessions(&self) -> Result<Vec<SessionInfo>, ProjectError> {
        Ok(self.memory.sessions()?)
    }
}

pub(super) fn about<'a>(kind: SessionKind, origin: &'a str, author: Option<&'a str>, started: &'a str) -> About<'a> {
    About { kind, origin, author: author.unwrap_or_default(), started }
}

impl Added {
    fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Stored(number) => Self::Stored(*number),
            Outcome::Known(number) => Self::Known(*number),
        }
    }

    /// The unit's number.
    pub fn number(self) -> u64 {
        let (Self::Stored(number) | Self::Known(number)) = self;
        number
    }
}
