//! What each program wants of an export, and why: `profiles.tsv`.

use super::Format;

/// A program that reads exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub tool: &'static str,
    /// What it reads, the best for it first.
    pub shapes: Vec<Shape>,
}

/// A kind of file as a program wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What people call the kind: `tmx`, `csv`.
    pub kind: &'static str,
    /// How it is written.
    pub format: Format,
    /// Whether terms that should not be written are left out.
    pub accepted_only: bool,
    /// Why so.
    pub reasons: Vec<&'static str>,
}

impl Profile {
    /// Every known program, in order of the table.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for line in include_str!("profiles.tsv").lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [tool, kind, format, terms, why] = cells.as_slice() else { continue }; // a test reads every line
            let Some(format) = Format::named(format) else { continue };
            if all.last().is_none_or(|last| last.tool != *tool) {
                all.push(Self { tool, shapes: Vec::new() });
            }
            let Some(profile) = all.last_mut() else { continue };
            match profile.shapes.last_mut().filter(|last| last.kind == *kind) {
                Some(shape) => shape.reasons.push(why),
                None => {
                    let accepted_only = *terms == "accepted";
                    profile.shapes.push(Shape { kind, format, accepted_only, reasons: vec![why] });
                }
            }
        }
        all
    }

    /// The profile of a program, by its name in any case.
    pub fn of(tool: &str) -> Option<Self> {
        Self::all().into_iter().find(|profile| profile.tool.eq_ignore_ascii_case(tool))
    }

    /// The shape of a kind, or the best one.
    pub fn shape(&self, kind: Option<&str>) -> Option<&Shape> {
        match kind {
            Some(kind) => self.shapes.iter().find(|shape| shape.kind == kind),
            None => self.shapes.first(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_reason_of_one_profile() {
        let lines = include_str!("profiles.tsv").lines().filter(|line| !line.starts_with('#'));
        let all = Profile::all();
        let reasons = all.iter().flat_map(|profile| &profile.shapes).map(|shape| shape.reasons.len());
        assert_eq!(reasons.sum::<usize>(), lines.clone().count());
        assert!(lines.map(|line| line.split('\t').nth(3)).all(|terms| matches!(terms, Some("all" | "accepted"))));
        for (i, profile) in all.iter().enumerate() {
            assert!(
                all[i + 1..].iter().all(|other| other.tool != profile.tool),
                "{} stands in two places",
                profile.tool
            );
            let kinds: Vec<&str> = profile.shapes.iter().map(|shape| shape.kind).collect();
            assert!(kinds.iter().enumerate().all(|(i, kind)| !kinds[..i].contains(kind)), "{kinds:?}");
        }
        let omegat = Profile::of("OmegaT").expect("known");
        assert_eq!(omegat.shape(None), omegat.shape(Some("txt")));
        assert_eq!(omegat.shape(Some("po")), None);
    }
}
