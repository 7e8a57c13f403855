//! `gloss validate`.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Cursor, Read},
    path::{Path, PathBuf},
};

use crate::project::{Encoding, ProjectError, Severity, Validation, formats::validatable, validate_file};

use super::{Output, Status, check::ReportArgs};

/// Holds exchange files against their standards, and names the programs that would refuse them.
#[derive(Debug, clap::Args)]
#[command(after_help = help())]
pub(super) struct Args {
    /// The files; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    report: ReportArgs,
    /// The files' encoding, if they do not say or say it wrongly
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// The name under which standard input is reported and read
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    stdin_filename: String,
}

fn help() -> String {
    format!(
        "Examples:\n  gloss validate memory.tmx terms.tbx\n  gloss validate --format sarif exports/*.xlf\n\nValidates {}. Exit status: 0 valid, 1 invalid, 2 not readable at all. What is valid and yet refused by some program is a warning; --fail-on warning makes it count.",
        validatable()
    )
}

/// Files up to this many bytes are shown where something is the matter with them.
const SHOWN: u64 = 4 << 20;

pub(super) fn run(args: &Args, out: &mut Output) -> anyhow::Result<Status> {
    let (mut findings, mut texts, mut judged) = (Vec::new(), Vec::new(), 0);
    for path in &args.files {
        match one(args, path) {
            Ok(Validation { standard, findings: told, more }) => {
                judged += 1;
                let errors = told.iter().filter(|finding| finding.severity == Severity::Error).count();
                let verdict = if errors == 0 { "valid" } else { "invalid" };
                out.complain(&format!("{}: {verdict} {standard}", shown(args, path)));
                if !told.is_empty() {
                    texts.extend(source(path).map(|text| (path.to_string_lossy().into_owned(), text)));
                }
                findings.extend(told);
                if more > 0 {
                    out.complain(&format!("{}: and {more} more findings, which are not shown", shown(args, path)));
                }
            }
            Err(error) => out.complain(&format!("error: {}", error.explained())),
        }
    }
    let sources: BTreeMap<&str, &str> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let status = args.report.report(&findings, &sources, judged, out, Severity::Error)?;
    Ok(if judged < args.files.len() { Status::Trouble } else { status })
}

/// The name under which a file is reported.
fn shown(args: &Args, path: &Path) -> String {
    if path.as_os_str() == "-" { args.stdin_filename.clone() } else { path.to_string_lossy().into_owned() }
}

fn one(args: &Args, path: &Path) -> Result<Validation, ProjectError> {
    let failed = |source| ProjectError::Io { what: "read", path: path.to_owned(), source };
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        return validate_file(&args.stdin_filename, Cursor::new(bytes), args.encoding);
    }
    validate_file(&path.to_string_lossy(), File::open(path).map_err(failed)?, args.encoding)
}

/// The text, if it is plain UTF-8 and not too long to look at.
fn source(path: &Path) -> Option<String> {
    let small = std::fs::metadata(path).ok()?.len() <= SHOWN;
    let text = small.then(|| std::fs::read_to_string(path).ok()).flatten()?;
    Some(text.trim_start_matches('\u{feff}').to_owned()) // places are counted behind the mark
}
