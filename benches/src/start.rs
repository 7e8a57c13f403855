//! From the start of a process to its end.

use std::{
    process::{Command, Stdio},
    time::Instant,
};

use crate::data::Data;

/// Commands take turns in blocks of this many, so that noise meets all alike and each finds its own pages warm.
const BLOCK: usize = 20;
const BLOCKS: usize = 10;

/// `start DATA GLOSS`: one process an answer.
pub fn run(data: &Data, args: &[String]) -> anyhow::Result<()> {
    let [gloss] = args else { anyhow::bail!("usage: start DATA path/to/gloss") };
    println!("\n## start: process start to exit, wall ms, {BLOCKS} turns of {BLOCK} processes");
    let mut commands: Vec<(String, Vec<String>)> = vec![("/bin/true".into(), vec!["/bin/true".into()])];
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for (what, query) in
        [("exact", "Đại đoàn kết"), ("without diacritics", "dai doan ket"), ("misspelt", "nha dai doan kett")]
    {
        commands.push((format!("gloss, shipped glossary, {what}"), words(&[gloss, query])));
    }
    for size in ["10k", "1M"] {
        let path = data.0.join(format!("t_{size}.tsv")).display().to_string();
        let exact = data.queries(size)?.into_iter().find(|query| query.kind == "exact").map(|query| query.text);
        let word = exact.unwrap_or_default();
        let misspelt = data.queries(size)?.into_iter().find(|query| query.kind == "e1").map(|query| query.text);
        let wrong = misspelt.unwrap_or_default();
        commands.push((format!("gloss, {size}, exact"), words(&[gloss, "--glossary", &path, "lookup", &word])));
        commands.push((format!("gloss, {size}, misspelt"), words(&[gloss, "--glossary", &path, "lookup", &wrong])));
        let stardict = data.0.join(format!("sd_{size}")).display().to_string();
        if std::path::Path::new(&stardict).exists() {
            commands.push((format!("sdcv, {size}, exact"), words(&["sdcv", "-n", "-e", "-2", &stardict, &word])));
            commands.push((format!("sdcv, {size}, misspelt"), words(&["sdcv", "-n", "-2", &stardict, &wrong])));
        }
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); commands.len()];
    for _ in 0..BLOCKS {
        for (i, (_, command)) in commands.iter().enumerate() {
            for turn in 0..=BLOCK {
                let mut process = Command::new(&command[0]);
                process.args(&command[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                let start = Instant::now();
                let status = process.status()?;
                if turn > 0 {
                    times[i].push(start.elapsed().as_secs_f64() * 1e3);
                }
                anyhow::ensure!(status.code().is_some_and(|code| code < 2), "{command:?} failed");
            }
        }
    }
    let floor = median(&mut times[0]);
    for (i, (name, command)) in commands.iter().enumerate() {
        let p50 = median(&mut times[i]);
        println!(
            "{name:<42} p50 {p50:8.2} ms  {:6.1} × /bin/true   {}",
            p50 / floor,
            command.last().map_or("", String::as_str)
        );
    }
    Ok(())
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
