//! What is kept about one person: who looked at it, giving it out to them, and erasing it.

use super::{
    Store, StoreError,
    json::{id, number, read, set},
    sealed::{About, quoted},
    sql,
};
use futures_util::TryStreamExt;
use jiefang_domain::{
    Audience, Id, Key, Kind, Millis, Row,
    privacy::{Look, Wish},
    record::Record,
};
use sqlx::SqliteConnection;
use std::borrow::Cow;

/// Most looks that are listed; the newest come first.
const LOOKS_MAX: u32 = 500;
/// Most rows and most entries of a book that are given out at a time.
pub const EXPORT_MAX: usize = 20_000;

/// An entry of the log that a person authored or that names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportEntry {
    /// Its number.
    pub seq: u64,
    /// When it was received.
    pub at_ms: Millis,
    /// The device's clock when it was authored.
    pub authored_at_ms: Millis,
    /// What.
    pub kind: String,
    /// Why it was turned away, or empty.
    pub code: String,
    /// Whether the person authored it.
    pub mine: bool,
    /// The act as it was sent, where the person authored it: another's may tell of third people.
    pub body: Option<String>,
}

impl Store {
    /// The looks at a person in a book, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn looks_at(&self, book: &Id, person: &Id) -> Result<Vec<Look>, StoreError> {
        let bodies: Vec<String> = sqlx::query_scalar(sql::LOOKS_AT)
            .bind(book.as_str())
            .bind(person.as_str())
            .bind(LOOKS_MAX)
            .fetch_all(&self.readers)
            .await?;
        let rows = bodies.iter().map(|body| read::<Row>(body, || format!("record {book} look")));
        let looks = rows.map(|row| row.map(|row| Look::of(&row).cloned()));
        Ok(looks.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The rows of a person's own scope in a book, each as it is stored; at most [`EXPORT_MAX`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn export_rows(&self, book: &Id, person: &Id) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(sql::EXPORT_ROWS)
            .bind(book.as_str())
            .bind(Audience::Person(person.clone()).to_string())
            .bind(i64::try_from(EXPORT_MAX).unwrap_or(i64::MAX))
            .fetch_all(&self.readers)
            .await?;
        let open = |(kind, body): (String, String)| match Kind::parse(&kind) {
            Some(kind) => self.keys.open_row(kind, body).map(Cow::into_owned),
            None => Ok(body),
        };
        rows.into_iter().map(open).collect()
    }

    /// What the log of a book holds of a person, the newest first; at most [`EXPORT_MAX`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn export_log(&self, book: &Id, person: &Id) -> Result<Vec<ExportEntry>, StoreError> {
        type Columns = (i64, i64, i64, String, String, bool, Option<Vec<u8>>);
        let mut rows = sqlx::query_as::<_, Columns>(sql::EXPORT_LOG)
            .bind(book.as_str())
            .bind(person.as_str())
            .fetch(&self.readers);
        let (named, mut entries) = (quoted(person), Vec::new());
        while let Some((seq, at_ms, authored_at_ms, kind, code, mine, sealed)) = rows.try_next().await? {
            let seq = number(seq);
            let open = |sealed: Vec<u8>| self.keys.open_body(book.as_str(), seq, &sealed).map(|(_, body)| body);
            let body = sealed.and_then(open);
            if mine || body.as_ref().is_some_and(|body| body.contains(&named)) {
                let body = body.filter(|_| mine);
                entries.push(ExportEntry { seq, at_ms, authored_at_ms, kind, code, mine, body });
            }
            if entries.len() == EXPORT_MAX {
                break;
            }
        }
        Ok(entries)
    }

    /// The wishes to be erased that both have agreed to and that are not done yet, each with its book.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erasing(&self) -> Result<Vec<(Id, Wish)>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(sql::ERASING).fetch_all(&self.readers).await?;
        let mut all = Vec::new();
        for (book, body) in rows {
            let row: Row = read(&self.keys.open_row(Kind::Wish, body)?, || format!("record {book} wish"))?;
            all.extend(Wish::of(&row).map(|wish| id(&book).map(|book| (book, wish.clone()))).transpose()?);
        }
        Ok(all)
    }

    /// The rows of these kinds in a book that name a person.
    ///
    /// # Errors
    /// What the database says.
    pub async fn naming(&self, book: &Id, kinds: &[Kind], person: &Id) -> Result<Vec<Key>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(sql::NAMING)
            .bind(book.as_str())
            .bind(set(kinds.iter().map(|kind| kind.as_str()))?)
            .bind(quoted(person))
            .fetch_all(&self.readers)
            .await?;
        let key = |(kind, row): (String, String)| Ok(Kind::parse(&kind).map(|kind| (kind, row)));
        let keys = rows.into_iter().map(key).collect::<Result<Vec<_>, StoreError>>()?;
        keys.into_iter().flatten().map(|(kind, row)| Ok(Key { kind, id: id(&row)? })).collect()
    }

    /// Erases the bodies of applied entries of these kinds that name one of `names`, and the person's account, sessions and
    /// links where they hang on this book; how many bodies. The chain runs over their commitments and stays whole.
    ///
    /// # Errors
    /// What the database says; nothing is erased then.
    pub async fn erase(&self, (book, person): (&Id, &Id), kinds: &[&str], names: &[Id]) -> Result<u64, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let names: Vec<String> = names.iter().map(quoted).collect();
        let mut gone = Vec::new();
        let mut bodies =
            sqlx::query_as::<_, (i64, Vec<u8>)>(sql::BODIES_OF).bind(book.as_str()).bind(set(kinds)?).fetch(&mut *tx);
        while let Some((seq, sealed)) = bodies.try_next().await? {
            // One that cannot be opened tells nobody anything; whether it named the person cannot be known.
            let body = self.keys.open_body(book.as_str(), number(seq), &sealed).map(|(_, body)| body);
            if body.is_none_or(|body| names.iter().any(|name| body.contains(name))) {
                gone.push(seq);
            }
        }
        drop(bodies);
        let erased = sqlx::query(sql::ERASE_BODIES).bind(book.as_str()).bind(set(gone)?).execute(&mut *tx).await?;
        self.erase_steps(&mut tx, (book, person)).await?;
        for statement in [sql::ERASE_SEAL, sql::ERASE_ACCOUNT, sql::ERASE_SESSIONS, sql::ERASE_ENROLMENTS] {
            sqlx::query(statement).bind(person.as_str()).bind(book.as_str()).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        self.changes.happened();
        Ok(erased.rows_affected())
    }

    /// What would take back acts of an import that say something of the person.
    async fn erase_steps(
        &self,
        connection: &mut SqliteConnection,
        (book, person): (&Id, &Id),
    ) -> Result<(), StoreError> {
        let steps: Vec<(String, i64, String, String)> =
            sqlx::query_as(sql::STEPS_IN).bind(book.as_str()).fetch_all(&mut *connection).await?;
        for (import, n, row, undo) in steps {
            if row == person.as_str() || self.keys.open_text(About::Undo, &undo)?.contains(&quoted(person)) {
                sqlx::query(sql::ERASE_STEP).bind(import).bind(n).execute(&mut *connection).await?;
            }
        }
        Ok(())
    }
}
