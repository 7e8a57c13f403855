//! Journey: exchange file → memory.

use std::{
    collections::BTreeMap,
    io::{Read, Seek},
    path::Path,
    sync::mpsc::sync_channel,
    thread,
};

use gloss_core::{
    lang::{Lang, LangPair},
    model::{Concept, Segment, Unit},
};
use gloss_formats::{Encoding, ImportItem, ReadOptions, read_file};
use gloss_memory::{Memory, MemoryError, Outcome, SessionKind};

use super::{
    super::{Progress, ProjectError, aligned::Aligned, now},
    TranslationMemory,
    clean::tidy,
    edit::about,
};

/// How a file is to be taken in.
#[derive(Debug, Clone)]
pub struct MemoryImport<'a> {
    /// Which of its languages, and which it has if it does not say.
    pub wanted: ReadOptions,
    /// The direction of files that do not say theirs.
    pub pair: LangPair,
    /// Its encoding, if it does not say or says it wrongly.
    pub encoding: Option<Encoding>,
    /// Who imports; may be empty.
    pub author: &'a str,
}

/// Something to be told about places of a file: how many, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssueList {
    /// How many.
    pub count: usize,
    /// The first lines, with what was there.
    pub first: Vec<(usize, String)>,
}

/// How many messages of a kind are kept.
const MAX_MESSAGES_PER_KIND: usize = 1_000;

impl IssueList {
    fn add(&mut self, line: usize, what: String) {
        self.count += 1;
        if self.first.len() < MAX_MESSAGES_PER_KIND {
            self.first.push((line, what));
        }
    }
}

/// What became of the units of a file.
#[derive(Debug, Default)]
pub struct MemoryImported {
    /// The session; none if nothing was new.
    pub session: Option<u64>,
    /// How many units were stored.
    pub stored: usize,
    /// How many were there already.
    pub known: usize,
    /// What was not taken in, and why.
    pub skipped: IssueList,
    /// What a user should look at.
    pub warned: IssueList,
    /// What a memory has no place for: each kind with how often.
    pub left_out: BTreeMap<String, usize>,
}

/// How many units are committed together.
const UNITS_PER_COMMIT: usize = 10_000;

impl TranslationMemory {
    /// Takes the units of an exchange file into the memory: all of them, or none if the file cannot be read to its end. A
    /// file that was imported changes nothing the second time.
    ///
    /// Cost: some microseconds a unit; memory does not grow with the file.
    ///
    /// # Errors
    /// [`ProjectError::Exchange`] if the file cannot be read, [`ProjectError::Memory`] if the memory cannot be written; what
    /// was stored of the file then does not count.
    pub fn import(
        &mut self,
        name: &str,
        file: impl Read + Seek + Send,
        import: &MemoryImport<'_>,
        progress: Progress<'_>,
    ) -> Result<MemoryImported, ProjectError> {
        let read = |found: &mut dyn FnMut(usize, ImportItem)| {
            let read = read_file(name, file, import.encoding, &import.wanted, found);
            read.map_err(|error| ProjectError::Exchange { name: name.to_owned(), error })
        };
        self.take_in(name, read, import, progress)
    }

    /// Takes two texts into the memory that say the same line by line; the first is the source.
    ///
    /// Cost: as for [`TranslationMemory::import`]; both texts are held.
    ///
    /// # Errors
    /// As [`TranslationMemory::import`], and [`ProjectError::Refused`] if they have not as many lines, or one language.
    pub fn import_aligned(
        &mut self,
        texts: [&Path; 2],
        import: &MemoryImport<'_>,
        progress: Progress<'_>,
    ) -> Result<MemoryImported, ProjectError> {
        let named = [import.wanted.from.as_ref(), import.wanted.to.as_ref()];
        let units =
            Aligned::read([&self.base.join(texts[0]), &self.base.join(texts[1])], named, import.encoding)?.units();
        let read = |found: &mut dyn FnMut(usize, ImportItem)| {
            units.into_iter().for_each(|(line, unit)| found(line, ImportItem::Unit(Box::new(unit))));
            Ok(())
        };
        let name = format!("{}={}", texts[0].display(), texts[1].display());
        self.take_in(&name, read, import, progress)
    }

    fn take_in(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut dyn FnMut(usize, ImportItem)) -> Result<(), ProjectError>,
        import: &MemoryImport<'_>,
        progress: Progress<'_>,
    ) -> Result<MemoryImported, ProjectError> {
        let mut report = MemoryImported::default();
        let session = self.memory.begin(about(SessionKind::Import, name, Some(import.author), &now()))?;
        let memory = &mut self.memory;
        let (read, written) = thread::scope(|scope| {
            let (send, receive) = sync_channel::<Vec<(Option<usize>, Unit)>>(4);
            let writer = scope.spawn(move || {
                let mut counts = (0, 0);
                for batch in receive {
                    write(memory, session, &batch, &mut counts)?;
                    progress.add(batch.len());
                }
                Ok::<_, MemoryError>(counts)
            });
            let (mut batch, mut goes_on) = (Vec::with_capacity(UNITS_PER_COMMIT), true);
            let mut push = |line: usize, unit: Unit, report: &mut MemoryImported| match tidy(unit) {
                _ if !goes_on => {}
                Ok((unit, changed)) => {
                    if changed {
                        report.warned.add(line, "control characters were taken out".to_owned());
                    }
                    batch.push((Some(line), unit));
                    if batch.len() == UNITS_PER_COMMIT {
                        // Nobody receives any more once writing has failed.
                        goes_on =
                            send.send(std::mem::replace(&mut batch, Vec::with_capacity(UNITS_PER_COMMIT))).is_ok();
                    }
                }
                Err(why) => report.skipped.add(line, why.into_owned()),
            };
            let read = read(&mut |line, found| match found {
                ImportItem::Unit(unit) => push(line, *unit, &mut report),
                ImportItem::Concept(concept) => {
                    let units = units_of(&concept, import);
                    if units.is_empty() {
                        report.skipped.add(line, "it has no term in one of the two languages".to_owned());
                    }
                    units.into_iter().for_each(|unit| push(line, unit, &mut report));
                }
                ImportItem::Skipped(why) => report.skipped.add(line, why),
                ImportItem::Warning(what) => report.warned.add(line, what),
                ImportItem::LeftOut(kind) => *report.left_out.entry(kind).or_default() += 1,
            });
            if goes_on && !batch.is_empty() {
                let _ = send.send(batch); // the writer says why it did not take it
            }
            drop(send);
            let written =
                writer.join().unwrap_or(Err(MemoryError::Refused("writing to the memory ended with a fault")));
            (read, written)
        });
        let outcome = read.and_then(|()| Ok(written?));
        let outcome = outcome.and_then(|(stored, known)| {
            (report.stored, report.known) = (stored, known);
            if stored == 0 {
                self.memory.forget(session)?;
                return Ok(());
            }
            report.session = Some(session);
            Ok(self.memory.close(session)?)
        });
        if outcome.is_err() {
            // It does not count anyway while it is open.
            if !matches!(self.memory.forget(session), Ok(true)) {
                let _ = self.memory.undo(session);
            }
        }
        outcome.map(|()| report)
    }
}

fn write(
    memory: &mut Memory,
    session: u64,
    batch: &[(Option<usize>, Unit)],
    (stored, known): &mut (usize, usize),
) -> Result<(), MemoryError> {
    for outcome in memory.store(session, batch)? {
        match outcome {
            Outcome::Stored(_) => *stored += 1,
            Outcome::Known(_) => *known += 1,
        }
    }
    Ok(())
}

/// The rows of a table and the entries of a termbase are units too: every source with every rendering that may be used.
fn units_of(concept: &Concept, import: &MemoryImport<'_>) -> Vec<Unit> {
    let langs: Vec<&Lang> = concept.terms.keys().collect();
    let position = |lang: &Lang| langs.iter().position(|known| known.primary() == lang.primary());
    let named = |lang: &Option<Lang>, default: &Lang| position(lang.as_ref().unwrap_or(default));
    let from = named(&import.wanted.from, &import.pair.from).unwrap_or(0);
    let to = named(&import.wanted.to, &import.pair.to).filter(|at| *at != from);
    let to = to.or_else(|| (0..langs.len()).find(|&at| at != from));
    let (Some(from), Some(to)) = (langs.get(from), to.and_then(|to| langs.get(to))) else { return Vec::new() };
    let segments = |lang: &Lang| -> Vec<Segment> {
        let accepted = concept.terms(lang).iter().filter(|term| term.status.is_accepted());
        accepted.map(|term| Segment::new(lang.clone(), term.text.clone())).collect()
    };
    let (sources, targets) = (segments(from), segments(to));
    let pairs = sources.iter().flat_map(|source| targets.iter().map(move |target| (source, target)));
    pairs.map(|(source, target)| Unit::new(source.clone(), target.clone())).collect()
}
