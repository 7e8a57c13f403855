//! `gloss lsp`.

use std::path::{Path, PathBuf};

use super::Status;

/// Serves an editor as a language server, on standard input and output.
///
/// It checks what is being written, shows term cards, completes and mends, and finds entries and uses.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gloss lsp\n\nEditors start it by themselves; the guide shows how to set them up.")]
pub(super) struct Args {
    /// Speak over standard input and output, which is the only way
    #[arg(long)]
    stdio: bool,
}

pub(super) fn run(_: &Args, glossaries: &[PathBuf]) -> anyhow::Result<Status> {
    let (connection, threads) = lsp_server::Connection::stdio();
    let served = crate::lsp::serve(&connection, Path::new("."), glossaries);
    drop(connection);
    let ended = threads.join();
    served.map_err(anyhow::Error::from_boxed)?;
    ended?;
    Ok(Status::Fine)
}
