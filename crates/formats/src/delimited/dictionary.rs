//! Two columns, source and target, and nothing else: what machine translation services take for a glossary.
//!
//! No header row (Google reads one as an entry), each source once (DeepL refuses another), no empty cell, no control
//! character, no space at the ends, at most 1,024 bytes a cell.

use std::{collections::BTreeSet, io};

use gloss_core::text::key;

use super::super::{Loss, Selection, Write, cell, pairs};

/// The format, for either separator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dictionary {
    /// Tabs between the two.
    Tsv,
    /// A comma, cells quoted where they must be.
    Csv,
}

/// The longest cell in bytes.
const LONGEST: usize = 1_024;

impl Write for Dictionary {
    fn write(&self, selection: &Selection<'_>, out: &mut dyn io::Write) -> io::Result<Loss> {
        let mut loss = Loss::default();
        let mut sources = BTreeSet::new();
        for concept in selection.sorted() {
            let Some(best) = pairs::preferred(concept, selection.pair) else {
                loss.add("concepts without a term in both languages", &concept.id);
                continue;
            };
            let accepted = concept.terms(&selection.pair.from).iter().filter(|term| term.status.is_accepted());
            let to = cell(&best.to.text);
            for from in accepted.map(|term| cell(&term.text)) {
                if from.len().max(to.len()) > LONGEST {
                    loss.add("terms longer than 1,024 bytes", &concept.id);
                } else if !sources.insert(key::exact(&from)) {
                    loss.add("sources that another concept has already", &concept.id);
                } else {
                    self.row(out, &from, &to)?;
                }
            }
            let targets = concept.terms(&selection.pair.to).len() - 1;
            loss.add_many("targets beside the preferred one", &concept.id, targets);
        }
        Ok(loss)
    }
}

impl Dictionary {
    fn row(self, out: &mut dyn io::Write, from: &str, to: &str) -> io::Result<()> {
        match self {
            Self::Tsv => writeln!(out, "{from}\t{to}"),
            Self::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record([from, to])?;
                writer.flush()
            }
        }
    }
}
