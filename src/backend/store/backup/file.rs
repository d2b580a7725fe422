//! Files that appear whole or not at all.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use super::BackupError;

/// What every SQLite file begins with (<https://sqlite.org/fileformat.html> section 1.3).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A file under a name of its own beside the one that it will have. Goes away where it is not kept.
#[derive(Debug)]
pub(super) struct Partial {
    path: PathBuf,
    kept: bool,
}

impl Partial {
    /// An empty file beside `target` that only this user can read; `name` is what an error speaks of.
    pub(super) fn create(target: &Path, name: &Path) -> Result<Self, BackupError> {
        let mut file_name = std::ffi::OsString::from(".");
        file_name.push(target.file_name().ok_or_else(|| {
            let reason = io::Error::other("it is no name of a file");
            failed(name, reason)
        })?);
        file_name.push(format!(".{}.partial", std::process::id()));
        let path = target.with_file_name(file_name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(&path)
            .map_err(|reason| failed(&path, reason))?;
        Ok(Self { path, kept: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes it durable, then gives it its name.
    pub(super) fn keep_as(mut self, target: &Path) -> Result<(), BackupError> {
        let keep = || -> io::Result<()> {
            File::open(&self.path)?.sync_all()?;
            std::fs::rename(&self.path, target)?;
            // The name is durable once its folder is.
            let folder = match target.parent() {
                Some(folder) if folder != Path::new("") => folder,
                _ => Path::new("."),
            };
            #[cfg(unix)]
            File::open(folder)?.sync_all()?;
            Ok(())
        };
        keep().map_err(|reason| failed(target, reason))?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.kept {
            // What SQLite may have put beside it goes with it; most of these are never there.
            for ending in ["", "-journal", "-wal", "-shm"] {
                let mut path = self.path.clone().into_os_string();
                path.push(ending);
                let _ = std::fs::remove_file(path);
            }
        }
    }
}

/// Whether both names are of one file.
pub(super) fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Refuses what is not a SQLite file.
pub(super) fn begins_as_sqlite(path: &Path) -> Result<(), BackupError> {
    let mut begin = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut begin))
        .map_err(|reason| failed(path, reason))?;
    if begin == MAGIC {
        Ok(())
    } else {
        Err(BackupError::Foreign(path.to_owned()))
    }
}

pub(super) fn failed(path: &Path, reason: io::Error) -> BackupError {
    BackupError::File {
        path: path.to_owned(),
        reason,
    }
}
