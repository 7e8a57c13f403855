//! Every journey belongs to the folder that its caller names, not to that of the process: here none of them is the process's.
#![cfg(all(feature = "cli", feature = "tm"))]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use gloss::{
    BaselineUse, CheckOptions, Direction, Finder, InputSources, MemoryImport, Named, Outcome, Progress, Project,
    Renderer, ReviewSession, Workspace, fixed, formats::ReadOptions,
};

const GLOSSARY: &str = "[widget]\nen = [\"widget\", { term = \"wigdet\", status = \"deprecated\" }]\nvi = \"đồ vật\"\n";
const TEXT: &str = "The wigdet was sold. A crimson wigdet was bought in Điện Biên.\n";
const PAIRS: &str = "vi\ten\nđồ xanh\tan azure thing\n";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("roots-{name}"));
        let _ = fs::remove_dir_all(&folder); // of an earlier run
        let config = "articles = [\"articles\"]\nshipped = false\n";
        let files = [
            ("gloss.toml", config),
            ("glossary/general.toml", GLOSSARY),
            ("articles/a.en.txt", TEXT),
            ("pairs.tsv", PAIRS),
        ];
        for (file, text) in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        Self(folder)
    }

    fn command(&self, arguments: &[&str]) -> String {
        let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/cache");
        let mut command = Command::new(env!("CARGO_BIN_EXE_gloss"));
        command.args(arguments).current_dir(&self.0).env("XDG_CACHE_HOME", cache).env("HOME", cache);
        String::from_utf8(command.output().expect("it runs").stdout).expect("text")
    }

    fn has(&self, file: &str) -> bool {
        self.0.join(file).exists()
    }
}

#[test]
fn reports_are_those_of_the_command_in_that_folder() {
    let folder = Folder::new("reports");
    let workspace = Workspace::open(&folder.0).expect("a workspace");
    assert!(workspace.configured);

    let finder = Finder::open(workspace.clone()).expect("indexes");
    let found = finder.lookup("widget", 10, None).expect("an answer");
    let report = serde_json::to_string(&finder.report(&found, &[], 10)).expect("JSON");
    assert_eq!(report + "\n", folder.command(&["lookup", "--format", "json", "widget"]));

    let texts = workspace.texts(&["articles".into(), "pairs.tsv".into()], &Named::default());
    let checked = workspace.check(&texts, &CheckOptions::default(), Progress::NONE).expect("checked");
    let mut report = Vec::new();
    Renderer::Json.write(&checked.findings, &InputSources::of(&texts), &mut report).expect("written");
    let wanted = folder.command(&["check", "--format", "json", "articles", "pairs.tsv"]);
    assert_eq!(String::from_utf8(report).expect("text"), wanted);
    assert!(wanted.contains("\"file\":\"articles/a.en.txt\""), "{wanted}");

    let project = Project::open(workspace.clone()).expect("a project");
    let places = finder.places("widget", &workspace.read(&["articles".into()])).expect("places");
    let report = serde_json::to_string(&places.report("widget")).expect("JSON");
    assert_eq!(report + "\n", folder.command(&["where", "--format", "json", "widget", "articles"]));
    assert!(project.lint().iter().all(|finding| finding.place.file == "glossary/general.toml"));
}

#[test]
fn what_is_written_is_written_there() {
    let folder = Folder::new("writes");
    let workspace = Workspace::open(&folder.0).expect("a workspace");
    let texts = || workspace.texts(&["articles".into()], &Named::default());
    let baseline = CheckOptions { baseline: BaselineUse::Write, ..CheckOptions::default() };
    workspace.check(&texts(), &baseline, Progress::NONE).expect("recorded");
    assert!(folder.has("gloss-baseline.tsv"));
    let checked = workspace.check(&texts(), &CheckOptions::default(), Progress::NONE).expect("checked");
    assert!(checked.findings.is_empty() && checked.old == 2, "{checked:?}");

    let all = CheckOptions { baseline: BaselineUse::Ignore, ..CheckOptions::default() };
    let inputs = texts();
    let checked = workspace.check(&inputs, &all, Progress::NONE).expect("checked");
    for file in fixed(&inputs, &checked.findings) {
        file.write(&workspace).expect("mended");
    }
    assert_eq!(fs::read_to_string(folder.0.join("articles/a.en.txt")).expect("text"), TEXT.replace("wigdet", "widget"));

    let project = Project::open(workspace.clone()).expect("a project");
    let built = project.build(Progress::NONE).expect("built");
    assert!(matches!(built.outcome, Outcome::Done { .. }), "{built:?}");
    assert!(folder.has("exports/glossary.tmx") && folder.has(".gloss/review.tsv"));
    project.prefer("widget", "wigdet", "a joke").expect("changed");
    assert!(fs::read_to_string(folder.0.join("glossary/general.toml")).expect("text").contains("a joke"));

    let row = "# x\naccept\tred thing\tđồ đỏ\tgeneral\t\t0.50\tarticles/a.en.txt:1\tred thing\n";
    fs::write(folder.0.join("review.tsv"), row).expect("written");
    let mut review = ReviewSession::open(&project, Path::new("review.tsv"), None).expect("a review");
    review.carry_out_marked(&mut |_| {}).expect("carried out");
    assert_eq!((review.accepted(), review.rows().len()), (1, 0));
    assert!(folder.command(&["lookup", "--plain", "red thing"]).contains("đồ đỏ"));

    let location = workspace.memory(None).expect("a place");
    let mut memory = location.create().expect("a memory");
    let pair = Direction::default().or(&workspace.config.pair().expect("languages")).expect("a direction");
    let import = MemoryImport { wanted: ReadOptions::default(), pair: pair.clone(), encoding: None, author: "" };
    let file = fs::File::open(folder.0.join("pairs.tsv")).expect("a file");
    assert_eq!(memory.import("pairs.tsv", file, &import, Progress::NONE).expect("imported").stored, 1);
    assert!(folder.has(".gloss/memory.sqlite"));
    assert_eq!(location.path, Path::new(".gloss/memory.sqlite"));
    let analysis = memory.analyse(&["articles/a.en.txt".into()], &pair).expect("analysed");
    assert_eq!(analysis.files[0].0, Path::new("articles/a.en.txt"));
}

#[test]
fn a_folder_inside_a_project_belongs_to_it() {
    let folder = Folder::new("inside");
    let workspace = Workspace::open(folder.0.join("articles")).expect("a workspace");
    assert_eq!(workspace.root, Path::new(".."));
    let texts = workspace.texts(&["a.en.txt".into()], &Named::default());
    let checked = workspace.check(&texts, &CheckOptions::default(), Progress::NONE).expect("checked");
    assert_eq!(checked.findings.iter().map(|finding| finding.place.file.as_str()).collect::<Vec<_>>(), ["a.en.txt"; 2]);
    assert_eq!(workspace.name_in_project("a.en.txt"), "articles/a.en.txt");
    assert!(Workspace::open(folder.0.join("nowhere")).is_err());
}
