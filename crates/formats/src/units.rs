//! Writing translation units, and the glossary as units for formats that know no concepts.

use std::{collections::BTreeSet, io};

use gloss_core::{
    lang::LangPair,
    model::{Concept, Segment, Unit},
    text::key,
};

use super::{Loss, Selection, pairs};

/// What the units of a file have in common.
#[derive(Debug, Clone)]
pub struct UnitsOf {
    /// Their languages.
    pub pair: LangPair,
    /// What one of them is.
    pub kind: UnitKind,
}

/// How long units are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// Terms.
    Phrase,
    /// Sentences.
    Sentence,
}

/// A format that holds units.
pub trait WriteUnits {
    /// Writes units as they come, in constant memory, and says what could not be held.
    ///
    /// # Errors
    /// Whatever `out` reports.
    fn write_units(
        &self,
        of: &UnitsOf,
        units: &mut dyn Iterator<Item = Unit>,
        out: &mut dyn io::Write,
    ) -> io::Result<Loss>;
}

/// Which renderings of a concept become units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Renderings {
    /// The preferred one, and each source has one target in the whole file.
    #[default]
    OnePerSource,
    /// The preferred one of each concept.
    Preferred,
    /// Every accepted one.
    All,
}

/// Writes the glossary as units.
pub(super) fn write_glossary(
    format: &dyn WriteUnits,
    renderings: Renderings,
    selection: &Selection<'_>,
    out: &mut dyn io::Write,
) -> io::Result<Loss> {
    let mut loss = Loss::default();
    let units = units(renderings, selection, &mut loss);
    let of = UnitsOf { pair: selection.pair.clone(), kind: UnitKind::Phrase };
    loss.merge(format.write_units(&of, &mut units.into_iter(), out)?);
    Ok(loss)
}

fn units(renderings: Renderings, selection: &Selection<'_>, loss: &mut Loss) -> Vec<Unit> {
    let (mut units, mut sources) = (Vec::new(), BTreeSet::new());
    for concept in selection.sorted() {
        let Some(best) = pairs::preferred(concept, selection.pair) else {
            loss.add("concepts without a term in both languages", &concept.id);
            continue;
        };
        let rows = match renderings {
            Renderings::OnePerSource if !sources.insert(key::exact(&best.from.text)) => {
                loss.add("concepts whose source term another unit has already", &concept.id);
                continue;
            }
            Renderings::OnePerSource | Renderings::Preferred => vec![best],
            Renderings::All => {
                let all = pairs::renderings(concept, selection.pair).into_iter();
                all.filter(|row| row.about.status.is_accepted()).collect()
            }
        };
        let terms = concept.terms(&selection.pair.from).len() + concept.terms(&selection.pair.to).len();
        loss.add_many("terms beside the preferred ones", &concept.id, terms - rows.len().min(terms - 1) - 1);
        for (number, row) in rows.iter().enumerate() {
            let id = if number == 0 { concept.id.clone() } else { format!("{}.{}", concept.id, number + 1) };
            units.push(unit(concept, id, &row.from.text, &row.to.text, selection.pair));
        }
    }
    units
}

fn unit(concept: &Concept, id: String, from: &str, to: &str, pair: &LangPair) -> Unit {
    let notes = [&concept.definition, &concept.note].into_iter().flatten().cloned().collect();
    let unit = Unit::new(Segment::new(pair.from.clone(), from), Segment::new(pair.to.clone(), to));
    Unit { id: Some(id), notes, properties: vec![("x-domain".to_owned(), concept.domain.clone())], ..unit }
}

/// Counts what of a unit a format does not hold.
pub(super) fn lose(loss: &mut Loss, what: &'static str, unit: &Unit, has: bool) {
    if has {
        loss.add(what, unit.id.clone().unwrap_or_else(|| unit.source.text.chars().take(40).collect()));
    }
}

/// Counts what only TMX holds of what is known about a unit.
pub(super) fn lose_about(loss: &mut Loss, unit: &Unit) {
    lose(loss, "contexts", unit, unit.previous.is_some() || unit.next.is_some());
    let about = [&unit.created, &unit.author, &unit.changed, &unit.editor];
    lose(loss, "dates and names", unit, about.iter().any(|known| known.is_some()));
    lose(loss, "properties", unit, !unit.properties.is_empty());
}
