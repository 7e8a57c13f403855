//! The documentation: the book lists every page, links lead somewhere, and generated parts say what the program says.
//!
//! `DOCS=overwrite cargo test --test docs` writes the generated parts anew; read the diff.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use gloss::{
    RULES,
    formats::{Content, FORMATS, FormatSpec, Tool},
};

/// The README is a front page, not the guide.
const MAX_README_LINES: usize = 200;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace("\r\n", "\n")
}

/// The pages of the book, without the table of contents.
fn pages() -> BTreeSet<PathBuf> {
    let folder = root().join("docs/src");
    let files = fs::read_dir(&folder).expect("docs/src").map(|entry| entry.expect("an entry").path());
    files.filter(|path| path.extension().is_some_and(|end| end == "md") && !path.ends_with("SUMMARY.md")).collect()
}

/// The lines outside of code blocks, each with its number.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let (mut in_code, mut lines) = (false, Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            lines.push((number, line));
        }
    }
    lines
}

/// The anchors of a page as mdBook makes them from headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for (_, line) in prose(text).into_iter().filter(|(_, line)| line.starts_with('#')) {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let mut unique = anchor.clone();
        for number in 1.. {
            if anchors.insert(unique) {
                break;
            }
            unique = format!("{anchor}-{number}");
        }
    }
    anchors
}

/// The targets of the links of a page, each with its line.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    for (number, line) in prose(text) {
        // What stands in backquotes is no link.
        let plain: String = line.split('`').step_by(2).collect();
        for (at, _) in plain.match_indices("](") {
            let target = plain[at + 2..].split(')').next().unwrap_or_default();
            links.push((number, target.to_owned()));
        }
    }
    links
}

/// What is wrong with the relative links of a page, a line each.
fn broken_links(page: &Path) -> Vec<String> {
    let text = read(page);
    let folder = page.parent().expect("a folder");
    let is_relative = |target: &str| !target.contains("://") && !target.starts_with("mailto:");
    let mut broken = Vec::new();
    for (line, target) in links(&text).into_iter().filter(|(_, target)| is_relative(target)) {
        let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
        let file = if file.is_empty() { page.to_owned() } else { folder.join(file) };
        let resolves = file.exists() && (anchor.is_empty() || anchors(&read(&file)).contains(anchor));
        if !resolves {
            broken.push(format!("{}:{line}: {target}", page.display()));
        }
    }
    broken
}

#[test]
fn links_resolve() {
    let others =
        ["README.md", "README.vi.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "RELEASING.md", "docs/src/SUMMARY.md"];
    let all = pages().into_iter().chain(others.map(|name| root().join(name)));
    let broken: Vec<String> = all.flat_map(|page| broken_links(&page)).collect();
    assert!(broken.is_empty(), "broken links:\n{}", broken.join("\n"));
}

#[test]
fn anchors_and_links_are_found_as_in_the_book() {
    let text = "# A `b` c\n```sh\n# no heading [x](y)\n```\n## A b c\n[one](a.md#x) `[two](b)` [three](c)\n";
    assert_eq!(anchors(text), BTreeSet::from(["a-b-c".to_owned(), "a-b-c-1".to_owned()]));
    assert_eq!(links(text), [(6, "a.md#x".to_owned()), (6, "c".to_owned())]);
}

#[test]
fn the_summary_lists_every_page_once() {
    let summary = root().join("docs/src/SUMMARY.md");
    let listed: Vec<PathBuf> =
        links(&read(&summary)).into_iter().map(|(_, target)| root().join("docs/src").join(target)).collect();
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), pages());
    assert_eq!(listed.len(), pages().len());
}

#[test]
fn the_readme_is_a_front_page() {
    for name in ["README.md", "README.vi.md"] {
        let lines = read(&root().join(name)).lines().count();
        assert!(lines <= MAX_README_LINES, "{name} has {lines} lines");
    }
}

/// Compares the generated part of a page, or writes it if `DOCS=overwrite`.
fn is_generated(page: &str, generated: &str) {
    const BEGIN: &str = "<!-- generated: DOCS=overwrite cargo test --test docs -->\n";
    const END: &str = "<!-- end of the generated part -->\n";
    let path = root().join("docs/src").join(page);
    let text = read(&path);
    let (before, rest) = text.split_once(BEGIN).expect("the beginning of the generated part");
    let (old, after) = rest.split_once(END).expect("the end of the generated part");
    let new = format!("\n{generated}\n");
    if env::var_os("DOCS").is_some_and(|value| value == "overwrite") {
        fs::write(&path, format!("{before}{BEGIN}{new}{END}{after}")).expect("written");
    } else {
        let differs = || old.lines().zip(new.lines()).find(|(old, new)| old != new);
        assert!(old == new, "{page} is out of date: run `DOCS=overwrite cargo test --test docs`\n{:?}", differs());
    }
}

#[test]
fn the_rule_reference_is_what_the_rules_say() {
    let mut page = String::from("| rule | severity | reports |\n|---|---|---|\n");
    for rule in RULES.iter() {
        let note = if rule.on_request { " (off by default)" } else { "" };
        page += &format!("| [`{}`](#{}) | {} | {}{note} |\n", rule.id, rule.id, rule.severity, rule.summary);
    }
    for rule in RULES.iter() {
        page += &format!("\n## {}\n\nSeverity: {}.", rule.id, rule.severity);
        page += if rule.on_request { " Off by default: name it with `--only` or in `gloss.toml`.\n" } else { "\n" };
        for line in rule.explanation.trim().lines() {
            match line.strip_prefix("## ") {
                Some(heading) => page += &format!("\n**{heading}.**\n\n"),
                None => page += &format!("{line}\n"),
            }
        }
    }
    while page.contains("\n\n\n") {
        page = page.replace("\n\n\n", "\n\n");
    }
    is_generated("rules.md", &page);
}

/// The names of things as a table cell.
fn cell(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

/// The parts of a concept that any format holds, in order of their names.
fn parts() -> BTreeSet<&'static str> {
    FORMATS.iter().flat_map(|format| format.shapes).flat_map(|shape| shape.holds).map(|part| part.name).collect()
}

/// What a check of texts does with files of an ending.
fn taken_by_check(content: Content) -> &'static str {
    match content {
        Content::Job => "in folders and by name",
        Content::Translations => "by name",
        Content::Other => "no",
    }
}

fn section(format: &FormatSpec) -> String {
    let mut page = format!("\n## {}\n\n", format.title);
    page += "| ending | checked by `gloss check` |\n|---|---|\n";
    for ending in format.endings {
        page += &format!("| `.{}` | {} |\n", ending.name, taken_by_check(ending.content));
    }
    page +=
        "\n| written as | what it is | chosen by | holds, beside terms and statuses | loses |\n|---|---|---|---|---|\n";
    for shape in format.shapes {
        let held: BTreeSet<&str> = shape.holds.iter().map(|part| part.name).collect();
        let lost = parts().into_iter().filter(|part| !held.contains(part)).map(str::to_owned);
        let settings = cell(shape.settings.iter().map(|setting| format!("`{setting}`")));
        let held = cell(held.iter().map(|part| (*part).to_owned()));
        page += &format!("| `{}` | {} | {settings} | {held} | {} |\n", shape.name, shape.about, cell(lost));
    }
    page
}

#[test]
fn the_format_reference_is_what_the_table_of_formats_says() {
    // Workbooks are an optional feature, and the page is the same with and without it.
    let formats = || FORMATS.iter().filter(|format| format.name != "xlsx");
    let yes = |is: bool| if is { "yes" } else { "–" };
    let mut page =
        String::from("| format | read | validated | units of a memory | programs (`--for`) |\n|---|---|---|---|---|\n");
    for format in formats() {
        let holds_units = format.shapes.iter().any(|shape| shape.units.is_some());
        let programs = cell(format.consumers().iter().map(|name| (*name).to_owned()));
        let (read, validated) = (yes(format.read.is_some()), yes(format.can_be_validated()));
        let anchor = anchors(&format!("# {}", format.title)).pop_first().unwrap_or_default();
        page +=
            &format!("| [{}](#{anchor}) | {read} | {validated} | {} | {programs} |\n", format.title, yes(holds_units));
    }
    formats().for_each(|format| page += &section(format));
    page += "\n## Programs\n\n| program | format | terms | why |\n|---|---|---|---|\n";
    for tool in Tool::all() {
        for taken in &tool.takes {
            let terms = if taken.accepted_only { "accepted" } else { "all" };
            page += &format!("| `{}` | `{}` | {terms} | {} |\n", tool.name, taken.shape.name, taken.reasons.join("; "));
        }
    }
    is_generated("formats.md", &page);
}
