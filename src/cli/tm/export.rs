//! `gloss tm export`.

use std::{
    fmt,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::{
    formats::{FORMATS, Loss, Shape, UnitKind, UnitsOf, WriteUnits},
    lang::LangPair,
    memory::{MemoryError, Stored, Unit},
    project::{TranslationMemory, write_file_with},
};

use super::{
    super::{Output, Status, output::plural},
    Direction, Place,
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
    direction: Direction,
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

pub(super) fn run(args: &Args, place: &Place, out: &mut Output) -> anyhow::Result<Status> {
    let memory = place.open()?;
    let pair = direction(args, place, &memory)?;
    let mut failed: Option<MemoryError> = None;
    let mut units = memory.memory.units().map_while(|stored| stored.map_err(|error| failed = Some(error)).ok());
    let mut chosen = units.by_ref().filter(|stored| !(args.confirmed && stored.unit.draft));
    let count = write(args.format, args.output.as_ref(), &pair, &mut chosen, out)?;
    drop(units);
    if let Some(error) = failed {
        return Err(error.into());
    }
    let all: u64 = memory.memory.counts()?.iter().map(|(.., count)| count).sum();
    let others = (all as usize).saturating_sub(count);
    if count == 0 {
        out.complain(&format!("the memory has no units in {} and {}; nothing was written", pair.from, pair.to));
    } else if others > 0 {
        out.complain(&format!("left out: {} in other languages or not confirmed", plural(others, "unit")));
    }
    Ok(if count == 0 { Status::Negative } else { Status::Fine })
}

/// The direction named, else that of most units.
fn direction(args: &Args, place: &Place, memory: &TranslationMemory) -> anyhow::Result<LangPair> {
    let named = args.direction.from.is_some() || args.direction.to.is_some();
    let most = memory.memory.counts()?.into_iter().max_by_key(|(.., count)| *count).filter(|_| !named);
    most.map_or_else(|| place.pair(&args.direction), |(from, to, _)| Ok(LangPair { from, to }))
}

/// Writes units to a file, or to standard output; says what the format cannot hold and how many there were.
pub(super) fn write(
    format: UnitFormat,
    output: Option<&PathBuf>,
    pair: &LangPair,
    units: &mut dyn Iterator<Item = Stored>,
    out: &mut Output,
) -> anyhow::Result<usize> {
    let mut units = units.filter_map(|stored| in_direction(stored, pair)).peekable();
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

/// A unit in the direction that is asked for, if it has these languages.
fn in_direction(stored: Stored, pair: &LangPair) -> Option<Unit> {
    let mut unit = stored.unit;
    let has = |unit: &Unit, from: &LangPair| {
        unit.source.lang.primary() == from.from.primary() && unit.target.lang.primary() == from.to.primary()
    };
    if !has(&unit, pair) {
        std::mem::swap(&mut unit.source, &mut unit.target);
        (unit.previous, unit.next) = (None, None); // they are in the other language
        if !has(&unit, pair) {
            return None;
        }
    }
    // A file names one language for all of its sources.
    (unit.source.lang, unit.target.lang) = (pair.from.clone(), pair.to.clone());
    Some(unit)
}
