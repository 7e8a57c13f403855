//! Which lines changed since a revision, as git says.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use gloss_core::report::{Finding, Place};

use super::super::{ProjectError, Workspace};

/// Changed lines by file.
#[derive(Debug, Default)]
pub(super) struct Changed {
    lines: BTreeMap<PathBuf, Vec<(usize, usize)>>,
    /// The folder that names of files in findings are relative to.
    base: PathBuf,
}

/// A diff, whatever the user's settings make of it.
const DIFF: [&str; 10] = [
    "-c",
    "core.quotePath=false",
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--inter-hunk-context=0",
    "--src-prefix=a/",
    "--dst-prefix=b/",
];

impl Changed {
    /// What changed between a revision and the files as they are.
    pub(super) fn since(workspace: &Workspace, revision: &str) -> Result<Self, ProjectError> {
        if revision.starts_with('-') {
            return Err(ProjectError::Refused(format!("git knows no revision `{revision}`")));
        }
        let here = workspace.place(".");
        let top = PathBuf::from(git(&here, ["rev-parse", "--show-toplevel"])?.trim_end());
        let mut changed = Self { lines: BTreeMap::new(), base: workspace.base().to_owned() };
        changed.add_diff(&top, &git(&top, DIFF.into_iter().chain(["--unified=0", revision, "--"]))?);
        // What git shows no lines of (an archive, another encoding) is new as a whole, as is what it does not know yet.
        let all = git(&top, DIFF.into_iter().chain(["--name-only", "-z", revision, "--"]))?;
        let unknown = git(&top, ["ls-files", "--others", "--exclude-standard", "-z"])?;
        for file in all.split('\0').chain(unknown.split('\0')).filter(|file| !file.is_empty()) {
            changed.lines.entry(top.join(file)).or_insert_with(|| vec![(1, usize::MAX)]);
        }
        Ok(changed)
    }

    fn add_diff(&mut self, top: &Path, diff: &str) {
        let mut file: Option<PathBuf> = None;
        // Lines of a hunk are not looked at: one that was added may look like a head.
        let mut left = 0usize;
        for line in diff.lines() {
            if left > 0 {
                // What did not change is on both sides; `\ No newline` is on none.
                left = left.saturating_sub(match line.as_bytes().first() {
                    Some(b'+' | b'-') => 1,
                    Some(b'\\') => 0,
                    _ => 2,
                });
            } else if let Some(name) = line.strip_prefix("+++ ") {
                // A name with a space ends in a tab.
                file = name.trim_end_matches('\t').strip_prefix("b/").map(|name| top.join(name));
                if let Some(file) = &file {
                    self.lines.entry(file.clone()).or_default();
                }
            } else if let Some(hunk) = line.strip_prefix("@@ ").and_then(Hunk::of) {
                left = hunk.lines;
                let lines = file.as_ref().and_then(|file| self.lines.get_mut(file));
                lines.into_iter().for_each(|lines| lines.extend(hunk.added));
            }
        }
    }

    /// Whether a finding, or a place that belongs to it, is in changed lines.
    pub(super) fn has(&self, finding: &Finding) -> bool {
        let is_in = |place: &Place| {
            let lines = fs::canonicalize(self.base.join(&place.file)).ok().and_then(|file| self.lines.get(&file));
            lines.is_some_and(|lines| lines.iter().any(|(from, to)| *from <= place.end_line && place.line <= *to))
        };
        is_in(&finding.place) || finding.related.iter().any(is_in)
    }
}

/// The head of a hunk: `-3,2 +3,4 @@`.
struct Hunk {
    /// The first and the last line it adds.
    added: Option<(usize, usize)>,
    /// How many lines it shows.
    lines: usize,
}

impl Hunk {
    fn of(head: &str) -> Option<Self> {
        let mut parts = head.split(' ');
        let mut range = |sign: char| {
            let range = parts.next()?.strip_prefix(sign)?;
            let (from, count) = range.split_once(',').unwrap_or((range, "1"));
            Some((from.parse::<usize>().ok()?, count.parse::<usize>().ok()?))
        };
        let ((_, gone), (from, new)) = (range('-')?, range('+')?);
        Some(Self { added: (new > 0).then(|| (from, from + new - 1)), lines: gone + new })
    }
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
        assert_eq!(changed.lines.get(Path::new("/top/x y.txt")), Some(&vec![(3, 3), (19, 20)]));
        // `++ b/y` was added: no head.
        let diff = "--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+++ b/y\n+c\n@@ -5,0 +6 @@\n+d\n";
        let mut changed = Changed::default();
        changed.add_diff(Path::new("/top"), diff);
        assert_eq!(changed.lines.get(Path::new("/top/x")), Some(&vec![(1, 2), (6, 6)]));
    }
}
