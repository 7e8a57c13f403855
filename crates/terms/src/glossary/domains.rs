//! The subject fields a glossary knows: `domains.tsv`, a line each: id, English name, Vietnamese name.

use std::collections::BTreeMap;

use gloss_core::{report::Finding, text::Span};

use super::file::SourceFile;
use super::rules::GLOSSARY_SYNTAX;

/// The known domains. Without a `domains.tsv` every domain is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Domains(BTreeMap<String, String>);

impl Domains {
    pub(super) fn extend(&mut self, source: &SourceFile, faults: &mut Vec<Finding>) {
        let mut at = 0;
        for line in source.text.split_inclusive('\n') {
            let (span, row) = (Span::new(at, at + line.trim_end().len()), line.trim_end());
            at += line.len();
            if row.is_empty() || row.starts_with('#') {
                continue;
            }
            match row.split_once('\t') {
                Some((id, names)) => {
                    self.0.insert(id.to_owned(), names.replace('\t', " · "));
                }
                None => {
                    faults.push(source.finding(&GLOSSARY_SYNTAX, span, "a domain needs an id, a tab and its name"));
                }
            }
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether entries may use a domain.
    pub fn allows(&self, id: &str) -> bool {
        self.0.is_empty() || self.0.contains_key(id)
    }

    /// The ids of all domains, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
