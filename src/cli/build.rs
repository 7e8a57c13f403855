//! `gloss build`.

use crate::project::{InputSources, Outcome, Progress, Project, Renderer, Severity, Style};

use super::{Output, Status, check::summary, complain_about, output::plural};

/// Brings everything up to date: lint, index, mine, check, export.
///
/// Candidates go into the review file, exports into the exports folder; the glossary is never written. What the check finds
/// is shown and does not change the exit status.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gloss build\n  gloss build && git diff --stat exports/")]
pub(super) struct Args {
    /// Do not list what the check finds in the articles, only count it
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(args: &Args, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    let report = project.build(Progress::NONE)?;
    let trouble = complain_about(&report.files.errors, out);
    let articles = report.files.articles.len();
    Renderer::Brief.write(&report.lint, &project.glossary_sources(), out.results())?;
    match report.outcome {
        Outcome::UpToDate => out.line("nothing changed since the last build")?,
        Outcome::LintFailed => {
            out.complain("the glossary has errors; correct them, then build again");
            return Ok(Status::Trouble);
        }
        Outcome::Done { concepts, units, candidates, review, findings, written, unchanged } => {
            if !args.quiet {
                let style = if out.coloured() { Style::Coloured } else { Style::Plain };
                let shown: Vec<_> = findings.iter().filter(|f| f.severity >= Severity::Warning).cloned().collect();
                Renderer::Text(style).write(&shown, &InputSources::of(&report.files), out.results())?;
            }
            out.line(&format!("glossary  {concepts} concepts, {units} of them administrative units; no errors"))?;
            let (articles_read, waiting) = (plural(articles, "article"), plural(candidates, "candidate"));
            out.line(&format!("mined     {articles_read}: {waiting} in {}", review.display()))?;
            out.line(&format!("checked   {}", summary(&findings, articles)))?;
            let names: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
            let changed = if names.is_empty() { "nothing new".to_owned() } else { names.join(", ") };
            out.line(&format!("exported  {changed}; {unchanged} unchanged"))?;
        }
    }
    Ok(if trouble { Status::Trouble } else { Status::Fine })
}
