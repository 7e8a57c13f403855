//! Writing files so that nobody sees a part of one.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use tempfile::NamedTempFile;

use super::super::ProjectError;

/// Writes a file as a whole: into a temporary file beside it, synced, then renamed, so that a reader sees the old or the
/// new text and never a part. A link is followed, permissions stay; what is no ordinary file (a device, a pipe) is written
/// to directly.
///
/// # Errors
/// [`ProjectError::Io`]; the old file is then as it was.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ProjectError> {
    write_file_with(path, &mut |file| file.write_all(bytes))
}

/// As [`write_file`], for what is written piece by piece.
///
/// # Errors
/// [`ProjectError::Io`]; the old file is then as it was.
pub fn write_file_with(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), ProjectError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.exists() && !target.is_file() {
        let mut device = fs::OpenOptions::new().write(true).open(&target).map_err(ProjectError::write(path))?;
        return write(&mut device).map_err(ProjectError::write(path));
    }
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(ProjectError::write(folder))?;
    let written = temporary_beside(folder, &target).and_then(|mut temporary| {
        write(temporary.as_file_mut())?;
        if let Ok(old) = fs::metadata(&target) {
            temporary.as_file().set_permissions(old.permissions())?;
        }
        temporary.as_file().sync_all()?;
        temporary.persist(&target).map_err(|error| error.error)
    });
    written.map(drop).map_err(ProjectError::write(path))
}

/// A new file beside another, for everybody to read whom the process lets; it goes if it is not put in the other's place.
fn temporary_beside(folder: &Path, target: &Path) -> io::Result<NamedTempFile> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let (prefix, suffix) = (format!(".{name}."), format!(".{TEMPORARY}"));
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(&suffix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// The ending of files on their way.
pub(in crate::project) const TEMPORARY: &str = "tmp";
