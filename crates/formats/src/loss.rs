//! What a format could not hold.

use std::collections::BTreeMap;

/// Things left out of an export, by kind, each with the ids concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loss(BTreeMap<&'static str, Vec<String>>);

impl Loss {
    /// Records that something of `id` was left out.
    pub fn add(&mut self, kind: &'static str, id: impl Into<String>) {
        self.0.entry(kind).or_default().push(id.into());
    }

    /// Records something left out of `id` once for each of `count`.
    pub fn add_many(&mut self, kind: &'static str, id: &str, count: usize) {
        (0..count).for_each(|_| self.add(kind, id));
    }

    /// Takes in what another part of the export left out.
    pub fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(kind, ids)| self.0.entry(kind).or_default().extend(ids));
    }

    /// Each kind with the ids it concerns, in order of the kind.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.0.iter().map(|(kind, ids)| (*kind, ids.as_slice()))
    }

    /// Whether everything was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
