//! Text in the XML of reports.

use crate::text::{escape_markup, is_xml_char};

/// A text as the value of an attribute or the content of an element; characters that XML cannot hold are replaced.
pub(super) fn attribute(text: &str) -> String {
    let clean: String =
        text.chars().map(|c| if !c.is_control() && is_xml_char(c) || c == '\n' { c } else { '\u{fffd}' }).collect();
    // A line break in an attribute would be read as a space.
    escape_markup(&clean).replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(super::attribute("a<\"&\u{1}\n>"), "a&lt;&quot;&amp;\u{fffd}&#10;&gt;");
    }
}
