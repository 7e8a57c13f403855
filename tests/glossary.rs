//! The glossary as text: canonical form, comments, single edits, lint, and the files that are shipped.

use std::{collections::BTreeSet, fs, path::Path};

use gloss::shipped;
use gloss_check::failing_examples;
use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term},
};
use gloss_terms::glossary::{Glossary, SourceFile, edit, lint, print};
use proptest::prelude::*;

fn read(text: &str) -> Glossary {
    Glossary::read(vec![SourceFile::new("glossary/test.toml", text)])
}

const COMMENTED: &str = r#"# The header of the file.

# About b.
[b]  # behind b
vi = "bò"  # behind vi
# above en
en = [
  # above deprecated
  { status = "deprecated", term = "ox" },  # behind ox
  "cow",  # behind cow
  # at the end
]
note = 'a "word"'

# after b

[a]
en = "x"
vi = "y"
# the end of the file
"#;

const CANONICAL: &str = r#"# The header of the file.

[a]
en = "x"
vi = "y"

# About b.
[b]  # behind b
# above en
en = [
  "cow",  # behind cow
  # above deprecated
  { term = "ox", status = "deprecated" },  # behind ox
  # at the end
]
vi = "bò"  # behind vi
note = 'a "word"'

# after b

# the end of the file
"#;

#[test]
fn the_canonical_form_is_sorted_and_keeps_every_comment() {
    let glossary = read(COMMENTED);
    assert!(glossary.faults().is_empty(), "{:?}", glossary.faults());
    assert_eq!(print::file(&glossary.files()[0]).expect("TOML"), CANONICAL);
    let again = read(CANONICAL);
    assert_eq!(print::file(&again.files()[0]).expect("TOML"), CANONICAL);
}

#[test]
fn the_place_of_a_term_gives_its_status_unless_it_says_so() {
    let glossary = read(COMMENTED);
    let statuses: Vec<(&str, Status)> =
        glossary.concept("b").expect("b").terms(&Lang::en()).iter().map(|t| (t.text.as_str(), t.status)).collect();
    assert_eq!(statuses, [("ox", Status::Deprecated), ("cow", Status::Preferred)]);
}

#[test]
fn a_new_entry_changes_no_other_byte() {
    let glossary = read(COMMENTED);
    let mut concept = Concept::new("aa", "test");
    concept.terms.insert(Lang::en(), vec![Term::new("new", Status::Preferred)]);
    let text = edit::insert(&glossary.files()[0], &concept).expect("inserted");
    let block = "[aa]\nen = \"new\"\n\n";
    let at = text.find(block).expect("the new block");
    assert_eq!(format!("{}{}", &text[..at], &text[at + block.len()..]), COMMENTED);
    assert!(text[at + block.len()..].starts_with("# About b.\n[b]"), "sorted before b, above its comment");
}

#[test]
fn prefer_rewrites_one_entry_and_dates_the_decision() {
    let glossary = read(COMMENTED);
    let mut concept = glossary.concept("b").expect("b").clone();
    assert!(edit::prefer(&mut concept, "bull", "2026-01-01", "why").is_err(), "b has no such term");
    edit::prefer(&mut concept, "OX", "2026-01-01", "house style").expect("ox is a term");
    let text = edit::replace(&glossary.files()[0], &concept).expect("replaced");
    let after = Glossary::read(vec![SourceFile::new("t.toml", text.as_str())]);
    let terms = after.concept("b").expect("b").terms(&Lang::en()).to_vec();
    assert_eq!(
        terms.iter().map(|t| (t.text.as_str(), t.status)).collect::<Vec<_>>(),
        [("ox", Status::Preferred), ("cow", Status::Admitted)]
    );
    assert_eq!(after.concept("b").expect("b").history, ["2026-01-01 en: `ox` preferred instead of `cow`: house style"]);
    let comments = |text: &str| {
        text.lines().filter_map(|l| l.split_once('#')).map(|(_, c)| c.trim().to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(comments(&text), comments(COMMENTED));
    assert!(text.contains("[a]\nen = \"x\"\nvi = \"y\"\n# the end of the file\n"), "a is as it was");
}

/// What was not understood would be lost by printing what was.
#[test]
fn bug_a_rewrite_loses_what_was_not_understood() {
    for (text, _, _) in FAULTS.iter().filter(|(_, rule, _)| *rule == "glossary-value") {
        let glossary = read(text);
        if !glossary.faults().is_empty() {
            assert!(edit::format(&glossary.files()[0]).is_err(), "{text:?}");
        }
    }
}

/// Comments that look like values, values that look like comments, and comments at the ends of things.
const TRICKY: &str = "domain = \"test\"  # behind the domain\n\n[a]\nEN = \"x\"  # behind EN\nvi = \"y\"\nnote = \"\"\"one\n# two\"\"\"\n\n# old = foo\n# see [b]\n\n\
    # about b\n[b]\nen = \"z\"\nvi = \"w\"\nflag = [\n  # todo\n]\npass = []  # none yet\n\n# the last words = [x]\n";

#[test]
fn bug_comments_are_lost_or_invented() {
    let comments = |text: &str| {
        let lines = text.lines().filter_map(|line| line.split_once('#').map(|(_, comment)| comment.trim().to_owned()));
        let mut found: Vec<String> = lines.filter(|comment| !comment.contains("two")).collect();
        found.sort();
        found
    };
    let glossary = read(TRICKY);
    assert!(glossary.faults().is_empty(), "{:?}", glossary.faults());
    let printed = edit::format(&glossary.files()[0]).expect("nothing is lost");
    assert_eq!(comments(&printed), comments(TRICKY), "{printed}");
    let again = read(&printed);
    assert_eq!(edit::format(&again.files()[0]).expect("nothing is lost"), printed);
    for (id, term) in [("a", "x"), ("b", "z")] {
        let mut concept = glossary.concept(id).expect(id).clone();
        concept.note = Some("changed".to_owned());
        let text = edit::replace(&glossary.files()[0], &concept).expect(term);
        assert_eq!(comments(&text), comments(TRICKY), "{text}");
    }
}

#[test]
fn bug_line_ends_of_the_file_get_into_values() {
    let glossary = read("[a]\r\nen = \"x\"\r\nvi = \"y\"\r\nnote = \"\"\"one\r\ntwo\"\"\"\r\n");
    assert_eq!(glossary.concept("a").and_then(|c| c.note.as_deref()), Some("one\ntwo"));
}

#[test]
fn bug_a_second_entry_with_one_id_makes_the_file_unreadable() {
    let mut concept = Concept::new("a", "test");
    concept.terms.insert(Lang::en(), vec![Term::new("new", Status::Preferred)]);
    assert!(matches!(edit::insert(&read(COMMENTED).files()[0], &concept), Err(edit::EditError::Taken(_))));
}

/// Faulty entries, with the rule and a part of the message each must bring.
const FAULTS: [(&str, &str, &str); 26] = [
    ("[a]\nvi = \"x\"\nen = [\"y\"", "glossary-syntax", "not valid TOML"),
    ("x = 1\n", "glossary-value", "stands outside an entry"),
    ("[a]\nen = \"y\"\nvi = \"x\"\nstatsu = \"x\"\n", "glossary-value", "unknown key `statsu`"),
    ("[a]\nen = \"y\"\nvi = \"x\"\nnots = \"x\"\n", "glossary-value", "did you mean `note`?"),
    (
        "[a]\nen = [{ term = \"y\", status = \"prefered\" }]\nvi = \"x\"\n",
        "glossary-value",
        "unknown status `prefered`, expected one of preferred, admitted",
    ),
    ("[a]\nen = [{ term = \"y\", type = \"long\" }]\nvi = \"x\"\n", "glossary-value", "unknown term type `long`"),
    ("[a]\nen = [{ word = \"y\" }]\nvi = \"x\"\n", "glossary-value", "unknown key `word` of a term"),
    ("[a]\nen = [1]\nvi = \"x\"\n", "glossary-value", "a term is a text in quotes"),
    ("[a]\nen = \"y\"\nvi = \"x\"\npos = \"verbs\"\n", "glossary-value", "unknown part of speech"),
    ("[a]\nen = \"y\"\nvi = \"x\"\nsource = \"paper: z\"\n", "glossary-value", "unknown source"),
    ("[a]\nen = []\nvi = \"x\"\n", "glossary-value", "no accepted term in en"),
    ("[a]\nvi = \"x\"\n", "glossary-value", "one language only"),
    (
        "[a]\nen = [\"y\", { term = \"Y\", status = \"forbidden\" }]\nvi = \"x\"\n",
        "glossary-contradiction",
        "both preferred and forbidden",
    ),
    (
        "[a]\nen = [{ term = \"y\", status = \"preferred\" }, { term = \"z\", status = \"preferred\" }]\nvi = \"x\"\n",
        "glossary-contradiction",
        "are preferred in en",
    ),
    ("[a]\nen = [\"y\", \"Y\"]\nvi = \"x\"\n", "glossary-duplicate", "stands twice"),
    ("[a]\nen = \"y\"\nvi = \"x\"\n\n[b]\nen = \"Y\"\nvi = \"z\"\n", "glossary-duplicate", "also stands in `a`"),
    ("[a]\nen = \"y\"\nvi = \"x\"\nsince = \"2025-13-40\"\n", "glossary-value", "`2025-13-40` is not a date"),
    ("[a]\nen = \"y\"\nvi = \"x\"\nsince = \"2026\"\nuntil = \"2025-01\"\n", "glossary-value", "before it begins"),
    ("[a]\nen = [\"y\", \"\"]\nvi = \"x\"\n", "glossary-value", "an empty term"),
    ("[a]\nen = \" y \"\nvi = \"x\"\n", "glossary-value", "blanks around"),
    ("[a]\nen = \"y\"\nvi = \"x\"\ndef = \"z\"\n", "glossary-value", "unknown key `def`"),
    ("[a]\nen = \"y\"\nEN = \"z\"\nvi = \"x\"\n", "glossary-value", "the language en twice"),
    ("[a]\nen = [{ term = \"y\", case = \"no\" }]\nvi = \"x\"\n", "glossary-value", "`case` is true or false"),
    (
        "[b]\nen = \"y\"\nvi = \"x\"\n\n[a]\nredirect = \"b\"\nen = \"z\"\n",
        "glossary-value",
        "is a redirect and has other keys",
    ),
    ("[a]\nen = \"y\"\nvi = \"Ðiện\"\n", "glossary-value", "U+00D0"),
    ("[a]\nen = \"y\"\nvi = \"To\u{302}\"\n", "glossary-value", "not in NFC"),
];

#[test]
fn lint_names_every_fault_with_its_place() {
    for (text, rule, message) in FAULTS {
        let findings = lint(&read(text));
        let found = findings.iter().find(|f| f.rule.id == rule && f.message.contains(message));
        assert!(found.is_some(), "{text:?} brings {findings:?}");
        assert!(findings.iter().all(|f| f.place.line >= 1 && f.place.file == "glossary/test.toml"));
    }
}

#[test]
fn notes_tell_two_concepts_with_one_form_apart() {
    let text =
        "[a]\nen = \"y\"\nvi = \"x\"\nnote = \"the body\"\n\n[b]\nen = \"Y\"\nvi = \"z\"\nnote = \"the members\"\n";
    assert_eq!(lint(&read(text)), []);
}

#[test]
fn a_merged_concept_leaves_its_old_id() {
    let glossary =
        read("[new]\nen = \"y\"\nvi = \"x\"\n\n[old]\nredirect = \"new\"\n\n[lost]\nredirect = \"nowhere\"\n");
    assert_eq!(glossary.concept("old").map(|c| c.id.as_str()), Some("new"));
    let findings = lint(&glossary);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.contains("`lost` redirects to `nowhere`"));
}

#[test]
fn an_unknown_domain_is_a_fault_once_domains_are_listed() {
    let glossary = Glossary::read(vec![
        SourceFile::new("g/domains.tsv", "# id\tname\norg\tbodies\n"),
        SourceFile::new("g/orgs.toml", "[a]\nen = \"y\"\nvi = \"x\"\n"),
    ]);
    assert!(lint(&glossary)[0].message.contains("unknown domain `orgs` of `a`; known are org"));
}

proptest! {
    /// Reading what was printed gives the same concept back, whatever the texts.
    #[test]
    fn printing_and_reading_are_inverse(
        en in prop::collection::vec("[a-zA-Z “”\"'\\\\=#,]{1,12}[a-z]", 1..4),
        vi in "[a-zđĐà-ỹ ]{0,12}[a-z]",
        note in prop::option::of("[^\u{0}-\u{1f}\u{7f}]{0,30}"),
        statuses in prop::collection::vec(0usize..4, 4),
    ) {
        let clean = |text: &str| unicode_normalization::UnicodeNormalization::nfc(text).collect::<String>().replace(['Ð', 'Ɖ'], "Đ");
        let mut concept = Concept::new("some-id", "test");
        let mut terms: Vec<Term> = en.iter().zip(&statuses).map(|(text, s)| Term::new(clean(text), Status::ALL[*s])).collect();
        terms.sort_by_key(|term| term.status);
        concept.terms.insert(Lang::en(), terms);
        concept.terms.insert(Lang::vi(), vec![Term::new(clean(&vi), Status::Preferred)]);
        concept.note = note.map(|note| clean(&note));
        let text = print::concept(&concept);
        let glossary = read(&text);
        prop_assert_eq!(glossary.faults(), &[]);
        prop_assert_eq!(glossary.concept("some-id"), Some(&concept));
        prop_assert_eq!(print::file(&glossary.files()[0]), Some(text));
    }
}

#[test]
fn examples_that_do_not_hold_are_findings() {
    let text = "[a]\nen = [\"ox cart\", { term = \"ox car\", status = \"deprecated\" }]\nvi = \"xe bò\"\nflag = [\"An ox car.\", \"An ox cart.\"]\npass = [\"An ox cart.\", \"Two ox cars.\"]\n";
    let messages: Vec<String> = failing_examples(&read(text)).into_iter().map(|f| f.message).collect();
    assert_eq!(
        messages,
        ["`a` does not flag the example: An ox cart.", "`a` flags an example that must pass: Two ox cars."]
    );
}

#[test]
fn the_places_where_terms_were_seen_still_show_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let glossary = Glossary::read(shipped());
    let mut count = 0;
    for seen in glossary.concepts().flat_map(|c| &c.seen) {
        let text = fs::read_to_string(root.join(&seen.file)).expect(&seen.file);
        let line = text.lines().nth(seen.line - 1).unwrap_or_default();
        assert!(line.contains(&seen.form), "{}:{} has no `{}`", seen.file, seen.line, seen.form);
        count += 1;
    }
    assert!(count > 100, "{count} places");
}

#[test]
fn the_binary_carries_the_files_of_the_glossary_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut there = BTreeSet::new();
    for folder in ["glossary", "glossary/units"] {
        for entry in fs::read_dir(root.join(folder)).expect(folder) {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            if name.ends_with(".toml") || name.ends_with(".tsv") {
                there.insert(format!("{folder}/{name}"));
            }
        }
    }
    let carried: BTreeSet<String> = shipped().into_iter().map(|file| file.path).collect();
    assert_eq!(carried, there, "bring the list in src/glossary/shipped.rs up to date");
}

#[test]
fn the_shipped_glossary_is_clean_canonical_and_large() {
    let glossary = Glossary::read(shipped());
    assert_eq!(lint(&glossary), []);
    assert_eq!(failing_examples(&glossary), []);
    for file in glossary.files() {
        assert_eq!(edit::format(file).expect("readable"), file.source.text, "{}: run `gloss fmt`", file.source.path);
    }
    let curated = glossary.concepts().filter(|c| c.domain != "place").count();
    assert!(curated >= 500, "{curated} curated concepts");
    assert!(glossary.concepts().all(|c| !c.sources.is_empty()), "every entry has a source");
    let today = |kinds: &[&str]| {
        let of_kind = |c: &&Concept| {
            let name = c.preferred(&Lang::vi()).map_or("", |t| t.text.as_str());
            c.id.starts_with("unit-") && !c.id.starts_with("unit-pre-") && kinds.iter().any(|k| name.starts_with(k))
        };
        glossary.concepts().filter(of_kind).count()
    };
    assert_eq!(today(&["tỉnh ", "thành phố "]), 34);
    assert_eq!(today(&["xã ", "phường ", "đặc khu "]), 3321);
}
