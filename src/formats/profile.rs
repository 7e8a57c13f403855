//! What each program wants of an export, and why: `profiles.tsv`.

use super::{Dialect, Dictionary, Format};

/// A program that reads exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub tool: &'static str,
    /// The format it is given.
    pub format: Format,
    /// Why that one, and why in this shape.
    pub reasons: Vec<&'static str>,
}

impl Profile {
    /// Every known program, in order of the table.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for line in include_str!("profiles.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(tool), Some(format), Some(why)) = (cells.next(), cells.next().and_then(named), cells.next())
            else {
                continue; // a test reads every line
            };
            match all.last_mut().filter(|last| last.tool == tool) {
                Some(last) => last.reasons.push(why),
                None => all.push(Self { tool, format, reasons: vec![why] }),
            }
        }
        all
    }

    /// The profile of a program, by its name in any case.
    pub fn of(tool: &str) -> Option<Self> {
        Self::all().into_iter().find(|profile| profile.tool.eq_ignore_ascii_case(tool))
    }
}

fn named(format: &str) -> Option<Format> {
    Some(match format {
        "omegat" => Format::Omegat,
        "tbx" => Format::Tbx(Dialect::V2),
        "multiterm" => Format::MultiTerm,
        "csv" => Format::Csv,
        "deepl" => Format::Dictionary(Dictionary::Tsv),
        "google" => Format::Dictionary(Dictionary::Csv),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_reason_of_one_profile() {
        let lines = include_str!("profiles.tsv").lines().filter(|line| !line.starts_with('#')).count();
        let all = Profile::all();
        assert_eq!(all.iter().map(|profile| profile.reasons.len()).sum::<usize>(), lines);
        for (i, profile) in all.iter().enumerate() {
            assert!(
                all[i + 1..].iter().all(|other| other.tool != profile.tool),
                "{} stands in two places",
                profile.tool
            );
        }
        assert_eq!(Profile::of("OmegaT").map(|profile| profile.format), Some(Format::Omegat));
    }
}
