//! Transformed text that remembers where it came from.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick};

use super::fold::plain_blocks;

/// A half-open range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
    /// The text the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
    /// As a standard range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
    /// Whether `other` lies wholly inside this span (equal spans included).
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Where the pieces of a transformed text came from: pairs of (new, original) byte offsets at which a piece starts.
///
/// Between two pairs the text was either copied (same length on both sides) or changed as one piece; a position inside
/// a changed piece maps to the piece's edge. Look-ups cost O(log pieces).
#[derive(Debug, Clone, PartialEq, Eq)]
struct OffsetMap {
    pieces: Vec<Piece>,
    new_len: usize,
    old_len: usize,
    /// Whether an empty piece behind each changed one says where that ends.
    exact: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    new: usize,
    old: usize,
    copied: bool,
}

impl OffsetMap {
    /// The original span that a span of the new text stands for.
    fn to_original(&self, span: Span) -> Span {
        let start = self.edge(span.start, false);
        Span::new(start, self.edge(span.end, true).max(start))
    }

    fn edge(&self, at: usize, end: bool) -> usize {
        if at >= self.new_len {
            return self.pieces.len().checked_sub(1).map_or(self.old_len, |last| self.end_of(last));
        }
        let index = self.pieces.partition_point(|piece| piece.new <= at).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return at };
        match (end, piece.new == at, piece.copied) {
            (true, true, _) if index > 0 => self.end_of(index - 1),
            (true, false, false) => self.end_of(index),
            (_, _, true) => piece.old + (at - piece.new),
            _ => piece.old,
        }
    }

    /// The first place of the new text that comes from `old` or from behind it.
    fn offset_of(&self, old: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.old < old);
        let end = self.pieces.get(next).map_or(self.new_len, |piece| piece.new);
        match next.checked_sub(1).and_then(|before| self.pieces.get(before)) {
            Some(piece) if piece.copied => (piece.new + (old - piece.old)).min(end),
            _ => end,
        }
    }

    /// Where piece `index` ends in the original. Dropped text between two pieces (markup) belongs to neither if the first
    /// was copied; pieces made from one original piece share its end.
    fn end_of(&self, index: usize) -> usize {
        let piece = self.pieces[index];
        let later = &self.pieces[index + 1..];
        if piece.copied {
            return piece.old + (later.first().map_or(self.new_len, |next| next.new) - piece.new);
        }
        later.iter().find(|next| next.old > piece.old).map_or(self.old_len, |next| next.old)
    }

    /// Whether the pieces of a span follow each other without a gap. Where a replaced piece ends is not always known; then
    /// the answer is no.
    fn is_unbroken(&self, span: Span) -> bool {
        let first = self.pieces.partition_point(|piece| piece.new <= span.start).saturating_sub(1);
        let last = self.pieces.partition_point(|piece| piece.new < span.end);
        let inside = self.pieces.get(first..last).unwrap_or_default();
        let follows = inside.windows(2).all(|pair| match pair {
            [before, after] if before.copied => before.old + (after.new - before.new) == after.old,
            _ => self.exact,
        });
        let ends = inside.last().is_none_or(|piece| piece.copied || self.exact);
        follows && ends
    }

    /// This map after another one: from the newest text, through `self`'s text, to `earlier`'s original.
    fn after(&self, earlier: &Self) -> Self {
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.pieces.len() + earlier.pieces.len());
        for (i, piece) in self.pieces.iter().enumerate() {
            let next_new = self.pieces.get(i + 1).map_or(self.new_len, |next| next.new);
            let end = if piece.copied { piece.old + (next_new - piece.new) } else { piece.old + 1 };
            let old = earlier.edge(piece.old, false);
            pieces.push(Piece { new: piece.new, old, copied: piece.copied && earlier.copied_at(piece.old) });
            if piece.copied {
                let first = earlier.pieces.partition_point(|p| p.new <= piece.old);
                for inner in earlier.pieces[first..].iter().take_while(|p| p.new < end) {
                    pieces.push(Piece { new: piece.new + (inner.new - piece.old), ..*inner });
                }
            }
        }
        let exact = self.exact && earlier.exact;
        Self { pieces, new_len: self.new_len, old_len: earlier.old_len, exact }
    }

    fn copied_at(&self, at: usize) -> bool {
        let index = self.pieces.partition_point(|piece| piece.new <= at).saturating_sub(1);
        self.pieces.get(index).is_none_or(|piece| piece.copied)
    }
}

/// A transformed text with the map back to its original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    text: String,
    map: OffsetMap,
}

impl Mapped {
    /// An empty text over an original of `old_len` bytes, to be filled piece by piece.
    pub fn with_capacity(old_len: usize) -> Self {
        let map = OffsetMap { pieces: Vec::new(), new_len: 0, old_len, exact: true };
        Self { text: String::with_capacity(old_len), map }
    }
    /// Appends text copied from the original at `old`.
    pub fn copy(&mut self, text: &str, old: usize) {
        self.push(text, old, true);
    }
    /// Appends text that replaces the original from `old` on, whatever its length there.
    pub fn replace(&mut self, text: &str, old: usize) {
        self.map.exact &= text.is_empty();
        self.push(text, old, false);
    }
    /// Appends text that replaces exactly these bytes of the original, whatever stands behind them.
    pub fn replace_range(&mut self, text: &str, old: Range<usize>) {
        self.push(text, old.start, false);
        if !text.is_empty() {
            self.map.pieces.push(Piece { new: self.text.len(), old: old.end, copied: true });
        }
    }
    /// Appends a text that was made from the same original.
    pub fn append(&mut self, other: &Self) {
        let start = self.text.len();
        let moved = |piece: &Piece| Piece { new: start + piece.new, ..*piece };
        self.map.pieces.extend(other.map.pieces.iter().map(moved));
        self.map.exact &= other.map.exact;
        self.text.push_str(&other.text);
        self.map.new_len = self.text.len();
    }
    /// Whether `span` stands in the original in one stretch, with nothing between its pieces that is not in the text.
    pub fn is_unbroken(&self, span: Span) -> bool {
        self.map.is_unbroken(span)
    }

    fn push(&mut self, text: &str, old: usize, copied: bool) {
        if text.is_empty() {
            return;
        }
        let new = self.text.len();
        let goes_on = copied && self.map.pieces.last().is_some_and(|p| p.copied && p.old + (new - p.new) == old);
        if !goes_on {
            self.map.pieces.push(Piece { new, old, copied });
        }
        self.text.push_str(text);
        self.map.new_len = self.text.len();
    }

    /// The new text.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The original span that `span` of the new text stands for.
    pub fn to_original(&self, span: Span) -> Span {
        self.map.to_original(span)
    }
    /// The first place of the new text that comes from byte `old` of the original or from behind it, if the pieces follow
    /// each other there as here. Cost: O(log pieces).
    pub fn offset_of(&self, old: usize) -> usize {
        self.map.offset_of(old)
    }
    /// Chains two transformations: `self` was made from `earlier`'s text.
    pub fn after(self, earlier: &Self) -> Self {
        let map = self.map.after(&earlier.map);
        Self { text: self.text, map }
    }
}

/// Whether `text` is surely in Unicode normalization form C; of Latin text that is, hardly ever `false`.
///
/// Cost: eight bytes at a time.
pub fn is_composed(text: &str) -> bool {
    next_mark(text, 0).is_none()
}

/// The first character from a byte on that may not stay as it is in normalization form C, or composes with the one before.
pub fn next_mark(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += plain_run(&text[at..]);
        let c = text[at..].chars().next()?;
        if canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// The length of the first characters that neither change nor compose with those before: Latin letters up to the first
/// combining mark, those of Vietnamese, and the signs of print.
fn plain_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += plain_blocks(&bytes[at..]);
        // A block may end inside a letter.
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at += match bytes[at..] {
            [0..=0x7f, ..] => 1,
            [0xc2..=0xcb, ..] => 2,
            [0xe1, 0xb8..=0xbb, ..] | [0xe2, 0x80, 0x82..=0xbf, ..] => 3,
            _ => return at,
        };
    }
}

/// Unicode normalization form C of `text`.
///
/// Cost: one pass; text that is in NFC already is copied in one piece.
pub fn nfc(text: &str) -> Mapped {
    let mut out = Mapped::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let plain = plain_run(rest);
        // The last of them may be the base of what follows.
        let alone =
            if plain == rest.len() { plain } else { rest[..plain].char_indices().next_back().map_or(0, |(i, _)| i) };
        out.copy(&rest[..alone], at);
        at += alone;
        let end = cluster_end(&rest[alone..]);
        let cluster = &rest[alone..alone + end];
        if is_nfc_quick(cluster.chars()) == IsNormalized::Yes {
            out.copy(cluster, at);
        } else {
            let composed: String = cluster.nfc().collect();
            if composed == cluster { out.copy(cluster, at) } else { out.replace(&composed, at) }
        }
        at += end;
    }
    out
}

/// The end of the first run of characters that normalization treats apart from its neighbours.
fn cluster_end(text: &str) -> usize {
    let joins = |c: char| canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe;
    text.char_indices().skip(1).find(|&(_, c)| !joins(c)).map_or(text.len(), |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MIXED: &str = "[a-zA-ZđĐÀ-ɏḀ-ỹ\u{300}\u{301}\u{303}\u{309}\u{323}\u{302}\u{306}\u{31b} ,’“\u{a0}\n가-각\u{1100}\u{1161}]{0,40}";

    proptest! {
        #[test]
        fn nfc_equals_the_library(text in MIXED) {
            let naive: String = text.nfc().collect();
            let mapped = nfc(&text);
            prop_assert_eq!(mapped.text(), &naive);
        }

        /// What is called composed stays as it is.
        #[test]
        fn composed_is_what_the_library_leaves_alone(text in "\\PC{0,24}", latin in MIXED) {
            for text in [text, latin] {
                prop_assert!(!is_composed(&text) || text.nfc().eq(text.chars()));
            }
        }

        #[test]
        fn offsets_land_on_boundaries_and_cover_the_same_letters(text in MIXED) {
            let mapped = nfc(&text);
            for (start, c) in mapped.text().char_indices() {
                let span = mapped.to_original(Span::new(start, start + c.len_utf8()));
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                let there = nfc(span.of(&text));
                prop_assert!(there.text().contains(c), "{:?} is not in {:?}", c, span.of(&text));
            }
        }
    }

    #[test]
    fn every_character_that_is_composed_is_left_alone() {
        for c in (0..=0x3_ffff).filter_map(char::from_u32) {
            let text = format!("a{c}");
            assert!(!is_composed(&text) || text.nfc().eq(text.chars()), "{c:?}");
        }
        assert!(is_composed("Mặt trận Tổ quốc, “Đại đoàn kết” – Tủa Chùa…"));
    }

    #[test]
    fn a_dropped_piece_belongs_to_neither_neighbour() {
        let source = "big <b>house</b>s";
        let mut out = Mapped::with_capacity(source.len());
        out.copy("big ", 0);
        out.copy("house", 7);
        out.copy("s", 16);
        assert_eq!(out.to_original(Span::new(4, 9)).of(source), "house");
        assert_eq!(out.to_original(Span::new(0, 3)).of(source), "big");
        assert_eq!(out.to_original(Span::new(4, 10)).of(source), "house</b>s");
    }
}
