//! Reads concepts one by one, wherever the line breaks are.

use std::{cell::RefCell, collections::BTreeMap, fmt, io};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::{ImportItem, ReadError, ReadOptions, input::Input};
use gloss_core::{
    lang::Lang,
    model::{AdministrativeUnit, Concept, PartOfSpeech, Seen, Source, Status, Term, TermType, Validity},
};

const SCHEMA: &str = "gloss.glossary/1";

#[derive(Deserialize)]
struct JsonConcept {
    id: String,
    #[serde(default)]
    domain: String,
    pos: Option<String>,
    definition: Option<String>,
    note: Option<String>,
    since: Option<String>,
    until: Option<String>,
    unit: Option<JsonUnit>,
    terms: BTreeMap<String, Vec<JsonTerm>>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    seen: Vec<JsonSeen>,
    #[serde(default)]
    history: Vec<String>,
}

#[derive(Deserialize)]
struct JsonUnit {
    merged_into: Option<String>,
}

#[derive(Deserialize)]
struct JsonTerm {
    term: String,
    status: Option<String>,
    r#type: Option<String>,
    #[serde(default)]
    case: bool,
    #[serde(default)]
    keep: bool,
    #[serde(default)]
    not_with: Vec<String>,
    since: Option<String>,
    until: Option<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct JsonSeen {
    form: String,
    file: String,
    line: usize,
}

pub(super) fn read(
    input: Input<'_>,
    wanted: &ReadOptions,
    found: &mut dyn FnMut(usize, ImportItem),
) -> Result<(), ReadError> {
    let input = RefCell::new(input);
    let mut json = serde_json::Deserializer::from_reader(Shared(&input));
    let read = Document { input: &input, wanted, found }.deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| {
        if error.is_io() {
            return input.borrow_mut().fault(&error.into());
        }
        let message = error.to_string();
        // serde_json's own words for the place are taken off; the line is said in front.
        let message = message.split(" at line ").next().unwrap_or_default();
        ReadError::new(error.line(), format!("not valid `{SCHEMA}`: {message}"))
    })
}

/// Reads from the input while others look where it stands.
struct Shared<'s, 'i>(&'s RefCell<Input<'i>>);

impl io::Read for Shared<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(out)
    }
}

struct Document<'s, 'i, 'f> {
    input: &'s RefCell<Input<'i>>,
    wanted: &'f ReadOptions,
    found: &'f mut dyn FnMut(usize, ImportItem),
}

impl<'de> DeserializeSeed<'de> for Document<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `concepts`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { input, wanted, found } = self;
        let mut has_concepts = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "schema" => {
                    let schema: String = map.next_value()?;
                    if schema != SCHEMA {
                        return Err(A::Error::custom(format!("the schema is `{schema}`")));
                    }
                }
                "concepts" => {
                    has_concepts = true;
                    map.next_value_seed(Concepts { input, wanted, found: &mut *found })?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if has_concepts { Ok(()) } else { Err(A::Error::custom("`concepts` is missing")) }
    }
}

struct Concepts<'s, 'i, 'f> {
    input: &'s RefCell<Input<'i>>,
    wanted: &'f ReadOptions,
    found: &'f mut dyn FnMut(usize, ImportItem),
}

impl<'de> DeserializeSeed<'de> for Concepts<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Concepts<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of concepts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        loop {
            self.input.borrow_mut().start_token();
            let Some(concept) = seq.next_element::<JsonConcept>()? else { return Ok(()) };
            let line = self.input.borrow_mut().position().line;
            concept_of(concept, self.wanted, line, self.found);
        }
    }
}

fn concept_of(json: JsonConcept, wanted: &ReadOptions, line: usize, found: &mut dyn FnMut(usize, ImportItem)) {
    let mut concept = Concept::new(json.id, json.domain);
    concept.pos = json.pos.as_deref().and_then(PartOfSpeech::from_word);
    concept.definition = json.definition;
    concept.note = json.note;
    concept.validity = Validity { from: json.since, to: json.until };
    concept.unit = json.unit.map(|unit| AdministrativeUnit { merged_into: unit.merged_into });
    concept.sources = json.sources.iter().filter_map(|source| Source::parse(source)).collect();
    concept.seen = json.seen.into_iter().map(|s| Seen { form: s.form, file: s.file, line: s.line }).collect();
    concept.history = json.history;
    for (code, terms) in json.terms {
        match code.parse::<Lang>() {
            Ok(lang) if wanted.takes(&lang) => {
                for term in &terms {
                    unknown_words(term).into_iter().for_each(|what| found(line, ImportItem::Warning(what)));
                }
                concept.terms.insert(lang, terms.into_iter().map(term_of).collect());
            }
            Ok(_) => {}
            Err(error) => found(line, ImportItem::Skipped(format!("terms of `{}`: {error}", concept.id))),
        }
    }
    found(line, ImportItem::Concept(Box::new(concept)));
}

/// Words for status and type that say nothing here.
fn unknown_words(term: &JsonTerm) -> Option<String> {
    let unknown = |word: &Option<String>, known: bool| word.clone().filter(|_| !known);
    let status = unknown(&term.status, term.status.as_deref().and_then(Status::from_word).is_some());
    let kind = unknown(&term.r#type, term.r#type.as_deref().and_then(TermType::from_word).is_some());
    match (status, kind) {
        (Some(word), _) => Some(format!("`{}` has the unknown status `{word}`; read as admitted", term.term)),
        (None, Some(word)) => Some(format!("`{}` has the unknown type `{word}`; read as full", term.term)),
        (None, None) => None,
    }
}

fn term_of(json: JsonTerm) -> Term {
    Term {
        text: json.term,
        status: json.status.as_deref().and_then(Status::from_word).unwrap_or(Status::Admitted),
        kind: json.r#type.as_deref().and_then(TermType::from_word).unwrap_or(TermType::Full),
        case: json.case,
        keep: json.keep,
        not_with: json.not_with,
        validity: Validity { from: json.since, to: json.until },
        note: json.note,
    }
}
