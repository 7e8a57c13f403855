//! The rules of `check`, each on small texts: when it speaks, and when it must be silent.

use std::collections::BTreeMap;

use gloss_check::{Checker, RULES, failing_examples};
use gloss_core::{
    lang::{Article, Lang},
    report::{Finding, Renderer, Style},
    text::Document,
};
use gloss_terms::glossary::{Glossary, SourceFile};

const GLOSSARY: &str = r#"
[house]
en = ["Great Solidarity house", "great unity house", { term = "unity house", status = "forbidden" }]
vi = "nhà Đại đoàn kết"

[front]
en = ["Vietnam Fatherland Front", { term = "Fatherland Front", type = "short" }, { term = "VFF", type = "acronym" }, { term = "Front of the Fatherland", type = "variant" }]
vi = "Mặt trận Tổ quốc Việt Nam"

[party-committee]
en = ["provincial Party Committee", "Party Committee of the province"]
vi = "Tỉnh ủy"
note = "the committee"

[party-organization]
en = ["provincial Party Organization", "provincial Party Committee"]
vi = "Đảng bộ tỉnh"
note = "the members"

[dien-bien]
en = "Điện Biên province"
vi = "tỉnh Điện Biên"
"#;

fn check(texts: &[(&str, &str)]) -> Vec<Finding> {
    let glossary = Glossary::read(vec![SourceFile::new("g.toml", GLOSSARY)]);
    assert!(glossary.faults().is_empty(), "{:?}", glossary.faults());
    let article = |(i, (lang, text)): (usize, &(&str, &str))| Article {
        document: Document::plain(format!("{}.txt", i + 1), *text),
        lang: lang.parse::<Lang>().expect("a language"),
    };
    let articles: Vec<Article> = texts.iter().enumerate().map(article).collect();
    Checker::new(&glossary).check(&articles)
}

fn rules(texts: &[(&str, &str)]) -> Vec<&'static str> {
    check(texts).iter().map(|f| f.rule.id).collect()
}

#[test]
fn competing_renderings_are_one_finding_on_the_rarer_form() {
    let findings = check(&[
        ("en", "A great unity house. Another great unity house."),
        ("en", "Great Solidarity houses, a “Great Solidarity” house, a Great Solidarity house."),
    ]);
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    assert_eq!(
        (finding.rule.id, finding.place.file.as_str(), finding.place.column),
        ("competing-renderings", "1.txt", 3)
    );
    assert_eq!(finding.related.len(), 4);
    assert_eq!(finding.suggestions, ["Great Solidarity house"]);
    assert!(
        finding.message.contains("`Great Solidarity house` (3) and `great unity house` (2)"),
        "{}",
        finding.message
    );
}

#[test]
fn a_term_beside_a_word_that_its_entry_names_is_not_meant() {
    let glossary = r#"
[security]
en = [
  { term = "social security", not-with = ["contribution", "pension fund"], note = "insurance is `bảo hiểm xã hội`" },
  { term = "security", status = "deprecated", not-with = ["border", "quốc phòng"] },
]
vi = "an sinh xã hội"
flag = ["Social security contributions rose.", "Pension funds are not social security."]
pass = ["Social security is for all. Contributions rose.", "Border security is another thing."]

[union]
en = [{ term = "WU", not-with = ["labour"] }]
vi = "Hội Phụ nữ"

[workers]
en = "WU"
vi = "Công đoàn"
"#;
    let glossary = Glossary::read(vec![SourceFile::new("g.toml", glossary)]);
    assert!(glossary.faults().is_empty(), "{:?}", glossary.faults());
    assert!(failing_examples(&glossary).is_empty(), "{:?}", failing_examples(&glossary));
    let checked = |text: &str| {
        let article = Article { document: Document::plain("a.txt", text), lang: Lang::en() };
        Checker::new(&glossary).check(&[article])
    };
    let finding = &checked("Social security contributions rose.")[0];
    let wanted = "`Social security` beside `contributions` is not `an sinh xã hội` (insurance is `bảo hiểm xã hội`)";
    assert_eq!((finding.rule.id, finding.message.as_str()), ("wrong-sense", wanted));
    assert_eq!(finding.related[0].column, 17);
    // A cue may have the term in it, and lines may be broken anywhere in a paragraph.
    assert_eq!(checked("They pay to\nsocial security\ncontributions.")[0].rule.id, "wrong-sense");
    assert!(checked("Social security is for all.\n\nContributions rose.").is_empty());
    // Of a name of two things the other is meant; where it is a deprecated form it is in order.
    assert!(checked("The WU met the ministry of labor. Border security grew.").is_empty());
    assert_eq!(checked("Security is for all.")[0].rule.id, "deprecated-rendering");
}

#[test]
fn what_never_competes() {
    let silent: [&[(&str, &str)]; 7] = [
        // A short form, an acronym and a free variant beside the full form.
        &[("en", "The Vietnam Fatherland Front (VFF) met. The Fatherland Front, or Front of the Fatherland, agreed.")],
        // Plural, possessive, capitals, quotation marks.
        &[("en", "Great Solidarity houses. GREAT SOLIDARITY HOUSE. The “Great Solidarity” house’s roof.")],
        // A form that may mean either of two concepts.
        &[("en", "The provincial Party Committee met the provincial Party Organization.")],
        // The same form in several files.
        &[("en", "A great unity house."), ("en", "A great unity house.")],
        // The other language.
        &[("en", "A great unity house."), ("vi", "Nhà Đại đoàn kết.")],
        // A deprecated or forbidden form inside an accepted one.
        &[("en", "One great unity house.")],
        &[("vi", "Mặt trận Tổ quốc Việt Nam ở tỉnh Điện Biên.")],
    ];
    for texts in silent {
        assert_eq!(rules(texts), Vec::<&str>::new(), "{texts:?}");
    }
}

#[test]
fn orthography_is_checked_without_noise() {
    type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);
    let cases: [Case; 9] = [
        (&[("vi", "Ðiện và đường.")], &["wrong-letter"]),
        (&[("vi", "Hoà thuận, hòa bình.")], &["mixed-tone-style"]),
        (&[("vi", "Hoà thuận, thuý, uỷ ban, quý, hoàn.")], &[]),
        (&[("vi", "To\u{302}\u{309} quo\u{302}\u{301}c.")], &["not-nfc"]),
        (&[("vi", "Ở tinh Dien Bien hôm nay.")], &["lost-diacritics"]),
        // English that drops diacritics everywhere is left alone; where the name also stands with them, it is not.
        (&[("en", "In Dien Bien province.")], &[]),
        (&[("en", "In Dien Bien province."), ("en", "In Điện Biên province.")], &["lost-diacritics"]),
        (&[("en", "From 2021-2025 and 2026-2030.")], &[]),
        (&[("en", "From 2021-2025 and 2026–2030.")], &["typography"]),
    ];
    for (texts, wanted) in cases {
        assert_eq!(rules(texts), wanted, "{texts:?}");
    }
}

#[test]
fn a_range_after_between_is_taken_apart() {
    let findings = check(&[("en", "Between 2021-2024, loans rose.")]);
    assert_eq!(findings[0].suggestions, ["Between 2021 and 2024"]);
}

#[test]
fn sarif_names_rules_places_and_column_kind() {
    let findings = check(&[("en", "One unity house.")]);
    let mut out = Vec::new();
    Renderer::Sarif { rules: &RULES }.write(&findings, &BTreeMap::new(), &mut out).expect("memory takes it");
    let log: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    let run = &log["runs"][0];
    assert_eq!((log["version"].as_str(), run["columnKind"].as_str()), (Some("2.1.0"), Some("unicodeCodePoints")));
    let result = &run["results"][0];
    let rule = &run["tool"]["driver"]["rules"]
        [usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small")];
    assert_eq!(
        (result["ruleId"].as_str(), rule["id"].as_str()),
        (Some("forbidden-rendering"), Some("forbidden-rendering"))
    );
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startColumn"].as_u64(), region["endColumn"].as_u64()), (Some(5), Some(16)));
}

#[test]
fn no_control_character_reaches_a_terminal() {
    for c in (0..=0x10_ffff).filter_map(char::from_u32) {
        let safe = gloss_core::report::safe_for_terminal(&format!("a{c}b"));
        let steers = |c: char| {
            (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!safe.chars().any(steers), "U+{:04X}", u32::from(c));
    }
    let mut out = Vec::new();
    let findings = check(&[("en", "One \u{202e}unity house\u{1b}[31m.")]);
    let sources = BTreeMap::from([("1.txt", "One \u{202e}unity house\u{1b}[31m.")]);
    Renderer::Text(Style::Plain).write(&findings, &sources, &mut out).expect("memory takes it");
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
}

#[test]
fn letters_and_words_that_are_not_what_they_look_like() {
    for (text, wanted) in [
        ("Na Sang and N\u{430} Sang.", &["wrong-letter"][..]),
        ("Привет is Russian, π is Greek.", &[]),
        ("Soft\u{ad}ware in Na\u{200b} Sa\u{200b}ng.", &["hidden-character", "hidden-character"]),
        ("\u{feff}At the start it is a mark.", &[]),
        ("\u{202e}turned", &["hidden-character"]),
        ("Na\u{200b} Sang.\n\u{202e}turned", &["hidden-character", "hidden-character"]),
        ("The head of of the commune. The the end.", &["doubled-word", "doubled-word"]),
        ("He had had it, and that that is well; in. In the end.", &[]),
        ("date: 2026-03-01\n\nIn Old Town and New Town.", &["outdated-name"]),
        ("date: 2025-03-01\n\nIn Old Town and New Town.", &[]),
        ("date: 2026-03-01\n\nIn the former Old Town and New Town.", &[]),
        ("In Old Town and New Town.", &[]),
    ] {
        let glossary = "[old]\nen = \"Old Town\"\nvi = \"thị trấn Cũ\"\nuntil = \"2025-06-30\"\n\n[new]\nen = \"New Town\"\nvi = \"xã Mới\"\n";
        let glossary = Glossary::read(vec![SourceFile::new("g.toml", glossary)]);
        let article = Article { document: Document::plain("1.txt", text), lang: Lang::en() };
        let rules: Vec<&str> = Checker::new(&glossary).check(&[article]).iter().map(|f| f.rule.id).collect();
        assert_eq!(rules, wanted, "{text}");
    }
    assert_eq!(rules(&[("vi", "Cán bộ của của xã đi đi lại lại.")]), ["doubled-word"]);
}

#[test]
fn two_values_of_one_indicator_are_a_question() {
    let glossary = "[rate]\nen = \"poverty rate\"\nvi = \"tỷ lệ hộ nghèo\"\n";
    let glossary = Glossary::read(vec![SourceFile::new("g.toml", glossary)]);
    for (first, second, wanted) in [
        ("The poverty rate was 21.3% in 2024.", "In 2024 the poverty rate was 23.1 percent.", &["fact-conflict"][..]),
        ("The poverty rate was 21.3% in 2024.", "In 2024 the poverty rate was 21.3 percent.", &[]),
        ("The poverty rate was 21.3% in 2024.", "In 2023 the poverty rate was 23.1 percent.", &[]),
        ("The poverty rate was 21.3% in 2024.", "The poverty rate fell from 23.1% in 2024.", &[]),
        ("The poverty rate was 21.3% in 2024.", "In 2024 the poverty rate was 3% and 5%.", &[]),
    ] {
        let article = |name: &str, text| Article { document: Document::plain(name, text), lang: Lang::en() };
        let findings = Checker::new(&glossary).check(&[article("1.txt", first), article("2.txt", second)]);
        let rules: Vec<&str> = findings.iter().map(|f| f.rule.id).collect();
        assert_eq!(rules, wanted, "{first} {second}");
    }
}

#[test]
fn bug_a_line_feed_alone_was_taken_for_a_space() {
    let text = "The Social Policy\nBank Branch lent.\n\nThe Bank for Social Policies lends. “Unity” and\n“solidarity” houses.\n";
    let [lf, crlf] = [text.to_owned(), text.replace('\n', "\r\n")].map(|text| rules(&[("en", &text)]));
    assert_eq!(lf, crlf);
    assert_eq!(lf, Vec::<&str>::new());
}

#[test]
fn bug_a_known_word_in_a_phrase_hid_its_variants() {
    let phrases = "The House Removal Fatherland Front met.\n\nThe Fatherland Front for House Removal met.\n";
    assert_eq!(rules(&[("en", phrases)]), ["variant-rendering"]);
    // What differs is a matter of the entry, and so is a whole term.
    assert_eq!(
        rules(&[("en", "New great unity houses rose. New Great Solidarity houses rose.")]),
        ["competing-renderings"]
    );
}

#[test]
fn bug_a_term_over_two_lines_lost_its_line_break() {
    let findings = check(&[("en", "A unity\r\nhouse.")]);
    assert_eq!((findings[0].rule.id, findings[0].fix.len()), ("forbidden-rendering", 0));
}

#[test]
fn bug_a_common_noun_was_called_out_of_date() {
    let text = "[level]\nen = \"district\"\nvi = \"huyện\"\nuntil = \"2025-06-30\"\n[xa]\nen = \"Mường Tè district\"\nvi = \"huyện Mường Tè\"\nuntil = \"2025-06-30\"\n";
    let glossary = Glossary::read(vec![SourceFile::new("g.toml", text)]);
    assert!(glossary.faults().is_empty(), "{:?}", glossary.faults());
    let checked = |text: &str| {
        let article =
            Article { document: Document::plain("a", format!("date: 2026-02-10\n\n{text}")), lang: Lang::en() };
        Checker::new(&glossary).check(&[article]).len()
    };
    let counts = ["A district of Seoul.", "In Mường Tè district.", "The former Mường Tè district."].map(checked);
    assert_eq!(counts, [0, 1, 0]);
}

/// Each of these took time by the square of the length, or worse: seconds became hours.
#[test]
fn bug_long_texts_of_one_line_took_forever() {
    let glossary = "[house]\nen = [{ term = \"house\", not-with = [\"boat\"] }, \"bank\"]\nvi = \"nhà\"\n";
    let glossary = Glossary::read(vec![SourceFile::new("g.toml", glossary)]);
    let start = std::time::Instant::now();
    for sentence in [
        "He saw the Social Policy Bank. She saw the Bank for Social Policies. ",
        "the house by the bank, ",
        "The Work Board (formerly the Land Office) met. The Land Office met. ",
        "The Village Credit Bank met the Credit Bank. ",
    ] {
        let article = Article { document: Document::plain("a", sentence.repeat(3_000)), lang: Lang::en() };
        Checker::new(&glossary).with_requested(RULES.to_vec()).check(&[article]);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn bug_a_name_formerly_known_as_another_was_not_seen() {
    let found = |text: &str| {
        let article = Article { document: Document::plain("a", text), lang: Lang::en() };
        Checker::new(&Glossary::default()).check(&[article]).into_iter().map(|found| found.message).collect::<Vec<_>>()
    };
    let told = found("The Work Board (formerly known as the Land Office) met.\n\nThe Land Office was open.");
    assert_eq!(told, ["`Land Office` is said to be the former name of `Work Board`: which is meant?"]);
    assert_eq!(found("The Work Board, formerly known as a place of rest, met the Land Office."), [""; 0]);
}

#[test]
fn ranges_of_years_are_compared_within_a_language() {
    let article = |name: &str, text: &str, lang| Article { document: Document::plain(name, text), lang };
    let english = article("1.txt", "In 2021–2025 and in 2016–2020.", Lang::en());
    let vietnamese = |text| article("2.txt", text, Lang::vi());
    let found = |text| {
        let texts = [article("1.txt", english.document.text(), Lang::en()), vietnamese(text)];
        Checker::new(&Glossary::default()).check(&texts).into_iter().map(|found| found.message).collect::<Vec<_>>()
    };
    assert_eq!(found("Giai đoạn 2021-2025, giai đoạn 2016-2020."), [""; 0]);
    assert_eq!(
        found("Giai đoạn 2021-2025, giai đoạn 2016-2020 và 2026 - 2030."),
        ["ranges of years are written in different styles: as `2021-2025` (2), as `2026 - 2030` (1)"]
    );
}

#[test]
fn names_keep_their_spelling_and_advice_has_the_right_letters() {
    let found = |text: &str, lang| {
        let article = Article { document: Document::plain("a", text), lang };
        let found = Checker::new(&Glossary::default()).check(&[article]);
        found.into_iter().map(|found| (found.rule.id, found.message)).collect::<Vec<_>>()
    };
    assert_eq!(found("Bà Thuỳ Linh và ông Hòa đã đến thúy.", Lang::vi()), []);
    let rules: Vec<&str> = found("Ở Thanh Hóa, tỉnh Thanh Hoá.", Lang::vi()).iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["mixed-tone-style"]);
    for text in ["Dân mong hòa bình. Ông Nguyễn Văn Hoà đến.", "Ở tỉnh Hòa Bình, ông Nguyễn Văn Hoà đến."]
    {
        assert_eq!(found(text, Lang::vi()), [], "{text}");
    }
    let told = found("Ðiện Biên and Dien Bien.", Lang::en());
    assert!(told.iter().any(|(_, message)| message.ends_with("the text also has `Điện Biên`")), "{told:?}");
    let told = found("The great unity fund of the\nthe house.", Lang::en());
    assert!(told.iter().all(|(_, message)| !message.contains('\n')), "{told:?}");
}
