//! The direction of dependencies: a room may use only the rooms below it. Reads every `crate::` path in the sources.

use std::{fs, path::Path};

/// The rooms from the ground up.
const ROOMS: [&str; 13] = [
    "text", "lang", "report", "model", "glossary", "index", "mine", "memory", "check", "formats", "project", "lsp",
    "cli",
];

/// A source file has at most this many lines before its tests.
const LONGEST_FILE: usize = 600;

fn sources(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            sources(&entry, out);
        } else if entry.extension().is_some_and(|end| end == "rs") {
            out.push(entry);
        }
    }
}

/// Each source file with its room and the text before its unit tests.
fn files() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&src, &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&src).expect("in src").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).expect("readable");
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
            (inside.clone(), inside.split('/').next().unwrap_or_default().to_owned(), code)
        })
        .collect()
}

/// The rooms named after `crate::` in a text, also inside `use crate::{…}` groups.
fn used_rooms(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            rooms.push(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned());
            continue;
        };
        let mut depth = 1;
        let mut name = String::new();
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ if depth == 1 && (c.is_alphanumeric() || c == '_') => name.push(c),
                _ => {}
            }
            let ends = depth == 0 || (depth == 1 && c == ',') || (c == ':' && depth == 1);
            if ends && !name.is_empty() {
                rooms.push(std::mem::take(&mut name));
            }
            if depth == 0 {
                break;
            }
        }
    }
    rooms.retain(|room| ROOMS.contains(&room.as_str()));
    rooms
}

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let floor = |room: &str| ROOMS.iter().position(|r| *r == room);
    for (file, room, code) in files() {
        let Some(here) = floor(&room) else {
            assert!(["lib.rs", "main.rs"].contains(&file.as_str()), "{file} belongs to no room");
            continue;
        };
        for used in used_rooms(&code) {
            let there = floor(&used).expect("a room");
            assert!(there <= here, "{file}: `{room}` must not use `{used}`");
            // The siblings at the middle know nothing of each other.
            assert!(!(room == "check" && used == "mine"), "{file}: `check` must not use `mine`");
        }
    }
}

/// What a front end needs stands behind the door of `project`, or other front ends cannot have it.
#[test]
fn front_ends_use_the_project_alone() {
    for (file, room, code) in files().into_iter().filter(|(_, room, _)| ["cli", "lsp"].contains(&room.as_str())) {
        for used in used_rooms(&code) {
            // The command starts the server: that is no use of what is behind the door.
            let starts = file == "cli/lsp.rs" && used == "lsp";
            assert!(used == "project" || used == room || starts, "{file}: ask `project`, not `{used}`");
        }
    }
}

/// Where the process was started is the business of the command alone.
#[test]
fn nothing_depends_on_the_folder_of_the_process() {
    for (file, _, code) in files() {
        let hidden = ["current_dir()", "set_current_dir", "set_hook", "take_hook", "mem::forget"];
        let found = hidden.iter().find(|hidden| code.contains(**hidden));
        assert!(found.is_none(), "{file} uses {}", found.unwrap_or(&""));
    }
}

#[test]
fn the_library_prints_nothing_and_opens_no_files() {
    for (file, room, code) in files() {
        let prints = ["println!", "eprintln!", "std::io::stdout", "io::stdout(", "io::stderr("];
        let opens = ["fs::read", "fs::write", "File::open", "File::create", "env::var"];
        if room != "cli" {
            assert!(!prints.iter().any(|p| code.contains(p)), "{file} prints");
        }
        if !["cli", "project"].contains(&room.as_str()) {
            assert!(!opens.iter().any(|p| code.contains(p)), "{file} opens files or reads the environment");
        }
    }
}

#[test]
fn files_stay_small_enough_to_hold_in_mind() {
    for (file, _, code) in files() {
        let lines = code.lines().count();
        assert!(lines <= LONGEST_FILE, "{file} has {lines} lines; give its parts files of their own");
    }
}

#[test]
fn groups_and_paths_are_both_seen() {
    assert_eq!(used_rooms("use crate::text::Span;"), ["text"]);
    assert_eq!(
        used_rooms("use crate::{\n    index::{Match, Scanner},\n    lang::Lang,\n    mine,\n};"),
        ["index", "lang", "mine"]
    );
}

/// A pattern that did not compile switched its rule off in silence: `Regex::new(…).ok()` stood in fourteen files. Those of
/// the source are declared with `patterns!`, which tests each; the others are of users and schemas, and give errors.
#[test]
fn bug_a_pattern_that_did_not_compile_switched_its_rule_off() {
    let may_compile = ["text/pattern.rs", "formats/schema/datatype.rs"];
    for (file, _, code) in files() {
        assert!(!code.contains("Regex::new(") || may_compile.contains(&file.as_str()), "{file}: use `patterns!`");
    }
}

/// A rule is one file: its id stands where the rule does, and nowhere else. A new one needs that file and a line in the list
/// of its room.
#[test]
fn the_id_of_a_rule_stands_in_one_place() {
    let files = files();
    for rule in gloss::project::RULES.iter() {
        let quoted = format!("\"{}\"", rule.id);
        // `gloss tm clean` names its reasons, one of them like a rule.
        let elsewhere = |file: &str| file == "project/memory/upkeep.rs";
        let places = files.iter().filter(|(file, _, code)| code.contains(&quoted) && !elsewhere(file));
        let places: Vec<&str> = places.map(|(file, ..)| file.as_str()).collect();
        assert_eq!(places.len(), 1, "`{}` stands in {places:?}", rule.id);
        let name = rule.id.to_uppercase().replace('-', "_");
        let (_, room, _) = files.iter().find(|(file, ..)| file == places[0]).expect("read");
        let lists = ["check/passes.rs", "glossary/rules.rs", "formats/rules.rs", "project/rules.rs"];
        let list = lists.iter().find(|list| list.starts_with(room.as_str())).expect("a list of its room");
        let (_, _, list) = files.iter().find(|(file, ..)| file == list).expect("read");
        assert!(list.contains(&name), "`{}` is in no list", rule.id);
    }
}
