//! Putting translations into files: what is filled says so in the file's own way, everything else stays byte for byte.

use std::io::Cursor;

use gloss_core::{
    lang::{Lang, LangPair},
    model::Segment,
    report::Severity,
};
use gloss_formats::{FillReport, Input, Suggestion, fill, validate};

/// Knows `nhà` exactly and `nhà mới` nearly; keeps the codes of the segment in their order.
fn translated(segment: &Segment, to: &Lang) -> Option<Suggestion> {
    let (text, percent, identical) = match segment.text.as_str() {
        "nhà" => ("house", 100, true),
        "nhà mới" => ("house & home", 83, false),
        _ => return None,
    };
    let codes = segment
        .codes
        .iter()
        .map(|code| gloss_core::model::Code { at: if code.at == 0 { 0 } else { 5 }, ..code.clone() });
    let target = Segment { codes: codes.collect(), ..Segment::new(to.clone(), text) };
    Some(Suggestion { source: "nhà mới <cũ>".to_owned(), target, percent, identical })
}

fn filled(name: &str, text: &str) -> FillReport {
    let pair = LangPair { from: Lang::vi(), to: Lang::en() };
    let input = Input::open(name, Cursor::new(text.as_bytes()), None).expect("readable");
    let filled = fill(input, &pair, &mut translated).unwrap_or_else(|error| panic!("{text}\n{error}"));
    if !name.ends_with(".po") {
        let mut errors = Vec::new();
        let input = Input::open(name, Cursor::new(filled.text.as_bytes()), None).expect("readable");
        validate(input, &mut |problem| errors.extend((problem.rule.severity == Severity::Error).then_some(problem)))
            .expect("judged");
        assert_eq!(errors, [], "{}", filled.text);
    }
    filled
}

fn xliff1(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n<file original=\"a\" datatype=\"plaintext\" source-language=\"vi\" target-language=\"en\"><body>\n{units}\n</body></file></xliff>\n"
    )
}

fn xliff2(segments: &str) -> String {
    format!(
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"vi\" trgLang=\"en\"><file id=\"f\"><unit id=\"u\">{segments}</unit></file></xliff>"
    )
}

fn tmx(variants: &str) -> String {
    format!(
        "<tmx version=\"1.4\"><header creationtool=\"x\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" srclang=\"vi\" datatype=\"plaintext\"/><body><tu><tuv xml:lang=\"vi\"><seg>nhà</seg></tuv>{variants}</tu></body></tmx>"
    )
}

#[test]
fn each_format_says_in_its_own_way_what_was_filled() {
    const FUZZY: &str = "<target state=\"needs-review-translation\" state-qualifier=\"fuzzy-match\">house &amp; home</target><alt-trans match-quality=\"83%\" origin=\"gloss\"><source>nhà mới &lt;cũ&gt;</source><target>house &amp; home</target></alt-trans>";
    const EXACT: &str = "<target state=\"translated\" state-qualifier=\"exact-match\">house</target>";
    let unit = |id: u8, inside: &str| format!("<trans-unit id=\"{id}\">{inside}</trans-unit>");
    for (name, before, after) in [
        ("x.xlf", xliff1(&unit(1, "<source>nhà</source>")), xliff1(&unit(1, &format!("<source>nhà</source>{EXACT}")))),
        (
            "x.xlf",
            xliff1(&unit(1, "<source>nhà mới</source><target/><note>a</note>")),
            xliff1(&unit(1, &format!("<source>nhà mới</source>{FUZZY}<note>a</note>"))),
        ),
        (
            "x.xlf",
            xliff1(&unit(1, "<source><g id=\"1\">nhà</g></source>")),
            xliff1(&unit(1, "<source><g id=\"1\">nhà</g></source><target state=\"translated\" state-qualifier=\"exact-match\"><g id=\"1\">house</g></target>")),
        ),
        (
            "x.xlf",
            xliff2("<segment id=\"1\" state=\"initial\"><source>nhà</source></segment>"),
            xliff2("<segment id=\"1\" state=\"translated\"><source>nhà</source><target>house</target></segment>"),
        ),
        (
            "x.xlf",
            xliff2("<segment><source>nhà mới</source></segment>"),
            xliff2("<segment state=\"initial\" subState=\"gloss:match-83\"><source>nhà mới</source><target>house &amp; home</target></segment>"),
        ),
        ("x.tmx", tmx(""), tmx("<tuv xml:lang=\"en\"><prop type=\"x-match\">100</prop><seg>house</seg></tuv>")),
        ("x.tmx", tmx("<tuv xml:lang=\"en\"><seg></seg></tuv>"), tmx("<tuv xml:lang=\"en\"><prop type=\"x-match\">100</prop><seg>house</seg></tuv>")),
        (
            "x.po",
            "msgid \"\"\nmsgstr \"Language: en\\n\"\n\n#: a.c\nmsgctxt \"c\"\nmsgid \"nhà mới\"\nmsgstr \"\"\n\nmsgid \"\"\n\"nhà\"\nmsgstr \"\"\n".to_owned(),
            "msgid \"\"\nmsgstr \"Language: en\\n\"\n\n#: a.c\n# gloss: 83 %\n#, fuzzy\nmsgctxt \"c\"\nmsgid \"nhà mới\"\nmsgstr \"house & home\"\n\nmsgid \"\"\n\"nhà\"\nmsgstr \"house\"\n".to_owned(),
        ),
        (
            "x.xlf",
            xliff1(&unit(1, "<source>nhà</source><target phase-name=\"p\" state=\"new\" />")).replace("<body>", "<header><phase-group><phase phase-name=\"p\" process-name=\"x\"/></phase-group></header><body>"),
            xliff1(&unit(1, "<source>nhà</source><target phase-name=\"p\" state=\"translated\" state-qualifier=\"exact-match\">house</target>")).replace("<body>", "<header><phase-group><phase phase-name=\"p\" process-name=\"x\"/></phase-group></header><body>"),
        ),
        (
            "x.xlf",
            xliff1(&unit(1, "<source><mrk mtype=\"term\">nhà</mrk></source>")),
            xliff1(&unit(1, &format!("<source><mrk mtype=\"term\">nhà</mrk></source>{EXACT}"))),
        ),
        (
            "x.xlf",
            xliff2("<segment id=\"1\"\n\tstate = 'initial'><source>nhà</source></segment>"),
            xliff2("<segment id=\"1\" state=\"translated\"><source>nhà</source><target>house</target></segment>"),
        ),
        (
            "x.xlf",
            xliff2("<segment><source>nhà</source></segment>").replace(" trgLang=\"en\"", ""),
            xliff2("<segment state=\"translated\"><source>nhà</source><target>house</target></segment>"),
        ),
        (
            "x.po",
            "msgid \"a\"\r\nmsgstr \"\"\r\n\"x\"\r\nmsgid \"nhà mới\"\r\nmsgstr \"\"\r\n".to_owned(),
            "msgid \"a\"\r\nmsgstr \"\"\r\n\"x\"\r\n# gloss: 83 %\r\n#, fuzzy\r\nmsgid \"nhà mới\"\r\nmsgstr \"house & home\"\r\n".to_owned(),
        ),
        (
            "x.po",
            "#, c-format\nmsgid \"nhà mới\"\nmsgstr \"\"\n".to_owned(),
            "# gloss: 83 %\n#, fuzzy, c-format\nmsgid \"nhà mới\"\nmsgstr \"house & home\"\n".to_owned(),
        ),
    ] {
        assert_eq!(filled(name, &before).text, after);
    }
}

/// A unit that is cut into segments.
fn segmented(inside: &str, target: &str) -> String {
    xliff1(&format!(
        "<trans-unit id=\"1\"><source>x</source><seg-source>{inside}</seg-source>{target}<note>n</note></trans-unit>"
    ))
}

#[test]
fn segments_inside_of_units_are_filled() {
    const ONE: &str = "<mrk mtype=\"seg\" mid=\"1\">nhà</mrk>";
    const TWO: &str = " <g id=\"1\"><mrk mtype=\"seg\" mid=\"2\">nhà mới</mrk></g>";
    const TARGET: &str = "<target state=\"needs-review-translation\"><mrk mtype=\"seg\" mid=\"1\">house</mrk> <g id=\"1\"><mrk mtype=\"seg\" mid=\"2\">house &amp; home</mrk></g></target><alt-trans mid=\"2\" match-quality=\"83%\" origin=\"gloss\"><source>nhà mới &lt;cũ&gt;</source><target>house &amp; home</target></alt-trans>";
    let both = format!("{ONE}{TWO}");
    assert_eq!(filled("x.xlf", &segmented(&both, "")).text, segmented(&both, TARGET));
    // One has a translation, which stays; the other's place is an empty mark.
    let half = "<target xml:lang=\"en\" state=\"new\"><mrk mtype=\"seg\" mid=\"1\"/> <g id=\"1\"><mrk mtype=\"seg\" mid=\"2\">home</mrk></g></target>";
    let whole = half.replace("\"1\"/>", "\"1\">house</mrk>").replace("\"new\"", "\"translated\"");
    let done = filled("x.xlf", &segmented(&both, half));
    assert_eq!((done.text, done.identical, done.translated), (segmented(&both, &whole), 1, 1));
    let unknown = format!("{ONE} <mrk mtype=\"seg\" mid=\"2\">cầu</mrk>");
    let target = "<target state=\"needs-translation\"><mrk mtype=\"seg\" mid=\"1\">house</mrk> <mrk mtype=\"seg\" mid=\"2\"></mrk></target>";
    let done = filled("x.xlf", &segmented(&unknown, ""));
    assert_eq!((done.text, done.identical, done.left), (segmented(&unknown, target), 1, 1));
}

#[test]
fn tools_are_told_in_their_own_words() {
    let trados = |first: &str, target: &str| {
        let unit = format!(
            "<trans-unit id=\"1\"><source>x</source><seg-source><mrk mtype=\"seg\" mid=\"7\">nhà mới</mrk></seg-source>{target}<sdl:seg-defs>{first}<sdl:seg id=\"8\"/></sdl:seg-defs></trans-unit>"
        );
        xliff1(&unit).replace("<xliff ", "<xliff xmlns:sdl=\"http://sdl.com/FileTypes/SdlXliff/1.0\" ")
    };
    let target = "<target><mrk mtype=\"seg\" mid=\"7\">house &amp; home</mrk></target>";
    let draft = "<sdl:seg id=\"7\" locked=\"false\" conf=\"Draft\" origin=\"tm\" percent=\"83\" />";
    let before = trados("<sdl:seg id=\"7\" conf=\"Unspecified\" locked=\"false\" />", "");
    assert_eq!(filled("x.sdlxliff", &before).text, trados(draft, target));

    let memoq = |about: &str, target: &str| {
        xliff1(&format!("<trans-unit id=\"1\"{about}><source>nhà</source>{target}</trans-unit>"))
            .replace("<xliff ", "<xliff xmlns:mq=\"MQXliff\" ")
    };
    let before = memoq(" mq:status=\"NotStarted\"", "<target></target>");
    let target = "<target state=\"translated\" state-qualifier=\"exact-match\">house</target>";
    let after = memoq(" mq:status=\"Pretranslated\" mq:percent=\"100\"", target);
    assert_eq!(filled("x.mqxliff", &before).text, after);
}

#[test]
fn what_has_a_translation_or_must_not_have_one_stays() {
    for (name, text) in [
        ("x.xlf", xliff1("<trans-unit id=\"1\"><source>nhà</source><target>home</target></trans-unit>")),
        ("x.xlf", xliff1("<trans-unit id=\"1\" translate=\"no\"><source>nhà</source></trans-unit>")),
        ("x.xlf", xliff2("<segment><source>nhà</source></segment>").replace("<unit ", "<unit translate=\"no\" ")),
        ("x.xlf", xliff2("<segment><source>cầu</source></segment>").replace(" trgLang=\"en\"", "")),
        ("x.xlf", xliff1("<group translate=\"no\"><trans-unit id=\"1\"><source>nhà</source></trans-unit></group>")),
        ("x.xlf", xliff1("<trans-unit id=\"1\"><source>cầu\r\n</source></trans-unit>")),
        ("x.xlf", segmented("<mrk mtype=\"seg\" mid=\"1\">nhà</mrk>", "<target>home</target>")),
        ("x.xlf", segmented("<mrk mtype=\"seg\" mid=\"1\">cầu</mrk>", "")),
        ("x.tmx", tmx("<tuv xml:lang=\"en-US\"><seg>home</seg></tuv>")),
        ("x.po", "msgid \"nhà\"\nmsgstr \"home\"\n\n#~ msgid \"nhà\"\n#~ msgstr \"\"\n".to_owned()),
    ] {
        let filled = filled(name, &text);
        assert_eq!((filled.text, filled.identical + filled.fuzzy), (text, 0));
    }
}

#[test]
fn files_that_cannot_be_filled_are_told() {
    let pair = LangPair { from: Lang::vi(), to: Lang::en() };
    for (name, text) in [("x.xlf", "<xliff version=\"1.2\"><file>"), ("x.xml", "<html/>"), ("x.csv", "a,b\n")] {
        let input = Input::open(name, Cursor::new(text.as_bytes()), None).expect("readable");
        assert!(fill(input, &pair, &mut translated).is_err(), "{text}");
    }
}
