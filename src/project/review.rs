//! Journey: candidates → decisions.
//!
//! The review file is TSV, a candidate a line, and may be edited by hand: `accept` or `reject` in the first column is
//! carried out by the next review. Every decision is written at once, so a review can be left and taken up at any time.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    glossary::Rejected,
    lang::{Lang, english},
    mine::{Candidate, Mined, Origin},
    model::{Concept, Seen, Source, SourceKind, Status, Term},
};

use super::{Project, ProjectError, slug, today, write_file};

const HEADER: &str = "# Candidates to be reviewed: `gloss review FILE` walks through them. Columns, tab-separated:\n\
    # decision (empty, accept or reject), English, Vietnamese (readings separated by |), category, origin, confidence, places\n";

/// What a reviewer decided about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// Nothing yet.
    Open,
    /// To be entered.
    Accept,
    /// Never to be proposed again.
    Reject,
}

/// One candidate in a review file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRow {
    /// The decision, if it was made by hand.
    pub pending: Pending,
    /// English form.
    pub en: String,
    /// Vietnamese readings, the usual one first; empty if unknown.
    pub vi: Vec<String>,
    /// What it is.
    pub category: String,
    /// How the Vietnamese is known, or empty.
    pub origin: String,
    /// How sure the miner is.
    pub confidence: f64,
    /// `file:line` of each place.
    pub places: Vec<String>,
}

/// A review file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// Its rows, in order.
    pub rows: Vec<ReviewRow>,
}

impl Review {
    /// Reads a review file.
    ///
    /// # Errors
    /// A message with the line if a row is not as it should be.
    pub fn read(text: &str) -> Result<Self, String> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let rows: Result<Vec<ReviewRow>, String> =
            lines.map(|(i, line)| row(line).map_err(|e| format!("line {}: {e}", i + 1))).collect();
        Ok(Self { rows: rows? })
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let decision = match row.pending {
                Pending::Open => "",
                Pending::Accept => "accept",
                Pending::Reject => "reject",
            };
            let confidence = format!("{:.2}", row.confidence);
            let (vi, places) = (row.vi.join(" | "), row.places.join(" | "));
            let cells = [decision, &row.en, &vi, &row.category, &row.origin, &confidence, &places];
            cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).join("\t") + "\n"
        });
        HEADER.to_owned() + &rows.collect::<String>()
    }

    /// Brings the file up to date: new candidates are added, those no longer mined dropped, decisions and edits kept.
    /// What the glossary knows already is no candidate.
    pub fn update(&mut self, mined: &Mined) {
        let old = std::mem::take(&mut self.rows);
        let key = |form: &str| english::key(form);
        let fresh = mined.candidates.iter().filter(|c| c.origin != Some(Origin::Glossary));
        self.rows = fresh
            .map(|candidate| {
                let kept = old.iter().find(|row| key(&row.en) == key(&candidate.en));
                let new = ReviewRow::of(candidate);
                kept.map_or(new.clone(), |kept| ReviewRow { places: new.places, ..kept.clone() })
            })
            .collect();
    }
}

impl ReviewRow {
    fn of(candidate: &Candidate) -> Self {
        Self {
            pending: Pending::Open,
            en: candidate.en.clone(),
            vi: candidate.vi.iter().chain(&candidate.vi_alt).cloned().collect(),
            category: candidate.category.clone(),
            origin: candidate.origin.map_or(String::new(), |origin| origin.to_string()),
            confidence: candidate.confidence,
            places: candidate.places.iter().map(|p| format!("{}:{}", p.place.file, p.place.line)).collect(),
        }
    }
}

fn row(line: &str) -> Result<ReviewRow, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [decision, en, vi, category, origin, confidence, places] = cells.as_slice() else {
        return Err(format!("{} cells, but a row has 7", cells.len()));
    };
    let pending = match *decision {
        "" => Pending::Open,
        "accept" => Pending::Accept,
        "reject" => Pending::Reject,
        other => return Err(format!("unknown decision `{other}`; write accept, reject or nothing")),
    };
    let list = |text: &str| text.split(" | ").map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect();
    let confidence = confidence.parse().map_err(|_| format!("`{confidence}` is no number"))?;
    let (en, category, origin) = ((*en).to_owned(), (*category).to_owned(), (*origin).to_owned());
    Ok(ReviewRow { pending, en, vi: list(vi), category, origin, confidence, places: list(places) })
}

impl Project {
    /// The file a row would be entered into: the one of its category, or `general.toml`.
    ///
    /// # Errors
    /// [`ProjectError::NoGlossary`] if the project has none of its own.
    pub fn file_for_row(&self, row: &ReviewRow) -> Result<PathBuf, ProjectError> {
        let known = self.glossary.domains().allows(&row.category);
        self.file_for(if known { &row.category } else { "general" })
    }

    /// Enters a row into a file of the glossary and returns the new id.
    ///
    /// # Errors
    /// [`ProjectError`] if it has no Vietnamese, or the file cannot be written.
    pub fn accept(&self, row: &ReviewRow, into: &Path) -> Result<String, ProjectError> {
        if row.vi.is_empty() {
            let message = format!("`{}` has no Vietnamese yet; edit the row and fill in the third column", row.en);
            return Err(ProjectError::Refused(message));
        }
        let domain = into.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut concept = Concept::new(slug(&row.en), domain);
        if self.own.concept(&concept.id).is_some() {
            return Err(ProjectError::Refused(format!("the glossary has an entry `{}` already", concept.id)));
        }
        concept.terms.insert(Lang::en(), vec![Term::new(&row.en, Status::Preferred)]);
        let statuses = std::iter::once(Status::Preferred).chain(std::iter::repeat(Status::Admitted));
        concept
            .terms
            .insert(Lang::vi(), row.vi.iter().zip(statuses).map(|(vi, status)| Term::new(vi, status)).collect());
        let seen = |place: &String| {
            let (file, line) = place.rsplit_once(':')?;
            Some(Seen { form: row.en.clone(), file: file.to_owned(), line: line.parse().ok()? })
        };
        concept.seen = row.places.iter().filter_map(seen).collect();
        concept.sources =
            row.places.iter().take(1).map(|place| Source { kind: SourceKind::Seed, detail: place.clone() }).collect();
        self.insert(&concept, into)?;
        Ok(concept.id)
    }

    /// Records a row in `rejected.tsv`, so that it is never proposed again.
    ///
    /// # Errors
    /// [`ProjectError`] if the file cannot be written.
    pub fn reject(&self, row: &ReviewRow, why: &str) -> Result<(), ProjectError> {
        let folder = self.folders.first().ok_or(ProjectError::NoGlossary)?;
        let path = if folder.is_dir() { folder.join("rejected.tsv") } else { folder.with_file_name("rejected.tsv") };
        let mut text = fs::read_to_string(&path).unwrap_or_else(|_| Rejected::HEADER.to_owned());
        text.push_str(&Rejected::row(&row.en, row.vi.first().map(String::as_str), &today(), why));
        write_file(&path, text.as_bytes())
    }

    /// Reads a review file.
    ///
    /// # Errors
    /// [`ProjectError`] if it cannot be read or understood.
    pub fn review_file(path: &Path) -> Result<Review, ProjectError> {
        let text = fs::read_to_string(path).map_err(ProjectError::read(path))?;
        Review::read(&text).map_err(|message| ProjectError::Config { path: path.to_owned(), message })
    }

    /// Adds what was mined to a review file, which need not exist, and returns how many rows it has.
    ///
    /// # Errors
    /// [`ProjectError`] if the file cannot be read or written.
    pub fn update_review(path: &Path, mined: &Mined) -> Result<usize, ProjectError> {
        let mut review = if path.exists() { Self::review_file(path)? } else { Review::default() };
        review.update(mined);
        let text = review.text();
        if fs::read_to_string(path).ok().as_deref() != Some(&text) {
            write_file(path, text.as_bytes())?;
        }
        Ok(review.rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_file_survives_a_round_trip() {
        let text = format!(
            "{HEADER}accept\tPu Nhi commune\txã Pu Nhi\tplace\tcompositional\t0.90\ta.txt:3 | b.txt:1\n\tlean season\t\tpolicy\t\t0.60\ta.txt:9\n"
        );
        let review = Review::read(&text).expect("two rows");
        assert_eq!(review.text(), text);
        assert_eq!(review.rows[0].places, ["a.txt:3", "b.txt:1"]);
        assert!(review.rows[1].vi.is_empty());
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        let error = Review::read("# x\nmaybe\ta\tb\tc\td\t0.5\te\n").expect_err("unknown decision");
        assert_eq!(error, "line 2: unknown decision `maybe`; write accept, reject or nothing");
    }
}
