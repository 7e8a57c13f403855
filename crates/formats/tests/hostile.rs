//! Files that are broken, in odd encodings, or made to do harm: read right, or refused with the place; never a panic, a
//! hang or a silent loss.

use std::{
    io::{Cursor, Write},
    time::{Duration, Instant},
};

use gloss_core::lang::Lang;
use gloss_formats::{Encoding, ImportItem, Input, ReadError, ReadOptions, read_file, validate};

/// A build for tests is slower than one for users; a hang is longer than this.
const PATIENCE: Duration = Duration::from_secs(10);

fn read(name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Vec<(usize, ImportItem)>, ReadError> {
    let wanted = ReadOptions { from: Some(Lang::vi()), to: Some(Lang::en()), ..ReadOptions::default() };
    let encoding = encoding.map(|name| name.parse::<Encoding>().expect("known"));
    let (mut all, start) = (Vec::new(), Instant::now());
    let end =
        read_file(name, Cursor::new(bytes.to_vec()), encoding, &wanted, &mut |line, found| all.push((line, found)));
    assert!(start.elapsed() < PATIENCE, "{name} takes {:?}", start.elapsed());
    end.map(|()| all)
}

fn texts(found: &[(usize, ImportItem)]) -> Vec<String> {
    let of = |(_, found): &(usize, ImportItem)| match found {
        ImportItem::Unit(unit) => Some(unit.source.text.clone()),
        ImportItem::Concept(concept) => Some(concept.terms(&Lang::vi()).first()?.text.clone()),
        _ => None,
    };
    found.iter().filter_map(of).collect()
}

fn tmx(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" segtype=\"phrase\" \
         o-tmf=\"x\" adminlang=\"en\" srclang=\"vi\" datatype=\"plaintext\"/>\n<body>\n{body}\n</body></tmx>\n"
    )
}

fn tu(text: &str) -> String {
    format!("<tu><tuv xml:lang=\"vi\"><seg>{text}</seg></tuv><tuv xml:lang=\"en\"><seg>x</seg></tuv></tu>")
}

#[test]
fn harm_is_refused_with_its_place() {
    let deep = "<hi>".repeat(100_000);
    let laughs = (1..10).fold("<!ENTITY l0 \"lol\">".to_owned(), |all, n| {
        format!("{all}<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))
    });
    let attributes: String = (0..80_000).map(|n| format!(" a{n}=\"\"")).collect();
    let doctype = |inside: &str| tmx(&tu("&l9;")).replacen('\n', &format!("<!DOCTYPE tmx [{inside}]>\n"), 1);
    for (what, text, line, message) in [
        ("nested elements", tmx(&tu(&deep)), 4, "more than 256 elements inside each other"),
        ("billion laughs", doctype(&laughs), 1, "entities, which are not expanded"),
        ("an entity of another file", doctype("<!ENTITY l9 SYSTEM \"file:///etc/passwd\">"), 1, "entities"),
        ("an entity nobody defined", tmx(&tu("&l9;")), 4, "`&l9;` is an entity"),
        (
            "80,000 attributes",
            tmx(&tu("x").replacen("<tu", &format!("<tu{attributes}"), 1)),
            4,
            "more than 256 attributes",
        ),
        ("an attribute twice", tmx("<tu a=\"\" a=\"\"/>"), 4, "duplicate"),
        ("NUL", tmx(&tu("a\0b")), 4, "U+0000"),
        ("a control character", tmx(&tu("a\u{1f}b")), 4, "U+001F"),
        ("its reference", tmx(&tu("a&#x1F;b")), 4, "XML does not allow the character"),
        ("the reference of half a character", tmx(&tu("&#xD800;")), 4, "XML does not allow the character"),
        ("no character", tmx(&tu("a\u{ffff}b")), 4, "U+FFFF"),
        ("a bare &", tmx(&tu("a & b")), 4, "write &amp;"),
        ("a bare <", tmx(&tu("a < b")), 4, ""),
        ("tags across", tmx("<tu><tuv></tu></tuv>"), 4, "`</tu>` where `</tuv>`"),
        ("a second root", format!("{}<tmx/>", tmx("")), 6, "second root"),
        ("text behind the root", format!("{}x", tmx("")), 6, "outside of the root"),
        ("an open comment", tmx("<!-- "), 4, ""),
    ] {
        let error = read("x.tmx", text.as_bytes(), None).expect_err(what);
        assert!(error.line.abs_diff(line) <= 1, "{what}: {error}");
        assert!(error.message.contains(message), "{what}: {error}");
    }
}

#[test]
fn a_file_that_is_cut_off_says_so_wherever_it_is_cut() {
    let whole = tmx(&[tu("một"), tu("hai"), tu("ba")].join("\n"));
    let end = whole.trim_end().len();
    for cut in 1..end {
        let error = read("x.tmx", &whole.as_bytes()[..cut], None);
        assert!(error.is_err(), "cut at {cut}: {error:?}");
    }
    assert_eq!(texts(&read("x.tmx", whole.as_bytes(), None).expect("whole")), ["một", "hai", "ba"]);
    for (name, text) in [
        (
            "x.json",
            "{\"schema\":\"gloss.glossary/1\",\"concepts\":[{\"id\":\"a\",\"terms\":{\"vi\":[{\"term\":\"b\"}]}}]}",
        ),
        (
            "x.tbx",
            "<martif><text><body><termEntry><langSet xml:lang=\"vi\"><tig><term>a</term></tig></langSet></termEntry></body></text></martif>",
        ),
        (
            "x.xlf",
            "<xliff version=\"1.2\"><file source-language=\"vi\" target-language=\"en\"><body><trans-unit><source>a</source><target>b</target></trans-unit></body></file></xliff>",
        ),
    ] {
        assert!(read(name, text.as_bytes(), None).is_ok(), "{name}");
        for cut in 1..text.len() {
            assert!(read(name, &text.as_bytes()[..cut], None).is_err(), "{name} cut at {cut}");
        }
    }
}

#[test]
fn a_token_has_a_limit() {
    let long = "a".repeat(17 << 20);
    for (name, text) in [
        ("x.tmx", tmx(&tu(&long))),
        ("x.tmx", tmx(&tu(&("a".repeat(1 << 20) + "<!---->").repeat(17)))),
        ("x.tmx", tmx(&format!("<!--{long}-->"))),
        ("x.tmx", tmx(&format!("<tu tuid=\"{long}\"/>"))),
        ("x.tsv", format!("vi\ten\n{long}\tx\n")),
        ("x.csv", format!("vi,en\n\"{long}\",x\n")),
        ("x.po", format!("msgid \"{long}\"\nmsgstr \"x\"\n")),
    ] {
        let error = read(name, text.as_bytes(), None).expect_err(name);
        assert!(
            error.message.contains("longer than 16 MiB") || error.message.contains("longer than 1 MiB"),
            "{name}: {error}"
        );
    }
}

const SAMPLE: &str = "Nhà Đại đoàn kết ở xã Nà Tấu, huyện Điện Biên: những hộ nghèo được hỗ trợ";

fn utf_16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn encoded(name: &str, text: &str) -> Vec<u8> {
    let (bytes, _, failed) = encoding_rs::Encoding::for_label(name.as_bytes()).expect("known").encode(text);
    assert!(!failed, "{name} has no letters for it");
    bytes.into_owned()
}

#[test]
fn every_encoding_gives_the_same_text() {
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let declared =
        |name: &str| tmx(&tu(SAMPLE)).replacen("version=\"1.0\"", &format!("version=\"1.0\" encoding=\"{name}\""), 1);
    // Windows-1258 writes the tone behind the letter.
    let apart: String = SAMPLE
        .chars()
        .map(|c| unicode_normalization::UnicodeNormalization::nfd(std::iter::once(c)).collect::<String>())
        .map(|letter| {
            let mut marks: Vec<char> = letter.chars().collect();
            let tone = marks
                .iter()
                .position(|c| "\u{300}\u{301}\u{303}\u{309}\u{323}".contains(*c))
                .map(|at| marks.remove(at));
            let base: String = unicode_normalization::UnicodeNormalization::nfc(marks.into_iter()).collect();
            base + &tone.map(String::from).unwrap_or_default()
        })
        .collect();
    let plain = tmx(&tu(SAMPLE));
    let cases: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("UTF-8", plain.clone().into_bytes(), None),
        ("UTF-8 with a mark", marked(b"\xef\xbb\xbf", plain.clone().into_bytes()), None),
        ("UTF-16 LE with a mark", marked(b"\xff\xfe", utf_16(&plain, false)), None),
        ("UTF-16 BE with a mark", marked(b"\xfe\xff", utf_16(&plain, true)), None),
        ("UTF-16 LE without", utf_16(&plain, false), None),
        ("UTF-16 BE without", utf_16(&plain, true), None),
        ("UTF-8 that says UTF-16", declared("UTF-16").into_bytes(), None),
        ("UTF-8 that says Latin-1", declared("ISO-8859-1").into_bytes(), None),
        ("UTF-16 that says UTF-8", marked(b"\xff\xfe", utf_16(&declared("UTF-8"), false)), None),
        ("Windows-1258 that says so", encoded("windows-1258", &declared("windows-1258").replace(SAMPLE, &apart)), None),
        ("Windows-1258 that says UTF-8", encoded("windows-1258", &declared("UTF-8").replace(SAMPLE, &apart)), None),
        ("Windows-1258 named", encoded("windows-1258", &plain.replace(SAMPLE, &apart)), Some("windows-1258")),
    ];
    for (what, bytes, named) in cases {
        let found = read("x.tmx", &bytes, named).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(texts(&found), [SAMPLE], "{what}");
        let warned = found.iter().any(|(_, found)| matches!(found, ImportItem::Warning(_)));
        assert_eq!(
            warned,
            what.contains("that says UTF") && !what.ends_with("so") || what.contains("Latin"),
            "{what}: {found:?}"
        );
    }
}

#[test]
fn old_vietnamese_fonts_are_read() {
    let tcvn3 = "Nhµ §¹i ®oµn kÕt ë x· Nµ TÊu, huyÖn §iÖn Biªn: nh÷ng hé nghÌo ®\u{ad}îc hç trî";
    let vni = "Nhaø Ñaïi ñoaøn keát ôû xaõ Naø Taáu, huyeän Ñieän Bieân: nhöõng hoä ngheøo ñöôïc hoã trôï";
    for (name, text) in [("tcvn3", tcvn3), ("vni", vni)] {
        let table = |text: &str| format!("vi\ten\n{text}\tx\n");
        let bytes = encoded("windows-1252", &table(text));
        assert_eq!(texts(&read("x.tsv", &bytes, Some(name)).expect(name)), [SAMPLE], "{name} named");
        assert_eq!(texts(&read("x.tsv", &bytes, None).expect(name)), [SAMPLE], "{name} found out");
        assert_eq!(
            texts(&read("x.tsv", table(text).as_bytes(), Some(name)).expect(name)),
            [SAMPLE],
            "{name} pasted into UTF-8"
        );
    }
}

#[test]
fn what_is_no_text_is_refused() {
    for (what, bytes, message) in [
        ("UTF-8 with a wrong byte", [b"vi\ten\nabc\xff\tx\n".as_slice(), &[b'a'; 80]].concat(), "not UTF-8"),
        ("half a letter at the end", "vi\ten\na\tnhà".as_bytes()[..11].to_vec(), "not UTF-8"),
        (
            "half a pair in UTF-16",
            [b"\xff\xfe".as_slice(), &utf_16("vi\ten\na\tb\n", false), &[0x00, 0xd8, b'a', 0]].concat(),
            "UTF-16",
        ),
        ("UTF-32", [b"\xff\xfe\0\0".as_slice(), b"v\0\0\0"].concat(), "UTF-32"),
    ] {
        let error = read("x.tsv", &bytes, None).expect_err(what);
        assert!(error.message.contains(message), "{what}: {error}");
    }
    // Behind the part that is looked at first, a wrong byte is named with its place.
    let mut late = "vi\ten\n".to_owned();
    late.extend((0..20_000).map(|n| format!("a{n}\tb\n")));
    let line = late.lines().count() + 1;
    let bytes = [late.as_bytes(), b"x\xff\ty\n"].concat();
    let error = read("x.tsv", &bytes, None).expect_err("a wrong byte");
    assert_eq!((error.line, error.message.contains(&format!("byte {}", late.len() + 1))), (line, true), "{error}");
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

#[test]
fn packed_files_are_read_or_refused() {
    let plain = tmx(&tu(SAMPLE));
    assert_eq!(texts(&read("x.tmx.gz", &gz(plain.as_bytes()), None).expect("gz")), [SAMPLE]);
    assert_eq!(texts(&read("x.zip", &zipped(&[("memory.tmx", plain.as_bytes())]), None).expect("zip")), [SAMPLE]);
    // A name with a way out of the folder names nothing: nothing is written.
    assert_eq!(
        texts(&read("x.zip", &zipped(&[("../../../etc/cron.d/x.tmx", plain.as_bytes())]), None).expect("zip")),
        [SAMPLE]
    );
    let two = zipped(&[("a.tmx", plain.as_bytes()), ("b.tmx", plain.as_bytes())]);
    let damaged = {
        let mut bytes = zipped(&[("a.tsv", "vi\ten\nmột\tone\n".repeat(50).as_bytes())]);
        bytes[40] ^= 0x55;
        bytes
    };
    let mut cut = gz(plain.as_bytes());
    cut.truncate(cut.len() / 2);
    let bomb = tmx(&"<!-- -->\n".repeat(4 << 20)).into_bytes();
    for (what, name, bytes, message) in [
        ("two files", "x.zip", two, "holds 2 files (a.tmx, b.tmx"),
        ("no file", "x.zip", zipped(&[]), "holds no file"),
        ("damage", "x.zip", damaged, ""),
        ("a cut", "x.tmx.gz", cut, "damaged"),
        ("a bomb", "x.tmx.gz", gz(&bomb), "more than 100 times"),
        ("a bomb in a zip", "x.zip", zipped(&[("x.tmx", &bomb)]), "more than 100 times"),
    ] {
        let error = read(name, &bytes, None).expect_err(what);
        assert!(error.message.contains(message), "{what}: {error}");
    }
}

#[test]
fn a_validator_takes_what_a_reader_refuses() {
    let deep = tmx(&tu(&"<hi>".repeat(300)));
    let mut problems = Vec::new();
    let input = Input::open("x.tmx", Cursor::new(deep.into_bytes()), None).expect("text");
    validate(input, &mut |problem| problems.push(problem.rule.id)).expect("judged");
    assert_eq!(problems.last(), Some(&"xml-well-formed"));
}
