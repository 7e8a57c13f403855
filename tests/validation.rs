//! What `gloss validate` says: `exchange.tsv` changes one thing in a valid file and names the rule that must speak.

use std::{fs, io::Cursor, path::Path};

use gloss::{
    formats::{Dialect, Format, Input, Problem, Selection, validate},
    glossary::{Glossary, SourceFile},
    lang::{Lang, LangPair},
    model::Concept,
    report::Severity,
};

fn problems(name: &str, text: &str) -> Vec<Problem> {
    let input = Input::open(name, Cursor::new(text.as_bytes().to_vec()), None).expect("text");
    let mut problems = Vec::new();
    validate(input, &mut |problem| problems.push(problem)).expect("a known format");
    problems
}

/// The file that the rows of one name change.
fn base(name: &str) -> String {
    let format = match name {
        "x.tmx" => Format::named("tmx"),
        "x-v2.tbx" => Some(Format::Tbx(Dialect::V2)),
        "x-dca.tbx" => Some(Format::Tbx(Dialect::Dca)),
        "x-dct.tbx" => Some(Format::Tbx(Dialect::Dct)),
        "x-v1.xlf" => Format::named("xliff"),
        "x-v2.xlf" => Format::named("xliff2"),
        "x.gml" => Format::named("glossml"),
        name => Format::named(&name[2..]),
    };
    let text = "[front]\nen = [\"Fatherland & Front\", { term = \"VFF\", type = \"acronym\" }, { term = \"Motherland\", status = \"forbidden\", note = \"no\" }]\nvi = \"Mặt trận\"\npos = \"noun\"\ndefinition = \"A body.\"\n";
    let glossary = Glossary::read(vec![SourceFile::new("org.toml", text)]);
    let concepts: Vec<&Concept> = glossary.concepts().collect();
    let selection = Selection { concepts: &concepts, pair: &LangPair { from: Lang::vi(), to: Lang::en() } };
    let mut bytes = Vec::new();
    format.expect("a format").writer().write(&selection, &mut bytes).expect("memory takes it");
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn each_change_is_told_by_its_rule() {
    let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchange.tsv")).expect("there");
    let (mut rows, mut wrong) = (0, Vec::new());
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [name, there, instead, rule, words] = cells.as_slice() else { panic!("{row}") };
        let base = base(name);
        assert_eq!(problems(name, &base), vec![], "{name} is valid");
        assert!(base.contains(there), "{name} has no {there}:\n{base}");
        let found = problems(name, &base.replacen(there, instead, 1));
        rows += 1;
        let (none, tools) = (*rule == "none", *rule == "exchange-tools");
        let told = found.iter().any(|problem| problem.rule == *rule && problem.message.contains(words));
        let invalid = found.iter().any(|problem| problem.severity == Severity::Error);
        if (none && !found.is_empty()) || (!none && (!told || invalid == tools)) {
            wrong.push(format!("{row}\n{found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows > 50);
}

#[test]
fn a_problem_has_a_place_and_what_follows_is_judged_as_if_it_had_been_right() {
    let text = base("x.tmx").replacen(
        "<body>",
        "<body>\n<tu><bad/><tuv xml:lang=\"vi\"><seg>a</seg></tuv><tuv xml:lang=\"en\"><seg>b</seg></tuv></tu>\n<tu/>",
        1,
    );
    let found = problems("x.tmx", &text);
    let places: Vec<(usize, usize)> =
        found.iter().map(|problem| (problem.position.line, problem.position.column)).collect();
    assert_eq!(places, [(5, 5), (6, 6)], "{found:#?}");
}

/// Files that other programs wrote lie beside the project; where they do, each must be judged as the table says.
#[test]
fn files_of_other_programs_are_judged_like_other_validators_do() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let samples = root.join("../shared/interop");
    if !samples.exists() {
        return;
    }
    let table = fs::read_to_string(root.join("tests/samples.tsv")).expect("there");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [name, verdict, concepts, units, skipped, refusal] = cells.as_slice() else { panic!("{row}") };
        let bytes = fs::read(samples.join(name)).expect("the sample");
        let found = judged(name, &bytes);
        assert_eq!(found, *verdict, "{name}");
        let (mut counts, wanted) = ([0usize; 3], gloss::formats::Wanted::default());
        let end = gloss::formats::read_file(name, Cursor::new(bytes), None, &wanted, &mut |_, found| match found {
            gloss::formats::Found::Concept(_) => counts[0] += 1,
            gloss::formats::Found::Unit(_) => counts[1] += 1,
            gloss::formats::Found::Skipped(_) => counts[2] += 1,
            _ => {}
        });
        let refused = end.err().map(|error| error.message).unwrap_or_default();
        let shown = counts.map(|count| count.to_string());
        assert_eq!(shown, [*concepts, *units, *skipped], "{name} {refused}");
        assert!(refused.is_empty() == refusal.is_empty() && refused.contains(refusal), "{name}: {refused}");
    }
}

fn judged(name: &str, bytes: &[u8]) -> &'static str {
    let input = match Input::open(name, Cursor::new(bytes.to_vec()), None) {
        Ok(input) => input,
        Err(_) => return "unreadable",
    };
    let mut worst = None;
    let end = validate(input, &mut |problem: Problem| worst = worst.max(Some((problem.severity, problem.rule))));
    match (end, worst) {
        (Err(_), _) => "unreadable",
        (Ok(_), Some((Severity::Error, "xml-well-formed"))) => "malformed",
        (Ok(_), Some((Severity::Error, _))) => "invalid",
        (Ok(_), _) => "valid",
    }
}
