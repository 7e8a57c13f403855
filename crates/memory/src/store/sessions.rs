//! Writes units in sessions, which can be closed, listed and undone.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use gloss_core::{model::Unit, text};

use super::{
    Memory, MemoryError,
    rows::{Languages, Stored, UnitWriter, is_same, query_one, unit_hash},
};

/// What a session does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// Adds units from a file.
    Import,
    /// Adds units typed by hand.
    Add,
    /// Replaces units by others.
    Edit,
    /// Removes units.
    Delete,
    /// Removes duplicates.
    Dedupe,
}

impl SessionKind {
    const ALL: [Self; 5] = [Self::Import, Self::Add, Self::Edit, Self::Delete, Self::Dedupe];

    /// The word used in output and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Dedupe => "dedupe",
        }
    }
}

/// The state of a session: only closed sessions have an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not finished: still running, or interrupted.
    Open,
    /// Finished: its changes are in effect.
    Closed,
    /// Undone: its changes are no longer in effect.
    Undone,
}

impl State {
    const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::Undone];

    /// The word used in output and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Undone => "undone",
        }
    }
}

/// A session and what it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its number.
    pub number: u64,
    /// What it did.
    pub kind: SessionKind,
    /// The imported file; empty otherwise.
    pub origin: String,
    /// When it started.
    pub started: String,
    /// Who started it.
    pub author: String,
    /// Whether it is open, closed or undone.
    pub state: State,
    /// The number of units it added.
    pub units: u64,
    /// The number of units it removed.
    pub removed: u64,
}

/// The description of a new session.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// What it does.
    pub kind: SessionKind,
    /// The imported file; empty otherwise.
    pub origin: &'a str,
    /// Who starts it; may be empty.
    pub author: &'a str,
    /// When it starts, such as `2026-01-31T08:30:00Z`.
    pub started: &'a str,
}

/// What happened to a unit that was to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored under this new number.
    Stored(u64),
    /// An identical unit has this number; nothing was stored.
    Known(u64),
}

impl Memory {
    /// Starts a session and returns its number. Its units stay invisible until it is closed.
    ///
    /// # Errors
    /// [`MemoryError`] if the database cannot be written.
    pub fn begin(&mut self, about: About<'_>) -> Result<u64, MemoryError> {
        let transaction = self.sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let session = insert_session(&transaction, about, State::Open)?;
        transaction.commit()?;
        Ok(session.cast_unsigned())
    }

    /// Stores a batch of units in an open session, each with its line in the file. Either all are stored or none; when it
    /// returns, they are on disk. Units that are identical to an active one, or to one of this session, are skipped.
    ///
    /// # Errors
    /// [`MemoryError::NotOpen`], [`MemoryError::NoSession`], [`MemoryError::Full`], [`MemoryError::Busy`] or another error of
    /// SQLite; nothing of the batch is stored then.
    pub fn store(&mut self, session: u64, units: &[(Option<usize>, Unit)]) -> Result<Vec<Outcome>, MemoryError> {
        let Self { sql, languages } = self;
        let transaction = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let state = query_one(&transaction, SELECT_STATE, [session.cast_signed()], |row| row.get::<_, String>(0))?;
        let outcomes = match state.as_deref() {
            Some("open") => store_units(&transaction, languages, session.cast_signed(), units),
            Some(_) => Err(MemoryError::NotOpen(session)),
            None => Err(MemoryError::NoSession(session)),
        };
        let outcomes = outcomes.and_then(|outcomes| Ok(transaction.commit().map(|()| outcomes)?));
        if outcomes.is_err() {
            *languages = Languages::default(); // forget languages whose insertion was rolled back
        }
        outcomes
    }

    /// Closes a session: its changes take effect.
    ///
    /// # Errors
    /// [`MemoryError::NotOpen`] if it was undone in the meantime.
    pub fn close(&mut self, session: u64) -> Result<(), MemoryError> {
        let closed = self
            .sql
            .execute("UPDATE session SET state = 'closed' WHERE id = ?1 AND state = 'open'", [session.cast_signed()])?;
        if closed == 1 { Ok(()) } else { Err(MemoryError::NotOpen(session)) }
    }

    /// Records a whole session in one step: adds some units and removes others.
    ///
    /// # Errors
    /// [`MemoryError::NoUnit`] if a unit to remove is not active; otherwise as [`Memory::store`].
    pub fn record(
        &mut self,
        about: About<'_>,
        units: &[(Option<usize>, Unit)],
        removed: &[u64],
    ) -> Result<Vec<Outcome>, MemoryError> {
        let Self { sql, languages } = self;
        let transaction = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcomes = record_session(&transaction, languages, about, units, removed);
        let outcomes = outcomes.and_then(|outcomes| {
            let has_stored = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Stored(_)));
            // A session without effect is not kept.
            if has_stored || !removed.is_empty() {
                transaction.commit()?;
            }
            Ok(outcomes)
        });
        if outcomes.is_err() {
            *languages = Languages::default();
        }
        outcomes
    }

    /// Undoes a session: the units it added become inactive, those it removed active again. An open session can be undone too.
    ///
    /// # Errors
    /// [`MemoryError::NoSession`], [`MemoryError::Undone`].
    pub fn undo(&mut self, session: u64) -> Result<(), MemoryError> {
        let state = query_one(&self.sql, SELECT_STATE, [session.cast_signed()], |row| row.get::<_, String>(0))?;
        match state.as_deref() {
            None => Err(MemoryError::NoSession(session)),
            Some("undone") => Err(MemoryError::Undone(session)),
            Some(_) => {
                self.sql.execute("UPDATE session SET state = 'undone' WHERE id = ?1", [session.cast_signed()])?;
                Ok(())
            }
        }
    }

    /// Deletes a session if it has stored nothing. Returns whether it was deleted.
    ///
    /// # Errors
    /// [`MemoryError`] if the database cannot be written.
    pub fn forget(&mut self, session: u64) -> Result<bool, MemoryError> {
        let deleted = self.sql.execute(
            "DELETE FROM session WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.session = session.id)",
            [session.cast_signed()],
        )?;
        Ok(deleted == 1)
    }

    /// All sessions, the oldest first.
    ///
    /// # Errors
    /// [`MemoryError`] if the database cannot be read.
    pub fn sessions(&self) -> Result<Vec<SessionInfo>, MemoryError> {
        let mut statement = self.sql.prepare(
            "SELECT session.id, kind, origin, started, author, state, \
             (SELECT coalesce(sum(last - first + 1), 0) FROM batch WHERE batch.session = session.id), removals \
             FROM session LEFT JOIN (SELECT session AS remover, count(*) AS removals FROM removed GROUP BY session) \
             ON remover = session.id ORDER BY session.id",
        )?;
        let rows = statement.query_map([], |row| {
            let number = |at| row.get::<_, Option<i64>>(at).map(|n| n.unwrap_or_default().cast_unsigned());
            let (kind, state): (String, String) = (row.get(1)?, row.get(5)?);
            Ok(SessionInfo {
                number: number(0)?,
                kind: SessionKind::ALL.into_iter().find(|other| other.as_str() == kind).unwrap_or(SessionKind::Import),
                origin: row.get(2)?,
                started: row.get(3)?,
                author: row.get(4)?,
                state: State::ALL.into_iter().find(|other| other.as_str() == state).unwrap_or(State::Open),
                units: number(6)?,
                removed: number(7)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

const SELECT_STATE: &str = "SELECT state FROM session WHERE id = ?1";

fn record_session(
    sql: &Transaction<'_>,
    languages: &mut Languages,
    about: About<'_>,
    units: &[(Option<usize>, Unit)],
    removed: &[u64],
) -> Result<Vec<Outcome>, MemoryError> {
    for number in removed {
        if super::find_unit(sql, number.cast_signed(), super::NO_SESSION)?.is_none() {
            return Err(MemoryError::NoUnit(*number));
        }
    }
    let session = insert_session(sql, about, State::Closed)?;
    let mut remove = sql.prepare(INSERT_REMOVAL)?;
    removed.iter().try_for_each(|number| remove.execute([number.cast_signed(), session]).map(drop))?;
    store_units(sql, languages, session, units)
}

const INSERT_REMOVAL: &str = "INSERT OR IGNORE INTO removed (unit, session) VALUES (?1, ?2)";

fn insert_session(sql: &Transaction<'_>, about: About<'_>, state: State) -> Result<i64, MemoryError> {
    sql.execute(
        "INSERT INTO session (kind, origin, started, author, state) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![about.kind.as_str(), about.origin, about.started, about.author, state.as_str()],
    )?;
    Ok(sql.last_insert_rowid())
}

/// Stores a batch of units that are not yet in the memory; `languages` is brought up to date.
fn store_units(
    sql: &Connection,
    languages: &mut Languages,
    session: i64,
    units: &[(Option<usize>, Unit)],
) -> Result<Vec<Outcome>, MemoryError> {
    languages.update(sql)?;
    let last_batch = query_one(sql, "SELECT last, mark FROM batch ORDER BY last DESC LIMIT 1", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    let (last, mark) = last_batch.unwrap_or_default();
    let (mut next, mut mark) = (last + 1, mark.cast_unsigned());
    let (mut writer, mut outcomes) = (UnitWriter::new(sql)?, Vec::with_capacity(units.len()));
    let mut new: Vec<(i64, i64)> = Vec::with_capacity(units.len());
    let mut batch_by_hash: HashMap<i64, Vec<usize>> = HashMap::with_capacity(units.len());
    for (at, (line, unit)) in units.iter().enumerate() {
        let hash = unit_hash(unit);
        let same_in_batch =
            batch_by_hash.get(&hash).and_then(|others| others.iter().find(|other| is_same(&units[**other].1, unit)));
        let known = match same_in_batch {
            Some(first) => outcomes.get(*first).copied().map(into_known),
            None => match find_same(sql, session, writer.numbers_with_hash(hash)?, unit)? {
                // A confirmed translation replaces the draft.
                Some(draft) if draft.unit.draft && !unit.draft => {
                    sql.prepare_cached(INSERT_REMOVAL)?.execute([draft.number.cast_signed(), session])?;
                    None
                }
                same => same.map(|stored| Outcome::Known(stored.number)),
            },
        };
        if let Some(known) = known {
            outcomes.push(known);
            continue;
        }
        writer.insert(next, unit, *line, languages)?;
        new.push((hash, next));
        batch_by_hash.entry(hash).or_default().push(at);
        mark = text::stable_hash_with(mark, hash.cast_unsigned());
        outcomes.push(Outcome::Stored(next.cast_unsigned()));
        next += 1;
    }
    if next > last + 1 {
        // In sorted order, each page of the table is written once.
        new.sort_unstable();
        new.iter().try_for_each(|(hash, number)| writer.insert_hash(*hash, *number))?;
        sql.prepare_cached("INSERT INTO batch (last, first, session, mark) VALUES (?1, ?2, ?3, ?4)")?.execute([
            next - 1,
            last + 1,
            session,
            mark.cast_signed(),
        ])?;
    }
    Ok(outcomes)
}

/// The outcome of a further unit that is identical to one in the same batch.
fn into_known(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Stored(number) | Outcome::Known(number) => Outcome::Known(number),
    }
}

/// Finds the first of some units that is identical to `unit` and is active or belongs to the session.
fn find_same(sql: &Connection, session: i64, numbers: Vec<i64>, unit: &Unit) -> Result<Option<Stored>, MemoryError> {
    for number in numbers {
        let stored = super::find_unit(sql, number, session)?;
        if let Some(stored) = stored.filter(|stored| is_same(&stored.unit, unit)) {
            return Ok(Some(stored));
        }
    }
    Ok(None)
}
