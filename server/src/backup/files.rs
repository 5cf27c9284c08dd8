//! Files of a backup: a partial one that goes away by itself, a folder to try it in, what the disk has to confirm.

use crate::{
    problem::Problem,
    store::{StoreError, backup::beside},
};
use std::{
    fs::{self, File, TryLockError},
    io::{Error, ErrorKind},
    path::{Path, PathBuf},
};

/// What is wrong with writing to `path`; a full disk has words of its own.
pub fn cannot_write(path: &Path, error: Error) -> Problem {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Problem::Store(StoreError::Disk(error.into()))
        }
        _ => Problem::CannotWrite(path.into(), error),
    }
}

/// `path` with something added to its last name.
pub fn named(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// A backup that is being written, beside the file it will be. Dropped before it is kept, nothing of it remains.
pub struct Part {
    path: PathBuf,
    file: File,
}

impl Part {
    /// An empty file beside `file`; what an interrupted backup left there is overwritten.
    ///
    /// # Errors
    /// `file` exists, another backup is being written there, or the folder cannot be written.
    pub fn beside(file: &Path) -> Result<Self, Problem> {
        if file.symlink_metadata().is_ok() {
            return Err(Problem::FileTaken(file.into()));
        }
        let path = named(file, ".part");
        let cannot = |error| cannot_write(file, error);
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        // Everybody's data stands in it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let part = options.open(&path).map_err(cannot)?;
        match part.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Problem::BackupUnderWay(file.into())),
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        part.set_len(0).map_err(cannot)?;
        Ok(Self { path, file: part })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Brings it to the disk and gives it its name.
    ///
    /// # Errors
    /// The name is taken meanwhile, or the disk does not take it.
    pub fn keep(self, file: &Path) -> Result<(), Problem> {
        let cannot = |error| cannot_write(file, error);
        self.file.sync_all().map_err(cannot)?;
        if file.symlink_metadata().is_ok() {
            return Err(Problem::FileTaken(file.into()));
        }
        fs::rename(&self.path, file).map_err(cannot)?;
        sync_folder_of(file).map_err(cannot)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After it was kept there is nothing of that name any more.
        drop(fs::remove_file(&self.path));
        for more in beside(&self.path) {
            drop(fs::remove_file(more));
        }
    }
}

/// A folder to work in that goes away by itself.
pub struct Workshop(PathBuf);

impl Workshop {
    /// An empty folder at `path`; what an interrupted command left there is thrown away.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn at(path: PathBuf) -> Result<Self, Problem> {
        let made = match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => fs::create_dir(&path),
        };
        match made {
            Ok(()) => Ok(Self(path)),
            Err(error) => Err(cannot_write(&path, error)),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Brings the names in the folder of `path` to the disk.
///
/// # Errors
/// The disk does not take them.
pub fn sync_folder_of(path: &Path) -> Result<(), Error> {
    // Elsewhere a folder cannot be opened like a file; there the rename itself has to do.
    if cfg!(unix) { File::open(folder_of(path))?.sync_all() } else { Ok(()) }
}

/// The folder a file lies in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
