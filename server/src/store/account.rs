//! Accounts, sessions and enrolment links: the tables of `0002_identity.sql`.
//!
//! They are written here and not by the single writer, because nothing of them stands in a book: no row, no cell and
//! no log entry follows from a sign-in. A small pool of its own waits for the writer's transactions to end.

use super::{
    Store, StoreError,
    known::{Changes, Known},
};
use jiefang_domain::{Id, Millis, Row, identity::Person};
use sqlx::{
    Row as _,
    sqlite::{SqlitePool, SqlitePoolOptions, SqliteRow},
};

/// How long a session lasts at most.
pub const SESSION_MS_MAX: Millis = 30 * 24 * 3_600_000;
/// How long a session lasts without being used.
pub const SESSION_IDLE_MS_MAX: Millis = 7 * 24 * 3_600_000;
const CONNECTIONS: u32 = 2;
/// How often "last used" is written down.
const SEEN_EVERY_MS: Millis = 5 * 60_000;
/// How long a session that was read is trusted: another process may write here, too.
const TRUSTED_MS_MAX: Millis = 5_000;
/// How many people of one name are tried at a sign-in.
const CANDIDATES_MAX: u32 = 8;
/// Sessions one person may have at a time; the oldest go first.
const SESSIONS_MAX: u32 = 20;

const CANDIDATES: &str = "SELECT a.book, a.person, a.phc, a.changed_at_ms FROM record r JOIN account a ON a.person = r.id AND a.book = r.book
 WHERE r.kind = 'person' AND a.enabled = 1
 AND (json_extract(r.body, '$.person.name') = $1 OR json_extract(r.body, '$.person.phone') = $1) ORDER BY r.id LIMIT $2";
const PERSON: &str = "SELECT body FROM record WHERE book = $1 AND kind = 'person' AND id = $2";
const ACCOUNT_BOOK: &str = "SELECT book FROM account WHERE person = $1";
const PERSON_BOOKS: &str = "SELECT book FROM record WHERE kind = 'person' AND id = $1 LIMIT 2";
const SESSION: &str = "SELECT s.book, s.seen_at_ms, r.body FROM session s
 JOIN record r ON r.book = s.book AND r.kind = 'person' AND r.id = s.person
 LEFT JOIN account a ON a.person = s.person
 WHERE s.token_hash = $1 AND s.created_at_ms > $2 AND s.seen_at_ms > $3 AND coalesce(a.enabled, 1) = 1";
const SESSION_SEEN: &str = "UPDATE session SET seen_at_ms = $2 WHERE token_hash = $1";
const SESSION_OPEN: &str =
    "INSERT INTO session (token_hash, book, person, created_at_ms, seen_at_ms) VALUES ($1, $2, $3, $4, $4)";
const SESSION_END: &str = "DELETE FROM session WHERE token_hash = $1";
const SESSIONS_END: &str = "DELETE FROM session WHERE person = $1";
const SESSIONS_SWEEP: &str = "DELETE FROM session WHERE created_at_ms <= $1 OR seen_at_ms <= $2";
const SESSIONS_TRIM: &str = "DELETE FROM session WHERE token_hash IN
 (SELECT token_hash FROM session WHERE person = $1 ORDER BY created_at_ms DESC LIMIT -1 OFFSET $2)";
const ACCOUNT_SET: &str = "INSERT INTO account (person, book, phc, enabled, changed_at_ms) VALUES ($1, $2, $3, 1, $4)
 ON CONFLICT (person) DO UPDATE SET phc = excluded.phc, enabled = 1, changed_at_ms = excluded.changed_at_ms";
const ENROLMENT_OFFER: &str = "INSERT INTO enrolment (person, book, token_hash, made_by, made_at_ms, expires_at_ms)
 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person) DO UPDATE SET book = excluded.book,
 token_hash = excluded.token_hash, made_by = excluded.made_by, made_at_ms = excluded.made_at_ms,
 expires_at_ms = excluded.expires_at_ms";
const ENROLMENT_LOOK: &str = "SELECT 1 FROM enrolment WHERE token_hash = $1 AND expires_at_ms > $2";
const ENROLMENT_TAKE: &str =
    "DELETE FROM enrolment WHERE token_hash = $1 AND expires_at_ms > $2 RETURNING book, person";

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

/// A single-use link.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Where the person was entered.
    pub book: Id,
    /// For whom.
    pub person: Id,
    /// Its secret, hashed.
    pub token_hash: TokenHash,
    /// Who made it; `-` on the command line.
    pub made_by: Id,
    /// When.
    pub made_at_ms: Millis,
    /// Until when it lives.
    pub expires_at_ms: Millis,
}

/// The door's own tables.
#[derive(Clone, Debug)]
pub struct Accounts {
    pool: SqlitePool,
    changes: Changes,
    sessions: Known<TokenHash, Session>,
    idle_ms: Millis,
}

/// A session as it was read.
#[derive(Clone, Debug)]
struct Session {
    book: Id,
    person: Person,
    read_at_ms: Millis,
}

impl Accounts {
    /// Opens them beside the writer and the readers of a store.
    pub async fn open(store: &Store) -> Result<Self, StoreError> {
        // Also over a store that is open to look only: `jiefang enrol` runs beside a server.
        let options = (*store.writer.connect_options()).clone().pragma("query_only", "OFF");
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).idle_timeout(None).max_lifetime(None);
        let (changes, sessions) = (store.changes.clone(), Known::new(&store.changes));
        Ok(Self { pool: pool.connect_with(options).await?, changes, sessions, idle_ms: SESSION_IDLE_MS_MAX })
    }

    /// For the door's other tables.
    pub(super) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// The same with sessions that end after so long without use; never longer than by themselves.
    #[must_use]
    pub fn idle(self, idle_ms: Millis) -> Self {
        Self { idle_ms: idle_ms.min(SESSION_IDLE_MS_MAX), ..self }
    }

    /// Closes them; what was answered is on disk.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The accounts that a typed name or phone number may mean.
    pub async fn candidates(&self, name: &str) -> Result<Vec<Candidate>, StoreError> {
        let rows = sqlx::query(CANDIDATES).bind(name).bind(CANDIDATES_MAX).fetch_all(&self.pool).await?;
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
        row.map(|row| read_person(&row, 0)).transpose()
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

    /// Who is signed in with that secret, and the book the person stands in. Ended, old, idle or disabled: nobody.
    pub async fn session(&self, hash: &TokenHash, now: Millis) -> Result<Option<(Id, Person)>, StoreError> {
        let then = match self.sessions.get(hash) {
            Ok(s) if (0..TRUSTED_MS_MAX).contains(&(now - s.read_at_ms)) => return Ok(Some((s.book, s.person))),
            Ok(_) => self.changes.count(),
            Err(then) => then,
        };
        let found = self.read_session(hash, now).await?;
        if let Some((book, person)) = found.clone() {
            self.sessions.keep(hash, then, Session { book, person, read_at_ms: now });
        }
        Ok(found)
    }

    async fn read_session(&self, hash: &TokenHash, now: Millis) -> Result<Option<(Id, Person)>, StoreError> {
        let found = sqlx::query(SESSION)
            .bind(&hash[..])
            .bind(now - SESSION_MS_MAX)
            .bind(now - self.idle_ms)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = found else { return Ok(None) };
        let person = read_person(&row, 2)?;
        if now - row.try_get::<Millis, _>(1)? > SEEN_EVERY_MS {
            sqlx::query(SESSION_SEEN).bind(&hash[..]).bind(now).execute(&self.pool).await?;
        }
        Ok(person.active.then_some((id(&row, 0)?, person)))
    }

    /// Opens a session, and ends the one it follows.
    pub async fn open_session(
        &self,
        hash: &TokenHash,
        (book, person): (&Id, &Id),
        follows: Option<&TokenHash>,
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(old) = follows {
            sqlx::query(SESSION_END).bind(&old[..]).execute(&mut *tx).await?;
        }
        insert_session(&mut tx, hash, (book, person), now).await?;
        tx.commit().await?;
        self.changes.happened();
        Ok(())
    }

    /// Ends a session.
    pub async fn end_session(&self, hash: &TokenHash) -> Result<(), StoreError> {
        sqlx::query(SESSION_END).bind(&hash[..]).execute(&self.pool).await?;
        self.changes.happened();
        Ok(())
    }

    /// Puts down a link; an older one of the same person dies.
    pub async fn offer(&self, e: &Enrolment) -> Result<(), StoreError> {
        sqlx::query(ENROLMENT_OFFER)
            .bind(e.person.as_str())
            .bind(e.book.as_str())
            .bind(&e.token_hash[..])
            .bind(e.made_by.as_str())
            .bind(e.made_at_ms)
            .bind(e.expires_at_ms)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Whether a link lives.
    pub async fn is_offered(&self, token: &TokenHash, now: Millis) -> Result<bool, StoreError> {
        Ok(sqlx::query(ENROLMENT_LOOK).bind(&token[..]).bind(now).fetch_optional(&self.pool).await?.is_some())
    }

    /// Uses a link up: the passphrase is set, older sessions end, a new one opens. `None` where the link does not live.
    pub async fn enrol(
        &self,
        token: &TokenHash,
        phc: &str,
        session: &TokenHash,
        now: Millis,
    ) -> Result<Option<(Id, Id)>, StoreError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let used = sqlx::query(ENROLMENT_TAKE).bind(&token[..]).bind(now).fetch_optional(&mut *tx).await?;
        let Some(row) = used else { return Ok(None) };
        let (book, person) = (id(&row, 0)?, id(&row, 1)?);
        let set = sqlx::query(ACCOUNT_SET).bind(person.as_str()).bind(book.as_str()).bind(phc).bind(now);
        set.execute(&mut *tx).await?;
        sqlx::query(SESSIONS_END).bind(person.as_str()).execute(&mut *tx).await?;
        insert_session(&mut tx, session, (&book, &person), now).await?;
        tx.commit().await?;
        self.changes.happened();
        Ok(Some((book, person)))
    }
}

async fn insert_session(
    tx: &mut sqlx::SqliteTransaction<'_>,
    hash: &TokenHash,
    (book, person): (&Id, &Id),
    now: Millis,
) -> Result<(), StoreError> {
    let (oldest, idle) = (now - SESSION_MS_MAX, now - SESSION_IDLE_MS_MAX);
    sqlx::query(SESSIONS_SWEEP).bind(oldest).bind(idle).execute(&mut **tx).await?;
    let open = sqlx::query(SESSION_OPEN).bind(&hash[..]).bind(book.as_str()).bind(person.as_str()).bind(now);
    open.execute(&mut **tx).await?;
    sqlx::query(SESSIONS_TRIM).bind(person.as_str()).bind(SESSIONS_MAX).execute(&mut **tx).await?;
    Ok(())
}

fn id(row: &SqliteRow, column: usize) -> Result<Id, StoreError> {
    let text: &str = row.try_get(column)?;
    Id::parse(text).ok_or_else(|| StoreError::corrupt("not an id beside an account"))
}

fn read_person(row: &SqliteRow, column: usize) -> Result<Person, StoreError> {
    match serde_json::from_str(row.try_get(column)?) {
        Ok(Row::Person(person)) => Ok(person),
        _ => Err(StoreError::corrupt("not a person where one was looked for")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 15] = [
        CANDIDATES,
        PERSON,
        ACCOUNT_BOOK,
        PERSON_BOOKS,
        SESSION,
        SESSION_SEEN,
        SESSION_OPEN,
        SESSION_END,
        SESSIONS_END,
        SESSIONS_SWEEP,
        SESSIONS_TRIM,
        ACCOUNT_SET,
        ENROLMENT_OFFER,
        ENROLMENT_LOOK,
        ENROLMENT_TAKE,
    ];

    #[tokio::test]
    async fn every_statement_fits_the_schema_and_a_sign_in_scans_no_table() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let accounts = Accounts::open(&store).await.unwrap();
        for statement in ALL {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(explain).fetch_all(&accounts.pool).await.unwrap();
            let scans = plan.iter().any(|(.., step)| step.starts_with("SCAN") && !step.contains("USING"));
            assert!(!scans || statement == SESSIONS_SWEEP, "{statement}: {plan:?}");
        }
    }
}
