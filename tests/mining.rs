//! Mining on the project's own articles: what must be found, what never may, and that nothing is invented.

use std::{collections::BTreeSet, fs, path::PathBuf};

use gloss::shipped;
use gloss_core::{
    lang::{Article, Lang, english_kind_word},
    text::{Document, key},
};
use gloss_mine::{Candidate, Mined, Miner, Origin, Relation, RelationKind};
use gloss_terms::glossary::Glossary;

fn seed(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The pairs of the manifest: English and Vietnamese file names.
fn manifest() -> Vec<(String, String)> {
    let rows = seed("manifest.tsv");
    let rows = rows.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|cells| (cells[1].to_owned(), cells[2].to_owned())).collect()
}

fn articles(lang: &Lang) -> Vec<Article> {
    let names = manifest().into_iter().map(|(en, vi)| if lang.is("en") { en } else { vi });
    names.map(|name| Article { document: Document::plain(name.as_str(), seed(&name)), lang: lang.clone() }).collect()
}

fn mine(with_glossary: bool, lang: &Lang) -> Mined {
    let glossary = Glossary::read(shipped());
    Miner::new(with_glossary.then_some(&glossary)).mine(&articles(lang), &|| {})
}

fn find<'m>(mined: &'m Mined, en: &str) -> Option<&'m Candidate> {
    mined.candidates.iter().find(|c| key::exact(&c.en) == key::exact(en))
}

#[test]
fn the_manifest_names_every_article_and_each_has_the_right_length() {
    let pairs = manifest();
    assert_eq!(pairs.len(), 8);
    let named: BTreeSet<String> = pairs.into_iter().flat_map(|(en, vi)| [en, vi]).collect();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let files =
        fs::read_dir(folder).expect("seeds/").map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned());
    assert_eq!(named, files.filter(|name| name.ends_with(".txt")).collect());
    for name in named {
        let words = seed(&name).split_whitespace().count();
        assert!((250..=400).contains(&words), "{name} has {words} words");
    }
}

/// English form, Vietnamese form, origin: found by rules alone, without the glossary.
const BY_RULE: [(&str, Option<&str>, Option<Origin>); 24] = [
    ("Lò Văn Hòa", Some("Lò Văn Hòa"), Some(Origin::InText)),
    ("Kháng A Lử", Some("Kháng A Lử"), Some(Origin::InText)),
    ("Cháng A Dung", Some("Cháng A Dung"), Some(Origin::InText)),
    ("Mường Luân commune", Some("xã Mường Luân"), Some(Origin::Compositional)),
    ("Kép village", Some("bản Kép"), Some(Origin::Compositional)),
    ("Tàng Phon hamlet", Some("bản Tàng Phon"), Some(Origin::Compositional)),
    ("Nam Dương Cooperative", Some("Hợp tác xã Nam Dương"), Some(Origin::Compositional)),
    ("Si Pa Phìn Kindergarten", Some("Trường Mầm non Si Pa Phìn"), Some(Origin::Compositional)),
    ("Điện Biên College", Some("Trường Cao đẳng Điện Biên"), Some(Origin::Compositional)),
    ("Mường Nhé Border Post", Some("Đồn Biên phòng Mường Nhé"), Some(Origin::Compositional)),
    ("Resolution No.03-NQ/ĐU", Some("Nghị quyết số 03-NQ/ĐU"), Some(Origin::Compositional)),
    ("2026-2030 period", Some("giai đoạn 2026-2030"), Some(Origin::Compositional)),
    ("“Great Solidarity” houses", None, None),
    ("“three-solid” standards", None, None),
    ("“For the Poor” Fund", None, None),
    ("Sponsor mother", None, None),
    ("For the Poor - Leaving No One Behind", None, None),
    ("Vietnam Bank for Social Policies", None, None),
    ("Department of Agriculture and Environment", None, None),
    ("National Target Program for Sustainable Poverty Reduction", None, None),
    ("provincial Vietnam Fatherland Front Committee", None, None),
    ("near-poor household", None, None),
    ("health insurance coverage rate", None, None),
    ("poverty rate", None, None),
];

#[test]
fn rules_find_names_programmes_and_terms() {
    let mined = mine(false, &Lang::en());
    for (en, vi, origin) in BY_RULE {
        let candidate = find(&mined, en).unwrap_or_else(|| panic!("{en} was not found"));
        assert_eq!((candidate.vi.as_deref(), candidate.origin), (vi, origin), "{en}");
    }
}

/// Furniture, parts of names, words that only start a sentence.
const NEVER: [&str; 15] = [
    "Comment",
    "You have 500/500 characters left",
    "Recent news",
    "Lê Hải Yến",
    "Trần Minh Khoa",
    "Lò",
    "Lò Văn",
    "Cháng",
    "Si Pa",
    "Mường",
    "Since July",
    "Resolution No",
    "Young",
    "Villagers",
    "Two",
];

#[test]
fn page_furniture_and_fragments_are_never_proposed() {
    for with_glossary in [true, false] {
        let mined = mine(with_glossary, &Lang::en());
        for form in NEVER {
            assert!(find(&mined, form).is_none(), "{form} (glossary: {with_glossary})");
        }
    }
}

#[test]
fn without_the_glossary_every_vietnamese_name_stands_at_its_own_place() {
    let mined = mine(false, &Lang::en());
    let paired: Vec<&Candidate> = mined.candidates.iter().filter(|c| c.vi.is_some()).collect();
    assert!(paired.len() > 30, "{} pairs", paired.len());
    for candidate in paired {
        for vi in candidate.vi.iter().chain(&candidate.vi_alt) {
            // The kind word comes from the table; what is behind it stands in the English form, word for word.
            let words: Vec<&str> = vi.split(' ').collect();
            let kind = (1..words.len()).rev().find(|&n| english_kind_word(&words[..n].join(" ")).is_some());
            let own: Vec<&str> = match kind {
                Some(n) => words[n..].to_vec(),
                None if vi.chars().any(|c| c.is_ascii_digit()) => words[words.len() - 1..].to_vec(),
                None => words,
            };
            assert!(candidate.en.replace(" - ", "-").contains(&own.join(" ")), "{} was given {vi}", candidate.en);
        }
        assert_ne!(candidate.origin, Some(Origin::Glossary), "{}", candidate.en);
    }
}

#[test]
fn the_glossary_gives_partners_and_longer_terms_take_in_their_parts() {
    let mined = mine(true, &Lang::en());
    let house = find(&mined, "“Great Solidarity” houses").expect("known");
    assert_eq!((house.vi.as_deref(), house.origin), (Some("nhà Đại đoàn kết"), Some(Origin::Glossary)));
    assert_eq!(house.places.len(), 1);
    assert!(find(&mined, "meritorious service").is_none(), "a part of `people with meritorious service`");
    let lower: Vec<&Candidate> = mined.candidates.iter().filter(|c| c.origin == Some(Origin::Glossary)).collect();
    assert!(lower.len() > 80, "{} known terms", lower.len());
}

#[test]
fn appositions_connect_places() {
    let text = "In Mường Pồn commune (formerly Na Sang commune) it rained. Lò Văn Khơi of Mới hamlet (Mường Ảng commune) and a man from \
        Tàng Phon hamlet, Nậm Kè commune, saw Điện Biên.";
    let article = Article { document: Document::plain("x.txt", text), lang: Lang::en() };
    let mined = Miner::new(None).mine(&[article], &|| {});
    for (en, kind, other) in [
        ("Mường Pồn commune", RelationKind::Formerly, "Na Sang commune"),
        ("Mới hamlet", RelationKind::LocatedIn, "Mường Ảng commune"),
        ("Tàng Phon hamlet", RelationKind::LocatedIn, "Nậm Kè commune"),
    ] {
        let relations = &find(&mined, en).expect(en).relations;
        assert_eq!(relations, &[Relation { kind, form: other.to_owned() }], "{en}");
    }
    assert!(find(&mined, "Điện Biên").expect("a place").relations.is_empty());
}

#[test]
fn vietnamese_articles_are_read_the_same_way() {
    let mined = mine(true, &Lang::vi());
    for (en, vi) in [
        ("Mường Luân commune", "xã Mường Luân"),
        ("Lò Văn Hòa", "Lò Văn Hòa"),
        ("Great Solidarity house", "nhà Đại đoàn kết"),
    ] {
        assert_eq!(find(&mined, en).and_then(|c| c.vi.as_deref()), Some(vi), "{en}");
    }
    // Only the first syllable of a body's or a work's name is capitalised: nothing is made of such a fragment.
    for fragment in ["Chiến museum", "Quỹ cave", "Sở Giáo", "Ban Chỉ"] {
        assert!(find(&mined, fragment).is_none(), "{fragment}");
        assert!(!mined.unpaired.iter().any(|u| u.vi == fragment), "{fragment}");
    }
    assert!(!mined.candidates.iter().any(|c| c.category == "person" && c.en.starts_with("Đèo")));
}

#[test]
fn a_rejected_candidate_is_never_proposed_again() {
    let rejected = gloss_terms::glossary::SourceFile::new(
        "rejected.tsv",
        "# x\nlean season people\t\t2026-01-01\tnot a term\nKép village\t\t\t\n",
    );
    let glossary = Glossary::read(vec![rejected]);
    let mined = Miner::new(Some(&glossary)).mine(&articles(&Lang::en()), &|| {});
    assert!(find(&mined, "Kép village").is_none() && find(&mined, "Kép villages").is_none());
}

/// Text from another province: nothing of it stands in a lexicon or in the glossary.
#[test]
fn other_provinces_are_mined_as_well() {
    let text = "The Department of Health of Gia Lai province cited Decision No. 1719/QD-TTg to the Cà Mau Young Lawyers Club at the Buôn Ma Thuột Coffee Festival. The Gia Lai provincial People’s Committee met Mr. Ksor Y Blăng of Plei Ơi village on Monday. The movement “One hen, one roof” \
        helps poor households in Ia Hrung commune, and Chư Păh Coffee Cooperative pays for vocational training.";
    let article = Article { document: Document::plain("x.txt", text), lang: Lang::en() };
    let mined = Miner::new(None).mine(&[article], &|| {});
    for (en, vi) in [
        ("Department of Health", None),
        ("Decision No. 1719/QD-TTg", Some("Quyết định số 1719/QĐ-TTg")),
        ("Cà Mau Young Lawyers Club", None),
        ("Buôn Ma Thuột Coffee Festival", None),
        ("Ksor Y Blăng", Some("Ksor Y Blăng")),
        ("Plei Ơi village", Some("bản Plei Ơi")),
        ("Ia Hrung commune", Some("xã Ia Hrung")),
        ("One hen, one roof", None),
        ("People’s Committee", None),
        ("vocational training", None),
    ] {
        let candidate = find(&mined, en)
            .unwrap_or_else(|| panic!("{en}: {:?}", mined.candidates.iter().map(|c| &c.en).collect::<Vec<_>>()));
        assert_eq!(candidate.vi.as_deref(), vi, "{en}");
    }
}
