//! The codes that let a person in: one living code a person.

use super::{
    StoreError,
    account::{ACCOUNT_SET, Accounts, TokenHash, id},
    session::{END_ALL, Opening, insert_session},
};
use jiefang_domain::{Id, Millis};
use sqlx::{Row as _, Sqlite, query::Query, sqlite::SqliteArguments};

const OFFER: &str = "INSERT INTO enrolment (person, book, token_hash, made_by, made_at_ms, expires_at_ms)
 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person) DO UPDATE SET book = excluded.book,
 token_hash = excluded.token_hash, made_by = excluded.made_by, made_at_ms = excluded.made_at_ms,
 expires_at_ms = excluded.expires_at_ms";
const LOOK: &str = "SELECT book, person, made_by FROM enrolment WHERE token_hash = $1 AND expires_at_ms > $2";
const TAKE: &str = "DELETE FROM enrolment WHERE token_hash = $1 AND expires_at_ms > $2 RETURNING book, person";
const LIVING: &str = "SELECT e.person, coalesce(json_extract(p.body, '$.person.name'), ''), e.made_by,
 coalesce((SELECT json_extract(m.body, '$.person.name') FROM record m
     WHERE m.kind = 'person' AND m.id = e.made_by LIMIT 1), ''), e.made_at_ms, e.expires_at_ms
 FROM enrolment e LEFT JOIN record p ON p.book = e.book AND p.kind = 'person' AND p.id = e.person
 WHERE e.book = $1 AND e.expires_at_ms > $2 ORDER BY e.expires_at_ms, e.person";
const REVOKE: &str = "DELETE FROM enrolment WHERE book = $1 AND person = $2";

/// A code that was made.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Where the person was entered.
    pub book: Id,
    /// For whom.
    pub person: Id,
    /// The code, hashed.
    pub token_hash: TokenHash,
    /// Who made it; `-` on the command line.
    pub made_by: Id,
    /// When.
    pub made_at_ms: Millis,
    /// Until when it lives.
    pub expires_at_ms: Millis,
}

/// Who sets up a server.
#[derive(Clone, Copy, Debug)]
pub struct Founder<'a> {
    /// Where the person stands.
    pub book: &'a Id,
    /// Who.
    pub person: &'a Id,
    /// The passphrase's hash, in the PHC format.
    pub phc: &'a str,
    /// The session that opens.
    pub opening: Opening<'a>,
}

/// A code that lives; nobody but its person ever sees it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Living {
    /// For whom.
    pub person: Id,
    /// What that person is called.
    pub name: String,
    /// Who made it; `-` on the command line.
    pub made_by: Id,
    /// What the maker is called.
    pub made_by_name: String,
    /// When.
    pub made_at_ms: Millis,
    /// Until when it lives.
    pub expires_at_ms: Millis,
}

fn offering(e: &Enrolment) -> Query<'_, Sqlite, SqliteArguments> {
    let offer = sqlx::query(OFFER).bind(e.person.as_str()).bind(e.book.as_str()).bind(&e.token_hash[..]);
    offer.bind(e.made_by.as_str()).bind(e.made_at_ms).bind(e.expires_at_ms)
}

impl Accounts {
    /// Puts down a code; an older one of the same person dies.
    pub async fn offer(&self, enrolment: &Enrolment) -> Result<(), StoreError> {
        offering(enrolment).execute(&self.pool).await?;
        Ok(())
    }

    /// The door of a server that is set up: its founder's account and session, and codes for others. All or nothing.
    pub async fn found(&self, founder: Founder<'_>, codes: &[Enrolment], now: Millis) -> Result<(), StoreError> {
        let Founder { book, person, phc, opening } = founder;
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let set = sqlx::query(ACCOUNT_SET).bind(person.as_str()).bind(book.as_str()).bind(phc).bind(now);
        set.execute(&mut *tx).await?;
        for code in codes {
            offering(code).execute(&mut *tx).await?;
        }
        insert_session(&mut tx, opening, (book, person), now).await?;
        tx.commit().await?;
        self.changes.happened();
        Ok(())
    }

    /// Where a code that lives was made, for whom, and by whom (`-` on the command line).
    pub async fn offered(&self, code: &TokenHash, now: Millis) -> Result<Option<(Id, Id, Id)>, StoreError> {
        let found = sqlx::query(LOOK).bind(&code[..]).bind(now).fetch_optional(&self.pool).await?;
        found.map(|row| Ok((id(&row, 0)?, id(&row, 1)?, id(&row, 2)?))).transpose()
    }

    /// The living codes for people of a book.
    pub async fn living(&self, book: &Id, now: Millis) -> Result<Vec<Living>, StoreError> {
        let rows = sqlx::query(LIVING).bind(book.as_str()).bind(now).fetch_all(&self.pool).await?;
        let living = |row: &_| {
            Ok(Living {
                person: id(row, 0)?,
                name: row.try_get(1)?,
                made_by: id(row, 2)?,
                made_by_name: row.try_get(3)?,
                made_at_ms: row.try_get(4)?,
                expires_at_ms: row.try_get(5)?,
            })
        };
        rows.iter().map(living).collect()
    }

    /// Takes a person's code back, where there is one.
    pub async fn revoke(&self, book: &Id, person: &Id) -> Result<(), StoreError> {
        sqlx::query(REVOKE).bind(book.as_str()).bind(person.as_str()).execute(&self.pool).await?;
        Ok(())
    }

    /// Uses a code up: the passphrase is set, older sessions end, a new one opens. `None` where the code does not live.
    pub async fn enrol(
        &self,
        code: &TokenHash,
        phc: &str,
        opening: Opening<'_>,
        now: Millis,
    ) -> Result<Option<(Id, Id)>, StoreError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let used = sqlx::query(TAKE).bind(&code[..]).bind(now).fetch_optional(&mut *tx).await?;
        let Some(row) = used else { return Ok(None) };
        let (book, person) = (id(&row, 0)?, id(&row, 1)?);
        let set = sqlx::query(ACCOUNT_SET).bind(person.as_str()).bind(book.as_str()).bind(phc).bind(now);
        set.execute(&mut *tx).await?;
        sqlx::query(END_ALL).bind(person.as_str()).execute(&mut *tx).await?;
        insert_session(&mut tx, opening, (&book, &person), now).await?;
        tx.commit().await?;
        self.changes.happened();
        Ok(Some((book, person)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, account::scans};

    #[tokio::test]
    async fn every_statement_fits_the_schema_and_scans_no_table() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let accounts = Accounts::open(&store).await.unwrap();
        for statement in [OFFER, LOOK, TAKE, LIVING, REVOKE] {
            assert!(!scans(&accounts, statement).await, "{statement}");
        }
    }
}
