//! Living with checks: fixes change nothing else and come to an end; `--diff` speaks of what changed alone.
#![cfg(feature = "cli")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use gloss::{Files, Named, TextStore, fixed};
use gloss_check::{Checker, TextRef, Texts};
use gloss_core::{
    lang::{Article, detect_language},
    report::Finding,
    text::Document,
};
use gloss_terms::glossary::{Glossary, SourceFile};
use proptest::prelude::*;

const GLOSSARY: &str = r#"
[house]
en = ["Great Solidarity house", { term = "great unity house", status = "deprecated" }]
vi = ["nhà Đại đoàn kết", { term = "nhà tình thương", status = "deprecated" }]

[center]
en = ["Inclusive Education Center", { term = "Inclusion Education Center", status = "forbidden" }]
vi = "Trung tâm Giáo dục hòa nhập"

[pon]
en = "Mường Pồn commune"
vi = "xã Mường Pồn"
"#;

fn check(glossary: &Glossary, text: &str) -> (Files, Vec<Finding>) {
    let articles = vec![Article { document: Document::plain("a.txt", text), lang: detect_language(text) }];
    let findings = Checker::new(glossary).check(&articles);
    (Files { articles, ..Files::default() }, findings)
}

fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "great unity houses",
        "Great Unity House",
        "a “great unity” house",
        "GREAT UNITY HOUSES",
        "great unity\nhouses",
        "an Inclusion Education Center",
        "the Inclusion Education Centers",
        "nhà tình thương",
        "Nhà tình thương",
        "Ðiện Biên",
        "Đie\u{323}\u{302}n Biên",
        "between 2021-2024",
        "Great Solidarity houses",
        "\r\n",
        "\n\n",
        "\u{feff}",
        "it was said",
        "đã được xây",
    ];
    prop_oneof![4 => prop::sample::select(fixed.to_vec()).prop_map(str::to_owned), 1 => "[ a-zà-ỹ.,0-9]{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fixes_change_the_reported_bytes_alone_and_come_to_an_end(pieces in prop::collection::vec(piece(), 0..12)) {
        let glossary = Glossary::read(vec![SourceFile::new("g.toml", GLOSSARY)]);
        let before = pieces.join(" ");
        let (files, findings) = check(&glossary, &before);
        let Some(done) = fixed(&files, &findings).pop() else { return Ok(()) };
        // What no edit covers stands there still, in its order.
        let mut edits: Vec<_> = findings.iter().flat_map(|finding| &finding.fix).collect();
        edits.sort_by_key(|edit| edit.span);
        let (mut rest, mut at) = (done.after.as_str(), 0);
        for edit in &edits {
            if edit.span.start < at {
                continue;
            }
            let kept = &before[at..edit.span.start];
            prop_assert!(rest.starts_with(kept));
            rest = &rest[kept.len()..];
            prop_assert!(rest.starts_with(&edit.new));
            rest = &rest[edit.new.len()..];
            at = edit.span.end;
        }
        prop_assert_eq!(rest, &before[at..]);
        // A few runs end it, overlaps included; what was mended is not found again.
        let (mut text, mut runs) = (done.after, 0);
        loop {
            let (files, findings) = check(&glossary, &text);
            let Some(again) = fixed(&files, &findings).pop() else { break };
            runs += 1;
            prop_assert!(runs < 4, "{:?}", again);
            text = again.after;
        }
    }
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(program)
        .current_dir(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "")
        .env("HOME", folder)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code())
}

#[test]
fn diff_speaks_of_changed_lines_alone() {
    let folder: PathBuf = std::env::temp_dir().join(format!("gloss-living-{}", std::process::id()));
    fs::create_dir_all(folder.join("bài báo")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    write("gloss.toml", "glossary = [\"g.toml\"]\nshipped = false\n");
    write("g.toml", GLOSSARY);
    write("bài báo/a.txt", "Great unity houses.\nOne more line.\nGreat unity houses.\n");
    write("b.txt", "Great unity houses.\n");
    // Whatever else is set.
    fs::write(folder.join(".gitattributes"), "*.bin.txt -diff\n").expect("written");
    write("x.bin.txt", "Great unity houses.\n");
    let git = |arguments: &[&str]| {
        let (out, code) = run(&folder, "git", arguments);
        assert_eq!(code, Some(0), "{arguments:?} {out}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first"]);
    let lines = || {
        let check = ["check", ".", "--diff", "HEAD", "--format", "brief"];
        let (out, _) = run(&folder, env!("CARGO_BIN_EXE_gloss"), &check);
        out.lines().map(|line| line.split(": ").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    git(&["config", "diff.mnemonicPrefix", "true"]);
    assert!(lines().is_empty());
    write("bài báo/a.txt", "Great unity houses.\nOne more great unity house.\nGreat unity houses.\n");
    write("c.txt", "Great unity houses.\n");
    write("x.bin.txt", "Great unity houses. And more.\n");
    assert_eq!(lines(), ["bài báo/a.txt:2:10", "c.txt:1:1", "x.bin.txt:1:1"]);
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn pages_show_each_concept_with_its_forms_and_places() {
    let folder = std::env::temp_dir().join(format!("gloss-pages-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("g.toml"), GLOSSARY).expect("written");
    fs::write(folder.join("a.txt"), "date: 2026-01-31\nGreat unity houses & <b>. Great Solidarity houses.\n")
        .expect("written");
    let check = ["check", "a.txt", "--glossary", "g.toml", "--pages", "out", "--format", "brief"];
    run(&folder, env!("CARGO_BIN_EXE_gloss"), &check);
    let page = fs::read_to_string(folder.join("out/concepts/house.html")).expect("a page");
    for wanted in [
        "<th>a.txt 2026-01-31</th>",
        "<tr><td>great unity house (en)</td><td>deprecated</td><td class=\"n\">1</td><td class=\"n\">1</td></tr>",
        "<li>a.txt:2: <mark class=\"deprecated\">Great unity houses</mark> &amp; &lt;b&gt;.</li>",
        "a.txt:2: deprecated-rendering: ",
    ] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
    assert!(
        fs::read_to_string(folder.join("out/index.html")).expect("a page").contains("<a href=\"concepts/house.html\">")
    );
    fs::remove_dir_all(folder).expect("removed");
}

/// A folder of its own with a glossary.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gloss-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("gloss.toml"), "glossary = [\"g.toml\"]\nshipped = false\n").expect("written");
    fs::write(folder.join("g.toml"), GLOSSARY).expect("written");
    folder
}

#[test]
fn bug_files_in_another_encoding_and_standard_input_were_overwritten() {
    let folder = folder("encodings");
    let text = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><xliff version=\"1.2\"><file source-language=\"vi\" target-language=\"en\"><body><trans-unit id=\"1\"><source>nhà</source><target>great unity houses</target></trans-unit></body></file></xliff>";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("a.xlf"), &bytes).expect("written");
    let (_, code) = run(&folder, env!("CARGO_BIN_EXE_gloss"), &["check", "a.xlf", "--fix"]);
    assert_eq!((code, fs::read(folder.join("a.xlf")).expect("there")), (Some(2), bytes));
    fs::write(folder.join("a.txt"), "kept").expect("written");
    let stdin = ["check", "-", "--stdin-filename", "a.txt", "--fix"];
    let (_, code) = run(&folder, env!("CARGO_BIN_EXE_gloss"), &stdin);
    assert_eq!((code, fs::read_to_string(folder.join("a.txt")).expect("there").as_str()), (Some(2), "kept"));
    // A mark at the beginning is no other encoding.
    fs::write(folder.join("b.en.txt"), "\u{feff}Great unity houses.\n").expect("written");
    fs::write(folder.join("b.vi.txt"), "\u{feff}Nhà Đại đoàn kết.\n").expect("written");
    run(&folder, env!("CARGO_BIN_EXE_gloss"), &["check", "b.vi.txt=b.en.txt", "--fix"]);
    assert_eq!(fs::read_to_string(folder.join("b.en.txt")).expect("there"), "\u{feff}Great Solidarity houses.\n");
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn bug_lines_were_joined_and_addresses_composed() {
    let fixed_text = |name: &str, text: &str| {
        let mut files = Files::default();
        files.add(name, text.as_bytes());
        let findings = Checker::new(&Glossary::default()).check(&files.articles);
        fixed(&files, &findings).first().map(|file| file.after.clone())
    };
    assert_eq!(fixed_text("a.en.txt", "He put it in\nin the box.").as_deref(), Some("He put it in\nthe box."));
    let html = "<a href=\"te\u{302}.html\">te\u{302}n</a>";
    assert_eq!(fixed_text("a.html", html).as_deref(), Some("<a href=\"te\u{302}.html\">t\u{ea}n</a>"));
    let plain = "te\u{302}n sa\u{309}n";
    assert_eq!(fixed_text("a.txt", plain).as_deref(), Some("t\u{ea}n s\u{1ea3}n"));
}

#[test]
fn bug_ids_were_mended_and_sources_too() {
    let folder = folder("ids");
    let unit = |target: &str| {
        format!(
            "<xliff version=\"1.2\"><file source-language=\"en\" target-language=\"vi\"><body>\n<trans-unit id=\"nhà tình thương\"><source>great unity houses</source><target>{target}</target></trans-unit>\n</body></file></xliff>\n"
        )
    };
    fs::write(folder.join("a.xlf"), unit("nhà tình thương")).expect("written");
    run(&folder, env!("CARGO_BIN_EXE_gloss"), &["check", "a.xlf", "--fix"]);
    assert_eq!(fs::read_to_string(folder.join("a.xlf")).expect("there"), unit("nhà Đại đoàn kết"));
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn bug_a_baseline_lost_what_was_not_read() {
    let folder = folder("baseline");
    fs::write(folder.join("a.txt"), "Great unity houses.\n").expect("written");
    fs::write(folder.join("b.txt"), "Great unity houses.\n").expect("written");
    let check = |arguments: &[&str]| run(&folder, env!("CARGO_BIN_EXE_gloss"), arguments).1;
    check(&["check", "a.txt", "b.txt", "--write-baseline"]);
    fs::write(folder.join("a.txt"), "Great Solidarity houses.\n").expect("written");
    check(&["check", "a.txt", "--write-baseline"]);
    assert_eq!(check(&["check", "b.txt"]), Some(0));
    fs::write(folder.join("a.txt"), "Great unity houses.\n").expect("written");
    assert_eq!(check(&["check", "a.txt"]), Some(1));
    fs::remove_dir_all(folder).expect("removed");
}

/// Texts of more than eight megabytes are not kept: they are read again where something is found.
#[test]
fn texts_that_are_not_kept_are_checked_alike() {
    let folder = folder("shelf");
    let filler = "Nothing is wrong with this line of the article, and with none of its kind.\n".repeat(30_000);
    let names: Vec<PathBuf> = (0..8).map(|number| folder.join(format!("{number}.en.txt"))).collect();
    for (number, path) in names.iter().enumerate() {
        let name = if number % 2 == 0 { "Great Solidarity houses" } else { "great unity houses" };
        let other = if number % 3 == 0 { "Bank for Social Policies" } else { "Social Policy Bank" };
        let text = format!("The {name} of {number}.\n{filler}It has 2021-2025 and the {other}.\n");
        fs::write(path, text).expect("written");
    }
    let glossary = Glossary::read(vec![SourceFile::new("g.toml", GLOSSARY)]);
    let checker = Checker::new(&glossary);
    let (shelf, files) = (TextStore::of(&names, &Named::default()), Files::read(&names));
    let found_again = checker.check_texts(&shelf, &|_| {});
    assert_eq!(found_again, checker.check_texts(&files, &|_| {}));
    let rules: Vec<&str> = found_again.iter().map(|finding| finding.rule.id).collect();
    assert!(rules.contains(&"deprecated-rendering") && rules.contains(&"variant-rendering"), "{rules:?}");
    assert_eq!(fixed(&shelf, &found_again), fixed(&files, &found_again));
    // What is not any more what was checked is said to be so, and nothing is said of it.
    assert!((0..names.len()).any(|number| matches!(shelf.text(number), Some(TextRef::Read(_)))));
    names.iter().for_each(|name| fs::write(name, "Something else.").expect("written"));
    let there = (0..names.len()).filter(|number| shelf.text(*number).is_some()).count();
    assert!(there < names.len() && shelf.errors().count() == names.len() - there, "{there}");
    assert!(shelf.errors().all(|error| error.to_string().contains("has changed while it was checked")));
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn bug_two_texts_of_one_name_were_taken_for_one() {
    let folder = folder("names");
    let gloss = env!("CARGO_BIN_EXE_gloss");
    fs::write(folder.join("a.en.txt"), "Many words.\n\nThe years between 2021-2024 were good.\n").expect("written");
    // Standard input is the file on its way.
    let (out, code) =
        run(&folder, gloss, &["check", "-", "a.en.txt", "--stdin-filename", "a.en.txt", "--fix", "--dry-run"]);
    assert_eq!((out.as_str(), code), ("", Some(0)));
    // Two texts that were named twice are checked once.
    fs::write(folder.join("k.en.txt"), "Great unity houses.\n").expect("written");
    fs::write(folder.join("k.vi.txt"), "Nhà Đại đoàn kết.\n").expect("written");
    let (_, code) = run(&folder, gloss, &["check", "k.vi.txt=k.en.txt", "./k.vi.txt=./k.en.txt", "--fix"]);
    assert_eq!(
        (fs::read_to_string(folder.join("k.en.txt")).expect("there").as_str(), code),
        ("Great Solidarity houses.\n", Some(0))
    );
    // Each of them has its own waivers.
    let waived = "<!-- gloss:ignore deprecated-rendering: quotes the decree -->\nGreat unity houses.\n";
    fs::write(folder.join("k.en.txt"), waived).expect("written");
    fs::write(folder.join("k.vi.txt"), "Lời dẫn.\nNhà Đại đoàn kết.\n").expect("written");
    let (out, _) =
        run(&folder, gloss, &["check", "k.vi.txt=k.en.txt", "--only", "deprecated-rendering", "--format", "brief"]);
    assert_eq!(out, "");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = |byte: u8| folder.join(std::ffi::OsStr::from_bytes(&[b'x', byte, b'.', b't', b'x', b't']));
        fs::write(name(0xfe), "In the the house between 2021-2024.\n").expect("written");
        fs::write(name(0xff), "Short.\n").expect("written");
        let output = Command::new(gloss).current_dir(&folder).args(["check", ".", "--fix"]).output().expect("runs");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("rename it") && output.status.code() == Some(2), "{told}");
        assert_eq!(fs::read_to_string(name(0xff)).expect("there"), "Short.\n");
    }
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn bug_a_concept_called_index_replaced_the_index_of_pages() {
    let folder = folder("pages");
    fs::write(folder.join("g.toml"), "[index]\nen = \"catalog card\"\nvi = \"mục lục thẻ\"\n").expect("written");
    fs::write(folder.join("a.en.txt"), "A catalog card.\n").expect("written");
    run(&folder, env!("CARGO_BIN_EXE_gloss"), &["check", "a.en.txt", "--pages", "p"]);
    let read = |name: &str| fs::read_to_string(folder.join("p").join(name)).expect(name);
    assert!(
        read("index.html").contains("concepts/index.html") && read("concepts/index.html").contains("../index.html")
    );
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn bug_rows_of_one_source_were_taken_for_one() {
    let folder = folder("rows");
    let rows = "Bà con nhận 5 nhà.\tPeople got 5 houses.\nBà con nhận 5 nhà.\tPeople got 6 homes.\n";
    let brief = |name: &str| {
        run(&folder, env!("CARGO_BIN_EXE_gloss"), &["check", name, "--only", "number-mismatch", "--format", "brief"]).0
    };
    fs::write(folder.join("a.tsv"), format!("vi\ten\n{rows}")).expect("written");
    assert!(brief("a.tsv").starts_with("a.tsv:3:13:"), "{}", brief("a.tsv"));
    // A table that names no languages has those of the project, as one whose columns are the source and the target has.
    fs::write(folder.join("a.tsv"), rows).expect("written");
    assert!(brief("a.tsv").starts_with("a.tsv:2:13:"), "{}", brief("a.tsv"));
    fs::write(folder.join("a.tsv"), format!("source\ttarget\n{rows}")).expect("written");
    assert!(brief("a.tsv").starts_with("a.tsv:3:13:"), "{}", brief("a.tsv"));
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn bug_a_date_without_quotes_was_no_day_of_a_waiver() {
    let folder = folder("days");
    let settings = |until: &str| {
        let waiver = format!("[[check.waivers]]\nrule = \"doubled-word\"\nreason = \"a quotation\"\nuntil = {until}\n");
        fs::write(folder.join("gloss.toml"), format!("glossary = [\"g.toml\"]\nshipped = false\n{waiver}"))
            .expect("written");
        run(&folder, env!("CARGO_BIN_EXE_gloss"), &["check", "a.en.txt", "--format", "brief"])
    };
    fs::write(folder.join("a.en.txt"), "It has has been said.\n").expect("written");
    assert_eq!(settings("2100-01-01"), (String::new(), Some(0)));
    assert_eq!(settings("\"2100-01-01\""), (String::new(), Some(0)));
    assert_eq!(settings("5").1, Some(2));
    fs::remove_dir_all(folder).expect("removed");
}

#[cfg(unix)]
#[test]
fn bug_pipes_were_refused_and_devices_would_never_end() {
    let folder = folder("pipes");
    let gloss = env!("CARGO_BIN_EXE_gloss");
    let piped = format!("'{gloss}' check --format brief <(printf 'In the the house.\\n')");
    let (out, code) = run(&folder, "bash", &["-c", &piped]);
    assert!(out.contains("doubled-word") && code == Some(1), "{out} {code:?}");
    assert_eq!(run(&folder, gloss, &["check", "/dev/zero"]).1, Some(2));
    fs::remove_dir_all(folder).expect("removed");
}
