//! `gloss import`.

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::PathBuf,
};

use crate::project::{
    Encoding, Import, Imported, Lang, Project, ProjectError,
    formats::{ReadOptions, readable},
};

use super::{Output, Status, complain_about_glossary, output::plural};

/// Takes the entries of an exchange file into the project's glossary.
#[derive(Debug, clap::Args)]
#[command(after_help = help())]
pub(super) struct Args {
    /// The file; `-` reads standard input
    file: PathBuf,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// The domain of entries whose own is not one of the glossary's [default: general]
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// The language of the sources, if the file does not say or has many
    #[arg(long, value_name = "LANG")]
    from: Option<Lang>,
    /// The language of the translations, if the file does not say or has many
    #[arg(long, value_name = "LANG")]
    to: Option<Lang>,
    /// The file's encoding: utf-8, utf-16le, windows-1258, tcvn3, vni and others (default: found out)
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// List every entry with its line
    #[arg(long)]
    verbose: bool,
    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The name under which standard input is read, which says what it is
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    stdin_filename: String,
}

fn help() -> String {
    format!(
        "Examples:\n  gloss import terms.tbx --dry-run\n  gloss import glossary.tmx --domain org\n  gloss import old.csv --from vi --to en --encoding tcvn3\n\nReads {}, also in .gz and .zip. Nothing is written unless the whole file could be read; a file that was imported changes nothing the second time.",
        readable()
    )
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// How many lines of a kind are shown without `--verbose`.
const MAX_LINES_SHOWN: usize = 10;

pub(super) fn run(args: &Args, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    let trouble = complain_about_glossary(project, out);
    let import = Import {
        wanted: ReadOptions { from: args.from.clone(), to: args.to.clone(), ..ReadOptions::default() },
        encoding: args.encoding,
        domain: args.domain.clone(),
        dry_run: args.dry_run,
    };
    let report = if args.file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        project.import(&args.stdin_filename, Cursor::new(bytes), &import)?
    } else {
        let failed = |source| ProjectError::Io { what: "read", path: args.file.clone(), source };
        let file = File::open(&args.file).map_err(failed)?;
        project.import(&args.file.to_string_lossy(), file, &import)?
    };
    match args.format {
        Format::Text => tell(&report, args, out)?,
        Format::Json => out.json(&report.report(args.dry_run))?,
    }
    if report.created.is_empty() && report.updated.is_empty() && report.skipped.is_empty() {
        out.complain("the file holds no terms");
    }
    let nothing = report.created.is_empty() && report.updated.is_empty() && report.skipped.is_empty();
    Ok(match (trouble, nothing) {
        (true, _) => Status::Trouble,
        (false, true) => Status::Negative,
        (false, false) => Status::Fine,
    })
}

fn tell(report: &Imported, args: &Args, out: &mut Output) -> anyhow::Result<()> {
    let Imported { created, updated, skipped, warned, left_out, files } = report;
    let done = if args.dry_run { ["to create", "to update"] } else { ["created", "updated"] };
    let counts = [(created.len(), done[0]), (updated.len(), done[1]), (skipped.len(), "skipped")];
    let counts: Vec<String> = counts.iter().map(|(count, what)| format!("{count} {what}")).collect();
    out.line(&format!("{}, {}", counts.join(", "), plural(warned.len(), "warning")))?;
    let already = |why: &str| why.ends_with("has all of this already");
    for (what, lines, always) in [("created", created, false), ("updated", updated, false), ("warning", warned, true)] {
        show(what, lines.iter(), always, args.verbose, out);
    }
    // That most entries are there already is what a second import is about.
    let odd = skipped.iter().filter(|(_, why)| args.verbose || !already(why));
    show("skipped", odd, true, args.verbose, out);
    for (kind, lines) in left_out {
        let first = lines.first().copied().unwrap_or_default();
        out.complain(&format!("left out: {} {kind}, first on line {first}", lines.len()));
    }
    let wrote = if args.dry_run { "would write" } else { "wrote" };
    files.iter().for_each(|file| out.complain(&format!("{wrote} {}", file.display())));
    Ok(())
}

fn show<'r>(
    what: &str,
    lines: impl Iterator<Item = &'r (usize, String)>,
    always: bool,
    verbose: bool,
    out: &mut Output,
) {
    let lines: Vec<_> = lines.collect();
    let shown = if verbose {
        lines.len()
    } else if always {
        MAX_LINES_SHOWN
    } else {
        0
    };
    lines.iter().take(shown).for_each(|(line, text)| out.complain(&format!("line {line}: {what}: {text}")));
    if always && lines.len() > shown {
        out.complain(&format!("… and {} more ({what}); --verbose lists all", lines.len() - shown));
    }
}
