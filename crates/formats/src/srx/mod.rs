//! SRX 2.0: where sentences end in Vietnamese and English, for programs that segment by such rules.
//!
//! The rules say what [`gloss_core::lang::sentences`] does, in expressions that ICU and Java read alike; a test holds the two
//! against each other.

mod validate;

use std::io;

use gloss_core::lang::{Lang, abbreviations};

use super::{
    Ending, FormatSpec, Loss, Selection, Shape, Write, parts,
    standard::{Standard, Validator},
    xml,
};

/// The segmentation rules; they do not depend on the glossary.
#[derive(Debug, Clone, Copy)]
struct Srx;

/// The format. It holds rules for a program, not a glossary, so nothing of an entry counts as left out.
pub(super) static SRX: FormatSpec = FormatSpec {
    name: "srx",
    title: "SRX",
    endings: &[Ending::other("srx")],
    roots: &["srx"],
    begins: None,
    read: None,
    shapes: &[Shape {
        name: "srx",
        about: "Segmentation rules for Vietnamese and English",
        settings: &[],
        holds: &parts::ALL,
        writer: &Srx,
        units: None,
    }],
    validator: Some(Validator::Xml(&[Standard {
        name: "SRX",
        is_root: |_| true,
        schema: include_str!("schema.rnc"),
        rules: |_| Box::new(validate::Rules::default()),
    }])),
};

/// What may stand between a full stop and the space behind a sentence.
const CLOSING: &str = "[”\"’'\\)\\].!?…]*";

/// What may stand in front of a sentence's first letter.
const OPENING: &str = "[“\"‘(\\-–\\s]*";

impl Write for Srx {
    fn write(&self, _: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">\n\
             <header segmentsubflows=\"yes\" cascade=\"no\">\n<formathandle type=\"start\" include=\"no\"/>\n\
             <formathandle type=\"end\" include=\"yes\"/>\n<formathandle type=\"isolated\" include=\"no\"/>\n</header>\n\
             <body>\n<languagerules>"
        )?;
        for (name, lang) in [("Vietnamese", Lang::vi()), ("English", Lang::en())] {
            writeln!(out, "<languagerule languagerulename=\"{name}\">")?;
            for (breaks, before, after) in rules(&lang) {
                let breaks = if breaks { "yes" } else { "no" };
                writeln!(
                    out,
                    "<rule break=\"{breaks}\"><beforebreak>{}</beforebreak><afterbreak>{}</afterbreak></rule>",
                    xml::escape(&before),
                    xml::escape(&after)
                )?;
            }
            writeln!(out, "</languagerule>")?;
        }
        writeln!(
            out,
            "</languagerules>\n<maprules>\n<languagemap languagepattern=\"[Vv][Ii].*\" languagerulename=\"Vietnamese\"/>\n\
             <languagemap languagepattern=\".*\" languagerulename=\"English\"/>\n</maprules>\n</body>\n</srx>"
        )?;
        Ok(Loss::default())
    }
}

/// The rules of a language, in the order in which they are tried: whether there is a break, what stands before it, what
/// behind.
pub fn rules(lang: &Lang) -> Vec<(bool, String, String)> {
    let known: Vec<String> = abbreviations(lang).map(|word| word.replace('.', "\\.")).collect();
    // An initial, an abbreviation, or titles in a row of which the last is one.
    let abbreviation = format!("(?:^|[\\s(“])(?:\\p{{Lu}}|(?i:(?:[^\\s(“]*\\.)?(?:{})))\\.", known.join("|"));
    vec![
        (true, "\\n".to_owned(), String::new()),
        (false, abbreviation, "\\s".to_owned()),
        (false, format!("[.!?…]{CLOSING}"), format!("\\s{OPENING}\\p{{Ll}}")),
        (true, format!("[.!?…]{CLOSING}"), "\\s".to_owned()),
    ]
}
