//! XLIFF 1.2 whose units are cut into segments: `seg-source` has a `mrk` around each, and the target the same.

use std::ops::Range;

use crate::{
    ReadError,
    xliff::inline::{Content, Mark},
};

use super::{Document, Entry, Suggestion, Target, alternative, with, written};

/// Translations by the id of their segment.
type Fillings<'e> = Vec<(&'e str, Suggestion)>;

impl Document<'_, '_, '_> {
    /// Fills the segments of a unit that have no translation.
    pub(super) fn fill_segments(&mut self, entry: &Entry) -> Result<(), ReadError> {
        let Some(segmented) = &entry.segmented else { return Ok(()) };
        let (source, target) = (&segmented.marks, entry.marks_of_target());
        let is_whole = target.is_empty();
        if is_whole && entry.is_full() {
            self.filled.translated += source.len();
            return Ok(());
        }
        let (mut fillings, mut left) = (Fillings::new(), false);
        for (number, mark) in source.iter().enumerate() {
            // What has the name of an earlier one has no place of its own.
            if source[..number].iter().any(|earlier| earlier.id == mark.id) {
                self.filled.left += 1;
                left = true;
                continue;
            }
            let place = target.iter().find(|there| there.id == mark.id);
            if place.is_some_and(|place| !self.inside_of(place).trim().is_empty()) {
                self.filled.translated += 1;
                continue;
            }
            let known = segmented.mark_as_written(mark, &self.from, self.text);
            let known = known.filter(|segment| !segment.text.trim().is_empty());
            let known = known.filter(|_| is_whole || place.is_some());
            let filling = known.and_then(|segment| (self.fill)(&segment, &self.to));
            self.filled.count(filling.as_ref());
            match filling {
                Some(filling) => fillings.push((&mark.id, filling)),
                None => left = true,
            }
        }
        if !fillings.is_empty() {
            self.put_segments(entry, &fillings, left);
        }
        Ok(())
    }

    fn inside_of(&self, mark: &Mark) -> &str {
        self.text.get(mark.inside.clone()).unwrap_or_default()
    }

    fn put_segments(&mut self, entry: &Entry, fillings: &Fillings<'_>, left: bool) {
        let (target, definitions) = (entry.marks_of_target(), &entry.definitions);
        let prefix = &entry.prefix;
        for (id, filling) in fillings {
            for (_, tag) in definitions.iter().filter(|(defined, _)| defined == id) {
                self.define(tag, filling);
            }
        }
        let (state, alternatives) = if definitions.is_empty() {
            let alternatives = fillings.iter().map(|(id, filling)| alternative(prefix, Some(id), filling)).collect();
            (format!(" state=\"{}\"", state(fillings, left)), alternatives)
        } else {
            (String::new(), String::new())
        };
        if target.is_empty() {
            let attributes = self.attributes_of_target(entry);
            let inside = self.target_of(entry, fillings);
            let place = entry.target.as_ref().map_or(entry.place..entry.place, |target| target.whole.clone());
            let whole = format!("<{prefix}target{attributes}{state}>{inside}</{prefix}target>{alternatives}");
            self.edits.push((place, whole));
            return;
        }
        for mark in target {
            if let Some((_, filling)) = fillings.iter().find(|(id, _)| *id == mark.id) {
                let (text, tag) = (written(&filling.target), self.text.get(mark.tag.clone()).unwrap_or_default());
                self.edits.push(match tag.strip_suffix("/>") {
                    Some(open) => (mark.tag.clone(), format!("{}>{text}</{prefix}mrk>", open.trim_end())),
                    None => (mark.inside.clone(), text),
                });
            }
        }
        if let Some(Target { whole, tag, .. }) = entry.target.as_ref().filter(|_| definitions.is_empty()) {
            let changed = with(&self.text[tag.clone()], &["state", "state-qualifier"], &state);
            self.edits.push((tag.clone(), changed));
            self.edits.push((whole.end..whole.end, alternatives));
        }
    }

    /// The inside of a target that is not there yet: the segments where they stand in the source.
    fn target_of(&self, entry: &Entry, fillings: &Fillings<'_>) -> String {
        let Some(Content { inside, marks, .. }) = &entry.segmented else { return String::new() };
        let (mut out, mut at) = (String::new(), inside.start);
        for mark in marks {
            out.push_str(self.text.get(at..mark.inside.start).unwrap_or_default());
            if let Some((_, filling)) = fillings.iter().find(|(id, _)| *id == mark.id) {
                out.push_str(&written(&filling.target));
            }
            at = mark.inside.end;
        }
        out.push_str(self.text.get(at..inside.end).unwrap_or_default());
        out
    }

    /// Trados: says what became of a segment.
    fn define(&mut self, tag: &Range<usize>, filling: &Suggestion) {
        let conf = if filling.identical { "Translated" } else { "Draft" };
        let about = format!(" conf=\"{conf}\" origin=\"tm\" percent=\"{}\"", filling.percent);
        let old = self.text.get(tag.clone()).unwrap_or_default();
        let gone = ["conf", "origin", "origin-system", "percent", "text-match", "struct-match"];
        self.edits.push((tag.clone(), with(old, &gone, &about)));
    }
}

/// A unit is no further than its least segment.
fn state(fillings: &Fillings<'_>, left: bool) -> &'static str {
    if left {
        "needs-translation"
    } else if fillings.iter().all(|(_, filling)| filling.identical) {
        "translated"
    } else {
        "needs-review-translation"
    }
}
