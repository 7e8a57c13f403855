//! `exports/` is what the shipped glossary makes of itself: compared, never rewritten. `gloss build` brings it up to date.

use std::{fs, path::Path};

use gloss::{
    formats::{Dialect, Format, Selection},
    glossary::{Glossary, shipped},
    lang::{Lang, LangPair},
    model::Concept,
};

fn export(format: Format, glossary: &Glossary) -> Vec<u8> {
    let pair = LangPair { from: Lang::vi(), to: Lang::en() };
    let concepts: Vec<&Concept> = glossary.concepts().filter(|c| !c.id.starts_with("unit-")).collect();
    let mut bytes = Vec::new();
    format.writer().write(&Selection { concepts: &concepts, pair: &pair }, &mut bytes).expect("memory takes it");
    bytes
}

#[test]
fn the_committed_exports_are_up_to_date() {
    let glossary = Glossary::read(shipped());
    for (name, format) in
        [("csv", Format::Csv), ("tbx", Format::Tbx(Dialect::V2)), ("tmx", Format::Tmx), ("tsv", Format::Tsv)]
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("exports/glossary.{name}"));
        let there = fs::read(&path).expect("exports/ is committed");
        assert!(there == export(format, &glossary), "exports/glossary.{name} is stale: run `gloss build`");
    }
}

#[test]
fn every_export_is_well_formed_and_holds_every_concept() {
    let glossary = Glossary::read(shipped());
    let concepts = glossary.concepts().filter(|c| !c.id.starts_with("unit-")).count();
    for (format, element) in [
        (Format::Tmx, "tu"),
        (Format::Tbx(Dialect::V2), "termEntry"),
        (Format::Tbx(Dialect::Dca), "conceptEntry"),
        (Format::Tbx(Dialect::Dct), "conceptEntry"),
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
    let glossary = Glossary::read(vec![gloss::glossary::SourceFile::new("org.toml", text)]);
    let show = |format| String::from_utf8(export(format, &glossary)).expect("UTF-8");
    let tmx = show(Format::Tmx);
    assert!(tmx.contains("<tu tuid=\"b\"><prop type=\"x-domain\">org</prop><tuv xml:lang=\"vi\"><seg>Mặt trận</seg></tuv><tuv xml:lang=\"en\"><seg>Fatherland &amp; Front</seg></tuv></tu>\n"));
    assert!(!tmx.contains("only English"));
    let tbx = show(Format::Tbx(Dialect::V2));
    for part in [
        "<descrip type=\"definition\">A &lt;body&gt;.</descrip>",
        "deprecatedTerm-admn-sts",
        "<termNote type=\"termType\">acronym</termNote>",
        "<note>no</note>",
    ] {
        assert!(tbx.contains(part), "{part}");
    }
    assert!(show(Format::Tbx(Dialect::Dct)).contains("<min:partOfSpeech>noun</min:partOfSpeech>"));
    let header = "vi\ten\tstatus\ttype\tdomain\tnote\tconcept\n";
    let rows = "Mặt trận\tFatherland & Front\tpreferred\tfull\torg\tn\tb\nMặt trận\tVFF\tadmitted\tacronym\torg\tn\tb\nMặt trận\t=Motherland\tforbidden\tfull\torg\tno\tb\n";
    assert_eq!(show(Format::Tsv), format!("{header}{rows}"));
    assert!(show(Format::Csv).contains("Mặt trận,'=Motherland,forbidden"));
}
