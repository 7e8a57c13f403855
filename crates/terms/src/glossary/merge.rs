//! Taking what another termbase says of a concept into an entry.

use gloss_core::{
    lang::Lang,
    model::{Concept, Status, Term},
    text::key,
};

/// What a merge did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Whether the entry is another than before.
    pub changed: bool,
    /// What the two disagree about; the entry keeps what it said.
    pub differences: Vec<String>,
}

/// Adds to `entry` what `other` knows more: terms, and what the entry says nothing about. What the entry says stays.
pub fn merge(entry: &mut Concept, other: Concept) -> Merged {
    let before = entry.clone();
    let mut differences = Vec::new();
    for (lang, terms) in other.terms {
        for term in terms {
            differences.extend(merge_term(entry, &lang, term));
        }
    }
    differences.extend(take("definition", &mut entry.definition, other.definition));
    // Formats with one place for both write the definition as a note.
    let both = [&entry.definition, &entry.note].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let note = other.note.filter(|note| Some(note) != entry.definition.as_ref() && *note != both);
    differences.extend(take("note", &mut entry.note, note));
    entry.pos = entry.pos.or(other.pos);
    entry.validity.from = entry.validity.from.take().or(other.validity.from);
    entry.validity.to = entry.validity.to.take().or(other.validity.to);
    add_missing(&mut entry.sources, other.sources);
    add_missing(&mut entry.seen, other.seen);
    add_missing(&mut entry.history, other.history);
    Merged { changed: *entry != before, differences }
}

fn merge_term(entry: &mut Concept, lang: &Lang, mut term: Term) -> Option<String> {
    let terms = entry.terms.entry(lang.clone()).or_default();
    if let Some(known) = terms.iter_mut().find(|known| key::exact(&known.text) == key::exact(&term.text)) {
        known.note = known.note.take().or(term.note);
        add_missing(&mut known.not_with, term.not_with);
        return (known.status != term.status)
            .then(|| format!("`{}` is {} here and {} there", known.text, known.status, term.status));
    }
    let best = terms.iter().find(|known| known.status == Status::Preferred);
    let difference = best
        .filter(|_| term.status == Status::Preferred)
        .map(|best| format!("`{}` is preferred here and `{}` there; it was entered as admitted", best.text, term.text));
    if difference.is_some() {
        term.status = Status::Admitted;
    }
    terms.push(term);
    difference
}

fn take(what: &str, place: &mut Option<String>, other: Option<String>) -> Option<String> {
    match (&place, other) {
        (Some(ours), Some(theirs)) if *ours != theirs => Some(format!("the {what} there is another")),
        (None, theirs) => {
            *place = theirs;
            None
        }
        _ => None,
    }
}

fn add_missing<T: PartialEq>(ours: &mut Vec<T>, theirs: Vec<T>) {
    for one in theirs {
        if !ours.contains(&one) {
            ours.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(terms: &[(&str, Status)]) -> Concept {
        let mut concept = Concept::new("x", "org");
        let terms = terms.iter().map(|(text, status)| Term::new(*text, *status)).collect();
        concept.terms.insert(Lang::en(), terms);
        concept
    }

    #[test]
    fn what_an_entry_says_stays() {
        let mut ours = concept(&[("Front", Status::Preferred), ("the Front", Status::Deprecated)]);
        let mut theirs = concept(&[("VFF", Status::Preferred), ("The front", Status::Preferred)]);
        theirs.note = Some("n".to_owned());
        let merged = merge(&mut ours, theirs.clone());
        assert!(merged.changed);
        assert_eq!(
            merged.differences,
            [
                "`Front` is preferred here and `VFF` there; it was entered as admitted",
                "`the Front` is deprecated here and preferred there",
            ]
        );
        assert_eq!(ours.note.as_deref(), Some("n"));
        assert!(!merge(&mut ours, theirs).changed, "the same a second time changes nothing");
    }
}
