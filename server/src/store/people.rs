//! The people of a book as the desk sees them, with what they hold.

use super::{
    BookInfo, Store, StoreError,
    json::{id, set},
    load::grant,
    read::person,
    sql,
};
use jiefang_domain::{
    Id, Millis,
    identity::{Grant, Person},
};
use std::collections::HashMap;

/// Somebody of a book.
#[derive(Clone, Debug)]
pub struct Known {
    /// The record.
    pub person: Person,
    /// Whether they have a passphrase.
    pub has_account: bool,
    /// Until when their code lives; 0 where none does.
    pub code_until_ms: Millis,
}

/// A grant with the book it stands in and what its place is called there.
#[derive(Clone, Debug)]
pub struct Held {
    /// The book.
    pub book: Id,
    /// The grant.
    pub grant: Grant,
    /// The place's name.
    pub place_name: String,
}

impl Store {
    /// All books, with their names.
    pub async fn books_named(&self) -> Result<Vec<BookInfo>, StoreError> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(sql::BOOKS_NAMED).fetch_all(&self.readers).await?;
        rows.into_iter().map(|(book, kind, name)| Ok(BookInfo { id: id(&book)?, name, kind })).collect()
    }

    /// People of a book whose name holds `find` (or whose id it is), by name, at most `most`.
    pub async fn people_of(&self, book: &Id, find: &str, now: Millis, most: u32) -> Result<Vec<Known>, StoreError> {
        let rows: Vec<(String, bool, Millis)> = sqlx::query_as(sql::PEOPLE_OF)
            .bind(book.as_str())
            .bind(find)
            .bind(now)
            .bind(most)
            .fetch_all(&self.readers)
            .await?;
        let known = |(body, has_account, code_until_ms): &(String, bool, Millis)| {
            let (_, person) = person(&self.keys, book.as_str(), body)?;
            Ok(Known { person, has_account: *has_account, code_until_ms: *code_until_ms })
        };
        rows.iter().map(known).collect()
    }

    /// What each of these people holds, in every book, ended grants included.
    pub async fn held_by(&self, people: &[Id]) -> Result<HashMap<Id, Vec<Held>>, StoreError> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as(sql::ROLES_OF).bind(set(people)?).fetch_all(&self.readers).await?;
        let mut held: HashMap<Id, Vec<Held>> = HashMap::new();
        for (book, body, place_name) in rows {
            let (book, grant) = grant(&book, &body)?;
            held.entry(grant.person.clone()).or_default().push(Held { book, grant, place_name });
        }
        Ok(held)
    }
}
