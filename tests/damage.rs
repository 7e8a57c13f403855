//! What becomes of answers when an index file is damaged: whatever happened to its bytes, nothing is invented and nothing
//! panics; and as soon as the file looks changed, every answer is right.
//!
//! `DAMAGE_ROUNDS=1000 cargo test --release --test damage` does as many rounds.
#![cfg(feature = "cli")]

use std::{
    collections::BTreeMap,
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use gloss_terms::{
    glossary::{Glossary, SourceFile},
    index::{FuzzyMethod, Index},
};

const QUERIES: [&str; 6] =
    ["hộ nghèo 7", "ho ngheo 5203", "poor housholds 44", "poor household", "nghèo 12", "không có gì"];

fn rounds() -> usize {
    env::var("DAMAGE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(12)
}

/// A folder of its own with a glossary whose index takes a megabyte.
struct Bench {
    folder: PathBuf,
    /// The index and what was noted about it, as they were made.
    pristine: (Vec<u8>, String),
}

fn glossary() -> String {
    let row = |n: usize| format!("hộ nghèo {n}\tpoor household {n}\n");
    "vi\ten\n".to_owned() + &(0..6000).map(row).collect::<String>()
}

impl Bench {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder); // of an earlier run
        fs::create_dir_all(folder.join("cache")).expect("a folder");
        fs::write(folder.join("terms.tsv"), glossary()).expect("a glossary");
        let mut bench = Self { folder, pristine: Default::default() };
        bench.answers();
        bench.pristine = (
            fs::read(bench.file("idx")).expect("an index was made"),
            fs::read_to_string(bench.file("seen")).expect("notes were made"),
        );
        bench
    }

    fn file(&self, ending: &str) -> PathBuf {
        let entries = fs::read_dir(self.folder.join("cache/gloss")).expect("the cache");
        let mut paths = entries.map(|entry| entry.expect("an entry").path());
        paths.find(|path| path.extension().is_some_and(|end| end == ending)).expect("a file of the cache")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gloss"));
        command.args(["--glossary", "terms.tsv"]).current_dir(&self.folder);
        command.env("XDG_CACHE_HOME", self.folder.join("cache")).env("HOME", self.folder.join("cache"));
        command
    }

    /// The answers of a new process.
    fn answers(&self) -> Vec<serde_json::Value> {
        let mut process = self
            .command()
            .args(["lookup", "-", "--limit", "0"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        process.stdin.take().expect("its input").write_all(QUERIES.join("\n").as_bytes()).expect("written");
        let output = process.wait_with_output().expect("the end");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code().is_some_and(|code| code < 2), "{:?}: {told}", output.status);
        assert!(!told.contains("panicked"), "{told}");
        let lines = String::from_utf8(output.stdout).expect("text");
        let answers: Vec<_> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(answers.len(), QUERIES.len());
        answers
    }

    /// Puts a changed index in the place of the pristine one, without a trace if `believed`.
    fn put(&self, bytes: &[u8], believed: bool) {
        fs::write(self.file("idx"), bytes).expect("written");
        let mut notes: Vec<String> = self.pristine.1.lines().map(str::to_owned).collect();
        if believed {
            // The glossary was looked at long after it was written, so its stamp is believed as well.
            let fingerprint = notes[1].split(' ').next().expect("a fingerprint").to_owned();
            notes[1] = format!("{fingerprint} {}", u64::MAX);
            notes[2] = stamp(&self.file("idx"));
        }
        // The notes are gone where a reader stumbled over the index.
        fs::write(self.file("idx").with_extension("seen"), notes.join("\n") + "\n").expect("written");
    }

    fn restore(&self) {
        self.put(&self.pristine.0, true);
    }
}

/// What the program notes of a file it has verified.
fn stamp(path: &Path) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let data = fs::metadata(path).expect("a file");
        let nanos = |seconds: i64, nanos: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        let (modified, changed) = (nanos(data.mtime(), data.mtime_nsec()), nanos(data.ctime(), data.ctime_nsec()));
        format!("{} {modified} {changed} {}", data.len(), data.ino())
    }
    #[cfg(not(unix))]
    {
        let data = fs::metadata(path).expect("a file");
        let modified = data.modified().expect("a time").duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        format!("{} {} 0 0", data.len(), modified.as_nanos())
    }
}

/// Where the parts of an index lie, as its head says.
fn sections(index: &[u8]) -> Vec<std::ops::Range<usize>> {
    let number = |at: usize| u64::from_le_bytes(index[at..at + 8].try_into().expect("eight bytes")) as usize;
    let count = number(8) >> 32;
    let range = |i: usize| number(32 + 16 * i)..number(32 + 16 * i) + number(40 + 16 * i);
    (0..count).map(range).filter(|range| !range.is_empty()).collect()
}

/// The root of an fst stands in its last bytes: whoever reads it then stumbles, is caught, and answers from the glossary.
#[test]
fn a_damaged_root_is_mended_in_silence() {
    let bench = Bench::new("damaged-root");
    let wanted = bench.answers();
    let mut noticed = 0;
    for section in sections(&bench.pristine.0) {
        let mut bytes = bench.pristine.0.clone();
        let end = section.end;
        for byte in &mut bytes[end.saturating_sub(20).max(section.start)..end] {
            *byte = !*byte;
        }
        bench.put(&bytes, true);
        let answers = bench.answers();
        // A reader that stumbles takes the notes away, and answers from the glossary itself.
        if !bench.file("idx").with_extension("seen").exists() {
            noticed += 1;
            assert_eq!(answers, wanted, "section that ends at {end}");
            assert_eq!(bench.answers(), wanted, "the index is made anew");
        }
    }
    assert!(noticed > 0, "no damage made a reader stumble");
    bench.put(&bench.pristine.0, false);
    assert_eq!(bench.answers(), wanted);
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (self.0 >> 33) as usize % n
    }
}

#[test]
fn a_changed_file_costs_no_answer() {
    let bench = Bench::new("changed-stamp");
    let wanted = bench.answers();
    let mut random = Random(1);
    for _ in 0..rounds() {
        let mut bytes = bench.pristine.0.clone();
        let bit = random.below(8 * bytes.len());
        bytes[bit / 8] ^= 1 << (bit % 8);
        bench.put(&bytes, false);
        assert_eq!(bench.answers(), wanted, "bit {bit}");
    }
    for _ in 0..rounds().div_ceil(10) {
        let end = random.below(bench.pristine.0.len());
        bench.put(&bench.pristine.0[..end], false);
        assert_eq!(bench.answers(), wanted, "cut at {end}");
    }
}

#[test]
fn an_unnoticed_change_invents_nothing() {
    let bench = Bench::new("old-stamp");
    bench.restore();
    let truth: BTreeMap<String, serde_json::Value> = {
        let glossary = Glossary::read(vec![SourceFile::new("terms.tsv", glossary())]);
        let concept = |c: &gloss_core::model::Concept| {
            let mut terms: Vec<&str> = c.all_terms().map(|(_, term)| term.text.as_str()).collect();
            terms.sort_unstable();
            (c.id.clone(), serde_json::json!(terms))
        };
        glossary.concepts().map(concept).collect()
    };
    let mut random = Random(2);
    let (mut rounds_done, mut unnoticed) = (0, 0);
    for section in sections(&bench.pristine.0) {
        for _ in 0..rounds().div_ceil(13) {
            let mut bytes = bench.pristine.0.clone();
            let bit = 8 * section.start + random.below(8 * section.len());
            bytes[bit / 8] ^= 1 << (bit % 8);
            bench.put(&bytes, true);
            for hit in bench.answers().iter().flat_map(|answer| answer["hits"].as_array().expect("hits")) {
                let mut terms: Vec<&str> = vec![hit["term"].as_str().expect("a term")];
                terms.extend(hit["renderings"].as_array().expect("terms").iter().filter_map(|r| r["term"].as_str()));
                terms.sort_unstable();
                let id = hit["concept"].as_str().expect("an id");
                assert_eq!(truth.get(id), Some(&serde_json::json!(terms)), "bit {bit}");
            }
            rounds_done += 1;
            unnoticed += usize::from(fs::read(bench.file("idx")).expect("an index") == bytes);
        }
    }
    // Only what makes a reader stumble is noticed and mended; this test is about the rest.
    assert!(unnoticed * 2 > rounds_done, "{unnoticed} of {rounds_done} changes went unnoticed");
    let wanted = {
        bench.restore();
        bench.answers()
    };
    for _ in 0..rounds().div_ceil(10) {
        let end = random.below(bench.pristine.0.len());
        bench.put(&bench.pristine.0[..end], true);
        assert_eq!(bench.answers(), wanted, "cut at {end}");
    }
}

#[test]
fn verify_tells_damage_and_the_next_look_up_mends_it() {
    let bench = Bench::new("verify");
    let verify = || {
        let mut command = bench.command();
        let output = command.args(["index", "verify"]).output().expect("the program");
        (output.status.code(), String::from_utf8(output.stdout).expect("text"))
    };
    assert_eq!(verify(), (Some(0), "terms.tsv: sound\n".to_owned()));
    let mut bytes = bench.pristine.0.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bench.put(&bytes, true);
    assert_eq!(verify(), (Some(1), "terms.tsv: damaged; the next look-up makes it anew\n".to_owned()));
    bench.answers();
    assert_eq!(verify().0, Some(0));
}

#[test]
fn no_truncation_is_taken_for_an_index() {
    let glossary = Glossary::read(vec![SourceFile::new("terms.tsv", glossary())]);
    let bytes = Index::build_bytes(glossary.concepts(), FuzzyMethod::DeletionTable, 7).expect("an index");
    let bytes: &'static [u8] = Box::leak(bytes.into_boxed_slice());
    assert!(Index::open(bytes, 7).is_ok());
    for end in 0..bytes.len() {
        assert!(Index::open(&bytes[..end], 7).is_err(), "{end}");
    }
}
