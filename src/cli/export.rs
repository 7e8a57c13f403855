//! `gloss export`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};

use crate::project::{
    Direction, Lang, Project, Terms,
    formats::{FORMATS, FormatSpec, Loss, Shape, Taken, Tool},
};

use super::{Output, Status, complain_about_glossary, output::write_named};

/// Writes the glossary for other programs.
#[derive(Debug, clap::Args)]
#[command(after_help = help())]
pub(super) struct Args {
    /// The file format; with --for, which of those the program takes
    #[arg(required_unless_present_any = ["tool", "explain"], value_parser = formats())]
    format: Option<String>,
    /// Write it for this program, in the format and shape that suit it best
    #[arg(long = "for", value_name = "PROGRAM", value_parser = tool)]
    tool: Option<&'static Tool>,
    /// Say why the program gets what it gets, and write nothing
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

impl TbxDialect {
    /// The setting of the shape; the usual one has none.
    fn setting(self) -> &'static [&'static str] {
        match self {
            Self::V2 => &[],
            Self::Dca => &["tbx=dca"],
            Self::Dct => &["tbx=dct"],
        }
    }
}

/// The names of formats, with what each is. That of a program stands for `--for` and is not listed among them.
fn formats() -> impl clap::builder::TypedValueParser<Value = String> {
    let shapes = FORMATS.iter().flat_map(|format| format.named_shapes());
    let named = shapes.map(|shape| PossibleValue::new(shape.name).help(shape.about));
    let tools = Tool::all().iter().map(|tool| PossibleValue::new(tool.name).hide(true));
    PossibleValuesParser::new(named.chain(tools))
}

fn tool(name: &str) -> Result<&'static Tool, String> {
    let known = || Tool::all().iter().map(|tool| tool.name).collect::<Vec<_>>().join(", ");
    Tool::named(name).ok_or_else(|| format!("unknown program; choose one of {}", known()))
}

/// Examples, and the programs with what each takes.
fn help() -> String {
    let mut help = "Examples:\n  gloss export tmx -o glossary.tmx\n  gloss export tbx --tbx dct > glossary.tbx\n  gloss export --for omegat -o terms.txt\n  gloss export tmx --for trados -o terms.tmx\n  gloss export csv --from en --to vi -o glossary.csv\n\nPrograms for --for, with the formats that each takes; the first is used unless you name another. A program's name in place of the format means the same (gloss export omegat):\n".to_owned();
    for tool in Tool::all() {
        help.push_str(&format!("  {:<12}{}\n", tool.name, tool.formats().collect::<Vec<_>>().join(", ")));
    }
    help.push_str("\nWhat a format cannot hold is counted on standard error.");
    help
}

impl Args {
    /// The program that the export is for: `--for`, or its name in place of a format.
    fn tool(&self) -> Option<&'static Tool> {
        let in_place = || self.format.as_deref().filter(|name| Shape::named(name).is_none()).and_then(Tool::named);
        self.tool.or_else(in_place)
    }

    /// How the export is written, and whether only accepted terms are.
    fn shape(&self) -> anyhow::Result<(&'static Shape, bool)> {
        let (format, shape, accepted_only) = match self.tool() {
            Some(tool) => {
                if self.tool.is_none() && (self.tbx.is_some() || self.all_renderings) {
                    anyhow::bail!("--tbx and --all-renderings are for formats; {} gets what suits it", tool.name);
                }
                let taken = self.taken(tool)?;
                (taken.format, taken.shape, taken.accepted_only)
            }
            None => {
                let named = self.format.as_deref().and_then(FormatSpec::with_shape);
                let (format, shape) = named.ok_or_else(|| anyhow::anyhow!("name a format, or a program with --for"))?;
                (format, shape, false)
            }
        };
        Ok((self.with_options(format, shape)?, accepted_only))
    }

    /// What a program takes of the format that was named, or what suits it best.
    fn taken(&self, tool: &'static Tool) -> anyhow::Result<&'static Taken> {
        let format = self.format.as_deref().filter(|_| self.tool.is_some());
        let none = || {
            let format = format.unwrap_or_default();
            anyhow::anyhow!("no {format} export for {}; choose {}", tool.name, tool.choice())
        };
        tool.taken(format).ok_or_else(none)
    }

    /// The shape that the options make of a shape.
    fn with_options(&self, format: &'static FormatSpec, shape: &'static Shape) -> anyhow::Result<&'static Shape> {
        let (mut settings, mut options) = (shape.settings.to_vec(), Vec::new());
        for (given, option, wanted) in [
            (self.tbx.is_some(), "tbx", self.tbx.map_or(&[][..], TbxDialect::setting)),
            (self.all_renderings, "all-renderings", &["all-renderings"]),
            (self.regions, "regions", &["regions"]),
            (self.lossless, "lossless", &["lossless"]),
        ] {
            if !given {
                continue;
            }
            if !format.takes(option) {
                let takers: Vec<&str> =
                    FORMATS.iter().filter(|format| format.takes(option)).map(|format| format.name).collect();
                anyhow::bail!("--{option} applies to {} only, not to {}", takers.join(" and "), shape.name);
            }
            settings.extend(wanted);
            options.push(option);
        }
        if options.is_empty() {
            return Ok(shape);
        }
        let found = format.shape_with(&settings);
        found.ok_or_else(|| anyhow::anyhow!("{} cannot be written with --{}", shape.name, options.join(" and --")))
    }

    /// Why the program gets what it gets.
    fn explain(&self, out: &mut Output) -> anyhow::Result<Status> {
        let Some(tool) = self.tool() else {
            let format = self.format.as_deref().and_then(FormatSpec::with_shape);
            let takers = format.map(|(format, _)| format.consumers()).unwrap_or_default();
            let known = if takers.is_empty() { String::new() } else { format!(": {}", takers.join(", ")) };
            anyhow::bail!("--explain is about a program; name one with --for{known}");
        };
        self.shape()?;
        let asked = self.format.as_deref().filter(|_| self.tool.is_some());
        for taken in &tool.takes {
            let name = taken.format.name;
            if asked.is_none_or(|asked| asked == name) {
                taken.reasons.iter().try_for_each(|reason| out.line(&format!("{name}: {reason}")))?;
            }
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
    let (shape, accepted_only) = args.shape()?;
    let exported = project.export(shape, &pair, Terms { units: args.units, accepted_only })?;
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

#[cfg(test)]
mod tests {
    use clap::{Args as _, Command, FromArgMatches};

    use super::*;

    fn shape(line: &str) -> String {
        let command = Args::augment_args(Command::new("export").no_binary_name(true));
        let matches = command.try_get_matches_from(line.split(' ')).unwrap_or_else(|error| panic!("{error}"));
        let args = Args::from_arg_matches(&matches).unwrap_or_else(|error| panic!("{error}"));
        let shape = args.shape().map(|(shape, accepted_only)| (shape.name, accepted_only));
        shape.map_or_else(|error| error.to_string(), |shape| format!("{shape:?}"))
    }

    #[test]
    fn options_and_programs_lead_to_shapes() {
        for (line, wanted) in [
            ("tmx", "(\"tmx\", false)"),
            ("tmx --regions", "(\"tmx-regions\", false)"),
            ("tmx --regions --all-renderings", "(\"tmx-all-regions\", false)"),
            ("tbx --tbx v2", "(\"tbx\", false)"),
            ("tbx --tbx dca", "(\"tbx-dca\", false)"),
            ("csv --lossless", "(\"csv-lossless\", false)"),
            ("xliff2", "(\"xliff2\", false)"),
            ("--for omegat", "(\"txt\", false)"),
            ("omegat", "(\"txt\", false)"),
            ("tbx --for OmegaT", "(\"tbx\", true)"),
            ("tmx --for trados --regions", "(\"tmx-regions\", false)"),
            ("memoq", "(\"csv-memoq\", true)"),
            ("csv --regions", "--regions applies to tmx only, not to csv"),
            ("tmx --tbx v2", "--tbx applies to tbx only, not to tmx"),
            ("--for google --lossless", "csv-pairs cannot be written with --lossless"),
            ("po --for trados", "no po export for trados; choose multiterm or tmx"),
        ] {
            assert_eq!(shape(line), wanted, "{line}");
        }
    }

    #[test]
    fn the_name_of_every_program_stands_for_it() {
        for tool in Tool::all() {
            assert_eq!(shape(tool.name), shape(&format!("--for {}", tool.name)));
        }
    }
}
