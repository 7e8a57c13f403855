//! A short fuzzing run: the corpora of `fuzz/corpus`, each file as it is and changed in many places. `FUZZ_ROUNDS` makes it
//! longer; `cargo fuzz` (see `fuzz/README.md`) looks for new ways in.

mod harness;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    time::Instant,
};

/// A xorshift generator: the same changes on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or_default()
    }
}

const PIECES: [&[u8]; 16] = [
    b"<",
    b">",
    b"&",
    b"\"",
    b"</",
    b"\0",
    b"\xff\xfe",
    b"\t",
    b"\n",
    b"&#0;",
    b"<!--",
    b"]]>",
    b"\\",
    b"#",
    "ệ".as_bytes(),
    b"'",
];

fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(out.len());
        match random.below(6) {
            0 if !out.is_empty() => out[at] ^= 1 << random.below(8),
            1 => out.truncate(at),
            2 => drop(out.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied())),
            3 => {
                let end = (at + random.below(40)).min(out.len());
                out.drain(at..end);
            }
            4 => {
                let end = (at + random.below(60)).min(out.len());
                let piece = out[at..end].to_vec();
                let to = random.below(out.len());
                drop(out.splice(to..to, piece));
            }
            _ => {
                let (from, piece) = (random.below(bytes.len()), PIECES[random.below(PIECES.len())]);
                let end = (at + piece.len()).min(out.len());
                drop(out.splice(at..end, bytes[from..(from + piece.len()).min(bytes.len())].iter().copied()));
            }
        }
    }
    out
}

#[test]
fn any_bytes_are_read_or_refused_and_what_is_read_can_be_written() {
    let rounds: usize = std::env::var("FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(60);
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    for format in harness::readable() {
        let corpus = corpora.join(format.name);
        let mut files: Vec<_> = fs::read_dir(&corpus)
            .unwrap_or_else(|error| panic!("{format:?} is read and has no corpus {}: {error}", corpus.display()))
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{} is empty", corpus.display());
        for (number, file) in files.iter().enumerate() {
            let bytes = fs::read(file).expect("readable");
            harness::check(format, &bytes);
            let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (number as u64 + 1));
            for round in 0..rounds {
                let (input, start) = (changed(&bytes, &mut random), Instant::now());
                let result = catch_unwind(AssertUnwindSafe(|| harness::check(format, &input)));
                let shown = || format!("{} round {round}: {:?}", file.display(), String::from_utf8_lossy(&input));
                assert!(result.is_ok(), "{}", shown());
                assert!(start.elapsed().as_secs() < 5, "{} takes {:?}", shown(), start.elapsed());
            }
        }
    }
}
