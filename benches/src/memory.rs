//! A memory on disk: importing, opening, growing.

use std::{fs, path::Path, process::Command, time::Instant};

use gloss::{MemoryImport, Progress, TranslationMemory};
use gloss_core::{lang::{Lang, LangPair}, model::{Segment, Unit}};
use gloss_formats::ReadOptions;
use gloss_memory::{About, Query, SessionKind, Threshold};
use quick_xml::{Reader, events::Event};

use crate::data::Data;

const ABOUT: About<'static> =
    About { kind: SessionKind::Import, origin: "x.tmx", author: "", started: "2026-01-31T08:30:00Z" };

/// `memory DATA GLOSS FILE.tmx`: imports the file durably, beside a bare loop over it; then 1,000 more units; then the shell.
pub fn run(data: &Data, rest: &[String]) -> anyhow::Result<()> {
    let [gloss, tmx] = rest else { anyhow::bail!("usage: gloss-bench memory DATA GLOSS FILE.tmx") };
    let folder = data.0.join("memory-bench");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let path = folder.join("m.sqlite");
    let megabytes = fs::metadata(tmx)?.len() as f64 / 1e6;
    println!("\n## memory: {megabytes:.0} MB of TMX, to {}", path.display());
    let start = Instant::now();
    let mut reader = Reader::from_file(tmx)?;
    let (mut buffer, mut units) = (Vec::new(), 0usize);
    loop {
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref() == "tu" => units += 1,
            _ => {}
        }
        buffer.clear();
    }
    let bare = start.elapsed().as_secs_f64();
    println!("quick-xml, bare loop     {bare:6.2} s  {units} units");
    let import = MemoryImport {
        wanted: ReadOptions::default(),
        pair: LangPair { from: Lang::en(), to: Lang::vi() },
        encoding: None,
        author: "",
    };
    let mut memory = TranslationMemory::create(&path)?;
    let start = Instant::now();
    let report = memory.import("x.tmx", fs::File::open(tmx)?, &import, Progress::NONE)?;
    let stored = start.elapsed().as_secs_f64();
    let all = report.stored + report.known;
    println!(
        "into the store, durable  {stored:6.2} s  {all} units, {:.0}/s; {:.1} × the bare loop",
        all as f64 / stored,
        stored / bare
    );
    for lang in [Lang::en(), Lang::vi()] {
        let start = Instant::now();
        memory.matcher(&lang)?;
        println!("index of {lang}              {:6.2} s", start.elapsed().as_secs_f64());
    }
    let indexed = start.elapsed().as_secs_f64();
    println!(
        "with both indexes        {indexed:6.2} s  {:.0}/s; {:.1} × the bare loop",
        all as f64 / indexed,
        indexed / bare
    );
    add(&mut memory)?;
    println!(
        "store {:.0} MB, {:.0} bytes a unit",
        memory.memory.size() as f64 / 1e6,
        memory.memory.size() as f64 / all as f64
    );
    drop(memory);
    let gloss = fs::canonicalize(gloss)?;
    shell(&gloss, &path, &folder)?;
    let segments = data.0.join("seg/software_1000000.txt");
    if segments.exists() {
        let path = folder.join("million.sqlite");
        million(&fs::read_to_string(segments)?, &path)?;
        shell(&gloss, &path, &folder)?;
    }
    Ok(())
}

/// A memory of a million different segments.
fn million(segments: &str, path: &Path) -> anyhow::Result<()> {
    let lines: Vec<&str> = segments.lines().collect();
    let start = Instant::now();
    let mut memory = TranslationMemory::create(path)?;
    let session = memory.memory.begin(ABOUT)?;
    for batch in lines.chunks(10_000) {
        let unit =
            |line: &&str| (None, Unit::new(Segment::new(Lang::en(), *line), Segment::new(Lang::vi(), "bản dịch")));
        memory.memory.store(session, &batch.iter().map(unit).collect::<Vec<_>>())?;
    }
    memory.memory.close(session)?;
    let stored = start.elapsed().as_secs_f64();
    let start = Instant::now();
    memory.matcher(&Lang::en())?;
    let count = lines.len();
    println!("{count} units: stored in {stored:.2} s, indexed in {:.2} s", start.elapsed().as_secs_f64());
    add(&mut memory)
}

/// 1,000 more units, then their index.
fn add(memory: &mut TranslationMemory) -> anyhow::Result<()> {
    let unit = |n: usize| {
        let text = |lang, word: &str| Segment::new(lang, format!("{word} {n} of a thousand {}", n * 7919 % 1000));
        (None, Unit::new(text(Lang::en(), "number"), text(Lang::vi(), "số")))
    };
    let units: Vec<_> = (0..1_000).map(unit).collect();
    let start = Instant::now();
    memory.memory.record(ABOUT, &units, &[])?;
    let stored = start.elapsed().as_secs_f64() * 1e3;
    let start = Instant::now();
    let matcher = memory.matcher(&Lang::en())?;
    let indexed = start.elapsed().as_secs_f64() * 1e3;
    let segment = Segment::new(Lang::en(), "number 7 of a thousand 433");
    let query = Query { segment: &segment, context: None, to: None, threshold: Threshold::DEFAULT, limit: Some(5) };
    let found = memory.matches(&matcher, &query)?.len();
    println!("1,000 more: stored in {stored:.0} ms, indexed in {indexed:.0} ms; {found} matches of one of them");
    Ok(())
}

/// From the start of a process to its end.
fn shell(gloss: &Path, memory: &Path, folder: &Path) -> anyhow::Result<()> {
    let time = |program: &Path, args: &[&str]| -> anyhow::Result<f64> {
        let mut times = Vec::new();
        for _ in 0..100 {
            let start = Instant::now();
            Command::new(program).args(args).current_dir(folder).output()?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        Ok(times[50])
    };
    let path = memory.to_string_lossy().into_owned();
    let floor = time(Path::new("/bin/true"), &[])?;
    for query in
        ["Could not open the file", "Không thể mở tập tin 3", "nothing that anybody would ever have translated yet"]
    {
        let took = time(gloss, &["tm", "--memory", &path, "match", query])?;
        println!("gloss tm match {query:?}: {took:.2} ms; /bin/true {floor:.2} ms");
    }
    Ok(())
}

/// `growth DATA NAME COUNT…`: a recombined memory of growing size: time of a query, of the index and its size.
pub fn growth(data: &Data, rest: &[String]) -> anyhow::Result<()> {
    let [name, counts @ ..] = rest else { anyhow::bail!("usage: gloss-bench growth DATA NAME COUNT…") };
    let text = fs::read_to_string(data.0.join(format!("{name}.txt")))?;
    let real: Vec<Vec<&str>> = text.lines().take(500_000).map(|line| line.split(' ').collect()).collect();
    let queries: Vec<Segment> = fs::read_to_string(data.0.join(format!("{name}_10000.q")))?
        .lines()
        .map(|line| Segment::new(Lang::vi(), line))
        .collect();
    println!("\n## growth: {name}, the beginning of one segment with the end of another");
    println!("  segments   build s        MB   B/segment   mean µs   p50 µs   p99 µs   matches/query");
    for count in counts {
        let count: usize = count.parse()?;
        crate::fuzzy::grown(&real, &queries, count)?;
    }
    Ok(())
}
