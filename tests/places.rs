//! A finding in a bilingual file has the place of the term itself, however the file writes it, and a fix changes that alone.

use std::{fs, path::PathBuf, process::Command};

use gloss_core::text::LineIndex;
use serde_json::Value;

const GLOSSARY: &str =
    "[widget]\nvi = \"đồ xanh\"\nen = [\"blue & widget\", { term = \"azure widget\", status = \"deprecated\" }]\n";

/// A folder of its own that goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("gloss-places-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("glossary")).expect("a folder");
        fs::write(path.join("gloss.toml"), "shipped = false\n").expect("written");
        Self(path)
    }

    fn check(&self, file: &str, more: &[&str]) -> Vec<u8> {
        let mut gloss = Command::new(env!("CARGO_BIN_EXE_gloss"));
        gloss.current_dir(&self.0).args(["check", file, "--from", "vi", "--to", "en"]).args(more);
        gloss.output().expect("gloss runs").stdout
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn tmx(seg: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header srclang=\"vi\"/><body>\n<tu><tuv xml:lang=\"vi\"><seg>đồ xanh\
         </seg></tuv><tuv xml:lang=\"en\"><seg>{seg}</seg></tuv></tu>\n\
         <tu><tuv xml:lang=\"vi\"><seg>hai</seg></tuv><tuv xml:lang=\"en\"><seg>two</seg></tuv></tu></body></tmx>\n"
    )
}

fn xliff(target: &str) -> String {
    format!(
        "<xliff version=\"1.2\"><file source-language=\"vi\" target-language=\"en\" original=\"x\" datatype=\"plaintext\">\
         <body><trans-unit id=\"1\"><source>đồ xanh</source><target state=\"final\">{target}</target>\
         <note>azure widget</note></trans-unit></body></file></xliff>\n"
    )
}

fn xliff2(target: &str) -> String {
    format!(
        "<xliff version=\"2.0\" srcLang=\"vi\" trgLang=\"en\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"><file id=\"f\">\
         <unit id=\"1\"><segment state=\"final\"><source>đồ xanh</source><target>{target}</target></segment></unit></file>\
         </xliff>\n"
    )
}

fn po(msgstr: &str) -> String {
    format!(
        "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Language: en\\n\"\n\
         \"X-Source-Language: vi\\n\"\n\n#. azure widget\nmsgid \"đồ xanh\"\nmsgstr {msgstr}\n"
    )
}

/// Each way a format has of writing a text: `«` and `»` stand around the term in the file.
const XML: [&str; 12] = [
    "a new «azure widget» here",
    "R&amp;D &lt;x&gt; «azure widget» &quot;q&quot;",
    "&#72;&#x65; «azure widget»&#33;",
    "<![CDATA[a <new> ]]>«azure widget»<![CDATA[ & old]]>",
    "<![CDATA[a new «azure widget» & old]]>",
    "«azure&#32;widget»&amp;",
    "&amp;«azure widget»&#x2E;",
    "one\r\ntwo «azure widget»\r\n",
    "one <!-- azure widget --> «azure widget»",
    "cafe\u{301} «azure widget» e\u{301}",
    "đồ <ph id=\"1\">azure widget</ph> «azure widget»",
    "the «a&#x7A;ure wi&#100;get»",
];

#[test]
fn terms_have_their_own_place_in_every_format_and_every_escape_of_it() {
    let mut cases: Vec<(&str, String)> = Vec::new();
    for text in XML {
        cases.push(("a.tmx", tmx(text)));
        cases.push(("a.xlf", xliff(text)));
        cases.push(("a.xliff", xliff2(text)));
    }
    for text in [
        "a <g id=\"1\">«azure widget»</g>",
        "a <mrk mtype=\"x-term\">«azure widget»</mrk>&amp;",
        "<x id=\"1\"/>«azure widget»",
    ] {
        cases.push(("a.xlf", xliff(text)));
    }
    for text in ["a <bpt i=\"1\">azure widget</bpt>«azure widget»<ept i=\"1\"/>", "<hi>«azure widget»</hi> &#60;"] {
        cases.push(("a.tmx", tmx(text)));
    }
    for text in [
        "\"a new «azure widget» here\"",
        "\"a \\\"new\\\" «azure widget»\\n\"",
        "\"\"\n\"a \\t\\\\ \"\n  \"new «azure widget»\\x21\"",
        "\"a «azure\\40widget»\"",
        "\"cafe\u{301} «azure widget»\"",
    ] {
        cases.push(("a.po", po(text)));
    }
    for cell in [
        "a new «azure widget»",
        "\"a \"\"new\"\" «azure widget»\"",
        "\"«azure widget»\"",
        "\"a, b «azure widget»\"",
        "\"one\r\ntwo   «azure widget»\"",
        "\"\"\"«azure widget»\"\"\"",
        "cafe\u{301} «azure widget»",
        "'-«azure widget»",
    ] {
        cases.push(("a.csv", format!("vi,en\nmột,one\nđồ xanh,{cell}\nhai,two\n")));
        cases.push(("a.csv", format!("vi,en\r\nmột,one\r\n\"đồ xanh\",{cell}\r\n")));
    }
    for cell in [
        "a new «azure widget»",
        "  a  new   «azure widget» ",
        "\"quoted\" «azure widget»",
        "cafe\u{301} «azure widget»",
    ] {
        cases.push(("a.tsv", format!("vi\ten\nđồ xanh\t{cell}\nhai\ttwo\n")));
        cases.push(("a.utf8", format!("đồ xanh\t{cell}\tazure widget\n")));
    }
    for (number, (name, marked)) in cases.iter().enumerate() {
        let folder = Folder::new(&number.to_string());
        let status = GLOSSARY.replace("blue & widget", "blue widget");
        fs::write(folder.0.join("glossary/general.toml"), status).expect("written");
        is_exact(&folder, name, marked);
    }
}

/// The finding stands at the marks, and the fix changes what is between them.
fn is_exact(folder: &Folder, name: &str, marked: &str) {
    let (before, rest) = marked.split_once('«').expect("a mark");
    let (term, behind) = rest.split_once('»').expect("a mark");
    let file = format!("{before}{term}{behind}");
    fs::write(folder.0.join(name), &file).expect("written");
    let report: Value = serde_json::from_slice(&folder.check(name, &["--format", "json"])).expect("JSON");
    let of_rule = |finding: &&Value| finding["rule"] == "deprecated-rendering";
    let all = report["findings"].as_array().expect("findings");
    let found: Vec<&Value> = all.iter().filter(of_rule).collect();
    assert_eq!(found.len(), 1, "{name}: {marked}: {report}");
    let bytes = ["start", "end"].map(|end| usize::try_from(found[0][end].as_u64().expect("a number")).expect("small"));
    assert_eq!(&file[bytes[0]..bytes[1]], term, "{name}: {marked}");
    assert_eq!(bytes[0], before.len(), "{name}: {marked}");
    let place = LineIndex::new(&file).position(&file, bytes[0]);
    let [line, column] = ["line", "column"].map(|part| found[0][part].as_u64());
    assert_eq!([line, column], [Some(place.line as u64), Some(place.column as u64)], "{name}: {marked}");
    folder.check(name, &["--fix", "--only", "deprecated-rendering"]);
    let fixed = fs::read_to_string(folder.0.join(name)).expect("readable");
    assert_eq!(fixed, format!("{before}blue widget{behind}"), "{name}: {marked}");
}

/// What is put into a file is escaped as the file wants it.
#[test]
fn a_fix_is_written_as_the_format_writes_texts() {
    for (name, file, wanted) in [
        ("a.tmx", tmx("the azure widget"), tmx("the blue &amp; widget")),
        ("a.xlf", xliff("the azure widget"), xliff("the blue &amp; widget")),
        ("a.po", po("\"the azure widget\""), po("\"the blue & widget\"")),
        ("a.csv", "vi,en\nđồ xanh,azure widget\n".to_owned(), "vi,en\nđồ xanh,blue & widget\n".to_owned()),
    ] {
        let folder = Folder::new(&format!("written-{name}"));
        fs::write(folder.0.join("glossary/general.toml"), GLOSSARY).expect("written");
        fs::write(folder.0.join(name), file).expect("written");
        folder.check(name, &["--fix"]);
        let fixed = fs::read_to_string(folder.0.join(name)).expect("readable");
        assert_eq!(fixed, wanted, "{name}");
    }
}

/// The second parse did not know doubled quotes: the whole row was reported, and nothing was mended.
#[test]
fn bug_a_doubled_quote_made_the_whole_row_the_place() {
    let folder = Folder::new("doubled");
    fs::write(folder.0.join("glossary/general.toml"), GLOSSARY).expect("written");
    fs::write(folder.0.join("q.csv"), "vi,en\n\"đồ xanh\",\"a \"\"new\"\" azure widget\"\n").expect("written");
    let report: Value = serde_json::from_slice(&folder.check("q.csv", &["--format", "json"])).expect("JSON");
    let finding = &report["findings"][0];
    assert_eq!([finding["column"].as_u64(), finding["end_column"].as_u64()], [Some(22), Some(34)], "{report}");
}

/// Which side of the file was read first decided whether decomposed letters of the translation were composed.
#[test]
fn bug_a_file_with_decomposed_letters_was_mended_now_and_then() {
    for round in 0..20 {
        let folder = Folder::new(&format!("decomposed-{round}"));
        fs::write(folder.0.join("glossary/general.toml"), GLOSSARY).expect("written");
        fs::write(folder.0.join("a.csv"), "vi,en\nđồ xanh,a cafe\u{301}\n").expect("written");
        folder.check("a.csv", &["--fix", "--only", "not-nfc"]);
        let fixed = fs::read_to_string(folder.0.join("a.csv")).expect("readable");
        assert_eq!(fixed, "vi,en\nđồ xanh,a caf\u{e9}\n");
    }
}
