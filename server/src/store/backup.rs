//! What a backup and a restore need of the database. A copy carries no session and no enrolment link: what was ended
//! or used up since would come back to life with it.

use super::{
    Store, StoreError,
    json::{set, text},
    open::{FILE, MIGRATIONS, cannot_open, new_epoch},
    sql,
};
use jiefang_domain::{Id, Millis};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::path::{Path, PathBuf};

pub use super::open::{REPLACED, RESTORING};

/// An account as it stands: person, book, hash, whether enabled, when it changed.
pub type AccountRow = (String, String, String, i64, Millis);

/// The database in a data folder.
pub fn database(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// What SQLite keeps beside a database while it is used: the write-ahead log, and its index.
pub fn beside(database: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|end| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

/// Takes sessions and links out of a copy, and photos that no record names any more, so that nothing of them is left in the file's free pages either.
///
/// # Errors
/// The file is no database, or the disk is full.
pub async fn close_doors(copy: &Path) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(copy)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON");
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let unnamed = [sql::LEAVE_UNNAMED, sql::LEAVE_UNSENT];
    for statement in [sql::DROP_SECRETS, sql::DROP_SESSIONS, sql::DROP_ENROLMENTS].into_iter().chain(unnamed) {
        sqlx::query(statement).execute(&mut connection).await?;
    }
    Ok(connection.close().await?)
}

impl Store {
    /// A connection of its own that may write, also over a store that is open to look only.
    pub(super) async fn one_that_writes(&self) -> Result<SqliteConnection, StoreError> {
        let options = (*self.writer.connect_options()).clone().pragma("query_only", "OFF");
        Ok(SqliteConnection::connect_with(&options).await?)
    }

    /// Whether the database is of this program's version; a server brings it there when it starts.
    ///
    /// # Errors
    /// It is older or newer.
    pub async fn assert_current(&self) -> Result<(), StoreError> {
        let found: i64 = sqlx::query_scalar(sql::SCHEMA).fetch_one(&self.readers).await?;
        let ours = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
        match found.cmp(&ours) {
            std::cmp::Ordering::Greater => Err(StoreError::Later("migrations of a later version".into())),
            std::cmp::Ordering::Equal if self.has_keys().await? => Ok(()),
            std::cmp::Ordering::Equal | std::cmp::Ordering::Less => Err(StoreError::Earlier),
        }
    }

    /// Copies the database as it stands at this moment into an empty file, while it is written to.
    ///
    /// # Errors
    /// The disk is full, or what else the database says.
    pub async fn copy_into(&self, file: &Path) -> Result<(), StoreError> {
        let name = file.to_str().ok_or_else(|| cannot_open(file, sqlx::Error::Configuration("not a text".into())))?;
        let mut connection = self.one_that_writes().await?;
        sqlx::query(sql::COPY_INTO).bind(name).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }

    /// Where the books stand: number and chain.
    pub async fn heads(&self) -> Result<Vec<(Id, u64, String)>, StoreError> {
        let books = self.books().await?;
        Ok(books.into_iter().map(|row| (row.book, row.head, hex::encode(row.chain))).collect())
    }

    /// When the entry of that number was received.
    pub async fn logged_at(&self, book: &Id, seq: u64) -> Result<Millis, StoreError> {
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        Ok(sqlx::query_scalar(sql::LOGGED_AT).bind(book.as_str()).bind(seq).fetch_one(&self.readers).await?)
    }

    /// All accounts.
    pub async fn accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        Ok(sqlx::query_as(sql::ACCOUNTS).fetch_all(&self.readers).await?)
    }

    /// Makes a restored database a server's own: a new epoch, nobody signed in, no link that lives, the passphrases of
    /// `accounts` where they are newer, and the backup it came from taken down as one. Gives the new epoch.
    ///
    /// # Errors
    /// What the database says; nothing was changed then.
    pub async fn begin_anew(&self, accounts: Vec<AccountRow>, at_ms: Millis) -> Result<Id, StoreError> {
        let epoch = new_epoch()?;
        let heads = self.heads().await?;
        let mut tx = self.begin().await?.tx;
        sqlx::query(sql::META_SET).bind("epoch").bind(epoch.as_str()).execute(&mut *tx).await?;
        for statement in [sql::DROP_SECRETS, sql::DROP_SESSIONS, sql::DROP_ENROLMENTS] {
            sqlx::query(statement).execute(&mut *tx).await?;
        }
        sqlx::query(sql::NEWER_ACCOUNTS).bind(set(accounts)?).execute(&mut *tx).await?;
        sqlx::query(sql::BACKED_UP).bind(text(&heads)?).bind(at_ms).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(epoch)
    }
}
