//! Documents as word processors write them.

use std::io::{Cursor, Write};

use gloss_formats::documents::{DocumentError, read};

fn docx(part: &str, xml: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file(part, options).expect("a part");
    archive.write_all(xml.as_bytes()).expect("memory takes it");
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn a_docx_is_read_a_paragraph_a_line() {
    let xml = "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>Nhà Đại đoàn kết</w:t></w:r></w:p>\
        <w:p><w:r><w:t>of </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Pu Nhi &amp; Na Son</w:t></w:r></w:p></w:body></w:document>";
    let document = read("a.docx", &docx("word/document.xml", xml)).expect("readable");
    assert_eq!(document.text(), "Nhà Đại đoàn kết\nof Pu Nhi & Na Son\n");
}

#[test]
fn a_damaged_or_empty_docx_is_refused_with_its_reason() {
    for bytes in [docx("other.xml", "<a/>"), docx("word/document.xml", "<w:p><w:t>x</w:q>"), b"PK\x03\x04 cut".to_vec()]
    {
        let error = read("a.docx", &bytes).expect_err("no document");
        assert!(matches!(error, DocumentError::Docx { .. }), "{error}");
        assert!(error.to_string().starts_with("a.docx: not a readable DOCX file ("), "{error}");
    }
}
