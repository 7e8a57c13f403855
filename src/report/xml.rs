//! Text in XML.

/// A text as the value of an attribute or the content of an element; characters that XML cannot hold are replaced.
pub(super) fn attribute(text: &str) -> String {
    let is_allowed = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let clean: String = text.chars().map(|c| if is_allowed(c) || c == '\n' { c } else { '\u{fffd}' }).collect();
    // A line break in an attribute would be read as a space.
    quick_xml::escape::escape(clean).replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(super::attribute("a<\"&\u{1}\n>"), "a&lt;&quot;&amp;\u{fffd}&#10;&gt;");
    }
}
