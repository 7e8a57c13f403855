//! Documents to read: plain text, Markdown, HTML and DOCX, by the ending of the name.
//!
//! A reader leaves the markup out and keeps the way back, so findings stand in the file as it is. A DOCX has no lines of
//! its own: there a line is a paragraph of its text.

mod docx;
mod html;
mod markdown;

use gloss_core::text::{Document, LineIndex};

/// Why a document could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// The bytes are no UTF-8.
    #[error("{name}:{line}: not UTF-8 (byte {offset}); save the file as UTF-8")]
    Encoding {
        /// The file.
        name: String,
        /// The line of the first wrong byte.
        line: usize,
        /// Its offset.
        offset: usize,
    },
    /// The bytes are text of no kind.
    #[error("{name}: a binary file, not a text; gloss reads text, Markdown, HTML and DOCX")]
    Binary {
        /// The file.
        name: String,
    },
    /// The archive of a DOCX is damaged or holds no document.
    #[error("{name}: not a readable DOCX file ({reason}); open it in a word processor and save it again")]
    Docx {
        /// The file.
        name: String,
        /// What is wrong.
        reason: String,
    },
}

/// Whether a file is one of those [`read`] understands by its name: used to choose files of a folder.
pub fn is_document(name: &str) -> bool {
    matches!(extension(name).as_str(), "txt" | "text" | "md" | "markdown" | "html" | "htm" | "xhtml" | "docx")
}

/// Whether what is read of a file stands in it as it is: not so in an archive.
pub fn is_written_as_read(name: &str) -> bool {
    !matches!(extension(name).as_str(), "docx" | "gz")
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase())
}

/// Reads a document. Names without a known ending are read as plain text.
///
/// # Errors
/// [`DocumentError`] if the bytes are not what the name promises.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, DocumentError> {
    let extension = extension(name);
    if extension == "docx" {
        let text = docx::text(bytes).map_err(|reason| DocumentError::Docx { name: name.to_owned(), reason })?;
        return Ok(Document::plain(name, text));
    }
    let source = decode(name, bytes)?;
    Ok(match extension.as_str() {
        "md" | "markdown" => Document::extracted(name, source.as_str(), &markdown::readable(&source)),
        "html" | "htm" | "xhtml" => Document::extracted(name, source.as_str(), &html::readable(&source)),
        _ => Document::plain(name, source),
    })
}

fn decode(name: &str, bytes: &[u8]) -> Result<String, DocumentError> {
    if bytes.contains(&0) {
        return Err(DocumentError::Binary { name: name.to_owned() });
    }
    simdutf8::compat::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let offset = error.valid_up_to();
        let valid = String::from_utf8_lossy(&bytes[..offset]).into_owned();
        let line = LineIndex::new(&valid).position(&valid, valid.len()).line;
        DocumentError::Encoding { name: name.to_owned(), line, offset }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gloss_core::text::Span;

    /// The readable text, and where each of some words stands in the source.
    fn check(name: &str, source: &str, text: &str, words: &[(&str, &str)]) {
        let document = read(name, source.as_bytes()).expect("readable");
        assert_eq!(document.text().split_whitespace().collect::<Vec<_>>().join(" "), text);
        for (word, printed) in words {
            let at = document.text().find(word).expect(word);
            assert_eq!(document.to_source(Span::new(at, at + word.len())).of(source), *printed);
        }
    }

    #[test]
    fn markup_is_left_out_and_places_are_kept() {
        check(
            "a.md",
            "# Great *unity*\n\nSee [the houses](http://x.y) and `code`.\n",
            "Great unity See the houses and .",
            &[("unity", "unity"), ("houses", "houses")],
        );
        check(
            "a.html",
            "<html><head><title>Tin &lt;b&gt;</title><style>p {}</style></head><p>Nh&agrave; Đại <b>đoàn</b>&nbsp;kết</p><p>A &amp; B</p>",
            "Tin <b> Nhà Đại đoàn kết A & B",
            &[("Tin", "Tin"), ("Nhà", "Nh&agrave;"), ("đoàn", "đoàn"), ("kết", "kết"), ("&", "&amp;")],
        );
        check("a.txt", "Tô\u{301} quô\u{301}c", "Tố quốc", &[("Tố", "Tô\u{301}")]);
    }

    #[test]
    fn bug_html_line_ends_and_bare_references_shift_places() {
        check(
            "a.html",
            "<p>A\r\nB &copy 2024; nhà &#272;ại &amp;amp;</p><!-- a comment -->\r\n<b>kết</b><!-- another -->",
            "A B © 2024; nhà Đại &amp; kết",
            &[("B", "B"), ("©", "&copy"), ("nhà", "nhà"), ("Đ", "&#272;"), ("kết", "kết")],
        );
    }

    proptest::proptest! {
        #[test]
        fn every_letter_of_html_is_where_its_place_says(
            parts in proptest::collection::vec("<p>|</p>|<b>|&amp;|&copy|&#272;|\r\n|[a-đ ;&#]{1,4}|<!--x-->|ộ", 0..20)
        ) {
            let source = parts.concat();
            let document = read("x.html", source.as_bytes()).expect("readable");
            for (at, c) in document.text().char_indices() {
                let span = document.to_source(Span::new(at, at + c.len_utf8()));
                proptest::prop_assert!(source.is_char_boundary(span.start) && source.is_char_boundary(span.end));
                let printed = span.of(&source);
                proptest::prop_assert!(c.is_whitespace() || printed.contains(c) || printed.contains('&'), "{:?} at {:?} of {:?}", c, printed, source);
            }
        }
    }

    #[test]
    fn wrong_bytes_are_named_with_their_place() {
        let error = read("x.txt", b"ok\n\xff").expect_err("no UTF-8");
        assert_eq!(error.to_string(), "x.txt:2: not UTF-8 (byte 3); save the file as UTF-8");
        assert!(matches!(read("x.txt", &[0, 1]), Err(DocumentError::Binary { .. })));
        assert!(matches!(read("x.docx", &[0, 1]), Err(DocumentError::Docx { .. })));
    }
}
