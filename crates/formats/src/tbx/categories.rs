//! The data categories of TBX-Basic and TBX-Min: `categories.tsv`.

use std::sync::LazyLock;

/// A data category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Category {
    pub(crate) name: &'static str,
    /// The meta element whose type it is.
    pub(crate) element: &'static str,
    /// Where it may stand: at the concept, language or term level.
    pub(crate) levels: Vec<&'static str>,
    /// What it may be; empty if anything.
    pub(crate) values: Vec<&'static str>,
    /// Whether TBX-Min has it too.
    pub(crate) min: bool,
}

/// The two generations of TBX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V2,
    V3,
}

/// The elements that say what they are by a category.
pub(crate) const ELEMENTS: [&str; 7] = ["admin", "descrip", "ref", "termNote", "transac", "transacNote", "xref"];

static ALL: LazyLock<Vec<(Version, Category)>> = LazyLock::new(|| {
    let mut version = Version::V3;
    let mut all = Vec::new();
    for line in include_str!("categories.tsv").lines() {
        if line == "# v2" {
            version = Version::V2;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if let ([name, element, levels, values, dialects, _], false) = (cells.as_slice(), line.starts_with('#')) {
            let values = values.split('|').filter(|value| !value.is_empty()).collect();
            let (levels, min) = (levels.split(',').collect(), dialects.contains("min"));
            all.push((version, Category { name, element, levels, values, min }));
        }
    }
    all
});

impl Category {
    /// The category of a name. Version 2 has a few of its own and shares the others.
    pub(crate) fn find(version: Version, name: &str) -> Option<&'static Self> {
        let of = |wanted: Version| ALL.iter().find(|(version, one)| *version == wanted && one.name == name);
        of(version).or_else(|| of(Version::V3)).map(|(_, category)| category)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_category() {
        let rows = include_str!("categories.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!((ALL.len(), rows), (23, 23));
        assert!(ALL.iter().all(|(_, category)| ELEMENTS.contains(&category.element)));
        let status = Category::find(Version::V2, "administrativeStatus").expect("shared");
        assert!(status.min && status.levels == ["term"] && status.values.len() == 4);
    }
}
