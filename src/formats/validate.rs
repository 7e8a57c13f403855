//! Whether a file is what it says it is, and which programs would take it.
//!
//! Three questions in turn: is it well-formed, does it follow its standard's schema ([`super::schema`]), does it keep the
//! rules a schema cannot state (`validate.rs` of each format)? What is valid and yet refused or misread by programs
//! people use is a warning that names them.

use crate::report::Rule;

use super::{
    FormatSpec, Input, ReadError,
    input::Position,
    schema::Schema,
    spec::choice_to_validate,
    xml::reader::{Event, Reader, Tag},
};

use super::rules::{EXCHANGE_STRUCTURE, EXCHANGE_TOOLS, EXCHANGE_VALUE, XML_WELL_FORMED};

/// Something that is the matter with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule it breaks.
    pub rule: &'static Rule,
    /// Where.
    pub position: Position,
    /// What, and what to do.
    pub message: String,
}

/// Holds a file against its standard; calls `told` with each problem, in order. Returns what the file was taken for.
/// Memory does not grow with the file, but for its ids.
///
/// # Errors
/// [`ReadError`] if its format cannot be validated; [`super::validatable`] lists those that can.
pub fn validate(mut input: Input<'_>, told: &mut dyn FnMut(Problem)) -> Result<&'static str, ReadError> {
    let is_xml = input.peek()?.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    // The root element of XML is looked for beyond the first block, too.
    let format = if is_xml { None } else { Some(FormatSpec::of(&mut input, choice_to_validate)?) };
    let notes = input.notes().to_vec();
    let mut told = Told { told, position: Position::default() };
    notes.into_iter().for_each(|note| told.tools(note));
    match format.map(|format| (format, &format.validator)) {
        None => document(input, &mut told),
        Some((format, Some(Validator::Text(validate)))) => validate(input, &mut told).map(|()| format.title),
        Some((format, _)) => {
            let message = format!("{} cannot be validated; {}", format.title, choice_to_validate());
            Err(ReadError::new(0, message))
        }
    }
}

/// How the files of a format are validated.
pub(super) enum Validator {
    /// XML, against the standard that its root element belongs to.
    Xml(&'static [Standard]),
    /// Text, line by line.
    Text(fn(Input<'_>, &mut Told<'_>) -> Result<(), ReadError>),
}

/// A standard, or a version of one.
pub(super) struct Standard {
    /// What a document is called that follows it.
    pub(super) name: &'static str,
    /// Whether a root element of the format begins a document of this version.
    pub(super) is_root: fn(&Tag<'_>) -> bool,
    /// Its schema, in RELAX NG's compact syntax.
    pub(super) schema: &'static str,
    /// What the schema cannot state, for a document with this root element.
    pub(super) rules: fn(&Tag<'_>) -> Box<dyn Rules>,
}

/// Tells problems at the place that is looked at.
pub(super) struct Told<'f> {
    told: &'f mut dyn FnMut(Problem),
    /// Where the next problem is.
    pub(super) position: Position,
}

impl Told<'_> {
    fn problem(&mut self, rule: &'static Rule, message: String) {
        (self.told)(Problem { rule, position: self.position, message });
    }

    /// The standard's rules are broken.
    pub(super) fn value(&mut self, message: impl Into<String>) {
        self.problem(&EXCHANGE_VALUE, message.into());
    }

    /// Valid, but some programs refuse or misread it.
    pub(super) fn tools(&mut self, message: impl Into<String>) {
        self.problem(&EXCHANGE_TOOLS, message.into());
    }

    /// The standard's rules are broken at a place.
    pub(super) fn at(&mut self, place: Position, message: impl Into<String>) {
        self.position = place;
        self.value(message);
    }
}

/// The rules of a format that its schema cannot state. Elements are seen whether or not the schema allows them.
pub(super) trait Rules {
    /// A start tag; `path` holds the names of the elements around it and its own, without prefixes.
    fn start(&mut self, tag: &Tag<'_>, path: &[String], told: &mut Told<'_>);
    /// A piece of text.
    fn text(&mut self, _piece: &str, _path: &[String], _told: &mut Told<'_>) {}
    /// An end tag; `path` still ends with its name.
    fn end(&mut self, path: &[String], told: &mut Told<'_>);
    /// The end of the document.
    fn finish(&mut self, _told: &mut Told<'_>) {}
}

/// The rules of a format whose schema says all.
pub(super) struct NoRules;

impl Rules for NoRules {
    fn start(&mut self, _: &Tag<'_>, _: &[String], _: &mut Told<'_>) {}
    fn end(&mut self, _: &[String], _: &mut Told<'_>) {}
}

/// The standard that a document follows, by its root element.
fn standard_of(root: &Tag<'_>) -> Option<&'static Standard> {
    match FormatSpec::of_root(root.local())?.validator.as_ref()? {
        Validator::Xml(standards) => standards.iter().find(|standard| (standard.is_root)(root)),
        Validator::Text(_) => None,
    }
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
                told.problem(&XML_WELL_FORMED, error.message);
                return Ok(judge.map_or("XML", |(name, ..)| name));
            }
        };
        told.position = xml.position();
        let line = told.position.line;
        match event {
            Event::Start(tag) => {
                path.push(tag.local().to_owned());
                if judge.is_none() {
                    let Some(standard) = standard_of(&tag) else {
                        let message = format!("unknown root element `{}`; {}", tag.name(), choice_to_validate());
                        return Err(ReadError::new(line, message));
                    };
                    judge = Some((standard.name, Schema::new(standard.schema)?, (standard.rules)(&tag)));
                }
                if let Some((_, schema, rules)) = &mut judge {
                    schema.start(&tag, line, &mut |message| told.problem(&EXCHANGE_STRUCTURE, message));
                    rules.start(&tag, &path, told);
                }
            }
            Event::End(_) => {
                if let Some((_, schema, rules)) = &mut judge {
                    schema.end(&mut |message| told.problem(&EXCHANGE_STRUCTURE, message));
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
