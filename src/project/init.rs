//! Journey: a folder becomes a project.

use std::path::{Path, PathBuf};

use gloss_core::lang::LangPair;

use super::{ProjectError, write_file};

/// Makes a folder a project: `gloss.toml` with every setting explained, the first file of a glossary, and a `.gloss` folder
/// that git leaves alone. Nothing that is there is changed. Returns the files it made.
///
/// # Errors
/// [`ProjectError::Refused`] if there is a `gloss.toml`, [`ProjectError::Io`] if a file cannot be written.
pub fn init(folder: &Path, pair: &LangPair) -> Result<Vec<PathBuf>, ProjectError> {
    let config = folder.join("gloss.toml");
    if config.exists() {
        return Err(ProjectError::Refused(format!("{} is a project already: it has a gloss.toml", folder.display())));
    }
    let articles = if folder.join("articles").is_dir() { "" } else { "# " };
    let with_pair = |text: &str| text.replace("{from}", pair.from.as_str()).replace("{to}", pair.to.as_str());
    // The settings come last: only a folder that has everything is a project.
    let files = [
        (folder.join("glossary/general.toml"), with_pair(ENTRIES)),
        (folder.join(".gloss/.gitignore"), "*\n".to_owned()),
        (config, with_pair(CONFIG).replace("{articles}", articles)),
    ];
    let mut made = Vec::new();
    for (path, text) in files {
        if !path.exists() {
            write_file(&path, text.as_bytes())?;
            made.push(path);
        }
    }
    Ok(made)
}

const CONFIG: &str = r#"# The settings of this project. Paths are relative to this folder; what is left out has the value shown.

# Folders or files of the glossary, the one that counts most first. New entries go to the first.
glossary = ["glossary"]

# Files or folders that `gloss build` mines and checks.
{articles}articles = ["articles"]

# The language translated from, and the one translated into.
from = "{from}"
to = "{to}"

# Whether the glossary that comes with gloss stands behind your own.
# shipped = true

# Where `gloss build` writes exports, and candidates to be reviewed.
# exports = "exports"
# review = ".gloss/review.tsv"
"#;

const ENTRIES: &str = r#"# Entries of the domain `general`; other domains have files of their own. `gloss add` writes them, and so can you:
#
# [friendship-house]
# {from} = "…"
# {to} = ["…", { term = "…", status = "deprecated", note = "why" }]
"#;

#[cfg(test)]
mod tests {
    use crate::project::Config;
    use gloss_terms::glossary::{Glossary, SourceFile};

    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let config = CONFIG.replace("{articles}", "").replace("{from}", "vi").replace("{to}", "en");
        let read: Config = toml_edit::de::from_str(&config).expect("valid settings");
        assert_eq!(read, Config { articles: vec!["articles".into()], ..Config::default() });
        assert!(Glossary::read(vec![SourceFile::new("general.toml", ENTRIES)]).faults().is_empty());
    }
}
