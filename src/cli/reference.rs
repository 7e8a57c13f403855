//! `gloss explain`, `gloss completions`, `gloss man`.

use clap::CommandFactory;

use crate::project::{RULES, rule, unknown_rule};

use super::{Cli, Output, Status};

/// Explains a rule of `gloss check` and `gloss lint`; without a name, lists them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gloss explain\n  gloss explain competing-renderings")]
pub(super) struct ExplainArgs {
    /// The rule, as shown in brackets beside a finding
    rule: Option<String>,
}

pub(super) fn explain(args: &ExplainArgs, out: &mut Output) -> anyhow::Result<Status> {
    let Some(id) = &args.rule else {
        for rule in RULES.iter() {
            out.line(&format!("{:<24} {:<8} {}", rule.id, rule.severity, rule.summary))?;
        }
        return Ok(Status::Fine);
    };
    match rule(id) {
        Some(rule) => {
            out.line(&format!("# {} ({})\n\n{}", rule.id, rule.severity, rule.explanation.trim_end()))?;
            Ok(Status::Fine)
        }
        None => {
            out.complain(&unknown_rule(id));
            Ok(Status::Negative)
        }
    }
}

/// Prints a completion script for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gloss completions bash > ~/.local/share/bash-completion/completions/gloss")]
pub(super) struct CompletionArgs {
    /// The shell
    shell: clap_complete::Shell,
}

pub(super) fn completions(args: &CompletionArgs, out: &mut Output) -> anyhow::Result<Status> {
    // The generator panics where a pipe closes, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "gloss", &mut script);
    out.results().write_all(&script)?;
    Ok(Status::Fine)
}

/// Prints the manual page.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gloss man > gloss.1 && man -l gloss.1")]
pub(super) struct ManArgs {}

pub(super) fn man(_: &ManArgs, out: &mut Output) -> anyhow::Result<Status> {
    clap_mangen::Man::new(Cli::command()).render(&mut out.results())?;
    Ok(Status::Fine)
}
