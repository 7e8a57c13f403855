//! What is written can be read again, is valid, and is the same from run to run: properties over random glossaries and
//! memories.

use std::io::Cursor;

use gloss_core::{
    lang::{Lang, LangPair},
    model::{
        Code, CodeKind, Concept, PartOfSpeech, Seen, Segment, Source, SourceKind, Status, Term, TermType, Unit,
        Validity,
    },
    report::Severity,
    text::Span,
};
use gloss_formats::{
    FORMATS, FormatSpec, ImportItem, Input, Problem, Read, ReadError, ReadOptions, Reading, Selection, Shape, UnitKind,
    UnitsOf, read_file, validate,
};
use proptest::prelude::*;

fn pair() -> LangPair {
    LangPair { from: Lang::vi(), to: Lang::en() }
}

/// Text as people enter it, and characters that formats trip over; in NFC, as the glossary keeps it.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        6 => "[a-zA-Z]{1,8}",
        3 => Just("Đại đoàn kết".to_owned()),
        2 => Just("mặt trận".to_owned()),
        1 => "[<>&\"'|;,=+@#%\\\\{}()-]{1,3}",
        1 => Just("]]>".to_owned()),
        1 => Just("🙂".to_owned()),
        1 => Just("&#10;".to_owned()),
    ];
    prop::collection::vec(pieces, 1..4).prop_map(|pieces| pieces.join(" "))
}

fn optional_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(text())
}

fn term() -> impl Strategy<Value = Term> {
    let status = prop::sample::select(vec![Status::Admitted, Status::Deprecated, Status::Forbidden]);
    let kind = prop::sample::select(TermType::ALL.to_vec());
    let not_with = prop::collection::vec(text(), 0..2);
    (text(), status, kind, any::<bool>(), any::<bool>(), not_with, optional_text()).prop_map(
        |(text, status, kind, case, keep, not_with, note)| {
            let term = Term::new(text, status).with_type(kind);
            Term { case, keep, not_with, note, ..term }
        },
    )
}

/// Terms of a language, each text once, the first preferred.
fn terms() -> impl Strategy<Value = Vec<Term>> {
    prop::collection::vec(term(), 1..4).prop_map(|mut terms| {
        let mut seen = Vec::new();
        terms.retain(|term| {
            let new = !seen.contains(&term.text.to_lowercase());
            seen.push(term.text.to_lowercase());
            new
        });
        terms[0].status = Status::Preferred;
        terms
    })
}

fn concept() -> impl Strategy<Value = Concept> {
    let pos = prop::option::of(prop::sample::select(PartOfSpeech::ALL.to_vec()));
    let sources = prop::collection::vec((prop::sample::select(SourceKind::ALL.to_vec()), text()), 0..2);
    (terms(), terms(), pos, optional_text(), optional_text(), sources, any::<bool>()).prop_map(
        |(vi, en, pos, definition, note, sources, more)| {
            let mut concept = Concept::new("", "org");
            concept.terms.insert(Lang::vi(), vi);
            concept.terms.insert(Lang::en(), en);
            concept.pos = pos;
            concept.definition = definition;
            concept.note = note;
            concept.sources = sources.into_iter().map(|(kind, detail)| Source { kind, detail }).collect();
            if more {
                concept.validity = Validity { from: Some("2020".to_owned()), to: None };
                concept.seen = vec![Seen { form: "x".to_owned(), file: "a.txt".to_owned(), line: 3 }];
                concept.history = vec!["2026-01-31 en: decided".to_owned()];
            }
            concept
        },
    )
}

fn glossary() -> impl Strategy<Value = Vec<Concept>> {
    prop::collection::vec(concept(), 1..6).prop_map(|mut concepts| {
        (0..).zip(&mut concepts).for_each(|(number, concept): (usize, &mut Concept)| concept.id = format!("c{number}"));
        concepts
    })
}

/// The reader of a format.
fn reader(format: &str) -> &'static dyn Read {
    match FormatSpec::named(format).expect("a format").read {
        Some(Reading::Text(reader)) => reader,
        other => panic!("{format} is read by {other:?}"),
    }
}

fn shape(name: &str) -> &'static Shape {
    Shape::named(name).expect("a shape of a format")
}

fn write(shape: &Shape, concepts: &[Concept]) -> Vec<u8> {
    let concepts: Vec<&Concept> = concepts.iter().collect();
    let mut bytes = Vec::new();
    let selection = Selection { concepts: &concepts, pair: &pair() };
    shape.write(&selection, &mut bytes).expect("memory takes it");
    bytes
}

fn read(reader: &dyn Read, bytes: &[u8]) -> Result<Vec<ImportItem>, ReadError> {
    let input = Input::open("x", Cursor::new(bytes.to_vec()), None)?;
    let mut all = Vec::new();
    reader.read(
        input,
        &ReadOptions { from: Some(Lang::vi()), to: Some(Lang::en()), ..ReadOptions::default() },
        &mut |_, found| all.push(found),
    )?;
    Ok(all)
}

fn concepts(reader: &dyn Read, bytes: &[u8]) -> Vec<Concept> {
    let found = read(reader, bytes).unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(bytes)));
    found
        .into_iter()
        .filter_map(|found| if let ImportItem::Concept(concept) = found { Some(*concept) } else { None })
        .collect()
}

fn units(reader: &dyn Read, bytes: &[u8]) -> Vec<Unit> {
    let found = read(reader, bytes).unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(bytes)));
    found.into_iter().filter_map(|found| if let ImportItem::Unit(unit) = found { Some(*unit) } else { None }).collect()
}

fn errors(name: &str, bytes: &[u8]) -> Vec<Problem> {
    let input = Input::open(name, Cursor::new(bytes.to_vec()), None).expect("text");
    let mut problems = Vec::new();
    validate(input, &mut |problem| problems.push(problem)).expect("a known format");
    problems.retain(|problem| problem.rule.severity == Severity::Error);
    problems
}

/// The concept as TBX can hold it.
fn as_tbx(mut concept: Concept) -> Concept {
    concept.validity = Validity::default();
    concept.seen.clear();
    concept.history.clear();
    for term in concept.terms.values_mut().flatten() {
        (term.case, term.keep) = (false, false);
        term.not_with.clear();
        if term.status == Status::Forbidden {
            term.status = Status::Deprecated;
        }
    }
    concept
}

/// The shapes of formats that can be validated, with a name their files may have.
fn with_standard() -> Vec<(String, &'static Shape)> {
    let formats = FORMATS.iter().filter(|format| format.can_be_validated());
    let named = |format: &&FormatSpec| format!("x.{}", format.endings[0].name);
    formats.flat_map(|format| format.shapes.iter().map(move |shape| (named(format), shape))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn json_holds_everything(glossary in glossary()) {
        prop_assert_eq!(concepts(reader("json"), &write(shape("json"), &glossary)), glossary);
    }

    #[test]
    fn tbx_holds_what_a_termbase_has(glossary in glossary()) {
        let wanted: Vec<Concept> = glossary.iter().cloned().map(as_tbx).collect();
        for dialect in ["tbx", "tbx-dca", "tbx-dct"] {
            prop_assert_eq!(&concepts(reader("tbx"), &write(shape(dialect), &glossary)), &wanted, "{}", dialect);
        }
    }

    #[test]
    fn tables_hold_terms_with_their_status(glossary in glossary()) {
        for table in ["tsv", "csv"] {
            let back = concepts(reader(table), &write(shape(table), &glossary));
            prop_assert_eq!(back.len(), glossary.len());
            for (ours, theirs) in glossary.iter().zip(&back) {
                prop_assert_eq!((&ours.id, &ours.domain, ours.pos, &ours.definition), (&theirs.id, &theirs.domain, theirs.pos, &theirs.definition));
                let terms = |concept: &Concept| concept.all_terms().map(|(lang, term)| (lang.clone(), term.text.clone(), term.status, term.kind)).collect::<Vec<_>>();
                // The type of the preferred source has no row of its own.
                let (mut ours, mut theirs) = (terms(ours), terms(theirs));
                for all in [&mut ours, &mut theirs] {
                    all.iter_mut().filter(|one| one.0.is("vi") && one.2 == Status::Preferred).for_each(|one| one.3 = TermType::Full);
                }
                prop_assert_eq!(ours, theirs, "{}", table);
            }
        }
    }

    #[test]
    fn everything_written_is_valid_and_is_the_same_twice(glossary in glossary()) {
        for (name, format) in with_standard() {
            let bytes = write(format, &glossary);
            let found = errors(&name, &bytes);
            prop_assert!(found.is_empty(), "{:?} {:?}\n{}", format, found, String::from_utf8_lossy(&bytes));
        }
        let mut reversed = glossary.clone();
        reversed.reverse();
        for shape in FORMATS.iter().flat_map(|format| format.shapes) {
            prop_assert!(write(shape, &glossary) == write(shape, &reversed), "{:?} depends on the order", shape);
        }
    }

    /// What a format lost the first time it does not lose again.
    #[test]
    fn writing_what_was_read_is_stable(glossary in glossary()) {
        for format in FORMATS.iter().filter(|format| format.shapes[0].units.is_none()) {
            let Some(Reading::Text(reader)) = format.read else { continue };
            let format = &format.shapes[0];
            let name_them = |mut all: Vec<Concept>| {
                (0..).zip(&mut all).filter(|(_, one)| one.id.is_empty()).for_each(|(number, one): (usize, _)| one.id = format!("c{number}"));
                all
            };
            let once = write(format, &name_them(concepts(reader, &write(format, &glossary))));
            let twice = write(format, &name_them(concepts(reader, &once)));
            prop_assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice), "{:?}", format);
        }
    }
}

/// A segment whose codes have names of their own.
fn segment(lang: Lang) -> impl Strategy<Value = Segment> {
    let code = (any::<prop::sample::Index>(), 0..3usize, prop_oneof![Just(String::new()), text()]);
    (text(), prop::collection::vec(code, 0..4)).prop_map(move |(text, codes)| {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut made = Vec::new();
        for (number, (place, kind, data)) in codes.into_iter().enumerate() {
            let (at, id) = (*place.get(&places), format!("c{number}"));
            let code = |at, kind, data| Code { at, kind, id: id.clone(), data };
            match kind {
                0 => made.push(code(at, CodeKind::Alone, data)),
                1 => {
                    made.push(code(at, CodeKind::Open, data.clone()));
                    made.push(code(text.len(), CodeKind::Close, data));
                }
                _ => made.push(code(at, CodeKind::Close, data)),
            }
        }
        made.sort_by_key(|code| code.at);
        Segment { codes: made, ..Segment::new(lang.clone(), text) }
    })
}

fn unit() -> impl Strategy<Value = Unit> {
    let date = prop::option::of(Just("2026-01-31T08:30:00Z".to_owned()));
    let about = (optional_text(), optional_text(), date, optional_text(), any::<bool>());
    let notes = prop::collection::vec(text(), 0..2);
    (segment(Lang::vi()), segment(Lang::en()), about, notes).prop_map(
        |(source, target, (previous, author, changed, property, draft), notes)| {
            let properties = property.map(|value| ("x-client".to_owned(), value)).into_iter().collect();
            let next = previous.clone();
            Unit { previous, next, author, changed, draft, notes, properties, ..Unit::new(source, target) }
        },
    )
}

fn memory() -> impl Strategy<Value = Vec<Unit>> {
    prop::collection::vec(unit(), 1..6).prop_map(|mut units| {
        (0..).zip(&mut units).for_each(|(number, unit): (usize, &mut Unit)| unit.id = Some(format!("u{number}")));
        units
    })
}

fn write_units(format: &str, units: &[Unit]) -> Vec<u8> {
    let of = UnitsOf { pair: pair(), kind: UnitKind::Sentence };
    let mut bytes = Vec::new();
    shape(format)
        .units
        .expect("a format of units")
        .write_units(&of, &mut units.iter().cloned(), &mut bytes)
        .expect("memory takes it");
    bytes
}

/// The segments of a file, with their places.
fn placed_segments(reader: &dyn Read, file: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let wanted = ReadOptions { places: true, ..ReadOptions::default() };
    let mut take = |_, found| {
        if let ImportItem::Unit(unit) = found {
            segments.extend([unit.source, unit.target]);
        }
    };
    reader.read(Input::of_text("x", file), &wanted, &mut take).expect("readable");
    segments
}

/// What the bytes of one character say.
fn unescaped(format: &str, written: &str) -> String {
    match (format, written.strip_prefix('\\')) {
        ("po", Some("n")) => "\n".to_owned(),
        ("po", Some("t")) => "\t".to_owned(),
        ("po", Some("r")) => "\r".to_owned(),
        ("po", Some(other)) => other.to_owned(),
        ("po", None) => written.to_owned(),
        _ => quick_xml::escape::unescape(written).expect("escaped").into_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn tmx_holds_units_with_their_codes(memory in memory()) {
        let bytes = write_units("tmx", &memory);
        prop_assert_eq!(errors("x.tmx", &bytes), vec![]);
        prop_assert_eq!(units(reader("tmx"), &bytes), memory);
    }

    #[test]
    fn xliff_holds_units_with_their_codes(memory in memory()) {
        for version in ["xliff", "xliff2"] {
            let bytes = write_units(version, &memory);
            prop_assert_eq!(errors("x.xlf", &bytes), vec![], "{}", String::from_utf8_lossy(&bytes));
            let held = memory.iter().cloned().map(|unit| Unit {
                previous: None, next: None, author: None, changed: None, properties: Vec::new(), ..unit
            });
            prop_assert_eq!(units(reader("xliff"), &bytes), held.collect::<Vec<_>>(), "{}\n{}", version, String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn po_holds_texts_and_notes(memory in memory()) {
        let bytes = write_units("po", &memory);
        prop_assert_eq!(errors("x.po", &bytes), vec![], "{}", String::from_utf8_lossy(&bytes));
        let plain = |segment: Segment| Segment { codes: Vec::new(), ..segment };
        let held = memory.iter().filter(|unit| !unit.draft).cloned().map(|unit| Unit {
            id: unit.id, notes: unit.notes, ..Unit::new(plain(unit.source), plain(unit.target))
        });
        prop_assert_eq!(units(reader("po"), &bytes), held.collect::<Vec<_>>());
    }

    /// The place of each character of a segment holds that character, in whatever way the format writes it.
    #[test]
    fn every_character_of_a_segment_stands_where_its_place_says(memory in memory()) {
        for (name, format) in [("tmx", "tmx"), ("xliff", "xliff"), ("xliff2", "xliff"), ("po", "po")] {
            let file = String::from_utf8(write_units(name, &memory)).expect("UTF-8");
            for segment in placed_segments(reader(format), &file) {
                for (at, c) in segment.text.char_indices() {
                    let part = at..at + c.len_utf8();
                    let mapped = segment.places.mapped(&segment.text, part);
                    let place = mapped.to_original(Span::new(0, mapped.text().len()));
                    let written = unescaped(format, place.of(&file));
                    prop_assert_eq!(written, mapped.text(), "{} {:?} at {}", name, segment.text, at);
                }
            }
        }
    }

    /// Read in parts on all cores or as a stream, the units are the same.
    #[test]
    fn tmx_is_the_same_in_parts(memory in prop::collection::vec(unit(), 300..400)) {
        let bytes = write_units("tmx", &memory);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| read(reader("tmx"), &bytes).expect("readable"))
        };
        prop_assert_eq!(on(1), on(3));
        prop_assert_eq!(units(reader("tmx"), &bytes), memory);
    }
}

/// `RANDOM_EXPORTS=folder cargo test --test interchange -- --ignored` writes them.
#[test]
#[ignore = "writes files for other validators into the folder that RANDOM_EXPORTS names"]
fn random_glossaries_can_be_written_for_other_validators() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let folder = std::env::var_os("RANDOM_EXPORTS").expect("RANDOM_EXPORTS names a folder");
    let mut runner = TestRunner::deterministic();
    for number in 0..200 {
        let concepts = glossary().new_tree(&mut runner).expect("a glossary").current();
        for (name, format) in with_standard() {
            let path = std::path::Path::new(&folder).join(format!("{number}-{}-{name}", format.name));
            std::fs::write(path, write(format, &concepts)).expect("a folder that can be written to");
        }
    }
}

#[test]
fn a_file_is_known_by_its_root_not_its_name() {
    let concept = {
        let mut concept = Concept::new("c", "org");
        concept.terms.insert(Lang::vi(), vec![Term::new("a", Status::Preferred)]);
        concept.terms.insert(Lang::en(), vec![Term::new("b", Status::Preferred)]);
        concept
    };
    let mut formats = 0;
    for format in FORMATS.iter().filter(|format| format.read.is_some() && !format.roots.is_empty()) {
        for shape in format.shapes {
            let bytes = write(shape, std::slice::from_ref(&concept));
            let mut count = 0;
            read_file("download", Cursor::new(bytes), None, &ReadOptions::default(), &mut |_, _| count += 1)
                .expect("known");
            assert_eq!(count, 1, "{shape:?}");
        }
        formats += 1;
    }
    assert!(formats >= 5, "{formats}");
}
