//! Changing one entry without touching a byte of the others.

use std::collections::{BTreeMap, HashMap};

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term, TermType},
};

use super::{
    file::{Entry, EntryBody, Form, GlossaryFile},
    print, units,
};

/// Why an edit could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The file could not be read, so a place in it cannot be found.
    #[error("{0} has faults, and rewriting it would lose what they are about; correct what `gloss lint` names first")]
    Unreadable(String),
    /// The file is a table.
    #[error("{0} is a table of terms and is edited as one; entries are written to TOML files: name a folder")]
    Table(String),
    /// The file has an entry with this id.
    #[error("the id `{0}` is taken in this file")]
    Taken(String),
    /// No entry has this id.
    #[error("no entry `{0}` in this file")]
    NoEntry(String),
    /// The concept has no such term.
    #[error("`{id}` has no term `{term}`; it has {known}. Add the term to the entry first")]
    NoTerm {
        /// The concept.
        id: String,
        /// What was asked for.
        term: String,
        /// What there is.
        known: String,
    },
}

/// The text of `file` with a new entry for `concept` at its sorted place.
///
/// # Errors
/// [`EditError::Unreadable`] if the file is no valid TOML, [`EditError::Table`] if it is a table, [`EditError::Taken`] if
/// it has the id.
pub fn insert(file: &GlossaryFile, concept: &Concept) -> Result<String, EditError> {
    let text = &file.source.text;
    check_form(file)?;
    if file.entries.iter().any(|entry| entry.id == concept.id) {
        return Err(EditError::Taken(concept.id.clone()));
    }
    if file.layout.lossy && file.entries.is_empty() {
        return Err(EditError::Unreadable(file.source.path.clone()));
    }
    let block = print::concept(concept);
    Ok(match file.entries.iter().find(|entry| entry.id > concept.id) {
        Some(next) => format!("{}{block}\n{}", &text[..next.block.start], &text[next.block.start..]),
        None if text.trim().is_empty() => block,
        None => format!("{}\n\n{block}", text.trim_end()),
    })
}

/// The text of `file` with many entries written at once: those it has are replaced, the others come to their sorted places.
/// Cost: linear in the file and the concepts.
///
/// # Errors
/// [`EditError::Table`] if the file is a table, [`EditError::Unreadable`] if something in it was not understood.
pub fn update(file: &GlossaryFile, concepts: &[Concept]) -> Result<String, EditError> {
    check_form(file)?;
    if file.layout.lossy {
        return Err(EditError::Unreadable(file.source.path.clone()));
    }
    let mut waiting: BTreeMap<&str, &Concept> = concepts.iter().map(|concept| (concept.id.as_str(), concept)).collect();
    let replaced: HashMap<&str, &Concept> =
        file.entries.iter().filter_map(|entry| Some((entry.id.as_str(), waiting.remove(entry.id.as_str())?))).collect();
    let text = &file.source.text;
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for entry in &file.entries {
        out.push_str(&text[at..entry.block.start]);
        at = entry.block.start;
        while let Some(first) = waiting.first_entry().filter(|first| *first.key() < entry.id.as_str()) {
            out.push_str(&print::concept(first.remove()));
            out.push('\n');
        }
        if let Some(concept) = replaced.get(entry.id.as_str()) {
            out.push_str(&print::entry(&Entry {
                body: EntryBody::Concept(Box::new((*concept).clone())),
                ..entry.clone()
            }));
            out.push_str(if entry.block.end < text.len() { "\n" } else { "" });
            at = entry.block.end;
        }
    }
    out.push_str(&text[at..]);
    for concept in waiting.into_values() {
        if out.trim().is_empty() {
            out.clear();
        } else {
            out.truncate(out.trim_end().len());
            out.push_str("\n\n");
        }
        out.push_str(&print::concept(concept));
    }
    Ok(out)
}

/// The text of `file` with the entry of `concept.id` in canonical form and with `concept`'s content; its comments stay.
///
/// # Errors
/// [`EditError::NoEntry`] if there is none, [`EditError::Table`] if the file is a table, [`EditError::Unreadable`] if
/// something in it was not understood.
pub fn replace(file: &GlossaryFile, concept: &Concept) -> Result<String, EditError> {
    check_form(file)?;
    let entry =
        file.entries.iter().find(|e| e.id == concept.id).ok_or_else(|| EditError::NoEntry(concept.id.clone()))?;
    if file.layout.lossy {
        return Err(EditError::Unreadable(file.source.path.clone()));
    }
    let text = &file.source.text;
    let block = print::entry(&Entry { body: EntryBody::Concept(Box::new(concept.clone())), ..entry.clone() });
    let blank = if entry.block.end < text.len() { "\n" } else { "" };
    Ok(format!("{}{block}{blank}{}", &text[..entry.block.start], &text[entry.block.end..]))
}

/// The canonical text of a whole file.
///
/// # Errors
/// [`EditError::Unreadable`] if the file could not be read.
pub fn format(file: &GlossaryFile) -> Result<String, EditError> {
    match file.layout.form {
        Form::Units => return Ok(units::canonical(&file.source.text)),
        Form::Terms => return Ok(file.source.text.clone()), // whoever made the table chose its order
        Form::Toml => {}
    }
    print::file(file).ok_or_else(|| EditError::Unreadable(file.source.path.clone()))
}

fn check_form(file: &GlossaryFile) -> Result<(), EditError> {
    if file.layout.form == Form::Toml { Ok(()) } else { Err(EditError::Table(file.source.path.clone())) }
}

/// What [`prefer`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferred {
    /// The language of the term.
    pub lang: Lang,
    /// The term as the entry has it.
    pub term: String,
    /// The status it had before; if that was preferred, nothing was changed.
    pub before: Status,
}

/// Makes `form` the preferred term of `concept` in its language and records the decision.
///
/// The former preferred term becomes admitted. The term that is written exactly so is meant; else the one that is equal
/// but for case and tone style.
///
/// # Errors
/// [`EditError::NoTerm`] if the concept has no such term.
pub fn prefer(concept: &mut Concept, form: &str, date: &str, why: &str) -> Result<Preferred, EditError> {
    use gloss_core::text::key::tone_style as key;
    let find = |same: &dyn Fn(&Term) -> bool| {
        concept.terms.iter().find_map(|(lang, terms)| terms.iter().position(same).map(|at| (lang.clone(), at)))
    };
    let Some((lang, at)) = find(&|t| t.text == form).or_else(|| find(&|t| key(&t.text) == key(form))) else {
        let known = concept.all_terms().map(|(_, t)| format!("`{}`", t.text)).collect::<Vec<_>>().join(", ");
        return Err(EditError::NoTerm { id: concept.id.clone(), term: form.to_owned(), known });
    };
    let terms = concept.terms.entry(lang.clone()).or_default();
    let (term, before) = (terms[at].text.clone(), terms[at].status);
    if before == Status::Preferred {
        return Ok(Preferred { lang, term, before });
    }
    let former = terms.iter().find(|t| t.status == Status::Preferred).map(|t| t.text.clone());
    for term in terms.iter_mut().filter(|t| t.status == Status::Preferred) {
        term.status = Status::Admitted;
    }
    terms[at].status = Status::Preferred;
    if terms[at].kind == TermType::Variant {
        terms[at].kind = TermType::Full;
    }
    let from = former.map(|f| format!(" instead of `{f}`")).unwrap_or_default();
    concept.history.push(format!("{date} {lang}: `{term}` preferred{from}: {why}"));
    Ok(Preferred { lang, term, before })
}
