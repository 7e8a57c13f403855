//! One line a finding, in the shape compilers use.

use std::io::{self, Write};

use super::{Finding, safe_for_terminal};

pub(super) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        let place = &finding.place;
        let message = safe_for_terminal(&finding.message).replace('\n', " ");
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {message}",
            place.file, place.line, place.column, finding.severity, finding.rule.id
        )?;
    }
    Ok(())
}
