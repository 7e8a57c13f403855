//! Transformed text with a map back to its original, and NFC as such a transformation.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick};

use super::fold::nfc_stable_blocks;

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

/// Maps a transformed text to its original, piece by piece.
///
/// A piece was either copied (the same length on both sides) or replaced as a whole; a position inside a replaced piece maps
/// to the edge of the piece. Cost: O(log pieces) for a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OffsetMap {
    pieces: Vec<Piece>,
    new_len: usize,
    old_len: usize,
    /// Whether an empty piece behind each changed one says where that ends.
    exact: bool,
}

/// A piece, which reaches to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// First byte in the new text.
    new: usize,
    /// First byte in the original.
    old: usize,
    copied: bool,
}

impl OffsetMap {
    /// The span of the original from which a span of the new text came.
    fn to_original(&self, span: Span) -> Span {
        let start = self.original_offset(span.start, false);
        Span::new(start, self.original_offset(span.end, true).max(start))
    }

    /// The offset in the original of `at`, the start of a span or, if `is_end`, its end.
    fn original_offset(&self, at: usize, is_end: bool) -> usize {
        if at >= self.new_len {
            return self.pieces.len().checked_sub(1).map_or(self.old_len, |last| self.end_of(last));
        }
        let index = self.pieces.partition_point(|piece| piece.new <= at).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return at };
        match (is_end, piece.new == at, piece.copied) {
            (true, true, _) if index > 0 => self.end_of(index - 1),
            (true, false, false) => self.end_of(index),
            (_, _, true) => piece.old + (at - piece.new),
            _ => piece.old,
        }
    }

    /// The first byte of the new text that came from `old` or from after it.
    fn offset_from_original(&self, old: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.old < old);
        let end = self.pieces.get(next).map_or(self.new_len, |piece| piece.new);
        match next.checked_sub(1).and_then(|before| self.pieces.get(before)) {
            Some(piece) if piece.copied => (piece.new + (old - piece.old)).min(end),
            _ => end,
        }
    }

    /// The end of piece `index` in the original. Text dropped after a copied piece (markup) belongs to no piece; pieces made
    /// from the same original piece share its end.
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

    /// Composes two maps: from the text of `self` through the text of `earlier` to the original of `earlier`.
    fn after(&self, earlier: &Self) -> Self {
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.pieces.len() + earlier.pieces.len());
        for (i, piece) in self.pieces.iter().enumerate() {
            let next_new = self.pieces.get(i + 1).map_or(self.new_len, |next| next.new);
            let end = if piece.copied { piece.old + (next_new - piece.new) } else { piece.old + 1 };
            let old = earlier.original_offset(piece.old, false);
            pieces.push(Piece { new: piece.new, old, copied: piece.copied && earlier.is_copied_at(piece.old) });
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

    fn is_copied_at(&self, at: usize) -> bool {
        let index = self.pieces.partition_point(|piece| piece.new <= at).saturating_sub(1);
        self.pieces.get(index).is_none_or(|piece| piece.copied)
    }
}

/// A transformed text with a map back to its original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedText {
    text: String,
    map: OffsetMap,
}

impl MappedText {
    /// An empty text for an original of `old_len` bytes; append its pieces in order.
    pub fn with_capacity(old_len: usize) -> Self {
        let map = OffsetMap { pieces: Vec::new(), new_len: 0, old_len, exact: true };
        Self { text: String::with_capacity(old_len), map }
    }
    /// Appends text copied from byte `old` of the original.
    pub fn copy(&mut self, text: &str, old: usize) {
        self.push(text, old, true);
    }
    /// Appends text that replaces the original from byte `old` up to the next piece.
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
        let extends_last = copied && self.map.pieces.last().is_some_and(|p| p.copied && p.old + (new - p.new) == old);
        if !extends_last {
            self.map.pieces.push(Piece { new, old, copied });
        }
        self.text.push_str(text);
        self.map.new_len = self.text.len();
    }

    /// The transformed text.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The span of the original from which `span` of the new text came.
    pub fn to_original(&self, span: Span) -> Span {
        self.map.to_original(span)
    }
    /// The first byte of the new text that came from byte `old` of the original or from after it. The pieces must have the
    /// same order in both. Cost: O(log pieces).
    pub fn offset_from_original(&self, old: usize) -> usize {
        self.map.offset_from_original(old)
    }
    /// Chains two transformations; `self` was made from the text of `earlier`.
    pub fn after(self, earlier: &Self) -> Self {
        let map = self.map.after(&earlier.map);
        Self { text: self.text, map }
    }
}

/// Whether `text` is in NFC. `true` is certain; `false` is hardly ever wrong for Latin text.
///
/// Cost: one pass, eight bytes at a time.
pub fn is_nfc(text: &str) -> bool {
    find_non_nfc(text, 0).is_none()
}

/// The first character at or after byte `from` that NFC may change or compose with the character before it.
pub fn find_non_nfc(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += nfc_stable_len(&text[at..]);
        let c = text[at..].chars().next()?;
        if canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// The length of the start of `text` that NFC leaves as it is: Latin letters up to the first combining mark, Vietnamese
/// letters, and typographic punctuation.
fn nfc_stable_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += nfc_stable_blocks(&bytes[at..]);
        // A block may end inside a character.
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

/// The text in Unicode normalisation form C.
///
/// Cost: one pass; text in NFC is copied as one piece.
pub fn nfc(text: &str) -> MappedText {
    let mut out = MappedText::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let stable = nfc_stable_len(rest);
        // The last character may be the base of the mark that follows.
        let last_start = || rest[..stable].char_indices().next_back().map_or(0, |(i, _)| i);
        let unchanged = if stable == rest.len() { stable } else { last_start() };
        out.copy(&rest[..unchanged], at);
        at += unchanged;
        let end = cluster_end(&rest[unchanged..]);
        let cluster = &rest[unchanged..unchanged + end];
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

/// The end of the first run of characters that NFC composes independently of what follows.
fn cluster_end(text: &str) -> usize {
    let joins_previous =
        |c: char| canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe;
    text.char_indices().skip(1).find(|&(_, c)| !joins_previous(c)).map_or(text.len(), |(i, _)| i)
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

        #[test]
        fn the_library_leaves_composed_text_unchanged(text in "\\PC{0,24}", latin in MIXED) {
            for text in [text, latin] {
                prop_assert!(!is_nfc(&text) || text.nfc().eq(text.chars()));
            }
        }

        #[test]
        fn spans_map_to_character_boundaries_around_the_same_letters(text in MIXED) {
            let mapped = nfc(&text);
            for (start, c) in mapped.text().char_indices() {
                let span = mapped.to_original(Span::new(start, start + c.len_utf8()));
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                let original = nfc(span.of(&text));
                prop_assert!(original.text().contains(c), "{:?} is not in {:?}", c, span.of(&text));
            }
        }
    }

    #[test]
    fn the_library_leaves_every_composed_character_unchanged() {
        for c in (0..=0x3_ffff).filter_map(char::from_u32) {
            let text = format!("a{c}");
            assert!(!is_nfc(&text) || text.nfc().eq(text.chars()), "{c:?}");
        }
        assert!(is_nfc("Mặt trận Tổ quốc, “Đại đoàn kết” – Tủa Chùa…"));
    }

    #[test]
    fn dropped_text_belongs_to_neither_neighbour() {
        let source = "big <b>house</b>s";
        let mut out = MappedText::with_capacity(source.len());
        out.copy("big ", 0);
        out.copy("house", 7);
        out.copy("s", 16);
        assert_eq!(out.to_original(Span::new(4, 9)).of(source), "house");
        assert_eq!(out.to_original(Span::new(0, 3)).of(source), "big");
        assert_eq!(out.to_original(Span::new(4, 10)).of(source), "house</b>s");
    }
}
