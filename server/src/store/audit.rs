//! What `verify` reads: every table as it stands, in order, from one snapshot.

use super::{
    BookRow, ClientRow, DeadlineRow, LogRow, RecordRow, Snapshot, StoreError,
    json::{id, number, read, word},
    load::{BookColumns, book_row},
    sql,
};
use futures_util::TryStreamExt;
use jiefang_domain::{Kind, Millis, Row as DomainRow, privacy::ERASED, timebank::Transfer};
use sqlx::{FromRow, Row as _, sqlite::SqliteRow};

/// A log row as it stands, and what stands sealed beside it.
struct Stored {
    row: LogRow,
    sealed: Option<Vec<u8>>,
}

/// A log row with its body, where it has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    /// The row.
    pub row: LogRow,
    /// Salt and body of an applied command.
    pub body: Option<(Vec<u8>, String)>,
}

impl FromRow<'_, SqliteRow> for Stored {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let int = |column: usize| row.try_get::<i64, _>(column).map(number);
        Ok(Self {
            row: LogRow {
                book: row.try_get(0)?,
                seq: int(1)?,
                turn: int(2)?,
                at_ms: row.try_get(3)?,
                authored_at_ms: row.try_get(4)?,
                offset_ms: row.try_get(5)?,
                now_ms: row.try_get(6)?,
                person: row.try_get(7)?,
                client_id: row.try_get(8)?,
                n: int(9)?,
                op_id: row.try_get(10)?,
                kind: row.try_get(11)?,
                code: row.try_get(12)?,
                body_hash: row.try_get(13)?,
                body_size: int(14)?,
                commitment: row.try_get(15)?,
                chain: row.try_get(16)?,
            },
            sealed: row.try_get(17)?,
        })
    }
}

impl Snapshot {
    /// All books.
    pub async fn books(&mut self) -> Result<Vec<BookRow>, StoreError> {
        let rows: Vec<BookColumns> = sqlx::query_as(sql::BOOKS).fetch_all(&mut *self.tx).await?;
        rows.into_iter().map(book_row).collect()
    }

    /// Every book that any table names.
    pub async fn books_named(&mut self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(sql::AUDIT_BOOKS_NAMED).fetch_all(&mut *self.tx).await?)
    }

    /// Walks the log, book by book.
    pub async fn each_log(&mut self, each: impl FnMut(Logged)) -> Result<(), StoreError> {
        self.walk(sql::AUDIT_LOG, each).await
    }

    /// Walks the log in the order in which the server decided, over all books.
    pub async fn each_log_by_turn(&mut self, each: impl FnMut(Logged)) -> Result<(), StoreError> {
        self.walk(sql::AUDIT_LOG_BY_TURN, each).await
    }

    async fn walk(&mut self, statement: &'static str, mut each: impl FnMut(Logged)) -> Result<(), StoreError> {
        let keys = &self.keys;
        let mut rows = sqlx::query_as::<_, Stored>(statement).fetch(&mut *self.tx);
        while let Some(Stored { row, sealed }) = rows.try_next().await? {
            // One that cannot be opened is none that was committed to.
            let open = |sealed: Vec<u8>| keys.open_body(&row.book, row.seq, &sealed).unwrap_or_default();
            let body = sealed.map(open);
            each(Logged { row, body });
        }
        Ok(())
    }

    /// Bodies that no applied row of the log names: book and number.
    pub async fn bodies_alone(&mut self) -> Result<Vec<(String, i64)>, StoreError> {
        Ok(sqlx::query_as(sql::AUDIT_BODIES_ALONE).fetch_all(&mut *self.tx).await?)
    }

    /// All clients: book, client, counter.
    pub async fn clients(&mut self) -> Result<Vec<(String, String, ClientRow)>, StoreError> {
        let rows: Vec<(String, String, String, i64)> =
            sqlx::query_as(sql::AUDIT_CLIENTS).fetch_all(&mut *self.tx).await?;
        rows.into_iter()
            .map(|(book, client, person, last_n)| {
                Ok((book, client, ClientRow { person: id(&person)?, last_n: number(last_n) }))
            })
            .collect()
    }

    /// The people who were erased: book, number and record of each.
    pub async fn erased_people(&mut self) -> Result<Vec<(String, u64, DomainRow)>, StoreError> {
        let rows: Vec<(String, i64, String)> =
            sqlx::query_as(sql::AUDIT_ERASED).bind(ERASED).fetch_all(&mut *self.tx).await?;
        rows.into_iter()
            .map(|(book, seq, body)| {
                let row = read(&self.keys.open_row(Kind::Person, body)?, || format!("record {book} person"))?;
                Ok((book, number(seq), row))
            })
            .collect()
    }

    /// The records of a book.
    pub async fn each_record(&mut self, book: &str, each: impl FnMut(RecordRow)) -> Result<(), StoreError> {
        self.walk_rows(sql::AUDIT_RECORDS, book, each).await
    }

    /// The projections of a book, tombstones included.
    pub async fn each_projection(&mut self, book: &str, each: impl FnMut(RecordRow)) -> Result<(), StoreError> {
        self.walk_rows(sql::AUDIT_PROJECTIONS, book, each).await
    }

    async fn walk_rows(
        &mut self,
        statement: &'static str,
        book: &str,
        mut each: impl FnMut(RecordRow),
    ) -> Result<(), StoreError> {
        let keys = &self.keys;
        let mut rows = sqlx::query_as::<_, (String, String, String, i64, Option<String>, String)>(statement)
            .bind(book)
            .fetch(&mut *self.tx);
        // What cannot be opened is left as it stands: it differs from what is right.
        let open = |kind: &str, body: String| match Kind::parse(kind).map(|kind| keys.open_row(kind, body.as_str())) {
            Some(Ok(open)) => open.into_owned(),
            _ => body,
        };
        while let Some((audience, kind, id, seq, body, apart)) = rows.try_next().await? {
            let body = body.map(|body| open(&kind, body));
            each(RecordRow { audience, kind, id, seq: number(seq), body, apart });
        }
        Ok(())
    }

    /// The ledger of a book, line by line with the number of its act.
    pub async fn transfers(&mut self, book: &str) -> Result<Vec<(u64, Transfer)>, StoreError> {
        type Columns = (String, String, String, String, String, String, String, i64, i64, i64);
        let rows: Vec<Columns> = sqlx::query_as(sql::AUDIT_TRANSFERS).bind(book).fetch_all(&mut *self.tx).await?;
        rows.into_iter()
            .map(|(line, group, kind, phase, resolves, debit, credit, minutes, at_ms, seq)| {
                let what = || format!("transfer {book} {line}");
                let transfer = Transfer {
                    id: id(&line)?,
                    group: id(&group)?,
                    kind: word(&kind, what)?,
                    phase: word(&phase, what)?,
                    resolves: id(&resolves)?,
                    debit: id(&debit)?,
                    credit: id(&credit)?,
                    minutes,
                    at_ms,
                };
                Ok((number(seq), transfer))
            })
            .collect()
    }

    /// The deadlines of a book.
    pub async fn deadlines(&mut self, book: &str) -> Result<Vec<DeadlineRow>, StoreError> {
        let rows: Vec<(String, String, Millis)> =
            sqlx::query_as(sql::AUDIT_DEADLINES).bind(book).fetch_all(&mut *self.tx).await?;
        Ok(rows.into_iter().map(|(kind, id, due_at_ms)| DeadlineRow { kind, id, due_at_ms }).collect())
    }

    /// Walks the photos of a book: id and bytes.
    pub async fn each_photo(&mut self, book: &str, mut each: impl FnMut(String, Vec<u8>)) -> Result<(), StoreError> {
        let mut rows = sqlx::query_as::<_, (String, Vec<u8>)>(sql::AUDIT_PHOTOS).bind(book).fetch(&mut *self.tx);
        while let Some((id, bytes)) = rows.try_next().await? {
            each(id, bytes);
        }
        Ok(())
    }

    /// Which records of a book are said to name a photo: photo, kind, id.
    pub async fn photo_names(&mut self, book: &str) -> Result<Vec<(String, String, String)>, StoreError> {
        Ok(sqlx::query_as(sql::AUDIT_PHOTO_NAMES).bind(book).fetch_all(&mut *self.tx).await?)
    }
}
