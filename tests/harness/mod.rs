//! What must hold for any bytes given to a reader; used by the fuzz targets and by the short run among the tests.

use std::io::Cursor;

use unicode_normalization::UnicodeNormalization;

use gloss::{
    formats::{
        Delimited, Dialect, Format, Found, GlossMl, Input, Json, MultiTerm, OmegatGlossary, Po, Read, Selection, Tbx,
        Tmx, UnitKind, UnitsOf, Utx, Wanted, WriteUnits, Xliff, validate,
    },
    lang::{Lang, LangPair},
    memory::Unit,
    model::Concept,
};

/// The readers by name, each with a name its files may have.
pub(crate) const TARGETS: &[(&str, &str)] = &[
    ("tmx", "x.tmx"),
    ("tbx", "x.tbx"),
    ("xliff", "x.xlf"),
    ("po", "x.po"),
    ("tsv", "x.tsv"),
    ("csv", "x.csv"),
    ("omegat", "x.txt"),
    ("utx", "x.utx"),
    ("json", "x.json"),
    ("multiterm", "x.xml"),
    ("glossml", "x.gml"),
    #[cfg(feature = "xlsx")]
    ("xlsx", "x.xlsx"),
];

fn reader(target: &str) -> Box<dyn Read> {
    match target {
        "tmx" => Box::new(Tmx::PREFERRED),
        "tbx" => Box::new(Tbx(Dialect::V2)),
        "xliff" => Box::new(Xliff::V1),
        "po" => Box::new(Po),
        "tsv" => Box::new(Delimited::Tsv),
        "csv" => Box::new(Delimited::Csv),
        "omegat" => Box::new(OmegatGlossary::Txt),
        "utx" => Box::new(Utx),
        "json" => Box::new(Json),
        "multiterm" => Box::new(MultiTerm),
        "glossml" => Box::new(GlossMl),
        other => panic!("no target {other}"),
    }
}

/// Reads and validates `data`, writes what was found, and expects that reading and writing it again changes nothing.
pub(crate) fn check(target: &str, data: &[u8]) {
    let (_, name) = TARGETS.iter().find(|(known, _)| *known == target).expect("a target");
    // Making a schema takes longer than reading a small file, so one input in eight is held against it.
    if data.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)) % 8 == 0
        && let Ok(input) = Input::open(name, Cursor::new(data), None)
    {
        let _ = validate(input, &mut |_| {});
    }
    let Some(found) = read(target, name, data) else { return };
    let units: Vec<Unit> = found
        .iter()
        .filter_map(|found| if let Found::Unit(unit) = found { Some((**unit).clone()) } else { None })
        .collect();
    let concepts: Vec<Concept> = found
        .into_iter()
        .filter_map(|found| if let Found::Concept(concept) = found { Some(*concept) } else { None })
        .collect();
    match target {
        "tmx" => units_are_stable(target, name, &Tmx::PREFERRED, units),
        "xliff" => units_are_stable(target, name, &Xliff::V1, units),
        "po" => units_are_stable(target, name, &Po, units),
        _ => concepts_are_stable(target, name, concepts),
    }
}

fn read(target: &str, name: &str, data: &[u8]) -> Option<Vec<Found>> {
    let wanted = Wanted { from: Some(Lang::vi()), to: Some(Lang::en()), ..Wanted::default() };
    let mut all = Vec::new();
    #[cfg(feature = "xlsx")]
    if target == "xlsx" {
        let workbook = workbook(data).unwrap_or_else(|| data.to_vec());
        gloss::formats::Xlsx::read(name, workbook, &wanted, &mut |_, found| all.push(found)).ok()?;
        return Some(all);
    }
    let input = Input::open(name, Cursor::new(data), None).ok()?;
    reader(target).read(input, &wanted, &mut |_, found| all.push(found)).ok()?;
    Some(all)
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

fn units_are_stable(target: &str, name: &str, writer: &dyn WriteUnits, mut units: Vec<Unit>) {
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
            read(target, name, bytes).unwrap_or_else(|| panic!("cannot read back {}", String::from_utf8_lossy(bytes)));
        found.into_iter().filter_map(|found| if let Found::Unit(unit) = found { Some(*unit) } else { None }).collect()
    };
    let is_kept = |unit: &&Unit| match target {
        "tmx" => true,
        // Catalogues hold spaces and line breaks too.
        "po" => [&unit.source, &unit.target].iter().all(|side| side.text.chars().any(is_held)) && !unit.draft,
        _ => shows(&unit.source.text) && shows(&unit.target.text),
    };
    let mut kept: Vec<&Unit> = units.iter().filter(is_kept).collect();
    if target == "po" {
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

fn concepts_are_stable(target: &str, name: &str, concepts: Vec<Concept>) {
    let write = |mut concepts: Vec<Concept>| {
        (0..)
            .zip(&mut concepts)
            .for_each(|(number, concept): (usize, &mut Concept)| concept.id = format!("c{number:06}"));
        let concepts: Vec<&Concept> = concepts.iter().collect();
        let selection = Selection { concepts: &concepts, pair: &LangPair { from: Lang::vi(), to: Lang::en() } };
        let mut bytes = Vec::new();
        Format::named(target).expect("a format").write(&selection, &mut bytes).expect("memory takes it");
        bytes
    };
    let again = |bytes: &[u8]| -> Vec<Concept> {
        let found =
            read(target, name, bytes).unwrap_or_else(|| panic!("cannot read back {}", String::from_utf8_lossy(bytes)));
        found
            .into_iter()
            .filter_map(|found| if let Found::Concept(concept) = found { Some(*concept) } else { None })
            .collect()
    };
    let pair = |concept: &&Concept| {
        [Lang::vi(), Lang::en()].iter().all(|lang| concept.preferred(lang).is_some_and(|term| shows(&term.text)))
    };
    let kept = concepts.iter().filter(pair).count();
    let once = write(concepts);
    if matches!(target, "json" | "tbx" | "multiterm" | "tsv" | "csv" | "xlsx") {
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
