//! `gloss check` from process start to exit: a folder of articles, and one of them.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{data::Data, timing::best};

/// Bytes of an article, about.
const ARTICLE: usize = 8_000;

/// `check DATA GLOSS`.
pub fn run(data: &Data, args: &[String]) -> anyhow::Result<()> {
    let [gloss] = args else { anyhow::bail!("usage: check DATA path/to/gloss") };
    let folder = std::env::temp_dir().join(format!("gloss-bench-check-{}", std::process::id()));
    let articles = folder.join("articles");
    fs::create_dir_all(&articles)?;
    let written = write(data, &articles);
    let ran = written.and_then(|bytes| measure(data, gloss, &folder, bytes));
    fs::remove_dir_all(&folder)?;
    ran
}

/// Cuts the news into articles; gives their bytes.
fn write(data: &Data, folder: &Path) -> anyhow::Result<usize> {
    let mut bytes = 0;
    for lang in ["en", "vi"] {
        let (text, mut article, mut count) = (data.read(&format!("news.{lang}.txt"))?, String::new(), 0);
        for paragraph in text.split_inclusive("\n\n") {
            article.push_str(paragraph);
            if article.len() >= ARTICLE {
                fs::write(folder.join(format!("{count:05}.{lang}.txt")), &article)?;
                bytes += article.len();
                count += 1;
                article.clear();
            }
        }
    }
    Ok(bytes)
}

fn measure(data: &Data, gloss: &str, folder: &Path, bytes: usize) -> anyhow::Result<()> {
    let megabytes = bytes as f64 / 1e6;
    println!("\n## check: {megabytes:.0} MB of articles in a folder, process start to exit, best of 5; one article, best of 50");
    let terms = data.0.join("t_10k.tsv").display().to_string();
    let one = folder.join("articles/00000.en.txt");
    for (what, glossary) in [("shipped glossary", vec![]), ("10,000 terms", vec!["--glossary", terms.as_str()])] {
        let command = |path: &Path, threads: &str| {
            let mut command = Command::new(gloss);
            command.current_dir(folder).env("RAYON_NUM_THREADS", threads).args(&glossary);
            command.args(["check", "--format", "brief"]).arg(path).stdin(Stdio::null()).stderr(Stdio::null());
            command
        };
        // The index is made by the first run.
        command(&one, "0").output()?;
        for threads in ["1", "0"] {
            let (seconds, output) = best(5, || command(&folder.join("articles"), threads).output());
            let findings = output?.stdout.iter().filter(|byte| **byte == b'\n').count();
            let cores = if threads == "1" { "one thread" } else { "all cores" };
            println!("{what}, {cores}: {:.0} MB/s ({findings} findings)", megabytes / seconds);
        }
        let (seconds, status) = best(50, || command(&one, "0").output());
        anyhow::ensure!(status?.status.code().is_some_and(|code| code < 2), "the check failed");
        println!("{what}, one article of {} bytes: {:.1} ms", fs::metadata(&one)?.len(), seconds * 1e3);
    }
    Ok(())
}
