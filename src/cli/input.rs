//! Texts named on the command line.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::project::{Files, Named, aligned_paths};

/// The texts a command reads.
#[derive(Debug, clap::Args)]
pub(super) struct InputArgs {
    /// Files, or folders with .txt, .md, .html and .docx files; `-` reads standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The name under which standard input is reported and read
    #[arg(long, value_name = "NAME", default_value = "stdin.txt")]
    stdin_filename: String,
}

impl InputArgs {
    pub(super) fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }

    pub(super) fn read(&self) -> io::Result<Files> {
        self.read_with(Files::read, Files::add)
    }

    /// Texts and translations.
    pub(super) fn read_with_translations(&self, named: &Named) -> io::Result<Files> {
        let add = |files: &mut Files, name: &str, bytes: &[u8]| files.add_with_translations(name, bytes, named);
        self.read_with(|paths| Files::read_with_translations(paths, named), add)
    }

    fn read_with(
        &self,
        read: impl FnOnce(&[PathBuf]) -> Files,
        add: impl FnOnce(&mut Files, &str, &[u8]),
    ) -> io::Result<Files> {
        let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            self.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
        if !stdin.is_empty() && aligned_paths(Path::new(&self.stdin_filename)).is_some() {
            return Err(io::Error::other(
                "standard input cannot be one of two texts that are read together; save it first",
            ));
        }
        let mut files = read(&paths);
        if !stdin.is_empty() {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            add(&mut files, &self.stdin_filename, &bytes);
        }
        Ok(files)
    }
}
