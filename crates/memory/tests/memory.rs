//! Tests of the memory: every match is found, nothing acknowledged is lost, and every session can be undone.
#![cfg(feature = "store")]

use std::collections::BTreeSet;

use gloss_core::{
    lang::Lang,
    model::{Segment, Unit},
};
use gloss_memory::{About, Builder, Fuzzy, Memory, Outcome, SessionKind, State, Threshold, Tokens, compare};
use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A slow, obvious implementation of the score, to compare with.
mod oracle {
    use super::*;

    pub(crate) fn tokens(text: &str) -> Vec<String> {
        let text: String = text.nfc().collect();
        let is_run = |c: char| c.is_alphanumeric() || is_combining_mark(c);
        let (mut tokens, mut run) = (Vec::new(), String::new());
        for c in text.chars().chain([' ']) {
            if is_run(c) {
                run.push(c);
                continue;
            }
            if !run.is_empty() {
                tokens.push(std::mem::take(&mut run).to_lowercase().replace('ß', "ss").replace('ς', "σ"));
            }
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
        }
        tokens
    }

    /// The edit distance, if it reaches the threshold.
    pub(crate) fn distance(a: &[String], b: &[String], percent: usize) -> Option<usize> {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, left) in a.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], i + 1);
            for (j, right) in b.iter().enumerate() {
                let edited = (row[j].min(row[j + 1]) + 1).min(diagonal + usize::from(left != right));
                diagonal = std::mem::replace(&mut row[j + 1], edited);
            }
        }
        let length = a.len().max(b.len());
        Some(row[b.len()]).filter(|distance| 100 * distance <= (100 - percent) * length && length > 0)
    }
}

/// Segments of few distinct words, so that many are similar; some are long enough to be found by runs.
fn segments(count: usize) -> impl Strategy<Value = Vec<String>> {
    let word = "nhà|Đại|đoàn|kết|hộ|nghèo|xây|20|15|,|\\.|\\(|bản|xã|Điện|Biên|hoà|hòa|STRASSE|straße";
    let words = prop_oneof![3 => 1usize..9, 2 => 9usize..30, 1 => 60usize..90];
    let segment = words.prop_flat_map(move |words| prop::collection::vec(word, words));
    prop::collection::vec(segment.prop_map(|words| words.join(" ")), count)
}

/// Edits of a segment: a place, the kind of edit, and a word.
fn edits() -> impl Strategy<Value = Vec<(usize, u8, String)>> {
    prop::collection::vec((0usize..90, 0u8..3, "[a-c]|nhà|bản|,"), 0..20)
}

fn edit(text: &str, edits: &[(usize, u8, String)]) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for (at, kind, word) in edits.iter().take(words.len() / 3 + 1) {
        let at = at % words.len();
        match kind {
            0 if words.len() > 1 => drop(words.remove(at)),
            1 => words.insert(at, word),
            _ => words[at] = word,
        }
    }
    words.join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_match_is_found_and_nothing_else(texts in segments(60), chosen in 0usize..60, edits in edits(), percent in 30u8..=100) {
        let mut builder = Builder::new(100);
        for (text, unit) in texts.iter().zip(100..) {
            builder.push(unit, &Tokens::of(&Segment::new(Lang::vi(), text)).hashes()).expect("small");
        }
        let index = Fuzzy::open(builder.finish(160, 7).expect("small"), 7).expect("just built");
        index.verify().expect("just built");
        let query = edit(&texts[chosen], &edits);
        for percent in [percent, 70, 50] {
            let threshold = Threshold::new(percent).expect("a per cent");
            let mut found = BTreeSet::new();
            let hashes = Tokens::of(&Segment::new(Lang::vi(), query.as_str())).hashes();
            index.search(&hashes, threshold, &mut |near| {
                assert!(found.insert((near.unit, near.score.distance as usize, near.score.length as usize)));
            });
            let query_tokens = oracle::tokens(&query);
            let wanted: BTreeSet<(u64, usize, usize)> = texts.iter().zip(100..).filter_map(|(text, unit)| {
                let tokens = oracle::tokens(text);
                let distance = oracle::distance(&query_tokens, &tokens, usize::from(percent))?;
                Some((unit, distance, query_tokens.len().max(tokens.len())))
            }).collect();
            prop_assert_eq!(found, wanted, "{} at {}", query, percent);
        }
    }

    #[test]
    fn compare_agrees_with_the_naive_distance(a in "[a-cÀ-ỹ0-9 .,(]{1,40}", b in "[a-cÀ-ỹ0-9 .,(]{1,40}") {
        let comparison = compare(&Segment::new(Lang::vi(), a.as_str()), &Segment::new(Lang::vi(), b.as_str()));
        let (left, right) = (oracle::tokens(&a), oracle::tokens(&b));
        if let Some(distance) = oracle::distance(&left, &right, 0) {
            prop_assert_eq!(comparison.score.distance as usize, distance);
            prop_assert!(comparison.folded >= comparison.score && comparison.rank <= comparison.score.percent());
        }
    }

    #[test]
    fn a_damaged_index_does_not_panic(texts in segments(20), place in any::<prop::sample::Index>(), bit in 0u8..8, cut in any::<bool>()) {
        let mut builder = Builder::new(1);
        for (text, unit) in texts.iter().zip(1..) {
            builder.push(unit, &Tokens::of(&Segment::new(Lang::vi(), text)).hashes()).expect("small");
        }
        let mut bytes = builder.finish(21, 0).expect("small");
        let at = place.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
        if let Ok(index) = Fuzzy::open(bytes, 0) {
            prop_assert!(index.verify().is_err() || !cut);
            for text in &texts {
                index.search(&Tokens::of(&Segment::new(Lang::vi(), text.as_str())).hashes(), Threshold::DEFAULT, &mut |_| {});
            }
        }
    }
}

fn unit(source: &str, target: &str) -> (Option<usize>, Unit) {
    (None, Unit::new(Segment::new(Lang::vi(), source), Segment::new(Lang::en(), target)))
}

fn about(kind: SessionKind) -> About<'static> {
    About { kind, origin: "x.tmx", author: "ann", started: "2026-01-31T08:30:00Z" }
}

/// The targets of all active units, in order.
fn targets(memory: &Memory) -> Vec<String> {
    memory.units().map(|stored| stored.expect("readable").unit.target.text).collect()
}

struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("gloss-memory-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Self(folder)
    }

    fn memory(&self) -> Memory {
        Memory::create(&self.0.join("m.sqlite")).expect("a memory")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_session_takes_effect_when_closed_and_can_be_undone() {
    let folder = Folder::new("sessions");
    let mut memory = folder.memory();
    let session = memory.begin(about(SessionKind::Import)).expect("started");
    memory.store(session, &[unit("a", "1"), unit("b", "2"), unit("a", "1")]).expect("stored");
    assert!(targets(&memory).is_empty(), "an open session has no effect yet");
    memory.close(session).expect("closed");
    assert_eq!(targets(&memory), ["1", "2"]);
    // All translations of a source are kept, but identical units only once.
    let again = memory.record(about(SessionKind::Add), &[unit("a", "1"), unit("a", "3")], &[]).expect("added");
    assert_eq!(again, [Outcome::Known(1), Outcome::Stored(3)]);
    memory.record(about(SessionKind::Edit), &[unit("b", "two")], &[2]).expect("edited");
    assert_eq!(targets(&memory), ["1", "3", "two"]);
    let states: Vec<(u64, State, u64, u64)> =
        memory.sessions().expect("listed").iter().map(|s| (s.number, s.state, s.units, s.removed)).collect();
    assert_eq!(states, [(1, State::Closed, 2, 0), (2, State::Closed, 1, 0), (3, State::Closed, 1, 1)]);
    memory.undo(3).expect("undone");
    assert_eq!(targets(&memory), ["1", "2", "3"]);
    memory.undo(1).expect("undone");
    assert_eq!(targets(&memory), ["3"]);
    assert!(memory.undo(1).is_err() && memory.undo(9).is_err());
    assert!(memory.record(about(SessionKind::Delete), &[], &[1]).is_err(), "an inactive unit cannot be removed");
    // An undone unit does not keep an identical one from being stored.
    assert_eq!(memory.record(about(SessionKind::Add), &[unit("a", "1")], &[]).expect("added"), [Outcome::Stored(5)]);
}

#[test]
fn compacting_deletes_undone_units_and_never_reuses_their_numbers() {
    let folder = Folder::new("compact");
    let mut memory = folder.memory();
    let import = |memory: &mut Memory, texts: &[&str]| {
        let units: Vec<_> = texts.iter().map(|text| unit(text, text)).collect();
        memory.record(about(SessionKind::Import), &units, &[]).expect("stored");
    };
    import(&mut memory, &["a", "b"]);
    import(&mut memory, &["c"]);
    memory.record(about(SessionKind::Edit), &[unit("a", "1")], &[1]).expect("edited");
    let many: Vec<String> = (0..5_000).map(|number| format!("mot cau dai {number}")).collect();
    import(&mut memory, &many.iter().map(String::as_str).collect::<Vec<_>>());
    let open = memory.begin(about(SessionKind::Import)).expect("started");
    memory.undo(2).expect("undone");
    memory.undo(4).expect("undone");
    let marks = [memory.mark(2).expect("readable"), memory.mark(4).expect("readable")];
    let compacted = memory.compact().expect("compacted");
    assert_eq!((compacted.units, compacted.open), (5_001, 1));
    assert!(compacted.after * 2 < compacted.before, "{compacted:?}");
    assert_eq!(targets(&memory), ["b", "1"]);
    let changed = [memory.mark(2).expect("readable"), memory.mark(4).expect("readable")];
    assert!(marks.iter().zip(changed).all(|(old, new)| new.is_some() && *old != new));
    // Edits can still be undone, and an open session goes on.
    memory.undo(3).expect("undone");
    assert_eq!(targets(&memory), ["a", "b"]);
    assert_eq!(memory.store(open, &[unit("c", "c")]).expect("stored"), [Outcome::Stored(5_005)]);
    assert!(memory.undo(2).is_err() && memory.undo(4).is_err());
    assert_eq!(memory.compact().expect("compacted").units, 1);
}

#[test]
fn units_are_read_back_unchanged() {
    use gloss_core::model::{Code, CodeKind};
    let folder = Folder::new("units");
    let mut memory = folder.memory();
    let (_, mut full) = unit("Mở tệp <1>", "Open file");
    full.source.codes.push(Code { at: 5, kind: CodeKind::Alone, id: "1".to_owned(), data: "<br/>".to_owned() });
    full.target.lang = "en-US".parse().expect("a tag");
    full.id = Some("u1".to_owned());
    (full.previous, full.next) = (Some("trước".to_owned()), Some("sau".to_owned()));
    (full.created, full.author) = (Some("2026-01-31T08:30:00Z".to_owned()), Some("ann".to_owned()));
    (full.changed, full.editor) = (Some("2026-02".to_owned()), Some("bob".to_owned()));
    full.draft = true;
    full.notes = vec!["a note".to_owned()];
    full.properties = vec![("x-domain".to_owned(), "it".to_owned())];
    memory.record(about(SessionKind::Import), &[(Some(12), full.clone())], &[]).expect("stored");
    let stored = memory.unit(1).expect("readable").expect("there");
    assert_eq!((stored.unit, stored.line, stored.origin.as_str(), stored.session), (full, Some(12), "x.tmx", 1));
}

#[test]
fn other_files_are_refused_and_left_unchanged() {
    let folder = Folder::new("others");
    std::fs::create_dir_all(&folder.0).expect("a folder");
    let path = folder.0.join("notes.txt");
    std::fs::write(&path, "some notes\n".repeat(200)).expect("written");
    assert!(matches!(Memory::open(&path), Err(gloss_memory::MemoryError::Other(_))));
    assert_eq!(std::fs::read_to_string(&path).expect("there"), "some notes\n".repeat(200));
    assert!(matches!(Memory::open(&folder.0.join("none")), Err(gloss_memory::MemoryError::Missing(_))));
    let empty = folder.0.join("empty");
    std::fs::write(&empty, "").expect("written");
    assert!(Memory::open(&empty).is_err());
    assert_eq!(std::fs::metadata(&empty).expect("there").len(), 0);
}

#[test]
fn bug_a_draft_could_never_be_confirmed() {
    let folder = Folder::new("drafts");
    let mut memory = folder.memory();
    let (_, draft) = unit("a", "1");
    let draft = Unit { draft: true, ..draft };
    memory.record(about(SessionKind::Import), &[(None, draft.clone())], &[]).expect("stored");
    let confirmed = memory.record(about(SessionKind::Import), &[unit("a", "1")], &[]).expect("stored");
    assert_eq!(confirmed, [Outcome::Stored(2)]);
    // A draft does not replace a confirmed translation.
    assert_eq!(memory.record(about(SessionKind::Import), &[(None, draft)], &[]).expect("stored"), [Outcome::Known(2)]);
    let drafts: Vec<bool> = memory.units().map(|stored| stored.expect("readable").unit.draft).collect();
    assert_eq!(drafts, [false]);
}

#[test]
fn bug_a_session_undone_while_it_runs_was_closed_all_the_same() {
    let folder = Folder::new("running");
    let mut memory = folder.memory();
    let session = memory.begin(about(SessionKind::Import)).expect("started");
    memory.store(session, &[unit("a", "1")]).expect("stored");
    Memory::open(&folder.0.join("m.sqlite")).expect("opened").undo(session).expect("undone");
    let is_not_open = |error: gloss_memory::MemoryError| matches!(error, gloss_memory::MemoryError::NotOpen(1));
    assert!(
        memory.store(session, &[unit("b", "2")]).is_err_and(is_not_open)
            && memory.close(session).is_err_and(is_not_open)
    );
    assert!(targets(&memory).is_empty());
    // A number is never reused.
    let other = memory.begin(about(SessionKind::Import)).expect("started");
    assert!(memory.forget(other).expect("dropped") && memory.begin(about(SessionKind::Add)).expect("started") > other);
}

#[test]
fn bug_a_memory_that_several_created_at_once_was_busy() {
    for round in 0..40 {
        let folder = Folder::new(&format!("at-once-{round}"));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert!(folder.memory().last().is_ok()));
            }
        });
    }
}

#[test]
fn bug_languages_added_by_another_process_were_not_known() {
    let folder = Folder::new("languages");
    let memory = folder.memory();
    let mut other = folder.memory();
    let (_, mut foreign) = unit("a", "1");
    foreign.target.lang = "en-GB".parse().expect("a tag");
    other.record(about(SessionKind::Import), &[(None, foreign)], &[]).expect("stored");
    assert_eq!(targets(&memory), ["1"]);
    let mut found = 0;
    let mut count = |_, _| {
        found += 1;
        Ok(())
    };
    memory.segments(&Lang::en(), 1, 1, &mut count).expect("readable");
    assert_eq!(found, 1);
}
