//! The example programs of the library do what their first lines say.
#![cfg(feature = "tm")]

use std::{fs, path::PathBuf};

use tempfile::TempDir;

macro_rules! example {
    ($name:ident, $file:literal) => {
        #[path = $file]
        #[expect(dead_code, reason = "the tests call `run`")]
        mod $name;
    };
}

example!(check, "../examples/check.rs");
example!(export, "../examples/export.rs");
example!(lookup, "../examples/lookup.rs");
example!(memory, "../examples/memory.rs");

/// A project with one entry of its own and no other glossary.
fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("gloss.toml", "shipped = false\n");
    fs::create_dir(folder.path().join("glossary")).expect("a folder");
    write(
        "glossary/policy.toml",
        "[poor-household]\nen = [\"poor household\", { term = \"poor family\", status = \"deprecated\" }]\nvi = \"hộ nghèo\"\n",
    );
    write("article.txt", "The province helped every poor family.\n");
    folder
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn the_look_up_example_prints_renderings() {
    let (folder, mut out) = (project(), Vec::new());
    lookup::run(folder.path(), &["ho ngheo".to_owned(), "zzzz".to_owned()], &mut out).expect("it runs");
    assert_eq!(
        text(out),
        "ho ngheo: hộ nghèo = poor household (preferred), poor family (deprecated)\nzzzz: not found\n"
    );
}

#[test]
fn the_check_example_prints_findings() {
    let (folder, mut out) = (project(), Vec::new());
    check::run(folder.path(), &[PathBuf::from("article.txt")], &mut out).expect("it runs");
    let printed = text(out);
    assert!(printed.starts_with("article.txt:1:27: `poor family` is deprecated"), "{printed}");
    assert!(printed.ends_with("[deprecated-rendering]\n") && printed.lines().count() == 1, "{printed}");
    assert!(check::run(folder.path(), &[PathBuf::from("missing.txt")], &mut Vec::new()).is_err());
}

#[test]
fn the_memory_example_finds_and_repairs_a_translation() {
    let (folder, mut out) = (project(), Vec::new());
    memory::run(folder.path(), &mut out).expect("it runs");
    assert_eq!(text(out), "88.8 The commune built 20 houses for poor households.\n");
}

#[test]
fn the_export_example_writes_a_file_and_counts_what_is_left_out() {
    let (folder, mut file, mut report) = (project(), Vec::new(), Vec::new());
    export::run(folder.path(), "tmx", &mut file, &mut report).expect("it runs");
    assert!(text(file).contains("<seg>hộ nghèo</seg>"));
    assert!(text(report).starts_with("1 concepts\n"));
    let unknown = export::run(folder.path(), "tmy", &mut Vec::new(), &mut Vec::new());
    assert_eq!(unknown.expect_err("unknown").to_string(), "unknown format `tmy`");
}
