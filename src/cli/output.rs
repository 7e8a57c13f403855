//! The only place that prints.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
};

use crate::project::write_file;
use anstream::AutoStream;
use clap::ColorChoice;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Standard output for results, standard error for everything else.
pub(super) struct Output {
    results: Box<dyn Write>,
    messages: Box<dyn Write>,
    coloured: bool,
}

impl Output {
    pub(super) fn new(color: ColorChoice) -> Self {
        let choice = match color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::AlwaysAnsi,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        let chosen = |auto: anstream::ColorChoice| if choice == anstream::ColorChoice::Auto { auto } else { choice };
        let for_results = chosen(AutoStream::choice(&io::stdout()));
        let for_messages = chosen(AutoStream::choice(&io::stderr()));
        Self {
            results: stream(Box::new(BufWriter::new(io::stdout())), for_results),
            messages: stream(Box::new(io::stderr()), for_messages),
            coloured: for_results != anstream::ColorChoice::Never,
        }
    }

    /// Whether results carry colours.
    pub(super) fn coloured(&self) -> bool {
        self.coloured
    }

    /// Where results go.
    pub(super) fn results(&mut self) -> &mut dyn Write {
        &mut self.results
    }

    /// A value as one line of JSON.
    pub(super) fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.results, value)?;
        writeln!(self.results)
    }

    /// A line of results.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.results, "{text}")
    }

    /// A line for people beside the results. That nobody can read it is no reason to fail.
    pub(super) fn complain(&mut self, text: &str) {
        let _ = self.results.flush();
        let _ = writeln!(self.messages, "{text}");
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.results.flush()
    }
}

/// Leaves colours in or takes them out. What is left goes to `raw` in many small pieces, so results have a buffer there.
fn stream(raw: Box<dyn Write>, choice: anstream::ColorChoice) -> Box<dyn Write> {
    Box::new(AutoStream::new(raw, choice))
}

/// A progress bar on a terminal's standard error; nothing elsewhere, and nothing for a job too short to wait for.
pub(super) fn progress(files: usize, what: &'static str) -> ProgressBar {
    const WORTH_SHOWING: usize = 20;
    if files < WORTH_SHOWING || !io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let style =
        ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style).with_message(what)
}

/// `1 place`, `2 places`.
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Writes a file a user named. Its folder must be there: a mistyped one is not made.
pub(super) fn write_named(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(missing) = folder.filter(|folder| !folder.exists()) {
        anyhow::bail!("cannot write {}: folder {} does not exist", path.display(), missing.display());
    }
    Ok(write_file(path, bytes)?)
}
