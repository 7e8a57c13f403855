//! Reads and writes units as database rows.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, Statement, params};
use serde::{Deserialize, Serialize};

use gloss_core::{
    lang::Lang,
    model::{Code, CodeKind, Segment, Unit},
    text::stable_hash,
};

use super::MemoryError;

/// The columns of a unit, in the order in which [`read`] expects them.
pub(super) const COLUMNS: &str = "unit.id, (SELECT tag FROM language WHERE language.id = source_language), \
                                  (SELECT tag FROM language WHERE language.id = target_language), source, target, draft, line, name, previous, \
                                  next, created, unit.author, changed, editor, more";

/// The rarely used parts of a unit, stored as JSON in the column `more`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct ExtraFields {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    source_codes: Vec<StoredCode>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    target_codes: Vec<StoredCode>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    properties: Vec<(String, String)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredCode {
    at: usize,
    kind: StoredKind,
    id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    data: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StoredKind {
    Open,
    Close,
    Alone,
}

fn to_stored(codes: &[Code]) -> Vec<StoredCode> {
    let kind = |kind| match kind {
        CodeKind::Open => StoredKind::Open,
        CodeKind::Close => StoredKind::Close,
        CodeKind::Alone => StoredKind::Alone,
    };
    let stored =
        |code: &Code| StoredCode { at: code.at, kind: kind(code.kind), id: code.id.clone(), data: code.data.clone() };
    codes.iter().map(stored).collect()
}

fn from_stored(stored: Vec<StoredCode>) -> Vec<Code> {
    let kind = |kind| match kind {
        StoredKind::Open => CodeKind::Open,
        StoredKind::Close => CodeKind::Close,
        StoredKind::Alone => CodeKind::Alone,
    };
    stored.into_iter().map(|code| Code { at: code.at, kind: kind(code.kind), id: code.id, data: code.data }).collect()
}

/// The JSON for the column `more`; `None` if there is nothing to store.
fn extra_json(unit: &Unit) -> Option<String> {
    let has_no_codes = unit.source.codes.is_empty() && unit.target.codes.is_empty();
    if has_no_codes && unit.notes.is_empty() && unit.properties.is_empty() {
        return None;
    }
    let extra = ExtraFields {
        source_codes: to_stored(&unit.source.codes),
        target_codes: to_stored(&unit.target.codes),
        notes: unit.notes.clone(),
        properties: unit.properties.clone(),
    };
    serde_json::to_string(&extra).ok()
}

/// The languages of a memory and their numbers in the database.
#[derive(Debug, Default)]
pub(super) struct Languages {
    by_number: HashMap<i64, Lang>,
}

impl Languages {
    /// Reads the languages of a memory.
    pub(super) fn load(sql: &Connection) -> Result<Self, MemoryError> {
        let mut languages = Self::default();
        languages.update(sql)?;
        Ok(languages)
    }

    /// Adds languages that other connections have stored in the meantime.
    pub(super) fn update(&mut self, sql: &Connection) -> Result<(), MemoryError> {
        let mut rows = sql.prepare_cached("SELECT id, tag FROM language")?;
        let pairs = rows.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        for pair in pairs {
            let (number, tag) = pair?;
            if let Ok(lang) = tag.parse() {
                self.by_number.insert(number, lang);
            }
        }
        Ok(())
    }

    /// The number of a language; stores it if it is new.
    fn number(&mut self, lang: &Lang, sql: &Connection) -> Result<i64, MemoryError> {
        let find = |this: &Self| this.by_number.iter().find(|(_, other)| *other == lang).map(|(number, _)| *number);
        if let Some(number) = find(self) {
            return Ok(number);
        }
        sql.execute("INSERT OR IGNORE INTO language (tag) VALUES (?1)", [lang.as_str()])?;
        self.update(sql)?;
        find(self).ok_or(MemoryError::Refused("the language of a unit cannot be stored in the memory"))
    }

    /// The numbers of a language and its regional variants, in order.
    pub(super) fn variants_of(&self, lang: &Lang) -> Vec<i64> {
        let variants = self.by_number.iter().filter(|(_, other)| other.primary() == lang.primary());
        let mut numbers: Vec<i64> = variants.map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// All languages, sorted by tag.
    pub(super) fn all(&self) -> Vec<Lang> {
        let mut all: Vec<Lang> = self.by_number.values().cloned().collect();
        all.sort();
        all
    }
}

/// A stored unit and its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its number in the memory.
    pub number: u64,
    /// The session that added it.
    pub session: u64,
    /// The file it was imported from; empty if it was typed by hand.
    pub origin: String,
    /// Its line in that file.
    pub line: Option<usize>,
    /// The unit.
    pub unit: Unit,
}

/// Reads a unit from a row of [`COLUMNS`], session number and session origin.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let json: Option<String> = row.get(14)?;
    let ExtraFields { source_codes, target_codes, notes, properties } =
        json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    let lang = |at: usize| -> rusqlite::Result<Lang> {
        let tag = row.get_ref(at)?.as_str()?;
        tag.parse().map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(error))
        })
    };
    let source = Segment { codes: from_stored(source_codes), ..Segment::new(lang(1)?, row.get::<_, String>(3)?) };
    let target = Segment { codes: from_stored(target_codes), ..Segment::new(lang(2)?, row.get::<_, String>(4)?) };
    let unit = Unit {
        id: row.get(7)?,
        source,
        target,
        previous: row.get(8)?,
        next: row.get(9)?,
        created: row.get(10)?,
        author: row.get(11)?,
        changed: row.get(12)?,
        editor: row.get(13)?,
        draft: row.get(5)?,
        notes,
        properties,
    };
    let line = row.get::<_, Option<i64>>(6)?.and_then(|line| usize::try_from(line).ok());
    let number = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    Ok(Stored { number: number(0)?, session: number(15)?, origin: row.get(16)?, line, unit })
}

/// Builds a segment from its text and the column `more` of its unit.
pub(super) fn segment(lang: &Lang, text: String, more: Option<&str>, is_source: bool) -> Segment {
    let extra: ExtraFields = more.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let codes = if is_source { extra.source_codes } else { extra.target_codes };
    Segment { codes: from_stored(codes), ..Segment::new(lang.clone(), text) }
}

/// A stable hash of a unit's languages, texts, codes and context.
pub(super) fn unit_hash(unit: &Unit) -> i64 {
    let mut parts = vec![
        unit.source.lang.as_str(),
        unit.target.lang.as_str(),
        &unit.source.text,
        &unit.target.text,
        unit.previous.as_deref().unwrap_or_default(),
        unit.next.as_deref().unwrap_or_default(),
    ];
    for code in unit.source.codes.iter().chain(&unit.target.codes) {
        parts.extend([code.id.as_str(), code.data.as_str()]);
    }
    stable_hash(&parts).cast_signed()
}

/// Whether two units are identical in what [`unit_hash`] covers.
pub(super) fn is_same(a: &Unit, b: &Unit) -> bool {
    a.source == b.source && a.target == b.target && a.previous == b.previous && a.next == b.next
}

/// Prepared statements that write units.
pub(super) struct UnitWriter<'c> {
    sql: &'c Connection,
    insert: Statement<'c>,
    insert_hash: Statement<'c>,
    select_by_hash: Statement<'c>,
}

impl<'c> UnitWriter<'c> {
    pub(super) fn new(sql: &'c Connection) -> Result<Self, MemoryError> {
        Ok(Self {
            sql,
            insert: sql.prepare(
                "INSERT INTO unit (id, source_language, target_language, source, target, draft, line, name, previous, next, \
                 created, author, changed, editor, more) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
            )?,
            insert_hash: sql.prepare("INSERT INTO same (hash, unit) VALUES (?1, ?2)")?,
            select_by_hash: sql.prepare("SELECT unit FROM same WHERE hash = ?1")?,
        })
    }

    /// The numbers of the units with a hash; they can be identical to a unit with that hash.
    pub(super) fn numbers_with_hash(&mut self, hash: i64) -> Result<Vec<i64>, MemoryError> {
        let numbers = self.select_by_hash.query_map([hash], |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    pub(super) fn insert(
        &mut self,
        number: i64,
        unit: &Unit,
        line: Option<usize>,
        languages: &mut Languages,
    ) -> Result<(), MemoryError> {
        let source = languages.number(&unit.source.lang, self.sql)?;
        let target = languages.number(&unit.target.lang, self.sql)?;
        self.insert.execute(params![
            number,
            source,
            target,
            unit.source.text,
            unit.target.text,
            unit.draft,
            line.map(|line| line as i64),
            unit.id,
            unit.previous,
            unit.next,
            unit.created,
            unit.author,
            unit.changed,
            unit.editor,
            extra_json(unit)
        ])?;
        Ok(())
    }

    pub(super) fn insert_hash(&mut self, hash: i64, number: i64) -> Result<(), MemoryError> {
        self.insert_hash.execute([hash, number])?;
        Ok(())
    }
}

/// The first row of a query, if any.
pub(super) fn query_one<T>(
    sql: &Connection,
    query: &str,
    params: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, MemoryError> {
    Ok(sql.prepare_cached(query)?.query_row(params, read).optional()?)
}
