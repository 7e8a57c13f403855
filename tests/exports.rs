//! `exports/` is what the shipped glossary makes of itself: compared, never rewritten. `gloss build` brings it up to date.

use std::{fs, path::Path};

use gloss::shipped;
use gloss_core::{
    lang::{Lang, LangPair},
    model::Concept,
};
use gloss_formats::{Selection, Shape};
use gloss_terms::glossary::Glossary;

fn export(shape: &str, glossary: &Glossary) -> Vec<u8> {
    let pair = LangPair { from: Lang::vi(), to: Lang::en() };
    let concepts: Vec<&Concept> = glossary.concepts().filter(|c| !c.is_unit()).collect();
    let mut bytes = Vec::new();
    let shape = Shape::named(shape).expect("a shape of a format");
    shape.write(&Selection { concepts: &concepts, pair: &pair }, &mut bytes).expect("memory takes it");
    bytes
}

#[test]
fn the_committed_exports_are_up_to_date() {
    let glossary = Glossary::read(shipped());
    for name in ["csv", "tbx", "tmx", "tsv"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("exports/glossary.{name}"));
        let there = fs::read(&path).expect("exports/ is committed");
        assert!(there == export(name, &glossary), "exports/glossary.{name} is stale: run `gloss build`");
    }
}

#[test]
fn every_export_is_well_formed_and_holds_every_concept() {
    let glossary = Glossary::read(shipped());
    let concepts = glossary.concepts().filter(|c| !c.is_unit()).count();
    for (format, element) in [
        ("tmx", "tu"),
        ("tbx", "termEntry"),
        ("tbx-dca", "conceptEntry"),
        ("tbx-dct", "conceptEntry"),
        ("multiterm", "conceptGrp"),
        ("xliff", "trans-unit"),
        ("xliff2", "unit"),
    ] {
        let text = String::from_utf8(export(format, &glossary)).expect("UTF-8");
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut found = 0;
        loop {
            match reader.read_event().expect("well-formed") {
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == element => found += 1,
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(found, concepts, "{format:?}");
    }
}

/// One concept with everything in it, in every format: what a reader of these files can rely on.
#[test]
fn all_formats_show_one_concept() {
    let text = "[b]\nen = [\"Fatherland & Front\", { term = \"VFF\", type = \"acronym\" }, { term = \"=Motherland\", status = \"forbidden\", note = \"no\" }]\nvi = \"Mặt trận\"\npos = \"noun\"\ndefinition = \"A <body>.\"\nnote = \"n\"\nsource = [\"editor\"]\n\n[a]\nen = \"only English\"\n";
    let glossary = Glossary::read(vec![gloss_terms::glossary::SourceFile::new("org.toml", text)]);
    let show = |format| String::from_utf8(export(format, &glossary)).expect("UTF-8");
    let tmx = show("tmx");
    assert!(tmx.contains("<tu tuid=\"b\"><note>A &lt;body&gt;.</note><note>n</note><prop type=\"x-domain\">org</prop><tuv xml:lang=\"vi\"><seg>Mặt trận</seg></tuv><tuv xml:lang=\"en\"><seg>Fatherland &amp; Front</seg></tuv></tu>\n"));
    assert!(!tmx.contains("only English"));
    let tbx = show("tbx");
    for part in [
        "<descrip type=\"definition\">A &lt;body&gt;.</descrip>",
        "deprecatedTerm-admn-sts",
        "<termNote type=\"termType\">acronym</termNote>",
        "<note>no</note>",
    ] {
        assert!(tbx.contains(part), "{part}");
    }
    assert!(show("tbx-dct").contains("<min:partOfSpeech>noun</min:partOfSpeech>"));
    let header = "vi\ten\tstatus\ttype\tdomain\tpos\tdefinition\tnote\tconcept\n";
    let rows = "Mặt trận\tFatherland & Front\tpreferred\tfull\torg\tnoun\tA <body>.\tn\tb\nMặt trận\tVFF\tadmitted\tacronym\torg\tnoun\tA <body>.\tn\tb\nMặt trận\t=Motherland\tforbidden\tfull\torg\tnoun\tA <body>.\tno\tb\n";
    assert_eq!(show("tsv"), format!("{header}{rows}"));
    assert!(show("csv").contains("Mặt trận,'=Motherland,forbidden"));
}

/// What each of the smaller formats makes of two concepts, to the letter.
#[test]
fn small_formats_are_what_their_readers_take() {
    let text = "[front]\nen = [\"Fatherland & Front\", { term = \"VFF\", type = \"acronym\" }, { term = \"=Motherland's\", status = \"forbidden\", note = \"no\" }]\nvi = [\"Mặt trận\", { term = \"MT|TQ\", type = \"acronym\" }]\npos = \"noun\"\ndefinition = \"A <body>.\"\nhistory = [\"2026-02-03 en: decided\"]\n\n[half]\nen = \"only English\"\n\n[other]\nen = \"Front\"\nvi = \"mặt trận\"\n";
    let glossary = Glossary::read(vec![gloss_terms::glossary::SourceFile::new("org.toml", text)]);
    let show = |format| String::from_utf8(export(format, &glossary)).expect("UTF-8");
    for (format, wanted) in [
        (
            "txt",
            "# -*- coding: utf-8 -*-\nMặt trận\tFatherland & Front\tA <body>.\nMặt trận\tVFF\tA <body>.\nMT|TQ\tFatherland & Front\tA <body>.\nmặt trận\tFront\t\n",
        ),
        (
            "utx",
            "#UTX 1.2; vi/en; 2026-02-03T00:00:00Z; bidirectional; Dictionary ID: gloss;\r\n#src\ttgt\tsrc:pos\tterm status\tconcept ID\r\nMặt trận\tFatherland & Front\tnoun\tapproved\tfront\r\nMặt trận\tVFF\tnoun\tapproved\tfront\r\nMặt trận\t=Motherland's\tnoun\tforbidden\tfront\r\nMT|TQ\tFatherland & Front\tnoun\tapproved\tfront\r\nmặt trận\tFront\tnoun\tapproved\tother\r\n",
        ),
        ("tsv-pairs", "Mặt trận\tFatherland & Front\nMT|TQ\tFatherland & Front\n"),
        ("csv-pairs", "Mặt trận,Fatherland & Front\nMT|TQ,Fatherland & Front\n"),
        (
            "vale",
            "extends: substitution\nmessage: \"Write '%s' instead of '%s'.\"\nlevel: warning\nignorecase: true\nswap:\n  '=Motherland''s': 'Fatherland & Front'\n",
        ),
        (
            "markdown",
            "# Glossary\n\n## org\n\n| vi | en | |\n|---|---|---|\n|  | **only English** |  |\n| **Mặt trận**; MT\\|TQ | **Fatherland & Front**; VFF; ~~=Motherland's~~ (no) | A \\<body\\>. |\n| **mặt trận** | **Front** |  |\n",
        ),
        (
            "po",
            "msgid \"\"\nmsgstr \"\"\n\"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n\"Language: en\\n\"\n\"X-Source-Language: vi\\n\"\n\n#. A <body>.\nmsgctxt \"front\"\nmsgid \"Mặt trận\"\nmsgstr \"Fatherland & Front\"\n\nmsgctxt \"other\"\nmsgid \"mặt trận\"\nmsgstr \"Front\"\n",
        ),
    ] {
        assert_eq!(show(format), wanted, "{format:?}");
    }
    for (format, part) in [
        (
            "xliff",
            "<trans-unit id=\"front\" approved=\"yes\"><source>Mặt trận</source><target state=\"final\">Fatherland &amp; Front</target><note>A &lt;body&gt;.</note></trans-unit>\n",
        ),
        (
            "xliff2",
            "<unit id=\"front\"><notes><note>A &lt;body&gt;.</note></notes><segment state=\"final\"><source>Mặt trận</source><target>Fatherland &amp; Front</target></segment></unit>\n",
        ),
        (
            "html",
            "<tr id=\"front\"><td lang=\"vi\"><b>Mặt trận</b><br>MT|TQ<td lang=\"en\"><b>Fatherland &amp; Front</b><br>VFF<br><s>=Motherland&apos;s</s> (no)<td>A &lt;body&gt;.</tr>",
        ),
        (
            "multiterm",
            "<languageGrp><language type=\"Vietnamese\" lang=\"VI\"/>\n<termGrp><term>Mặt trận</term><descripGrp><descrip type=\"Status\">preferred</descrip></descripGrp>\n<descripGrp><descrip type=\"Part of Speech\">noun</descrip></descripGrp>\n</termGrp>",
        ),
        (
            "json",
            "\n{\"id\":\"front\",\"domain\":\"org\",\"pos\":\"noun\",\"definition\":\"A <body>.\",\"terms\":{\"en\":[{\"term\":\"Fatherland & Front\",\"status\":\"preferred\",\"type\":\"full\"},",
        ),
    ] {
        assert!(show(format).contains(part), "{format:?}: {}", show(format));
    }
}
