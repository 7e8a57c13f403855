//! DOCX: the text of `word/document.xml`, a paragraph a line.

use std::io::{Cursor, Read};

use quick_xml::{Reader, events::Event};

/// A document part larger than this is refused: no real one comes near it.
const LIMIT: u64 = 256 << 20;

/// The text of a DOCX archive, or what is wrong with it.
pub(super) fn text(bytes: &[u8]) -> Result<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let part = archive.by_name("word/document.xml").map_err(|error| error.to_string())?;
    let mut xml = String::new();
    let read = part.take(LIMIT).read_to_string(&mut xml).map_err(|error| error.to_string())?;
    if read as u64 == LIMIT {
        return Err("its text is larger than 256 MiB".to_owned());
    }
    paragraphs(&xml)
}

fn paragraphs(xml: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(xml);
    let (mut out, mut in_text) = (String::new(), false);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) if tag.local_name().as_ref() == "t" => in_text = true,
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "p" => out.push('\n'),
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "tab" | "br" => out.push(' '),
                "p" => out.push('\n'),
                _ => {}
            },
            Event::Text(text) if in_text => out.push_str(&text.xml_content(quick_xml::XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) if in_text => out.push_str(&resolve(&reference)),
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::unescape(&format!("&{};", &**reference)).map(std::borrow::Cow::into_owned).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn paragraphs_become_lines() {
        let xml = "<w:document><w:body><w:p><w:r><w:t>Đại đoàn</w:t></w:r><w:r><w:t xml:space=\"preserve\"> kết &amp; A</w:t></w:r></w:p><w:p/></w:body></w:document>";
        assert_eq!(super::paragraphs(xml), Ok("Đại đoàn kết & A\n\n".to_owned()));
    }
}
