//! The segmentation rules written out as SRX end sentences where the tool itself does.

use std::{fs, path::Path};

use gloss_core::lang::{Lang, sentences};
use gloss_formats::srx_rules;
use regex::Regex;

/// What a program that reads SRX does: at each place the first rule that fits decides.
fn by_rules(text: &str, lang: &Lang) -> Vec<String> {
    let compile = |(breaks, before, after): (bool, String, String)| {
        let before = Regex::new(&format!("(?:{before})$")).expect("a pattern");
        (breaks, before, Regex::new(&format!("^(?:{after})")).expect("a pattern"))
    };
    let rules: Vec<(bool, Regex, Regex)> = srx_rules(lang).into_iter().map(compile).collect();
    let (mut segments, mut start) = (Vec::new(), 0);
    for (at, _) in text.char_indices().skip(1) {
        // Rules look back over some words at most.
        let near = (at.saturating_sub(60)..at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
        let fits = |(_, before, after): &&(bool, Regex, Regex)| {
            before.is_match(&text[near..at]) && after.is_match(&text[at..])
        };
        if rules.iter().find(fits).is_some_and(|(breaks, ..)| *breaks) {
            segments.push(text[start..at].trim().to_owned());
            start = at;
        }
    }
    segments.push(text[start..].trim().to_owned());
    segments.retain(|segment| !segment.is_empty());
    segments
}

fn by_tool(text: &str, lang: &Lang) -> Vec<String> {
    sentences(text, lang).iter().map(|span| span.of(text).to_owned()).collect()
}

#[test]
fn rules_and_tool_end_the_same_sentences() {
    let (vi, en) = (Lang::vi(), Lang::en());
    for (text, lang, count) in [
        ("Ông sống ở TP. Hồ Chí Minh. Ông đã 80 tuổi.", &vi, 2),
        ("PGS.TS. Lò Văn Hòa phát biểu. Mọi người vỗ tay.", &vi, 2),
        ("Lễ kỷ niệm ngày 2.9 tại bản. Có 1.000 người dự.", &vi, 2),
        ("“Anh đi đâu?” Chị hỏi.", &vi, 2),
        ("Thóc, ngô, sắn, v.v. Đều được mùa.", &vi, 1),
        ("Đ/c Hòa đến… Mọi người mừng.\nDòng hai", &vi, 3),
        ("Mr. J. Hòa smiled. Resolution No. 07 was issued. (It was late.) He left.", &en, 4),
        ("Many difficulties... But they go on. iPhones too.", &en, 2),
    ] {
        let found = by_rules(text, lang);
        assert_eq!((found.len(), &found), (count, &by_tool(text, lang)), "{text}");
    }
}

#[test]
fn rules_and_tool_agree_on_articles() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("an entry").path()) {
        if entry.extension().is_none_or(|ending| ending != "txt" && ending != "md") {
            continue;
        }
        files += 1;
        let text = fs::read_to_string(&entry).expect("text");
        let lang = gloss_core::lang::detect_language(&text);
        assert_eq!(by_rules(&text, &lang), by_tool(&text, &lang), "{}", entry.display());
    }
    assert!(files > 3, "{files}");
}
