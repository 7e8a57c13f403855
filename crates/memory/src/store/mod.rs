//! Stores translation units in an SQLite database, the only copy of its content.
//!
//! - *Acknowledged means on disk*: each commit is written through to the disk (WAL, `synchronous = FULL`).
//! - *Nothing half-done*: the units of an import stay invisible until its session is closed; a session can be undone.
//! - *Several processes* can read and write at the same time; writers wait for each other, batch by batch.
//!
//! `schema.sql` describes the tables; any SQLite tool can read them.

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

use gloss_core::{lang::Lang, model::Segment};

use rows::{COLUMNS, Languages, query_one};

/// The SQLite application id: `glos` in ASCII.
const APPLICATION_ID: i64 = 0x676c_6f73;

/// The version of the schema.
const SCHEMA_VERSION: i64 = 1;

/// How long a writer waits for another writer.
const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// SQL condition for active units: their session is closed, and no closed session has removed them.
const IS_ACTIVE: &str = "session.state = 'closed' AND NOT EXISTS (SELECT 1 FROM removed JOIN session AS remover ON remover.id = \
                      removed.session WHERE removed.unit = unit.id AND remover.state = 'closed')";

/// A translation memory on disk.
#[derive(Debug)]
pub struct Memory {
    sql: Connection,
    /// The languages known so far, with their numbers in the database.
    languages: Languages,
}

impl Memory {
    /// Opens an existing memory. Cost: constant.
    ///
    /// # Errors
    /// [`MemoryError::Missing`] if there is no file, [`MemoryError::Other`] or [`MemoryError::Later`] if gloss cannot read it.
    pub fn open(path: &Path) -> Result<Self, MemoryError> {
        if !path.is_file() {
            return Err(MemoryError::Missing(path.to_owned()));
        }
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a memory, or creates an empty one and its folder.
    ///
    /// # Errors
    /// As [`Memory::open`]; [`MemoryError::Sqlite`] if the file cannot be created.
    pub fn create(path: &Path) -> Result<Self, MemoryError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let _ = fs::create_dir_all(folder); // if that fails, SQLite reports why it cannot create the file
        }
        Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, MemoryError> {
        let not_a_memory = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => MemoryError::Other(path.to_owned()),
            _ => error.into(),
        };
        let mut sql = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        sql.busy_timeout(LOCK_TIMEOUT)?;
        sql.set_prepared_statement_cache_capacity(32);
        let number = |sql: &Connection, pragma: &str| sql.query_row(pragma, [], |row| row.get::<_, i64>(0));
        let identity =
            |sql: &Connection| Ok((number(sql, "PRAGMA application_id")?, number(sql, "PRAGMA user_version")?));
        let is_new = identity(&sql).map_err(not_a_memory)? == (0, 0) && count_tables(&sql).map_err(not_a_memory)? == 0;
        if is_new && flags.contains(OpenFlags::SQLITE_OPEN_CREATE) {
            create_tables(&mut sql).map_err(not_a_memory)?;
        }
        match identity(&sql).map_err(not_a_memory)? {
            (APPLICATION_ID, SCHEMA_VERSION) => {}
            (APPLICATION_ID, _) => return Err(MemoryError::Later(path.to_owned())),
            _ => return Err(MemoryError::Other(path.to_owned())),
        }
        // Commits wait for the disk. The log is merged seldom, so that a large import is written once.
        sql.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 10000; PRAGMA cache_size = -65536;")?;
        let languages = Languages::load(&sql)?;
        Ok(Self { sql, languages })
    }

    /// The number of the last unit ever stored; 0 in an empty memory.
    ///
    /// # Errors
    /// [`MemoryError`] if the database cannot be read.
    pub fn last(&self) -> Result<u64, MemoryError> {
        let last = query_one(&self.sql, "SELECT max(last) FROM batch", [], |row| row.get::<_, Option<i64>>(0))?;
        Ok(last.flatten().unwrap_or_default().cast_unsigned())
    }

    /// A mark of all units up to one that ends a batch: another mark means other units. `None` if no batch ends there.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn mark(&self, last: u64) -> Result<Option<u64>, MemoryError> {
        let mark =
            query_one(&self.sql, "SELECT mark FROM batch WHERE last = ?1", [last.cast_signed()], |row| row.get(0))?;
        Ok(mark.map(i64::cast_unsigned))
    }

    /// The last unit that ends a batch and has this number or a lower one.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn batch_end(&self, number: u64) -> Result<Option<u64>, MemoryError> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let end = query_one(&self.sql, "SELECT max(last) FROM batch WHERE last <= ?1", [number], |row| {
            row.get::<_, Option<i64>>(0)
        })?;
        Ok(end.flatten().map(i64::cast_unsigned))
    }

    /// A unit, if it is active.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn unit(&self, number: u64) -> Result<Option<Stored>, MemoryError> {
        find_unit(&self.sql, number.cast_signed(), NO_SESSION)
    }

    /// All active units, in the order in which they were stored. Reads them page by page, in constant memory.
    pub fn units(&self) -> Units<'_> {
        Units { memory: self, page: Vec::new().into_iter(), last: 0, is_last_page: false }
    }

    /// The next page of active units after a number.
    fn page(&self, after: u64) -> Result<Vec<Stored>, MemoryError> {
        let query = format!(
            "SELECT {COLUMNS}, session.id, session.origin FROM batch JOIN session ON session.id = batch.session \
             CROSS JOIN unit ON unit.id BETWEEN batch.first AND batch.last \
             WHERE batch.last > ?1 AND unit.id > ?1 AND {IS_ACTIVE} ORDER BY batch.last, unit.id LIMIT {UNITS_PER_PAGE}"
        );
        let mut statement = self.sql.prepare_cached(&query)?;
        let rows = statement.query_map([after.cast_signed()], rows::read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Calls `found` with each segment in a language or its regional variants, in units from `first` to `last`, active or not.
    /// Indexes are built from these.
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
        let variants = Languages::load(&self.sql)?.variants_of(lang);
        let mut statement = self.sql.prepare_cached(
            "SELECT id, source_language, target_language, source, target, more FROM unit WHERE id BETWEEN ?1 AND ?2",
        )?;
        let mut rows = statement.query([first.cast_signed(), last.cast_signed()])?;
        while let Some(row) = rows.next()? {
            let number = row.get::<_, i64>(0)?.cast_unsigned();
            for (language, text, is_source) in [(1, 3, true), (2, 4, false)] {
                if variants.contains(&row.get(language)?) {
                    let more: Option<String> = row.get(5)?;
                    found(number, rows::segment(lang, row.get(text)?, more.as_deref(), is_source))?;
                }
            }
        }
        Ok(())
    }

    /// All languages of the memory.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn languages(&self) -> Result<Vec<Lang>, MemoryError> {
        Ok(Languages::load(&self.sql)?.all())
    }

    /// The number of active units, by source and target language.
    ///
    /// # Errors
    /// As [`Memory::last`].
    pub fn counts(&self) -> Result<Vec<(Lang, Lang, u64)>, MemoryError> {
        let query = format!(
            "SELECT source.tag, target.tag, count(*) FROM batch JOIN session ON session.id = batch.session \
             CROSS JOIN unit ON unit.id BETWEEN batch.first AND batch.last \
             JOIN language AS source ON source.id = unit.source_language \
             JOIN language AS target ON target.id = unit.target_language \
             WHERE {IS_ACTIVE} GROUP BY 1, 2 ORDER BY 1, 2"
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

    /// The size of the database in bytes, including its write-ahead log.
    pub fn size(&self) -> u64 {
        let Some(path) = self.sql.path().map(PathBuf::from) else { return 0 };
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        [path, log.into()].iter().filter_map(|path| fs::metadata(path).ok()).map(|file| file.len()).sum()
    }
}

/// How many units are read at a time.
const UNITS_PER_PAGE: usize = 4_096;

/// Iterates over the active units of a memory.
#[derive(Debug)]
pub struct Units<'m> {
    memory: &'m Memory,
    page: std::vec::IntoIter<Stored>,
    last: u64,
    is_last_page: bool,
}

impl Iterator for Units<'_> {
    type Item = Result<Stored, MemoryError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.len() == 0 && !self.is_last_page {
            match self.memory.page(self.last) {
                Ok(page) => {
                    self.is_last_page = page.len() < UNITS_PER_PAGE;
                    self.page = page.into_iter();
                }
                Err(error) => {
                    self.is_last_page = true;
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

/// A unit, if it is active or belongs to the given session.
fn find_unit(sql: &Connection, number: i64, session: i64) -> Result<Option<Stored>, MemoryError> {
    let query = format!(
        "SELECT {COLUMNS}, session.id, session.origin FROM unit \
         JOIN batch ON batch.last = (SELECT min(last) FROM batch WHERE last >= ?1) \
         JOIN session ON session.id = batch.session WHERE unit.id = ?1 AND (session.id = ?2 OR {IS_ACTIVE})"
    );
    query_one(sql, &query, [number, session], rows::read)
}

fn count_tables(sql: &Connection) -> rusqlite::Result<i64> {
    sql.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
}

/// Creates the tables, unless another process just did.
fn create_tables(sql: &mut Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    // SQLite's own lock timeout does not cover this switch of the journal mode.
    while let Err(error) = sql.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
        if error.sqlite_error_code() != Some(rusqlite::ErrorCode::DatabaseBusy) || begun.elapsed() > LOCK_TIMEOUT {
            return Err(error);
        }
        thread::sleep(Duration::from_millis(2));
    }
    let transaction = sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if count_tables(&transaction)? == 0 {
        transaction.execute_batch(include_str!("schema.sql"))?;
        transaction.execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
        ))?;
    }
    transaction.commit()
}
