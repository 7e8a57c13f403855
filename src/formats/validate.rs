//! Whether a file is what it says it is, and which programs would take it.
//!
//! Three questions in turn: is it well-formed, does it follow its standard's schema ([`super::schema`]), does it keep the
//! rules a schema cannot state (a file of this room for each format)? What is valid and yet refused or misread by programs
//! people use is a warning that names them.

mod po;
mod srx;
mod tbx;
mod tmx;
mod utx;
mod xliff;

use crate::report::Severity;

use super::{
    Input, ReadError,
    input::Position,
    schema::{Schema, Standard},
    xml::reader::{Event, Reader, Tag},
};

/// Something that is the matter with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule's id.
    pub rule: &'static str,
    /// Errors make a file invalid.
    pub severity: Severity,
    /// Where.
    pub position: Position,
    /// What, and what to do.
    pub message: String,
}

/// Holds a file against its standard; calls `told` with each problem, in order. Returns what the file was taken for.
/// Memory does not grow with the file, but for its ids.
///
/// # Errors
/// [`ReadError`] if it is no file that can be judged: neither TMX, TBX, XLIFF, SRX, GlossML, PO nor UTX.
pub fn validate(mut input: Input<'_>, told: &mut dyn FnMut(Problem)) -> Result<&'static str, ReadError> {
    let name = input.name().to_lowercase();
    let head = input.peek()?.trim_start_matches('\u{feff}').trim_start();
    let (is_xml, is_utx) = (head.starts_with('<'), head.starts_with("#UTX") || name.ends_with(".utx"));
    let notes = input.notes().to_vec();
    let mut told = Told { told, position: Position::default() };
    notes.into_iter().for_each(|note| told.tools(note));
    if is_xml {
        document(input, &mut told)
    } else if name.ends_with(".po") || name.ends_with(".pot") {
        po::validate(input, &mut told).map(|()| "PO")
    } else if is_utx {
        utx::validate(input, &mut told).map(|()| "UTX")
    } else {
        Err(ReadError::new(
            0,
            "nothing tells what the file is; TMX, TBX, XLIFF, SRX, GlossML, PO and UTX can be validated",
        ))
    }
}

/// Tells problems at the place that is looked at.
struct Told<'f> {
    told: &'f mut dyn FnMut(Problem),
    position: Position,
}

impl Told<'_> {
    fn problem(&mut self, rule: &'static str, severity: Severity, message: String) {
        (self.told)(Problem { rule, severity, position: self.position, message });
    }

    /// The standard's rules are broken.
    fn value(&mut self, message: impl Into<String>) {
        self.problem("exchange-value", Severity::Error, message.into());
    }

    /// Valid, but some programs refuse or misread it.
    fn tools(&mut self, message: impl Into<String>) {
        self.problem("exchange-tools", Severity::Warning, message.into());
    }

    fn at(&mut self, place: Position, message: impl Into<String>) {
        self.position = place;
        self.value(message);
    }
}

/// The rules of a format that its schema cannot state. Elements are seen whether or not the schema allows them.
trait Rules {
    /// A start tag; `path` holds the names of the elements around it and its own, without prefixes.
    fn start(&mut self, tag: &Tag<'_>, path: &[String], told: &mut Told<'_>);
    /// A piece of text.
    fn text(&mut self, _piece: &str, _path: &[String], _told: &mut Told<'_>) {}
    /// An end tag; `path` still ends with its name.
    fn end(&mut self, path: &[String], told: &mut Told<'_>);
    /// The end of the document.
    fn finish(&mut self, _told: &mut Told<'_>) {}
}

/// What a document is by its root: its name, its schema, its other rules.
fn standard_of(tag: &Tag<'_>) -> Option<(&'static str, Standard, Box<dyn Rules>)> {
    let version = tag.get("version").unwrap_or_default();
    Some(match tag.local() {
        "tmx" => {
            let old = matches!(version.as_ref(), "1.1" | "1.2" | "1.3");
            ("TMX", if old { Standard::Tmx11 } else { Standard::Tmx14 }, Box::new(tmx::Rules::default()))
        }
        "martif" => ("TBX v2", Standard::Tbx2, Box::new(tbx::Rules::new(tag))),
        "tbx" => ("TBX v3", Standard::Tbx3, Box::new(tbx::Rules::new(tag))),
        "xliff" if version.starts_with('2') => ("XLIFF 2", Standard::Xliff2, Box::new(xliff::V2::default())),
        "xliff" => ("XLIFF 1.2", Standard::Xliff12, Box::new(xliff::V1::default())),
        "srx" => ("SRX", Standard::Srx, Box::new(srx::Rules::default())),
        "glossary" => ("GlossML", Standard::GlossMl, Box::new(None)),
        _ => return None,
    })
}

/// A format whose schema says all.
impl Rules for Option<()> {
    fn start(&mut self, _: &Tag<'_>, _: &[String], _: &mut Told<'_>) {}
    fn end(&mut self, _: &[String], _: &mut Told<'_>) {}
}

fn document(input: Input<'_>, told: &mut Told<'_>) -> Result<&'static str, ReadError> {
    let (mut xml, mut buffer) = (Reader::new(input).passing_over_entities(), Vec::new());
    let mut judge: Option<(&'static str, Schema, Box<dyn Rules>)> = None;
    let mut path: Vec<String> = Vec::new();
    loop {
        let event = match xml.next(&mut buffer) {
            Ok(event) => event,
            // Nothing is wrong with the text as such: it could not be had.
            Err(error) if error.line == 0 => return Err(error),
            Err(error) => {
                told.position = Position { line: error.line, ..xml.position() };
                told.problem("xml-well-formed", Severity::Error, error.message);
                return Ok(judge.map_or("XML", |(name, ..)| name));
            }
        };
        told.position = xml.position();
        let line = told.position.line;
        match event {
            Event::Start(tag) => {
                path.push(tag.local().to_owned());
                if judge.is_none() {
                    let Some((name, standard, rules)) = standard_of(&tag) else {
                        let message = format!(
                            "the root element is `{}`; TMX, TBX, XLIFF, SRX and GlossML can be validated",
                            tag.name()
                        );
                        return Err(ReadError::new(line, message));
                    };
                    judge = Some((name, Schema::new(standard)?, rules));
                }
                if let Some((_, schema, rules)) = &mut judge {
                    schema
                        .start(&tag, line, &mut |message| told.problem("exchange-structure", Severity::Error, message));
                    rules.start(&tag, &path, told);
                }
            }
            Event::End(_) => {
                if let Some((_, schema, rules)) = &mut judge {
                    schema.end(&mut |message| told.problem("exchange-structure", Severity::Error, message));
                    rules.end(&path, told);
                }
                path.pop();
            }
            Event::Text(piece) => {
                if let Some((_, schema, rules)) = &mut judge {
                    schema.text(&piece);
                    rules.text(&piece, &path, told);
                }
            }
            Event::Doctype(text) if text.contains("<!ENTITY") => {
                told.tools(
                    "the DOCTYPE defines entities; programs that guard against attacks refuse the file, and so does \
                     `gloss import`",
                );
            }
            Event::Doctype(_) => {}
            Event::Eof => break,
        }
    }
    let Some((name, _, mut rules)) = judge else { return Ok("XML") };
    rules.finish(told);
    Ok(name)
}
