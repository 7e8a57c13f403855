//! The root element of an XML file, from its first block.

use super::xml::reader::local;

/// The name of the first element, without its prefix.
pub(super) fn element(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        let tag = &rest[rest.find('<')?..];
        let closing = match tag.as_bytes() {
            [b'<', b'?', ..] => "?>",
            [b'<', b'!', b'-', ..] => "-->",
            // A DOCTYPE may have declarations in brackets.
            [b'<', b'!', ..] if tag.find('[').is_some_and(|at| tag.find('>').is_none_or(|end| at < end)) => "]>",
            [b'<', b'!', ..] => ">",
            _ => {
                let name = tag[1..].split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
                return Some(local(name));
            }
        };
        rest = &tag[tag.find(closing)? + closing.len()..];
    }
}
