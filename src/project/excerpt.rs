//! The sentence around a place where a term was seen: not kept in the glossary, for the file has it.

use std::fs;

use gloss_core::model::Seen;

use super::Workspace;

/// An excerpt shows so many characters on either side of the form.
const AROUND: usize = 50;

impl Workspace {
    /// The words around a place where a term was seen, if its file is there, under the caller's folder or the project's,
    /// and still has it.
    pub fn excerpt(&self, seen: &Seen) -> Option<String> {
        let places = [self.place(&seen.file), self.place(self.root.join(&seen.file))];
        around(&places.iter().find_map(|path| fs::read_to_string(path).ok())?, seen)
    }
}

fn around(text: &str, seen: &Seen) -> Option<String> {
    let line = text.lines().nth(seen.line.checked_sub(1)?)?;
    let at = line.find(&seen.form)?;
    let from = line[..at].char_indices().rev().nth(AROUND).map_or(0, |(i, _)| i);
    let after = at + seen.form.len();
    let to = line[after..].char_indices().nth(AROUND).map_or(line.len(), |(i, _)| after + i);
    let (lead, tail) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
    Some(format!("{lead}{}{tail}", line[from..to].trim()))
}
