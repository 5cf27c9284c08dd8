//! Photos: the tables of `0003_photos.sql`.
//!
//! They are written here and not by the single writer, which must not wait for a village's photos: each piece is a small
//! transaction of its own. A piece is written without waiting for the disk, because a piece that is lost is asked for
//! again; a whole photo is on the disk before it is answered.

use super::{
    Snapshot, Store, StoreError,
    json::{int, number, set},
};
use jiefang_domain::{Audience, Id, Millis};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous},
};

const IS_WHOLE: &str = "SELECT 1 FROM photo WHERE book = $1 AND id = $2";
const BYTES: &str = "SELECT bytes FROM photo WHERE book = $1 AND id = $2";
const UPLOAD: &str = "SELECT size, reached FROM photo_upload WHERE book = $1 AND person = $2 AND id = $3";
const UPLOAD_BEGIN: &str =
    "INSERT INTO photo_upload (book, person, id, size, reached, at_ms) VALUES ($1, $2, $3, $4, 0, $5)";
const UPLOAD_REACH: &str =
    "UPDATE photo_upload SET reached = $4, at_ms = $5 WHERE book = $1 AND person = $2 AND id = $3";
const UPLOAD_END: &str = "DELETE FROM photo_upload WHERE book = $1 AND person = $2 AND id = $3";
const UPLOADS_OLD: &str = "DELETE FROM photo_upload WHERE person = $1 AND at_ms < $2";
const UPLOADS_OF: &str = "SELECT count(*) FROM photo_upload WHERE person = $1";
const UPLOADS_PRUNE: &str = "DELETE FROM photo_upload WHERE at_ms < $1";
const PIECE: &str = "INSERT INTO photo_piece (book, person, id, start, bytes) VALUES ($1, $2, $3, $4, $5)";
const PIECES: &str = "SELECT bytes FROM photo_piece WHERE book = $1 AND person = $2 AND id = $3 ORDER BY start";
const WHOLE: &str = "INSERT INTO photo (book, id, person, at_ms, bytes) VALUES ($1, $2, $3, $4, $5)
 ON CONFLICT (book, id) DO NOTHING";
const UNNAMED_BYTES_OF: &str =
    "SELECT coalesce(sum(length(p.bytes)), 0) FROM photo p WHERE p.person = $1 AND p.at_ms > $2
 AND NOT EXISTS (SELECT 1 FROM photo_named n WHERE n.book = p.book AND n.photo = p.id)";
const UNNAMED: &str = "SELECT p.book, p.id FROM photo p INDEXED BY photo_age WHERE p.at_ms < $1
 AND NOT EXISTS (SELECT 1 FROM photo_named n WHERE n.book = p.book AND n.photo = p.id) LIMIT $2";
// Asked once more while nobody else writes: a record may have named it in between.
const PRUNE: &str = "DELETE FROM photo WHERE book = $1 AND id = $2
 AND NOT EXISTS (SELECT 1 FROM photo_named n WHERE n.book = $1 AND n.photo = $2)";
// The projection itself is asked whether it names the photo: the index only tells where to look. One that hides nothing
// stands in the record.
const SEEN: &str = "SELECT f.bytes FROM photo f WHERE f.book = $1 AND f.id = $2 AND EXISTS (
 SELECT 1 FROM photo_named n CROSS JOIN json_each($3) a
 CROSS JOIN record r ON r.book = n.book AND r.kind = n.kind AND r.id = n.id
 CROSS JOIN projection p ON p.book = n.book AND p.audience = a.value AND p.kind = n.kind AND p.id = n.id AND p.seq =
 coalesce((SELECT e.value ->> 1 FROM json_each(nullif(r.apart, '')) e WHERE e.value ->> 0 = a.value), r.seq)
 CROSS JOIN json_each(CASE p.body WHEN '' THEN r.body ELSE p.body END, '$.' || n.kind || '.photos') named
 WHERE n.book = $1 AND n.photo = $2 AND named.value = $2)";
/// Photos pruned in one go.
const PRUNED_MAX: u32 = 100;

/// An upload: whose, of what, in which book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadKey {
    /// In which book.
    pub book: Id,
    /// Whose.
    pub person: Id,
    /// The photo.
    pub id: Id,
}

/// How far an upload has come, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Of how many.
    pub size: u64,
    /// So many are here.
    pub reached: u64,
}

/// Photos, whole and on their way.
#[derive(Clone, Debug)]
pub struct Photos {
    readers: SqlitePool,
    pieces: SqlitePool,
    whole: SqlitePool,
}

impl Photos {
    /// Opens them beside the writer and the readers of a store.
    pub async fn open(store: &Store) -> Result<Self, StoreError> {
        let options = (*store.writer.connect_options()).clone();
        let pieces = options.clone().synchronous(SqliteSynchronous::Normal);
        Ok(Self { readers: store.readers.clone(), pieces: one(pieces).await?, whole: one(options).await? })
    }

    /// Closes them; what was answered is on disk.
    pub async fn close(&self) {
        self.pieces.close().await;
        self.whole.close().await;
    }

    /// Whether the photo stands in the book, whoever sent it.
    pub async fn is_whole(&self, book: &Id, photo: &Id) -> Result<bool, StoreError> {
        let found = sqlx::query(IS_WHOLE).bind(book.as_str()).bind(photo.as_str());
        Ok(found.fetch_optional(&self.readers).await?.is_some())
    }

    /// The photo's bytes, whoever may see it: that is looked at before.
    pub async fn whole(&self, book: &Id, photo: &Id) -> Result<Option<Vec<u8>>, StoreError> {
        let found = sqlx::query_scalar(BYTES).bind(book.as_str()).bind(photo.as_str());
        Ok(found.fetch_optional(&self.readers).await?)
    }

    /// How far an upload has come; `None` where there is none.
    pub async fn upload(&self, key: &UploadKey) -> Result<Option<Upload>, StoreError> {
        let mut connection = self.pieces.acquire().await?;
        upload(&mut connection, key).await
    }

    /// Bytes of photos that a person has sent since a moment and that no record names.
    pub async fn unnamed_bytes_of(&self, person: &Id, since_ms: Millis) -> Result<u64, StoreError> {
        let bytes = sqlx::query_scalar(UNNAMED_BYTES_OF).bind(person.as_str()).bind(since_ms);
        Ok(number(bytes.fetch_one(&self.readers).await?))
    }

    /// Begins an upload; where one of another size stood, it begins anew. `None` where the person has `most` on their way
    /// already; those that have not moved since `stale_ms` are given up first.
    pub async fn begin(
        &self,
        key: &UploadKey,
        size: u64,
        (now_ms, stale_ms): (Millis, Millis),
        most: i64,
    ) -> Result<Option<Upload>, StoreError> {
        let mut tx = self.pieces.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(there) = upload(&mut tx, key).await? {
            if there.size == size {
                return Ok(Some(there));
            }
            of(UPLOAD_END, key).execute(&mut *tx).await?;
        }
        sqlx::query(UPLOADS_OLD).bind(key.person.as_str()).bind(stale_ms).execute(&mut *tx).await?;
        let under_way: i64 = sqlx::query_scalar(UPLOADS_OF).bind(key.person.as_str()).fetch_one(&mut *tx).await?;
        if under_way >= most {
            return Ok(None);
        }
        of(UPLOAD_BEGIN, key).bind(int(size)).bind(now_ms).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(Some(Upload { size, reached: 0 }))
    }

    /// Takes a piece where the upload has come exactly to its `start`; tells how far it has come then. `None` where there
    /// is no such upload.
    pub async fn piece(
        &self,
        key: &UploadKey,
        start: u64,
        bytes: &[u8],
        now_ms: Millis,
    ) -> Result<Option<Upload>, StoreError> {
        let mut tx = self.pieces.begin_with("BEGIN IMMEDIATE").await?;
        let Some(mut there) = upload(&mut tx, key).await? else { return Ok(None) };
        let end = start.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        // One of no bytes would stand where the next one has to.
        if there.reached == start && (start + 1..=there.size).contains(&end) {
            of(PIECE, key).bind(int(start)).bind(bytes).execute(&mut *tx).await?;
            of(UPLOAD_REACH, key).bind(int(end)).bind(now_ms).execute(&mut *tx).await?;
            tx.commit().await?;
            there.reached = end;
        }
        Ok(Some(there))
    }

    /// All pieces of an upload, put together.
    pub async fn together(&self, key: &UploadKey) -> Result<Vec<u8>, StoreError> {
        let pieces = sqlx::query_scalar::<_, Vec<u8>>(PIECES);
        let pieces = pieces.bind(key.book.as_str()).bind(key.person.as_str()).bind(key.id.as_str());
        Ok(pieces.fetch_all(&self.pieces).await?.concat())
    }

    /// Gives an upload up.
    pub async fn refuse(&self, key: &UploadKey) -> Result<(), StoreError> {
        of(UPLOAD_END, key).execute(&self.pieces).await?;
        Ok(())
    }

    /// Keeps a photo that was looked at, and ends its upload; answered after it is on the disk.
    pub async fn keep(&self, key: &UploadKey, bytes: &[u8], now_ms: Millis) -> Result<(), StoreError> {
        let mut tx = self.whole.begin_with("BEGIN IMMEDIATE").await?;
        let whole = sqlx::query(WHOLE).bind(key.book.as_str()).bind(key.id.as_str()).bind(key.person.as_str());
        whole.bind(now_ms).bind(bytes).execute(&mut *tx).await?;
        of(UPLOAD_END, key).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Drops uploads that have not moved since then, and photos from before that no record names. Tells how many.
    pub async fn prune(&self, before_ms: Millis) -> Result<u64, StoreError> {
        let uploads = sqlx::query(UPLOADS_PRUNE).bind(before_ms).execute(&self.pieces).await?;
        let mut gone = uploads.rows_affected();
        let unnamed: Vec<(String, String)> =
            sqlx::query_as(UNNAMED).bind(before_ms).bind(PRUNED_MAX).fetch_all(&self.readers).await?;
        for (book, photo) in unnamed {
            gone += sqlx::query(PRUNE).bind(book).bind(photo).execute(&self.pieces).await?.rows_affected();
        }
        Ok(gone)
    }
}

impl Snapshot {
    /// A photo, where a row that one of these audiences sees names it.
    pub async fn photo(
        &mut self,
        book: &Id,
        photo: &Id,
        audiences: &[Audience],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let seen = sqlx::query_scalar(SEEN).bind(book.as_str()).bind(photo.as_str()).bind(set(audiences)?);
        Ok(seen.fetch_optional(&mut *self.tx).await?)
    }
}

async fn one(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    pool.connect_with(options).await
}

/// A statement about one upload.
fn of<'q>(
    statement: &'static str,
    key: &'q UploadKey,
) -> sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments> {
    sqlx::query(statement).bind(key.book.as_str()).bind(key.person.as_str()).bind(key.id.as_str())
}

async fn upload(connection: &mut sqlx::SqliteConnection, key: &UploadKey) -> Result<Option<Upload>, StoreError> {
    let row = sqlx::query_as::<_, (i64, i64)>(UPLOAD);
    let row = row.bind(key.book.as_str()).bind(key.person.as_str()).bind(key.id.as_str());
    let row = row.fetch_optional(connection).await?;
    Ok(row.map(|(size, reached)| Upload { size: number(size), reached: number(reached) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 16] = [
        IS_WHOLE,
        BYTES,
        UPLOAD,
        UPLOAD_BEGIN,
        UPLOAD_REACH,
        UPLOAD_END,
        UPLOADS_OLD,
        UPLOADS_OF,
        UPLOADS_PRUNE,
        PIECE,
        PIECES,
        WHOLE,
        UNNAMED_BYTES_OF,
        UNNAMED,
        PRUNE,
        SEEN,
    ];

    #[tokio::test]
    async fn every_statement_fits_the_schema_and_scans_no_table() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let photos = Photos::open(&store).await.unwrap();
        for statement in ALL {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(&photos.pieces).await.unwrap();
            let scans = plan.iter().any(|(.., step)| {
                step.starts_with("SCAN") && !step.contains("VIRTUAL TABLE") && !step.contains("CONSTANT ROW")
            });
            assert!(!scans, "{statement}: {plan:?}");
        }
    }
}
