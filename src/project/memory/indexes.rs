//! The indexes of a memory, in the user's cache folder.
//!
//! A memory has an index for each language, in parts: each holds the units from one number to another and is never changed.
//! What came since is put into a new part, together with the parts before it that are not much larger, so there are few
//! parts and each unit is indexed a few times at most. A part is known by the mark that the memory has for its last unit; if
//! the memory was put back from a copy, the mark is another, and the part is made again.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use gloss_core::{
    block::IndexError,
    lang::Lang,
    model::Segment,
    text::{stable_hash, stable_hash_with},
};
use gloss_memory::{Builder, Fuzzy, Matcher, Memory, Tokens};

use super::super::{ProjectError, Verified, mapped::Mapped, stamp::Stamp, write_file};

/// Fewer new units than these are indexed by each process for itself.
const FEW: u64 = 64;

/// A part takes in those before it that are not so many times larger.
const GROWTH: u64 = 4;

/// A part has at most so many units.
const LARGEST: u64 = 1 << 22;

/// How many segments are read from the database at a time.
const SEGMENTS_PER_READ: usize = 1 << 13;

/// A part on disk.
struct Part {
    first: u64,
    last: u64,
    path: PathBuf,
}

/// Where the parts of a memory's index of one language are.
struct Place {
    folder: PathBuf,
    lang: Lang,
}

/// Opens the parts for a language and makes those that are missing.
pub(super) fn matcher(memory: &Memory, path: &Path, lang: &Lang) -> Result<Matcher, ProjectError> {
    let place = Place::of(path, lang);
    let (mut indexes, mut parts, last) = (Vec::new(), Vec::new(), memory.last()?);
    let mut done = 0;
    if let Some(place) = &place {
        while let Some((part, index)) = place.next(memory, done + 1, last)? {
            done = part.last;
            parts.push(part);
            indexes.push(index);
        }
    }
    while done < last {
        let mut first = done + 1;
        let end = memory.batch_end(first + LARGEST - 1)?.unwrap_or(last).max(first);
        let place = place.as_ref().filter(|_| end - done > FEW);
        while place.is_some() {
            let larger = |part: &Part| part.last - part.first + 1 >= GROWTH * (end - first + 1);
            let Some(part) = parts.pop_if(|part| !larger(part) && end - part.first < LARGEST) else { break };
            indexes.pop();
            first = part.first;
        }
        let mark = mark(memory, lang, end)?;
        let bytes = build(memory, lang, first, end, mark)?;
        indexes.push(match place {
            Some(place) => place.keep(first, end, bytes, mark)?,
            None => Fuzzy::open(bytes, mark)?,
        });
        let path = PathBuf::new(); // it is not taken in again
        parts.push(Part { first, last: end, path });
        done = end;
    }
    Ok(Matcher::new(indexes))
}

/// Reads the parts for a language as a whole.
pub(super) fn verify(memory: &Memory, path: &Path, lang: &Lang) -> Result<Verified, ProjectError> {
    let (Some(place), last) = (Place::of(path, lang), memory.last()?) else { return Ok(Verified::Missing) };
    let (mut done, mut parts) = (0, place.parts());
    parts.sort_by_key(|part| (part.first, part.last));
    while let Some(part) = parts.iter().rev().find(|part| part.first == done + 1 && part.last <= last) {
        let mark = mark(memory, lang, part.last)?;
        let index = File::open(&part.path).ok().and_then(|file| Mapped::of(&file).ok());
        match index.map(|bytes| Fuzzy::open(bytes, mark)) {
            Some(Ok(index)) if index.verify().is_ok() => done = part.last,
            Some(Err(IndexError::Stale)) => break,
            _ => return Ok(Verified::Damaged),
        }
    }
    // A few units more are indexed by each process for itself.
    Ok(if last - done <= FEW { Verified::Sound } else { Verified::Missing })
}

fn mark(memory: &Memory, lang: &Lang, last: u64) -> Result<u64, ProjectError> {
    Ok(stable_hash_with(memory.mark(last)?.unwrap_or_default(), stable_hash(&[lang.primary()])))
}

fn build(memory: &Memory, lang: &Lang, first: u64, last: u64, mark: u64) -> Result<Vec<u8>, ProjectError> {
    let mut builder = Builder::new(first);
    let mut chunk: Vec<(u64, Segment)> = Vec::with_capacity(SEGMENTS_PER_READ);
    let mut push = |chunk: &mut Vec<(u64, Segment)>| {
        let hashes: Vec<(u64, Vec<u64>)> =
            chunk.par_drain(..).map(|(unit, segment)| (unit, Tokens::of(&segment).hashes())).collect();
        hashes.iter().try_for_each(|(unit, hashes)| builder.push(*unit, hashes))
    };
    memory.segments(lang, first, last, &mut |unit, segment| {
        chunk.push((unit, segment));
        if chunk.len() == SEGMENTS_PER_READ {
            push(&mut chunk)?;
        }
        Ok(())
    })?;
    push(&mut chunk)?;
    Ok(builder.finish(last + 1, mark)?)
}

impl Place {
    fn of(memory: &Path, lang: &Lang) -> Option<Self> {
        let whose = format!("{:?}", fs::canonicalize(memory).ok()?);
        let folder = dirs::cache_dir()?.join("gloss/memories").join(format!("{:016x}", stable_hash(&[&whose])));
        Some(Self { folder, lang: lang.primary().parse().ok()? })
    }

    /// The sound part that begins with a unit and goes furthest.
    fn next(&self, memory: &Memory, first: u64, last: u64) -> Result<Option<(Part, Fuzzy)>, ProjectError> {
        let mut parts = self.parts();
        parts.retain(|part| part.first == first && part.last <= last);
        parts.sort_by_key(|part| std::cmp::Reverse(part.last));
        for part in parts {
            let mark = mark(memory, &self.lang, part.last)?;
            if let Some(index) = open(&part.path, mark) {
                return Ok(Some((part, index)));
            }
        }
        Ok(None)
    }

    fn parts(&self) -> Vec<Part> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let part = |path: PathBuf| {
            let name = path.file_name()?.to_str()?.strip_suffix(".idx")?;
            let mut words = name.strip_prefix(self.lang.as_str())?.strip_prefix('-')?.split('-');
            let mut number = || words.next()?.parse().ok();
            Some(Part { first: number()?, last: number()?, path })
        };
        entries.filter_map(|entry| part(entry.ok()?.path())).collect()
    }

    /// Writes a part, and removes those that it takes the place of. A cache that cannot be written costs time, not answers.
    fn keep(&self, first: u64, last: u64, bytes: Vec<u8>, mark: u64) -> Result<Fuzzy, ProjectError> {
        let path = self.folder.join(format!("{}-{first}-{last}.idx", self.lang));
        if write_file(&path, &bytes).is_ok()
            && let Some(index) = open(&path, mark)
        {
            let covered = |part: &Part| part.path != path && first <= part.first && part.last <= last;
            for part in self.parts().into_iter().filter(covered) {
                let _ = fs::remove_file(part.path.with_extension("seen")); // another process may have done so
                let _ = fs::remove_file(part.path);
            }
            return Ok(index);
        }
        Ok(Fuzzy::open(bytes, mark)?)
    }
}

/// Maps a part, if it is what was written: it is read as a whole whenever it looks other than when it last was.
fn open(path: &Path, mark: u64) -> Option<Fuzzy> {
    let file = File::open(path).ok()?;
    let stamp = Stamp::from(&file.metadata().ok()?).write();
    let index = Fuzzy::open(Mapped::of(&file).ok()?, mark).ok()?;
    let seen = path.with_extension("seen");
    if fs::read_to_string(&seen).is_ok_and(|seen| seen == stamp) {
        return Some(index);
    }
    index.verify().ok()?;
    let _ = write_file(&seen, stamp.as_bytes()); // without it the next start reads it all again
    Some(index)
}
