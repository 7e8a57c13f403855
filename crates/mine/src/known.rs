//! Terms of the glossary in the text.

use gloss_core::{
    lang::Lang,
    model::{Term, TermType},
    text::Span,
};
use gloss_terms::{
    glossary::Glossary,
    index::{MatchKind, Scanners, TermRef, all_terms},
};

use super::{
    candidate::{Mention, Origin},
    lexicon::STOPWORDS,
};

/// The glossary, ready to be found in text.
#[derive(Debug)]
pub(super) struct Known<'g> {
    glossary: &'g Glossary,
    scanners: Scanners<'g>,
}

impl<'g> Known<'g> {
    pub(super) fn new(glossary: &'g Glossary) -> Self {
        Self { glossary, scanners: Scanners::from_terms(all_terms(glossary.concepts())) }
    }

    /// Whether a reviewer turned a form down before.
    pub(super) fn rejects(&self, form: &str) -> bool {
        self.glossary.rejected().contains(form)
    }

    pub(super) fn find(&self, text: &str, segment: Span, lang: &Lang, out: &mut Vec<Mention>) {
        let Some(scanner) = self.scanners.for_lang(lang) else { return };
        let matches = scanner.scan(segment.of(text));
        for found in &matches {
            let span = Span::new(segment.start + found.span.start, segment.start + found.span.end);
            let best = found.terms.iter().min_by_key(|(of, kind)| (*kind, of.term.kind, of.term.status));
            let Some((of, kind)) = best else { continue };
            let printed = span.of(text);
            let single = !printed.contains(' ');
            // A plain word that only looks like a name without its marks, and a word of a longer term.
            let doubtful = single && *kind == MatchKind::Folded;
            let part =
                single && matches.iter().any(|other| other.span != found.span && other.span.contains(found.span));
            if !doubtful && !part && !STOPWORDS.contains(printed.to_lowercase().as_str()) {
                out.push(known(*of, span, printed));
            }
        }
    }
}

fn known(of: TermRef<'_>, span: Span, printed: &str) -> Mention {
    let other = if of.lang.is("vi") { Lang::en() } else { Lang::vi() };
    let partner = partner(of, &other);
    let (en, mut vi) = if of.lang.is("vi") {
        (partner.map(|term| term.text.clone()), vec![of.term.text.clone()])
    } else {
        (Some(printed.to_owned()), partner.iter().map(|term| term.text.clone()).collect())
    };
    let accepted = of.concept.terms(&Lang::vi()).iter().filter(|term| term.status.is_accepted());
    let further: Vec<String> = accepted.map(|term| term.text.clone()).filter(|term| !vi.contains(term)).collect();
    vi.extend(further);
    let mut found = Mention::new(span, printed, &of.concept.domain, 0.98).with_vi(vi, Origin::Glossary);
    found.en = en;
    found
}

/// The term of the other language that stands for this one: a short form for a short form, else the preferred one.
fn partner<'g>(of: TermRef<'g>, other: &Lang) -> Option<&'g Term> {
    let same = |t: &&Term| t.kind == of.term.kind && t.status.is_accepted();
    let shortened = matches!(of.term.kind, TermType::Short | TermType::Acronym);
    let terms = of.concept.terms(other);
    shortened.then(|| terms.iter().find(same)).flatten().or_else(|| of.concept.preferred(other))
}
