//! XML: text that every parser takes, and events within limits.

pub(super) mod parts;
pub(super) mod reader;

use unicode_normalization::UnicodeNormalization;

use gloss_core::text::escape_markup;

/// Text content or an attribute value: NFC, control characters dropped, markup escaped.
pub(crate) fn escape(text: &str) -> String {
    let composed: String = text.nfc().collect();
    // A reader would take a bare carriage return for a line break, and white space in an attribute for spaces.
    escape_markup(&composed).replace('\r', "&#13;").replace('\t', "&#9;")
}

/// An xs:ID made of a concept id: no spaces, no leading digit.
pub(super) fn id(id: &str) -> String {
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let clean: String = id.chars().map(|c| if valid(c) { c } else { '_' }).collect();
    if clean.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { clean } else { format!("c-{clean}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_made_safe() {
        assert_eq!(escape("a\u{1}<b> & “c” e\u{301}"), "a&lt;b&gt; &amp; “c” é");
        assert_eq!((id("3-hard"), id("a b"), id("x-1")), ("c-3-hard".to_owned(), "a_b".to_owned(), "x-1".to_owned()));
    }
}
