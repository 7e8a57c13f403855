//! Journey: going through a review file. Every decision is written at once, so a session can end at any time.

use std::path::{Path, PathBuf};

use gloss_core::model::Seen;

use super::{Pending, Project, ProjectError, Review, ReviewRow, write_file};

/// A review file on its way through somebody's hands.
#[derive(Debug)]
pub struct ReviewSession<'p> {
    project: &'p Project,
    path: PathBuf,
    /// The glossary file that entries go to, instead of that of their category.
    into: Option<PathBuf>,
    review: Review,
    accepted: usize,
    rejected: usize,
}

/// What became of a row that was accepted or rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// It is an entry now.
    Entered {
        /// The entry's id.
        id: String,
        /// Its file.
        into: PathBuf,
    },
    /// It cannot be entered as it is, and stays.
    NotEntered {
        /// Why.
        why: String,
    },
    /// It is never proposed again.
    Rejected,
}

impl<'p> ReviewSession<'p> {
    /// Reads a review file. Entries go to `into` if that is given.
    ///
    /// # Errors
    /// As [`Project::review_file`].
    pub fn open(project: &'p Project, path: &Path, into: Option<PathBuf>) -> Result<Self, ProjectError> {
        let review = project.review_file(path)?;
        Ok(Self { project, path: path.to_owned(), into, review, accepted: 0, rejected: 0 })
    }

    /// The rows that are left.
    pub fn rows(&self) -> &[ReviewRow] {
        &self.review.rows
    }

    /// How many rows were accepted.
    pub fn accepted(&self) -> usize {
        self.accepted
    }

    /// How many rows were rejected.
    pub fn rejected(&self) -> usize {
        self.rejected
    }

    /// The number of the first row from `from` on that nobody has decided about.
    pub fn next_open(&self, from: usize) -> Option<usize> {
        (from..self.rows().len()).find(|number| self.rows()[*number].pending == Pending::Open)
    }

    /// Carries out the decisions that were made in the file by hand, and calls `decided` with each.
    ///
    /// # Errors
    /// [`ProjectError`] if the glossary or the review file cannot be written.
    pub fn carry_out_marked(&mut self, decided: &mut dyn FnMut(&Decided)) -> Result<(), ProjectError> {
        let mut number = 0;
        while let Some(row) = self.rows().get(number) {
            let outcome = match row.pending {
                Pending::Open => None,
                Pending::Accept => Some(self.accept(number)?),
                Pending::Reject => Some(self.reject(number)?),
            };
            // A row that was carried out is gone, and the next one has its number.
            number += usize::from(matches!(outcome, None | Some(Decided::NotEntered { .. })));
            outcome.iter().for_each(&mut *decided);
        }
        Ok(())
    }

    /// Enters a row into the glossary.
    ///
    /// # Errors
    /// [`ProjectError`] if the glossary or the review file cannot be written, or there is no such row.
    pub fn accept(&mut self, number: usize) -> Result<Decided, ProjectError> {
        let row = self.row(number)?;
        let into = self.into.clone().map_or_else(|| self.project.file_for_row(row), Ok)?;
        match self.project.accept(row, &into) {
            Ok(id) => {
                self.accepted += 1;
                self.drop_row(number)?;
                Ok(Decided::Entered { id, into })
            }
            Err(ProjectError::Refused(why)) => Ok(Decided::NotEntered { why }),
            Err(error) => Err(error),
        }
    }

    /// Records that a row is never to be proposed again.
    ///
    /// # Errors
    /// As [`ReviewSession::accept`].
    pub fn reject(&mut self, number: usize) -> Result<Decided, ProjectError> {
        self.project.reject(self.row(number)?, "rejected in review")?;
        self.rejected += 1;
        self.drop_row(number)?;
        Ok(Decided::Rejected)
    }

    /// Changes a row by hand.
    ///
    /// # Errors
    /// As [`ReviewSession::accept`].
    pub fn edit(&mut self, number: usize, change: impl FnOnce(&mut ReviewRow)) -> Result<(), ProjectError> {
        self.review.rows.get_mut(number).map(change).ok_or_else(|| no_row(number))?;
        self.save()
    }

    /// The words around a place `file:line` of a row, if the file is there.
    pub fn excerpt(&self, row: &ReviewRow, place: &str) -> Option<String> {
        let (file, line) = place.rsplit_once(':')?;
        let seen = Seen { form: row.form.clone(), file: file.to_owned(), line: line.parse().ok()? };
        self.project.workspace.excerpt(&seen)
    }

    fn row(&self, number: usize) -> Result<&ReviewRow, ProjectError> {
        self.rows().get(number).ok_or_else(|| no_row(number))
    }

    fn drop_row(&mut self, number: usize) -> Result<(), ProjectError> {
        self.review.rows.remove(number);
        self.save()
    }

    fn save(&self) -> Result<(), ProjectError> {
        write_file(&self.project.workspace.place(&self.path), self.review.text().as_bytes())
    }
}

fn no_row(number: usize) -> ProjectError {
    ProjectError::Refused(format!("the review file has no row {}", number + 1))
}
