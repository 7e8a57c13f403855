//! Files as other programs write them, each with what must be read of it; every bug of a reader is a case here.

use std::io::Cursor;

use gloss_core::{lang::Lang, model::Unit};
use gloss_formats::{ImportItem, ReadOptions, read_file};

/// What is read, in short: `vi=en` for a pair, `!` for what was skipped, `error` for what was refused.
fn read(name: &str, text: &str) -> Vec<String> {
    let wanted = ReadOptions { from: Some(Lang::vi()), to: Some(Lang::en()), ..ReadOptions::default() };
    let mut all = Vec::new();
    let end = read_file(name, Cursor::new(text.as_bytes().to_vec()), None, &wanted, &mut |line, found| match found {
        ImportItem::Unit(unit) => all.push(shown(&unit)),
        ImportItem::Concept(concept) => {
            let terms = |lang: Lang| concept.terms(&lang).iter().map(|t| t.text.clone()).collect::<Vec<_>>().join("|");
            all.push(format!("{}={}", terms(Lang::vi()), terms(Lang::en())));
        }
        ImportItem::Skipped(_) => all.push(format!("!{line}")),
        ImportItem::Warning(_) | ImportItem::LeftOut(_) => {}
    });
    if let Err(error) = end {
        all.push(format!("error {}", error.line));
    }
    all
}

fn shown(unit: &Unit) -> String {
    let side = |segment: &gloss_core::model::Segment| {
        segment
            .pieces()
            .map(|(text, code)| text.to_owned() + &code.map_or(String::new(), |code| format!("<{}>", code.id)))
            .collect::<String>()
    };
    format!("{}={}", side(&unit.source), side(&unit.target))
}

fn tmx(body: &str) -> String {
    format!("<tmx version=\"1.4\"><header srclang=\"vi\"/><body>{body}</body></tmx>")
}

fn tu(text: &str) -> String {
    format!("<tu><tuv xml:lang=\"vi\"><seg>{text}</seg></tuv><tuv xml:lang=\"en\"><seg>x</seg></tuv></tu>")
}

fn xliff(unit: &str) -> String {
    format!(
        "<xliff version=\"1.2\"><file source-language=\"vi\" target-language=\"en\"><body><trans-unit id=\"u\">{unit}</trans-unit></body></file></xliff>"
    )
}

#[test]
fn tables_are_read_as_people_save_them() {
    for (what, name, text, wanted) in [
        ("a header", "x.csv", "Vietnamese,English\nnhà,house\n", &["nhà=house"][..]),
        ("semicolons and a mark", "x.csv", "\u{feff}vi;en\nnhà;house\n", &["nhà=house"]),
        ("no header", "x.csv", "nhà,house\n", &["nhà=house"]),
        ("a header in other words", "x.csv", "English (US),Vietnamese term\nhouse,nhà\n", &["nhà=house"]),
        ("Excel's separator", "x.csv", "sep=;\nvi;en\nnhà;house\n", &["nhà=house"]),
        ("columns of one language", "x.csv", "Vietnamese,English,English\nnhà,house,home\n", &["nhà=house|home"]),
        ("bug: a quote never closed takes the rest", "x.csv", "vi,en\n\"a,b\nc,d\n", &["error 2"]),
        ("a quote inside of a cell", "x.csv", "vi,en\nống 5\",pipe\n", &["ống 5\"=pipe"]),
        (
            "bug: cells behind the header's are shifted",
            "x.csv",
            "en,vi\nHanoi, city,Hà Nội\nhouse,nhà\n",
            &["!2", "nhà=house"],
        ),
        ("bug: a comment takes the header's place", "x.tsv", "vi\ten\na\tb\n#en\nc\td\n", &["a=b", "c=d"]),
        ("a term that begins with #", "x.tsv", "vi\ten\n# a\tb\n", &["# a=b"]),
        (
            "bug: alternatives are several concepts",
            "x.csv",
            "Vietnamese,English\nMặt trận|MTTQ,Front|VFF\n",
            &["Mặt trận|MTTQ=Front|VFF"],
        ),
        (
            "bug: an unknown status is preferred",
            "x.csv",
            "vi,en,status\nnhà,house,\nnhà,hut,nonsense\n",
            &["nhà=house|hut"],
        ),
        ("a break in a cell", "x.csv", "vi,en\r\n\"nhà\r\nở\",house\r\n", &["nhà ở=house"]),
        ("UTX", "x.utx", "#UTX 1.2; vi/en; 2026-01-31;\r\n#src\ttgt\tsrc:pos\r\nnhà\thouse\tnoun\r\n", &["nhà=house"]),
    ] {
        assert_eq!(read(name, text), wanted, "{what}");
    }
}

#[test]
fn bug_lines_of_a_table_with_carriage_returns() {
    for text in ["vi,en\na,b\nc,d\n", "vi,en\r\na,b\r\nc,d\r\n", "vi,en\r\n\"a\r\nx\",b\r\nc,d\r\n"] {
        let mut lines = Vec::new();
        read_file("x.csv", Cursor::new(text.as_bytes().to_vec()), None, &ReadOptions::default(), &mut |line, _| {
            lines.push(line);
        })
        .expect("readable");
        let first_row_is_two_lines = text.contains('x');
        assert_eq!(lines, [2, 3 + usize::from(first_row_is_two_lines)], "{text:?}");
    }
}

#[test]
fn catalogues_are_read_message_by_message() {
    let head = "msgid \"\"\nmsgstr \"Language: en\\n\"\n\n";
    for (what, text, wanted) in [
        (
            "lines without a blank between them",
            "msgid \"a\"\nmsgstr \"b\"\nmsgid\t\"c\"\nmsgstr\t\"d\"\n",
            &["a=b", "c=d"][..],
        ),
        (
            "bug: a message without msgstr runs into the next",
            "msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"c\"\n",
            &["!4", "b=c"],
        ),
        (
            "what a message was before",
            "#| msgid \"old\"\nmsgid \"a\"\nmsgstr \"b\"\n\n#~| msgid \"older\"\n#~ msgid \"c\"\n#~ msgstr \"d\"\n",
            &["a=b", "!9"],
        ),
        ("a fuzzy one", "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n", &["!5"]),
        ("the only plural form of Vietnamese", "msgid \"one\"\nmsgid_plural \"many\"\nmsgstr[0] \"x\"\n", &["many=x"]),
        ("escapes", "msgid \"a\\tb\\x41\\101\"\nmsgstr \"\\\"q\\\"\"\n", &["a\tbAA=\"q\""]),
        ("a text twice", "msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n", &["error 6"]),
    ] {
        assert_eq!(read("x.po", &format!("{head}{text}")), wanted, "{what}");
    }
}

#[test]
fn codes_stay_with_their_segments() {
    let segmented = |inside: &str, target: &str| {
        xliff(&format!("<source/><seg-source>{inside}</seg-source><target>{target}</target>"))
    };
    let mark = |mid: &str, inside: &str| format!("<mrk mtype=\"seg\" mid=\"{mid}\">{inside}</mrk>");
    let (one, two) = (mark("1", "<g id=\"1\">A.</g>"), mark("2", "<g id=\"2\">B.</g>"));
    let target = mark("1", "<g id=\"1\">a.</g>") + &mark("2", "b.");
    assert_eq!(read("x.xlf", &segmented(&(one + &two), &target)), ["<1>A.<1>=<1>a.<1>", "<2>B.<2>=b."]);
    let codes = "a<bpt i=\"1\" x=\"5\"/>b<ept i=\"1\"/><hi x=\"6\">c</hi><ph x=\"7\"/>";
    assert_eq!(read("x.tmx", &tmx(&tu(codes))), ["a<5>b<5><6>c<6><7>=x"]);
}

#[test]
fn bug_a_memory_that_closes_its_body_and_goes_on() {
    let many = tu("n").repeat(2_000);
    let wanted = |text: String, end: &str| {
        let found = read("x.tmx", &text);
        assert_eq!(found.last().map(String::as_str), Some(end), "{} found", found.len());
        found.len()
    };
    let head = "<tmx version=\"1.4\"><header srclang=\"vi\"/><body>";
    wanted(format!("{head}{}</body><x>{many}</x></tmx>", tu("1")), "error 1");
    assert_eq!(wanted(format!("{head}{}</body><body>{}{}</body></tmx>", tu("1"), tu("2"), tu("3")), "3=x"), 3);
    assert_eq!(
        wanted(format!("<t:{}</body></t:tmx>", &head[1..].replace("<body>", &format!("<body>{many}"))), "n=x"),
        2_000
    );
    assert_eq!(wanted(tmx(&many.replace("</tu>", "</tu >")), "n=x"), 2_000);
}

#[test]
fn bug_parts_used_again_and_again_fill_the_memory() {
    let long = "a".repeat(1 << 16);
    let targets = "<tuv xml:lang=\"en\"><seg>x</seg></tuv>".repeat(1_000);
    let text = tmx(&format!("<tu><tuv xml:lang=\"vi\"><seg>{long}</seg></tuv>{targets}</tu>"));
    assert_eq!(read("x.tmx", &text), ["error 1"]);
    let codes = "<ph id=\"1\" dataRef=\"d\"/>".repeat(1_000);
    let text = format!(
        "<xliff version=\"2.0\" srcLang=\"vi\" trgLang=\"en\"><file><unit id=\"u\"><originalData><data id=\"d\">{long}</data></originalData><segment><source>a{codes}</source><target>b</target></segment></unit></file></xliff>"
    );
    assert_eq!(read("x.xlf", &text), ["error 1"]);
}

#[test]
fn bug_a_deprecated_term_is_preferred_because_another_has_no_status() {
    let set = |inside: &str| format!("<langSet xml:lang=\"vi\"><tig>{inside}</tig></langSet>");
    let deprecated = set("<term>A</term><termNote type=\"administrativeStatus\">deprecatedTerm-admn-sts</termNote>");
    let text = format!(
        "<martif><text><body><termEntry>{deprecated}{}</termEntry></body></text></martif>",
        set("<term>B</term>")
    );
    let mut statuses = Vec::new();
    read_file("x.tbx", Cursor::new(text.into_bytes()), None, &ReadOptions::default(), &mut |_, found| {
        if let ImportItem::Concept(concept) = found {
            statuses.extend(concept.all_terms().map(|(_, term)| (term.text.clone(), term.status.as_str())));
        }
    })
    .expect("readable");
    assert_eq!(statuses, [("A".to_owned(), "deprecated"), ("B".to_owned(), "admitted")]);
}

#[test]
fn bug_remarks_of_other_programs_are_taken_for_ids() {
    let entry = |vi: &str, en: &str| {
        format!(
            "<glossentry><comment>legal</comment><langentry xml:lang=\"vi\"><term>{vi}</term></langentry><langentry xml:lang=\"en\"><term>{en}</term></langentry></glossentry>"
        )
    };
    let text = format!(
        "<glossary version=\"1.0\" srclang=\"vi\">{}{}</glossary>",
        entry("Đảng", "party"),
        entry("ngân hàng", "bank")
    );
    assert_eq!(read("x.gml", &text), ["Đảng=party", "ngân hàng=bank"]);
}

#[test]
fn words_of_json_that_mean_nothing_are_told() {
    let text = r#"{"concepts":[{"id":"a","terms":{"vi":[{"term":"nhà","status":"blessed"}],"en":[{"term":"house","type":"long"}]}}]}"#;
    let mut told = Vec::new();
    read_file("x.json", Cursor::new(text.as_bytes()), None, &ReadOptions::default(), &mut |_, found| {
        if let ImportItem::Warning(what) = found {
            told.push(what);
        }
    })
    .expect("it can be read");
    let wanted = [
        "`house` has the unknown type `long`; read as full",
        "`nhà` has the unknown status `blessed`; read as admitted",
    ];
    assert_eq!(told, wanted);
}

/// Only memoQ's header, which names languages in words, makes `|` a mark between alternatives.
#[test]
fn bug_a_column_called_target_split_its_terms_at_bars() {
    let terms = |header: &str| {
        let wanted = ReadOptions { from: Some(Lang::vi()), to: Some(Lang::en()), ..ReadOptions::default() };
        let (text, mut count) = (format!("{header}\na,on | off\n"), 0);
        read_file("x.csv", Cursor::new(text.into_bytes()), None, &wanted, &mut |_, found| {
            if let ImportItem::Concept(concept) = found {
                count += concept.terms(&Lang::en()).len();
            }
        })
        .expect("a table");
        count
    };
    assert_eq!(["source,target", "vi,translation", "Vietnamese,English"].map(terms), [1, 1, 2]);
}
