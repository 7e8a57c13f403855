//! `gloss.mine/1`.

use serde::Serialize;

/// Terms and names proposed from texts.
#[derive(Debug, Clone, Serialize)]
pub struct Mined<'a> {
    /// `gloss.mine/1`.
    pub schema: &'static str,
    /// The candidates, each with its English form.
    pub candidates: Vec<Candidate<'a>>,
    /// Vietnamese forms that found no partner.
    pub unpaired: Vec<Unpaired<'a>>,
}

/// A term or name that is proposed.
#[derive(Debug, Clone, Serialize)]
pub struct Candidate<'a> {
    /// The English form.
    pub en: &'a str,
    /// The Vietnamese form, if it is known.
    pub vi: Option<&'a str>,
    /// Further readings, where the rule leaves several.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub vi_alt: &'a [String],
    /// What it is: `place`, `person`, `org` and so on.
    pub category: &'a str,
    /// How the partner is known: `in-text`, `compositional`, `glossary` or `aligned`.
    pub origin: Option<&'a str>,
    /// How sure the miner is, from 0 to 1.
    pub confidence: f64,
    /// How often it was found.
    pub count: usize,
    /// Where it was found.
    pub places: Vec<CandidatePlace<'a>>,
    /// Other forms of the same thing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation<'a>>,
}

/// Another form of a candidate.
#[derive(Debug, Clone, Serialize)]
pub struct Relation<'a> {
    /// How the two belong together.
    pub kind: &'a str,
    /// The other form.
    pub form: &'a str,
}

/// A Vietnamese form without a partner.
#[derive(Debug, Clone, Serialize)]
pub struct Unpaired<'a> {
    /// The form.
    pub vi: &'a str,
    /// What it is.
    pub category: &'a str,
    /// How often it was found.
    pub count: usize,
    /// Where it was found.
    pub places: Vec<CandidatePlace<'a>>,
}

/// Where a candidate was found.
#[derive(Debug, Clone, Serialize)]
pub struct CandidatePlace<'a> {
    /// The file.
    pub file: &'a str,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The part of the article: `title`, `body` and so on.
    pub segment: &'a str,
    /// The form as printed.
    pub form: &'a str,
}

impl<'a> Mined<'a> {
    /// The report about what was mined.
    pub fn of(mined: &'a gloss_mine::Mined) -> Self {
        let unpaired = |one: &'a gloss_mine::Unpaired| Unpaired {
            vi: &one.vi,
            category: &one.category,
            count: one.places.len(),
            places: one.places.iter().map(place).collect(),
        };
        Self {
            schema: "gloss.mine/1",
            candidates: mined.candidates.iter().map(candidate).collect(),
            unpaired: mined.unpaired.iter().map(unpaired).collect(),
        }
    }
}

fn candidate(one: &gloss_mine::Candidate) -> Candidate<'_> {
    let relations = one.relations.iter();
    Candidate {
        en: &one.en,
        vi: one.vi.as_deref(),
        vi_alt: &one.vi_alt,
        category: &one.category,
        origin: one.origin.map(gloss_mine::Origin::as_str),
        confidence: (one.confidence * 100.0).round() / 100.0,
        count: one.places.len(),
        places: one.places.iter().map(place).collect(),
        relations: relations.map(|other| Relation { kind: other.kind.as_str(), form: &other.form }).collect(),
    }
}

fn place(evidence: &gloss_mine::Evidence) -> CandidatePlace<'_> {
    let place = &evidence.place;
    CandidatePlace {
        file: &place.file,
        line: place.line,
        column: place.column,
        segment: evidence.segment.as_str(),
        form: &place.text,
    }
}
