//! JUnit XML: a suite for each file, a failed case for each finding; a file without findings is a case that passed.

use std::io::{self, Write};

use super::{Finding, Sources, by_file, xml::attribute};

pub(super) fn write(findings: &[Finding], sources: &dyn Sources, out: &mut dyn Write) -> io::Result<()> {
    let files = by_file(findings, sources);
    let cases: usize = files.values().map(|findings| findings.len().max(1)).sum();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"gloss\" tests=\"{cases}\" failures=\"{}\">", findings.len())?;
    for (file, findings) in files {
        let (file, cases) = (attribute(file), findings.len().max(1));
        writeln!(
            out,
            "<testsuite name=\"{file}\" tests=\"{cases}\" failures=\"{}\" errors=\"0\" time=\"0\">",
            findings.len()
        )?;
        if findings.is_empty() {
            writeln!(out, "<testcase classname=\"{file}\" name=\"gloss check\" time=\"0\"/>")?;
        }
        for finding in findings {
            let (place, rule) = (&finding.place, attribute(finding.rule.id));
            writeln!(
                out,
                "<testcase classname=\"{file}\" name=\"{rule} {}:{}\" time=\"0\"><failure type=\"{rule}\" message=\"{}\">{file}:{}:{}: {}</failure></testcase>",
                place.line,
                place.column,
                attribute(&finding.message),
                place.line,
                place.column,
                attribute(&place.text)
            )?;
        }
        writeln!(out, "</testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}
