//! Units as rows.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, Statement, params};
use serde::{Deserialize, Serialize};

use gloss_core::{lang::Lang, text::stable_hash};

use super::MemoryError;
use gloss_core::model::{Code, CodeKind, Segment, Unit};

/// The columns of a unit, in the order in which [`read`] takes them.
pub(super) const COLUMNS: &str = "unit.id, (SELECT tag FROM language WHERE language.id = source_language), \
                                  (SELECT tag FROM language WHERE language.id = target_language), source, target, draft, line, name, previous, \
                                  next, created, unit.author, changed, editor, more";

/// What few units have, as JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct More {
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

fn stored(codes: &[Code]) -> Vec<StoredCode> {
    let kind = |kind| match kind {
        CodeKind::Open => StoredKind::Open,
        CodeKind::Close => StoredKind::Close,
        CodeKind::Alone => StoredKind::Alone,
    };
    let one =
        |code: &Code| StoredCode { at: code.at, kind: kind(code.kind), id: code.id.clone(), data: code.data.clone() };
    codes.iter().map(one).collect()
}

fn codes(stored: Vec<StoredCode>) -> Vec<Code> {
    let kind = |kind| match kind {
        StoredKind::Open => CodeKind::Open,
        StoredKind::Close => CodeKind::Close,
        StoredKind::Alone => CodeKind::Alone,
    };
    stored.into_iter().map(|code| Code { at: code.at, kind: kind(code.kind), id: code.id, data: code.data }).collect()
}

fn more_of(unit: &Unit) -> Option<String> {
    let plain = unit.source.codes.is_empty() && unit.target.codes.is_empty();
    if plain && unit.notes.is_empty() && unit.properties.is_empty() {
        return None;
    }
    let more = More {
        source_codes: stored(&unit.source.codes),
        target_codes: stored(&unit.target.codes),
        notes: unit.notes.clone(),
        properties: unit.properties.clone(),
    };
    serde_json::to_string(&more).ok()
}

/// The languages of a memory, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Languages {
    by_number: HashMap<i64, Lang>,
}

impl Languages {
    /// Those of a memory.
    pub(super) fn of(sql: &Connection) -> Result<Self, MemoryError> {
        let mut languages = Self::default();
        languages.read(sql)?;
        Ok(languages)
    }

    /// Reads what has come since the last time.
    pub(super) fn read(&mut self, sql: &Connection) -> Result<(), MemoryError> {
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

    /// The number of a language, a new one if need be.
    fn number(&mut self, lang: &Lang, sql: &Connection) -> Result<i64, MemoryError> {
        let known = |this: &Self| this.by_number.iter().find(|(_, known)| *known == lang).map(|(number, _)| *number);
        if let Some(number) = known(self) {
            return Ok(number);
        }
        sql.execute("INSERT OR IGNORE INTO language (tag) VALUES (?1)", [lang.as_str()])?;
        self.read(sql)?;
        known(self).ok_or(MemoryError::Refused("a language cannot be stored"))
    }

    /// The numbers of a language and of its regional variants.
    pub(super) fn alike(&self, lang: &Lang) -> Vec<i64> {
        let alike = self.by_number.iter().filter(|(_, known)| known.primary() == lang.primary());
        let mut numbers: Vec<i64> = alike.map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// All of them, by their tags.
    pub(super) fn all(&self) -> Vec<Lang> {
        let mut all: Vec<Lang> = self.by_number.values().cloned().collect();
        all.sort();
        all
    }
}

/// A unit with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its number in the memory.
    pub number: u64,
    /// The session that brought it.
    pub session: u64,
    /// The file it came from; empty if it was typed.
    pub origin: String,
    /// Its line there.
    pub line: Option<usize>,
    /// The unit.
    pub unit: Unit,
}

/// Reads [`COLUMNS`], then the session's number and origin.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let more: Option<String> = row.get(14)?;
    let More { source_codes, target_codes, notes, properties } =
        more.and_then(|more| serde_json::from_str(&more).ok()).unwrap_or_default();
    let lang = |at: usize| -> rusqlite::Result<Lang> {
        let tag = row.get_ref(at)?.as_str()?;
        tag.parse().map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(error))
        })
    };
    let source = Segment { codes: codes(source_codes), ..Segment::new(lang(1)?, row.get::<_, String>(3)?) };
    let target = Segment { codes: codes(target_codes), ..Segment::new(lang(2)?, row.get::<_, String>(4)?) };
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

/// The text and codes of a segment to be indexed: `text, more` of one side.
pub(super) fn segment(lang: &Lang, text: String, more: Option<&str>, is_source: bool) -> Segment {
    let more: More = more.and_then(|more| serde_json::from_str(more).ok()).unwrap_or_default();
    let of_side = if is_source { more.source_codes } else { more.target_codes };
    Segment { codes: codes(of_side), ..Segment::new(lang.clone(), text) }
}

/// Equal for units that are the same in languages, texts, codes and context.
pub(super) fn hash(unit: &Unit) -> i64 {
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

/// Whether two units are the same in what [`hash`] looks at.
pub(super) fn is_same(a: &Unit, b: &Unit) -> bool {
    a.source == b.source && a.target == b.target && a.previous == b.previous && a.next == b.next
}

/// The statements that put a unit into the memory.
pub(super) struct Inserter<'c> {
    sql: &'c Connection,
    insert: Statement<'c>,
    same: Statement<'c>,
    known: Statement<'c>,
}

impl<'c> Inserter<'c> {
    pub(super) fn new(sql: &'c Connection) -> Result<Self, MemoryError> {
        Ok(Self {
            sql,
            insert: sql.prepare(
                "INSERT INTO unit (id, source_language, target_language, source, target, draft, line, name, previous, next, \
                 created, author, changed, editor, more) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
            )?,
            same: sql.prepare("INSERT INTO same (hash, unit) VALUES (?1, ?2)")?,
            known: sql.prepare("SELECT unit FROM same WHERE hash = ?1")?,
        })
    }

    /// The units that may be the same as one with this hash.
    pub(super) fn known(&mut self, hash: i64) -> Result<Vec<i64>, MemoryError> {
        let numbers = self.known.query_map([hash], |row| row.get(0))?;
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
            more_of(unit)
        ])?;
        Ok(())
    }

    pub(super) fn remember(&mut self, hash: i64, number: i64) -> Result<(), MemoryError> {
        self.same.execute([hash, number])?;
        Ok(())
    }
}

/// The one row of a query, if there is one.
pub(super) fn one<T>(
    sql: &Connection,
    query: &str,
    params: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, MemoryError> {
    Ok(sql.prepare_cached(query)?.query_row(params, read).optional()?)
}
