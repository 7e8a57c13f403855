//! The files that are measured on; README.md tells how they are made.

use std::{fs, path::PathBuf};

use anyhow::Context;
use gloss_core::{lang::Lang, model::{Concept, Status, Term}};

pub struct Data(pub PathBuf);

/// A query with how it was made: `exact`, `prefix`, `e1`, `e2`, `miss`.
pub struct Query {
    pub kind: String,
    pub text: String,
}

impl Data {
    pub fn read(&self, name: &str) -> anyhow::Result<String> {
        let path = self.0.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    fn lines(&self, name: &str) -> anyhow::Result<Vec<String>> {
        Ok(self.read(name)?.lines().map(str::to_owned).collect())
    }

    /// The terms as they are.
    pub fn terms(&self, size: &str) -> anyhow::Result<Vec<String>> {
        self.lines(&format!("terms_{size}.txt"))
    }

    pub fn queries(&self, size: &str) -> anyhow::Result<Vec<Query>> {
        let lines = self.lines(&format!("q_{size}.tsv"))?;
        let query = |line: &String| {
            let mut cells = line.split('\t');
            Some(Query { kind: cells.next()?.to_owned(), text: cells.next()?.to_owned() })
        };
        Ok(lines.iter().filter_map(query).collect())
    }
}

/// A concept for each term, in Vietnamese, so that all tiers of equality are made.
pub fn concepts(terms: &[String]) -> Vec<Concept> {
    let concept = |(i, term): (usize, &String)| {
        let mut concept = Concept::new(format!("t{i}"), "general");
        concept.terms.insert(Lang::vi(), vec![Term::new(term, Status::Preferred)]);
        concept
    };
    terms.iter().enumerate().map(concept).collect()
}
