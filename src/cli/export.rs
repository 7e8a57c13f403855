//! `gloss export`.

use std::path::PathBuf;

use crate::{
    formats::{self, Dialect, Dictionary, List, Loss, Profile, Xliff},
    lang::{Lang, LangPair},
    project::Project,
};

use super::{Output, Status, complain_about_glossary, output::write_named};

/// Writes the glossary for other programs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss export tmx -o glossary.tmx\n  gloss export tbx --tbx dct > glossary.tbx\n  gloss export --for omegat -o terms.txt\n  gloss export csv --from en --to vi -o glossary.csv\n\nWhat a format cannot hold is counted on standard error."
)]
pub(super) struct Args {
    /// The exchange format
    #[arg(required_unless_present = "tool")]
    format: Option<Format>,
    /// Write what this program reads best, for example omegat (a wrong name lists them all)
    #[arg(long = "for", value_name = "TOOL", conflicts_with = "format", value_parser = profile)]
    tool: Option<Profile>,
    /// Say why the program is given what it is given, and write nothing
    #[arg(long)]
    explain: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The shape of TBX: v2 is what CAT tools read
    #[arg(long, value_name = "DIALECT", default_value = "v2")]
    tbx: TbxDialect,
    /// The language translated from (default: the project's, else vi)
    #[arg(long, value_name = "LANG")]
    from: Option<Lang>,
    /// The language translated into (default: the project's, else en)
    #[arg(long, value_name = "LANG")]
    to: Option<Lang>,
    /// Include the administrative units, thousands of names
    #[arg(long)]
    units: bool,
    /// List what the format cannot hold, with the entries concerned
    #[arg(long)]
    verbose: bool,
    /// Make it an error if the format cannot hold everything
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Translation memory, preferred term to preferred term
    Tmx,
    /// TermBase eXchange
    Tbx,
    /// A table with a header, a row a rendering
    Tsv,
    /// The same with commas, safe for spreadsheets
    Csv,
    /// OmegaT glossary: save as .txt
    Omegat,
    /// UTX 1.2
    Utx,
    /// Two columns with tabs, as DeepL takes them
    Deepl,
    /// Two columns with commas, as Google takes them
    Google,
    /// MultiTerm XML
    Multiterm,
    /// Everything, schema gloss.glossary/1
    Json,
    /// gettext catalogue
    Po,
    /// XLIFF 1.2
    Xliff,
    /// XLIFF 2.0
    Xliff2,
    /// A Vale rule that flags what should not be written
    Vale,
    /// A list for people
    Markdown,
    /// A page for people
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum TbxDialect {
    V2,
    Dca,
    Dct,
}

fn profile(tool: &str) -> Result<Profile, String> {
    let known = || Profile::all().iter().map(|profile| profile.tool).collect::<Vec<_>>().join(", ");
    Profile::of(tool).ok_or_else(|| format!("no profile of that name; there are {}", known()))
}

impl Args {
    fn format(&self) -> formats::Format {
        let format = match (&self.tool, self.format) {
            (Some(profile), _) => return profile.format,
            (None, format) => format.unwrap_or(Format::Tsv), // clap asks for one of the two
        };
        match (format, self.tbx) {
            (Format::Tmx, _) => formats::Format::Tmx,
            (Format::Tbx, TbxDialect::V2) => formats::Format::Tbx(Dialect::V2),
            (Format::Tbx, TbxDialect::Dca) => formats::Format::Tbx(Dialect::Dca),
            (Format::Tbx, TbxDialect::Dct) => formats::Format::Tbx(Dialect::Dct),
            (Format::Tsv, _) => formats::Format::Tsv,
            (Format::Csv, _) => formats::Format::Csv,
            (Format::Omegat, _) => formats::Format::Omegat,
            (Format::Utx, _) => formats::Format::Utx,
            (Format::Deepl, _) => formats::Format::Dictionary(Dictionary::Tsv),
            (Format::Google, _) => formats::Format::Dictionary(Dictionary::Csv),
            (Format::Multiterm, _) => formats::Format::MultiTerm,
            (Format::Json, _) => formats::Format::Json,
            (Format::Po, _) => formats::Format::Po,
            (Format::Xliff, _) => formats::Format::Xliff(Xliff::V1),
            (Format::Xliff2, _) => formats::Format::Xliff(Xliff::V2),
            (Format::Vale, _) => formats::Format::Vale,
            (Format::Markdown, _) => formats::Format::List(List::Markdown),
            (Format::Html, _) => formats::Format::List(List::Html),
        }
    }
}

pub(super) fn run(args: &Args, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    if args.explain {
        let Some(profile) = &args.tool else { anyhow::bail!("--explain is about a program: name one with --for") };
        profile.reasons.iter().try_for_each(|reason| out.line(reason))?;
        return Ok(Status::Fine);
    }
    let trouble = complain_about_glossary(project, out);
    let default = project.config.pair().map_err(anyhow::Error::msg)?;
    let pair = LangPair { from: args.from.clone().unwrap_or(default.from), to: args.to.clone().unwrap_or(default.to) };
    if pair.from == pair.to {
        anyhow::bail!("both directions are {}; name two languages with --from and --to", pair.from);
    }
    let exported = project.export(args.format(), &pair, args.units)?;
    tell(&exported.loss, args.verbose, out);
    if exported.units > 0 {
        out.complain(&format!("left out: {} administrative units (--units includes them)", exported.units));
    }
    if args.strict && !exported.loss.is_empty() {
        anyhow::bail!("the format cannot hold everything, so nothing was written (--strict)");
    }
    match &args.output {
        Some(path) => write_named(path, &exported.bytes)?,
        None => out.results().write_all(&exported.bytes)?,
    }
    Ok(if trouble { Status::Trouble } else { Status::Fine })
}

fn tell(loss: &Loss, verbose: bool, out: &mut Output) {
    for (kind, ids) in loss.iter() {
        out.complain(&format!("left out: {} {kind}", ids.len()));
        if verbose {
            let mut named = ids.to_vec();
            named.dedup();
            named.iter().for_each(|id| out.complain(&format!("  {id}")));
        }
    }
}
