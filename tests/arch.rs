//! What the compiler does not see: the order of rooms inside a crate, circles of modules, what the library must not do.
//!
//! Between crates the compiler keeps the walls: each names in its `Cargo.toml` what it may use.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use gloss::RULES;

/// The rooms that share a crate, from the ground up.
const ROOMS: [&[&str]; 3] = [
    &["text", "lang", "report", "model", "block"], // crates/core
    &["index", "glossary"],                        // crates/terms
    &["project", "lsp", "cli"],                    // the root
];

/// A source file has at most this many lines before its tests.
const LONGEST_FILE: usize = 600;

/// A source file.
struct Source {
    /// Its path from the root: `crates/core/src/text/fold.rs`.
    path: String,
    /// Its modules below the root of its crate: `text`, `fold`.
    modules: Vec<String>,
    /// Its text before the unit tests, without comments.
    code: String,
}

impl Source {
    fn krate(&self) -> &str {
        self.path.split("/src/").next().filter(|name| name.starts_with("crates/")).unwrap_or(".")
    }
}

fn paths(folder: &Path, out: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            paths(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

/// All source files of the workspace.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    paths(&root.join("src"), &mut found);
    for member in fs::read_dir(root.join("crates")).expect("members") {
        paths(&member.expect("a member").path().join("src"), &mut found);
    }
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("readable");
        let path = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
        let inside = path.split("src/").nth(1).expect("in src").trim_end_matches(".rs");
        let modules = inside.split('/').filter(|name| !["mod", "lib", "main"].contains(name));
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        Source { modules: modules.map(str::to_owned).collect(), code: code.collect::<Vec<_>>().join("\n"), path }
    };
    found.into_iter().map(source).collect()
}

/// The first names behind a prefix such as `crate::`, also inside of `{…}` groups.
fn names_behind(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        if code[..at].ends_with(|c: char| is_word(c) || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let name = |text: &str| text.chars().take_while(|c| is_word(*c)).collect::<String>();
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(name(rest));
            continue;
        };
        let (mut depth, mut start) = (1, true);
        for (at, c) in group.char_indices() {
            if start && is_word(c) {
                names.insert(name(&group[at..]));
                start = false;
            }
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => start = true,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

#[test]
fn rooms_use_only_the_rooms_below_them() {
    for source in sources() {
        let Some(room) = source.modules.first() else { continue };
        let Some(rooms) = ROOMS.iter().find(|rooms| rooms.contains(&room.as_str())) else { continue };
        let floor = |room: &str| rooms.iter().position(|known| *known == room);
        for used in names_behind(&source.code, "crate::") {
            let is_above = floor(&used) > floor(room);
            assert!(!is_above, "{}: `{room}` must not use `{used}`", source.path);
        }
    }
}

/// What a front end needs stands behind the door of `project`, or other front ends cannot have it.
#[test]
fn front_ends_use_the_project_alone() {
    for source in sources() {
        let Some(room) = source.modules.first().filter(|room| ["cli", "lsp"].contains(&room.as_str())) else {
            continue;
        };
        for used in names_behind(&source.code, "crate::") {
            // The command starts the server: that is no use of what is behind the door.
            let starts = source.path == "src/cli/lsp.rs" && used == "lsp";
            assert!(used == "project" || used == *room || starts, "{}: ask `project`, not `{used}`", source.path);
        }
        assert!(!source.code.contains("gloss_"), "{}: ask `project`, not another crate", source.path);
    }
}

/// Two modules that need each other are one, or a third is missing.
#[test]
fn no_modules_need_each_other() {
    let sources = sources();
    let mut uses: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    // The modules of each parent are compared with each other.
    for source in &sources {
        let krate = source.krate().to_owned();
        for depth in 0..source.modules.len() {
            let parent = &source.modules[..depth];
            let sibling = |name: &String| {
                let is = |other: &Source| {
                    other.krate() == krate
                        && other.modules.len() > depth
                        && other.modules[..depth] == *parent
                        && other.modules[depth] == *name
                };
                sources.iter().any(is)
            };
            let is_folder = source.path.ends_with("/mod.rs");
            let up = source.modules.len() - depth - usize::from(is_folder && source.modules.len() > depth + 1);
            let up = if is_folder && source.modules.len() == depth + 1 { 1 } else { up };
            let mut names = names_behind(&source.code, &"super::".repeat(up));
            let absolute = format!("crate::{}", parent.iter().map(|name| format!("{name}::")).collect::<String>());
            names.extend(names_behind(&source.code, &absolute));
            let key = |name: &str| {
                [krate.clone()].into_iter().chain(parent.iter().cloned()).chain([name.to_owned()]).collect::<Vec<_>>()
            };
            let from = key(&source.modules[depth]);
            let used =
                names.iter().filter(|name| **name != source.modules[depth] && sibling(name)).map(|name| key(name));
            uses.entry(from).or_default().extend(used);
        }
    }
    // What can be reached from a module must not lead back to it.
    for module in uses.keys() {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&Vec<String>> = uses[module].iter().collect();
        while let Some(next) = open.pop() {
            assert_ne!(
                next,
                module,
                "{} and {} need each other",
                module.join("::"),
                reached.iter().map(|m: &&Vec<String>| m.join("::")).collect::<Vec<_>>().join(", ")
            );
            if reached.insert(next) {
                open.extend(uses.get(next).into_iter().flatten());
            }
        }
    }
}

/// Where the process was started, and what it does with a panic, is the business of the command alone.
#[test]
fn nothing_depends_on_the_state_of_the_process() {
    for Source { path, code, .. } in sources() {
        for hidden in ["current_dir()", "set_current_dir", "set_hook", "take_hook", "catch_unwind", "mem::forget"] {
            assert!(!code.contains(hidden), "{path} uses {hidden}");
        }
    }
}

#[test]
fn the_library_prints_nothing_and_opens_no_files() {
    for Source { path, modules, code } in sources() {
        let room = modules.first().map_or("", String::as_str);
        let prints = ["println!", "eprintln!", "std::io::stdout", "io::stdout(", "io::stderr("];
        let opens = ["fs::read", "fs::write", "File::open", "File::create", "env::var"];
        assert!(room == "cli" || !prints.iter().any(|p| code.contains(p)), "{path} prints");
        let may_open = !path.starts_with("crates/") && ["cli", "project"].contains(&room);
        assert!(may_open || !opens.iter().any(|p| code.contains(p)), "{path} opens files or reads the environment");
    }
}

#[test]
fn files_stay_small_enough_to_hold_in_mind() {
    for Source { path, .. } in sources() {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).expect("readable");
        let lines = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().lines().count();
        assert!(lines <= LONGEST_FILE, "{path} has {lines} lines; give its parts files of their own");
    }
}

/// A pattern that did not compile switched its rule off in silence: `Regex::new(…).ok()` stood in fourteen files. Those of
/// the source are declared with `patterns!`, which tests each; the others are of users and schemas, and give errors.
#[test]
fn bug_a_pattern_that_did_not_compile_switched_its_rule_off() {
    let may_compile = ["crates/core/src/text/pattern.rs", "crates/formats/src/schema/datatype.rs"];
    for Source { path, code, .. } in sources() {
        assert!(!code.contains("Regex::new(") || may_compile.contains(&path.as_str()), "{path}: use `patterns!`");
    }
}

/// A rule is one file: its id stands where the rule does, and nowhere else. A new one needs that file and a line in the list
/// of its room.
#[test]
fn the_id_of_a_rule_stands_in_one_place() {
    let sources = sources();
    let lists = [
        "crates/check/src/passes.rs",
        "crates/terms/src/glossary/rules.rs",
        "crates/formats/src/rules.rs",
        "src/project/rules.rs",
    ];
    for rule in RULES.iter() {
        let quoted = format!("\"{}\"", rule.id);
        // `gloss tm clean` names its reasons, one of them like a rule.
        let elsewhere = |path: &str| path == "src/project/memory/upkeep.rs";
        let places = sources.iter().filter(|source| source.code.contains(&quoted) && !elsewhere(&source.path));
        let places: Vec<&Source> = places.collect();
        let names: Vec<&str> = places.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(places.len(), 1, "`{}` stands in {names:?}", rule.id);
        let name = rule.id.to_uppercase().replace('-', "_");
        let of_crate = sources.iter().filter(|source| source.krate() == places[0].krate());
        let mut of_crate = of_crate.filter(|source| lists.contains(&source.path.as_str()));
        assert!(of_crate.any(|list| list.code.contains(&name)), "`{}` is in no list", rule.id);
    }
}

#[test]
fn names_behind_a_prefix_are_seen_in_groups_too() {
    let names = |code| names_behind(code, "crate::").into_iter().collect::<Vec<_>>();
    assert_eq!(names("use crate::text::Span;"), ["text"]);
    assert_eq!(
        names("use crate::{\n    index::{Match, Scanner},\n    lang::Lang,\n    mine,\n};"),
        ["index", "lang", "mine"]
    );
}
