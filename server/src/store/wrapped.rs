//! The keys as they stand in the database, wrapped by the file's: read at opening, made where there are none, wrapped anew
//! at a rotation.

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

fn unwrapped(key: &KeyBytes, wrapped: &Wrapped) -> Option<BTreeMap<u16, KeyBytes>> {
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

async fn put(
    connection: &mut SqliteConnection,
    file: &KeyBytes,
    number: u16,
    key: &KeyBytes,
) -> Result<(), StoreError> {
    let wrapped = seal_with(file, &about(number), key)?;
    sqlx::query(sql::SEAL_KEY_SET).bind(number).bind(wrapped).execute(connection).await?;
    Ok(())
}

/// The file's key, and what it unwraps. A rotation that was cut off has wrapped with the key that lies beside: it is ended.
fn fitting(file: &KeyFile, wrapped: &Wrapped) -> Result<(KeyBytes, BTreeMap<u16, KeyBytes>), StoreError> {
    let (here, next) = (file.read()?, file.next().read()?);
    let Some(key) = here.or(next) else { return Err(StoreError::NoKey { path: file.path().into() }) };
    if let Some(keys) = unwrapped(&key, wrapped) {
        return Ok((key, keys));
    }
    let next = next.ok_or_else(|| file.wrong())?;
    let keys = unwrapped(&next, wrapped).ok_or_else(|| file.wrong())?;
    put_by(file)?;
    file.next().become_named(file)?;
    Ok((next, keys))
}

/// Keeps the file that was, for the backups it opens.
fn put_by(file: &KeyFile) -> Result<KeyFile, StoreError> {
    let older = (1..u32::MAX).map(|n| file.named(&format!(".older-{n}"))).find(|older| !older.path().exists());
    let older = older.unwrap_or_else(|| file.named(".older"));
    file.become_named(&older)?;
    Ok(older)
}

/// The keys of a database that is open to look only; none of an older one.
pub(super) async fn look(connection: &mut SqliteConnection, file: &KeyFile) -> Result<Keys, StoreError> {
    let wrapped = stored(connection).await?;
    if wrapped.is_empty() {
        return Keys::of(&BTreeMap::from([(0, KeyBytes::default())]));
    }
    Keys::of(&fitting(file, &wrapped)?.1)
}

/// The keys of a server's database; a new one gets some, and the file too where there is none.
pub(super) async fn ready(connection: &mut SqliteConnection, file: &KeyFile) -> Result<Keys, StoreError> {
    let wrapped = stored(connection).await?;
    if !wrapped.is_empty() {
        return Keys::of(&fitting(file, &wrapped)?.1);
    }
    let key = if let Some(key) = file.read()? {
        key
    } else {
        let key = fresh()?;
        file.write(&key)?;
        key
    };
    let keys = BTreeMap::from([(0, fresh()?), (1, fresh()?)]);
    let mut tx = connection.begin().await?;
    for (number, sealing) in &keys {
        put(&mut tx, &key, *number, sealing).await?;
    }
    tx.commit().await?;
    Keys::of(&keys)
}

impl Store {
    async fn connect(dir: &Path) -> Result<SqliteConnection, StoreError> {
        let options = SqliteConnectOptions::new().filename(super::backup::database(dir));
        Ok(SqliteConnection::connect_with(&options).await?)
    }

    /// That nothing in the folder is sealed yet.
    ///
    /// # Errors
    /// Something is: its key is missing.
    pub async fn assert_unsealed(dir: &Path, file: &KeyFile) -> Result<(), StoreError> {
        let mut connection = Self::connect(dir).await?;
        let sealed = !stored(&mut connection).await?.is_empty();
        connection.close().await?;
        if sealed { Err(StoreError::NoKey { path: file.path().into() }) } else { Ok(()) }
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
    /// A server uses the folder, the key does not fit, or something cannot be written.
    pub async fn rotate(dir: &Path, file: &KeyFile) -> Result<KeyFile, StoreError> {
        let store = Self::open_with(dir, file).await?;
        let mut connection = store.writer.acquire().await?;
        let (_, mut keys) = fitting(file, &stored(&mut connection).await?)?;
        let number = keys.last_key_value().and_then(|(number, _)| number.checked_add(1));
        keys.insert(number.ok_or_else(|| StoreError::corrupt("seal_key: no number is free"))?, fresh()?);
        // What a rotation left that came to nothing.
        drop(std::fs::remove_file(file.next().path()));
        let next = fresh()?;
        file.next().write(&next)?;
        let mut tx = connection.begin().await?;
        for (number, key) in &keys {
            put(&mut tx, &next, *number, key).await?;
        }
        tx.commit().await?;
        drop(connection);
        let older = put_by(file)?;
        file.next().become_named(file)?;
        store.close().await;
        Ok(older)
    }
}
