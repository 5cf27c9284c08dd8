//! The file that holds the key: one line, readable by its owner alone, beside the data folder and never in it.

use crate::{
    backup::{folder_of, sync_folder_of},
    store::{KeyBytes, StoreError},
};
use std::{
    cmp::Reverse,
    ffi::OsString,
    fs::{self, File},
    io::{Error, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// What the line begins with.
const BEGINS: &str = "jiefang-key-1 ";

/// What is added to the name of a key that was, before its number.
const OLDER: &str = ".older-";

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

    /// The key where the file holds one; none as well where it holds something else.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn holds(&self) -> Result<Option<KeyBytes>, StoreError> {
        match self.read() {
            Err(StoreError::WrongKey { .. }) => Ok(None),
            read => read,
        }
    }

    /// The name of the nth key that was.
    #[must_use]
    pub fn named_older(&self, n: u32) -> Self {
        self.named(&format!("{OLDER}{n}"))
    }

    /// The keys that were, the newest first.
    pub fn older(&self) -> Vec<(u32, Self)> {
        let begins = self.0.file_name().map(|name| name.to_string_lossy().into_owned() + OLDER).unwrap_or_default();
        let names = fs::read_dir(folder_of(&self.0)).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let number = |name: OsString| name.to_string_lossy().strip_prefix(&begins)?.parse::<u32>().ok();
        let mut older: Vec<(u32, Self)> = names.filter_map(number).map(|n| (n, self.named_older(n))).collect();
        older.sort_by_key(|(n, _)| Reverse(*n));
        older
    }

    /// Writes a key where there is none yet, and brings file and name to the disk. It is written under another name first: a
    /// full disk leaves no file that holds half a key.
    ///
    /// # Errors
    /// There is a file already, or none can be written.
    pub fn write(&self, key: &KeyBytes) -> Result<(), StoreError> {
        let part = self.named(&format!(".part-{}", std::process::id()));
        let written = part.fill(key).and_then(|()| match fs::hard_link(&part.0, &self.0) {
            // Where a file cannot have two names.
            Err(error) if error.kind() != ErrorKind::AlreadyExists && !self.0.exists() => fs::rename(&part.0, &self.0),
            linked => linked,
        });
        drop(part.remove());
        written.and_then(|()| sync_folder_of(&self.0)).map_err(|error| self.cannot(error))
    }

    fn fill(&self, key: &KeyBytes) -> Result<(), Error> {
        let mut options = File::options();
        options.create_new(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // What a process of the same number left.
        drop(fs::remove_file(&self.0));
        let mut file = options.open(&self.0)?;
        let line = [BEGINS, &hex::encode(key), "\n"].concat();
        file.write_all(line.as_bytes()).and_then(|()| file.sync_all())
    }

    /// Gives the file another name, in the place of what stands there, and brings that to the disk.
    ///
    /// # Errors
    /// It cannot be renamed.
    pub fn become_named(&self, name: &Self) -> Result<(), StoreError> {
        fs::rename(&self.0, &name.0).and_then(|()| sync_folder_of(&name.0)).map_err(|error| name.cannot(error))
    }

    /// Removes the file where there is one.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn remove(&self) -> Result<(), StoreError> {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.cannot(error)),
            _ => Ok(()),
        }
    }

    /// That the file does not lie in a data folder: whoever copies the folder would have both.
    ///
    /// # Errors
    /// It does.
    pub fn assert_outside(&self, dir: &Path) -> Result<(), StoreError> {
        if real(&self.0).starts_with(real(dir)) { Err(StoreError::KeyInside { path: self.0.clone() }) } else { Ok(()) }
    }

    /// The file holds no key, or another than the one that is needed.
    pub fn wrong(&self) -> StoreError {
        StoreError::WrongKey { path: self.0.clone() }
    }

    fn cannot(&self, source: Error) -> StoreError {
        StoreError::KeyFile { path: self.0.clone(), source: source.into() }
    }
}

/// A path without links, as far as there is anything.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
    let real = |there: &Path| Some(there.canonicalize().ok()?.join(path.strip_prefix(there).ok()?));
    path.ancestors().find_map(real).unwrap_or_else(|| path.clone())
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
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left of writing it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(file.path(), "jiefang-key-1 07").unwrap();
        assert!(matches!(file.read(), Err(StoreError::WrongKey { .. })));
        assert_eq!(file.holds().unwrap(), None);
        for n in [2, 10] {
            file.named_older(n).write(&[7; 32]).unwrap();
        }
        fs::write(dir.path().join("k.older-x"), "").unwrap();
        assert_eq!(file.older(), [(10, file.named_older(10)), (2, file.named_older(2))]);
    }

    #[test]
    fn a_key_in_the_folder_is_known_whatever_the_way_there() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let inside = |path: &Path| KeyFile::at(path).assert_outside(&data).is_err();
        assert!(inside(&data.join("k")), "also where there is no folder yet");
        fs::create_dir(&data).unwrap();
        assert!(inside(&data.join("k")) && inside(&home.path().join("data/../data/k")));
        assert!(!inside(&home.path().join("data.key")) && !inside(&home.path().join("data/../k")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&data, home.path().join("link")).unwrap();
            assert!(inside(&home.path().join("link/k")));
        }
    }
}
