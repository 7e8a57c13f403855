//! The command: arguments, streams, exit status. One file a subcommand; each parses its input, calls one journey of
//! [`crate::project`] and prints the report.
//!
//! Exit status: 0 found or clean, 1 nothing found or findings at or above `--fail-on`, 2 usage, configuration, input or
//! I/O trouble, also when part of the work was done. Results go to standard output, everything else to standard error.

mod build;
mod card;
mod check;
mod edit;
mod export;
mod lookup;
mod mine;
mod output;
mod places;
mod reference;
mod review;

use std::{env, ffi::OsString, io, path::PathBuf, process::ExitCode};

use clap::{ColorChoice, CommandFactory, Parser, Subcommand};

use crate::project::{Finder, Project, ProjectError, UserLayer, Workspace};

use output::Output;

/// What a command ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Found, or clean.
    Fine = 0,
    /// Nothing found, or findings.
    Negative = 1,
    /// Something went wrong on the way.
    Trouble = 2,
}

#[derive(Debug, Parser)]
#[command(
    name = "gloss",
    version,
    about = "Bilingual glossary, term mining and consistency checks, Vietnamese and English first",
    long_about = "Finds terms however they are typed, mines them from articles, checks that texts use them alike, and exports them for CAT tools. A bare query is a look-up: gloss \"dai doan ket\"",
    after_help = "Examples:\n  gloss \"Đại đoàn kết\"          look a term up, in either language, with or without diacritics\n  gloss mine articles/          propose terms and names from texts\n  gloss check articles/         find terms that are rendered in two ways\n  gloss export tmx -o terms.tmx\n  gloss -- check                look up the word \"check\"\n\nExit status: 0 found or clean, 1 nothing found or findings, 2 usage or input trouble.",
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
struct Everywhere {
    /// Use this glossary folder or file instead of the project's and the shipped one (repeatable)
    #[arg(long, global = true, value_name = "PATH")]
    glossary: Vec<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

/// A bare query: what `gloss lookup` understands, without the word. A parser of its own, because the one of all commands
/// takes longer to make than the answer.
#[derive(Debug, Parser)]
#[command(name = "gloss lookup")]
struct BareQuery {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(flatten)]
    lookup: lookup::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    Lookup(lookup::Args),
    Mine(mine::Args),
    Review(review::Args),
    Add(edit::AddArgs),
    Prefer(edit::PreferArgs),
    Fmt(edit::FmtArgs),
    Lint(check::LintArgs),
    Where(places::Args),
    Check(check::Args),
    Export(export::Args),
    Build(build::Args),
    Explain(reference::ExplainArgs),
    Completions(reference::CompletionArgs),
    Man(reference::ManArgs),
}

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match parse(&env::args_os().collect::<Vec<_>>()) {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { Status::Trouble } else { Status::Fine };
            return match error.print() {
                Err(failed) if failed.kind() != io::ErrorKind::BrokenPipe => exit(Status::Trouble),
                _ => exit(code),
            };
        }
    };
    let mut output = Output::new(cli.everywhere.color);
    let result = run(cli, &mut output).and_then(|status| output.finish().map(|()| status).map_err(anyhow::Error::from));
    match result {
        Ok(status) => exit(status),
        Err(error) if is_closed_pipe(&error) => exit(Status::Fine),
        Err(error) => {
            output.complain(&format!("error: {error:#}"));
            exit(Status::Trouble)
        }
    }
}

fn exit(status: Status) -> ExitCode {
    ExitCode::from(status as u8)
}

/// Parses arguments. A first word that is no command makes them a look-up, as does `--` before one that is.
fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    if is_bare_query(args) {
        let BareQuery { everywhere, lookup } = BareQuery::try_parse_from(args)?;
        return Ok(Cli { everywhere, command: Command::Lookup(lookup) });
    }
    Cli::try_parse_from(args)
}

fn is_bare_query(args: &[OsString]) -> bool {
    let mut args = args.iter().skip(1).map(|arg| arg.to_str().unwrap_or_default());
    while let Some(arg) = args.next() {
        match arg {
            "--glossary" | "--color" => drop(args.next()),
            "--" => return args.next().is_some(),
            "help" => return false,
            option if option.starts_with("--glossary=") || option.starts_with("--color=") => {}
            word => return word == "-" || !(word.starts_with('-') || Command::has_subcommand(word)),
        }
    }
    false
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn run(cli: Cli, out: &mut Output) -> anyhow::Result<Status> {
    let find = |user| Workspace::find(&cli.everywhere.glossary, user);
    let open = || Project::open(find(UserLayer::Without)?);
    let finder = || Finder::open(find(UserLayer::With)?);
    match cli.command {
        Command::Lookup(args) => lookup::run(&args, &finder()?, out),
        Command::Mine(args) => mine::run(&args, &open()?, out),
        Command::Review(args) => review::run(&args, &open()?, out),
        Command::Add(args) => edit::add(args, &open()?, out),
        Command::Prefer(args) => edit::prefer(&args, &open()?, out),
        Command::Fmt(args) => edit::fmt(&args, &open()?, out),
        Command::Lint(args) => check::lint(&args, &open()?, out),
        Command::Where(args) => places::run(&args, &finder()?, out),
        Command::Check(args) => check::run(&args, &open()?, out),
        Command::Export(args) => export::run(&args, &open()?, out),
        Command::Build(args) => build::run(&args, &open()?, out),
        Command::Explain(args) => reference::explain(&args, out),
        Command::Completions(args) => reference::completions(&args, out),
        Command::Man(args) => reference::man(&args, out),
    }
}

/// The names of all commands.
fn command_names() -> Vec<String> {
    Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Tells about files that could not be read; the others were.
fn complain_about(errors: &[ProjectError], out: &mut Output) -> bool {
    errors.iter().for_each(|error| out.complain(&format!("error: {}", error.explained())));
    !errors.is_empty()
}
