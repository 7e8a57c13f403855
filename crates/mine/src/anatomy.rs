//! What each line of an article is.
//!
//! News pages saved as text carry more than the article: the comment form, the list of other articles (each headline
//! twice, then a category and a lead), captions, the author's name. A teaser is a document of its own, so its names count;
//! furniture does not.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use gloss_core::text::{self, Span};

use super::lexicon::FURNITURE;

/// The part of an article a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SegmentKind {
    /// The title.
    Headline,
    /// A paragraph of the text.
    Body,
    /// The words below a picture.
    Caption,
    /// The author's name.
    Byline,
    /// Headline or lead of another article.
    Teaser,
    /// Buttons, forms, category lines.
    Furniture,
}

impl SegmentKind {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Byline => "byline",
            Self::Teaser => "teaser",
            Self::Furniture => "furniture",
        }
    }

    /// Whether terms are looked for in it.
    pub fn is_prose(self) -> bool {
        !matches!(self, Self::Byline | Self::Furniture)
    }
}

impl fmt::Display for SegmentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A line and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands, without the space around it.
    pub span: Span,
    /// What it is.
    pub kind: SegmentKind,
}

/// An article taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anatomy {
    /// Its lines that are not empty, in order.
    pub segments: Vec<Segment>,
    /// Whether its names keep their diacritics.
    pub has_diacritics: bool,
}

/// Short lines that several files share.
pub type Repeated = BTreeSet<String>;

/// A line that stands in two files and is no longer than this is part of the page.
const FURNITURE_LENGTH: usize = 60;
/// A caption has one sentence of at most this many words.
const CAPTION_WORDS: usize = 32;

/// The short lines that stand in more than one of the texts.
pub fn repeated_lines<'t>(texts: impl Iterator<Item = &'t str>) -> Repeated {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        let lines: BTreeSet<&str> =
            text.lines().map(str::trim).filter(|l| !l.is_empty() && l.len() <= FURNITURE_LENGTH).collect();
        lines.into_iter().for_each(|line| *seen.entry(line).or_default() += 1);
    }
    seen.into_iter().filter(|(_, count)| *count > 1).map(|(line, _)| line.to_owned()).collect()
}

impl Anatomy {
    /// Takes a text apart. Cost: one pass.
    pub fn of(text: &str, repeated: &Repeated) -> Self {
        let mut segments = Vec::new();
        let mut at = 0;
        let mut teasers = false;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            if trimmed.is_empty() {
                continue;
            }
            let kind = if is_furniture(trimmed, repeated) {
                teasers |= trimmed.eq_ignore_ascii_case("recent news");
                SegmentKind::Furniture
            } else if trimmed.starts_with("• '") || trimmed.starts_with('\'') {
                SegmentKind::Furniture // a headline that follows once more
            } else if teasers {
                SegmentKind::Teaser
            } else {
                SegmentKind::Body
            };
            segments.push(Segment { span: Span::new(start, start + trimmed.len()), kind });
        }
        refine(text, &mut segments);
        let has_diacritics = text::tokens(text).iter().any(|t| !text::is_bare(t.span.of(text)));
        Self { segments, has_diacritics }
    }
}

fn is_furniture(line: &str, repeated: &Repeated) -> bool {
    let small = line.to_lowercase();
    repeated.contains(line) || FURNITURE.iter().any(|pattern| pattern.is_match(line) || pattern.is_match(&small))
}

/// Tells headline, byline and captions from the body, by their form and their neighbours.
fn refine(text: &str, segments: &mut [Segment]) {
    let body: Vec<usize> = (0..segments.len()).filter(|&i| segments[i].kind == SegmentKind::Body).collect();
    let (Some(&first), Some(&last)) = (body.first(), body.last()) else { return };
    let line = |i: usize, segments: &[Segment]| segments[i].span.of(text).to_owned();
    if body.len() > 1 && !ends_a_sentence(&line(first, segments)) {
        segments[first].kind = SegmentKind::Headline;
    }
    let before_furniture = segments.get(last + 1).is_none_or(|next| next.kind == SegmentKind::Furniture);
    if before_furniture && body.len() > 1 && is_name_alone(&line(last, segments)) {
        segments[last].kind = SegmentKind::Byline;
    }
    for pair in body.windows(2).skip(1) {
        let (i, next) = (pair[0], pair[1]);
        let words = line(i, segments).split_whitespace().count();
        let one_sentence = line(i, segments).trim_end_matches('.').matches(". ").count() == 0;
        let among_paragraphs = line(next, segments).split_whitespace().count() > 2 * words;
        if one_sentence && words <= CAPTION_WORDS && among_paragraphs && ends_a_sentence(&line(i, segments)) {
            segments[i].kind = SegmentKind::Caption;
        }
    }
}

fn ends_a_sentence(line: &str) -> bool {
    line.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', '!', '?', '…', ':'])
}

fn is_name_alone(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && !ends_a_sentence(line)
        && words.iter().all(|w| w.chars().next().is_some_and(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "A commune builds its roads\n\n\
        ĐBP - The commune has laid six kilometres of concrete road this year, and every household gave a hand. The work goes on in the dry season.\n\n\
        Villagers pour concrete in Kép village.\n\n\
        By the end of the year two more roads will be open to traffic, and lorries will reach the maize fields before the harvest. Schools gain most.\n\n\
        Lê Hải Yến\nComment\n\nYou have 500/500 characters left\n\nRecent news\n\n  • 'A new bridge\n\n    A new bridge\n\n    SOCIAL AFFAIRS -\n    ĐBP - A bridge now spans the stream.\n";

    #[test]
    fn an_article_page_falls_into_its_parts() {
        use SegmentKind::{Body, Byline, Caption, Furniture, Headline, Teaser};
        let anatomy = Anatomy::of(PAGE, &Repeated::new());
        let kinds: Vec<SegmentKind> = anatomy.segments.iter().map(|s| s.kind).collect();
        assert_eq!(
            kinds,
            [
                Headline, Body, Caption, Body, Byline, Furniture, Furniture, Furniture, Furniture, Teaser, Furniture,
                Teaser
            ]
        );
        assert!(anatomy.has_diacritics);
    }

    #[test]
    fn short_lines_that_several_files_share_are_furniture() {
        let repeated = repeated_lines(["Our hotline\nOne body line.", "Our hotline\nAnother."].into_iter());
        let anatomy = Anatomy::of("Our hotline\nOne body line.", &repeated);
        assert_eq!(anatomy.segments[0].kind, SegmentKind::Furniture);
    }
}
