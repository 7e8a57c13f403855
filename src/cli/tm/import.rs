//! `gloss tm import`.

use std::{
    fs::File,
    io::{self, Cursor, IsTerminal, Read},
    path::{Path, PathBuf},
};

use crate::project::{
    Encoding, MemoryImport, MemoryImported, Progress, ProjectError, TranslationMemory, aligned_paths,
    formats::ReadOptions,
};
use indicatif::{ProgressBar, ProgressDrawTarget};

use super::{
    super::{Output, Status, output::plural},
    DirectionArgs, Format, Memory,
};

/// Takes the units of exchange files into the memory.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm import old.tmx project.xlf\n  gloss tm import pairs.tsv --from vi --to en\n  gloss tm import article.vi.txt=article.en.txt\n\nReads TMX, XLIFF (SDLXLIFF and MQXLIFF too), PO, tables and whatever else `gloss import` reads, also in .gz and .zip; and two texts of which one is the translation of the other line by line. A file is taken in as a whole or not at all; what is there already is left alone; `gloss tm undo` takes a session back."
)]
pub(super) struct Args {
    /// The files, or two aligned texts with `=` between them; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    direction: DirectionArgs,
    /// The file's encoding: utf-8, utf-16le, windows-1258, tcvn3, vni and others (default: found out)
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// Who imports, for the list of sessions
    #[arg(long, value_name = "NAME", default_value = "")]
    author: String,
    /// List every place that was skipped or warned about
    #[arg(long)]
    verbose: bool,
    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The name under which standard input is read, which says what it is
    #[arg(long, value_name = "NAME", default_value = "stdin.tmx")]
    stdin_filename: String,
}

/// How many lines of a kind are shown without `--verbose`.
const MAX_LINES_SHOWN: usize = 10;

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let mut memory = at.create()?;
    let (mut status, mut nothing) = (Status::Fine, true);
    for path in &args.files {
        match import(args, path, at, &mut memory) {
            Ok((name, report)) => {
                nothing &= report.stored + report.known == 0;
                tell(&name, &report, args, out)?;
            }
            Err(error) if args.files.len() > 1 => {
                out.complain(&format!("error: {error:#}"));
                status = Status::Trouble;
            }
            Err(error) => return Err(error),
        }
    }
    // Searching would have to do it otherwise, while somebody waits.
    memory.index()?;
    Ok(if nothing && status == Status::Fine { Status::Negative } else { status })
}

fn import(
    args: &Args,
    path: &Path,
    at: &Memory,
    memory: &mut TranslationMemory,
) -> anyhow::Result<(String, MemoryImported)> {
    let name = if path.as_os_str() == "-" { args.stdin_filename.clone() } else { path.to_string_lossy().into_owned() };
    let (from, to) = (args.direction.from.clone(), args.direction.to.clone());
    let import = MemoryImport {
        pair: at.pair(&args.direction)?,
        wanted: ReadOptions { from, to, context: true, ..ReadOptions::default() },
        encoding: args.encoding,
        author: &args.author,
    };
    let bar = ProgressBar::no_length().with_message("units");
    if !io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let stored = |units: usize| bar.inc(units as u64);
    let progress = Progress::new(&stored);
    let report = if let Some([first, second]) = aligned_paths(path) {
        memory.import_aligned([&first, &second], &import, progress)
    } else if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        memory.import(&name, Cursor::new(bytes), &import, progress)
    } else {
        let failed = |source| ProjectError::Io { what: "read", path: path.to_owned(), source };
        memory.import(&name, File::open(path).map_err(failed)?, &import, progress)
    };
    bar.finish_and_clear();
    Ok((name, report?))
}

fn tell(name: &str, report: &MemoryImported, args: &Args, out: &mut Output) -> anyhow::Result<()> {
    if args.format == Format::Json {
        return Ok(out.json(&report.report(name))?);
    }
    let MemoryImported { session, stored, known, skipped, warned, left_out } = report;
    let session = session.map_or_else(String::new, |session| format!(" in session {session}"));
    let counts = format!("{} stored{session}, {known} there already", plural(*stored, "unit"));
    out.line(&format!("{name}: {counts}, {} skipped, {}", skipped.count, plural(warned.count, "warning")))?;
    for (what, noted) in [("skipped", skipped), ("warning", warned)] {
        let shown = if args.verbose { noted.first.len() } else { MAX_LINES_SHOWN };
        for (line, why) in noted.first.iter().take(shown) {
            out.complain(&format!("line {line}: {what}: {why}"));
        }
        if noted.count > shown {
            out.complain(&format!("… and {} more ({what})", noted.count - shown));
        }
    }
    left_out.iter().for_each(|(kind, count)| out.complain(&format!("left out: {count} {kind}")));
    if stored + known + skipped.count == 0 {
        out.complain(&format!("{name} holds no units"));
    }
    Ok(())
}
