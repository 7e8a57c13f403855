//! `gloss check` and `gloss lint`.

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use crate::project::{
    BaselineUse, CheckOptions, CheckReport, Finding, Fixed, InputSources, Inputs, Lang, Named, Progress, Project,
    ProjectError, RULES, Renderer, RuleName, Severity, Sources, Style, TextStore, Texts, Workspace, fixed, write_file,
};

use super::{
    InputArgs, Output, Status, complain_about, complain_about_faults,
    output::{self, plural, write_named},
};

/// Flags variant renderings, deprecated terms and slips of orthography in texts, and what is wrong with translations.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss check articles/\n  gloss check articles/ --fix --dry-run\n  gloss check articles/ --diff origin/main --format github\n  gloss check articles/ --output sarif=findings.sarif --output junit=findings.xml\n  gloss check job.xlf memory.tmx app.po article.vi.txt=article.en.txt\n  cat article.txt | gloss check - --stdin-filename article.txt\n\n`gloss explain RULE` says what a rule is about and how findings are waived. Rules are weighed or switched off in `gloss.toml`, per path too; findings in `gloss-baseline.tsv` are old and kept quiet about."
)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    report: ReportArgs,
    /// Ignore the termbase: variants, orthography and styles are looked for by the texts alone
    #[arg(long)]
    no_glossary: bool,
    /// The language of the sources, for translations that do not name theirs
    #[arg(long, value_name = "LANG")]
    from: Option<Lang>,
    /// The language of the targets, for translations that do not name theirs
    #[arg(long, value_name = "LANG")]
    to: Option<Lang>,
    /// Only this rule (repeatable)
    #[arg(long, value_name = "RULE")]
    only: Vec<RuleName>,
    /// Only what touches lines that changed since a revision of git
    #[arg(long, value_name = "REV")]
    diff: Option<String>,
    /// Mend what is certain in the files, then report the rest
    #[arg(long)]
    fix: bool,
    /// With --fix: show the changes as a patch and write nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Also write pages about every concept that the texts name into a folder
    #[arg(long, value_name = "FOLDER")]
    pages: Option<PathBuf>,
    /// Report old findings too, which the baseline has
    #[arg(long)]
    no_baseline: bool,
    /// Record all findings as old ones
    #[arg(long, conflicts_with_all = ["no_baseline", "no_glossary", "fix", "diff", "only"])]
    write_baseline: bool,
}

/// Checks the project's glossary itself, its examples included.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gloss lint\n  gloss lint --glossary terms.toml --format brief")]
pub(super) struct LintArgs {
    #[command(flatten)]
    report: ReportArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Also write the findings to a file (repeatable)
    #[arg(long, value_name = "FORMAT=FILE", value_parser = format_and_file)]
    output: Vec<(Format, PathBuf)>,
    /// The least severity that makes the exit status 1 (default: warning, for `validate` error)
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Brief,
    Json,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Checkstyle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    Info,
    Warning,
    Error,
    Never,
}

fn format_and_file(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text.split_once('=').ok_or("write FORMAT=FILE, for example sarif=findings.sarif")?;
    Ok((clap::ValueEnum::from_str(format, false)?, file.into()))
}

impl Format {
    fn renderer(self, coloured: bool) -> Renderer {
        match self {
            Self::Text => Renderer::Text(if coloured { Style::Coloured } else { Style::Plain }),
            Self::Brief => Renderer::Brief,
            Self::Json => Renderer::Json,
            Self::Sarif => Renderer::Sarif { rules: &RULES },
            Self::Github => Renderer::Github,
            Self::Gitlab => Renderer::Gitlab,
            Self::Junit => Renderer::Junit,
            Self::Checkstyle => Renderer::Checkstyle,
        }
    }
}

impl ReportArgs {
    /// Prints findings and says what the command ends with; `least` is the severity that counts unless one is named.
    pub(super) fn report(
        &self,
        findings: &[Finding],
        sources: &dyn Sources,
        files: usize,
        out: &mut Output,
        least: Severity,
    ) -> anyhow::Result<Status> {
        let coloured = out.coloured();
        self.format.renderer(coloured).write(findings, sources, out.results())?;
        for (format, path) in &self.output {
            let mut bytes = Vec::new();
            format.renderer(false).write(findings, sources, &mut bytes)?;
            write_named(path, &bytes)?;
        }
        if self.format == Format::Text && files > 0 {
            out.complain(&summary(findings, files));
        }
        let fails = findings.iter().any(|finding| self.fails(finding.severity, least));
        Ok(if fails { Status::Negative } else { Status::Fine })
    }

    /// Whether a finding of a severity makes the exit status 1; `least` is what counts unless one is named.
    fn fails(&self, severity: Severity, least: Severity) -> bool {
        let least = match self.fail_on {
            None => Some(least),
            Some(FailOn::Info) => Some(Severity::Info),
            Some(FailOn::Warning) => Some(Severity::Warning),
            Some(FailOn::Error) => Some(Severity::Error),
            Some(FailOn::Never) => None,
        };
        least.is_some_and(|least| severity >= least)
    }
}

/// `3 findings in 5 files: 1 error, 2 warnings`.
pub(super) fn summary(findings: &[Finding], files: usize) -> String {
    let count = |severity: Severity| findings.iter().filter(|f| f.severity == severity).count();
    let counts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
        .into_iter()
        .filter_map(|(severity, word)| Some(count(severity)).filter(|n| *n > 0).map(|n| plural(n, word)))
        .collect();
    let rest = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    format!("{} in {}{rest}", plural(findings.len(), "finding"), plural(files, "file"))
}

pub(super) fn run(args: &Args, workspace: &Workspace, out: &mut Output) -> anyhow::Result<Status> {
    if args.fix && !args.dry_run && args.input.reads_stdin() {
        anyhow::bail!("standard input cannot be mended; name the file, or see the changes with --dry-run");
    }
    let pair = workspace.config.pair()?;
    let named = Named { from: args.from.clone(), to: args.to.clone(), pair };
    let mut texts = args.input.texts(workspace, &named)?;
    let mut report = check(args, workspace, &texts)?;
    let mut trouble = complain_about_faults(&report.faults, out);
    let mut told = ReportedFaults::default();
    trouble |= told.tell(&texts, out);
    if args.fix {
        let fixed = fixed(&texts, &report.findings);
        trouble |= told.tell(&texts, out);
        if args.dry_run {
            let status = show_patch(args, &fixed, &report, out)?;
            return Ok(if trouble { Status::Trouble } else { status });
        }
        for file in &fixed {
            match file.write(workspace) {
                Ok(()) => out.complain(&format!("{}: {} made", file.file, plural(file.edits, "change"))),
                Err(error) => trouble |= complain_about([&error], out),
            }
        }
        if !fixed.is_empty() {
            texts = args.input.texts(workspace, &named)?;
            report = check(args, workspace, &texts)?;
        }
    }
    if let Some(path) = &report.written {
        out.complain(&format!("{} recorded in {}", plural(report.old, "finding"), path.display()));
    }
    if let Some(folder) = &args.pages {
        let pages = &report.pages;
        pages.iter().try_for_each(|page| write_file(&folder.join(&page.name), page.html.as_bytes()))?;
        out.complain(&format!("{} in {}", plural(pages.len(), "page"), folder.display()));
    }
    let status =
        args.report.report(&report.findings, &InputSources::of(&texts), texts.files(), out, Severity::Warning)?;
    // Files that are read again may have changed meanwhile.
    trouble |= told.tell(&texts, out);
    if args.report.format == Format::Text {
        tell_hidden(&report, out);
    }
    Ok(if trouble { Status::Trouble } else { status })
}

/// Shows what `--fix` would change, and says how much it leaves.
fn show_patch(args: &Args, fixed: &[Fixed], report: &CheckReport, out: &mut Output) -> anyhow::Result<Status> {
    fixed.iter().try_for_each(|file| out.results().write_all(patch(file).as_bytes()))?;
    let left = report.findings.iter().filter(|finding| finding.fix.is_empty());
    let weight = left.clone().map(|finding| finding.severity).max();
    if weight.is_some() {
        out.complain(&format!("{} left for you to mend; `gloss check` shows them", plural(left.count(), "finding")));
    }
    let fails = weight.is_some_and(|weight| args.report.fails(weight, Severity::Warning));
    Ok(negative_if(!fixed.is_empty() || fails))
}

/// Says how many findings are not shown, and why.
fn tell_hidden(report: &CheckReport, out: &mut Output) {
    let old = if report.written.is_some() { 0 } else { report.old };
    let hidden = [(report.waived, "waived"), (old, "in the baseline")];
    let hidden: Vec<String> = hidden.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if !hidden.is_empty() {
        out.complain(&format!("not shown: {}", hidden.join(", ")));
    }
}

/// What was told already of files that cannot be read.
#[derive(Debug, Default)]
struct ReportedFaults(BTreeSet<String>);

impl ReportedFaults {
    /// Tells what is new.
    fn tell(&mut self, texts: &TextStore, out: &mut Output) -> bool {
        let new = texts.errors().filter(|error| self.0.insert(error.to_string()));
        complain_about(new, out)
    }
}

fn check(args: &Args, workspace: &Workspace, texts: &TextStore) -> anyhow::Result<CheckReport> {
    let baseline = match (args.write_baseline, args.no_baseline) {
        (true, _) => BaselineUse::Write,
        (_, true) => BaselineUse::Ignore,
        _ => BaselineUse::Apply,
    };
    let options = CheckOptions {
        without_glossary: args.no_glossary,
        only: args.only.clone(),
        since: args.diff.clone(),
        baseline,
        pages: args.pages.is_some(),
    };
    let bar = output::progress(texts.count() + 2 * texts.bitexts().len(), "checking");
    let report = workspace.check(texts, &options, Progress::new(&|files| bar.inc(files as u64)));
    bar.finish_and_clear();
    Ok(report?)
}

fn negative_if(found: bool) -> Status {
    if found { Status::Negative } else { Status::Fine }
}

/// Time limit for the diff.
const DIFF_TIME_LIMIT: Duration = Duration::from_secs(2);

/// What would change, as a patch.
fn patch(file: &Fixed) -> String {
    let name = file.file.replace('\\', "/");
    // Where thousands of lines are alike the shortest patch takes forever.
    let diff = similar::TextDiff::configure().timeout(DIFF_TIME_LIMIT).diff_lines(&file.before, &file.after);
    diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}

pub(super) fn lint(args: &LintArgs, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    if project.own.files().is_empty() {
        anyhow::bail!(ProjectError::NoGlossary);
    }
    let findings = project.lint();
    args.report.report(&findings, &project.glossary_sources(), project.own.files().len(), out, Severity::Warning)
}
