//! Which lines changed since a revision, as git says.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::report::{Finding, Place};

use super::super::ProjectError;

/// Changed lines by file; a file that git does not know yet is new as a whole.
#[derive(Debug, Default)]
pub(super) struct Changed(BTreeMap<PathBuf, Vec<(usize, usize)>>);

impl Changed {
    /// What changed between a revision and the files as they are.
    pub(super) fn since(revision: &str) -> Result<Self, ProjectError> {
        if revision.starts_with('-') {
            return Err(ProjectError::Refused(format!("`{revision}` is no revision")));
        }
        let top = PathBuf::from(git(Path::new("."), ["rev-parse", "--show-toplevel"])?.trim_end());
        let arguments =
            ["-c", "core.quotePath=false", "diff", "--unified=0", "--no-color", "--no-ext-diff", revision, "--"];
        let mut changed = Self::default();
        changed.add_diff(&top, &git(&top, arguments)?);
        for file in git(&top, ["ls-files", "--others", "--exclude-standard", "-z"])?.split('\0') {
            changed.0.insert(top.join(file), vec![(1, usize::MAX)]);
        }
        Ok(changed)
    }

    fn add_diff(&mut self, top: &Path, diff: &str) {
        let mut file = None;
        for line in diff.lines() {
            if let Some(name) = line.strip_prefix("+++ ") {
                // A name with a space ends in a tab.
                let name = name.trim_end_matches('\t').trim_matches('"');
                file = name.strip_prefix("b/").map(|name| top.join(name));
            } else if let (Some(file), Some(lines)) = (&file, line.strip_prefix("@@ ").and_then(added)) {
                self.0.entry(file.clone()).or_default().push(lines);
            }
        }
    }

    /// Whether a finding, or a place that belongs to it, is in changed lines.
    pub(super) fn has(&self, finding: &Finding) -> bool {
        let is_in = |place: &Place| {
            let lines = fs::canonicalize(&place.file).ok().and_then(|file| self.0.get(&file));
            lines.is_some_and(|lines| lines.iter().any(|(from, to)| *from <= place.end_line && place.line <= *to))
        };
        is_in(&finding.place) || finding.related.iter().any(is_in)
    }
}

/// The lines that a hunk adds: `-3,2 +3,4 @@`.
fn added(hunk: &str) -> Option<(usize, usize)> {
    let new = hunk.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (from, count) = new.split_once(',').unwrap_or((new, "1"));
    let (from, count): (usize, usize) = (from.parse().ok()?, count.parse().ok()?);
    (count > 0).then(|| (from, from + count - 1))
}

fn git(folder: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<String, ProjectError> {
    let refused = |why: &dyn std::fmt::Display| ProjectError::Refused(format!("git cannot say what changed: {why}"));
    let output = Command::new("git").current_dir(folder).args(arguments).output().map_err(|error| refused(&error))?;
    if !output.status.success() {
        return Err(refused(&String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_say_which_lines_are_new() {
        let diff = "diff --git a/x y.txt b/x y.txt\n--- a/x y.txt\n+++ b/x y.txt\t\n@@ -3,2 +3 @@ f\n-a\n-b\n+c\n@@ -9 +8,0 @@\n-d\n@@ -20,0 +19,2 @@\n+e\n+f\n";
        let mut changed = Changed::default();
        changed.add_diff(Path::new("/top"), diff);
        assert_eq!(changed.0.get(Path::new("/top/x y.txt")), Some(&vec![(3, 3), (19, 20)]));
    }
}
