//! Accounts: who may sign in, with which passphrase.
//!
//! They are written here and not by the single writer, because nothing of them stands in a book: no row, no cell and
//! no log entry follows from a sign-in. A small pool of its own waits for the writer's transactions to end.

use super::{
    Store, StoreError,
    keys::Keys,
    known::{Changes, Known},
    session::{SESSION_IDLE_MS_MAX, Session},
};
use jiefang_domain::{Id, Kind, Millis, Row, identity::Person};
use sqlx::{
    Row as _,
    sqlite::{SqlitePool, SqlitePoolOptions, SqliteRow},
};

const CONNECTIONS: u32 = 2;
/// How many people of one name are tried at a sign-in.
const CANDIDATES_MAX: u32 = 8;

const CANDIDATES: &str = "SELECT a.book, a.person, a.phc, a.changed_at_ms FROM record r JOIN account a ON a.person = r.id AND a.book = r.book
 WHERE r.kind = 'person' AND a.enabled = 1
 AND (json_extract(r.body, '$.person.name') = $1 OR substr(json_extract(r.body, '$.person.phone'), 1, 35) = $3) ORDER BY r.id LIMIT $2";
const PERSON: &str = "SELECT body FROM record WHERE book = $1 AND kind = 'person' AND id = $2";
const ACCOUNT_BOOK: &str = "SELECT book FROM account WHERE person = $1";
const PERSON_BOOKS: &str = "SELECT book FROM record WHERE kind = 'person' AND id = $1 LIMIT 2";
pub(super) const ACCOUNT_SET: &str =
    "INSERT INTO account (person, book, phc, enabled, changed_at_ms) VALUES ($1, $2, $3, 1, $4)
 ON CONFLICT (person) DO UPDATE SET phc = excluded.phc, enabled = 1, changed_at_ms = excluded.changed_at_ms";

/// A secret as it is stored.
pub type TokenHash = [u8; 32];

/// Somebody whom a typed name may mean.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Where the person was entered.
    pub book: Id,
    /// Who.
    pub person: Id,
    /// The passphrase's hash, in the PHC format.
    pub phc: String,
    /// When the passphrase was chosen.
    pub chosen_at_ms: Millis,
}

/// The door's own tables.
#[derive(Clone, Debug)]
pub struct Accounts {
    pub(super) pool: SqlitePool,
    pub(super) changes: Changes,
    pub(super) sessions: Known<TokenHash, Session>,
    pub(super) idle_ms: Millis,
    pub(super) keys: Keys,
}

impl Accounts {
    /// Opens them beside the writer and the readers of a store.
    pub async fn open(store: &Store) -> Result<Self, StoreError> {
        // Also over a store that is open to look only: `jiefang enrol` runs beside a server.
        let options = (*store.writer.connect_options()).clone().pragma("query_only", "OFF");
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).idle_timeout(None).max_lifetime(None);
        let (changes, sessions) = (store.changes.clone(), Known::new(&store.changes));
        let keys = store.keys.clone();
        Ok(Self { pool: pool.connect_with(options).await?, changes, sessions, idle_ms: SESSION_IDLE_MS_MAX, keys })
    }

    /// The same with sessions that end after so long without use; never longer than by themselves.
    #[must_use]
    pub fn idle(self, idle_ms: Millis) -> Self {
        Self { idle_ms: idle_ms.min(SESSION_IDLE_MS_MAX), ..self }
    }

    /// For the door's other tables.
    pub(super) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Closes them; what was answered is on disk.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The accounts that a typed name or phone number may mean.
    pub async fn candidates(&self, name: &str) -> Result<Vec<Candidate>, StoreError> {
        let rows = sqlx::query(CANDIDATES)
            .bind(name)
            .bind(CANDIDATES_MAX)
            .bind(self.keys.found_by(name)?)
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Candidate {
                    book: id(row, 0)?,
                    person: id(row, 1)?,
                    phc: row.try_get(2)?,
                    chosen_at_ms: row.try_get(3)?,
                })
            })
            .collect()
    }

    /// The person of that id in that book.
    pub async fn person(&self, book: &Id, person: &Id) -> Result<Option<Person>, StoreError> {
        let row = sqlx::query(PERSON).bind(book.as_str()).bind(person.as_str()).fetch_optional(&self.pool).await?;
        row.map(|row| read_person(&self.keys, &row, 0)).transpose()
    }

    /// The book that stands for a person: the account's; before there is one, the only book the person was entered in.
    /// `None` where nobody or more than one book claims the id, so that no community can take over another's people.
    pub async fn home(&self, person: &Id) -> Result<Option<Id>, StoreError> {
        let account = sqlx::query(ACCOUNT_BOOK).bind(person.as_str()).fetch_optional(&self.pool).await?;
        if let Some(row) = account {
            return Ok(Some(id(&row, 0)?));
        }
        match sqlx::query(PERSON_BOOKS).bind(person.as_str()).fetch_all(&self.pool).await?.as_slice() {
            [row] => Ok(Some(id(row, 0)?)),
            _ => Ok(None),
        }
    }
}

pub(super) fn id(row: &SqliteRow, column: usize) -> Result<Id, StoreError> {
    let text: &str = row.try_get(column)?;
    Id::parse(text).ok_or_else(|| StoreError::corrupt("not an id beside an account"))
}

pub(super) fn read_person(keys: &Keys, row: &SqliteRow, column: usize) -> Result<Person, StoreError> {
    let body: &str = row.try_get(column)?;
    match serde_json::from_str(&keys.open_row(Kind::Person, body)?) {
        Ok(Row::Person(person)) => Ok(person),
        _ => Err(StoreError::corrupt("not a person where one was looked for")),
    }
}

/// Whether a statement reads a whole table.
#[cfg(test)]
pub(super) async fn scans(accounts: &Accounts, statement: &str) -> bool {
    let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let plan: Result<Vec<(i64, i64, i64, String)>, _> = sqlx::query_as(explain).fetch_all(&accounts.pool).await;
    let step = |step: &str| step.starts_with("SCAN") && !step.contains("USING") && step != "SCAN CONSTANT ROW";
    plan.unwrap_or_else(|error| panic!("{statement}: {error}")).iter().any(|(.., detail)| step(detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 5] = [CANDIDATES, PERSON, ACCOUNT_BOOK, PERSON_BOOKS, ACCOUNT_SET];

    #[tokio::test]
    async fn every_statement_fits_the_schema_and_a_sign_in_scans_no_table() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let accounts = Accounts::open(&store).await.unwrap();
        for statement in ALL {
            assert!(!scans(&accounts, statement).await, "{statement}");
        }
    }
}
