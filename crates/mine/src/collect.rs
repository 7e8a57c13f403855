//! From finds to candidates: one for each form, with all its places.

use std::collections::BTreeMap;

use gloss_core::{
    lang::{Article, english},
    report::Place,
    text::{self, Span, key},
};

use super::{
    Mined,
    candidate::{Candidate, Evidence, Mention, Origin, Relation, Unpaired},
    known::Known,
};

/// Forms that are one candidate: case, plural and possessive apart; a diacritic always tells two names apart.
fn form_key(form: &str) -> String {
    key::join(form, |word| {
        if text::is_bare(word) { english::base_form(&text::fold(word)).into_owned() } else { key::exact_word(word) }
    })
}

/// From this confidence on a name found by rule is surely one.
const SURE: f64 = 0.8;

pub(super) fn collect(articles: &[Article], found: Vec<Vec<Mention>>, known: Option<&Known<'_>>) -> Mined {
    let mut groups: BTreeMap<String, Vec<(usize, Mention)>> = BTreeMap::new();
    let mut unpaired: BTreeMap<String, Vec<(usize, Mention)>> = BTreeMap::new();
    for (file, mut found) in found.into_iter().enumerate() {
        drop_parts_of_names(&mut found);
        for f in found {
            match &f.en {
                Some(en) if known.is_some_and(|k| k.rejects(en)) => {}
                Some(en) => groups.entry(form_key(en)).or_default().push((file, f)),
                None => unpaired
                    .entry(f.vi.first().map(|vi| key::exact(vi)).unwrap_or_default())
                    .or_default()
                    .push((file, f)),
            }
        }
    }
    groups.remove("");
    let mut candidates: Vec<Candidate> = groups.into_values().filter_map(|group| candidate(articles, &group)).collect();
    candidates.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then_with(|| order(&a.places).cmp(&order(&b.places)))
            .then_with(|| a.en.cmp(&b.en))
    });
    let paired: std::collections::BTreeSet<String> =
        candidates.iter().filter_map(|c| c.vi.as_deref()).map(key::exact).collect();
    let unpaired = unpaired
        .into_iter()
        .filter(|(vi, _)| !paired.contains(vi))
        .filter_map(|(_, group)| {
            let best = group.first().map(|(_, f)| f.clone())?;
            let vi = best.vi.into_iter().next()?;
            Some(Unpaired {
                vi,
                category: best.category,
                confidence: best.confidence,
                places: places(articles, &group),
            })
        })
        .collect();
    Mined { candidates, unpaired }
}

fn order(places: &[Evidence]) -> Option<(&str, usize, usize)> {
    places.first().map(|p| (p.place.file.as_str(), p.place.line, p.place.column))
}

/// Finds that only repeat a part of a better one: anything inside a person's name (`Tân Tiến` in `Nguyễn Tân Tiến`), a
/// known name inside one composed with a kind word (`Nam Dương` in `Nam Dương Cooperative`), and a phrase found by rule
/// inside a term of the glossary.
fn drop_parts_of_names(found: &mut Vec<Mention>) {
    let cover = |wanted: &dyn Fn(&Mention) -> bool| Cover::of(found.iter().filter(|f| wanted(f)).map(|f| f.span));
    let people = cover(&|f| f.category == "person");
    let names = cover(&|f| f.origin == Some(Origin::Compositional));
    let sure = cover(&|f| f.origin.is_none() && f.confidence >= SURE);
    let terms = cover(&|f| f.origin == Some(Origin::Glossary));
    found.retain(|f| {
        let part = match f.origin {
            Some(Origin::Glossary) => names.has_inside(f.span) || (is_single(f) && sure.has_inside(f.span)),
            None => terms.has_inside(f.span),
            Some(_) => false,
        };
        !part && !people.has_inside(f.span)
    });
}

/// Whether a find is one word: `Commune` in `One Commune One Product`.
fn is_single(found: &Mention) -> bool {
    found.en.as_deref().is_some_and(|en| !en.contains(' '))
}

/// Spans in order of start, each with the furthest end up to it: whether one covers another is a binary search.
struct Cover(Vec<(usize, usize, usize)>);

impl Cover {
    fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort();
        let mut furthest = 0;
        let reach = |span: Span| {
            furthest = furthest.max(span.end);
            (span.start, span.end, furthest)
        };
        Self(spans.into_iter().map(reach).collect())
    }

    /// Whether a span lies in a larger one.
    fn has_inside(&self, span: Span) -> bool {
        let earlier = self.0.partition_point(|&(start, _, _)| start < span.start);
        let with = self.0.partition_point(|&(start, _, _)| start <= span.start);
        let before = earlier.checked_sub(1).is_some_and(|i| self.0[i].2 >= span.end);
        before || self.0[earlier..with].last().is_some_and(|&(_, end, _)| end > span.end)
    }
}

fn candidate(articles: &[Article], group: &[(usize, Mention)]) -> Option<Candidate> {
    // The glossary knows best; then the surest rule.
    let best = group.iter().map(|(_, f)| f).max_by(|a, b| {
        let rank = |f: &Mention| (f.origin == Some(Origin::Glossary), !f.vi.is_empty());
        rank(a).cmp(&rank(b)).then(a.confidence.total_cmp(&b.confidence))
    })?;
    let places = places(articles, group);
    let mut forms: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (i, (_, f)) in group.iter().enumerate() {
        forms.entry(f.en.as_deref().unwrap_or_default()).or_insert((0, i)).0 += 1;
    }
    let (form, _) = forms.into_iter().max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)))?;
    let mut relations: Vec<Relation> = group.iter().filter_map(|(_, f)| f.relation.clone()).collect();
    relations.sort();
    relations.dedup();
    let mut vi = best.vi.iter().cloned();
    let bonus = if places.len() > 1 && best.confidence < 0.8 { 0.05 } else { 0.0 };
    Some(Candidate {
        en: form.to_owned(),
        vi: vi.next(),
        vi_alt: vi.collect(),
        category: best.category.clone(),
        origin: best.origin,
        confidence: best.confidence + bonus,
        relations,
        places,
    })
}

fn places(articles: &[Article], group: &[(usize, Mention)]) -> Vec<Evidence> {
    let mut places: Vec<Evidence> = group
        .iter()
        .map(|(file, f)| Evidence { place: Place::in_document(&articles[*file].document, f.span), segment: f.segment })
        .collect();
    places.sort_by(|a, b| (&a.place.file, a.place.span).cmp(&(&b.place.file, b.place.span)));
    places.dedup_by(|a, b| a.place.file == b.place.file && a.place.span.overlaps(b.place.span));
    places
}
