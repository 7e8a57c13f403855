//! Mending what is certain: the reported bytes are replaced, all others stay.

use std::{collections::BTreeMap, fs};

use gloss_core::report::{Edit, Finding, Sources};
use gloss_formats::documents;

use super::super::{InputSources, Inputs, ProjectError, Workspace, write_file};

/// What a file in UTF-8 may begin with.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file with what was mended in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file's name.
    pub file: String,
    /// Its text before.
    pub before: String,
    /// Its text with the changes.
    pub after: String,
    /// How many changes.
    pub edits: usize,
}

impl Fixed {
    /// Writes the file in a workspace, if it is still what was read: its very bytes, in no other encoding.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] if it is not, [`ProjectError::Io`]; the file is then as it was.
    pub fn write(&self, workspace: &Workspace) -> Result<(), ProjectError> {
        let path = workspace.place(&self.file);
        let there = fs::read(&path).map_err(ProjectError::read(&self.file))?;
        let mark: &[u8] = if there.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { b"" };
        let is_same = |text: &[u8]| text == self.before.as_bytes();
        if is_same(&there) {
            return write_file(&path, self.after.as_bytes());
        }
        // Some readers leave the mark out of the text.
        if is_same(&there[mark.len()..]) {
            return write_file(&path, &[mark, self.after.as_bytes()].concat());
        }
        let message = format!(
            "{} is not mended: its bytes are not the text that was checked, so it is in another encoding or has changed; save it as UTF-8 and check again",
            self.file
        );
        Err(ProjectError::Refused(message))
    }
}

/// Applies the fixes of findings to texts. Of two that overlap the first is applied; the next run sees the other. Texts that
/// are taken out of their files (DOCX) have no fixes.
pub fn fixed(inputs: &dyn Inputs, findings: &[Finding]) -> Vec<Fixed> {
    let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !finding.fix.is_empty()) {
        by_file.entry(&finding.place.file).or_default().extend(&finding.fix);
    }
    let sources = InputSources::of(inputs);
    let files = by_file.into_iter().filter(|(name, _)| documents::is_written_as_read(name));
    files.filter_map(|(name, edits)| apply(name, &sources.source(name)?, &edits)).collect()
}

/// Nothing if an edit is outside of the text.
fn apply(name: &str, before: &str, edits: &[&Edit]) -> Option<Fixed> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut after, mut at, mut count) = (String::with_capacity(before.len()), 0, 0);
    for edit in edits {
        if edit.span.start < at {
            continue;
        }
        after.push_str(before.get(at..edit.span.start)?);
        after.push_str(&edit.new);
        (at, count) = (edit.span.end, count + 1);
    }
    after.push_str(before.get(at..)?);
    Some(Fixed { file: name.to_owned(), before: before.to_owned(), after, edits: count })
}
