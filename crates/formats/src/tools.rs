//! Programs that read exports, the formats that each takes, and why: `tools.tsv`.

use std::sync::LazyLock;

use super::{FormatSpec, Shape, spec::listed};

/// A program that reads exports.
#[derive(Debug)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// What it takes, the best for it first; each format once.
    pub takes: Vec<Taken>,
}

/// A format that a program takes, in the shape that suits it.
#[derive(Debug)]
pub struct Taken {
    /// The format, by which people ask for it.
    pub format: &'static FormatSpec,
    /// The shape.
    pub shape: &'static Shape,
    /// Whether terms that should not be written are left out.
    pub accepted_only: bool,
    /// Why so.
    pub reasons: Vec<&'static str>,
}

static TOOLS: LazyLock<Vec<Tool>> = LazyLock::new(Tool::read);

impl Tool {
    /// Every known program, in order of the table.
    pub fn all() -> &'static [Self] {
        &TOOLS
    }

    fn read() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for line in include_str!("tools.tsv").lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [name, shape, terms, why] = cells.as_slice() else { continue }; // a test reads every line
            let Some((format, shape)) = FormatSpec::with_shape(shape) else { continue };
            if all.last().is_none_or(|last| last.name != *name) {
                all.push(Self { name, takes: Vec::new() });
            }
            let Some(tool) = all.last_mut() else { continue };
            match tool.takes.last_mut().filter(|last| last.shape.name == shape.name) {
                Some(taken) => taken.reasons.push(why),
                None => {
                    let accepted_only = *terms == "accepted";
                    tool.takes.push(Taken { format, shape, accepted_only, reasons: vec![why] });
                }
            }
        }
        all
    }

    /// The program of a name, in any case.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|tool| tool.name.eq_ignore_ascii_case(name))
    }

    /// What it takes of a format, or what is best for it.
    pub fn taken(&self, format: Option<&str>) -> Option<&Taken> {
        match format {
            Some(format) => self.takes.iter().find(|taken| taken.format.name == format),
            None => self.takes.first(),
        }
    }

    /// The names of the formats that it takes.
    pub fn formats(&self) -> impl Iterator<Item = &'static str> {
        self.takes.iter().map(|taken| taken.format.name)
    }

    /// The names of the formats that it takes, to choose from: `txt, tsv or tmx`.
    pub fn choice(&self) -> String {
        listed(self.formats(), "or")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_reason_of_one_tool() {
        let lines = include_str!("tools.tsv").lines().filter(|line| !line.starts_with('#'));
        let all = Tool::all();
        let reasons = all.iter().flat_map(|tool| &tool.takes).map(|taken| taken.reasons.len());
        assert_eq!(reasons.sum::<usize>(), lines.clone().count());
        assert!(lines.map(|line| line.split('\t').nth(2)).all(|terms| matches!(terms, Some("all" | "accepted"))));
        for (i, tool) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|other| other.name != tool.name), "{} stands in two places", tool.name);
            let formats: Vec<&str> = tool.formats().collect();
            assert!(formats.iter().enumerate().all(|(i, format)| !formats[..i].contains(format)), "{formats:?}");
        }
        let omegat = Tool::named("OmegaT").expect("known");
        let taken = |format| omegat.taken(format).map(|taken| taken.shape.name);
        assert_eq!([None, Some("tsv"), Some("po")].map(taken), [Some("txt"), Some("tsv-plain"), None]);
    }

    #[test]
    fn no_name_is_that_of_a_tool_and_of_a_format() {
        assert!(Tool::all().iter().all(|tool| Shape::named(tool.name).is_none()));
    }

    #[test]
    fn a_format_knows_the_tools_that_take_it() {
        assert_eq!(FormatSpec::named("po").expect("known").consumers(), ["virtaal"]);
    }
}
