//! Candidate terms and names from running text, each with its evidence.
//!
//! Most terms worth having occur once in an article, so nothing here counts words. The text is first taken apart
//! ([`anatomy`]: body, captions, bylines, teasers, page furniture); then a few passes look for what names and terms are
//! made of: capitalised runs, kind words, quotation marks beside a trigger noun, brackets with an acronym, head nouns of
//! the field, document numbers, and the terms of the glossary. General word lists (`lexicon/`) carry the rules; no
//! article's own terms stand in the code.
//!
//! Nothing is invented. A candidate's Vietnamese is what stands in the text, what a rule composes from a kind word and a
//! name, or what the glossary says; otherwise it has none.

mod acronyms;
pub mod anatomy;
mod candidate;
mod collect;
mod known;
mod lexicon;
mod names;
mod numbers;
mod phrases;
mod quoted;
mod relations;
mod vietnamese;
mod words;

pub use anatomy::SegmentKind;
pub use candidate::{Candidate, Evidence, Origin, Relation, RelationKind, Unpaired};

use rayon::prelude::*;

use gloss_core::lang::Article;
use gloss_terms::glossary::Glossary;

use anatomy::Anatomy;
use candidate::Mention;
use known::Known;

/// What was mined.
#[derive(Debug, Default, PartialEq)]
pub struct Mined {
    /// Candidates with an English form, best first.
    pub candidates: Vec<Candidate>,
    /// Vietnamese names that found no partner.
    pub unpaired: Vec<Unpaired>,
}

/// Mines texts.
#[derive(Debug)]
pub struct Miner<'g> {
    known: Option<Known<'g>>,
}

impl<'g> Miner<'g> {
    /// A miner that knows a glossary, or none: then only general tables stay.
    pub fn new(glossary: Option<&'g Glossary>) -> Self {
        Self { known: glossary.map(Known::new) }
    }

    /// Mines texts together: what repeats in several of them is page furniture.
    ///
    /// `done` is called after each text, from any thread. Cost: linear in the text; texts are mined on all cores.
    pub fn mine(&self, articles: &[Article], done: &(dyn Fn() + Sync)) -> Mined {
        let repeated = anatomy::repeated_lines(articles.iter().map(|article| article.document.text()));
        let one = |article: &Article| {
            let found = self.one(article, &repeated);
            done();
            found
        };
        let found: Vec<Vec<Mention>> = articles.par_iter().map(one).collect();
        collect::collect(articles, found, self.known.as_ref())
    }

    fn one(&self, article: &Article, repeated: &anatomy::Repeated) -> Vec<Mention> {
        let text = article.document.text();
        let anatomy = Anatomy::of(text, repeated);
        let mut found = Vec::new();
        for segment in anatomy.segments.iter().filter(|s| s.kind.is_prose()) {
            let sentences = words::sentences(text, segment.span, &article.lang);
            let start = found.len();
            if article.lang.is("vi") {
                sentences.iter().for_each(|sentence| vietnamese::find(sentence, &mut found));
            } else {
                for sentence in &sentences {
                    quoted::find(sentence, &mut found);
                    names::find(sentence, anatomy.has_diacritics, &mut found);
                    acronyms::find(sentence, &mut found);
                    numbers::find(sentence, &mut found);
                    phrases::find(sentence, &mut found);
                }
            }
            if let Some(known) = &self.known {
                known.find(text, segment.span, &article.lang, &mut found);
            }
            found[start..].iter_mut().for_each(|f| f.segment = segment.kind);
        }
        names::link_given_names(text, &anatomy, &mut found);
        let relations = relations::between(text, &found);
        found.iter_mut().for_each(|f| f.relation = relations.get(&f.span).cloned());
        found
    }
}
