//! `gloss export`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};

use crate::project::{
    Direction, Lang, Project, Terms,
    formats::{Codes, Delimited, Dialect, FORMATS, Format, Loss, Profile, Renderings, Tmx},
};

use super::{Output, Status, complain_about_glossary, output::write_named};

/// Writes the glossary for other programs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss export tmx -o glossary.tmx\n  gloss export tbx --tbx dct > glossary.tbx\n  gloss export --for omegat -o terms.txt\n  gloss export tmx --for trados -o terms.tmx\n  gloss export csv --from en --to vi -o glossary.csv\n\nWhat a format cannot hold is counted on standard error."
)]
pub(super) struct Args {
    /// The exchange format; with --for, which of those the program reads
    #[arg(required_unless_present_any = ["tool", "explain"], value_parser = formats())]
    format: Option<String>,
    /// Write it as this program wants it, for example omegat (a wrong name lists them all)
    #[arg(long = "for", value_name = "TOOL", value_parser = profile)]
    tool: Option<Profile>,
    /// Say why the program is given what it is given, and write nothing
    #[arg(long)]
    explain: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The shape of TBX: v2, the default, is what CAT tools read
    #[arg(long, value_name = "DIALECT", conflicts_with = "tool")]
    tbx: Option<TbxDialect>,
    /// TMX: every accepted rendering, not one target for each source
    #[arg(long, conflicts_with = "tool")]
    all_renderings: bool,
    /// TMX: languages with a region (vi-VN, en-US)
    #[arg(long)]
    regions: bool,
    /// CSV: no apostrophe in front of cells that a spreadsheet would run
    #[arg(long)]
    lossless: bool,
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
enum TbxDialect {
    V2,
    Dca,
    Dct,
}

/// The formats by name, with what each is; and the kinds that only a program's profile has.
fn formats() -> impl clap::builder::TypedValueParser<Value = String> {
    let named = FORMATS.iter().map(|(name, about, _)| PossibleValue::new(*name).help(*about));
    let kinds = ["txt"].map(|kind| PossibleValue::new(kind).hide(true));
    PossibleValuesParser::new(named.chain(kinds))
}

fn profile(tool: &str) -> Result<Profile, String> {
    let known = || Profile::all().iter().map(|profile| profile.tool).collect::<Vec<_>>().join(", ");
    Profile::of(tool).ok_or_else(|| format!("no profile of that name; there are {}", known()))
}

impl Args {
    /// How the export is written, and whether only accepted terms are.
    fn shape(&self) -> anyhow::Result<(Format, bool)> {
        let kind = self.format.as_deref();
        let (format, accepted_only) = match &self.tool {
            Some(profile) => {
                let Some(shape) = profile.shape(kind) else {
                    let kinds: Vec<&str> = profile.shapes.iter().map(|shape| shape.kind).collect();
                    anyhow::bail!(
                        "{} is not given {}; it is given {}",
                        profile.tool,
                        kind.unwrap_or("that"),
                        kinds.join(", ")
                    );
                };
                (shape.format, shape.accepted_only)
            }
            None => {
                let Some(format) = kind.and_then(Format::named) else {
                    anyhow::bail!("txt is OmegaT's glossary: omegat")
                };
                (format, false)
            }
        };
        Ok((self.with_options(format)?, accepted_only))
    }

    fn with_options(&self, format: Format) -> anyhow::Result<Format> {
        let is_tmx = matches!(format, Format::Tmx(_));
        for (given, name, fits, what) in [
            (self.tbx.is_some(), "--tbx", matches!(format, Format::Tbx(_)), "TBX"),
            (self.all_renderings, "--all-renderings", is_tmx, "TMX"),
            (self.regions, "--regions", is_tmx, "TMX"),
            (self.lossless, "--lossless", format == Format::Table(Delimited::Csv), "CSV"),
        ] {
            if given && !fits {
                anyhow::bail!("{name} is an option of {what}, and this is none");
            }
        }
        Ok(match (format, self.tbx) {
            (Format::Tbx(_), Some(TbxDialect::V2)) => Format::Tbx(Dialect::V2),
            (Format::Tbx(_), Some(TbxDialect::Dca)) => Format::Tbx(Dialect::Dca),
            (Format::Tbx(_), Some(TbxDialect::Dct)) => Format::Tbx(Dialect::Dct),
            (Format::Tmx(tmx), _) => {
                let renderings = if self.all_renderings { Renderings::All } else { tmx.renderings };
                let codes = if self.regions { Codes::Regional } else { tmx.codes };
                Format::Tmx(Tmx { renderings, codes })
            }
            (Format::Table(Delimited::Csv), _) if self.lossless => Format::Table(Delimited::PlainCsv),
            (format, _) => format,
        })
    }

    /// Why the program is given what it is given.
    fn explain(&self, out: &mut Output) -> anyhow::Result<Status> {
        let Some(profile) = &self.tool else { anyhow::bail!("--explain is about a program: name one with --for") };
        self.shape()?;
        for shape in profile.shapes.iter().filter(|shape| self.format.as_deref().is_none_or(|kind| kind == shape.kind))
        {
            shape.reasons.iter().try_for_each(|reason| out.line(&format!("{}: {reason}", shape.kind)))?;
        }
        Ok(Status::Fine)
    }
}

pub(super) fn run(args: &Args, project: &Project, out: &mut Output) -> anyhow::Result<Status> {
    if args.explain {
        return args.explain(out);
    }
    let trouble = complain_about_glossary(project, out);
    let pair = Direction { from: args.from.clone(), to: args.to.clone() }.or(&project.workspace.config.pair()?)?;
    let (format, accepted_only) = args.shape()?;
    let exported = project.export(format, &pair, Terms { units: args.units, accepted_only })?;
    if exported.concepts == 0 {
        anyhow::bail!("the glossary has no entry in {} and {}, so there is nothing to export", pair.from, pair.to);
    }
    tell(&exported.loss, args.verbose, out);
    if exported.units > 0 {
        out.complain(&format!("left out: {} administrative units (--units includes them)", exported.units));
    }
    if args.strict && !exported.loss.is_empty() {
        anyhow::bail!("the format cannot hold everything, so nothing was written (--strict)");
    }
    match &args.output {
        Some(path) if path.as_os_str() != "-" => write_named(path, &exported.bytes)?,
        _ => out.results().write_all(&exported.bytes)?,
    }
    Ok(if trouble { Status::Trouble } else { Status::Fine })
}

/// One line says what was left out, or a line each with the entries concerned.
fn tell(loss: &Loss, verbose: bool, out: &mut Output) {
    let kinds: Vec<String> = loss.iter().map(|(kind, ids)| format!("{} {kind}", ids.len())).collect();
    if !verbose && !kinds.is_empty() {
        out.complain(&format!("left out: {}", kinds.join("; ")));
    }
    for (kind, ids) in loss.iter().filter(|_| verbose) {
        out.complain(&format!("left out: {} {kind}", ids.len()));
        let mut named = ids.to_vec();
        named.dedup();
        named.iter().for_each(|id| out.complain(&format!("  {id}")));
    }
}
