//! A format is one folder and one line: everything else loops over the table.

use std::{fs, path::Path};

use gloss_formats::{FORMATS, FormatSpec, readable, validatable};

/// Every file below a folder, with its text; files that are not text are left out.
fn texts(folder: &Path, out: &mut Vec<(String, String)>) {
    for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            texts(&path, out);
        } else if let Ok(text) = fs::read_to_string(&path) {
            out.push((path.to_string_lossy().replace('\\', "/"), text));
        }
    }
}

/// The sources of all crates.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    texts(&root.join("src"), &mut files);
    for member in fs::read_dir(root.join("crates")).expect("members") {
        texts(&member.expect("a member").path().join("src"), &mut files);
    }
    files
}

/// GlossML stands for any format: it is read, written and validated. Outside its folder the sources name it in two lines of
/// one file.
#[test]
fn a_format_is_one_folder_and_one_line() {
    let files = sources();
    let (own, others): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| name.contains("formats/src/glossml/"));
    let mut named = Vec::new();
    for (name, text) in others {
        let lines = text.lines().filter(|line| line.to_lowercase().contains("glossml"));
        named.extend(lines.map(|line| (name.rsplit("src/").next().unwrap_or_default(), line.trim())));
    }
    assert_eq!(named, [("lib.rs", "mod glossml;"), ("lib.rs", "&glossml::GLOSSML,")]);
    assert!(own.iter().any(|(_, text)| text.contains("FormatSpec")), "its folder says what it is");
}

/// No file but the table's own names all formats, or most of them, by hand.
#[test]
fn no_file_of_the_sources_lists_the_formats() {
    let files = sources();
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".rs") && !name.ends_with("formats/src/lib.rs"))
    {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines() {
            let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
            let listed = ["TMX", "TBX", "XLIFF", "PO", "UTX", "MultiTerm"].iter().filter(|title| words.contains(title));
            assert!(listed.count() < 4, "{name} lists formats by hand: {line}");
        }
    }
}

#[test]
fn messages_name_every_format_that_is_read_or_validated() {
    for format in FORMATS {
        assert_eq!(readable().contains(format.title), format.read.is_some(), "{format:?}");
        assert_eq!(validatable().contains(format.title), format.can_be_validated(), "{format:?}");
    }
    let tmx = FormatSpec::named("tmx").expect("known");
    assert_eq!(tmx.consumers(), ["omegat", "weblate", "virtaal", "okapi", "trados", "memoq", "google"]);
}
