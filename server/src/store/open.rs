//! Opening the data folder: lock, connections, migrations, the checks before anything is trusted.

use super::{
    Store, StoreError, forward, json,
    keys::Keys,
    known::{Changes, Known},
    sealed::About,
    sql,
    wrapped::{self, Whose},
};
use crate::key::KeyFile;
use jiefang_domain::Id;
use sqlx::{
    SqliteConnection, SqlitePool,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs::{self, File, TryLockError},
    path::Path,
    sync::Arc,
    time::Duration,
};

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");
/// Older WAL code can corrupt (BLUEPRINT, "Storage").
const SQLITE_MIN: [u32; 3] = [3, 51, 3];
const READERS: u32 = 4;
pub(super) const FILE: &str = "jiefang.db";
/// What the folder of a restore under way is called; it stands inside the data folder, so that its last step is a rename.
pub const RESTORING: &str = "restoring";
/// How the name of a database begins that a restore has moved aside.
pub const REPLACED: &str = "jiefang.replaced-";
const LOCK: &str = "jiefang.lock";

impl Store {
    /// Creates the folder where it is missing and takes its lock: as long as the file lives no server can open it.
    ///
    /// # Errors
    /// The folder cannot be written, or is used by a server.
    pub fn lock(dir: &Path) -> Result<File, StoreError> {
        let folder = |source: std::io::Error| StoreError::Folder { path: dir.into(), source: source.into() };
        fs::create_dir_all(dir).map_err(folder)?;
        let lock = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK)).map_err(folder)?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: dir.into() }),
            Err(TryLockError::Error(source)) => Err(folder(source)),
        }
    }

    /// Opens the folder for a server: creates it where it is missing, takes its lock, brings the schema up to date.
    ///
    /// # Errors
    /// The folder cannot be written, is used by another server, a restore into it was cut off, or its database is damaged or
    /// of a later version.
    pub async fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::open_with(dir, &KeyFile::beside(dir)).await
    }

    /// The same with the key in another place.
    ///
    /// # Errors
    /// As for [`Store::open`], and the key is missing, another's, or in the folder.
    pub async fn open_with(dir: &Path, key: &KeyFile) -> Result<Self, StoreError> {
        key.assert_outside(dir)?;
        Self::open_as(dir, key, Whose::Own).await
    }

    /// Opens a copy in a folder to work in, as one whose database the key's is. The copy of a backup may be wrapped with an
    /// older key: in it the keys are wrapped anew, the key files stay as they are.
    ///
    /// # Errors
    /// As for [`Store::open_with`].
    pub async fn open_copy(dir: &Path, key: &KeyFile) -> Result<Self, StoreError> {
        Self::open_as(dir, key, Whose::Copy).await
    }

    async fn open_as(dir: &Path, key: &KeyFile, whose: Whose) -> Result<Self, StoreError> {
        let lock = Self::lock(dir)?;
        if is_half_restored(dir) {
            return Err(StoreError::HalfRestored { path: dir.into() });
        }
        let writer =
            pool(writing(options(dir)).create_if_missing(true), 1).await.map_err(|error| cannot_open(dir, error))?;
        let mut connection = writer.acquire().await?;
        assert_version(&mut connection).await?;
        MIGRATIONS.run(&mut *connection).await.map_err(migration)?;
        let epoch = epoch(&mut connection).await?;
        let (keys, key_made) = wrapped::ready(&mut connection, key, whose).await?;
        forward::seal(&mut connection, &keys).await?;
        drop(connection);
        let readers = pool(options(dir).pragma("query_only", "ON"), READERS).await?;
        let folder = pool(options(dir).pragma("cache_size", "-64"), 1).await?;
        let store = Self::over((readers, writer, folder), (epoch, keys), Some(lock));
        Ok(Self { key_made, ..store })
    }

    /// Opens the folder to look only, also beside a running server. Nothing is created, locked or migrated.
    ///
    /// # Errors
    /// There is no database in the folder, or it is damaged or of another version.
    pub async fn read_only(dir: &Path) -> Result<Self, StoreError> {
        Self::read_only_with(dir, &KeyFile::beside(dir)).await
    }

    /// The same with the key in another place.
    ///
    /// # Errors
    /// As for [`Store::read_only`], and the key is missing or another's.
    pub async fn read_only_with(dir: &Path, key: &KeyFile) -> Result<Self, StoreError> {
        Self::look_at(dir, Some(key)).await
    }

    /// The same without a key: what is sealed does not open, heads and accounts do.
    ///
    /// # Errors
    /// As for [`Store::read_only`].
    pub async fn read_only_without_key(dir: &Path) -> Result<Self, StoreError> {
        Self::look_at(dir, None).await
    }

    async fn look_at(dir: &Path, key: Option<&KeyFile>) -> Result<Self, StoreError> {
        if !dir.join(FILE).is_file() {
            return Err(StoreError::Missing { path: dir.into() });
        }
        let options = options(dir).pragma("query_only", "ON");
        let readers = pool(options, 1).await.map_err(|error| cannot_open(dir, error))?;
        let mut connection = readers.acquire().await?;
        assert_version(&mut connection).await?;
        let epoch =
            sqlx::query_scalar::<_, String>(sql::META_GET).bind("epoch").fetch_optional(&mut *connection).await?;
        let epoch = epoch.as_deref().and_then(Id::parse).ok_or_else(|| StoreError::corrupt("meta: no epoch"))?;
        let keys = wrapped::look(&mut connection, key).await?;
        drop(connection);
        Ok(Self::over((readers.clone(), readers.clone(), readers), (epoch, keys), None))
    }

    fn over(
        (readers, writer, folder): (SqlitePool, SqlitePool, SqlitePool),
        (epoch, keys): (Id, Keys),
        lock: Option<File>,
    ) -> Self {
        let changes = Changes::default();
        let (may_open, may_push) = (Known::new(&changes), Known::new(&changes));
        Self {
            readers,
            writer,
            folder,
            epoch,
            keys,
            key_made: false,
            changes,
            may_open,
            may_push,
            _lock: lock.map(Arc::new),
        }
    }

    /// The server's epoch; every restore changes it.
    pub fn epoch(&self) -> &Id {
        &self.epoch
    }

    /// The keys by which it is sealed.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Whether the key's file was made when it was opened: nobody has a copy of it yet.
    pub fn key_made(&self) -> bool {
        self.key_made
    }

    /// Whether the folder was made by `jiefang demo`.
    pub async fn is_demo(&self) -> Result<bool, StoreError> {
        let flag: Option<String> = sqlx::query_scalar(sql::META_GET).bind("demo").fetch_optional(&self.readers).await?;
        Ok(flag.as_deref() == Some("1"))
    }

    /// Marks the folder as made by `jiefang demo`, with the people offered at one tap.
    pub async fn set_demo(&self, people: &[&str]) -> Result<(), StoreError> {
        for (key, value) in [("demo", "1".to_owned()), ("demo_people", json::text(&people)?)] {
            sqlx::query(sql::META_SET).bind(key).bind(value).execute(&self.writer).await?;
        }
        Ok(())
    }

    /// A secret of the folder's own, made when it is first asked for.
    pub async fn secret(&self, name: &str) -> Result<[u8; 32], StoreError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::no_randomness())?;
        let fresh = self.keys.seal_text(About::Secret, &hex::encode(bytes))?;
        sqlx::query(sql::META_FIRST).bind(name).bind(fresh).execute(&self.writer).await?;
        let kept: String = sqlx::query_scalar(sql::META_GET).bind(name).fetch_one(&self.writer).await?;
        let kept = self.keys.open_text(About::Secret, &kept)?;
        hex::decode_to_slice(kept, &mut bytes).map_err(|_| StoreError::corrupt(format!("meta: {name}")))?;
        Ok(bytes)
    }

    /// The people of the demonstration offered at one tap, in order.
    pub async fn demo_people(&self) -> Result<Vec<Id>, StoreError> {
        let people: Option<String> =
            sqlx::query_scalar(sql::META_GET).bind("demo_people").fetch_optional(&self.readers).await?;
        people.map_or(Ok(Vec::new()), |people| json::read(&people, || "meta demo_people".into()))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query_scalar::<_, i64>(sql::PING).fetch_one(&self.readers).await?;
        Ok(())
    }

    /// Folds what has been written into the database, as far as nobody is in the way, beside the writer.
    ///
    /// # Errors
    /// What the database says; the log is there as before.
    pub async fn fold(&self) -> Result<(), StoreError> {
        sqlx::query(sql::FOLD).execute(&self.folder).await?;
        Ok(())
    }

    /// Closes every connection; the write-ahead log is folded into the database.
    pub async fn close(&self) {
        self.readers.close().await;
        self.folder.close().await;
        self.writer.close().await;
    }
}

/// Whether there is no database and a restore has left its traces: an empty one must not take the place of what was there.
fn is_half_restored(dir: &Path) -> bool {
    let trace = |entry: fs::DirEntry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name == RESTORING || (name.starts_with(REPLACED) && name.ends_with(".db"))
    };
    !dir.join(FILE).exists() && fs::read_dir(dir).is_ok_and(|entries| entries.flatten().any(trace))
}

fn options(dir: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(dir.join(FILE))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Otherwise INSERT OR REPLACE slips past the ledger's triggers.
        .pragma("recursive_triggers", "ON")
        .busy_timeout(Duration::from_secs(5))
}

/// A large group fits the cache whole, and the log is folded into the database beside the writing ([`Store::fold`]): both are
/// waits inside a commit. Only what that could not reach under a load without pause the writer folds itself, so that the log
/// begins anew.
fn writing(options: SqliteConnectOptions) -> SqliteConnectOptions {
    // What a statement might have to take back is noted in memory: by default each page it touches is first copied into a
    // file, which was half of all that was written.
    options.pragma("cache_size", "-16384").pragma("wal_autocheckpoint", "16000").pragma("temp_store", "MEMORY")
}

async fn pool(options: SqliteConnectOptions, connections: u32) -> Result<SqlitePool, sqlx::Error> {
    let pool = SqlitePoolOptions::new().max_connections(connections).idle_timeout(None).max_lifetime(None);
    // A connection to a file does not go away: asking it first cost as much as what it was then asked.
    let pool = pool.test_before_acquire(false);
    pool.connect_with(options).await
}

pub(super) fn cannot_open(dir: &Path, error: sqlx::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Database(source) => StoreError::Folder { path: dir.into(), source },
        other => other,
    }
}

fn migration(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => StoreError::Later(error.into()),
        MigrateError::VersionMismatch(_) | MigrateError::Dirty(_) => StoreError::corrupt(error.to_string()),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        other => StoreError::Database(other.into()),
    }
}

async fn assert_version(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let found: String = sqlx::query_scalar(sql::VERSION).fetch_one(connection).await?;
    let numbers: Vec<u32> = found.split('.').map_while(|part| part.parse().ok()).collect();
    if numbers.as_slice() < SQLITE_MIN.as_slice() { Err(StoreError::SqliteTooOld { found }) } else { Ok(()) }
}

/// The epoch of the folder; a new folder gets one.
async fn epoch(connection: &mut SqliteConnection) -> Result<Id, StoreError> {
    sqlx::query(sql::META_FIRST).bind("epoch").bind(new_epoch()?.as_str()).execute(&mut *connection).await?;
    let epoch: String = sqlx::query_scalar(sql::META_GET).bind("epoch").fetch_one(&mut *connection).await?;
    Id::parse(&epoch).ok_or_else(|| StoreError::corrupt("meta: epoch is not an id"))
}

/// An epoch nobody has seen.
pub(super) fn new_epoch() -> Result<Id, StoreError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::no_randomness())?;
    Ok(Id::from_bytes(bytes))
}
