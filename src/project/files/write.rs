//! Writing files so that nobody sees a part of one.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

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
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let (temporary, mut file) = temporary_beside(folder, &name).map_err(ProjectError::write(path))?;
    let written = (|| -> io::Result<()> {
        write(&mut file)?;
        if let Ok(old) = fs::metadata(&target) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&temporary, &target)
    })();
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary); // what matters is the first error
        ProjectError::write(path)(error)
    })
}

/// A new file, which nobody else writes to, not even another thread or a process of the same number elsewhere.
fn temporary_beside(folder: &Path, name: &str) -> io::Result<(PathBuf, fs::File)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".{name}.{}-{number}.{TEMPORARY}", std::process::id()));
        match fs::File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|file| (path, file)),
        }
    }
}

/// The ending of files on their way.
pub(in crate::project) const TEMPORARY: &str = "tmp";
