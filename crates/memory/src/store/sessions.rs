//! Writing: sessions that bring and remove units, and taking them back.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use gloss_core::text;

use super::{
    Memory, MemoryError,
    rows::{Inserter, Languages, Stored, hash, is_same, one},
};
use gloss_core::model::Unit;

/// What a session is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// Units from a file.
    Import,
    /// Units that were typed.
    Add,
    /// Units that take the place of others.
    Edit,
    /// Units that were removed.
    Delete,
    /// Repetitions that were removed.
    Dedupe,
}

impl SessionKind {
    const ALL: [Self; 5] = [Self::Import, Self::Add, Self::Edit, Self::Delete, Self::Dedupe];

    /// The word for it.
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

/// Whether what a session did counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not yet: it is on its way, or was interrupted.
    Open,
    /// It does.
    Closed,
    /// Not any more.
    Undone,
}

impl State {
    const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::Undone];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Undone => "undone",
        }
    }
}

/// A session as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its number.
    pub number: u64,
    /// What it is about.
    pub kind: SessionKind,
    /// The file of an import.
    pub origin: String,
    /// When it began.
    pub started: String,
    /// Who made it.
    pub author: String,
    /// Whether it counts.
    pub state: State,
    /// How many units it brought.
    pub units: u64,
    /// How many units it removed.
    pub removed: u64,
}

/// What a session is to be known by.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// What it is about.
    pub kind: SessionKind,
    /// The file of an import.
    pub origin: &'a str,
    /// Who makes it; may be empty.
    pub author: &'a str,
    /// When: `2026-01-31T08:30:00Z`.
    pub started: &'a str,
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was stored under this number.
    Stored(u64),
    /// It is there already, under this one.
    Known(u64),
}

impl Memory {
    /// Begins a session whose units stay invisible until it is closed.
    ///
    /// # Errors
    /// [`MemoryError`] if the database cannot be written.
    pub fn begin(&mut self, about: About<'_>) -> Result<u64, MemoryError> {
        let transaction = self.sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let session = begin(&transaction, about, State::Open)?;
        transaction.commit()?;
        Ok(session.cast_unsigned())
    }

    /// Stores units of a session, each with its line, all or none of them; when it returns they are on disk. Units that are
    /// there already, in this session or visibly, are left out.
    ///
    /// # Errors
    /// [`MemoryError::Full`], [`MemoryError::Busy`] and whatever else SQLite says; nothing of the batch is stored then.
    pub fn store(&mut self, session: u64, units: &[(Option<usize>, Unit)]) -> Result<Vec<Outcome>, MemoryError> {
        let Self { sql, languages } = self;
        let transaction = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let state = one(&transaction, STATE, [session.cast_signed()], |row| row.get::<_, String>(0))?;
        let outcomes = match state.as_deref() {
            Some("open") => store(&transaction, languages, session.cast_signed(), units),
            Some(_) => Err(MemoryError::NotOpen(session)),
            None => Err(MemoryError::NoSession(session)),
        };
        let outcomes = outcomes.and_then(|outcomes| Ok(transaction.commit().map(|()| outcomes)?));
        if outcomes.is_err() {
            *languages = Languages::default(); // a language that was rolled back has no number
        }
        outcomes
    }

    /// Closes a session: from now on what it brought counts.
    ///
    /// # Errors
    /// [`MemoryError::NotOpen`] if it was undone in the meantime.
    pub fn close(&mut self, session: u64) -> Result<(), MemoryError> {
        let closed = self
            .sql
            .execute("UPDATE session SET state = 'closed' WHERE id = ?1 AND state = 'open'", [session.cast_signed()])?;
        if closed == 1 { Ok(()) } else { Err(MemoryError::NotOpen(session)) }
    }

    /// A whole session at once: units that come and units that go.
    ///
    /// # Errors
    /// [`MemoryError::NoUnit`] if one that is to go is not there, and as for [`Memory::store`].
    pub fn record(
        &mut self,
        about: About<'_>,
        units: &[(Option<usize>, Unit)],
        removed: &[u64],
    ) -> Result<Vec<Outcome>, MemoryError> {
        let Self { sql, languages } = self;
        let transaction = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcomes = record(&transaction, languages, about, units, removed);
        let outcomes = outcomes.and_then(|outcomes| {
            let stored = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Stored(_)));
            // A session that did nothing is not kept.
            if stored || !removed.is_empty() {
                transaction.commit()?;
            }
            Ok(outcomes)
        });
        if outcomes.is_err() {
            *languages = Languages::default();
        }
        outcomes
    }

    /// Takes a session back: what it brought counts no more, what it removed counts again. One that was interrupted is
    /// taken back too.
    ///
    /// # Errors
    /// [`MemoryError::NoSession`], [`MemoryError::Undone`].
    pub fn undo(&mut self, session: u64) -> Result<(), MemoryError> {
        let state = one(&self.sql, STATE, [session.cast_signed()], |row| row.get::<_, String>(0))?;
        match state.as_deref() {
            None => Err(MemoryError::NoSession(session)),
            Some("undone") => Err(MemoryError::Undone(session)),
            Some(_) => {
                self.sql.execute("UPDATE session SET state = 'undone' WHERE id = ?1", [session.cast_signed()])?;
                Ok(())
            }
        }
    }

    /// Drops a session that has brought nothing; says whether it did.
    ///
    /// # Errors
    /// [`MemoryError`] if the database cannot be written.
    pub fn forget(&mut self, session: u64) -> Result<bool, MemoryError> {
        let dropped = self.sql.execute(
            "DELETE FROM session WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.session = session.id)",
            [session.cast_signed()],
        )?;
        Ok(dropped == 1)
    }

    /// All sessions, the latest last.
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
                kind: SessionKind::ALL.into_iter().find(|known| known.as_str() == kind).unwrap_or(SessionKind::Import),
                origin: row.get(2)?,
                started: row.get(3)?,
                author: row.get(4)?,
                state: State::ALL.into_iter().find(|known| known.as_str() == state).unwrap_or(State::Open),
                units: number(6)?,
                removed: number(7)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

const STATE: &str = "SELECT state FROM session WHERE id = ?1";

fn record(
    sql: &Transaction<'_>,
    languages: &mut Languages,
    about: About<'_>,
    units: &[(Option<usize>, Unit)],
    removed: &[u64],
) -> Result<Vec<Outcome>, MemoryError> {
    for number in removed {
        if super::unit_of(sql, number.cast_signed(), super::NO_SESSION)?.is_none() {
            return Err(MemoryError::NoUnit(*number));
        }
    }
    let session = begin(sql, about, State::Closed)?;
    let mut remove = sql.prepare(REMOVE)?;
    removed.iter().try_for_each(|number| remove.execute([number.cast_signed(), session]).map(drop))?;
    store(sql, languages, session, units)
}

const REMOVE: &str = "INSERT OR IGNORE INTO removed (unit, session) VALUES (?1, ?2)";

fn begin(sql: &Transaction<'_>, about: About<'_>, state: State) -> Result<i64, MemoryError> {
    sql.execute(
        "INSERT INTO session (kind, origin, started, author, state) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![about.kind.as_str(), about.origin, about.started, about.author, state.as_str()],
    )?;
    Ok(sql.last_insert_rowid())
}

fn store(
    sql: &Connection,
    languages: &mut Languages,
    session: i64,
    units: &[(Option<usize>, Unit)],
) -> Result<Vec<Outcome>, MemoryError> {
    languages.read(sql)?;
    let before = one(sql, "SELECT last, mark FROM batch ORDER BY last DESC LIMIT 1", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    let (last, mark) = before.unwrap_or_default();
    let (mut next, mut mark) = (last + 1, mark.cast_unsigned());
    let (mut rows, mut outcomes) = (Inserter::new(sql)?, Vec::with_capacity(units.len()));
    let mut new: Vec<(i64, i64)> = Vec::with_capacity(units.len());
    let mut of_batch: HashMap<i64, Vec<usize>> = HashMap::with_capacity(units.len());
    for (at, (line, unit)) in units.iter().enumerate() {
        let hash = hash(unit);
        let twin = of_batch.get(&hash).and_then(|others| others.iter().find(|other| is_same(&units[**other].1, unit)));
        let known = match twin {
            Some(twin) => outcomes.get(*twin).copied().map(known_again),
            None => match find_same(sql, session, rows.known(hash)?, unit)? {
                // What somebody has confirmed takes the place of the draft.
                Some(draft) if draft.unit.draft && !unit.draft => {
                    sql.prepare_cached(REMOVE)?.execute([draft.number.cast_signed(), session])?;
                    None
                }
                found => found.map(|found| Outcome::Known(found.number)),
            },
        };
        if let Some(known) = known {
            outcomes.push(known);
            continue;
        }
        rows.insert(next, unit, *line, languages)?;
        new.push((hash, next));
        of_batch.entry(hash).or_default().push(at);
        mark = text::stable_hash_with(mark, hash.cast_unsigned());
        outcomes.push(Outcome::Stored(next.cast_unsigned()));
        next += 1;
    }
    if next > last + 1 {
        // In their order, so that each page of the table is written once.
        new.sort_unstable();
        new.iter().try_for_each(|(hash, number)| rows.remember(*hash, *number))?;
        sql.prepare_cached("INSERT INTO batch (last, first, session, mark) VALUES (?1, ?2, ?3, ?4)")?.execute([
            next - 1,
            last + 1,
            session,
            mark.cast_signed(),
        ])?;
    }
    Ok(outcomes)
}

fn known_again(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Stored(number) | Outcome::Known(number) => Outcome::Known(number),
    }
}

/// One of some units that is the same as another and counts, or is of this session.
fn find_same(sql: &Connection, session: i64, numbers: Vec<i64>, unit: &Unit) -> Result<Option<Stored>, MemoryError> {
    for number in numbers {
        let stored = super::unit_of(sql, number, session)?;
        if let Some(stored) = stored.filter(|stored| is_same(&stored.unit, unit)) {
            return Ok(Some(stored));
        }
    }
    Ok(None)
}
