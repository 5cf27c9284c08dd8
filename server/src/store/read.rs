//! Reads for the handlers.

use super::{
    BookRow, Due, Store, StoreError,
    json::{id, read, set},
    keys::Keys,
    load::{BookColumns, book_row, grant},
    sql,
};
use jiefang_domain::{
    Id, Key, Kind, Millis, Row,
    identity::{Grant, Person, Role},
    record::Record,
};

/// A book somebody has something in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BookInfo {
    /// The book.
    pub id: Id,
    /// Its place's name.
    pub name: String,
    /// `community`, `subdistrict` or `server`.
    pub kind: String,
}

/// What a public page shows of a book, with how old it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRows {
    /// The book's newest number.
    pub head: u64,
    /// The chain at the head, as hex.
    pub chain: String,
    /// When the newest applied command was received; 0 before the first.
    pub at_ms: Millis,
    /// Projections for the audience `public`.
    pub rows: Vec<Row>,
}

pub(super) fn person(keys: &Keys, book: &str, body: &str) -> Result<(Id, Person), StoreError> {
    let body = &keys.open_row(Kind::Person, body)?;
    let row: Row = read(body, || format!("record {book} person"))?;
    match Person::of(&row) {
        Some(person) => Ok((id(book)?, person.clone())),
        None => Err(StoreError::corrupt(format!("record {book}: a person that is none"))),
    }
}

/// Where somebody may look: communities on the path of a grant, the place itself where it is a book, and all below an
/// officer's subdistrict.
fn reach(grants: &[Grant]) -> (Vec<&Id>, Vec<&Id>, Vec<&Id>) {
    let officer = |grant: &&Grant| grant.role == Role::SubdistrictOfficer;
    (
        grants.iter().flat_map(|grant| &grant.path).collect(),
        grants.iter().map(|grant| &grant.place).collect(),
        grants.iter().filter(officer).map(|grant| &grant.place).collect(),
    )
}

impl Store {
    /// A person's grants in all books, ended ones included.
    pub async fn grants_of(&self, person: &Id) -> Result<Vec<Grant>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as(sql::LOAD_GRANTS).bind(set([person])?).fetch_all(&self.readers).await?;
        rows.iter().map(|(book, body)| grant(book, body).map(|(_, grant)| grant)).collect()
    }

    /// The books a person has something in.
    pub async fn books_of(&self, person: &Id) -> Result<Vec<BookInfo>, StoreError> {
        let mut grants = self.grants_of(person).await?;
        grants.retain(|grant| grant.until_ms == 0);
        self.reached(&grants).await
    }

    /// The books that these grants reach.
    async fn reached(&self, grants: &[Grant]) -> Result<Vec<BookInfo>, StoreError> {
        let (on_path, places, below) = reach(grants);
        let rows: Vec<(String, String, String)> = sqlx::query_as(sql::BOOKS_OF)
            .bind(set(on_path)?)
            .bind(set(places)?)
            .bind(set(below)?)
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter().map(|(book, kind, name)| Ok(BookInfo { id: id(&book)?, name, kind })).collect()
    }

    /// Whether a person has something in a book; a book that does not exist is nobody's.
    pub async fn may_open(&self, person: &Id, book: &Id) -> Result<bool, StoreError> {
        let asked = (person.clone(), book.clone());
        match self.may_open.get(&asked) {
            Ok(may) => Ok(may),
            Err(then) => {
                let may = self.books_of(person).await?.iter().any(|there| there.id == *book);
                self.may_open.keep(&asked, then, may);
                Ok(may)
            }
        }
    }

    /// Whether a person has, or once had, something in a book: what was done while the right lasted is still taken, and
    /// decided or held.
    pub async fn may_push(&self, person: &Id, book: &Id) -> Result<bool, StoreError> {
        let asked = (person.clone(), book.clone());
        match self.may_push.get(&asked) {
            Ok(may) => Ok(may),
            Err(then) => {
                let grants = self.grants_of(person).await?;
                let may = self.reached(&grants).await?.iter().any(|there| there.id == *book);
                self.may_push.keep(&asked, then, may);
                Ok(may)
            }
        }
    }

    /// A book and where its log stands.
    pub async fn book(&self, book: &Id) -> Result<Option<BookRow>, StoreError> {
        let row: Option<BookColumns> =
            sqlx::query_as(sql::BOOK).bind(book.as_str()).fetch_optional(&self.readers).await?;
        row.map(book_row).transpose()
    }

    /// All books.
    pub async fn books(&self) -> Result<Vec<BookRow>, StoreError> {
        let rows: Vec<BookColumns> = sqlx::query_as(sql::BOOKS).fetch_all(&self.readers).await?;
        rows.into_iter().map(book_row).collect()
    }

    /// The records of one person in the books that know them.
    pub async fn person(&self, id: &Id) -> Result<Vec<(Id, Person)>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as(sql::PERSON).bind(id.as_str()).fetch_all(&self.readers).await?;
        rows.iter().map(|(book, body)| person(&self.keys, book, body)).collect()
    }

    /// The people of that name or phone number, with their books.
    pub async fn people_called(&self, name_or_phone: &str) -> Result<Vec<(Id, Person)>, StoreError> {
        if name_or_phone.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(String, String)> = sqlx::query_as(sql::PEOPLE_CALLED)
            .bind(name_or_phone)
            .bind(self.keys.found_by(name_or_phone)?)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|(book, body)| person(&self.keys, book, body)).collect()
    }

    /// A record as it stands.
    pub async fn record(&self, book: &Id, key: &Key) -> Result<Option<Row>, StoreError> {
        let body: Option<String> = sqlx::query_scalar(sql::RECORD)
            .bind(book.as_str())
            .bind(key.kind.as_str())
            .bind(key.id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        body.map(|body| {
            read(&self.keys.open_row(key.kind, body)?, || format!("record {book} {} {}", key.kind.as_str(), key.id))
        })
        .transpose()
    }

    /// All records of a kind in a book.
    pub async fn records(&self, book: &Id, kind: Kind) -> Result<Vec<Row>, StoreError> {
        let bodies: Vec<String> =
            sqlx::query_scalar(sql::RECORDS).bind(book.as_str()).bind(kind.as_str()).fetch_all(&self.readers).await?;
        let read = |body| read(&self.keys.open_row(kind, body)?, || format!("record {book} {}", kind.as_str()));
        bodies.into_iter().map(read).collect()
    }

    /// What the public may see of a book, of these kinds, from one snapshot; `None` where there is no such book.
    pub async fn public_rows(&self, book: &Id, kinds: &[Kind]) -> Result<Option<PublicRows>, StoreError> {
        let mut tx = self.readers.begin().await?;
        let row: Option<BookColumns> = sqlx::query_as(sql::BOOK).bind(book.as_str()).fetch_optional(&mut *tx).await?;
        let Some(row) = row.map(book_row).transpose()? else { return Ok(None) };
        let at_ms: Option<Millis> =
            sqlx::query_scalar(sql::NEWEST_APPLIED).bind(book.as_str()).fetch_optional(&mut *tx).await?;
        let bodies: Vec<String> = sqlx::query_scalar(sql::PUBLIC_ROWS)
            .bind(book.as_str())
            .bind(set(kinds.iter().map(|kind| kind.as_str()))?)
            .fetch_all(&mut *tx)
            .await?;
        let rows = bodies.iter().map(|body| read(body, || format!("projection {book} public")));
        Ok(Some(PublicRows {
            head: row.head,
            chain: hex::encode(row.chain),
            at_ms: at_ms.unwrap_or(0),
            rows: rows.collect::<Result<_, _>>()?,
        }))
    }

    /// The deadlines that have passed.
    pub async fn due(&self, now_ms: Millis) -> Result<Vec<Due>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(sql::DUE).bind(now_ms).fetch_all(&self.readers).await?;
        rows.iter()
            .map(|(book, body)| {
                Ok(Due { book: id(book)?, row: read(body, || format!("record {book}, with a deadline"))? })
            })
            .collect()
    }
}
