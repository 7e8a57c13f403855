//! What a concept has beside its terms and their statuses, and which of it each format holds.

use crate::model::{Concept, TermType};

use super::{Format, Loss, Selection};

/// A part of a concept that a format may have no place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Domain,
    Pos,
    Type,
    Flags,
    Definition,
    Note,
    TermNote,
    Source,
    Validity,
    Seen,
    History,
    Example,
    NotWith,
    OtherLanguage,
}

use Part::{
    Definition, Domain, Example, Flags, History, NotWith, Note, OtherLanguage, Pos, Seen, Source, TermNote, Type,
    Validity,
};

const ALL: [Part; 14] = [
    Domain,
    Pos,
    Type,
    Flags,
    NotWith,
    Definition,
    Note,
    TermNote,
    Source,
    Validity,
    Seen,
    History,
    Example,
    OtherLanguage,
];

impl Part {
    /// How it is called when it is left out.
    fn name(self) -> &'static str {
        match self {
            Domain => "domains",
            Pos => "parts of speech",
            Type => "term types",
            Flags => "case and do-not-translate flags",
            Definition => "definitions",
            Note => "notes",
            TermNote => "notes on terms",
            Source => "sources",
            Validity => "dates of validity",
            Seen => "places where a term was seen",
            History => "dated decisions",
            Example => "examples",
            NotWith => "words that a term does not stand with",
            OtherLanguage => "terms in other languages",
        }
    }

    /// How often a concept has it.
    fn count(self, concept: &Concept, selection: &Selection<'_>) -> usize {
        let terms = || concept.all_terms().map(|(_, term)| term);
        let is_dated = |validity: &crate::model::Validity| validity.from.is_some() || validity.to.is_some();
        let of_pair = |lang: &crate::lang::Lang| *lang == selection.pair.from || *lang == selection.pair.to;
        match self {
            Domain => usize::from(!concept.domain.is_empty()),
            Pos => usize::from(concept.pos.is_some()),
            Type => terms().filter(|term| term.kind != TermType::Full).count(),
            Flags => terms().filter(|term| term.case || term.keep).count(),
            Definition => usize::from(concept.definition.is_some()),
            Note => usize::from(concept.note.is_some()),
            TermNote => terms().filter(|term| term.note.is_some()).count(),
            Source => concept.sources.len(),
            Validity => {
                usize::from(is_dated(&concept.validity)) + terms().filter(|term| is_dated(&term.validity)).count()
            }
            Seen => concept.seen.len(),
            History => concept.history.len(),
            NotWith => terms().map(|term| term.not_with.len()).sum(),
            Example => concept.flag.len() + concept.pass.len(),
            OtherLanguage => concept.all_terms().filter(|(lang, _)| !of_pair(lang)).count(),
        }
    }
}

impl Format {
    /// What it has a place for.
    fn holds(self) -> &'static [Part] {
        match self {
            Self::Tbx(_) => &[Domain, Pos, Type, Definition, Note, TermNote, Source, OtherLanguage],
            Self::Table(_) => &[Domain, Pos, Type, Definition, Note, TermNote],
            #[cfg(feature = "xlsx")]
            Self::Xlsx => &[Domain, Pos, Type, Definition, Note, TermNote],
            Self::MultiTerm => &[Domain, Pos, Type, Definition, Note, TermNote],
            Self::Json => &[
                Domain,
                Pos,
                Type,
                Flags,
                NotWith,
                Definition,
                Note,
                TermNote,
                Source,
                Validity,
                Seen,
                History,
                OtherLanguage,
            ],
            Self::Tmx(_) | Self::MemoQ => &[Domain, Definition, Note],
            Self::List(_) => &[Domain, Definition, Note, TermNote],
            Self::Omegat(_) => &[Definition, Note, TermNote],
            Self::Po | Self::Xliff(_) => &[Definition, Note],
            Self::GlossMl => &[Definition],
            Self::Utx => &[Pos],
            Self::Dictionary(_) => &[],
            // Rules for a program, not a glossary.
            Self::Vale | Self::Srx => &ALL,
        }
    }

    /// What it leaves out of the concepts beside terms, which its writer counts.
    pub(super) fn leaves_out(self, selection: &Selection<'_>) -> Loss {
        let mut loss = Loss::default();
        for part in ALL.into_iter().filter(|part| !self.holds().contains(part)) {
            for concept in selection.concepts {
                loss.add_many(part.name(), &concept.id, part.count(concept, selection));
            }
        }
        loss
    }
}
