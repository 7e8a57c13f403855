//! The keys under which a term is found, and those of a query.

use crate::{
    lang::{Lang, english, vietnamese},
    model::{Term, TermType},
    text::key,
};

use super::HitKind;

/// A query, its keys made once.
#[derive(Debug)]
pub(super) struct Query {
    /// As typed, without the spaces around it.
    pub(super) raw: String,
    pub(super) exact: String,
    pub(super) tone: String,
    pub(super) loose: String,
    pub(super) folded: String,
    inflected: String,
    acronym: String,
}

impl Query {
    pub(super) fn new(text: &str) -> Self {
        Self {
            raw: text.trim().to_owned(),
            exact: key::exact(text),
            tone: key::tone_style(text),
            loose: key::loose(text),
            folded: key::folded(text),
            inflected: english::key(text),
            acronym: squeezed(text),
        }
    }

    /// The keys to ask the aliases for, each once.
    pub(super) fn aliases(&self) -> Vec<String> {
        let mut keys = vec![key::folded(&self.loose), self.inflected.clone(), self.acronym.clone()];
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|key| !key.is_empty());
        keys
    }

    /// The strictest way in which the query is the whole of a term.
    pub(super) fn equals(&self, lang: &Lang, term: &Term) -> Option<HitKind> {
        let text = &term.text;
        let folded = key::folded(text);
        if folded == self.folded && key::exact(text) == self.exact {
            return Some(HitKind::Exact);
        }
        if key::tone_style(text) == self.tone {
            return Some(HitKind::ToneStyle);
        }
        if lang.is("vi") {
            let loose = key::loose(text);
            if loose == self.loose {
                return Some(HitKind::ToneStyle);
            }
            if key::folded(&loose) == key::folded(&self.loose) {
                return Some(HitKind::Folded);
            }
        }
        if folded == self.folded {
            return Some(HitKind::Folded);
        }
        if lang.is("en") && english::key(text) == self.inflected {
            return Some(HitKind::Inflected);
        }
        acronyms(lang, term).contains(&self.acronym).then_some(HitKind::Acronym)
    }
}

/// The keys of a term beside its folded one: with `i` for a final `y`, in its English base form, as an acronym.
pub(super) fn aliases(lang: &Lang, term: &Term, folded: &str) -> Vec<String> {
    let mut keys = acronyms(lang, term);
    if lang.is("vi") {
        keys.push(key::folded(&key::loose(&term.text)));
    }
    if lang.is("en") {
        keys.push(english::key(&term.text));
    }
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| !key.is_empty() && key != folded);
    keys
}

/// A term's acronyms: its own letters, however they are held apart (`Sở GD&ĐT`, `Sở GDĐT`), or its initials.
fn acronyms(lang: &Lang, term: &Term) -> Vec<String> {
    match term.kind {
        TermType::Acronym => vec![squeezed(&term.text)],
        TermType::Full if lang.is("vi") => {
            let initials = vietnamese::initials(&term.text);
            if initials.chars().count() > 2 { vec![key::folded(&initials)] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// The folded letters and digits of a text, nothing between them.
fn squeezed(text: &str) -> String {
    key::folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
