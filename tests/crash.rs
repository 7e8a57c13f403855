//! Whatever was acknowledged is in the memory, whenever a process is killed and however many write.
//!
//! `CRASH_ROUNDS=500 WRITERS_ADD=1000 cargo test --release --test crash -- --nocapture` does as many rounds.
#![cfg(all(feature = "cli", feature = "tm"))]

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use gloss_memory::Memory;

fn number(name: &str, default: usize) -> usize {
    env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(default)
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("gloss-crash-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn path(&self) -> PathBuf {
        self.0.join("m.sqlite")
    }

    fn gloss(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gloss"));
        command.args(["tm", "--memory"]).arg(self.path()).args(args);
        command.env("XDG_CACHE_HOME", self.0.join("cache")).current_dir(&self.0);
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A process that adds units as fast as it can, and the numbers it has acknowledged, with their sources.
fn adding(folder: &Folder, name: &str, count: usize) -> (Child, thread::JoinHandle<Vec<(u64, String)>>) {
    let mut child = folder.gloss(&["add", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("started");
    let (mut lines, output) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
    let sources: Vec<String> = (0..count).map(|n| format!("{name} {n}")).collect();
    let written = sources.clone();
    // A killed process reads no more, so writing fails some time.
    thread::spawn(move || written.iter().try_for_each(|source| writeln!(lines, "{source}\ttarget")));
    let reading = thread::spawn(move || {
        let numbers = BufReader::new(output).lines().map_while(Result::ok).map_while(|line| line.parse().ok());
        numbers.zip(sources).collect()
    });
    (child, reading)
}

fn visible(path: &Path) -> BTreeMap<u64, String> {
    let memory = Memory::open(path).expect("it opens");
    memory.units().map(|stored| stored.expect("readable")).map(|one| (one.number, one.unit.source.text)).collect()
}

/// What came of some rounds.
#[derive(Debug, Default)]
struct Tally {
    acknowledged: usize,
    imports: usize,
    whole: usize,
}

/// A memory of its own for so many rounds, in each of which a process is killed at a random moment.
fn rounds(name: &str, count: usize, random: &mut impl FnMut() -> u64, tally: &mut Tally) {
    let folder = Folder::new(name);
    drop(Memory::create(&folder.path()).expect("a memory"));
    let mut acknowledged: BTreeMap<u64, String> = BTreeMap::new();
    for round in 0..count {
        let delay = Duration::from_micros(random() % 250_000);
        if round % 2 == 0 {
            let (mut child, reading) = adding(&folder, &format!("round {round}"), 2_000);
            thread::sleep(delay);
            child.kill().expect("it can be killed");
            child.wait().expect("it ended");
            acknowledged.extend(reading.join().expect("read"));
        } else {
            let before = visible(&folder.path()).len();
            let mut child = importing(&folder, round);
            thread::sleep(delay);
            child.kill().expect("it can be killed");
            child.wait().expect("it ended");
            // All of the file or nothing of it.
            let more = visible(&folder.path()).len() - before;
            assert!(more == 0 || more == IMPORTED, "{more} units of an import");
            tally.imports += 1;
            tally.whole += usize::from(more > 0);
        }
        let there = visible(&folder.path());
        let lost: Vec<_> = acknowledged.iter().filter(|(number, source)| there.get(number) != Some(source)).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?}");
    }
    tally.acknowledged += acknowledged.len();
    // What a killed process left of an index is no hindrance.
    if let Some(source) = acknowledged.values().next() {
        let found = folder.gloss(&["match", source, "--from", "vi"]).output().expect("run");
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    }
}

/// Units of an imported file: some batches.
const IMPORTED: usize = 20_000;

fn importing(folder: &Folder, round: usize) -> Child {
    let unit = |n: usize| {
        format!("<tu><tuv xml:lang=\"vi\"><seg>file {n}</seg></tuv><tuv xml:lang=\"en\"><seg>target</seg></tuv></tu>\n")
    };
    let units: String = (0..IMPORTED).map(|n| unit(round * IMPORTED + n)).collect();
    let text = format!("<tmx version=\"1.4\"><header srclang=\"vi\"/><body>{units}</body></tmx>");
    fs::write(folder.0.join("x.tmx"), text).expect("written");
    folder.gloss(&["import", "x.tmx"]).stdout(Stdio::null()).spawn().expect("started")
}

#[test]
#[expect(clippy::print_stdout, reason = "how many is what a long run is for")]
fn nothing_acknowledged_is_lost_when_a_process_is_killed() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let (all, mut tally) = (number("CRASH_ROUNDS", 8), Tally::default());
    for begin in (0..all).step_by(20) {
        rounds(&format!("kill-{begin}"), (all - begin).min(20), &mut random, &mut tally);
    }
    println!("{all} kills, none lost: {tally:?}");
}

#[test]
fn eight_processes_write_at_once() {
    let folder = Folder::new("eight");
    let each = number("WRITERS_ADD", 25);
    let writers: Vec<_> = (0..8).map(|n| adding(&folder, &format!("writer {n}"), each)).collect();
    let mut acknowledged = BTreeMap::new();
    for (mut child, reading) in writers {
        assert!(child.wait().expect("it ended").success());
        acknowledged.extend(reading.join().expect("read"));
    }
    assert_eq!(acknowledged.len(), 8 * each);
    assert_eq!(visible(&folder.path()), acknowledged);
}
