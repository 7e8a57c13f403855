//! `gloss tm export`.

use std::{
    fmt,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::project::{
    LangPair, Unit,
    formats::{FORMATS, Loss, Shape, UnitKind, UnitsOf, WriteUnits},
    write_file_with,
};

use super::{
    super::{Output, Status, output::plural},
    DirectionArgs, Memory,
};

/// Writes the memory for other programs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gloss tm export -o memory.tmx\n  gloss tm export po --from en --to vi > memory.po\n\nThe direction is that of most units unless it is named; units of the other one are turned. Only one pair of languages goes into a file."
)]
pub(super) struct Args {
    /// The exchange format
    #[arg(default_value = "tmx", value_parser = unit_format())]
    format: UnitFormat,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    direction: DirectionArgs,
    /// Leave out units that nobody has confirmed
    #[arg(long)]
    confirmed: bool,
}

/// A shape of a format that holds units.
#[derive(Clone, Copy)]
pub(super) struct UnitFormat(&'static (dyn WriteUnits + Sync));

impl fmt::Debug for UnitFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnitFormat")
    }
}

/// Parses the name of such a shape.
pub(super) fn unit_format() -> impl TypedValueParser<Value = UnitFormat> {
    let shapes = FORMATS.iter().flat_map(|format| format.named_shapes()).filter(|shape| shape.units.is_some());
    let names = PossibleValuesParser::new(shapes.map(|shape| PossibleValue::new(shape.name)));
    names.try_map(|name| {
        let writer = Shape::named(&name).and_then(|shape| shape.units);
        writer.map(UnitFormat).ok_or("not a format of units")
    })
}

pub(super) fn run(args: &Args, at: &Memory, out: &mut Output) -> anyhow::Result<Status> {
    let memory = at.open()?;
    let pair = memory.export_direction(&args.direction.named(), &at.workspace)?;
    let write = |units: &mut dyn Iterator<Item = Unit>| write(args.format, args.output.as_ref(), &pair, units, out);
    let count = memory.export_units(&pair, args.confirmed, write)?;
    let others = usize::try_from(memory.stats()?.units())?.saturating_sub(count);
    if count == 0 {
        out.complain(&format!("the memory has no units in {} and {}; nothing was written", pair.from, pair.to));
    } else if others > 0 {
        out.complain(&format!("left out: {} in other languages or not confirmed", plural(others, "unit")));
    }
    Ok(if count == 0 { Status::Negative } else { Status::Fine })
}

/// Writes units to a file, or to standard output; says what the format cannot hold and how many there were.
pub(super) fn write(
    format: UnitFormat,
    output: Option<&PathBuf>,
    pair: &LangPair,
    units: &mut dyn Iterator<Item = Unit>,
    out: &mut Output,
) -> anyhow::Result<usize> {
    let mut units = units.peekable();
    if units.peek().is_none() {
        return Ok(0); // a file that is there is not emptied
    }
    let (mut loss, mut count) = (Loss::default(), 0);
    let mut write = |out: &mut dyn Write| -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let mut units = units.by_ref().inspect(|_| count += 1);
        let of = UnitsOf { pair: pair.clone(), kind: UnitKind::Sentence };
        loss = format.0.write_units(&of, &mut units, &mut out)?;
        out.flush()
    };
    match output {
        Some(path) if path.as_os_str() != "-" => write_file_with(path, &mut write)?,
        _ => write(out.results())?,
    }
    let kinds: Vec<String> = loss.iter().map(|(kind, ids)| format!("{} {kind}", ids.len())).collect();
    if !kinds.is_empty() {
        out.complain(&format!("left out: {}", kinds.join("; ")));
    }
    out.complain(&format!("{}, {} → {}", plural(count, "unit"), pair.from, pair.to));
    Ok(count)
}
