//! The tiers of look-up, in one table, through the table of shortened forms and without it.

use gloss_core::{block::IndexError, lang::Lang};
use gloss_terms::{
    glossary::{Glossary, SourceFile},
    index::{FuzzyMethod, HitKind, Index, Layers, derive_name},
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

const CASES: [(&str, Option<(&str, HitKind)>); 26] = [
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
    ("the people committees", Some(("peoples-committee", HitKind::Inflected))),
    ("people committees meet", Some(("peoples-committee", HitKind::Inside))),
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

fn layers(fuzzy: FuzzyMethod) -> Layers {
    Layers::new(vec![Index::build(glossary().concepts(), fuzzy).expect("an index")])
}

#[test]
fn every_tier_finds_its_terms() {
    for fuzzy in [FuzzyMethod::DeletionTable, FuzzyMethod::Fst] {
        let layers = layers(fuzzy);
        for (query, wanted) in CASES {
            let hits = layers.lookup(query, 10, None).hits;
            let best = hits.first().map(|hit| (hit.concept.id.as_str(), hit.kind));
            assert_eq!(best, wanted, "{query:?}, {fuzzy:?}");
        }
    }
}

#[test]
fn names_with_a_kind_word_are_composed() {
    let derived = derive_name("Pu Nhi commune").expect("a kind word");
    assert_eq!(derived.readings, ["xã Pu Nhi"]);
}

#[test]
fn what_finds_nothing_has_near_terms() {
    let nearest = layers(FuzzyMethod::DeletionTable).nearest("natonal taget progam", 3);
    assert_eq!(nearest.first().map(String::as_str), Some("national target program"));
}

#[test]
fn of_two_glossaries_the_first_has_the_word() {
    let own = "[fatherland-front]\nen = \"The Front\"\nvi = \"Mặt trận Tổ quốc Việt Nam\"\n";
    let own = Glossary::read(vec![SourceFile::new("own.toml", own)]);
    let index = |glossary: &Glossary| Index::build(glossary.concepts(), FuzzyMethod::Fst).expect("an index");
    let layers = Layers::new(vec![index(&own), index(&glossary())]);
    let hits = layers.lookup("Mặt trận Tổ quốc Việt Nam", 10, None).hits;
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].layer, hits[0].concept.terms[&Lang::en()][0].text.as_str()), (0, "The Front"));
    // What the first does not have comes from the second, and what it hides there is not found by another term either.
    assert_eq!(layers.lookup("UBND", 10, None).hits[0].layer, 1);
    assert!(layers.lookup("Vietnam Fatherland Front", 10, None).hits.iter().all(|hit| hit.layer == 0));
}

#[test]
fn typed_keys_are_understood() {
    let layers = layers(FuzzyMethod::DeletionTable);
    for (query, id) in [
        ("nhaf Ddaji ddoanf keets", "great-solidarity-house"),
        ("nha2 D9ai5 d9oan2 ke6t1", "great-solidarity-house"),
        ("Uyr ban nhaan daan", "peoples-committee"),
    ] {
        let hits = layers.lookup(query, 10, None).hits;
        assert_eq!(hits.first().map(|hit| (hit.concept.id.as_str(), hit.kind)), Some((id, HitKind::Typed)), "{query}");
    }
}

/// An index of another version, of other texts, or one that was cut is refused when it is opened; any changed bit is
/// noticed by a full check.
#[test]
fn a_damaged_index_is_refused() {
    let bytes = Index::build_bytes(glossary().concepts(), FuzzyMethod::DeletionTable, 7).expect("an index");
    assert!(matches!(Index::open(bytes.clone(), 8), Err(IndexError::Stale)));
    assert!(Index::open(bytes.clone(), 7).expect("sound").verify().is_ok());
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        let noticed = Index::open(damaged, 7).and_then(|index| index.verify());
        assert!(noticed.is_err(), "byte {at}");
        assert!(Index::open(bytes[..at].to_vec(), 7).is_err(), "cut at {at}");
    }
}

/// The shipped glossary, asked with what a typist makes of its own terms: the table answers as brute force does.
#[test]
fn slips_of_shipped_terms_are_found_as_brute_force_finds_them() {
    let shipped = Glossary::read(gloss::shipped());
    let index = Index::build(shipped.concepts(), FuzzyMethod::DeletionTable).expect("an index");
    let keys: Vec<String> = index.dump().map(|(key, _)| key.to_owned()).collect();
    for (n, key) in keys.iter().enumerate().step_by(keys.len() / 150) {
        let mut letters: Vec<char> = key.chars().collect();
        let at = n % letters.len();
        match n % 4 {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, 'x'),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => letters[at] = 'y',
        }
        let query: String = letters.into_iter().collect();
        let near = |key: &&String| key.chars().count().abs_diff(query.chars().count()) <= 2;
        let mut wanted: Vec<(usize, &str)> = keys
            .iter()
            .filter(near)
            .map(|key| (strsim::osa_distance(&query, key), key.as_str()))
            .filter(|(edits, _)| *edits <= 2)
            .collect();
        wanted.sort_unstable();
        let found: Vec<(usize, &str)> = index.near(&query, 2).into_iter().map(|near| (near.edits, near.key)).collect();
        assert_eq!(found, wanted, "{query}");
    }
}

#[test]
fn english_inflection_and_spelling_do_not_matter_in_either_direction() {
    let text = "[a]\nen = \"organising committee\"\nvi = \"ban tổ chức\"\n\n[b]\nen = \"women’s labor programs\"\nvi = \"chương trình lao động nữ\"\n";
    let glossary = Glossary::read(vec![SourceFile::new("x.toml", text)]);
    let layers = Layers::new(vec![Index::build(glossary.concepts(), FuzzyMethod::DeletionTable).expect("an index")]);
    for (query, id) in [
        ("organizing committees", "a"),
        ("the organising committee’s", "a"),
        ("woman labour programme", "b"),
        ("women labor program", "b"),
    ] {
        let hits = layers.lookup(query, 10, None).hits;
        assert_eq!(hits.first().map(|hit| hit.concept.id.as_str()), Some(id), "{query}");
    }
}

#[test]
fn bug_a_name_spelled_alike_in_both_languages_was_taken_for_english() {
    let text = "[ha-noi]\nvi = [\"thành phố Hà Nội\", { term = \"Hà Nội\", type = \"short\" }]\nen = [\"Hanoi city\", { term = \"Hà Nội\", type = \"short\" }]\n";
    let glossary = Glossary::read(vec![SourceFile::new("x.toml", text)]);
    let layers = Layers::new(vec![Index::build(glossary.concepts(), FuzzyMethod::DeletionTable).expect("an index")]);
    for (query, from, lang) in [
        ("Hà Nội", None, "vi"),
        ("Ha Noi", None, "vi"),
        ("Hà Nội", Some(Lang::en()), "en"),
        ("Hà Nội", Some(Lang::vi()), "vi"),
    ] {
        let hits = layers.lookup(query, 10, from.as_ref()).hits;
        assert_eq!(hits.first().map(|hit| hit.lang.as_str()), Some(lang), "{query} {from:?}");
    }
}

#[test]
fn punctuation_around_a_query_and_an_article_before_it_do_not_matter() {
    let layers = layers(FuzzyMethod::DeletionTable);
    for query in ["(nhà Đại đoàn kết)", "nhà Đại đoàn kết.", "“nhà Đại đoàn kết”,", "the People’s Committee"]
    {
        let kind = layers.lookup(query, 10, None).hits.first().map(|hit| hit.kind);
        assert_eq!(kind, Some(HitKind::Exact), "{query}");
    }
}
