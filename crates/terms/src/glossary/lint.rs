//! The termbase checked against itself.

use std::collections::BTreeMap;

use unicode_normalization::is_nfc;

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term, TermType, Validity},
    report::{Finding, Place, Rule},
    text::{LineIndex, Span, key},
};

use super::rules::{GLOSSARY_CONTRADICTION, GLOSSARY_DUPLICATE, GLOSSARY_VALUE};
use super::{Entry, EntryBody, Glossary, GlossaryFile};

/// Everything that is wrong with a glossary, its reading faults first. Examples are run by `check`.
///
/// Cost: O(n log n) in the number of terms.
pub fn lint(glossary: &Glossary) -> Vec<Finding> {
    let mut findings = glossary.faults().to_vec();
    for (file, entry) in entries(glossary) {
        match &entry.body {
            EntryBody::Redirect(to) => {
                if glossary.concept(to).is_none() {
                    let message = format!("`{}` redirects to `{to}`, which does not exist", entry.id);
                    findings.push(at(file, entry, entry.id_span, &GLOSSARY_VALUE, message));
                }
            }
            EntryBody::Concept(concept) => {
                values(glossary, file, entry, concept, &mut findings);
                statuses(file, entry, concept, &mut findings);
            }
        }
    }
    ids(glossary, &mut findings);
    shared_forms(glossary, &mut findings);
    findings
}

fn entries(glossary: &Glossary) -> impl Iterator<Item = (&GlossaryFile, &Entry)> {
    glossary.files().iter().flat_map(|file| file.entries.iter().map(move |entry| (file, entry)))
}

fn at(file: &GlossaryFile, entry: &Entry, span: Span, rule: &'static Rule, message: String) -> Finding {
    Finding { concept: Some(entry.id.clone()), ..file.source.finding(rule, span, message) }
}

fn place(file: &GlossaryFile, span: Span) -> Place {
    Place::in_file(&file.source.path, &file.source.text, &LineIndex::new(&file.source.text), span)
}

fn values(glossary: &Glossary, file: &GlossaryFile, entry: &Entry, concept: &Concept, out: &mut Vec<Finding>) {
    let id = &entry.id;
    if !glossary.domains().allows(&concept.domain) {
        let known = glossary.domains().ids().collect::<Vec<_>>().join(", ");
        let message = format!("unknown domain `{}` of `{id}`; known are {known} (domains.tsv)", concept.domain);
        out.push(at(file, entry, entry.id_span, &GLOSSARY_VALUE, message));
    }
    for (lang, terms) in &concept.terms {
        if !terms.iter().any(|t| t.status.is_accepted()) {
            let message = format!("`{id}` has no accepted term in {lang}; add one or leave the language out");
            out.push(at(file, entry, entry.id_span, &GLOSSARY_VALUE, message));
        }
    }
    if concept.terms.len() < 2 && !concept.all_terms().any(|(_, t)| t.keep) {
        let message = format!("`{id}` has terms in one language only; add the other, or mark the term `keep = true`");
        out.push(at(file, entry, entry.id_span, &GLOSSARY_VALUE, message));
    }
    for message in dates(&concept.validity) {
        out.push(at(file, entry, entry.id_span, &GLOSSARY_VALUE, format!("`{id}`: {message}")));
    }
    for (lang, index, term) in numbered(concept) {
        let span = entry.term_span(lang, index);
        for message in dates(&term.validity) {
            out.push(at(file, entry, span, &GLOSSARY_VALUE, format!("`{}`: {message}", term.text)));
        }
        if term.text.trim() != term.text {
            let message = format!("`{}` has blanks around it; take them out", term.text);
            out.push(at(file, entry, span, &GLOSSARY_VALUE, message));
        }
        if !is_nfc(&term.text) {
            let message = format!("`{}` is not in NFC; run `gloss fmt`", term.text);
            out.push(at(file, entry, span, &GLOSSARY_VALUE, message));
        }
        if let Some(letter) = term.text.chars().find(|c| matches!(c, 'Ð' | 'Ɖ' | 'ɖ')) {
            let message = format!("`{}` has {letter} (U+{:04X}) for Đ; run `gloss fmt`", term.text, u32::from(letter));
            out.push(at(file, entry, span, &GLOSSARY_VALUE, message));
        }
    }
}

/// What is wrong with two dates: years, months or days, the first not after the last.
fn dates(validity: &Validity) -> Vec<String> {
    let given = [&validity.from, &validity.to].into_iter().flatten();
    let mut messages: Vec<String> = given
        .filter(|d| !is_date(d))
        .map(|d| format!("`{d}` is not a date; write 2025, 2025-07 or 2025-07-01"))
        .collect();
    if let (Some(from), Some(to)) = (&validity.from, &validity.to)
        && messages.is_empty()
        && from > to
    {
        messages.push(format!("it ends ({to}) before it begins ({from})"));
    }
    messages
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let in_range = |part: Option<&&str>, len: usize, most: u16| {
        part.is_none_or(|p| {
            p.len() == len
                && p.bytes().all(|b| b.is_ascii_digit())
                && p.parse().is_ok_and(|n: u16| (1..=most).contains(&n))
        })
    };
    parts.len() <= 3
        && in_range(parts.first(), 4, 9999)
        && in_range(parts.get(1), 2, 12)
        && in_range(parts.get(2), 2, 31)
}

fn numbered(concept: &Concept) -> impl Iterator<Item = (&Lang, usize, &Term)> {
    concept.terms.iter().flat_map(|(lang, terms)| terms.iter().enumerate().map(move |(i, term)| (lang, i, term)))
}

fn statuses(file: &GlossaryFile, entry: &Entry, concept: &Concept, out: &mut Vec<Finding>) {
    for (lang, terms) in &concept.terms {
        let mut seen: BTreeMap<String, &Term> = BTreeMap::new();
        let mut preferred: Option<&Term> = None;
        for (i, term) in terms.iter().enumerate() {
            let span = entry.term_span(lang, i);
            let form = if term.case { term.text.clone() } else { key::exact(&term.text) };
            if let Some(first) = seen.insert(form, term) {
                let (rule, message) = if first.status.is_accepted() == term.status.is_accepted() {
                    (&GLOSSARY_DUPLICATE, format!("`{}` stands twice in `{}`; keep one", term.text, entry.id))
                } else {
                    (
                        &GLOSSARY_CONTRADICTION,
                        format!("`{}` is both {} and {} in `{}`", term.text, first.status, term.status, entry.id),
                    )
                };
                out.push(at(file, entry, span, rule, message));
            }
            if term.status == Status::Preferred {
                if let Some(first) = preferred {
                    let message =
                        format!("both `{}` and `{}` are preferred in {lang}; admit one of them", first.text, term.text);
                    out.push(at(file, entry, span, &GLOSSARY_CONTRADICTION, message));
                }
                preferred = Some(term);
            }
        }
    }
}

fn ids(glossary: &Glossary, out: &mut Vec<Finding>) {
    let mut first: BTreeMap<(usize, &str), (&GlossaryFile, &Entry)> = BTreeMap::new();
    for (file, entry) in entries(glossary) {
        if let Some((other_file, other)) = first.get(&(file.layer, entry.id.as_str())) {
            let message = format!("the id `{}` is used twice; rename one entry or merge them", entry.id);
            let mut finding = at(file, entry, entry.id_span, &GLOSSARY_DUPLICATE, message);
            finding.related.push(place(other_file, other.id_span));
            out.push(finding);
        } else {
            first.insert((file.layer, &entry.id), (file, entry));
        }
    }
}

/// One form in two concepts: allowed where notes tell them apart, never where one wants what the other forbids.
fn shared_forms(glossary: &Glossary, out: &mut Vec<Finding>) {
    type Owner<'g> = (&'g GlossaryFile, &'g Entry, &'g Concept, &'g Term, Span);
    let mut owners: BTreeMap<(usize, &Lang, String), Vec<Owner<'_>>> = BTreeMap::new();
    for (file, entry) in entries(glossary) {
        let Some(concept) = entry.concept() else { continue };
        for (lang, i, term) in numbered(concept).filter(|(_, _, t)| t.kind == TermType::Full) {
            let owner = (file, entry, concept, term, entry.term_span(lang, i));
            owners.entry((file.layer, lang, key::exact(&term.text))).or_default().push(owner);
        }
    }
    for owner in owners.values() {
        for (i, &(file, entry, concept, term, span)) in owner.iter().enumerate().skip(1) {
            let (first_file, first_entry, first_concept, first_term, first_span) = owner[0];
            if first_entry.id == entry.id {
                continue;
            }
            let clash = owner[..i].iter().find(|(_, _, _, t, _)| t.status.is_accepted() != term.status.is_accepted());
            let told_apart = |c: &Concept| c.note.is_some() || c.definition.is_some();
            let (rule, message) = if let Some((_, other, _, other_term, _)) = clash {
                (
                    &GLOSSARY_CONTRADICTION,
                    format!("`{}` is {} here but {} in `{}`", term.text, term.status, other_term.status, other.id),
                )
            } else if told_apart(concept) && told_apart(first_concept) {
                continue;
            } else {
                (
                    &GLOSSARY_DUPLICATE,
                    format!(
                        "`{}` also stands in `{}`; merge the entries, or give both a note that tells them apart",
                        first_term.text, first_entry.id
                    ),
                )
            };
            let mut finding = at(file, entry, span, rule, message);
            finding.related.push(place(first_file, first_span));
            out.push(finding);
        }
    }
}
