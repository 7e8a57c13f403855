//! Workbooks hold what tables hold, and their cells are text. Needs the feature `xlsx`.
#![cfg(feature = "xlsx")]

use std::io::Cursor;

use gloss_core::{
    lang::{Lang, LangPair},
    model::{Concept, Status},
};
use gloss_formats::{ImportItem, ReadOptions, Selection, Shape, read_file};
use gloss_terms::glossary::{Glossary, SourceFile};

fn workbook() -> Vec<u8> {
    let text = "[front]\nen = [\"Fatherland Front\", { term = \"=cmd()\", status = \"forbidden\" }]\nvi = [\"Mặt trận\", \"0123\"]\npos = \"noun\"\n";
    let glossary = Glossary::read(vec![SourceFile::new("org.toml", text)]);
    let concepts: Vec<&Concept> = glossary.concepts().collect();
    let selection = Selection { concepts: &concepts, pair: &LangPair { from: Lang::vi(), to: Lang::en() } };
    let mut bytes = Vec::new();
    Shape::named("xlsx").expect("known").write(&selection, &mut bytes).expect("memory takes it");
    bytes
}

fn read(bytes: Vec<u8>) -> Result<Vec<(usize, Concept)>, gloss_formats::ReadError> {
    let mut all = Vec::new();
    let mut take = |line, found| {
        if let ImportItem::Concept(concept) = found {
            all.push((line, *concept));
        }
    };
    read_file("terms.xlsx", Cursor::new(bytes), None, &ReadOptions::default(), &mut take)?;
    Ok(all)
}

#[test]
fn a_workbook_holds_what_a_table_holds() {
    let found = read(workbook()).expect("a workbook");
    let [(line, concept)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((*line, concept.id.as_str()), (2, "front"));
    let terms: Vec<(&str, Status)> = concept.all_terms().map(|(_, term)| (term.text.as_str(), term.status)).collect();
    let wanted = [
        ("Fatherland Front", Status::Preferred),
        ("=cmd()", Status::Forbidden),
        ("Mặt trận", Status::Preferred),
        ("0123", Status::Admitted),
    ];
    assert_eq!(terms, wanted);
}

#[test]
fn a_workbook_is_the_same_from_run_to_run() {
    assert!(workbook() == workbook());
}

#[test]
fn what_is_no_workbook_is_refused() {
    let mut cut = workbook();
    cut.truncate(cut.len() / 2);
    for bytes in [b"not a workbook".to_vec(), cut, Vec::new()] {
        let error = read(bytes).expect_err("refused");
        assert!(error.message.contains("the workbook cannot be read"), "{error}");
    }
}
