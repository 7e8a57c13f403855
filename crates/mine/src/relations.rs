//! What an apposition says of a name: `X commune (formerly Y commune)`, `X village (Y commune)`, `X hamlet, Y commune`.

use std::collections::BTreeMap;

use gloss_core::text::Span;

use super::candidate::{Mention, Relation, RelationKind};

/// The relations between the places found in a text, by the place they are said of.
pub(super) fn between(text: &str, found: &[Mention]) -> BTreeMap<Span, Relation> {
    let mut places: Vec<Span> = found.iter().filter(|f| f.category == "place").map(|f| f.span).collect();
    places.sort();
    places.dedup();
    // Of places that begin together the longest counts: `Na Sang village`, not `Na Sang`.
    let longest: BTreeMap<usize, Span> = places.iter().map(|span| (span.start, *span)).collect();
    let places: Vec<Span> = longest.into_values().collect();
    let pairs = places.iter().zip(places.iter().skip(1));
    pairs
        .filter_map(|(first, second)| {
            let kind = match text.get(first.end..second.start)? {
                " (formerly " | ", formerly " => RelationKind::Formerly,
                " (" if text[second.end..].starts_with(')') => RelationKind::LocatedIn,
                ", " if is_village(first.of(text)) && !is_village(second.of(text)) => RelationKind::LocatedIn,
                _ => return None,
            };
            Some((*first, Relation { kind, form: second.of(text).to_owned() }))
        })
        .collect()
}

fn is_village(name: &str) -> bool {
    name.ends_with(" village") || name.ends_with(" hamlet")
}
