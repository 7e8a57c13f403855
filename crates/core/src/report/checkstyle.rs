//! Checkstyle XML, which many build servers read.

use std::io::{self, Write};

use super::{Finding, Sources, by_file, xml::attribute};

pub(super) fn write(findings: &[Finding], sources: &dyn Sources, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<checkstyle version=\"4.3\">")?;
    for (file, findings) in by_file(findings, sources) {
        writeln!(out, "<file name=\"{}\">", attribute(file))?;
        for finding in findings {
            let place = &finding.place;
            writeln!(
                out,
                "<error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"gloss.{}\"/>",
                place.line,
                place.column,
                finding.severity,
                attribute(&finding.message),
                finding.rule.id
            )?;
        }
        writeln!(out, "</file>")?;
    }
    writeln!(out, "</checkstyle>")
}
