//! The command: arguments, streams, exit status. One file a subcommand; each parses its input, calls one journey of
//! `crate::project` and prints the report.
//!
//! Exit status: 0 found or clean, 1 nothing found or findings at or above `--fail-on`, 2 usage, configuration, input or
//! I/O trouble, also when part of the work was done. Results go to standard output, everything else to standard error.

mod annotate;
mod build;
mod card;
mod check;
mod edit;
mod export;
mod import;
mod index;
mod init;
mod input;
mod lookup;
#[cfg(feature = "lsp")]
mod lsp;
mod mine;
mod output;
mod places;
mod reference;
mod review;
#[cfg(feature = "tm")]
mod tm;
mod validate;

use std::{env, ffi::OsString, io, path::PathBuf, process::ExitCode};

use clap::{ColorChoice, CommandFactory, Parser, Subcommand};

use crate::project::{Finder, Project, ProjectError, UserLayer, Workspace};

use input::InputArgs;
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
    /// Include your personal glossary in check, build and export (left out by default, so that results are the same on every machine)
    #[arg(long, global = true)]
    user: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

/// A query without the word `lookup`. A parser of its own, because the one of all commands takes longer to make than the
/// answer.
#[derive(Debug, Parser)]
#[command(name = "gloss lookup", bin_name = "gloss lookup")]
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
    Annotate(annotate::Args),
    Check(check::Args),
    Export(export::Args),
    Import(import::Args),
    Validate(validate::Args),
    #[cfg(feature = "tm")]
    Tm(tm::Args),
    Build(build::Args),
    #[cfg(feature = "lsp")]
    Lsp(lsp::Args),
    Init(init::Args),
    Index(index::Args),
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
    let query = match first_word(args) {
        First::Query => args.to_vec(),
        First::Lookup(at) => [&args[..at], &args[at + 1..]].concat(),
        First::Command => return Cli::try_parse_from(args),
    };
    let BareQuery { everywhere, mut lookup } = BareQuery::try_parse_from(&query)?;
    lookup.bare = query.len() == args.len();
    Ok(Cli { everywhere, command: Command::Lookup(lookup) })
}

/// What the first word that is no option makes of the arguments.
enum First {
    /// A query.
    Query,
    /// One behind the word `lookup`, which stands there.
    Lookup(usize),
    /// A command, or a question about commands.
    Command,
}

fn first_word(args: &[OsString]) -> First {
    let is_help = |arg: &OsString| arg == "--help" || arg == "-h";
    let mut words = args.iter().enumerate().skip(1).map(|(at, arg)| (at, arg.to_str().unwrap_or_default()));
    while let Some((at, word)) = words.next() {
        match word {
            "--glossary" | "--color" => drop(words.next()),
            "--" if words.next().is_some() => return First::Query,
            "lookup" if !args.iter().any(is_help) => return First::Lookup(at),
            "-" => return First::Query,
            "--user" => {}
            option if option.starts_with("--glossary=") || option.starts_with("--color=") => {}
            "help" | "--" => return First::Command,
            word if word.starts_with('-') || Command::has_subcommand(word) => return First::Command,
            _ => return First::Query,
        }
    }
    First::Command
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn run(cli: Cli, out: &mut Output) -> anyhow::Result<Status> {
    // The command works in the current folder.
    let find = |user| Workspace::open_with(".", &cli.everywhere.glossary, user);
    let layer = if cli.everywhere.user { UserLayer::With } else { UserLayer::Without };
    let open = || Project::open(find(layer)?);
    let finder = |out: &mut Output| {
        let finder = Finder::open(find(UserLayer::With)?)?;
        finder.faults.iter().for_each(|fault| out.complain(&format!("warning: {fault}")));
        Ok::<_, ProjectError>(finder)
    };
    match cli.command {
        Command::Lookup(args) => lookup::run(&args, &finder(out)?, out),
        Command::Mine(args) => mine::run(&args, &open()?, out),
        Command::Review(args) => review::run(&args, &open()?, out),
        Command::Add(args) => edit::add(args, &open()?, out),
        Command::Prefer(args) => edit::prefer(&args, &open()?, out),
        Command::Fmt(args) => edit::fmt(&args, &open()?, out),
        Command::Lint(args) => check::lint(&args, &open()?, out),
        Command::Where(args) => places::run(&args, &finder(out)?, out),
        Command::Annotate(args) => annotate::run(&args, &Project::open(find(UserLayer::With)?)?, out),
        Command::Check(args) => check::run(&args, &find(layer)?, out),
        Command::Export(args) => export::run(&args, &open()?, out),
        Command::Import(args) => import::run(&args, &open()?, out),
        Command::Validate(args) => validate::run(&args, out),
        #[cfg(feature = "tm")]
        Command::Tm(args) => tm::run(&args, find(UserLayer::With)?, out),
        Command::Build(args) => build::run(&args, &open()?, out),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(&args, &cli.everywhere.glossary),
        Command::Init(args) => init::run(&args, out),
        Command::Index(args) => index::run(&args, find(UserLayer::With)?, out),
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
fn complain_about<'e>(errors: impl IntoIterator<Item = &'e ProjectError>, out: &mut Output) -> bool {
    let told = errors.into_iter().map(|error| out.complain(&format!("error: {}", error.explained())));
    told.count() > 0
}

/// Tells what could not be read of the glossaries: the rest is used, and whatever is made of it may be wrong.
fn complain_about_glossary(project: &Project, out: &mut Output) -> bool {
    complain_about_faults(&project.faults(), out)
}

fn complain_about_faults(faults: &[String], out: &mut Output) -> bool {
    faults.iter().for_each(|fault| out.complain(&format!("error: {fault}")));
    !faults.is_empty()
}
