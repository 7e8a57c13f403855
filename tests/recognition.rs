//! What counts as equal, in one table run over every path that recognises terms: the scanner, `check`, and the terms
//! found inside a query. Text is tried in NFC and in NFD.

mod naive;

use gloss::{Files, shipped};
use gloss_check::Checker;
use gloss_core::{
    lang::{Article, Lang},
    model::{Concept, Status, Term},
    text::Document,
};
use gloss_terms::{
    glossary::{Glossary, SourceFile},
    index::{FuzzyMethod, Index, Layers, MatchKind, Scanner, TextWords, all_terms},
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// number, language of the term, term, text, whether it stands there, whether the match is a loose one
const CASES: [(u32, &str, &str, &str, bool, bool); 20] = [
    (1, "en", "Fatherland Front", "the Fatherland Front raised", true, false),
    (2, "en", "great unity house", "built 40 great unity houses", true, false),
    (3, "en", "Fatherland Front", "the Fatherland Front’s funds", true, false),
    (4, "en", "three-solid", "the three solid standards", true, false),
    (5, "en", "Fatherland Front", "FATHERLAND FRONT", true, false),
    (6, "en", "Fatherland Front", "Fatherland\nFront", true, false),
    (7, "en", "Fatherland Front", "Fatherland\u{a0}Front", true, false),
    (8, "en", "Lai", "Laid-off workers", false, false),
    (9, "en", "poor household", "the poor, whose household", false, false),
    (10, "vi", "Mặt trận Tổ quốc", "Ủy ban Mặt trận Tổ quốc tỉnh", true, false),
    (11, "vi", "Mặt trận Tổ quốc", "Mặt trận Tổ quốc", true, false),
    (12, "vi", "Ủy ban nhân dân", "Uỷ ban nhân dân", true, false),
    (13, "vi", "hòa bình", "hoà bình", true, false),
    (14, "vi", "Mặt trận Tổ quốc", "MẶT TRẬN TỔ QUỐC", true, false),
    (15, "vi", "đoàn kết", "đoàn công tác đã kết thúc", false, false),
    (16, "en", "To", "Tố", false, false),
    (17, "vi", "Đại đoàn kết", "Dai doan ket", true, true),
    // Beyond the table: the tolerance has one direction, a hyphen makes another word, symbols belong to a term.
    (18, "vi", "ban tin", "bản tin", false, false),
    (19, "en", "poor household", "a near-poor household", false, false),
    (20, "en", "C++", "written in C++ today", true, false),
];

fn glossary(lang: &str, term: &str) -> Glossary {
    let other = if lang == "en" { "vi" } else { "en" };
    // Deprecated, so that `check` reports it; the other language only completes the entry.
    let text =
        format!("[x]\n{lang} = [\"zzz\", {{ term = \"{term}\", status = \"deprecated\" }}]\n{other} = \"yyy\"\n");
    let glossary = Glossary::read(vec![SourceFile::new("x.toml", text)]);
    assert!(glossary.faults().is_empty(), "{:?}", glossary.faults());
    glossary
}

fn in_both_forms(text: &str) -> [String; 2] {
    [text.nfc().collect(), text.nfd().collect()]
}

#[test]
fn the_scanner_recognises_what_it_should() {
    for (number, lang, term, text, wanted, loose) in CASES {
        let glossary = glossary(lang, term);
        let scanner = Scanner::from_terms(all_terms(glossary.concepts()).filter(|t| t.term.text == term));
        for text in in_both_forms(text) {
            let found = scanner.scan(&text);
            assert_eq!(!found.is_empty(), wanted, "case {number}: {term:?} in {text:?}");
            let folded = found.iter().any(|m| m.terms.iter().any(|(_, kind)| *kind == MatchKind::Folded));
            assert_eq!(folded, loose, "case {number}: {term:?} in {text:?} is loose");
        }
    }
}

#[test]
fn check_recognises_what_it_should() {
    for (number, lang, term, text, wanted, _) in CASES {
        let glossary = glossary(lang, term);
        let checker = Checker::new(&glossary);
        for text in in_both_forms(text) {
            let document = Document::plain("case.txt", text.as_str());
            let lang: Lang = lang.parse().expect("a language");
            let findings = checker.check(&[Article { document, lang }]);
            let flagged = findings.iter().filter(|f| f.rule.id == "deprecated-rendering").count();
            assert_eq!(flagged, usize::from(wanted), "case {number}: {term:?} in {text:?}");
        }
    }
}

#[test]
fn a_query_recognises_the_terms_inside_it() {
    for (number, lang, term, text, wanted, _) in CASES {
        let glossary = glossary(lang, term);
        let layers = Layers::new(vec![Index::build(glossary.concepts(), FuzzyMethod::Fst).expect("an index")]);
        for text in in_both_forms(text) {
            // A word before it keeps the query from being the term itself.
            let query = format!("chuyện {text}");
            let found = layers.lookup(&query, 10, None).hits.iter().any(|hit| hit.term.text == term);
            assert_eq!(found, wanted, "case {number}: {term:?} in the query {query:?}");
        }
    }
}

#[test]
fn a_forbidden_form_inside_an_accepted_one_is_no_finding() {
    let text =
        "[house]\nen = [\"great unity house\", { term = \"unity house\", status = \"forbidden\" }]\nvi = \"nhà\"\n";
    let glossary = Glossary::read(vec![SourceFile::new("x.toml", text)]);
    let checker = Checker::new(&glossary);
    for (text, wanted) in
        [("Ten great unity houses.", 0), ("Ten unity houses.", 1), ("A great-unity house, a unity house.", 1)]
    {
        let article = Article { document: Document::plain("a.txt", text), lang: Lang::en() };
        assert_eq!(checker.check(&[article]).len(), wanted, "{text}");
    }
}

const WORD: &str = "ban|bàn|bản|Bản|BẢN|hoa|hoà|hòa|Hoa|nhân|nhan|dân|Điện|điện|Dien|house|houses|house’s|Party|parties|party|organise|organize|the";

fn words(count: std::ops::Range<usize>, between: &'static str) -> impl Strategy<Value = String> {
    prop::collection::vec((WORD, between), count)
        .prop_map(|pairs| pairs.into_iter().fold(String::new(), |text, (word, gap)| text + &word + &gap))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    /// The same places, terms and kinds as the plain way finds, in texts longer than the scanner's window, in both forms.
    #[test]
    fn the_scanner_finds_what_a_naive_matcher_finds(
        terms in prop::collection::vec((words(1..4, " "), any::<bool>()), 1..25),
        text in words(1..700, " | | |, |-|\n|\n\n|  | - "),
    ) {
        let concept = |(text, english): &(String, bool)| {
            let mut concept = Concept::new("x", "general");
            let lang = if *english { Lang::en() } else { Lang::vi() };
            concept.terms.insert(lang, vec![Term::new(text.trim(), Status::Preferred)]);
            concept
        };
        let concepts: Vec<Concept> = terms.iter().map(concept).collect();
        let (scanner, naive) = (Scanner::from_terms(all_terms(&concepts)), naive::Naive::of(all_terms(&concepts)));
        for text in in_both_forms(&text) {
            prop_assert_eq!(naive::places_of(&scanner, &text), naive.places(&text));
        }
    }

    /// What an index gives for the words of a text is enough to find every term in it.
    #[test]
    fn the_concepts_about_a_text_are_all_that_it_names(
        terms in prop::collection::vec((words(1..4, " "), any::<bool>()), 1..25),
        text in words(1..40, " | | |, |-|\n|\n\n|  | - "),
    ) {
        let concept = |(number, (text, english)): (usize, &(String, bool))| {
            let mut concept = Concept::new(format!("c{number}"), "general");
            let lang = if *english { Lang::en() } else { Lang::vi() };
            concept.terms.insert(lang, vec![Term::new(text.trim(), Status::Preferred)]);
            concept
        };
        let concepts: Vec<Concept> = terms.iter().enumerate().map(concept).collect();
        let index = Index::build(&concepts, FuzzyMethod::Fst).expect("an index");
        let layers = Layers::new(vec![index]);
        for text in in_both_forms(&text) {
            let mut words = TextWords::default();
            words.add(&text);
            let about = layers.concepts_for_words(&words).expect("sound");
            let (all, some) = (Scanner::from_terms(all_terms(&concepts)), Scanner::from_terms(all_terms(&about)));
            prop_assert_eq!(naive::places_of(&some, &text), naive::places_of(&all, &text));
        }
    }
}

#[test]
fn the_articles_are_checked_alike_with_all_concepts_and_with_those_about_them() {
    let glossary = Glossary::read(shipped());
    let layers = Layers::new(vec![Index::build(glossary.concepts(), FuzzyMethod::Fst).expect("an index")]);
    let files = Files::read(&["seeds".into()]);
    let whole = Checker::new(&glossary);
    for articles in files.articles.chunks(1).chain([files.articles.as_slice()]) {
        let mut words = TextWords::default();
        articles.iter().for_each(|article| words.add(article.document.text()));
        let about = layers.concepts_for_words(&words).expect("sound");
        // One article has some of the syllables of names, ten have most of them.
        assert!(about.len() * if articles.len() == 1 { 2 } else { 1 } < glossary.concepts().len(), "{}", about.len());
        assert_eq!(Checker::of(&about).check(articles), whole.check(articles));
    }
}

/// What became part of a unit has other words than the text, and is needed to judge it.
#[test]
fn bug_former_units_were_unknown_to_checks_of_small_texts() {
    let glossary = Glossary::read(shipped());
    let layers = Layers::new(vec![Index::build(glossary.concepts(), FuzzyMethod::Fst).expect("an index")]);
    let whole = Checker::new(&glossary);
    let units = glossary.concepts().filter(|concept| concept.is_unit() && concept.validity.to.is_none());
    let became = glossary.concepts().filter_map(|concept| concept.merged_into()).collect::<Vec<_>>();
    let mut told = 0;
    for unit in
        units.filter(|unit| unit.preferred(&Lang::vi()).is_some_and(|name| became.contains(&name.text.as_str())))
    {
        let name = &unit.preferred(&Lang::en()).expect("a name").text;
        let text = format!("{name} (formerly Hà Giang province) is far.\n");
        let article = [Article { document: Document::plain("a.en.txt", text.as_str()), lang: Lang::en() }];
        let mut words = TextWords::default();
        words.add(&text);
        let about = layers.concepts_for_words(&words).expect("sound");
        let found = whole.check(&article);
        told += found.len();
        assert_eq!(Checker::of(&about).check(&article), found, "{name}");
    }
    assert!(told > 50, "{told}");
}
