//! The tiers of look-up, in one table, through a fresh index and through one read back from bytes.

use gloss::{
    glossary::{Glossary, SourceFile},
    index::{HitKind, Index, IndexError, Terms},
};

const GLOSSARY: &str = r#"
[great-solidarity-house]
en = ["Great Solidarity house", { term = "great unity house", status = "deprecated" }]
vi = "nhà Đại đoàn kết"

[fatherland-front]
en = ["Vietnam Fatherland Front", { term = "V.F.F", type = "acronym" }]
vi = "Mặt trận Tổ quốc Việt Nam"

[peoples-committee]
en = "People’s Committee"
vi = "Ủy ban nhân dân"

[programme]
en = "national target program"
vi = "chương trình mục tiêu quốc gia"

[my]
en = "Mỹ people"
vi = "người Mỹ"
"#;

const CASES: [(&str, Option<(&str, HitKind)>); 25] = [
    ("nhà Đại đoàn kết", Some(("great-solidarity-house", HitKind::Exact))),
    ("  NHÀ   đại ĐOÀN kết ", Some(("great-solidarity-house", HitKind::Exact))),
    ("nhà Đại\u{a0}đoàn kết", Some(("great-solidarity-house", HitKind::Exact))),
    ("great-unity house", Some(("great-solidarity-house", HitKind::Exact))),
    ("V.F.F", Some(("fatherland-front", HitKind::Exact))),
    ("VFF", Some(("fatherland-front", HitKind::Acronym))),
    ("UBNE", None),
    ("UBNDX", None),
    ("Uỷ ban nhân dân", Some(("peoples-committee", HitKind::ToneStyle))),
    ("người Mĩ", Some(("my", HitKind::ToneStyle))),
    ("nha dai doan ket", Some(("great-solidarity-house", HitKind::Folded))),
    ("uy ban nhan dan", Some(("peoples-committee", HitKind::Folded))),
    ("great unity houses", Some(("great-solidarity-house", HitKind::Inflected))),
    ("national target programmes", Some(("programme", HitKind::Inflected))),
    ("the people committees", Some(("peoples-committee", HitKind::Inside))),
    ("UBND", Some(("peoples-committee", HitKind::Acronym))),
    ("MTTQVN", Some(("fatherland-front", HitKind::Acronym))),
    ("đoàn kết", Some(("great-solidarity-house", HitKind::Part))),
    ("fatherland", Some(("fatherland-front", HitKind::Part))),
    ("great soli", Some(("great-solidarity-house", HitKind::Prefix))),
    ("nhà Đại đoàn kêt", Some(("great-solidarity-house", HitKind::Folded))),
    ("nah dai doan ket", Some(("great-solidarity-house", HitKind::Fuzzy))),
    ("Fatherlnd Frnt Vietnam", None),
    ("poor commune", None),
    ("", None),
];

fn glossary() -> Glossary {
    let glossary = Glossary::read(vec![SourceFile::new("x.toml", GLOSSARY)]);
    assert!(glossary.faults().is_empty(), "{:?}", glossary.faults());
    glossary
}

#[test]
fn every_tier_finds_its_terms() {
    let glossary = glossary();
    let terms = Terms::of(&glossary);
    let built = Index::build(&terms).expect("an index");
    let read = Index::from_bytes(&built.to_bytes(7), 7).expect("the same index");
    for index in [built, read] {
        for (query, wanted) in CASES {
            let hits = index.lookup(&terms, query);
            let best = hits.first().map(|hit| (hit.found.concept.id.as_str(), hit.kind));
            assert_eq!(best, wanted, "{query:?}");
        }
    }
}

#[test]
fn names_with_a_kind_word_are_composed() {
    let derived = Index::derived("Pu Nhi commune").expect("a kind word");
    assert_eq!(derived.readings, ["xã Pu Nhi"]);
}

#[test]
fn what_finds_nothing_has_near_terms() {
    let glossary = glossary();
    let terms = Terms::of(&glossary);
    let index = Index::build(&terms).expect("an index");
    let nearest = index.nearest(&terms, "natonal taget progam", 3);
    assert_eq!(nearest.first().map(|near| near.term.text.as_str()), Some("national target program"));
}

/// Damage in any byte is noticed, or changes no answer into a wrong one: a hit is derived again from its term.
#[test]
fn a_damaged_index_is_refused_and_never_panics() {
    let glossary = glossary();
    let terms = Terms::of(&glossary);
    let bytes = Index::build(&terms).expect("an index").to_bytes(7);
    assert!(matches!(Index::from_bytes(&bytes, 8), Err(IndexError::Stale)));
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(Index::from_bytes(&damaged, 7).is_err(), "byte {at}");
        assert!(Index::from_bytes(&bytes[..at], 7).is_err(), "cut at {at}");
    }
}
