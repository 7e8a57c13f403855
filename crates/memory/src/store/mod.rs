//! Where units are kept: an SQLite database, the only copy of what is in it.
//!
//! - *Acknowledged means on disk*: every commit is written through (WAL, `synchronous = FULL`).
//! - *Nothing half-done*: what an import brings stays invisible until its session is closed; a session can be undone.
//! - *Several processes* may read and write at once; writers wait for each other, batch by batch.
//!
//! `schema.sql` says what the tables hold; any SQLite tool can read them.

mod compact;
mod error;
mod rows;
mod sessions;

pub use compact::Compacted;
pub use error::MemoryError;
pub use rows::Stored;
pub use sessions::{About, Outcome, SessionInfo, SessionKind, State};

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use gloss_core::lang::Lang;

use gloss_core::model::Segment;
use rows::{COLUMNS, Languages, one};

/// `glos`, in the head of the file.
const APPLICATION: i64 = 0x676c_6f73;

/// The version of the schema.
const VERSION: i64 = 1;

/// How long a writer waits for another one.
const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// Units that count: those of closed sessions which no closed session has removed.
const IN_USE: &str = "session.state = 'closed' AND NOT EXISTS (SELECT 1 FROM removed JOIN session AS remover ON remover.id = \
                      removed.session WHERE removed.unit = unit.id AND remover.state = 'closed')";

/// A translation memory on disk.
#[derive(Debug)]
pub struct Memory {
    sql: Connection,
    /// For writing: the numbers of languages.
    languages: Languages,
}

impl Memory {
    /// Opens a memory that is there. Cost: constant.
    ///
    /// # Errors
    /// [`MemoryError::Missing`] if there is none, [`MemoryError::Other`] or [`MemoryError::Later`] if the file is another.
    pub fn open(path: &Path) -> Result<Self, MemoryError> {
        if !path.is_file() {
            return Err(MemoryError::Missing(path.to_owned()));
        }
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a memory, or makes an empty one, with its folder if need be.
    ///
    /// # Errors
    /// As [`Memory::open`]; [`MemoryError::Sqlite`] if the file cannot be made.
    pub fn create(path: &Path) -> Result<Self, MemoryError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let _ = fs::create_dir_all(folder); // SQLite says why it cannot make the file
        }
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, MemoryError> {
        let other = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => MemoryError::Other(path.to_owned()),
            _ => error.into(),
        };
        let mut sql = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        sql.busy_timeout(LOCK_TIMEOUT)?;
        sql.set_prepared_statement_cache_capacity(32);
        let number = |sql: &Connection, pragma: &str| sql.query_row(pragma, [], |row| row.get::<_, i64>(0));
        let whose = |sql: &Connection| Ok((number(sql, "PRAGMA application_id")?, number(sql, "PRAGMA user_version")?));
        let is_new = whose(&sql).map_err(other)? == (0, 0) && tables(&sql).map_err(other)? == 0;
        if is_new && flags.contains(OpenFlags::SQLITE_OPEN_CREATE) {
            make(&mut sql).map_err(other)?;
        }
        match whose(&sql).map_err(other)? {
            (APPLICATION, VERSION) => {}
            (APPLICATION, _) => return Err(MemoryError::Later(path.to_owned())),
            _ => return Err(MemoryError::Other(path.to_owned())),
        }
        // Commits wait until they are on disk; the log is emptied seldom, for a large import writes it once.
        sql.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 10000; PRAGMA cache_size = -65536;")?;
        let languages = Languages::of(&sql)?;
        Ok(Self { sql, languages })
    }

    /// The number of the last unit that was ever stored; 0 in an empty memory.
    ///
    /// # Errors
    /// [`MemoryError`] if the database cannot be read.
    pub fn last(&self) -> Result<u64, MemoryError> {
        let last = one(&self.sql, "SELECT max(last) FROM batch", [], |row| row.get::<_, Option<i64>>(0))?;
        Ok(last.flatten().unwrap_or_default().cast_unsigned())
    }

    /// What all units up to one are known by, if a batch ends with it: another mark means other units.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn mark(&self, last: u64) -> Result<Option<u64>, MemoryError> {
        let mark = one(&self.sql, "SELECT mark FROM batch WHERE last = ?1", [last.cast_signed()], |row| row.get(0))?;
        Ok(mark.map(i64::cast_unsigned))
    }

    /// The last unit up to a number that was the last of its batch.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn batch_end(&self, number: u64) -> Result<Option<u64>, MemoryError> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let end = one(&self.sql, "SELECT max(last) FROM batch WHERE last <= ?1", [number], |row| {
            row.get::<_, Option<i64>>(0)
        })?;
        Ok(end.flatten().map(i64::cast_unsigned))
    }

    /// A unit, if it counts.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn unit(&self, number: u64) -> Result<Option<Stored>, MemoryError> {
        unit_of(&self.sql, number.cast_signed(), NO_SESSION)
    }

    /// Every unit that counts, in the order in which they came. Memory does not grow with their number.
    pub fn units(&self) -> Units<'_> {
        Units { memory: self, page: Vec::new().into_iter(), last: 0, ended: false }
    }

    /// The first units that count behind a number.
    fn page(&self, after: u64) -> Result<Vec<Stored>, MemoryError> {
        let query = format!(
            "SELECT {COLUMNS}, session.id, session.origin FROM batch JOIN session ON session.id = batch.session \
             CROSS JOIN unit ON unit.id BETWEEN batch.first AND batch.last \
             WHERE batch.last > ?1 AND unit.id > ?1 AND {IN_USE} ORDER BY batch.last, unit.id LIMIT {UNITS_PER_PAGE}"
        );
        let mut statement = self.sql.prepare_cached(&query)?;
        let rows = statement.query_map([after.cast_signed()], rows::read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Calls `found` with the segments of a language and its regional variants, in units from `first` to `last`, whether
    /// they count or not: what an index is made of.
    ///
    /// # Errors
    /// As [`Memory::last`], and whatever `found` returns.
    pub fn segments(
        &self,
        lang: &Lang,
        first: u64,
        last: u64,
        found: &mut dyn FnMut(u64, Segment) -> Result<(), MemoryError>,
    ) -> Result<(), MemoryError> {
        // Another process may have added a language since this one opened the memory.
        let alike = Languages::of(&self.sql)?.alike(lang);
        let mut statement = self.sql.prepare_cached(
            "SELECT id, source_language, target_language, source, target, more FROM unit WHERE id BETWEEN ?1 AND ?2",
        )?;
        let mut rows = statement.query([first.cast_signed(), last.cast_signed()])?;
        while let Some(row) = rows.next()? {
            let number = row.get::<_, i64>(0)?.cast_unsigned();
            for (language, text, is_source) in [(1, 3, true), (2, 4, false)] {
                if alike.contains(&row.get(language)?) {
                    let more: Option<String> = row.get(5)?;
                    found(number, rows::segment(lang, row.get(text)?, more.as_deref(), is_source))?;
                }
            }
        }
        Ok(())
    }

    /// The languages that units are in.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn languages(&self) -> Result<Vec<Lang>, MemoryError> {
        Ok(Languages::of(&self.sql)?.all())
    }

    /// How many units count, by their languages.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn counts(&self) -> Result<Vec<(Lang, Lang, u64)>, MemoryError> {
        let query = format!(
            "SELECT source.tag, target.tag, count(*) FROM batch JOIN session ON session.id = batch.session \
             CROSS JOIN unit ON unit.id BETWEEN batch.first AND batch.last \
             JOIN language AS source ON source.id = unit.source_language \
             JOIN language AS target ON target.id = unit.target_language \
             WHERE {IN_USE} GROUP BY 1, 2 ORDER BY 1, 2"
        );
        let mut statement = self.sql.prepare(&query)?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?.cast_unsigned()))
        })?;
        let mut counts = Vec::new();
        for row in rows {
            let (source, target, count) = row?;
            if let (Ok(source), Ok(target)) = (source.parse(), target.parse()) {
                counts.push((source, target, count));
            }
        }
        Ok(counts)
    }

    /// The size of the database, with what is not yet merged into it, in bytes.
    pub fn size(&self) -> u64 {
        let Some(path) = self.sql.path().map(PathBuf::from) else { return 0 };
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        [path, log.into()].iter().filter_map(|path| fs::metadata(path).ok()).map(|file| file.len()).sum()
    }
}

/// How many units are read at a time.
const UNITS_PER_PAGE: usize = 4_096;

/// The units of a memory that count.
#[derive(Debug)]
pub struct Units<'m> {
    memory: &'m Memory,
    page: std::vec::IntoIter<Stored>,
    last: u64,
    ended: bool,
}

impl Iterator for Units<'_> {
    type Item = Result<Stored, MemoryError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.len() == 0 && !self.ended {
            match self.memory.page(self.last) {
                Ok(page) => {
                    self.ended = page.len() < UNITS_PER_PAGE;
                    self.page = page.into_iter();
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        let stored = self.page.next()?;
        self.last = stored.number;
        Some(Ok(stored))
    }
}

/// No session has this number.
const NO_SESSION: i64 = 0;

/// A unit, if it counts, or is of a session on its way.
fn unit_of(sql: &Connection, number: i64, session: i64) -> Result<Option<Stored>, MemoryError> {
    let query = format!(
        "SELECT {COLUMNS}, session.id, session.origin FROM unit \
         JOIN batch ON batch.last = (SELECT min(last) FROM batch WHERE last >= ?1) \
         JOIN session ON session.id = batch.session WHERE unit.id = ?1 AND (session.id = ?2 OR {IN_USE})"
    );
    one(sql, &query, [number, session], rows::read)
}

fn tables(sql: &Connection) -> rusqlite::Result<i64> {
    sql.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
}

/// Makes the tables, unless another process just has.
fn make(sql: &mut Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    // Of several that make it at once SQLite lets one wait for the others everywhere but here.
    while let Err(error) = sql.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
        if error.sqlite_error_code() != Some(rusqlite::ErrorCode::DatabaseBusy) || begun.elapsed() > LOCK_TIMEOUT {
            return Err(error);
        }
        thread::sleep(Duration::from_millis(2));
    }
    let transaction = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if tables(&transaction)? == 0 {
        transaction.execute_batch(include_str!("schema.sql"))?;
        transaction
            .execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"))?;
    }
    transaction.commit()
}
