//! Texts named on the command line.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::project::{Files, Named, TextStore, Workspace, aligned_paths};

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

    pub(super) fn read(&self, workspace: &Workspace) -> io::Result<Files> {
        let mut files = workspace.read(&self.paths()?);
        if let Some(bytes) = self.stdin()? {
            files.add(&self.stdin_filename, &bytes);
        }
        Ok(files)
    }

    /// Texts and translations, to be checked.
    pub(super) fn texts(&self, workspace: &Workspace, named: &Named) -> io::Result<TextStore> {
        let mut texts = workspace.texts(&self.paths()?, named);
        if let Some(bytes) = self.stdin()? {
            texts.add(&self.stdin_filename, &bytes, named);
        }
        Ok(texts)
    }

    fn paths(&self) -> io::Result<Vec<PathBuf>> {
        if self.reads_stdin() && aligned_paths(Path::new(&self.stdin_filename)).is_some() {
            return Err(io::Error::other(
                "standard input cannot be one of two texts that are read together; save it first",
            ));
        }
        Ok(self.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect())
    }

    fn stdin(&self) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        if self.reads_stdin() {
            io::stdin().lock().read_to_end(&mut bytes)?;
        }
        Ok(self.reads_stdin().then_some(bytes))
    }
}
