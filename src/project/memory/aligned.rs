//! Two texts that say the same line by line.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use crate::{
    formats::{Encoding, Input, ReadError},
    lang::{self, Lang},
    memory::{Segment, Unit},
};

use super::super::{ProjectError, files::language_of};

/// `a.txt=b.txt` as two files, if that is what an argument means.
pub fn aligned_paths(argument: &Path) -> Option<[PathBuf; 2]> {
    let (first, second) = argument.to_str()?.split_once('=')?;
    let is_one = argument.exists() || first.is_empty() || second.is_empty();
    (!is_one).then(|| [first.into(), second.into()])
}

/// The lines of two texts as units, each with its number; lines that are empty in both are left out. Languages that are not
/// named are known by the names of the files (`x.vi.txt`), else by their texts.
///
/// # Errors
/// [`ProjectError::Refused`] if they have not as many lines, or one language; [`ProjectError`] if one cannot be read.
pub(super) fn aligned(
    paths: [&Path; 2],
    named: [Option<&Lang>; 2],
    encoding: Option<Encoding>,
) -> Result<Vec<(usize, Unit)>, ProjectError> {
    let [source, target] = [read(paths[0], encoding)?, read(paths[1], encoding)?];
    let lines = [source.lines().collect::<Vec<_>>(), target.lines().collect()];
    let names = paths.map(|path| path.display());
    if lines[0].len() != lines[1].len() {
        let (there, here) = (lines[0].len(), lines[1].len());
        let message = format!(
            "{} has {there} lines and {} has {here}; line by line one must be the translation of the other",
            names[0], names[1]
        );
        return Err(ProjectError::Refused(message));
    }
    let lang = |at: usize, text: &str| {
        let by_name = || language_of(&paths[at].to_string_lossy());
        named[at].cloned().or_else(by_name).unwrap_or_else(|| lang::detect(text))
    };
    let langs = [lang(0, &source), lang(1, &target)];
    if langs[0] == langs[1] {
        let message = format!(
            "{} and {} both seem to be in {}; name their languages with --from and --to, or in their names: `x.vi.txt`",
            names[0], names[1], langs[0]
        );
        return Err(ProjectError::Refused(message));
    }
    let segment = |side: usize, at: usize| Segment::new(langs[side].clone(), lines[side][at].trim());
    let full: Vec<usize> = (0..lines[0].len()).filter(|at| lines.iter().any(|of| !of[*at].trim().is_empty())).collect();
    let neighbour = |at: Option<&usize>| Some(at.map_or("", |at| lines[0][*at].trim()).to_owned());
    let unit = |(order, at): (usize, &usize)| {
        let previous = neighbour(order.checked_sub(1).and_then(|order| full.get(order)));
        let next = neighbour(full.get(order + 1));
        (at + 1, Unit { previous, next, ..Unit::new(segment(0, *at), segment(1, *at)) })
    };
    Ok(full.iter().enumerate().map(unit).collect())
}

fn read(path: &Path, encoding: Option<Encoding>) -> Result<String, ProjectError> {
    let name = path.to_string_lossy();
    let failed = |error: ReadError| ProjectError::Exchange { name: name.clone().into_owned(), error };
    let file = File::open(path).map_err(ProjectError::read(path))?;
    let text = Input::open(&name, file, encoding).and_then(Input::whole).map_err(failed)?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
