//! A concept: one thing with its names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::lang::Lang;

use super::{Seen, Source, Status, Term, TermType, term::words};

words! {
    /// Part of speech, as TBX-Basic knows it.
    PartOfSpeech {
        /// A noun or noun phrase.
        Noun = "noun",
        /// A verb or verb phrase.
        Verb = "verb",
        /// An adjective.
        Adjective = "adjective",
        /// An adverb.
        Adverb = "adverb",
        /// Anything else, slogans included.
        Other = "other",
    }
}

/// From when to when something is valid: ISO dates or years, both ends optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
}

/// What the register of administrative units says of a concept that is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministrativeUnit {
    /// The unit that it became part of, as the register names it in Vietnamese: `phường Mường Thanh`.
    pub merged_into: Option<String>,
}

/// One thing with its names in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Stable id.
    pub id: String,
    /// Subject field.
    pub domain: String,
    /// The terms of each language, in the order of the file.
    pub terms: BTreeMap<Lang, Vec<Term>>,
    /// Part of speech.
    pub pos: Option<PartOfSpeech>,
    /// What it is.
    pub definition: Option<String>,
    /// What a translator should know.
    pub note: Option<String>,
    /// When it exists or existed.
    pub validity: Validity,
    /// What the register says, if it is an administrative unit.
    pub unit: Option<AdministrativeUnit>,
    /// Who vouches for it.
    pub sources: Vec<Source>,
    /// Where its terms were read.
    pub seen: Vec<Seen>,
    /// Dated decisions about it.
    pub history: Vec<String>,
    /// Sentences that a check must flag.
    #[serde(skip)]
    pub flag: Vec<String>,
    /// Sentences that a check must let pass.
    #[serde(skip)]
    pub pass: Vec<String>,
}

impl Concept {
    /// A concept with no terms yet.
    pub fn new(id: impl Into<String>, domain: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            domain: domain.into(),
            terms: BTreeMap::new(),
            pos: None,
            definition: None,
            note: None,
            validity: Validity::default(),
            unit: None,
            sources: Vec::new(),
            seen: Vec::new(),
            history: Vec::new(),
            flag: Vec::new(),
            pass: Vec::new(),
        }
    }

    /// The terms of a language; none if it has none.
    pub fn terms(&self, lang: &Lang) -> &[Term] {
        self.terms.get(lang).map_or(&[], Vec::as_slice)
    }

    /// Whether it is an administrative unit.
    pub fn is_unit(&self) -> bool {
        self.unit.is_some()
    }

    /// The unit that this former one became part of.
    pub fn merged_into(&self) -> Option<&str> {
        self.unit.as_ref()?.merged_into.as_deref()
    }

    /// Every term with its language.
    pub fn all_terms(&self) -> impl Iterator<Item = (&Lang, &Term)> {
        self.terms.iter().flat_map(|(lang, terms)| terms.iter().map(move |term| (lang, term)))
    }

    /// The term to write in a language: the preferred one, else the first accepted one.
    pub fn preferred(&self, lang: &Lang) -> Option<&Term> {
        let terms = self.terms(lang);
        terms.iter().find(|t| t.status == Status::Preferred).or_else(|| terms.iter().find(|t| t.status.is_accepted()))
    }

    /// What to write instead of `term`: the preferred form of the same type if there is one, else the preferred one.
    pub fn replacement(&self, lang: &Lang, term: &Term) -> Option<&Term> {
        let same_type = |t: &&Term| t.kind == term.kind && t.status.is_accepted() && t.text != term.text;
        match term.kind {
            TermType::Acronym | TermType::Short => self.terms(lang).iter().find(same_type),
            TermType::Full | TermType::Variant => None,
        }
        .or_else(|| self.preferred(lang))
    }
}
