//! Frees the space of undone sessions.

use rusqlite::{Transaction, TransactionBehavior};

use gloss_core::text;

use super::{Memory, MemoryError};

/// What compacting a memory removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// The number of deleted units, all from undone sessions.
    pub units: u64,
    /// The size of the database before, in bytes.
    pub before: u64,
    /// The size of the database after, in bytes.
    pub after: u64,
    /// The number of open sessions. If one was interrupted, undo it so that its units can be deleted too.
    pub open: u64,
}

impl Memory {
    /// Deletes the units of undone sessions for good and shrinks the file as far as possible. Numbers are never reused. Cost:
    /// writes the whole database once; other writers wait.
    ///
    /// # Errors
    /// [`MemoryError::Busy`] or [`MemoryError::Full`]; the memory then stays usable, at worst it has not become smaller.
    pub fn compact(&mut self) -> Result<Compacted, MemoryError> {
        let before = self.size();
        let transaction = self.sql.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let units = delete_undone(&transaction)?;
        let open = transaction.query_row("SELECT count(*) FROM session WHERE state = 'open'", [], |row| row.get(0))?;
        transaction.commit()?;
        self.sql.execute_batch("VACUUM")?;
        // Pages that a reader still needs stay in the log until later.
        self.sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(Compacted { units: units as u64, before, after: self.size(), open: i64::cast_unsigned(open) })
    }
}

fn delete_undone(sql: &Transaction<'_>) -> Result<usize, MemoryError> {
    const UNDONE_UNITS: &str = "SELECT unit.id FROM session JOIN batch ON batch.session = session.id \
                        JOIN unit ON unit.id BETWEEN batch.first AND batch.last WHERE state = 'undone'";
    sql.execute(&format!("DELETE FROM same WHERE unit IN ({UNDONE_UNITS})"), [])?;
    sql.execute(&format!("DELETE FROM removed WHERE unit IN ({UNDONE_UNITS})"), [])?;
    let units = sql.execute(&format!("DELETE FROM unit WHERE id IN ({UNDONE_UNITS})"), [])?;
    // The last batch stays: it holds the highest number ever used.
    sql.execute_batch(
        "DELETE FROM removed WHERE session IN (SELECT id FROM session WHERE state = 'undone');
         DELETE FROM batch WHERE session IN (SELECT id FROM session WHERE state = 'undone')
           AND last < (SELECT max(last) FROM batch);
         DELETE FROM session WHERE state = 'undone' AND id NOT IN (SELECT session FROM batch);",
    )?;
    if units > 0 {
        change_marks(sql, units as u64)?;
    }
    Ok(units)
}

/// Changes the mark of every batch, so that the indexes are built again without the deleted units.
fn change_marks(sql: &Transaction<'_>, units: u64) -> Result<(), MemoryError> {
    let mut batches = sql.prepare("SELECT last, mark FROM batch")?;
    let marks: Vec<(i64, i64)> =
        batches.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut change = sql.prepare("UPDATE batch SET mark = ?2 WHERE last = ?1")?;
    for (last, mark) in marks {
        change.execute([last, text::stable_hash_with(mark.cast_unsigned(), units).cast_signed()])?;
    }
    Ok(())
}
