//! Two numbers beside each book: up to where it is backed up, and up to where tombstones are gone.

use super::{
    Snapshot, Store, StoreError,
    json::{int, number, set},
    sql,
};
use jiefang_domain::{Id, Millis, calendar::DAY_MS};
use std::collections::BTreeMap;

/// How long a tombstone lives (SYNC, "Pull").
pub const TOMBSTONE_MS: Millis = 180 * DAY_MS;

/// The numbers of a book; 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The highest number that stands in a backup which was restored and verified.
    pub backed_up: u64,
    /// The highest number whose tombstone is gone.
    pub floor: u64,
}

impl Snapshot {
    /// The numbers of a book.
    pub async fn marks(&mut self, book: &Id) -> Result<Marks, StoreError> {
        let (backed_up, floor): (i64, i64) =
            sqlx::query_as(sql::MARKS).bind(book.as_str()).fetch_one(&mut *self.tx).await?;
        Ok(Marks { backed_up: number(backed_up), floor: number(floor) })
    }

    /// All of them as they stand: table, book, number.
    pub async fn all_marks(&mut self) -> Result<Vec<(String, String, i64)>, StoreError> {
        Ok(sqlx::query_as(sql::AUDIT_MARKS).fetch_all(&mut *self.tx).await?)
    }
}

impl Store {
    /// Drops the tombstones whose entry was received more than 180 days before `now_ms`, and remembers up to where; how
    /// many. Run twice it changes nothing.
    ///
    /// # Errors
    /// What the database says; nothing was dropped then.
    pub async fn prune(&self, now_ms: Millis) -> Result<usize, StoreError> {
        let mut tx = self.begin().await?.tx;
        let before = now_ms.saturating_sub(TOMBSTONE_MS);
        let gone: Vec<(String, i64)> = sqlx::query_as(sql::PRUNE).bind(before).fetch_all(&mut *tx).await?;
        if gone.is_empty() {
            return Ok(0);
        }
        let mut floors: BTreeMap<&str, i64> = BTreeMap::new();
        for (book, seq) in &gone {
            let floor = floors.entry(book).or_default();
            *floor = (*floor).max(*seq);
        }
        sqlx::query(sql::RAISE_FLOOR).bind(set(floors)?).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(gone.len())
    }

    /// Takes down up to where the books stand in a backup that was restored and verified. It works beside a running
    /// server: one short transaction of a connection of its own.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_backed_up(&self, heads: &[(Id, u64, String)], at_ms: Millis) -> Result<(), StoreError> {
        let heads = set(heads.iter().map(|(book, seq, chain)| (book, int(*seq), chain)))?;
        let mut connection = self.one_that_writes().await?;
        sqlx::query(sql::BACKED_UP).bind(heads).bind(at_ms).execute(&mut connection).await?;
        Ok(sqlx::Connection::close(connection).await?)
    }
}
