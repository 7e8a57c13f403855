//! Frees the space of undone sessions.

use rusqlite::{Transaction, TransactionBehavior};

use gloss_core::text;

use super::{Memory, MemoryError};

/// What became smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// How many units were deleted, all of undone sessions.
    pub units: u64,
    /// The size of the database before, in bytes.
    pub before: u64,
    /// And after.
    pub after: u64,
    /// Sessions that are not finished; if they were interrupted, undoing them lets their units be dropped too.
    pub open: u64,
}

impl Memory {
    /// Deletes the units of undone sessions, which nothing can bring again, and makes the file as small as it
    /// can be. Numbers are not given anew. Cost: writes the whole database once; other writers wait.
    ///
    /// # Errors
    /// [`MemoryError::Busy`], [`MemoryError::Full`]: the memory is then as it was, or only not smaller.
    pub fn compact(&mut self) -> Result<Compacted, MemoryError> {
        let before = self.size();
        let transaction = self.sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let units = drop_units(&transaction)?;
        let open = transaction.query_row("SELECT count(*) FROM session WHERE state = 'open'", [], |row| row.get(0))?;
        transaction.commit()?;
        self.sql.execute_batch("VACUUM")?;
        // What a reader still needs stays in the log until later.
        self.sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(Compacted { units: units as u64, before, after: self.size(), open: i64::cast_unsigned(open) })
    }
}

fn drop_units(sql: &Transaction<'_>) -> Result<usize, MemoryError> {
    const GONE: &str = "SELECT unit.id FROM session JOIN batch ON batch.session = session.id \
                        JOIN unit ON unit.id BETWEEN batch.first AND batch.last WHERE state = 'undone'";
    sql.execute(&format!("DELETE FROM same WHERE unit IN ({GONE})"), [])?;
    sql.execute(&format!("DELETE FROM removed WHERE unit IN ({GONE})"), [])?;
    let units = sql.execute(&format!("DELETE FROM unit WHERE id IN ({GONE})"), [])?;
    // The last batch says which number comes next.
    sql.execute_batch(
        "DELETE FROM removed WHERE session IN (SELECT id FROM session WHERE state = 'undone');
         DELETE FROM batch WHERE session IN (SELECT id FROM session WHERE state = 'undone')
           AND last < (SELECT max(last) FROM batch);
         DELETE FROM session WHERE state = 'undone' AND id NOT IN (SELECT session FROM batch);",
    )?;
    if units > 0 {
        mark_anew(sql, units as u64)?;
    }
    Ok(units)
}

/// Indexes are made anew, without the units that are gone.
fn mark_anew(sql: &Transaction<'_>, units: u64) -> Result<(), MemoryError> {
    let mut batches = sql.prepare("SELECT last, mark FROM batch")?;
    let marks: Vec<(i64, i64)> =
        batches.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut change = sql.prepare("UPDATE batch SET mark = ?2 WHERE last = ?1")?;
    for (last, mark) in marks {
        change.execute([last, text::stable_hash_with(mark.cast_unsigned(), units).cast_signed()])?;
    }
    Ok(())
}
