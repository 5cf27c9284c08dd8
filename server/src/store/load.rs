//! What the writer loads before it decides, each as one set. It is the only one who writes: what it looks at stays so.

use super::{
    BookKind, BookRow, ClientRow, Store, StoreError, StoredRow,
    json::{id, number, read, set},
    keys::Keys,
    known::Changes,
    sql,
};
use jiefang_domain::{Audience, Id, Key, Kind, Refusal, Row, identity::Grant, record::Record};
use sqlx::{Sqlite, Transaction, pool::PoolConnection};
use std::collections::{BTreeSet, HashMap};

/// What the writer looks at before it decides: what is committed. It needs no transaction: nobody else writes, and what a
/// group that is being written changes is known without looking.
pub struct Looks {
    connection: PoolConnection<Sqlite>,
    keys: Keys,
}

/// The writer's transaction. Dropped without [`WriteTx::commit`], nothing of it remains.
pub struct WriteTx {
    pub(super) tx: Transaction<'static, Sqlite>,
    pub(super) changes: Changes,
    /// Whether what is written says who may do what.
    pub(super) opens: bool,
}

/// What the log holds under an operation's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its number.
    pub seq: u64,
    /// Who did it.
    pub person: Id,
    /// With which client.
    pub client_id: String,
    /// The client's counter then.
    pub n: u64,
    /// Why it was refused; none where it was applied.
    pub refused: Option<Refusal>,
    /// What tells its body from another.
    pub proof: Proof,
}

/// What tells a body from another without holding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Its SHA-256.
    Hash(Vec<u8>),
    /// The salted commitment.
    Salted(Vec<u8>, Vec<u8>),
    /// The body was erased: nothing can be compared any more.
    Erased,
}

impl Store {
    /// Begins a look at what is committed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn look(&self) -> Result<Looks, StoreError> {
        Ok(Looks { connection: self.readers.acquire().await?, keys: self.keys.clone() })
    }

    /// Begins the one transaction that writes.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin(&self) -> Result<WriteTx, StoreError> {
        let tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Ok(WriteTx { tx, changes: self.changes.clone(), opens: false })
    }
}

pub(super) type BookColumns = (String, String, String, i64, Vec<u8>, i64);

pub(super) fn book_row((book, kind, parent, head, chain, turn): BookColumns) -> Result<BookRow, StoreError> {
    let kind = BookKind::parse(&kind).ok_or_else(|| StoreError::corrupt(format!("book {book}: kind {kind:?}")))?;
    Ok(BookRow { book: id(&book)?, kind, parent: id(&parent)?, head: number(head), chain, turn: number(turn) })
}

/// Where projections of a record stand that do not stand at its number.
pub(super) fn read_apart(text: &str, what: impl Fn() -> String) -> Result<Vec<(Audience, u64)>, StoreError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let apart: Vec<(String, u64)> = read(text, &what)?;
    let audience = |(audience, seq): (String, u64)| Some((Audience::parse(&audience)?, seq));
    apart.into_iter().map(audience).collect::<Option<_>>().ok_or_else(|| StoreError::corrupt(what()))
}

/// A grant's row, from its body.
pub(super) fn grant(book: &str, body: &str) -> Result<(Id, Grant), StoreError> {
    let row: Row = read(body, || format!("record {book} grant"))?;
    match Grant::of(&row) {
        Some(grant) => Ok((id(book)?, grant.clone())),
        None => Err(StoreError::corrupt(format!("record {book}: a grant that is none"))),
    }
}

impl Looks {
    /// The books of that set that exist.
    pub async fn books(&mut self, books: &BTreeSet<Id>) -> Result<HashMap<Id, BookRow>, StoreError> {
        let rows: Vec<BookColumns> =
            sqlx::query_as(sql::LOAD_BOOKS).bind(set(books)?).fetch_all(&mut *self.connection).await?;
        rows.into_iter().map(|row| book_row(row).map(|row| (row.book.clone(), row))).collect()
    }

    /// The newest decision's place in the order over all books.
    pub async fn turn(&mut self) -> Result<u64, StoreError> {
        Ok(number(sqlx::query_scalar(sql::LOAD_TURN).fetch_one(&mut *self.connection).await?))
    }

    /// The clients of that set (book and client) that are known.
    pub async fn clients(&mut self, clients: &BTreeSet<(Id, Id)>) -> Result<HashMap<(Id, Id), ClientRow>, StoreError> {
        let rows: Vec<(String, String, String, i64)> =
            sqlx::query_as(sql::LOAD_CLIENTS).bind(set(clients)?).fetch_all(&mut *self.connection).await?;
        rows.into_iter()
            .map(|(book, client, person, last_n)| {
                Ok(((id(&book)?, id(&client)?), ClientRow { person: id(&person)?, last_n: number(last_n) }))
            })
            .collect()
    }

    /// What the log holds under these operations' ids (book and operation).
    pub async fn earlier(&mut self, ops: &BTreeSet<(Id, Id)>) -> Result<HashMap<(Id, Id), Earlier>, StoreError> {
        type Columns = (String, String, i64, String, String, i64, String, Vec<u8>, Vec<u8>, Option<Vec<u8>>);
        let rows: Vec<Columns> =
            sqlx::query_as(sql::LOAD_EARLIER).bind(set(ops)?).fetch_all(&mut *self.connection).await?;
        rows.into_iter()
            .map(|(book, op, seq, person, client_id, n, code, hash, commitment, sealed)| {
                let refused = match code.as_str() {
                    "" => None,
                    code => Some(Refusal::parse(code).unwrap_or(Refusal::NotPossible)),
                };
                let salt = sealed.map(|sealed| self.keys.salt(&book, number(seq), &sealed)).transpose()?;
                let proof = match (refused, salt) {
                    (Some(_), _) => Proof::Hash(hash),
                    (None, Some(salt)) => Proof::Salted(salt, commitment),
                    (None, None) => Proof::Erased,
                };
                let earlier =
                    Earlier { seq: number(seq), person: id(&person)?, client_id, n: number(n), refused, proof };
                Ok(((id(&book)?, id(&op)?), earlier))
            })
            .collect()
    }

    /// The records of that set that exist.
    pub async fn rows(&mut self, keys: &BTreeSet<(Id, Key)>) -> Result<Vec<(Id, StoredRow)>, StoreError> {
        type Columns = (String, String, String, i64, String, String);
        let keys = set(keys.iter().map(|(book, key)| (book.as_str(), key.kind.as_str(), key.id.as_str())))?;
        let rows: Vec<Columns> = sqlx::query_as(sql::LOAD_ROWS).bind(keys).fetch_all(&mut *self.connection).await?;
        rows.into_iter()
            .map(|(book, kind, row_id, seq, body, apart)| {
                let named =
                    Kind::parse(&kind).ok_or_else(|| StoreError::corrupt(format!("record {book} {kind} {row_id}")))?;
                let body = self.keys.open_row(named, body)?;
                let row: Row = read(&body, || format!("record {book} {kind} {row_id}"))?;
                if row.kind() != named || row.id().as_str() != row_id {
                    return Err(StoreError::corrupt(format!("record {book} {kind} {row_id}: the body is another's")));
                }
                let apart = read_apart(&apart, || format!("record {book} {kind} {row_id}"))?;
                Ok((id(&book)?, StoredRow { row: row.into(), seq: number(seq), apart }))
            })
            .collect()
    }

    /// The grants of these people in all books, ended ones included, with the book each stands in.
    pub async fn grants(&mut self, people: &BTreeSet<Id>) -> Result<Vec<(Id, Grant)>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as(sql::LOAD_GRANTS).bind(set(people)?).fetch_all(&mut *self.connection).await?;
        rows.iter().map(|(book, body)| grant(book, body)).collect()
    }
}
