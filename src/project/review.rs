//! Journey: candidates → decisions.
//!
//! The review file is TSV, a candidate a line, and may be edited by hand: `accept` or `reject` in the first column is
//! carried out by the next review. Every decision is written at once, so a review can be left and taken up at any time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use gloss_core::{
    lang::{Lang, english},
    model::{Concept, Seen, Source, SourceKind, Status, Term},
    text::key::slug,
};
use gloss_mine::{Candidate, Mined, Origin};
use gloss_terms::glossary::{Glossary, Rejected};

use super::{
    Files, Project, ProjectError,
    files::{glossary_files, rejected_file},
    today, write_file,
};

const HEADER: &str = "# Candidates to be reviewed: `gloss review FILE` walks through them. Columns, tab-separated:\n\
    # decision (empty, accept or reject), English, Vietnamese (readings separated by |), category, origin, confidence,\n\
    # places, form as printed (what the miner knows the row by; leave it as it is)\n";

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
    /// The form as printed, by which the miner knows the row.
    pub form: String,
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
    pub(super) fn read(text: &str) -> Result<Self, String> {
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
            let cells = [decision, &row.en, &vi, &row.category, &row.origin, &confidence, &places, &row.form];
            cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).join("\t") + "\n"
        });
        HEADER.to_owned() + &rows.collect::<String>()
    }

    /// Brings the file up to date with what was mined from some files: new candidates are added, decisions and edits kept.
    /// An open row is dropped if all its places lie in those files and it was not mined again. What the glossary knows
    /// already is no candidate.
    pub fn update(&mut self, mined: &Mined, read: &BTreeSet<&str>) {
        let fresh = mined.candidates.iter().filter(|c| c.origin != Some(Origin::Glossary)).map(ReviewRow::of);
        let mut fresh: BTreeMap<String, ReviewRow> = fresh.map(|row| (english::key(&row.form), row)).collect();
        let order: Vec<String> = mined.candidates.iter().map(|c| english::key(&c.en)).collect();
        self.rows.retain_mut(|row| match fresh.remove(&english::key(&row.form)) {
            Some(new) => {
                let elsewhere = row.places.iter().filter(|place| !read.contains(file_of(place)));
                row.places = elsewhere.cloned().chain(new.places).collect();
                true
            }
            None => row.pending != Pending::Open || row.places.iter().any(|place| !read.contains(file_of(place))),
        });
        self.rows.extend(order.iter().filter_map(|key| fresh.remove(key)));
    }
}

/// The file of a place `file:line`.
fn file_of(place: &str) -> &str {
    place.rsplit_once(':').map_or(place, |(file, _)| file)
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
            form: candidate.en.clone(),
        }
    }
}

fn row(line: &str) -> Result<ReviewRow, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [decision, en, vi, category, origin, confidence, places, form] = cells.as_slice() else {
        return Err(format!("{} cells, but a row has 8", cells.len()));
    };
    let pending = match *decision {
        "" => Pending::Open,
        "accept" => Pending::Accept,
        "reject" => Pending::Reject,
        other => return Err(format!("unknown decision `{other}`; write accept, reject or nothing")),
    };
    let list = |text: &str| text.split(" | ").map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect();
    let confidence = confidence.parse().map_err(|_| format!("confidence must be a number, not `{confidence}`"))?;
    let [en, category, origin, form] = [en, category, origin, form].map(|cell| (*cell).to_owned());
    Ok(ReviewRow { pending, en, vi: list(vi), category, origin, confidence, places: list(places), form })
}

impl Project {
    /// The file a row would be entered into: the one of its category, or `general.toml`.
    ///
    /// # Errors
    /// [`ProjectError::NoGlossary`] if the project has none of its own.
    pub(super) fn file_for_row(&self, row: &ReviewRow) -> Result<PathBuf, ProjectError> {
        let known = self.glossary.domains().allows(&row.category) && slug(&row.category) == row.category;
        self.file_for(if known { &row.category } else { "general" })
    }

    /// Enters a row into a file of the glossary and returns the new id.
    ///
    /// # Errors
    /// [`ProjectError`] if it has no Vietnamese, or the file cannot be written.
    pub(super) fn accept(&self, row: &ReviewRow, into: &Path) -> Result<String, ProjectError> {
        if row.vi.is_empty() {
            let message = format!("`{}` has no Vietnamese yet; edit the row and fill in the third column", row.en);
            return Err(ProjectError::Refused(message));
        }
        let domain = into.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // Other rows may have been entered since the project was opened.
        let now = Glossary::read(glossary_files(self.workspace.base(), &self.folders)?);
        let id = slug(&row.en);
        if id.is_empty() || now.concept(&id).is_some() || self.glossary.concept(&id).is_some() {
            let message = format!("the glossary has an entry `{id}` already; edit the English form, or reject the row");
            return Err(ProjectError::Refused(message));
        }
        let mut concept = Concept::new(id, domain);
        concept.terms.insert(Lang::en(), vec![Term::new(&row.en, Status::Preferred)]);
        let statuses = std::iter::once(Status::Preferred).chain(std::iter::repeat(Status::Admitted));
        concept
            .terms
            .insert(Lang::vi(), row.vi.iter().zip(statuses).map(|(vi, status)| Term::new(vi, status)).collect());
        let seen = |place: &String| {
            let (file, line) = place.rsplit_once(':')?;
            Some(Seen { form: row.form.clone(), file: file.to_owned(), line: line.parse().ok()? })
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
    pub(super) fn reject(&self, row: &ReviewRow, why: &str) -> Result<(), ProjectError> {
        let glossary = self.folders.first().ok_or(ProjectError::NoGlossary)?;
        let path = self.workspace.place(rejected_file(self.workspace.base(), glossary));
        let mut text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Rejected::HEADER.to_owned(),
            Err(error) => return Err(ProjectError::read(path)(error)),
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&Rejected::row(&row.form, row.vi.first().map(String::as_str), &today(), why));
        write_file(&path, text.as_bytes())
    }

    /// Reads a review file.
    ///
    /// # Errors
    /// [`ProjectError`] if it cannot be read or understood.
    pub fn review_file(&self, path: &Path) -> Result<Review, ProjectError> {
        let text = fs::read_to_string(self.workspace.place(path)).map_err(ProjectError::read(path))?;
        Review::read(&text).map_err(|message| ProjectError::Config { path: path.to_owned(), message })
    }

    /// Adds what was mined from some files to a review file, which need not exist, and returns how many rows it has.
    ///
    /// # Errors
    /// [`ProjectError`] if the file cannot be read or written.
    pub fn update_review(&self, path: &Path, mined: &Mined, files: &Files) -> Result<usize, ProjectError> {
        let place = self.workspace.place(path);
        let mut review = if place.exists() { self.review_file(path)? } else { Review::default() };
        review.update(mined, &files.articles.iter().map(|a| a.document.name()).collect());
        let text = review.text();
        if fs::read_to_string(&place).ok().as_deref() != Some(&text) {
            write_file(&place, text.as_bytes())?;
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
            "{HEADER}accept\tPu Nhi commune\txã Pu Nhi\tplace\tcompositional\t0.90\ta.txt:3 | b.txt:1\tPu Nhi commune\n\tlean season\t\tpolicy\t\t0.60\ta.txt:9\tlean season\n"
        );
        let review = Review::read(&text).expect("two rows");
        assert_eq!(review.text(), text);
        assert_eq!(review.rows[0].places, ["a.txt:3", "b.txt:1"]);
        assert!(review.rows[1].vi.is_empty());
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        let error = Review::read("# x\nmaybe\ta\tb\tc\td\t0.5\te\ta\n").expect_err("unknown decision");
        assert_eq!(error, "line 2: unknown decision `maybe`; write accept, reject or nothing");
    }
}
