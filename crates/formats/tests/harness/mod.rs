//! What must hold for any bytes given to a reader; used by the fuzz targets and by the short run among the tests.

use std::io::Cursor;

use unicode_normalization::UnicodeNormalization;

use gloss_core::{
    lang::{Lang, LangPair},
    model::{Concept, Unit},
};
use gloss_formats::{
    FORMATS, FormatSpec, ImportItem, Input, ReadOptions, Reading, Selection, UnitKind, UnitsOf, WriteUnits, validate,
};

/// Formats that have no place for concepts: entries with a term in common are one when they are read again.
const MERGE_ENTRIES: [&str; 3] = ["txt", "utx", "glossml"];

/// The formats that are read.
pub(crate) fn readable() -> impl Iterator<Item = &'static FormatSpec> {
    FORMATS.iter().copied().filter(|format| format.read.is_some())
}

/// A name that files of a format may have.
fn file_name(format: &FormatSpec) -> String {
    format!("x.{}", format.endings[0].name)
}

/// Reads and validates `data`, writes what was found, and expects that reading and writing it again changes nothing.
pub(crate) fn check(format: &'static FormatSpec, data: &[u8]) {
    // Making a schema takes longer than reading a small file, so one input in eight is held against it.
    if data.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)) % 8 == 0
        && let Ok(input) = Input::open(&file_name(format), Cursor::new(data), None)
    {
        let _ = validate(input, &mut |_| {});
    }
    let Some(found) = read(format, data) else { return };
    let (mut units, mut concepts) = (Vec::new(), Vec::new());
    for found in found {
        match found {
            ImportItem::Unit(unit) => units.push(*unit),
            ImportItem::Concept(concept) => concepts.push(*concept),
            ImportItem::Skipped(_) | ImportItem::Warning(_) | ImportItem::LeftOut(_) => {}
        }
    }
    match format.shapes[0].units {
        Some(writer) => units_are_stable(format, writer, units),
        None => concepts_are_stable(format, concepts),
    }
}

fn read(format: &FormatSpec, data: &[u8]) -> Option<Vec<ImportItem>> {
    let wanted = ReadOptions { from: Some(Lang::vi()), to: Some(Lang::en()), ..ReadOptions::default() };
    let (name, mut all) = (file_name(format), Vec::new());
    let mut take = |_, found| all.push(found);
    match format.read.expect("a format that is read") {
        Reading::Text(reader) => {
            reader.read(Input::open(&name, Cursor::new(data), None).ok()?, &wanted, &mut take).ok()?;
        }
        Reading::Bytes(read) => read(&name, packed(data), &wanted, &mut take).ok()?,
    }
    Some(all)
}

#[cfg(not(feature = "xlsx"))]
fn packed(data: &[u8]) -> Vec<u8> {
    data.to_vec()
}

#[cfg(feature = "xlsx")]
fn packed(data: &[u8]) -> Vec<u8> {
    workbook(data).unwrap_or_else(|| data.to_vec())
}

/// The workbook whose sheet is `data` up to the first zero byte and whose shared texts are the rest: behind checksums and
/// compression hardly a change would reach the reader. `None` if `data` is a packed file itself.
#[cfg(feature = "xlsx")]
fn workbook(data: &[u8]) -> Option<Vec<u8>> {
    use std::io::Write;

    const BOOK: &str = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
        <sheets><sheet name=\"Terms\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    const ROOT: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId1\" Target=\"xl/workbook.xml\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>";
    const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>";

    if data.starts_with(b"PK") {
        return None;
    }
    let (sheet, texts) = data.split_at(data.iter().position(|byte| *byte == 0).unwrap_or(data.len()));
    let parts: [(&str, &[u8]); 5] = [
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", texts.get(1..).unwrap_or_default()),
    ];
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        packed.start_file(name, stored).expect("a new part");
        packed.write_all(bytes).expect("memory takes it");
    }
    Some(packed.finish().expect("memory takes it").into_inner())
}

fn units_are_stable(format: &FormatSpec, writer: &dyn WriteUnits, mut units: Vec<Unit>) {
    // A file has two languages.
    let of = UnitsOf { pair: LangPair { from: Lang::vi(), to: Lang::en() }, kind: UnitKind::Sentence };
    units.iter_mut().for_each(|unit| (unit.source.lang, unit.target.lang) = (Lang::vi(), Lang::en()));
    let write = |units: Vec<Unit>| {
        let mut bytes = Vec::new();
        writer.write_units(&of, &mut units.into_iter(), &mut bytes).expect("memory takes it");
        bytes
    };
    let again = |bytes: &[u8]| -> Vec<Unit> {
        let found =
            read(format, bytes).unwrap_or_else(|| panic!("cannot read back {}", String::from_utf8_lossy(bytes)));
        found
            .into_iter()
            .filter_map(|found| if let ImportItem::Unit(unit) = found { Some(*unit) } else { None })
            .collect()
    };
    let is_kept = |unit: &&Unit| match format.name {
        "tmx" => true,
        // Catalogues hold spaces and line breaks too.
        "po" => [&unit.source, &unit.target].iter().all(|side| side.text.chars().any(is_held)) && !unit.draft,
        _ => shows(&unit.source.text) && shows(&unit.target.text),
    };
    let mut kept: Vec<&Unit> = units.iter().filter(is_kept).collect();
    if format.name == "po" {
        // A catalogue has one translation of a message.
        let key = |unit: &&Unit| {
            let held = unit.source.text.nfc().filter(|c| is_held(*c));
            let id = unit.id.as_ref().map(|id| id.nfc().filter(|c| is_held(*c)).collect::<String>());
            (id, held.collect::<String>())
        };
        kept.sort_by_key(key);
        kept.dedup_by_key(|unit| key(unit));
    }
    let kept = kept.len();
    let once = write(units);
    assert_eq!(again(&once).len(), kept, "{}", String::from_utf8_lossy(&once));
    let twice = write(again(&once));
    let thrice = write(again(&twice));
    assert_eq!(String::from_utf8_lossy(&twice), String::from_utf8_lossy(&thrice));
}

fn concepts_are_stable(format: &FormatSpec, concepts: Vec<Concept>) {
    let write = |mut concepts: Vec<Concept>| {
        (0..)
            .zip(&mut concepts)
            .for_each(|(number, concept): (usize, &mut Concept)| concept.id = format!("c{number:06}"));
        let concepts: Vec<&Concept> = concepts.iter().collect();
        let selection = Selection { concepts: &concepts, pair: &LangPair { from: Lang::vi(), to: Lang::en() } };
        let mut bytes = Vec::new();
        format.shapes[0].write(&selection, &mut bytes).expect("memory takes it");
        bytes
    };
    let again = |bytes: &[u8]| -> Vec<Concept> {
        let found =
            read(format, bytes).unwrap_or_else(|| panic!("cannot read back {}", String::from_utf8_lossy(bytes)));
        found
            .into_iter()
            .filter_map(|found| if let ImportItem::Concept(concept) = found { Some(*concept) } else { None })
            .collect()
    };
    let pair = |concept: &&Concept| {
        [Lang::vi(), Lang::en()].iter().all(|lang| concept.preferred(lang).is_some_and(|term| shows(&term.text)))
    };
    let kept = concepts.iter().filter(pair).count();
    let once = write(concepts);
    if !MERGE_ENTRIES.contains(&format.name) {
        assert!(again(&once).len() >= kept, "{}", String::from_utf8_lossy(&once));
    }
    let twice = write(again(&once));
    let thrice = write(again(&twice));
    assert_eq!(String::from_utf8_lossy(&twice), String::from_utf8_lossy(&thrice));
}

fn is_held(c: char) -> bool {
    !c.is_control() || matches!(c, '\n' | '\t' | '\r')
}

fn shows(text: &str) -> bool {
    text.chars().any(|c| !c.is_control() && !c.is_whitespace())
}
