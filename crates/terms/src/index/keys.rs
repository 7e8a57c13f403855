//! The keys of a query, and the keys under which a term is indexed.

use gloss_core::{
    lang::{Lang, english, vietnamese},
    model::{Term, TermType},
    text::key,
};

use super::HitKind;

/// The keys of a query, each computed once.
#[derive(Debug)]
pub(super) struct QueryKeys {
    /// The query itself, without surrounding white space.
    pub(super) raw: String,
    pub(super) exact: String,
    pub(super) tone: String,
    pub(super) loose: String,
    pub(super) folded: String,
    inflected: String,
    acronym: String,
}

impl QueryKeys {
    pub(super) fn new(text: &str) -> Self {
        Self {
            raw: text.trim().to_owned(),
            exact: key::exact(text),
            tone: key::tone_style(text),
            loose: key::loose(text),
            folded: key::folded(text),
            inflected: english::key(text),
            acronym: acronym_key(text),
        }
    }

    /// The distinct keys to look up among the aliases.
    pub(super) fn alias_keys(&self) -> Vec<String> {
        let mut keys = vec![key::folded(&self.loose), self.inflected.clone(), self.acronym.clone()];
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|key| !key.is_empty());
        keys
    }

    /// The strictest kind of equality between the query and a whole term, if they are equal at all.
    pub(super) fn equality(&self, lang: &Lang, term: &Term) -> Option<HitKind> {
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
        acronym_keys(lang, term).contains(&self.acronym).then_some(HitKind::Acronym)
    }
}

/// The keys of a term other than its folded key: with `i` for a final `y`, in English base form, as an acronym.
pub(super) fn aliases(lang: &Lang, term: &Term, folded: &str) -> Vec<String> {
    let mut keys = acronym_keys(lang, term);
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

/// The acronym keys of a term: its own letters, whatever separates them (`Sở GD&ĐT`, `Sở GDĐT`), or its initials.
fn acronym_keys(lang: &Lang, term: &Term) -> Vec<String> {
    match term.kind {
        TermType::Acronym => vec![acronym_key(&term.text)],
        TermType::Full if lang.is("vi") => {
            let initials = vietnamese::acronym(&term.text);
            if initials.chars().count() > 2 { vec![key::folded(&initials)] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// The folded letters and digits of a text, without anything between them.
fn acronym_key(text: &str) -> String {
    key::folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
