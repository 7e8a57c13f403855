//! Two texts that say the same line by line.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use gloss_check::{Bitext, Pair};
#[cfg(feature = "tm")]
use gloss_core::model::{Segment, Unit};
use gloss_core::{
    lang::{self, Article, Lang},
    text::{Document, Span},
};
use gloss_formats::{Encoding, Input, ReadError};

use super::ProjectError;

/// `a.txt=b.txt` as two files, if that is what an argument means.
pub fn aligned_paths(argument: &Path) -> Option<[PathBuf; 2]> {
    let (first, second) = argument.to_str()?.split_once('=')?;
    let is_one = argument.exists() || first.is_empty() || second.is_empty();
    (!is_one).then(|| [first.into(), second.into()])
}

/// Two texts with as many lines, in two languages.
pub(super) struct Aligned {
    names: [String; 2],
    texts: [String; 2],
    langs: [Lang; 2],
}

impl Aligned {
    /// Reads two texts. Languages that are not named are known by the names of the files (`x.vi.txt`), else by their texts.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] if they have not as many lines, or one language; [`ProjectError`] if one cannot be read.
    pub(super) fn read(
        paths: [&Path; 2],
        named: [Option<&Lang>; 2],
        encoding: Option<Encoding>,
    ) -> Result<Self, ProjectError> {
        let texts = [read(paths[0], encoding)?, read(paths[1], encoding)?];
        let names = paths.map(|path| path.display().to_string());
        let [there, here] = texts.each_ref().map(|text| text.lines().count());
        if there != here {
            let message = format!(
                "{} has {there} lines and {} has {here}; line by line one must be the translation of the other",
                names[0], names[1]
            );
            return Err(ProjectError::Refused(message));
        }
        let lang = |at: usize| {
            let by_name = || lang::language_of_file(&names[at]);
            named[at].cloned().or_else(by_name).unwrap_or_else(|| lang::detect_language(&texts[at]))
        };
        let langs = [lang(0), lang(1)];
        if langs[0] == langs[1] {
            let message = format!(
                "{} and {} both seem to be in {}; name their languages with --from and --to, or in their names: `x.vi.txt`",
                names[0], names[1], langs[0]
            );
            return Err(ProjectError::Refused(message));
        }
        Ok(Self { names, texts, langs })
    }

    /// The lines as units, each with its number and with those around it; lines that are empty in both are left out.
    #[cfg(feature = "tm")]
    pub(super) fn units(&self) -> Vec<(usize, Unit)> {
        let lines = self.texts.each_ref().map(|text| text.lines().map(str::trim).collect::<Vec<_>>());
        let full: Vec<usize> = (0..lines[0].len()).filter(|at| lines.iter().any(|of| !of[*at].is_empty())).collect();
        let segment = |side: usize, at: usize| Segment::new(self.langs[side].clone(), lines[side][at]);
        let neighbour = |at: Option<&usize>| Some(at.map_or("", |at| lines[0][*at]).to_owned());
        let unit = |(order, at): (usize, &usize)| {
            let previous = neighbour(order.checked_sub(1).and_then(|order| full.get(order)));
            let next = neighbour(full.get(order + 1));
            (at + 1, Unit { previous, next, ..Unit::new(segment(0, *at), segment(1, *at)) })
        };
        full.iter().enumerate().map(unit).collect()
    }

    /// The same to be checked.
    pub(super) fn bitext(self) -> Bitext {
        let ([first, second], [source, target]) = (self.names, self.texts);
        let documents = [Document::plain(first, source), Document::plain(second, target)];
        let lines = |document: &Document| {
            let mut at = 0;
            let span = |line: &str| {
                let lead = line.len() - line.trim_start().len();
                let span = Span::new(at + lead, at + lead + line.trim().len());
                at += line.len();
                span
            };
            document.text().split_inclusive('\n').map(span).collect::<Vec<_>>()
        };
        let [source, target] = [lines(&documents[0]), lines(&documents[1])];
        let pair = |(source, target)| Pair { spans: [source, target], codes: [Vec::new(), Vec::new()] };
        let pairs = source.into_iter().zip(target).map(pair).collect();
        let ([source, target], [from, to]) = (documents, self.langs);
        let article = |document, lang| Article { document, lang };
        Bitext::of_lines([article(source, from), article(target, to)], pairs)
    }
}

fn read(path: &Path, encoding: Option<Encoding>) -> Result<String, ProjectError> {
    let name = path.to_string_lossy();
    let failed = |error: ReadError| ProjectError::Exchange { name: name.clone().into_owned(), error };
    let file = File::open(path).map_err(ProjectError::read(path))?;
    Input::open(&name, file, encoding).and_then(Input::whole).map_err(failed)
}
