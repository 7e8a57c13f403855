//! Whether a file is what it says it is, and which programs would take it.
//!
//! Three questions in turn: is it well-formed, does it follow its standard's schema ([`super::schema`]), does it keep the
//! rules a schema cannot state (`validate.rs` of each format)? What is valid and yet refused or misread by programs
//! people use is a warning that names them.

use super::{
    FormatSpec, Input, Problem, ReadError,
    input::Position,
    rules::{EXCHANGE_STRUCTURE, XML_WELL_FORMED},
    schema::Schema,
    spec::choice_to_validate,
    standard::{ProblemSink, Rules, Standard, Validator},
    xml::reader::{Event, Reader, Tag},
};

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
    let mut told = ProblemSink { told, position: Position::default() };
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

/// The standard that a document follows, by its root element.
fn standard_of(root: &Tag<'_>) -> Option<&'static Standard> {
    match FormatSpec::of_root(root.local())?.validator.as_ref()? {
        Validator::Xml(standards) => standards.iter().find(|standard| (standard.is_root)(root)),
        Validator::Text(_) => None,
    }
}

fn document(input: Input<'_>, told: &mut ProblemSink<'_>) -> Result<&'static str, ReadError> {
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
