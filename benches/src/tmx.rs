//! Reading a memory, beside the bare parser.

use std::{fs::File, io::BufReader, path::Path};

use gloss_formats::{ImportItem, Input, ReadOptions, reader_of};
use quick_xml::{Reader, events::Event};

use crate::{
    data::Data,
    timing::{best, memory},
};

pub fn run(data: &Data) -> anyhow::Result<()> {
    let path = data.0.join("memory.tmx");
    let megabytes = std::fs::metadata(&path)?.len() as f64 / 1e6;
    println!("\n## tmx: {megabytes:.0} MB, from a file in the page cache, best of 3");
    let (bare, events) = best(3, || {
        let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, File::open(&path).expect("the file")));
        let (mut buffer, mut events) = (Vec::new(), 0usize);
        loop {
            match reader.read_event_into(&mut buffer).expect("well-formed") {
                Event::Eof => break events,
                _ => events += 1,
            }
            buffer.clear();
        }
    });
    println!("quick-xml, bare loop       {:6.0} MB/s  {events} events, {:.0} MB", megabytes / bare, memory());
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let (ours, (units, letters)) = best(3, || pool.install(|| read(&path)));
        println!(
            "gloss, {threads} thread(s)         {:6.0} MB/s  {units} units, {letters} bytes of text, {:.0} MB; {:.2} of bare",
            megabytes / ours,
            memory(),
            bare / ours
        );
    }
    Ok(())
}

fn read(path: &Path) -> (usize, usize) {
    let (mut units, mut letters) = (0usize, 0usize);
    let mut input = Input::open("memory.tmx", File::open(path).expect("the file"), None).expect("readable");
    let mut found = |_: usize, found: ImportItem| {
        if let ImportItem::Unit(unit) = found {
            units += 1;
            letters += unit.source.text.len() + unit.target.text.len();
        }
    };
    let reader = reader_of(&mut input).expect("TMX");
    reader.read(input, &ReadOptions::default(), &mut found).expect("readable");
    (units, letters)
}
