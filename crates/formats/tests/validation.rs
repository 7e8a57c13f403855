//! What `gloss validate` says: `exchange.tsv` changes one thing in a valid file and names the rule that must speak.

use std::{fs, io::Cursor, path::Path};

use gloss_core::{
    lang::{Lang, LangPair},
    model::Concept,
    report::Severity,
};
use gloss_formats::{
    FORMATS, FormatSpec, ImportItem, Input, Problem, ReadOptions, Reading, Selection, Shape, read_file, validate,
};
use gloss_terms::glossary::{Glossary, SourceFile};

fn problems(name: &str, text: &str) -> Vec<Problem> {
    let input = Input::open(name, Cursor::new(text.as_bytes().to_vec()), None).expect("text");
    let mut problems = Vec::new();
    validate(input, &mut |problem| problems.push(problem)).expect("a known format");
    problems
}

/// The file that the rows of one name change.
fn base(name: &str) -> String {
    // `x-dca.tbx` is the shape `tbx-dca`; what has no such name is what its ending says.
    let (stem, ending) = name.split_once('.').expect("a name with an ending");
    let shape = match (stem, ending) {
        ("x-v2", "tbx") => "tbx",
        (stem, "tbx") => &format!("tbx{}", &stem[1..]),
        ("x-v2", "xlf") => "xliff2",
        _ => FormatSpec::of_name(name).expect("a known ending").0.name,
    };
    let text = "[front]\nen = [\"Fatherland & Front\", { term = \"VFF\", type = \"acronym\" }, { term = \"Motherland\", status = \"forbidden\", note = \"no\" }]\nvi = \"Mặt trận\"\npos = \"noun\"\ndefinition = \"A body.\"\n";
    let glossary = Glossary::read(vec![SourceFile::new("org.toml", text)]);
    let concepts: Vec<&Concept> = glossary.concepts().collect();
    let selection = Selection { concepts: &concepts, pair: &LangPair { from: Lang::vi(), to: Lang::en() } };
    let mut bytes = Vec::new();
    Shape::named(shape).expect("a shape").write(&selection, &mut bytes).expect("memory takes it");
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
        let before = problems(name, &base);
        assert!(before.iter().all(|problem| problem.rule.id == "exchange-tools"), "{name} is valid: {before:#?}");
        assert!(base.contains(there), "{name} has no {there}:\n{base}");
        let mut found = problems(name, &base.replacen(there, instead, 1));
        found.retain(|problem| before.iter().all(|known| known.message != problem.message));
        rows += 1;
        let (none, tools) = (*rule == "none", *rule == "exchange-tools");
        let told = found.iter().any(|problem| problem.rule.id == *rule && problem.message.contains(words));
        let invalid = found.iter().any(|problem| problem.rule.severity == Severity::Error);
        if (none && !found.is_empty()) || (!none && (!told || invalid == tools)) {
            wrong.push(format!("{row}\n{found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows > 50);
}

#[test]
fn programs_that_read_only_an_older_version_are_named() {
    let told = |name: &str, text: &str| -> Vec<String> {
        problems(name, text).into_iter().map(|problem| problem.message).collect()
    };
    let all: Vec<(&str, Vec<String>)> = ["x-v2.tbx", "x-dca.tbx", "x-dct.tbx", "x-v1.xlf", "x-v2.xlf"]
        .map(|name| (name, told(name, &base(name))))
        .into();
    for (name, messages) in all {
        let newer = ["OmegaT", "translate-toolkit"].iter().all(|tool| messages.iter().any(|told| told.contains(tool)));
        assert_eq!(newer, matches!(name, "x-dca.tbx" | "x-dct.tbx" | "x-v2.xlf"), "{name}: {messages:?}");
    }
    let spaced = base("x-v2.tbx").replacen("<martif ", "<martif xmlns=\"http://iso.org/ns/tbx/2009\" ", 1);
    assert!(told("x.tbx", &spaced).iter().any(|told| told.contains("leave `xmlns` away")), "{spaced}");
}

#[test]
fn a_problem_has_a_place_and_what_follows_is_judged_as_if_it_had_been_right() {
    let text = base("x.tmx").replacen(
        "<body>",
        "<body>\n<tu><bad/><tuv xml:lang=\"vi\"><seg>a</seg></tuv><tuv xml:lang=\"en\"><seg>b</seg></tuv></tu>\n<tu/>",
        1,
    );
    let found = problems("x.tmx", &text);
    let errors = found.iter().filter(|problem| problem.rule.severity == Severity::Error);
    let places: Vec<(usize, usize)> = errors.map(|problem| (problem.position.line, problem.position.column)).collect();
    assert_eq!(places, [(5, 5), (6, 6)], "{found:#?}");
}

/// Each file of the fuzzing corpora is read and judged as the table says. The table was made by this tool and read by hand.
#[test]
fn our_own_files_are_read_and_judged_as_the_table_says() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let (mut names, mut formats) = (Vec::new(), 0);
    for format in FORMATS.iter().filter(|format| matches!(format.read, Some(Reading::Text(_)))) {
        formats += 1;
        for file in fs::read_dir(corpora.join(format.name)).expect("a corpus") {
            let file = file.expect("an entry").file_name().into_string().expect("UTF-8");
            names.push((format!("{}/{file}", format.name), format.endings[0].name));
        }
    }
    names.sort();
    let rows = names.iter().map(|(name, ending)| {
        let bytes = fs::read(corpora.join(name)).expect("the file");
        row(name, &format!("x.{ending}"), &bytes)
    });
    as_the_table_says("tests/corpus.tsv", rows.collect());
    assert!(formats >= 10, "{formats}");
}

/// The same of files that other programs wrote. Verdicts of others are in the test below.
#[test]
#[ignore = "needs ../shared/interop: files that other programs wrote"]
fn files_of_other_programs_are_read_and_judged_as_the_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(root.join("tests/samples.tsv")).expect("there");
    let names = table.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split('\t').next());
    let rows = names.map(|name| {
        let bytes = fs::read(root.join("../../../shared/interop").join(name)).expect("the sample");
        row(name, name, &bytes)
    });
    as_the_table_says("tests/samples.tsv", rows.collect());
}

/// Files with one fault each, with the verdicts of other validators.
#[test]
#[ignore = "needs ../shared/interop: files with the verdicts of other validators"]
fn the_verdicts_of_other_validators_are_ours() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/interop");
    for kind in ["tmx", "tbx"].map(|kind| folder.join(kind).join("mutations")) {
        for row in fs::read_to_string(kind.join("EXPECTED.tsv")).expect("the verdicts").lines() {
            let (name, verdict) = row.split_once('\t').expect("two cells");
            let wanted = match verdict {
                verdict if verdict.starts_with("not well-formed") => "malformed",
                verdict if verdict.starts_with("valid") => "valid",
                _ => "invalid",
            };
            assert_eq!(judged(name, &fs::read(kind.join(name)).expect("the file")), wanted, "{row}");
        }
    }
}

/// Compares rows with those of a table; `SAMPLES=overwrite` takes them over.
fn as_the_table_says(table: &str, rows: Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(table);
    let then = fs::read_to_string(&path).unwrap_or_default();
    let head = then.lines().filter(|row| row.starts_with('#')).map(str::to_owned);
    let now = head.chain(rows).collect::<Vec<_>>().join("\n") + "\n";
    if std::env::var_os("SAMPLES").is_some_and(|what| what == "overwrite") {
        fs::write(path, now).expect("can be written");
        return;
    }
    for (then, now) in then.lines().zip(now.lines()) {
        assert_eq!(now, then, "{table}: SAMPLES=overwrite takes it over");
    }
    assert_eq!(now.lines().count(), then.lines().count(), "{table} has a row a file");
}

/// The file's name, how it is judged, how many concepts and units it has, how many were skipped, why the rest was refused.
fn row(shown: &str, name: &str, bytes: &[u8]) -> String {
    let (mut counts, wanted) = ([0usize; 3], ReadOptions::default());
    let end = read_file(name, Cursor::new(bytes.to_vec()), None, &wanted, &mut |_, found| match found {
        ImportItem::Concept(_) => counts[0] += 1,
        ImportItem::Unit(_) => counts[1] += 1,
        ImportItem::Skipped(_) => counts[2] += 1,
        ImportItem::Warning(_) | ImportItem::LeftOut(_) => {}
    });
    let refused = end.err().map(|error| error.to_string()).unwrap_or_default();
    let [concepts, units, skipped] = counts;
    format!("{shown}\t{}\t{concepts}\t{units}\t{skipped}\t{refused}", judged(name, bytes))
}

fn judged(name: &str, bytes: &[u8]) -> &'static str {
    let Ok(input) = Input::open(name, Cursor::new(bytes.to_vec()), None) else { return "unreadable" };
    let mut worst = None;
    let end =
        validate(input, &mut |problem: Problem| worst = worst.max(Some((problem.rule.severity, problem.rule.id))));
    match (end, worst) {
        (Err(_), _) => "unreadable",
        (Ok(_), Some((Severity::Error, "xml-well-formed"))) => "malformed",
        (Ok(_), Some((Severity::Error, _))) => "invalid",
        (Ok(_), _) => "valid",
    }
}
