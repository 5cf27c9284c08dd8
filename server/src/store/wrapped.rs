//! The keys as they stand in the database, wrapped by the file's: read at opening, made where there are none, wrapped anew
//! at a rotation. Only what holds the folder's lock gives a key file another name.

use super::{
    Store, StoreError,
    keys::{KeyBytes, Keys, fresh, open_with, seal_with},
    sql,
};
use crate::key::KeyFile;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{collections::BTreeMap, path::Path};

const ABOUT: &[u8] = b"seal_key";

type Wrapped = Vec<(u16, Vec<u8>)>;
type Unwrapped = BTreeMap<u16, KeyBytes>;

/// Whose database is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The folder's own, under its lock: a rotation that was cut off is ended.
    Own,
    /// A copy in a folder to work in: the key files are the folder's, and are left as they are.
    Copy,
}

fn unwrapped(key: &KeyBytes, wrapped: &Wrapped) -> Option<Unwrapped> {
    let one = |(number, wrapped): &(u16, Vec<u8>)| {
        Some((*number, open_with(key, &about(*number), wrapped)?.try_into().ok()?))
    };
    wrapped.iter().map(one).collect()
}

fn about(number: u16) -> Vec<u8> {
    [ABOUT, &number.to_be_bytes()].concat()
}

/// The keys as they stand; none where the schema is older.
async fn stored(connection: &mut SqliteConnection) -> Result<Wrapped, StoreError> {
    let there: i64 = sqlx::query_scalar(sql::HAS_KEYS).fetch_one(&mut *connection).await?;
    if there == 0 {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as(sql::SEAL_KEYS).fetch_all(connection).await?)
}

/// Wraps all keys with the file's.
async fn wrap(connection: &mut SqliteConnection, file: &KeyBytes, keys: &Unwrapped) -> Result<(), StoreError> {
    let mut tx = connection.begin().await?;
    for (number, key) in keys {
        let wrapped = seal_with(file, &about(*number), key)?;
        sqlx::query(sql::SEAL_KEY_SET).bind(number).bind(wrapped).execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}

/// The file that unwraps them, and what it unwraps: the one that is named, the next of a rotation under way or cut off, or
/// one that is kept for older backups. Nothing is changed by looking.
fn fitting(file: &KeyFile, wrapped: &Wrapped) -> Result<(KeyFile, Unwrapped), StoreError> {
    let older = file.older().into_iter().map(|(_, older)| older);
    // A rotation may have given the next its name between the first look and the second.
    for by in [file.clone(), file.next(), file.clone()].into_iter().chain(older) {
        if let Some(keys) = by.holds()?.and_then(|key| unwrapped(&key, wrapped)) {
            return Ok((by, keys));
        }
    }
    Err(if file.read()?.is_some() { file.wrong() } else { missing(file) })
}

fn missing(file: &KeyFile) -> StoreError {
    StoreError::NoKey { path: file.path().into() }
}

/// The key that is the folder's now: the file's, or where that is gone or holds none the next one's.
fn current(file: &KeyFile) -> Result<Option<(KeyFile, KeyBytes)>, StoreError> {
    for by in [file.clone(), file.next()] {
        if let Some(key) = by.holds()? {
            return Ok(Some((by, key)));
        }
    }
    // Not there, or it holds something else, and that is to be said.
    file.read().map(|_| None)
}

/// Keeps a key under a name of its own, for the backups it opens; where it is kept.
fn kept(file: &KeyFile, key: &KeyBytes) -> Result<KeyFile, StoreError> {
    let older = file.older();
    if let Some((_, there)) = older.iter().find(|(_, there)| there.holds().is_ok_and(|there| there == Some(*key))) {
        return Ok(there.clone());
    }
    let free = file.named_older(older.first().map_or(0, |(n, _)| *n) + 1);
    free.write(key)?;
    Ok(free)
}

/// The next key takes the place of the one that was, which is kept: at no moment is there none.
fn take_over(file: &KeyFile) -> Result<(), StoreError> {
    if let Some(key) = file.holds()? {
        kept(file, &key)?;
    }
    file.next().become_named(file)
}

/// Puts by what a rotation left that came to nothing: it may open a backup that was taken before.
fn put_by(file: &KeyFile) -> Result<(), StoreError> {
    let next = file.next();
    if let Some(key) = next.holds()? {
        kept(file, &key)?;
    }
    next.remove()
}

/// No keys: nothing of what is sealed opens.
fn none() -> Result<Keys, StoreError> {
    Keys::of(&BTreeMap::from([(0, KeyBytes::default())]))
}

/// The keys of a database that is open to look only, as far as a file is named; none of an older one.
pub(super) async fn look(connection: &mut SqliteConnection, file: Option<&KeyFile>) -> Result<Keys, StoreError> {
    match file {
        Some(file) => match stored(connection).await? {
            wrapped if wrapped.is_empty() => none(),
            wrapped => Keys::of(&fitting(file, &wrapped)?.1),
        },
        None => none(),
    }
}

/// The keys of a database that is written; a new one gets some, and the file too where there is none: whether it was made.
pub(super) async fn ready(
    connection: &mut SqliteConnection,
    file: &KeyFile,
    whose: Whose,
) -> Result<(Keys, bool), StoreError> {
    let wrapped = stored(connection).await?;
    let (by, keys) = if wrapped.is_empty() {
        (None, BTreeMap::from([(0, fresh()?), (1, fresh()?)]))
    } else {
        let (by, keys) = fitting(file, &wrapped)?;
        (Some(by), keys)
    };
    // What its own rotation has wrapped already.
    if whose == Whose::Own && by.as_ref().is_some_and(|by| *by == file.next()) {
        take_over(file)?;
        return Ok((Keys::of(&keys)?, false));
    }
    let (now, key, made) = match (current(file)?, &by) {
        (Some((now, key)), _) => (now, key, false),
        (None, Some(_)) => return Err(missing(file)),
        (None, None) => {
            let key = fresh()?;
            file.write(&key)?;
            (file.clone(), key, true)
        }
    };
    if by.as_ref() != Some(&now) {
        wrap(connection, &key, &keys).await?;
    }
    if whose == Whose::Own && now != *file {
        take_over(file)?;
    }
    Ok((Keys::of(&keys)?, made))
}

impl Store {
    async fn connect(dir: &Path) -> Result<SqliteConnection, StoreError> {
        let options = SqliteConnectOptions::new().filename(super::backup::database(dir));
        Ok(SqliteConnection::connect_with(&options).await?)
    }

    /// Whether the database has keys of its own: what is written into one that has none yet stands open.
    pub(super) async fn has_keys(&self) -> Result<bool, StoreError> {
        Ok(!stored(&mut *self.readers.acquire().await?).await?.is_empty())
    }

    /// That nothing in the folder is sealed yet.
    ///
    /// # Errors
    /// Something is: its key is missing.
    pub async fn assert_unsealed(dir: &Path, file: &KeyFile) -> Result<(), StoreError> {
        let mut connection = Self::connect(dir).await?;
        let sealed = !stored(&mut connection).await?.is_empty();
        connection.close().await?;
        if sealed { Err(missing(file)) } else { Ok(()) }
    }

    /// That a key opens the folder's database.
    ///
    /// # Errors
    /// It is another's.
    pub async fn assert_opens(dir: &Path, file: &KeyFile, key: &KeyBytes) -> Result<(), StoreError> {
        let mut connection = Self::connect(dir).await?;
        let wrapped = stored(&mut connection).await?;
        connection.close().await?;
        unwrapped(key, &wrapped).map(|_| ()).ok_or_else(|| file.wrong())
    }

    /// Puts a new key into the file, wraps with it what the older one wrapped, and from now on seals with a new key; what was
    /// sealed before stays readable. Gives where the older key is kept.
    ///
    /// # Errors
    /// There is no database, a server uses the folder, the key does not fit, or something cannot be written.
    pub async fn rotate(dir: &Path, file: &KeyFile) -> Result<KeyFile, StoreError> {
        if !super::backup::database(dir).is_file() {
            return Err(StoreError::Missing { path: dir.into() });
        }
        let store = Self::open_with(dir, file).await?;
        let mut connection = store.writer.acquire().await?;
        let (_, mut keys) = fitting(file, &stored(&mut connection).await?)?;
        let number = keys.last_key_value().and_then(|(number, _)| number.checked_add(1));
        keys.insert(number.ok_or_else(|| StoreError::corrupt("seal_key: no number is free"))?, fresh()?);
        let before = file.read()?.ok_or_else(|| missing(file))?;
        put_by(file)?;
        let next = fresh()?;
        file.next().write(&next)?;
        wrap(&mut connection, &next, &keys).await?;
        drop(connection);
        take_over(file)?;
        store.close().await;
        kept(file, &before)
    }
}
