//! Writes a concept a line.

use std::{collections::BTreeMap, io};

use serde::Serialize;

use gloss_core::model::{Concept, PartOfSpeech, Term, Validity};

use crate::{Loss, Selection};

#[derive(Serialize)]
struct JsonConcept<'c> {
    id: &'c str,
    domain: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pos: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'c str>,
    #[serde(flatten)]
    validity: JsonValidity<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<JsonUnit<'c>>,
    terms: BTreeMap<&'c str, Vec<JsonTerm<'c>>>,
    sources: Vec<String>,
    seen: Vec<JsonSeen<'c>>,
    history: &'c [String],
}

/// An administrative unit.
#[derive(Serialize)]
struct JsonUnit<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<&'c str>,
}

#[derive(Serialize)]
struct JsonTerm<'c> {
    term: &'c str,
    status: &'c str,
    r#type: &'c str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    case: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    keep: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    not_with: &'c [String],
    #[serde(flatten)]
    validity: JsonValidity<'c>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'c str>,
}

#[derive(Serialize)]
struct JsonValidity<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'c str>,
}

#[derive(Serialize)]
struct JsonSeen<'c> {
    form: &'c str,
    file: &'c str,
    line: usize,
}

pub(super) fn write(selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
    let (from, to) = (&selection.pair.from, &selection.pair.to);
    write!(out, "{{\"schema\":\"gloss.glossary/1\",\"from\":\"{from}\",\"to\":\"{to}\",\"concepts\":[")?;
    for (i, concept) in selection.sorted().into_iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &json(concept))?;
    }
    writeln!(out, "\n]}}")?;
    Ok(Loss::default())
}

fn json(concept: &Concept) -> JsonConcept<'_> {
    JsonConcept {
        id: &concept.id,
        domain: &concept.domain,
        pos: concept.pos.map(PartOfSpeech::as_str),
        definition: concept.definition.as_deref(),
        note: concept.note.as_deref(),
        validity: validity(&concept.validity),
        unit: concept.unit.as_ref().map(|unit| JsonUnit { merged_into: unit.merged_into.as_deref() }),
        terms: concept.terms.iter().map(|(lang, terms)| (lang.as_str(), terms.iter().map(term).collect())).collect(),
        sources: concept.sources.iter().map(ToString::to_string).collect(),
        seen: concept.seen.iter().map(|s| JsonSeen { form: &s.form, file: &s.file, line: s.line }).collect(),
        history: &concept.history,
    }
}

fn term(term: &Term) -> JsonTerm<'_> {
    JsonTerm {
        term: &term.text,
        status: term.status.as_str(),
        r#type: term.kind.as_str(),
        case: term.case,
        keep: term.keep,
        not_with: &term.not_with,
        validity: validity(&term.validity),
        note: term.note.as_deref(),
    }
}

fn validity(validity: &Validity) -> JsonValidity<'_> {
    JsonValidity { since: validity.from.as_deref(), until: validity.to.as_deref() }
}
