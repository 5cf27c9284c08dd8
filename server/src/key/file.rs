//! The file that holds the key: one line, readable by its owner alone, beside the data folder and never in it.

use crate::store::{KeyBytes, StoreError};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

/// What the line begins with.
const BEGINS: &str = "jiefang-key-1 ";

/// Where the key is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// The file of that name.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The file beside a data folder: `data.key` for `data`.
    pub fn beside(dir: &Path) -> Self {
        // A folder that is named by its dots has a name all the same.
        let named = if dir.file_name().is_some() { None } else { dir.canonicalize().ok() };
        let mut name = named.as_deref().unwrap_or(dir).components().collect::<PathBuf>().into_os_string();
        name.push(".key");
        Self(name.into())
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file that a rotation under way writes first.
    #[must_use]
    pub fn next(&self) -> Self {
        self.named(".new")
    }

    /// The same with something added to its name.
    #[must_use]
    pub fn named(&self, end: &str) -> Self {
        let mut name = self.0.clone().into_os_string();
        name.push(end);
        Self(name.into())
    }

    /// The key; none where there is no file.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn read(&self) -> Result<Option<KeyBytes>, StoreError> {
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.cannot(error)),
        };
        let mut bytes = KeyBytes::default();
        let hex = text.trim().strip_prefix(BEGINS).ok_or_else(|| self.wrong())?;
        hex::decode_to_slice(hex, &mut bytes).map_err(|_| self.wrong())?;
        Ok(Some(bytes))
    }

    /// Writes a key where there is none yet, and brings it to the disk.
    ///
    /// # Errors
    /// There is a file already, or none can be written.
    pub fn write(&self, key: &KeyBytes) -> Result<(), StoreError> {
        let mut options = File::options();
        options.create_new(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.0).map_err(|error| self.cannot(error))?;
        let line = [BEGINS, &hex::encode(key), "\n"].concat();
        file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| self.cannot(error))
    }

    /// Gives the file another name, in the place of what stands there.
    ///
    /// # Errors
    /// It cannot be renamed.
    pub fn become_named(&self, name: &Self) -> Result<(), StoreError> {
        fs::rename(&self.0, &name.0).map_err(|error| name.cannot(error))
    }

    /// The file holds no key, or another than the one that is needed.
    pub fn wrong(&self) -> StoreError {
        StoreError::WrongKey { path: self.0.clone() }
    }

    fn cannot(&self, source: std::io::Error) -> StoreError {
        StoreError::KeyFile { path: self.0.clone(), source: source.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_lies_beside_the_folder_and_is_its_owners_alone() {
        assert_eq!(KeyFile::beside(Path::new("/a/data/")).path(), Path::new("/a/data.key"));
        let dir = tempfile::tempdir().unwrap();
        let file = KeyFile::at(dir.path().join("k"));
        assert_eq!(file.read().unwrap(), None);
        file.write(&[7; 32]).unwrap();
        assert!(matches!(file.write(&[8; 32]), Err(StoreError::KeyFile { .. })), "nothing is overwritten");
        assert_eq!(file.read().unwrap(), Some([7; 32]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(file.path(), "jiefang-key-1 07").unwrap();
        assert!(matches!(file.read(), Err(StoreError::WrongKey { .. })));
    }
}
