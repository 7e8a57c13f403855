//! What earlier releases stored stays valid: `tests/stored` was written by the first one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A copy of the project that goes when the test is over.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("gloss-stored-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("glossary")).expect("a folder");
        let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored");
        for file in
            ["gloss.toml", "glossary/general.toml", "article.txt", "first.tsv", "memory.sqlite", "gloss-baseline.tsv"]
        {
            fs::copy(stored.join(file), path.join(file)).expect("copied");
        }
        Self(path)
    }

    fn gloss(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gloss"));
        command.current_dir(&self.0).env("XDG_CACHE_HOME", self.0.join("cache")).args(arguments);
        let output = command.output().expect("gloss runs");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// With another hash each unit would be stored a second time.
#[test]
fn units_that_were_imported_before_are_known() {
    let said = Project::new("known").gloss(&["tm", "import", "first.tsv", "--from", "vi", "--to", "en"]);
    assert!(said.contains("0 units stored") && said.contains("2 there already"), "{said}");
}

#[test]
fn units_of_an_old_memory_are_found() {
    let said = Project::new("found").gloss(&["tm", "match", "Mở lớp học xóa mù chữ.", "--from", "vi", "--to", "en"]);
    assert!(said.contains("Literacy classes were opened."), "{said}");
}

#[test]
fn findings_of_an_old_baseline_are_old() {
    let said = Project::new("baseline").gloss(&["check", "article.txt"]);
    assert!(said.contains("0 findings") && !said.contains("warning["), "{said}");
}

/// Services that read reports know a finding by this.
#[test]
fn fingerprints_in_reports_stay() {
    let said = Project::new("report").gloss(&["check", "article.txt", "--no-baseline", "--format", "gitlab"]);
    for fingerprint in ["0a94030b999eb262", "3365c65f6b1944bc"] {
        assert!(said.contains(fingerprint), "{said}");
    }
}
